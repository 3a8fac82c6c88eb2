//! How far a sequence of characters is from written Ukrainian and Russian, in bits.

use crate::charset::alphabet::{self, CLASSES, LATIN, NONE};

/// What it costs each class of letters to follow each other one, in sixteenths of a bit, counted
/// by `build/letters.rs`.
static PAIRS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/letters.bin"));
const STEPS: u32 = 16;

// Further costs, in bits, of what the counts of letters leave out.
/// A capital behind a small letter: KOI8 has them where Windows has the others.
const CAPITAL_INSIDE: u32 = 14;
/// A capital behind a capital.
const CAPITALS: u32 = 1;
/// A capital that begins a word.
const CAPITAL: u32 = 1;
/// A small letter behind two capitals.
const SMALL_BEHIND: u32 = 6;
/// Punctuation at a letter on the side where a space should be, and any other sign at a letter.
const WRONG_SIDE: u32 = 6;
const SIGN_AT_LETTER: u32 = 3;
/// Two letters with accents in a row.
const ACCENTS: u32 = 6;

/// What a character is to the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    c: char,
    class: u8,
    is_capital: bool,
    /// What it costs wherever it stands.
    rarity: u8,
}

impl Mark {
    /// The mark of a character.
    pub fn new(c: char) -> Self {
        let (class, is_capital) = alphabet::class(c);
        Self { c, class, is_capital, rarity: rarity(c, class) }
    }
}

/// How unlikely a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cost {
    /// Bits altogether.
    pub bits: f64,
    /// The characters beyond ASCII that they are for.
    pub chars: u32,
    /// How many of these are Cyrillic letters.
    pub letters: u32,
}

impl Cost {
    /// Bits of one character.
    pub fn mean(self) -> f64 {
        self.bits / f64::from(self.chars.max(1))
    }
}

/// What the characters cost; ASCII is the same in every page, and costs nothing behind ASCII.
pub fn cost(marks: impl Iterator<Item = Mark>) -> Cost {
    let mut cost = Cost::default();
    let mut sum = 0_u64;
    let space = Mark::new(' ');
    let (mut before, mut last) = (space, space);
    for mark in marks {
        let is_beyond = !mark.c.is_ascii();
        if is_beyond || !last.c.is_ascii() {
            // Lines of tables and dots tell as much as their first characters.
            if mark != last || last != before {
                sum += u64::from(pair(before, last, mark));
            }
        }
        if is_beyond {
            cost.chars = cost.chars.saturating_add(1);
            cost.letters += u32::from(mark.class != NONE && mark.class != LATIN);
        }
        (before, last) = (last, mark);
    }
    cost.bits = sum as f64 / f64::from(STEPS);
    cost
}

/// What it costs that the third follows the second.
fn pair(before: Mark, a: Mark, b: Mark) -> u32 {
    let letters = match (a.class, b.class) {
        (NONE, NONE) => 0,
        (a, b) => {
            let at = usize::from(a) * CLASSES + usize::from(b);
            PAIRS.get(at).copied().map_or(0, u32::from)
        }
    };
    let is_accent = |mark: Mark| mark.class == LATIN && !mark.c.is_ascii();
    let accents = if is_accent(a) && is_accent(b) { ACCENTS } else { 0 };
    letters + STEPS * (case(before, a, b) + accents + side(a, b) + u32::from(b.rarity))
}

fn case(before: Mark, a: Mark, b: Mark) -> u32 {
    match (a.class != NONE, a.is_capital, b.is_capital) {
        (true, true, false) if before.is_capital && b.class != NONE => SMALL_BEHIND,
        (_, _, false) => 0,
        (false, _, true) => CAPITAL,
        (true, true, true) => CAPITALS,
        (true, false, true) => CAPITAL_INSIDE,
    }
}

/// What it costs that a letter and a sign have no space between them.
fn side(a: Mark, b: Mark) -> u32 {
    match (a.class, a.c, b.class, b.c) {
        (NONE, '\0'..='\u{A0}' | '«' | '“' | '„' | '‘' | '’', _, _) if b.class != NONE => {
            0
        }
        (_, _, NONE, '\0'..='\u{A0}' | '»' | '“' | '”' | '’' | '…') if a.class != NONE => {
            0
        }
        (NONE, '–' | '—', 1.., _) | (1.., _, NONE, '–' | '—') => SIGN_AT_LETTER,
        (NONE, '»' | '”' | '…' | '№', 1.., _) | (1.., _, NONE, '«' | '„' | '‘' | '№') => {
            WRONG_SIDE
        }
        (NONE, _, 1.., _) | (1.., _, NONE, _) => SIGN_AT_LETTER,
        _ => 0,
    }
}

fn rarity(c: char, class: u8) -> u8 {
    match c {
        '\0'..='\u{7F}' => 0,
        '\u{80}'..='\u{9F}' => 16,
        '\u{A0}' => 3,
        '«' | '»' | '–' | '—' | '’' | '“' | '”' | '„' | '…' | '№' => 4,
        '‘' | '§' | '°' | '─' | '│' | '═' | '║' => 6,
        _ if class == LATIN => 4,
        _ if class == NONE => 10,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_costs_more_than_words() {
        let mean = |text: &str| cost(text.chars().map(Mark::new)).mean();
        let right = mean("Україна — держава");
        for wrong in ["хЛТБ§ОБ Ф ДЕТЦБЧБ", "╙ъЁр┐эр ─ фхЁцртр", "Óêðà¿íà — äåðæàâà"]
        {
            assert!(right + 2.0 < mean(wrong), "{wrong}: {} against {right}", mean(wrong));
        }
        assert!(mean("УКРАЇНА ДЕРЖАВА") < 6.5);
    }
}
