//! Text and spans of two kinds, source and cleaned, that the compiler keeps apart.

use std::marker::PhantomData;

use crate::model::document::Encoding;

/// Marks text and offsets of the source as it was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Raw;

/// Marks text and offsets of the cleaned view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Clean;

/// A half-open stretch `start..end` of a [`Text`] of the same side, in UTF-8 bytes.
///
/// Invariant: `start <= end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span<Side> {
    start: u32,
    end: u32,
    side: PhantomData<Side>,
}

impl<Side> Span<Side> {
    /// The span between two byte offsets; a reversed pair gives the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Self { start, end, side: PhantomData }
    }

    /// First byte.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether all of the other is in this one.
    pub fn contains(&self, other: &Self) -> bool {
        self.start() <= other.start() && other.end() <= self.end()
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the two overlap and neither contains the other.
    pub fn crosses(&self, other: &Self) -> bool {
        self.overlaps(other) && !self.contains(other) && !other.contains(self)
    }

    /// The part of it that lies in `outer`; empty when there is none.
    pub fn within(&self, outer: &Self) -> Self {
        let start = self.start.clamp(outer.start, outer.end);
        Self { start, end: self.end.clamp(start, outer.end), side: PhantomData }
    }

    /// The smallest span that covers both.
    pub fn cover(&self, other: &Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end), side: PhantomData }
    }
}

/// A text to which only spans of its own side apply.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text<Side> {
    text: String,
    side: PhantomData<Side>,
}

impl<Side> Text<Side> {
    /// Takes the string over unchanged.
    pub fn new(text: String) -> Self {
        Self { text, side: PhantomData }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What `span` covers; empty when it does not lie on character borders of this text.
    pub fn slice(&self, span: Span<Side>) -> &str {
        self.text.get(span.start()..span.end()).unwrap_or_default()
    }

    /// The span of the whole text.
    pub fn span(&self) -> Span<Side> {
        Span::new(0, self.text.len())
    }
}

/// Code point offsets for the byte offsets of one text.
///
/// Counts are stored every 256 bytes, so a look-up reads at most that much.
#[derive(Debug, Default)]
pub struct CodePoints {
    counts: Vec<u32>,
}

const STEP: usize = 256;

impl CodePoints {
    /// Counts the code points of `text`.
    pub fn of(text: &Text<Raw>) -> Self {
        let mut total = 0;
        let mut counts = vec![0];
        for block in text.as_str().as_bytes().chunks(STEP) {
            total += begins(block);
            counts.push(total);
        }
        Self { counts }
    }

    /// How many code points of `text` stand before byte `at`, which is a character border.
    pub fn before(&self, text: &Text<Raw>, at: usize) -> u32 {
        let block = at / STEP;
        let whole = self.counts.get(block).copied().unwrap_or(0);
        let rest = text.as_str().as_bytes().get(block * STEP..at).unwrap_or_default();
        whole + begins(rest)
    }
}

/// Where the bytes of a text stand in its file.
#[derive(Debug, Default)]
pub struct FileBytes {
    /// Where characters of UTF-8 stand that take two units of UTF-16.
    pairs: Vec<usize>,
}

impl FileBytes {
    /// Notes what is needed to count the bytes that `encoding` takes.
    pub fn of(text: &Text<Raw>, encoding: Encoding) -> Self {
        if !encoding.is_utf_16() {
            return Self::default();
        }
        let pairs = text.as_str().char_indices().filter(|(_, c)| c.len_utf16() == 2);
        Self { pairs: pairs.map(|(at, _)| at).collect() }
    }

    /// How many bytes of the file, without byte order mark, stand before byte `at` of the text,
    /// before which there are `code_points`.
    pub fn before(&self, at: usize, code_points: u32, encoding: Encoding) -> u32 {
        match encoding {
            Encoding::Utf8 => u32::try_from(at).unwrap_or(u32::MAX),
            encoding if encoding.is_utf_16() => {
                let pairs = self.pairs.partition_point(|pair| *pair < at);
                2 * (code_points + u32::try_from(pairs).unwrap_or_default())
            }
            // A byte of a code page is a character.
            _ => code_points,
        }
    }
}

/// Bytes that begin a character.
fn begins(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(byte & 0xC0 != 0x80)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reversed_span_is_empty() {
        assert!(Span::<Raw>::new(5, 3).is_empty());
    }

    #[test]
    fn code_points_are_counted_across_blocks() {
        let text = Text::<Raw>::new("їжак ".repeat(200));
        let points = CodePoints::of(&text);
        for (count, (at, _)) in text.as_str().char_indices().enumerate() {
            assert_eq!(points.before(&text, at) as usize, count);
        }
        assert_eq!(points.before(&text, text.as_str().len()), 1000);
    }
}
