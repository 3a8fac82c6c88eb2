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
        let Some(first) = before.chars().next_back().filter(|c| c.is_alphabetic()) else { continue };
        let start = at - first.len_utf8();
        let alone = before.get(..start).is_some_and(|left| !left.ends_with(char::is_alphanumeric));
        if start < done || !alone {
            continue;
        }
        let gaps = gaps(text, at, first.is_uppercase());
        if gaps.len() + 1 >= LETTERS {
            done = gaps.last().map_or(done, |gap| gap + 1);
            for gap in gaps {
                editor.delete(Span::new(gap, gap + 1));
            }
        }
    }
}

/// The single spaces from `at` on, each before a letter that stands alone; a capital only goes on
/// from capitals.
fn gaps(text: &str, at: usize, mut capitals: bool) -> Vec<usize> {
    let mut gaps = Vec::new();
    let mut space = at;
    loop {
        let mut rest = text.get(space..).unwrap_or_default().chars();
        let (blank, letter, next) = (rest.next(), rest.next(), rest.next());
        let letter = letter.filter(|c| c.is_alphabetic() && (capitals || !c.is_uppercase()));
        let (Some(' '), Some(letter)) = (blank, letter) else { break };
        capitals &= letter.is_uppercase();
        if next.is_some_and(char::is_alphanumeric) {
            break;
        }
        gaps.push(space);
        space += 1 + letter.len_utf8();
    }
    gaps
}
