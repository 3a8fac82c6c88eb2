//! What the format of a source says of its text: its blocks, and marks between characters.

use crate::model::span::{Raw, Span};

/// The blocks and marks of a text that was read out of a structured format; both empty for text
/// that stands as it is, whose paragraphs are found later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Every block, in order; they tile the text but for the white space between them, and none
    /// is empty or has white space at its ends.
    pub blocks: Vec<Block>,
    /// In order of their places.
    pub marks: Vec<Mark>,
}

/// A paragraph, as the format has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it covers.
    pub span: Span<Raw>,
    /// What it is.
    pub kind: BlockKind,
    /// Its number, mark or id in the source, or empty.
    pub label: String,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading; it stands at the beginning of its division.
    Heading,
    /// A paragraph of a note; notes are numbered from 1 in the order of the text, and stand behind
    /// the paragraph that refers to them.
    Note(u32),
    /// What a page has besides its text: running heads, page numbers.
    Furniture,
}

/// Something that stands between two characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Before which byte.
    pub at: usize,
    /// What it is.
    pub kind: MarkKind,
    /// Its number, mark or id in the source, or empty.
    pub label: String,
}

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// A division begins, which ends those of its level and of deeper ones; 1 is the outermost.
    Division(u8),
    /// A page begins.
    Page,
    /// A line begins; within a word if the line before divided it.
    Line {
        /// Whether a word goes on.
        in_word: bool,
    },
    /// The reference to the note of this number.
    Note(u32),
}

impl Outline {
    /// The spans of the blocks, which are the paragraphs of the text.
    pub fn paragraphs(&self) -> Vec<Span<Raw>> {
        self.blocks.iter().map(|block| block.span).collect()
    }
}
