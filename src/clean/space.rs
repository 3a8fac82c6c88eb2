//! One plain space for any white space, plain hyphens and apostrophes, nothing invisible.

use crate::model::cleaned::Editor;
use crate::model::span::Span;

/// Whether the character prints nothing: soft hyphen, joiners, marks of direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Characters that stand for an apostrophe between letters.
const APOSTROPHES: [char; 7] =
    ['\u{2019}', '\u{2BC}', '`', '\u{B4}', '\u{2018}', '\u{2032}', '\u{201B}'];

/// Replaces what is not plain; line ends become spaces, since paragraphs are found in the source.
pub fn plain(text: &str, editor: &mut Editor) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(suspicious)) {
        at += found;
        at += replace_at(text, at, editor);
    }
}

/// Whether a character that begins with this byte may have to be replaced.
///
/// Cyrillic letters begin with 0xD0 to 0xD4, so a Cyrillic text is passed over at once.
fn suspicious(byte: &u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ' | b'`' | 0xC2 | 0xCA | 0xE1..=0xE3 | 0xEF)
}

/// Looks at the character at `at` and says how many bytes are dealt with.
fn replace_at(text: &str, at: usize, editor: &mut Editor) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let Some(c) = rest.chars().next() else { return 1 };
    if c.is_whitespace() {
        let blank = |c: char| c.is_whitespace() || is_invisible(c);
        let len = rest.len() - rest.trim_start_matches(blank).len();
        if rest.get(..len) != Some(" ") {
            editor.replace(Span::new(at, at + len), " ");
        }
        return len;
    }
    let span = Span::new(at, at + c.len_utf8());
    if is_invisible(c) {
        editor.delete(span);
    } else if matches!(c, '\u{2010}' | '\u{2011}') {
        editor.replace(span, "-");
    } else if APOSTROPHES.contains(&c) && between_letters(text, span.start(), span.end()) {
        editor.replace(span, "'");
    }
    c.len_utf8()
}

fn between_letters(text: &str, start: usize, end: usize) -> bool {
    text.get(..start).is_some_and(|left| left.ends_with(char::is_alphabetic))
        && text.get(end..).is_some_and(|right| right.starts_with(char::is_alphabetic))
}
