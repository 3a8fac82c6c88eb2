//! A source text, and where its code points are.

use crate::charset::decode::{Decoded, decode};
use crate::model::document::Encoding;

/// Code points between two that are looked up.
const STEP: usize = 64;

/// A source text.
pub struct Source {
    /// The text, without its byte order mark.
    pub text: String,
    /// How its file encodes it.
    pub encoding: Encoding,
    /// Length of the byte order mark in bytes, 0 without one.
    pub bom: usize,
    /// Length of the file in bytes.
    pub bytes: usize,
    /// Length in code points.
    pub code_points: usize,
    /// Where every 64th code point begins.
    marks: Vec<usize>,
    /// Which code points take two units of UTF-16.
    pairs: Vec<usize>,
}

impl Source {
    /// Decodes a text; the place of the first byte that is not of the encoding otherwise.
    pub fn decode(bytes: &[u8], encoding: Encoding) -> Result<Self, usize> {
        let Decoded { text, bom_len } = decode(bytes, encoding)?;
        let mut code_points = 0;
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut pairs = Vec::new();
        for (at, c) in text.char_indices() {
            if code_points % STEP == 0 {
                marks.push(at);
            }
            if c.len_utf16() == 2 {
                pairs.push(code_points);
            }
            code_points += 1;
        }
        let (bom, bytes) = (bom_len as usize, bytes.len());
        Ok(Self { text, encoding, bom, bytes, code_points, marks, pairs })
    }

    /// Where a code point begins in the file, in bytes.
    pub fn file_byte(&self, code_point: usize) -> Option<usize> {
        let before = match self.encoding {
            Encoding::Utf8 => self.byte(code_point)?,
            encoding if encoding.is_utf_16() => {
                2 * (code_point + self.pairs.partition_point(|pair| *pair < code_point))
            }
            _ => code_point,
        };
        (code_point <= self.code_points).then_some(self.bom + before)
    }

    /// Where a code point begins in the text, in bytes; its end is that of a last one more.
    pub fn byte(&self, code_point: usize) -> Option<usize> {
        if code_point >= self.code_points {
            return (code_point == self.code_points).then_some(self.text.len());
        }
        let mark = *self.marks.get(code_point / STEP)?;
        let (at, _) = self.text.get(mark..)?.char_indices().nth(code_point % STEP)?;
        Some(mark + at)
    }

    /// The text between two code points.
    pub fn slice(&self, start: usize, end: usize) -> Option<&str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }

    /// What its lines end with, as the tables call it.
    pub fn newline(&self) -> &'static str {
        let crlf = self.text.matches("\r\n").count();
        let lf = self.text.matches('\n').count() - crlf;
        let cr = self.text.matches('\r').count() - crlf;
        match (lf, crlf, cr) {
            (0, 0, 0) => "none",
            (_, 0, 0) => "LF",
            (0, _, 0) => "CRLF",
            (0, 0, _) => "CR",
            _ => "mixed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_point_is_found() {
        let text = "їa\u{1F600}".repeat(100);
        let source = Source::decode(format!("\u{feff}{text}").as_bytes(), Encoding::Utf8).unwrap();
        assert_eq!((source.bom, source.code_points), (3, 300));
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(source.byte(n), Some(at));
        }
        assert_eq!(source.byte(300), Some(text.len()));
        assert_eq!(source.byte(301), None);
        assert_eq!(source.file_byte(2), Some(6));
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide = Source::decode(&wide, Encoding::Utf16Le).unwrap();
        assert_eq!((wide.file_byte(3), wide.file_byte(301)), (Some(8), None));
        assert_eq!(source.slice(2, 4), Some("\u{1F600}ї"));
        assert_eq!(source.slice(4, 2), None);
    }
}
