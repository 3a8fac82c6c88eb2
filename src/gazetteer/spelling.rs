//! Names as the cleaned view of a text has them, so that both meet.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Acute and grave, by which Ukrainian texts mark stress.
const STRESS: [char; 2] = ['\u{301}', '\u{300}'];

/// Characters that stand for an apostrophe between letters; GeoNames has several of them.
const APOSTROPHES: [char; 7] =
    ['\u{2019}', '\u{2BC}', '`', '\u{B4}', '\u{2018}', '\u{2032}', '\u{201B}'];

/// A name in canonical composition, with plain spaces, hyphens and apostrophes, without stress
/// marks and what prints nothing.
pub fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut cyrillic = false;
    for c in name.chars() {
        match c {
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => continue,
            // The breve of «й» and the dots of «ї» are no stress.
            _ if STRESS.contains(&c) && cyrillic => continue,
            _ if c.is_whitespace() && (out.is_empty() || out.ends_with(' ')) => continue,
            _ if c.is_whitespace() => out.push(' '),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            _ if APOSTROPHES.contains(&c) && out.ends_with(char::is_alphabetic) => out.push('\''),
            _ => out.push(c),
        }
        if canonical_combining_class(c) == 0 {
            cyrillic = matches!(c, '\u{400}'..='\u{52F}');
        }
    }
    out.trim_end().nfc().collect()
}

/// A name in lower case, letter for letter as long in bytes.
pub fn folded(name: &str) -> String {
    let lower = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(first), None) if first.len_utf8() == c.len_utf8() => first,
            _ => c,
        }
    };
    name.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_the_cleaned_view_has_them() {
        for (raw, expected) in [
            ("Кам\u{2019}янець\u{2011}Подільський", "Кам'янець-Подільський"),
            ("Ки\u{301}їв", "Київ"),
            ("Чернігі\u{301}в ", "Чернігів"),
            ("Доли\u{306}на\u{301} Украі\u{308}\u{301}нка", "Долйна Українка"),
            (" Біла\u{A0}\u{A0}Церква", "Біла Церква"),
            ("Krako\u{301}w", "Kraków"),
            ("D\u{2019}Artagnan", "D'Artagnan"),
        ] {
            assert_eq!(plain(raw), expected, "{raw:?}");
        }
        assert_eq!(folded("Ґудзь-İ"), "ґудзь-İ");
    }
}
