//! Words of one script: Latin letters that look Cyrillic and the reverse, Roman numerals in Latin.

use crate::model::cleaned::Editor;
use crate::model::span::{Clean, Span};

/// Latin letters and the Cyrillic ones that look the same.
const PAIRS: &str = "AАBВCСEЕHНIІKКMМOОPРTТXХYУaаcсeеiіoоpрxхyуïїÏЇ";

/// Latin letters and figures that scans have for Cyrillic letters beside Cyrillic ones.
const MISREAD: &str = "lіuиnпmтrгbь3з0о";

/// Cyrillic letters in the place of Roman digits.
const DIGITS: &str = "IІXХVѴ";

/// Brings each word that mixes scripts to one, and Roman numerals to Latin letters.
pub fn one_script(text: &str, editor: &mut Editor) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(len) = bytes.get(at..).and_then(|rest| rest.iter().position(begins_word)) {
        at += len;
        let end = at + word_len(bytes.get(at..).unwrap_or_default());
        if let Some(word) = text.get(at..end).filter(|word| candidate(word.as_bytes()))
            && let Some(new) = rewrite(text, word, at, end)
        {
            editor.replace(Span::new(at, end), &new);
        }
        if let Some((figure, letter)) = misread_figure(text, at, end) {
            editor.replace(figure, &letter);
        }
        at = end.max(at + 1);
    }
}

fn begins_word(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || (0xC3..=0xD4).contains(byte)
}

/// Bytes of the run of ASCII letters and two-byte letters that begins here.
fn word_len(bytes: &[u8]) -> usize {
    let inside = |byte: &u8| begins_word(byte) || (0x80..=0xBF).contains(byte);
    bytes.iter().position(|byte| !inside(byte)).unwrap_or(bytes.len())
}

/// Whether the word mixes the scripts, or begins like a numeral in Cyrillic letters.
fn candidate(word: &[u8]) -> bool {
    let cyrillic = word.iter().any(|byte| (0xD0..=0xD4).contains(byte));
    let latin = word.iter().any(|byte| byte.is_ascii() || (0xC3..=0xC9).contains(byte));
    let mixed = cyrillic && latin;
    // The bytes of Cyrillic І and Х.
    let numeral = matches!(word, [0xD0, 0x86 | 0xA5, ..]) && word.len() <= 16;
    mixed || numeral
}

fn rewrite(text: &str, word: &str, start: usize, end: usize) -> Option<String> {
    if let Some(numeral) = translate(word, DIGITS, Side::Latin)
        && is_roman(&numeral)
        && (word.chars().count() > 1 || stands_as_numeral(text, word, start, end))
    {
        return (numeral != word).then_some(numeral);
    }
    // A word with a letter that only one script has belongs to that script.
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52F}');
    let only_cyrillic =
        word.chars().any(|c| is_cyrillic(c) && other(c, PAIRS, Side::Latin).is_none());
    let only_latin =
        word.chars().any(|c| !is_cyrillic(c) && other(c, PAIRS, Side::Cyrillic).is_none());
    match (only_cyrillic, only_latin) {
        _ if word.chars().all(is_cyrillic) => None,
        (_, false) => translate(word, PAIRS, Side::Cyrillic),
        (false, true) => translate(word, PAIRS, Side::Latin),
        // A scan of a Cyrillic word: «lван», «Зuмовий».
        (true, true) => {
            let known: String =
                word.chars().map(|c| other(c, PAIRS, Side::Cyrillic).unwrap_or(c)).collect();
            let whole = translate(&known, MISREAD, Side::Cyrillic)?;
            Some(match whole.strip_prefix('і').filter(|_| word.starts_with('l')) {
                Some(rest) => format!("І{rest}"),
                None => whole,
            })
        }
    }
}

/// A figure that stands for a letter at the border of a Cyrillic word: «3латоуст», «Нар0дна».
fn misread_figure(text: &str, start: usize, end: usize) -> Option<(Span<Clean>, String)> {
    let word = text.get(start..end)?;
    let small = |text: &str| text.starts_with(|c: char| matches!(c, 'а'..='я' | 'і' | 'ї' | 'є'));
    let letters = |text: &str| text.chars().next().is_some_and(char::is_alphanumeric);
    // Before a consonant it may be the day of a month: «3жовтня».
    let vowel = word.starts_with(['а', 'е', 'и', 'і', 'о', 'у', 'я', 'є']);
    let before_vowel = vowel || word.starts_with("ла");
    if before_vowel && word.chars().count() > 2 {
        let left = text.get(..start)?.strip_suffix('3')?;
        let alone = !left.ends_with(|c: char| c.is_alphanumeric() || ".,-–".contains(c));
        return alone.then(|| (Span::new(start - 1, start), "З".to_owned()));
    }
    let right = text.get(end..)?.strip_prefix('0')?;
    let inside = small(right) && letters(word) && word.chars().count() > 1;
    inside.then(|| (Span::new(end, end + 1), "о".to_owned()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Latin,
    Cyrillic,
}

/// The partner of `c` on the side asked for, when `c` stands on the other one.
fn other(c: char, pairs: &str, to: Side) -> Option<char> {
    let mut letters = pairs.chars();
    while let (Some(latin), Some(cyrillic)) = (letters.next(), letters.next()) {
        match to {
            Side::Latin if cyrillic == c => return Some(latin),
            Side::Cyrillic if latin == c => return Some(cyrillic),
            _ => {}
        }
    }
    None
}

/// The word with every letter brought to one side, if each has its place there.
fn translate(word: &str, pairs: &str, to: Side) -> Option<String> {
    let keep = |c: char| match to {
        Side::Latin => c.is_ascii() || matches!(c, '\u{C0}'..='\u{24F}'),
        Side::Cyrillic => matches!(c, '\u{400}'..='\u{52F}'),
    };
    word.chars().map(|c| other(c, pairs, to).or_else(|| keep(c).then_some(c))).collect()
}

/// Whether it is a Roman number up to 39 in the usual spelling: centuries, rulers, congresses.
/// Larger ones are rare, and «СМ», «СС», «ММ» are abbreviations far more often than numbers.
fn is_roman(word: &str) -> bool {
    let tens = word.len() - word.trim_start_matches('X').len();
    let units = word.trim_start_matches('X');
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    tens <= 3 && !word.is_empty() && UNITS.contains(&units)
}

/// Whether a single «І» is a numeral: after a word with small letters and before no other
/// capital, where the conjunction would be small.
fn stands_as_numeral(text: &str, word: &str, start: usize, end: usize) -> bool {
    let left = text.get(..start).and_then(|left| left.strip_suffix(' ')).unwrap_or_default();
    let right = text.get(end..).unwrap_or_default();
    let next = right.trim_start().chars().next();
    word == "І"
        && left.ends_with(char::is_lowercase)
        && !right.starts_with('.')
        && !next.is_some_and(char::is_uppercase)
}
