//! Here is text: where do words, sentences and paragraphs end? (Segmentation.)

pub mod paragraph;
pub mod sentence;
pub mod token;

use crate::lang::Language;
use crate::lexicon::dates::Class;
use crate::model::cleaned::Cleaned;
use crate::model::layout::{Layout, Paragraph, Token};
use crate::model::span::{Raw, Span, Text};

/// Divides a text; paragraphs are found in the source, everything else in its cleaned view.
pub fn split(raw: &Text<Raw>, cleaned: &Cleaned, lang: &dyn Language) -> Layout {
    let is_month = |word: &str| lang.dates().is(Class::Month, &word.to_lowercase());
    divide(&paragraph::paragraphs(raw.as_str(), &is_month), cleaned, lang)
}

/// Divides a text whose paragraphs are known.
pub fn divide(paragraphs: &[Span<Raw>], cleaned: &Cleaned, lang: &dyn Language) -> Layout {
    let tokens = token::tokens(cleaned.text.as_str());
    let mut layout = Layout { tokens, ..Layout::default() };
    let mut next = 0;
    for span in paragraphs {
        let (start, end) = (cleaned.clean_at(span.start()), cleaned.clean_at(span.end()));
        let first = next + position(layout.tokens.get(next..), start);
        next = first + position(layout.tokens.get(first..), end);
        let begin = layout.sentences.len();
        sentence::sentences(cleaned, &layout.tokens, first..next, lang, &mut layout.sentences);
        if layout.sentences.len() == begin {
            // Nothing but marks that white space is made of, such as no-break spaces.
            let span = Span::new(start, end);
            layout.sentences.push(crate::model::layout::Sentence { span, tokens: first..next });
        }
        layout.paragraphs.push(Paragraph { span: *span, sentences: begin..layout.sentences.len() });
    }
    layout
}

/// How many tokens begin before `at`.
fn position(tokens: Option<&[Token]>, at: usize) -> usize {
    tokens.unwrap_or_default().partition_point(|token| token.span.start() < at)
}
