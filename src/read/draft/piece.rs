//! A block while it is being written, and the words that its lines divide.

use crate::model::outline::{BlockKind, Mark, MarkKind};

/// Characters by which a word is divided at the end of a line.
pub const DIVIDERS: [char; 4] = ['-', '\u{AD}', '\u{2010}', '¬'];

/// Those of them that may be part of a word.
const HYPHENS: [char; 2] = ['-', '\u{2010}'];

/// What becomes of the hyphen of a word that goes on in the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hyphen {
    /// It goes before a small letter and stays before a capital or a digit.
    ByLetter,
    /// If there is one, it belongs to the word.
    Stays,
}

/// A block being written; its marks count from its own beginning.
#[derive(Debug)]
pub struct Piece {
    /// What it is.
    pub kind: BlockKind,
    /// Its number, mark or id in the source.
    pub label: String,
    /// Its text so far.
    pub text: String,
    /// What stands between the characters.
    pub marks: Vec<Mark>,
    /// Which of the marks are lines whose hyphen may go.
    pub doubtful: Vec<usize>,
    /// Whether white space has come that nothing follows yet.
    pub space: bool,
}

impl Piece {
    /// An empty block; whatever a note consists of is part of the note.
    pub fn of(kind: BlockKind, label: &str, aside: Option<&(BlockKind, String)>) -> Self {
        let kind = aside.map_or(kind, |(kind, _)| *kind);
        let label = aside.map_or(label, |(_, label)| label).to_owned();
        Self {
            kind,
            label,
            text: String::new(),
            marks: Vec::new(),
            doubtful: Vec::new(),
            space: false,
        }
    }

    /// Whether a line has just begun in the middle of a word.
    pub fn is_divided(&self) -> bool {
        let end = self.text.len();
        let is_line = |mark: &&Mark| matches!(mark.kind, MarkKind::Line { .. });
        let line = self.marks.iter().rev().take_while(|mark| mark.at == end).find(is_line);
        line.is_some_and(|mark| mark.kind == MarkKind::Line { in_word: true })
    }

    /// Puts a mark where the text ends.
    pub fn mark(&mut self, kind: MarkKind, label: &str) {
        self.marks.push(Mark { at: self.text.len(), kind, label: label.to_owned() });
    }

    /// The block without the hyphens of words that line ends divided.
    ///
    /// The hyphen goes before a small letter and stays before a capital or a digit:
    /// «грома-/дянської» is one word, «Кам'янець-/Подільський» are two parts. Signs that only
    /// divide go before anything.
    pub fn joined(mut self) -> Self {
        if self.doubtful.is_empty() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        let mut doubtful = self.doubtful.iter().peekable();
        for (n, mark) in self.marks.iter_mut().enumerate() {
            text.push_str(self.text.get(done..mark.at).unwrap_or_default());
            done = mark.at;
            let follows = self.text.get(done..).and_then(|rest| rest.chars().next());
            if doubtful.next_if(|one| **one == n).is_some() && follows.is_some() {
                let goes = follows.is_some_and(char::is_lowercase) || !text.ends_with(HYPHENS);
                if goes {
                    text.truncate(text.strip_suffix(DIVIDERS).unwrap_or(&text).len());
                }
            }
            mark.at = text.len();
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        self.text = text;
        // A page that begins between the hyphen and its line goes back with it.
        let mut next = self.text.len();
        for mark in self.marks.iter_mut().rev() {
            next = mark.at.min(next);
            mark.at = next;
        }
        self
    }
}

/// White space of XML.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// White space at the ends of blocks, which paragraphs do without; a form feed is a character.
pub fn is_white(c: char) -> bool {
    is_blank(c) || (c.is_whitespace() && !c.is_control())
}
