//! Which code page gives a text that reads like one.

use std::borrow::Cow;

use crate::charset::Guess;
use crate::charset::letters::{self, Cost, Mark};
use crate::charset::page::{self, Page};
use crate::model::document::Encoding;

/// Large files are judged by so many pieces of so many bytes, from wherever there are letters.
const PIECES: usize = 128;
const PIECE: usize = 256;
/// Bits of a character beyond which no page gives a text, and bits that any text may have beyond.
const NONSENSE: f64 = 7.5;
const ALLOWANCE: f64 = 15.0;
/// Bits that count as one: letters depend on more than the one before.
const DAMPING: f64 = 3.0;

/// The page that costs least, if that is little enough.
pub fn page(bytes: &[u8], sample: &[u8]) -> Option<Guess> {
    let scores = page::CYRILLIC.into_iter().filter_map(|encoding| {
        let page = page::of(encoding)?;
        let cost = cost(sample, page);
        Some((encoding, page, cost, cost.bits + prior(encoding)))
    });
    let scores: Vec<_> = scores.collect();
    let best = scores.iter().min_by(|a, b| a.3.total_cmp(&b.3))?;
    if ALLOWANCE + NONSENSE * f64::from(best.2.chars) < best.2.bits {
        return None;
    }
    let used = used(sample);
    let others = scores.iter().filter(|score| differ(score.1, best.1, &used));
    let odds: f64 = others.map(|score| ((best.3 - score.3) / DAMPING).exp2()).sum();
    let encoding = match best.0 {
        Encoding::Koi8R if has_ukrainian(bytes) => Encoding::Koi8U,
        encoding => encoding,
    };
    Some(Guess { encoding, confidence: 1.0 / (1.0 + odds) })
}

/// What a page must make up for, in bits, since files in it are rarer.
fn prior(encoding: Encoding) -> f64 {
    match encoding {
        Encoding::Cp1251 => 0.0,
        Encoding::Koi8R | Encoding::Cp866 => 2.0,
        Encoding::Koi8U => 2.5,
        _ => 4.0,
    }
}

fn cost(bytes: &[u8], page: &Page) -> Cost {
    let marks: [Mark; 256] =
        std::array::from_fn(|byte| Mark::new(page.char(u8::try_from(byte).unwrap_or_default())));
    letters::cost(bytes.iter().filter_map(|byte| marks.get(usize::from(*byte)).copied()))
}

fn used(bytes: &[u8]) -> [bool; 256] {
    let mut used = [false; 256];
    for byte in bytes {
        if let Some(used) = used.get_mut(usize::from(*byte)) {
            *used = true;
        }
    }
    used
}

/// Whether two pages have other characters for one of the bytes.
fn differ(a: &Page, b: &Page, used: &[bool; 256]) -> bool {
    (0..=u8::MAX).zip(used).any(|(byte, used)| *used && a.char(byte) != b.char(byte))
}

/// Whether a letter that only the Ukrainian KOI8 has stands beside another letter.
fn has_ukrainian(bytes: &[u8]) -> bool {
    let is_ukrainian = |b: u8| matches!(b, 0xA4 | 0xA6 | 0xA7 | 0xAD | 0xB4 | 0xB6 | 0xB7 | 0xBD);
    let is_letter = |b: u8| 0xC0 <= b;
    bytes
        .array_windows()
        .any(|&[a, b]| is_ukrainian(a) && is_letter(b) || is_letter(a) && is_ukrainian(b))
}

/// The whole, or pieces of it that have more than ASCII, from everywhere.
pub fn sample(bytes: &[u8]) -> Cow<'_, [u8]> {
    if bytes.len() <= PIECES * PIECE {
        return Cow::Borrowed(bytes);
    }
    let telling: Vec<&[u8]> = bytes.chunks(PIECE).filter(|piece| !piece.is_ascii()).collect();
    let step = telling.len().div_ceil(PIECES).max(1);
    let pieces: Vec<&[u8]> = telling.into_iter().step_by(step).collect();
    Cow::Owned(pieces.join(&b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_files_are_judged_by_their_letters() {
        let mut bytes = vec![b'a'; 3_000_000];
        bytes.extend(b"\xD3\xEA\xF0\xE0\xBF\xED\xE0 \xE2 1918 \xF0\xEE\xF6\xB3");
        assert!(sample(&bytes).len() < 1000);
        assert_eq!(page(&bytes, &sample(&bytes)).unwrap().encoding, Encoding::Cp1251);
    }
}
