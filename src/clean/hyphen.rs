//! Hyphens at line ends, and stray spaces beside hyphens inside words.

use memchr::memchr_iter;

use crate::model::cleaned::Editor;
use crate::model::span::Span;

/// Characters by which a word is divided at a line end.
const DIVIDERS: [char; 3] = ['-', '\u{AD}', '\u{2010}'];

/// Conjunctions after a hyphen that stands for a word's second part: «північно- та південний».
const SUSPENDED: [&str; 6] = ["і", "й", "та", "або", "чи", "і/або"];

/// Joins words that a line end divides.
///
/// The hyphen goes before a small letter and stays before a capital or a digit: «грома-/дянської»
/// is one word, «Кам'янець-/Подільський» and «1917-/1920» are two parts.
pub fn line_end(text: &str, editor: &mut Editor) {
    for at in memchr_iter(b'\n', text.as_bytes()) {
        let (before, after) =
            (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        let line = before.trim_end_matches([' ', '\t', '\r']);
        let Some(divider) = line.chars().next_back().filter(|c| DIVIDERS.contains(c)) else {
            continue;
        };
        let word_end = line.len() - divider.len_utf8();
        let left = line.get(..word_end).and_then(|word| word.chars().next_back());
        let next = after.trim_start_matches([' ', '\t', '\n']);
        // An empty line ends the paragraph, so nothing is divided there.
        let gap = after.len() - next.len();
        let lines = after.get(..gap).unwrap_or_default().matches('\n').count();
        let (Some(left), Some(right)) = (left, next.chars().next()) else { continue };
        if lines != 1 || !left.is_alphanumeric() || !right.is_alphanumeric() {
            continue;
        }
        let keep = left.is_numeric() || right.is_numeric() || right.is_uppercase();
        let from = if keep && divider != '\u{AD}' { line.len() } else { word_end };
        editor.delete(Span::new(from, at + gap));
    }
}

/// Takes out a single space on one side of a hyphen between letters: «Алаш -орда».
pub fn stray(text: &str, editor: &mut Editor) {
    for at in memchr_iter(b'-', text.as_bytes()) {
        let left = text.get(..at).unwrap_or_default();
        let right = text.get(at + 1..).unwrap_or_default();
        let (word, rest) = (left.strip_suffix(' '), right.strip_prefix(' '));
        let ends = |text: &str| text.ends_with(char::is_alphabetic);
        let begins = |text: &str| text.starts_with(char::is_alphabetic);
        match (word, rest) {
            (Some(word), None) if ends(word) && begins(right) => {
                editor.delete(Span::new(word.len(), at));
            }
            (None, Some(rest)) if ends(left) && begins(rest) && !suspended(rest) => {
                editor.delete(Span::new(at + 1, at + 2));
            }
            _ => {}
        }
    }
}

fn suspended(rest: &str) -> bool {
    SUSPENDED.contains(&rest.split(' ').next().unwrap_or_default())
}
