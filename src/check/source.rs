//! A source text, and where its code points are.

/// Code points between two that are looked up.
const STEP: usize = 64;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A source text.
pub struct Source {
    /// The text, without its byte order mark.
    pub text: String,
    /// Length of the byte order mark in bytes, 0 without one.
    pub bom: usize,
    /// Length in code points.
    pub code_points: usize,
    /// Where every 64th code point begins.
    marks: Vec<usize>,
}

impl Source {
    /// Decodes a text; the place of the first byte that is no UTF-8 otherwise.
    pub fn decode(mut bytes: Vec<u8>) -> Result<Self, usize> {
        let bom = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
        bytes.drain(..bom);
        let text = String::from_utf8(bytes);
        let text = text.map_err(|error| error.utf8_error().valid_up_to() + bom)?;
        let mut code_points = 0;
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        for (at, _) in text.char_indices() {
            if code_points % STEP == 0 {
                marks.push(at);
            }
            code_points += 1;
        }
        Ok(Self { text, bom, code_points, marks })
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
        let source = Source::decode([BOM, text.as_bytes()].concat()).ok().unwrap();
        assert_eq!((source.bom, source.code_points), (3, 300));
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(source.byte(n), Some(at));
        }
        assert_eq!(source.byte(300), Some(text.len()));
        assert_eq!(source.byte(301), None);
        assert_eq!(source.slice(2, 4), Some("\u{1F600}ї"));
        assert_eq!(source.slice(4, 2), None);
    }
}
