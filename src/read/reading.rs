//! What a reader makes of the bytes of one document, and the document that comes of it.

use memchr::memchr_iter;

use crate::hash;
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::{Document, Encoding, Metadata, Newline, Place};
use crate::model::outline::Outline;
use crate::model::span::Text;
use crate::read::draft::Draft;

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The name of the format where the bytes say it better than the name of the file.
    pub format: Option<&'static str>,
    /// The text.
    pub text: String,
    /// What the format says of its blocks.
    pub outline: Outline,
    /// What the format says of the document.
    pub metadata: Metadata,
    /// How the bytes encode the text, when they hold nothing else; none when it was read out of
    /// them.
    pub as_it_stands: Option<AsItStands>,
    /// Whether the bytes say more than was read, and are kept beside the text.
    pub keeps_bytes: bool,
    /// What must be said besides.
    pub diagnostics: Vec<Diagnostic>,
}

/// How bytes encode a text that is all they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsItStands {
    /// The encoding.
    pub encoding: Encoding,
    /// Bytes of the byte order mark, which is no part of the text.
    pub bom_len: u32,
}

impl Reading {
    /// A text that was read out, with what its format says of the document.
    pub fn of(draft: Draft, metadata: Metadata) -> Self {
        let (text, outline) = draft.finish();
        Self { text, outline, metadata, ..Self::default() }
    }
}

/// A date without the time of the day that programs state with it.
pub fn day(stated: &str) -> String {
    let (day, time) = stated.split_once('T').unwrap_or((stated, ""));
    let is_time = time.starts_with(|c: char| c.is_ascii_digit());
    if is_time { day.trim().to_owned() } else { stated.trim().to_owned() }
}

/// Where a document comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Its name and the paths of its output.
    pub place: Place,
    /// Name of the input format.
    pub format: &'static str,
    /// SHA-256 of the input file; that of the document's own bytes when there is none.
    pub sha256: Option<String>,
}

/// The document that a reading gives; what is to be said instead when there is no text in it.
///
/// # Errors
///
/// When there is nothing but white space.
pub fn document(
    origin: Origin,
    bytes: &[u8],
    reading: Reading,
) -> Result<(Document, Vec<Diagnostic>), Diagnostic> {
    let Reading { format, text, outline, metadata, as_it_stands, keeps_bytes, diagnostics } =
        reading;
    if text.trim().is_empty() {
        return Err(empty());
    }
    let origin_sha256 = origin.sha256.unwrap_or_else(|| hash::sha256(bytes));
    let read_out = AsItStands { encoding: Encoding::Utf8, bom_len: 0 };
    let AsItStands { encoding, bom_len } = as_it_stands.unwrap_or(read_out);
    let original = keeps_bytes.then(|| bytes.to_vec());
    let bytes = if as_it_stands.is_some() { bytes } else { text.as_bytes() }.to_vec();
    let document = Document {
        place: origin.place,
        metadata,
        format: format.unwrap_or(origin.format),
        origin_sha256,
        sha256: hash::sha256(&bytes),
        encoding,
        bom_len,
        newline: newline(text.as_bytes()),
        bytes,
        original,
        text: Text::new(text),
        outline,
    };
    Ok((document, diagnostics))
}

/// That there is nothing, or nothing but white space.
pub fn empty() -> Diagnostic {
    Diagnostic::file(Code::Empty, "holds no text; remove it or put text in it")
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
}
