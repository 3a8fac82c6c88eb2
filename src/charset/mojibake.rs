//! Text that was decoded wrongly once, and what it was.

use std::ops::Range;

use crate::charset::letters::{self, Cost, Mark};
use crate::charset::page::{self, Page};
use crate::charset::telltale;
use crate::model::document::Encoding;

/// What a text has suffered.
#[derive(Debug, Clone, PartialEq)]
pub struct Mojibake {
    /// The encoding of its bytes; where it was damaged more than once, the last time.
    pub was: &'static str,
    /// What these bytes were read as.
    pub read_as: &'static str,
    /// How much of what is damaged says so, from 0 to 1.
    pub confidence: f64,
    /// Bytes of the first damaged stretch.
    pub span: (usize, usize),
    /// The text with what is damaged mended, and the rest as it was.
    pub repaired: String,
}

/// How often a text may have been damaged.
const TIMES: usize = 4;
/// So many suspect lines tell enough of any file.
const LINES: usize = 1000;
/// Bits of a character that clean text stays below, most of it.
const STRANGE: f64 = 6.0;
/// Bits that mending must gain in one line before anything is believed.
const CERTAIN: f64 = 25.0;
/// Bits of a character that mending must gain where every page can be read as every other.
const CERTAIN_MEAN: f64 = 2.0;
/// Bits of a character that mended text must not exceed.
const NATURAL: f64 = 7.0;
/// Bits that mending must gain in a line of a text that is known to be damaged.
const LIKELY: f64 = 4.0;
/// Letters that a mended line must have.
const LETTERS: u32 = 3;

/// Looks for text that was decoded wrongly, and mends it; `None` for text that was not.
///
/// Damage that lost letters, to «?» or U+FFFD, cannot be mended and is not looked for.
pub fn mojibake(text: &str) -> Option<Mojibake> {
    let mut found = once(text)?;
    for _ in 1..TIMES {
        let Some(earlier) = once(&found.repaired) else { break };
        found.repaired = earlier.repaired;
    }
    Some(found)
}

/// What bytes were, and what they were read as.
#[derive(Clone, Copy)]
struct Kind {
    /// No page is UTF-8.
    was: Option<&'static Page>,
    read_as: &'static Page,
    /// Bits that it must make up for.
    prior: f64,
}

fn once(text: &str) -> Option<Mojibake> {
    telltale::suspects(text).next()?;
    let kinds = kinds();
    let mut gains = vec![0.0; kinds.len()];
    for line in suspect_lines(text).take(LINES) {
        if let Some((kind, gain)) = judge(line, &kinds)
            && let Some(sum) = gains.get_mut(kind)
        {
            *sum += gain;
        }
    }
    let (kind, gain) = kinds.iter().zip(&gains).max_by(|a, b| a.1.total_cmp(b.1))?;
    if *gain <= 0.0 {
        return None;
    }
    let (repaired, span) = mend_all(text, *kind);
    Some(Mojibake {
        was: kind.was.map_or(Encoding::Utf8.name(), |page| page.name),
        read_as: kind.read_as.name,
        confidence: gain / gains.iter().sum::<f64>(),
        span: span?,
        repaired,
    })
}

fn kinds() -> Vec<Kind> {
    let pages = || {
        let pages = page::CYRILLIC.into_iter().filter(|encoding| *encoding != Encoding::Koi8R);
        pages.filter_map(page::of)
    };
    let mut kinds = Vec::new();
    for read_as in pages().chain([page::western()]) {
        kinds.push(Kind { was: None, read_as, prior: 0.0 });
        for was in pages().filter(|was| was.name != read_as.name) {
            let is_rare = |page: &Page| {
                [Encoding::MacCyrillic, Encoding::Iso8859_5].iter().any(|e| e.name() == page.name)
            };
            let prior = 5.0 * f64::from(u8::from(is_rare(was)) + u8::from(is_rare(read_as)));
            kinds.push(Kind { was: Some(was), read_as, prior });
        }
    }
    kinds
}

/// The kind that certainly explains a line, and the bits that mending it gains.
fn judge(line: &str, kinds: &[Kind]) -> Option<(usize, f64)> {
    let before = cost(line);
    if before.mean() < STRANGE {
        return None;
    }
    let mut best = None;
    let mut most = 0.0;
    for (at, kind) in kinds.iter().enumerate() {
        let mended = mend(line, *kind);
        let after = cost(&mended);
        let gain = before.bits - after.bits - kind.prior;
        let is_natural = after.mean() < NATURAL;
        let is_certain = match kind.was {
            // So many valid sequences are no accident, even if they give what is damaged still.
            None => LETTERS <= after.chars && (is_natural || 4.0 * CERTAIN < gain),
            Some(_) => {
                let mean = gain / changed(line, &mended);
                LETTERS <= after.letters && is_natural && CERTAIN_MEAN < mean
            }
        };
        if CERTAIN < gain && is_certain && most < gain {
            (best, most) = (Some((at, gain)), gain);
        }
    }
    best
}

