//! Plain text and Markdown, in UTF-8.

use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Encoding;
use crate::read::format::{Format, Holds};
use crate::read::options::Options;
use crate::read::reading::{AsItStands, Reading};

/// Plain text.
pub static PLAIN: Format =
    Format { name: "txt", endings: &["txt", "text"], roots: &[], holds: Holds::One(read) };

/// Markdown, which is plain text by another name.
pub static MARKDOWN: Format =
    Format { name: "md", endings: &["md", "markdown"], roots: &[], holds: Holds::One(read) };

/// Text that is read as it stands.
pub fn read(bytes: &[u8], _: &Options) -> Result<Reading, Diagnostic> {
    let content = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let bom_len = if content.len() < bytes.len() { BOM.len() as u32 } else { 0 };
    let text = std::str::from_utf8(content)
        .map_err(|error| not_utf8(bytes, error.valid_up_to() + bom_len as usize))?;
    let as_it_stands = Some(AsItStands { encoding: Encoding::Utf8, bom_len });
    Ok(Reading { text: text.to_owned(), as_it_stands, ..Reading::default() })
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf8_is_named_with_its_place() {
        let message = |bytes: &[u8]| read(bytes, &Options::default()).err().unwrap().message;
        assert!(message(b"abc\xEF\xF0").starts_with("is not UTF-8 from byte 3 (0xEF)"));
        assert!(message(b"\xFF\xFEa\0").starts_with("is UTF-16"));
        assert!(message(b"\x89PNG\0\0").starts_with("is no text: byte 0 (0x89)"));
        assert!(message(b"\xEF\xBB\xBFab\xFF").starts_with("is not UTF-8 from byte 5"));
    }
}
