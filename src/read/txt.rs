//! Plain text and Markdown, in UTF-8.

use memchr::memchr_iter;

use crate::model::diag::{Code, Diagnostic};
use crate::model::document::{Document, Encoding, Newline, Place};
use crate::model::record::SetAside;
use crate::model::span::{Raw, Text};
use crate::read::{Reader, document};

/// Text that is read as it stands; Markdown is plain text by another name.
pub struct PlainText {
    /// `txt` or `md`.
    pub name: &'static str,
}

impl Reader for PlainText {
    fn name(&self) -> &'static str {
        self.name
    }

    fn endings(&self) -> &'static [&'static str] {
        match self.name {
            "md" => &["md", "markdown"],
            _ => &["txt", "text"],
        }
    }

    fn read(&self, place: Place, bytes: Vec<u8>) -> Result<Document, Box<SetAside>> {
        match decode(&bytes) {
            Ok(decoded) => document(place, self.name, bytes, decoded),
            Err(diagnostic) => Err(Box::new(SetAside { place, diagnostic, bytes })),
        }
    }
}

/// Text with what its bytes say about it.
pub struct Decoded {
    /// The text without byte order mark.
    pub text: Text<Raw>,
    /// How the bytes encode it.
    pub encoding: Encoding,
    /// Bytes of the byte order mark.
    pub bom_len: u32,
    /// How its lines end.
    pub newline: Newline,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

fn decode(bytes: &[u8]) -> Result<Decoded, Diagnostic> {
    let content = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let bom_len = if content.len() < bytes.len() { BOM.len() as u32 } else { 0 };
    let text = std::str::from_utf8(content)
        .map_err(|error| not_utf8(bytes, error.valid_up_to() + bom_len as usize))?;
    let newline = newline(content);
    Ok(Decoded { text: Text::new(text.to_owned()), encoding: Encoding::Utf8, bom_len, newline })
}

/// What is wrong with bytes that are no UTF-8, and what would mend it.
fn not_utf8(bytes: &[u8], at: usize) -> Diagnostic {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let convert = "convert the file with «iconv -f ENCODING -t UTF-8 FILE > NEW»";
    let message = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            format!(
                "is UTF-16, not UTF-8, by its byte order mark; {convert}, ENCODING being UTF-16"
            )
        }
        _ if bytes.contains(&0) => {
            format!(
                "is no text: byte {at} (0x{byte:02X}) is not UTF-8 and it holds zero bytes; give the text of it instead"
            )
        }
        _ => format!(
            "is not UTF-8 from byte {at} (0x{byte:02X}); {convert}, ENCODING being CP1251, KOI8-U or what it was written in"
        ),
    };
    Diagnostic::byte(Code::NotText, at, message)
}

fn newline(text: &[u8]) -> Newline {
    let crlf = memchr_iter(b'\n', text).filter(|at| is_at(text, at.wrapping_sub(1), b'\r')).count();
    let lf = memchr_iter(b'\n', text).count() - crlf;
    let cr = memchr_iter(b'\r', text).count() - crlf;
    match (lf, crlf, cr) {
        (0, 0, 0) => Newline::None,
        (_, 0, 0) => Newline::Lf,
        (0, _, 0) => Newline::CrLf,
        (0, 0, _) => Newline::Cr,
        _ => Newline::Mixed,
    }
}

fn is_at(text: &[u8], at: usize, byte: u8) -> bool {
    text.get(at) == Some(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_told_apart() {
        for (text, ends) in [
            ("a", Newline::None),
            ("a\nb", Newline::Lf),
            ("a\r\nb\r\n", Newline::CrLf),
            ("a\rb", Newline::Cr),
            ("a\nb\r\n", Newline::Mixed),
        ] {
            assert_eq!(newline(text.as_bytes()), ends, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_utf8_is_named_with_its_place() {
        let message = |bytes: &[u8]| decode(bytes).err().unwrap().message;
        assert!(message(b"abc\xEF\xF0").starts_with("is not UTF-8 from byte 3 (0xEF)"));
        assert!(message(b"\xFF\xFEa\0").starts_with("is UTF-16"));
        assert!(message(b"\x89PNG\0\0").starts_with("is no text: byte 0 (0x89)"));
        assert!(message(b"\xEF\xBB\xBFab\xFF").starts_with("is not UTF-8 from byte 5"));
    }
}
