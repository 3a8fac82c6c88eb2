//! In which encoding are these bytes, and which text are they?

mod alphabet;
pub mod decode;
mod guess;
mod letters;
pub mod mojibake;
pub mod name;
mod page;
mod telltale;
mod utf16;

use crate::charset::decode::{UTF_8, UTF_16_BE, UTF_16_LE};
use crate::model::document::Encoding;

/// The encoding that bytes are probably in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// The encoding.
    pub encoding: Encoding,
    /// How probable it is, from 0 to 1: certain for valid UTF-8 and a mark, the share of the bytes
    /// that fit for damaged UTF-8 and UTF-16 without a mark, and for code pages the probability
    /// against the other pages that give another text.
    pub confidence: f64,
}

/// The encoding as the Encoding Standard defines it, unless it is UTF-8.
pub fn web(encoding: Encoding) -> Option<&'static encoding_rs::Encoding> {
    match encoding {
        Encoding::Utf8 => None,
        Encoding::Utf16 | Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
        Encoding::Utf16Be => Some(encoding_rs::UTF_16BE),
        _ => page::web(encoding),
    }
}

/// Whether the bytes begin with the byte order mark of an encoding.
pub fn has_mark(bytes: &[u8], encoding: Encoding) -> bool {
    match encoding {
        Encoding::Utf8 => bytes.starts_with(UTF_8),
        Encoding::Utf16 => true,
        _ => false,
    }
}

const UTF_32_LE: &[u8] = b"\xFF\xFE\0\0";
const UTF_32_BE: &[u8] = b"\0\0\xFE\xFF";

/// The encoding of a text; `None` if the bytes are no text in any encoding that is read.
pub fn detect(bytes: &[u8]) -> Option<Guess> {
    let certain = |encoding| Some(Guess { encoding, confidence: 1.0 });
    if bytes.starts_with(UTF_32_LE) || bytes.starts_with(UTF_32_BE) {
        return None;
    }
    if bytes.starts_with(UTF_16_LE) || bytes.starts_with(UTF_16_BE) {
        return certain(Encoding::Utf16);
    }
    let controls = controls(bytes);
    let utf_16 = if controls == 0 { None } else { utf16::detect(bytes) };
    if utf_16.is_some() {
        return utf_16;
    }
    if std::str::from_utf8(bytes).is_ok() {
        // What is valid is text however odd, but for UTF-32 and what is mostly zeros.
        let is_text = controls as f64 <= MOST_ODD * bytes.len() as f64;
        return if is_text { certain(Encoding::Utf8) } else { None };
    }
    if bytes.len() < controls.saturating_mul(MAX_CONTROLS) {
        return None;
    }
    let sample = guess::sample(bytes);
    let share = valid_share(&sample);
    if bytes.starts_with(UTF_8) || MOSTLY <= share {
        return Some(Guess { encoding: Encoding::Utf8, confidence: share });
    }
    guess::page(bytes, &sample)
}

/// The share of control characters up to which valid UTF-8 is a text; UTF-32 of Latin letters has
/// three zeros of four.
const MOST_ODD: f64 = 0.7;
/// One control character is not enough to make a text binary if it has more bytes than this.
const MAX_CONTROLS: usize = 50;
/// The share of valid sequences from which on bytes are UTF-8 that is damaged. Texts in code pages
/// stay below one in five.
const MOSTLY: f64 = 0.75;

/// How many characters are such as no text has; the end of a file and of a page in DOS are none.
fn controls(bytes: &[u8]) -> usize {
    let is_usual = |b: u8| (0x09..=0x0D).contains(&b) | (b == 0x1A) | (b == 0x1B);
    let is_control = |b: u8| ((b < 0x20) & !is_usual(b)) | (b == 0x7F);
    // Counts of one byte, which the compiler adds sixteen at a time.
    let count = |some: &[u8]| some.iter().map(|b| u8::from(is_control(*b))).sum::<u8>();
    bytes.chunks(255).map(|some| usize::from(count(some))).sum()
}

/// Which share of the sequences beyond ASCII is valid UTF-8.
fn valid_share(bytes: &[u8]) -> f64 {
    let (mut valid, mut invalid) = (0_u32, 0_u32);
    for chunk in bytes.utf8_chunks() {
        let beyond = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        valid = valid.saturating_add(u32::try_from(beyond).unwrap_or(u32::MAX));
        invalid = invalid.saturating_add(u32::from(!chunk.invalid().is_empty()));
    }
    f64::from(valid) / (f64::from(valid) + f64::from(invalid)).max(1.0)
}
