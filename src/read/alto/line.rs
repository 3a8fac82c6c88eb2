//! The lines of a block of ALTO, and the words that they divide.

use crate::read::draft::Draft;
use crate::read::draft::piece::{DIVIDERS, Hyphen};
use crate::read::xml::Tag;

/// A line of a page.
#[derive(Debug, Default)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// What it consists of.
    pub bits: Vec<Bit>,
}

/// A part of a line.
#[derive(Debug)]
pub enum Bit {
    /// A word, or the second part of one.
    Word(String),
    /// The first part of a word that the line divides, and the whole word.
    Divided(String, String),
    /// A space.
    Space,
    /// The hyphen at its end.
    Hyphen(String),
}

/// A string; the second part of a divided word is one like any other.
pub fn word(tag: &Tag<'_>) -> Bit {
    let whole = tag.get("SUBS_CONTENT");
    let content = tag.get("CONTENT");
    match &*tag.get("SUBS_TYPE") {
        "HypPart1" if !whole.is_empty() => Bit::Divided(content, whole),
        _ => Bit::Word(content),
    }
}

/// Writes the lines of a block.
pub fn write(lines: &[Line], draft: &mut Draft) {
    // The hyphen at the end of the line before, and whether it belongs to the word.
    let mut divided: Option<(&str, Fate)> = None;
    for line in lines {
        match divided.take() {
            Some((_, Fate::Goes)) => draft.line_in_word(&line.id, Hyphen::Stays),
            Some((hyphen, Fate::Stays)) => {
                draft.text(hyphen);
                draft.line_in_word(&line.id, Hyphen::Stays);
            }
            Some((hyphen, Fate::Unknown)) => {
                draft.text(hyphen);
                draft.line_in_word(&line.id, Hyphen::ByLetter);
            }
            None => draft.line(&line.id),
        }
        divided = line.write(draft);
    }
    if let Some((hyphen, _)) = divided {
        draft.text(hyphen);
    }
}

/// What the whole word says of the hyphen that divides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Goes,
    Stays,
    Unknown,
}

impl Line {
    /// Writes the line but for the hyphen at its end if the word is known that it divides.
    fn write(&self, draft: &mut Draft) -> Option<(&str, Fate)> {
        // Some programs leave all spaces out.
        let has_spaces = self.bits.iter().any(|bit| matches!(bit, Bit::Space));
        let mut divided: Option<(&str, Fate)> = None;
        for bit in &self.bits {
            let is_word = matches!(bit, Bit::Word(_) | Bit::Divided(..));
            if is_word && let Some((hyphen, _)) = divided.take() {
                draft.text(hyphen);
            }
            if is_word && !has_spaces {
                draft.text(" ");
            }
            match (bit, &mut divided) {
                (Bit::Word(word), _) => draft.text(word),
                (Bit::Divided(part, whole), _) => {
                    let first = part.trim_end_matches(DIVIDERS);
                    draft.text(first);
                    divided = Some(fate(first, part, whole));
                }
                (Bit::Hyphen(hyphen), Some((before, fate))) if *fate != Fate::Stays => {
                    *before = hyphen;
                }
                (Bit::Hyphen(hyphen), None) => draft.text(hyphen),
                (Bit::Space, None) => draft.text(" "),
                (Bit::Hyphen(_) | Bit::Space, Some(_)) => {}
            }
        }
        divided
    }
}

/// The hyphen behind the first letters of a divided word, and what becomes of it.
fn fate<'l>(first: &str, part: &'l str, whole: &'l str) -> (&'l str, Fate) {
    let hyphen = part.get(first.len()..).unwrap_or_default();
    let Some(rest) = whole.strip_prefix(first) else { return (hyphen, Fate::Unknown) };
    let own = rest.len() - rest.trim_start_matches(DIVIDERS).len();
    match rest.get(..own) {
        None | Some("") => (hyphen, Fate::Goes),
        Some(own) => (own, Fate::Stays),
    }
}
