//! What of a record becomes elements of the text, and what cannot.

use crate::model::gloss::Gloss;
use crate::model::mention::{Mention, Value};
use crate::model::nesting;
use crate::model::record::Record;
use crate::write::tei::frame::Frames;
use crate::write::tei::xml::forbidden;

/// A mention and its number among the dates, which says nothing of a name.
#[derive(Clone, Copy)]
pub struct Marked<'r> {
    /// The mention.
    pub mention: &'r Mention,
    /// How many dates stand before it.
    pub date: usize,
}

/// A record as TEI marks it up.
pub struct Markup<'r> {
    /// The record.
    pub record: &'r Record,
    /// Mentions that are elements of the text: every two lie apart or one in the other.
    pub inline: Vec<Marked<'r>>,
    /// Mentions that longer ones cross.
    pub aside: Vec<Marked<'r>>,
    /// Characters of the text that XML forbids, with their places in bytes.
    pub forbidden: Vec<(usize, char)>,
    /// Words and marks that are elements of the text, each within or outside every other element.
    pub tokens: Vec<&'r Gloss>,
    /// What stands around paragraphs and between characters.
    pub frames: Frames<'r>,
}

impl<'r> Markup<'r> {
    /// Decides what is marked up where.
    pub fn of(record: &'r Record) -> Self {
        let (inline, aside) = (Vec::new(), Vec::new());
        let forbidden = forbidden(record.document.text.as_str());
        let mut markup = Self {
            record,
            inline,
            aside,
            forbidden,
            tokens: Vec::new(),
            frames: Frames::default(),
        };
        let mut date = 0;
        for (mention, place) in record.mentions.iter().zip(nesting::places(&record.mentions)) {
            let list = if place.aside { &mut markup.aside } else { &mut markup.inline };
            list.push(Marked { mention, date });
            date += usize::from(matches!(mention.value, Value::Date(_)));
        }
        markup.tokens = markup.tokens();
        markup.frames = Frames::of(record, &markup.tokens);
        markup
    }

    /// The words and marks that lie in one sentence, apart from one another, and contain no border
    /// of a mention.
    fn tokens(&self) -> Vec<&'r Gloss> {
        let record = self.record;
        let mut borders: Vec<usize> = Vec::with_capacity(self.inline.len() * 2);
        for Marked { mention, .. } in &self.inline {
            borders.extend([mention.span.start(), mention.span.end()]);
        }
        borders.sort_unstable();
        let mut sentences = record.sentences.iter().peekable();
        let mut done = 0;
        let mut tokens = Vec::with_capacity(record.glosses.len());
        for gloss in &record.glosses {
            let span = gloss.span;
            while sentences.next_if(|sentence| sentence.end() <= span.start()).is_some() {}
            let inside = sentences.peek().is_some_and(|sentence| sentence.contains(&span));
            let first = borders.partition_point(|border| *border <= span.start());
            let is_cut = borders.get(first).is_some_and(|border| *border < span.end());
            if inside && !is_cut && !span.is_empty() && done <= span.start() {
                done = span.end();
                tokens.push(gloss);
            }
        }
        tokens
    }
}
