//! Paragraphs, sentences and tokens of a document.

use std::ops::Range;

use crate::model::span::{Clean, Raw, Span};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters with apostrophes inside; how its letters are cased.
    Word(Case),
    /// Decimal digits.
    Number,
    /// White space.
    Space,
    /// One character of anything else.
    Mark,
}

/// How the letters of a word are cased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// No capital at its beginning.
    Lower,
    /// A capital first letter, and a small one somewhere behind it.
    Capital,
    /// Two or more letters, all capitals.
    Upper,
    /// A single capital letter.
    Initial,
}

/// A stretch of the view; tokens follow one another without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it covers.
    pub span: Span<Clean>,
    /// What it is made of.
    pub kind: TokenKind,
}

impl Token {
    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word(_))
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.kind == TokenKind::Number
    }

    /// Whether it is a word that begins with a capital.
    pub fn is_capital(&self) -> bool {
        matches!(self.kind, TokenKind::Word(Case::Capital | Case::Upper | Case::Initial))
    }
}

/// A sentence, without white space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What it covers in the view.
    pub span: Span<Clean>,
    /// Its tokens, as indices into [`Layout::tokens`].
    pub tokens: Range<usize>,
}

/// A paragraph, without white space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it covers in the source.
    pub span: Span<Raw>,
    /// Its sentences, as indices into [`Layout::sentences`]; at least one.
    pub sentences: Range<usize>,
}

/// How a text divides.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Tiles of the whole view.
    pub tokens: Vec<Token>,
    /// In order, none across a paragraph border.
    pub sentences: Vec<Sentence>,
    /// In order.
    pub paragraphs: Vec<Paragraph>,
}
