//! Canonical composition, and stress marks off Cyrillic letters.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::model::cleaned::Editor;
use crate::model::span::{Clean, Span};

/// Acute and grave, by which Ukrainian texts mark stress.
const STRESS: [char; 2] = ['\u{301}', '\u{300}'];

/// Brings the text to NFC, one combining sequence at a time, without stress marks.
pub fn compose(text: &str, editor: &mut Editor) {
    let mut start = 0;
    let mut plain = true;
    for (at, c) in text.char_indices() {
        let role = role(c);
        if role != Role::Joins {
            if !plain {
                sequence(text, Span::new(start, at), editor);
            }
            start = at;
            plain = true;
        }
        plain &= role == Role::Stays;
    }
    if !plain {
        sequence(text, Span::new(start, text.len()), editor);
    }
}

/// What NFC does to a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Nothing, and nothing before it can combine with it.
    Stays,
    /// It becomes another, but nothing before it can combine with it.
    Changes,
    /// It may combine with what stands before it.
    Joins,
}

fn role(c: char) -> Role {
    match c {
        '\0'..='\u{2FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}' => Role::Stays,
        '\u{2010}'..='\u{2027}' => Role::Stays,
        _ if canonical_combining_class(c) != 0 => Role::Joins,
        _ => match is_nfc_quick(std::iter::once(c)) {
            IsNormalized::Yes => Role::Stays,
            IsNormalized::No => Role::Changes,
            IsNormalized::Maybe => Role::Joins,
        },
    }
}

/// One character and what combines with it.
fn sequence(text: &str, span: Span<Clean>, editor: &mut Editor) {
    let old = text.get(span.start()..span.end()).unwrap_or_default();
    let cyrillic = old.starts_with(|c| matches!(c, '\u{400}'..='\u{52F}'));
    let new: String = old.chars().filter(|c| !(cyrillic && STRESS.contains(c))).nfc().collect();
    if new != old {
        editor.replace(span, &new);
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::is_nfc;

    use super::*;
    use crate::model::cleaned::Cleaned;
    use crate::model::span::Text;

    #[test]
    fn what_comes_out_is_nfc() {
        for raw in
            ["e\u{301}cole", "\u{1100}\u{1161}\u{11a8}", "a\u{315}\u{300}\u{5ae}b", "\u{212b}"]
        {
            let mut cleaned = Cleaned { text: Text::new(raw.to_owned()), ..Cleaned::default() };
            let mut editor = Editor::default();
            compose(raw, &mut editor);
            editor.apply(&mut cleaned.text, &mut cleaned.map);
            assert!(is_nfc(cleaned.text.as_str()), "{raw:?}");
        }
    }
}
