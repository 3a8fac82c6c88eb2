//! Letter-spaced words, as typewriters set what print has in bold: «г р у д н я».

use memchr::memchr_iter;

use crate::model::cleaned::Editor;
use crate::model::span::Span;

/// Letters that a word must have, since conjunctions and initials stand alone as well.
const LETTERS: usize = 4;

/// Joins letters that single spaces part; more than one space parts words.
pub fn words(text: &str, editor: &mut Editor) {
    let mut done = 0;
    for at in memchr_iter(b' ', text.as_bytes()) {
        let before = text.get(..at).unwrap_or_default();
        let Some(first) = before.chars().next_back().filter(|c| c.is_alphanumeric()) else {
            continue;
        };
        let start = at - first.len_utf8();
        let alone = before.get(..start).is_some_and(|left| !left.ends_with(char::is_alphanumeric));
        if start < done || !alone {
            continue;
        }
        let (letters, gaps) = run(text, at, first);
        // What was looked at is not looked at again, whatever it was.
        done = gaps.last().map_or(done, |(gap, _)| gap + 1);
        if letters >= LETTERS {
            for (gap, _) in gaps.into_iter().filter(|(_, joins)| *joins) {
                editor.delete(Span::new(gap, gap + 1));
            }
        }
    }
}

/// How many letters stand alone here, the first of them before `at`, and the single spaces between
/// them and figures among them; a space joins letters with letters and figures with figures. A
/// capital only goes on from capitals.
fn run(text: &str, at: usize, first: char) -> (usize, Vec<(usize, bool)>) {
    let mut gaps = Vec::new();
    let mut letters = usize::from(first.is_alphabetic());
    let (mut last, mut capitals) = (first, !first.is_lowercase());
    let mut space = at;
    loop {
        let mut rest = text.get(space..).unwrap_or_default().chars();
        let (blank, letter, next) = (rest.next(), rest.next(), rest.next());
        let letter = letter.filter(|c| c.is_alphanumeric() && (capitals || !c.is_uppercase()));
        let (Some(' '), Some(letter)) = (blank, letter) else { break };
        if next.is_some_and(char::is_alphanumeric) {
            break;
        }
        gaps.push((space, letter.is_alphabetic() == last.is_alphabetic()));
        letters += usize::from(letter.is_alphabetic());
        capitals &= !letter.is_lowercase();
        last = letter;
        space += 1 + letter.len_utf8();
    }
    (letters, gaps)
}
