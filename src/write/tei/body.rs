//! The `body`: the source text, code point for code point, with paragraphs, sentences, names and
//! dates around it.

use crate::model::gloss::Known;
use crate::model::outline::MarkKind;
use crate::model::span::{Raw, Span};
use crate::write::tei::frame::{self, Step};
use crate::write::tei::markup::{Marked, Markup};
use crate::write::tei::mention::{self, Attributes};
use crate::write::tei::xml::Xml;

/// Writes the body of a document.
pub fn body(xml: &mut Xml, markup: &Markup<'_>) {
    let record = markup.record;
    let mut body = Body {
        xml,
        markup,
        done: 0,
        mentions: 0,
        tokens: 0,
        forbidden: 0,
        marks: 0,
        open: Vec::new(),
        attributes: Attributes::default(),
    };
    body.xml.start_preserved("body", &[("xml:space", "preserve")]);
    let mut sentence = 0;
    for (n, (paragraph, frame)) in
        record.paragraphs.iter().zip(&markup.frames.paragraphs).enumerate()
    {
        body.text_to(paragraph.span.start());
        frame.before.iter().for_each(|step| body.step(*step));
        let id = format!("{}.p{:04}", record.document.place.id, n + 1);
        body.xml.start(frame.element, &labelled(vec![("xml:id", &id)], frame.label));
        while sentence < paragraph.sentences_end {
            body.sentence(sentence);
            sentence += 1;
        }
        body.text_to(paragraph.span.end());
        body.marks_at(paragraph.span.end());
        body.xml.end();
    }
    body.text_to(record.document.text.as_str().len());
    body.marks_at(record.document.text.as_str().len());
    for _ in 0..markup.frames.open {
        body.xml.end();
    }
    xml.end();
}

/// Attributes with `n`, if there is a label.
fn labelled<'a>(
    mut attributes: Vec<(&'a str, &'a str)>,
    label: &'a str,
) -> Vec<(&'a str, &'a str)> {
    attributes.extend((!label.is_empty()).then_some(("n", label)));
    attributes
}

struct Body<'a> {
    xml: &'a mut Xml,
    markup: &'a Markup<'a>,
    /// How much of the text is written.
    done: usize,
    /// How many mentions are.
    mentions: usize,
    /// How many words and marks are.
    tokens: usize,
    /// How many forbidden characters are.
    forbidden: usize,
    /// How many of the marks between characters are.
    marks: usize,
    /// Where the mentions end that have begun, the outermost first.
    open: Vec<usize>,
    /// Those of the last mention.
    attributes: Attributes,
}

impl Body<'_> {
    /// Writes what stands between two paragraphs.
    fn step(&mut self, step: Step<'_>) {
        match step {
            Step::Division => self.xml.start("div", &[]),
            Step::Note(number, label) => {
                let id = self.note_id(number);
                self.xml.start("note", &labelled(vec![("xml:id", &id)], label));
            }
            Step::Page(label) => self.xml.empty("pb", &labelled(Vec::new(), label)),
            Step::End => self.xml.end(),
        }
    }

    fn note_id(&self, number: u32) -> String {
        format!("{}.n{number:04}", self.markup.record.document.place.id)
    }

    /// Writes the marks that stand at a byte offset, up to which the text is written.
    fn marks_at(&mut self, at: usize) {
        let markup = self.markup;
        while let Some(mark) = markup.frames.marks.get(self.marks).filter(|mark| mark.at <= at) {
            match mark.kind {
                MarkKind::Note(number) => {
                    let target = format!("#{}", self.note_id(number));
                    self.xml.empty("ptr", &[("target", &target)]);
                }
                MarkKind::Line { in_word: true } => {
                    self.xml.empty("lb", &labelled(vec![("break", "no")], &mark.label));
                }
                MarkKind::Line { in_word: false } | MarkKind::Page => {
                    let name = frame::element(mark.kind).unwrap_or_default();
                    self.xml.empty(name, &labelled(Vec::new(), &mark.label));
                }
                MarkKind::Division(_) => {}
            }
            self.marks += 1;
        }
    }

    /// Writes the text up to a byte offset, with its words and marks.
    fn text_to(&mut self, end: usize) {
        let markup = self.markup;
        while let Some(token) = markup.tokens.get(self.tokens).filter(|one| one.span.end() <= end) {
            self.characters_to(token.span.start());
            self.marks_at(token.span.start());
            let Known { lemma, features } = &token.known;
            let attributes: [(&str, &str); 2] = [("lemma", lemma), ("msd", features)];
            let known = attributes.into_iter().filter(|(_, value)| !value.is_empty());
            let name = if token.is_mark { "pc" } else { "w" };
            self.xml.start(name, &known.collect::<Vec<_>>());
            self.characters_to(token.span.end());
            self.xml.end();
            self.tokens += 1;
        }
        self.characters_to(end);
    }

    /// Writes the characters up to a byte offset, forbidden ones as `g`, with the marks before
    /// them.
    fn characters_to(&mut self, end: usize) {
        let marks = &self.markup.frames.marks;
        while let Some(at) = marks.get(self.marks).map(|mark| mark.at).filter(|at| *at < end) {
            self.plain_to(at);
            self.marks_at(at);
        }
        self.plain_to(end);
    }

    fn plain_to(&mut self, end: usize) {
        let markup = self.markup;
        let document = &markup.record.document;
        while let Some((at, c)) = markup.forbidden.get(self.forbidden).filter(|one| one.0 < end) {
            self.xml.text(document.text.slice(Span::new(self.done, *at)));
            let reference = format!("#{}.u{:04X}", document.place.id, *c as u32);
            self.xml.empty("g", &[("ref", &reference)]);
            self.done = at + c.len_utf8();
            self.forbidden += 1;
        }
        self.xml.text(document.text.slice(Span::<Raw>::new(self.done, end)));
        self.done = self.done.max(end);
    }

    fn sentence(&mut self, index: usize) {
        let markup = self.markup;
        let Some(span) = markup.record.sentences.get(index) else { return };
        self.text_to(span.start());
        self.marks_at(span.start());
        let n = (index + 1).to_string();
        let id = markup.record.sentence_id(index);
        self.xml.start("s", &[("xml:id", &id), ("n", &n)]);
        let next = |n: usize| markup.inline.get(n).filter(|one| one.mention.sentence == index);
        while let Some(marked) = next(self.mentions) {
            self.end_mentions(marked.mention.span.start());
            self.start_mention(marked);
            self.mentions += 1;
        }
        self.end_mentions(span.end());
        self.text_to(span.end());
        self.xml.end();
    }

    fn start_mention(&mut self, marked: &Marked<'_>) {
        let Marked { mention, date } = *marked;
        let record = self.markup.record;
        self.text_to(mention.span.start());
        self.marks_at(mention.span.start());
        let attributes = &mut self.attributes;
        attributes.clear();
        attributes.add("xml:id", &[&record.mention_id(mention)]);
        mention::reference(record, mention, date, attributes);
        mention::grounds(record, mention, attributes);
        self.xml.start_with(mention::element(&mention.value), attributes.iter());
        self.open.push(mention.span.end());
    }

    /// Closes the mentions that end at a byte offset or before.
    fn end_mentions(&mut self, at: usize) {
        while let Some(end) = self.open.pop_if(|end| *end <= at) {
            self.text_to(end);
            self.xml.end();
        }
    }
}
