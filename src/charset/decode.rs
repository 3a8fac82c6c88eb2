//! From bytes to text, to the byte where they are none.

use crate::charset::{page, utf16};
use crate::model::document::Encoding;

/// The marks that may begin a text.
pub const UTF_8: &[u8] = b"\xEF\xBB\xBF";
/// The greater byte first.
pub const UTF_16_BE: &[u8] = b"\xFE\xFF";
/// The lesser byte first.
pub const UTF_16_LE: &[u8] = b"\xFF\xFE";

/// A text that was bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without byte order mark.
    pub text: String,
    /// Bytes of the byte order mark.
    pub bom_len: u32,
}

/// Decodes all bytes, or says at which byte the first sequence stands that cannot be decoded.
///
/// In a code page every byte is a character, an unassigned one a control character. UTF-16 without
/// a mark has the lesser byte first, unless the encoding says otherwise.
pub fn decode(bytes: &[u8], encoding: Encoding) -> Result<Decoded, usize> {
    let without = |mark: &[u8]| bytes.strip_prefix(mark).unwrap_or(bytes);
    let (content, is_big) = match encoding {
        Encoding::Utf8 => (without(UTF_8), false),
        Encoding::Utf16 if bytes.starts_with(UTF_16_BE) => (without(UTF_16_BE), true),
        Encoding::Utf16 | Encoding::Utf16Le => (without(UTF_16_LE), false),
        Encoding::Utf16Be => (without(UTF_16_BE), true),
        _ => (bytes, false),
    };
    let bom_len = bytes.len() - content.len();
    let text = match (encoding, page::web(encoding)) {
        (_, Some(page)) => Ok(page.decode_without_bom_handling(content).0.into_owned()),
        (Encoding::Utf8, None) => match std::str::from_utf8(content) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(error.valid_up_to()),
        },
        _ => utf16::decode(content, is_big),
    };
    // A mark has three bytes at the most.
    text.map(|text| Decoded { text, bom_len: bom_len as u32 }).map_err(|at| at + bom_len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: Encoding, expected: Result<(&str, u32), usize>) {
        let decoded = decode(bytes, encoding);
        let expected = expected.map(|(text, bom_len)| Decoded { text: text.to_owned(), bom_len });
        assert_eq!(decoded, expected, "{bytes:X?} as {encoding:?}");
    }

    #[test]
    fn marks_are_taken_off_utf_8_and_utf_16_only() {
        check(b"\xEF\xBB\xBF\xD0\x9A", Encoding::Utf8, Ok(("К", 3)));
        check(b"\xFF\xFE\x1A\x04", Encoding::Utf16, Ok(("К", 2)));
        check(b"\xFE\xFF\x04\x1A", Encoding::Utf16, Ok(("К", 2)));
        check(b"\x1A\x04", Encoding::Utf16Le, Ok(("К", 0)));
        check(b"\x04\x1A", Encoding::Utf16Be, Ok(("К", 0)));
        check(b"\xEF\xBB\xBF", Encoding::Cp1251, Ok(("п»ї", 0)));
        check(b"", Encoding::Utf8, Ok(("", 0)));
    }

    #[test]
    fn what_cannot_be_decoded_is_named_by_its_byte() {
        check(b"ab\xD0", Encoding::Utf8, Err(2));
        check(b"\xEF\xBB\xBFab\xFFc", Encoding::Utf8, Err(5));
        check(b"\xFF\xFEa\0b", Encoding::Utf16, Err(4));
        check(b"a\0\x00\xD8b\0", Encoding::Utf16Le, Err(2));
        check(b"\xFE\xFF\0a\xDC\x00\0b", Encoding::Utf16, Err(4));
        check(b"\xD8\x3D\xDE\x00\0", Encoding::Utf16Be, Err(4));
    }

    #[test]
    fn pages_have_the_letters_of_ukrainian() {
        for (encoding, bytes) in [
            (Encoding::Cp1251, *b"\xB3\xBF\xBA\xB4"),
            (Encoding::Koi8U, *b"\xA6\xA7\xA4\xAD"),
            (Encoding::MacCyrillic, *b"\xB4\xBB\xB9\xB6"),
        ] {
            check(&bytes, encoding, Ok(("іїєґ", 0)));
        }
        check(b"\xF6\xF7\xF4", Encoding::Iso8859_5, Ok(("іїє", 0)));
        check(b"\xF5\xF3", Encoding::Cp866, Ok(("їє", 0)));
    }
}
