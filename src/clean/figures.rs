//! Letters in the place of figures: «І9І7», «l914».

use crate::model::cleaned::Editor;
use crate::model::span::Span;

/// The figure that a letter looks like.
fn figure(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'I' | 'l' | 'І' => Some('1'),
        'O' | 'О' | 'о' | 'o' => Some('0'),
        _ => None,
    }
}

/// Puts figures for letters in numbers of four that read as a year of the second millennium, and
/// in numbers of two that read as a day: «І2 травня», «2О травня».
pub fn letters(text: &str, editor: &mut Editor) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(len) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit))
    {
        at += len;
        let (start, end) = run_around(text, at);
        if let Some(number) = text.get(start..end).and_then(number) {
            editor.replace(Span::new(start, end), &number);
        }
        at = end.max(at + 1);
    }
}

/// The letters and figures around a figure.
fn run_around(text: &str, at: usize) -> (usize, usize) {
    let left = text.get(..at).unwrap_or_default();
    let right = text.get(at..).unwrap_or_default();
    let start = left.trim_end_matches(char::is_alphanumeric).len();
    let end = right.find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |len| at + len);
    (start, end)
}

/// The number that a word with letters among its figures is meant to be.
fn number(word: &str) -> Option<String> {
    let figures: String = word.chars().map_while(figure).collect();
    let letters = word.chars().take(figures.len()).any(|c| !c.is_ascii_digit());
    let day =
        figures.len() == 2 && (word.starts_with(['І', 'I', 'l']) || word.ends_with(['О', 'O']));
    let year = figures.len() == 4 && figures.starts_with('1');
    let whole = figures.len() == word.chars().count();
    (letters && whole && (day || year)).then_some(figures)
}
