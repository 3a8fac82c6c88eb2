//! UTF-16: recognised without a mark, and decoded to the byte where it breaks.

use crate::charset::Guess;
use crate::model::document::Encoding;

/// How much of a file is looked at.
const LOOK: usize = 1 << 16;
/// The share of units that must be characters of texts.
const ENOUGH: f64 = 0.95;

/// Whether bytes without a mark are UTF-16, and which end comes first.
///
/// Text of one byte a character gives Chinese in pairs; and what is text with one end first is
/// Chinese or control characters with the other.
pub fn detect(bytes: &[u8]) -> Option<Guess> {
    let bytes = bytes.get(..LOOK).unwrap_or(bytes);
    let units = bytes.len() / 2;
    if units == 0 {
        return None;
    }
    let share = |unit: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes.as_chunks::<2>();
        pairs.iter().filter(|pair| is_usual(unit(**pair))).count() as f64 / units as f64
    };
    let (little, big) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    let (encoding, confidence) = match little < big {
        true => (Encoding::Utf16Be, big),
        false => (Encoding::Utf16Le, little),
    };
    (ENOUGH <= confidence && little != big).then_some(Guess { encoding, confidence })
}

/// The text, or the byte of the first unpaired surrogate or of an odd last byte.
pub fn decode(bytes: &[u8], is_big: bool) -> Result<String, usize> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let unit = if is_big { u16::from_be_bytes } else { u16::from_le_bytes };
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for c in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let c = c.map_err(|_| at)?;
        text.push(c);
        at += 2 * c.len_utf16();
    }
    if rest.is_empty() { Ok(text) } else { Err(at) }
}

fn is_usual(unit: u16) -> bool {
    matches!(
        unit,
        0x09 | 0x0A | 0x0C | 0x0D | 0x20..=0x7E | 0xA0..=0x24F | 0x300..=0x301 | 0x400..=0x4FF
            | 0x2013..=0x2014 | 0x2018..=0x201A | 0x201C..=0x201E | 0x2022 | 0x2026 | 0x2116
    )
}