fn changed(line: &str, mended: &str) -> f64 {
    line.chars().zip(mended.chars()).filter(|(a, b)| a != b).count() as f64
}

/// Mends all lines that read better then, and says where the first of them was damaged.
fn mend_all(text: &str, kind: Kind) -> (String, Option<(usize, usize)>) {
    let mut repaired = String::with_capacity(text.len());
    let mut span = None;
    let mut at = 0;
    for line in lines(text) {
        let mended = mend(line, kind);
        // Valid UTF-8 is likely enough.
        let least = if kind.was.is_none() { 0.0 } else { LIKELY };
        if mended != line && least < cost(line).bits - cost(&mended).bits {
            if span.is_none() {
                let (start, end) = difference(line, &mended);
                span = Some((at + start, at + end));
            }
            repaired.push_str(&mended);
        } else {
            repaired.push_str(line);
        }
        at += line.len();
    }
    (repaired, span)
}

fn cost(text: &str) -> Cost {
    letters::cost(text.chars().map(Mark::new))
}

fn mend(line: &str, kind: Kind) -> String {
    let Some(was) = kind.was else { return mend_utf_8(line, kind.read_as) };
    let mend = |c: char| match kind.read_as.byte(c).map(|byte| was.char(byte)) {
        Some(mended) if !mended.is_control() => mended,
        _ => c,
    };
    line.chars().map(mend).collect()
}

/// Mends what was valid UTF-8; the rest of the line is text that was decoded rightly.
fn mend_utf_8(line: &str, read_as: &Page) -> String {
    let mut mended = String::with_capacity(line.len());
    let chars: Vec<char> = line.chars().collect();
    for run in chars.chunk_by(|a, b| read_as.byte(*a).is_some() == read_as.byte(*b).is_some()) {
        let bytes: Vec<u8> = run.iter().filter_map(|c| read_as.byte(*c)).collect();
        if bytes.len() < run.len() {
            mended.extend(run);
            continue;
        }
        let mut rest = run;
        for chunk in bytes.utf8_chunks() {
            let sequences = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            let is_whole = chunk.valid().len() == chars.len();
            let (valid, after) = rest.split_at_checked(chunk.valid().len()).unwrap_or_default();
            // «СРСР» with its closing quotation mark has one valid sequence.
            if is_whole || 1 < sequences {
                mended.push_str(chunk.valid());
            } else {
                mended.extend(valid);
            }
            let (invalid, after) =
                after.split_at_checked(chunk.invalid().len()).unwrap_or_default();
            mended.extend(invalid);
            rest = after;
        }
    }
    mended
}

/// Bytes of a line from the first character that changed to the last.
fn difference(line: &str, mended: &str) -> (usize, usize) {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let start = same(&mut line.chars(), &mut mended.chars());
    let end = line.len() - same(&mut line.chars().rev(), &mut mended.chars().rev());
    (start, end.max(start))
}

/// A line is cut at a space when it is longer than this, and anywhere when it has none.
const LONG: usize = 160;
const TOO_LONG: usize = 4096;

/// Lines with their ends, long ones in parts.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = end_of_line(rest);
        let (line, after) = rest.split_at_checked(end)?;
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

fn end_of_line(text: &str) -> usize {
    let seen = text.get(..text.floor_char_boundary(TOO_LONG)).unwrap_or(text);
    let is_end = |(at, b): (usize, &u8)| *b == b'\n' || *b == b' ' && LONG <= at;
    seen.bytes().enumerate().position(|(at, b)| is_end((at, &b))).map_or(seen.len(), |at| at + 1)
}

/// The lines that have a telltale; those that begin in one stretch and end in the next come twice.
fn suspect_lines(text: &str) -> impl Iterator<Item = &str> {
    let near = |stretch: Range<usize>| {
        let before = text.get(..text.floor_char_boundary(stretch.start)).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let start = start.max(text.floor_char_boundary(stretch.start.saturating_sub(TOO_LONG)));
        let end = text.ceil_char_boundary(stretch.end);
        let end = end + end_of_line(text.get(end..).unwrap_or_default());
        lines(text.get(start..end).unwrap_or_default())
    };
    let lines = telltale::suspects(text).flat_map(near);
    lines.filter(|line| telltale::is_suspect(line.as_bytes()))
}
