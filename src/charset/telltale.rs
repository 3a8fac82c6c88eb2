//! A quick look for what clean text hardly has and text that was decoded wrongly has often.

use std::ops::Range;

/// Bytes that are looked at together.
const CHUNK: usize = 4096;

/// The stretches of a text with a telltale in them.
pub fn suspects(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    (0..bytes.len()).step_by(CHUNK).filter_map(move |start| {
        // Windows begin in this chunk and may end in the next.
        let end = (start + CHUNK).min(bytes.len());
        let seen = bytes.get(start..(end + 3).min(bytes.len()))?;
        is_suspect(seen).then_some(start..end)
    })
}

/// Whether there is a telltale in these bytes of UTF-8.
///
/// There are no branches, and a step sees four bytes from four slices: so the compiler looks at
/// sixteen places at once.
pub fn is_suspect(bytes: &[u8]) -> bool {
    let from = |start: usize| bytes.get(start..).unwrap_or_default();
    let places = from(0).iter().zip(from(1)).zip(from(2)).zip(from(3));
    places.fold(0, |found, (((a, b), c), d)| found | u8::from(is_telltale([*a, *b, *c, *d]))) != 0
}

fn is_telltale([a, b, c, d]: [u8; 4]) -> bool {
    let cyrillic = |lead: u8| lead | 1 == 0xD1;
    small_capital([a, b, c, d])
        | foreign_capital([a, b, c, d])
        // Latin-1 letters in a row: «Óêðà», «Ð£Ðº».
        | ((a == 0xC3) & (0xC2 <= c))
        | beside_er_or_es([a, b, c, d])
        // Frames and roots beside letters: «╨г╨║», «п÷п╨», «╙ъЁр».
        | ((a == 0xE2) & is_drawn(b) & cyrillic(d))
        | (cyrillic(a) & (c == 0xE2) & is_drawn(d))
        // Signs before letters and other signs: «¤®а®¤».
        | ((a == 0xC2) & (b & 0xF1 == 0xA0) & (b != 0xA0) & (b != 0xAA) & (cyrillic(c) | (c == 0xC2)))
        | ((a == 0xC2) & (b == 0xA9) & (cyrillic(c) | (c == 0xC2)))
        // A dash before a sign: «–∞», «—°».
        | ((a == 0xE2) & (b == 0x80) & (c.wrapping_sub(0x93) < 2) & ((d == 0xC2) | (d == 0xE2)))
        // A sign of number, a closing quotation mark before a letter, a euro behind one: «гъ№р»,
        // «”кра», «мо€».
        | ((a == 0xE2) & ((b == 0x84) | ((b == 0x80) & (c == 0x9D))) & cyrillic(d))
        | (cyrillic(a) & (c == 0xE2) & (d == 0x82))
}

/// A capital behind a small letter: «хЙТБ».
fn small_capital([a, b, c, d]: [u8; 4]) -> bool {
    let is_small = ((a == 0xD0) & (0xB0 <= b)) | (a == 0xD1);
    is_small & (c == 0xD0) & (0x81..=0xAF).contains(&d)
}

/// A capital that neither Ukrainian nor Russian has before a small letter: «Љиїв».
fn foreign_capital([a, b, c, d]: [u8; 4]) -> bool {
    let is_small = ((c == 0xD0) & (0xB0 <= d)) | ((c == 0xD1) & (d < 0x90));
    (a == 0xD0) & is_foreign(b) & is_small
}

/// The second byte of one of «ЀЂЃЅЈЉЊЋЌЍЎЏ».
fn is_foreign(second: u8) -> bool {
    (second < 0x90) & (second != 0x81) & (second != 0x84) & (second & 0xFE != 0x86)
}

/// «Р» or «С» before a sign or a letter that neither Ukrainian nor Russian has: «Р°», «СЂ».
fn beside_er_or_es([a, b, c, d]: [u8; 4]) -> bool {
    let is_sign = (c == 0xC2) & ((d & 0xFE == 0xB0) | (0xB5..=0xB7).contains(&d));
    let is_foreign_capital = (c == 0xD0) & is_foreign(d);
    let is_foreign_small = (c == 0xD1) & (0x92 <= d) & (d != 0x94) & (d & 0xFE != 0x96);
    (a == 0xD0) & (b & 0xFE == 0xA0) & (is_sign | is_foreign_capital | is_foreign_small)
}

/// The second byte of U+2200–227F and U+2500–25BF.
fn is_drawn(second: u8) -> bool {
    (second & 0xFE == 0x88) | (second & 0xFC == 0x94)
}
