//! Here are bytes: which documents? (Input formats and where they come from.)

pub mod metadata;
pub mod source;
mod txt;

use crate::hash;
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::{Document, Metadata, Place};
use crate::model::record::SetAside;

/// An input format.
pub trait Reader: Sync {
    /// Its name in `documents.origin_format`.
    fn name(&self) -> &'static str;
    /// Endings of file names that it reads, in lower case, without the full stop.
    fn endings(&self) -> &'static [&'static str];
    /// The document that the bytes hold, or why they hold none.
    fn read(&self, place: Place, bytes: Vec<u8>) -> Result<Document, Box<SetAside>>;
}

/// Every input format.
pub static READERS: &[&dyn Reader] =
    &[&txt::PlainText { name: "txt" }, &txt::PlainText { name: "md" }];

/// The reader for a file name.
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    let ending = name.rsplit_once('.')?.1.to_lowercase();
    READERS.iter().find(|reader| reader.endings().contains(&&*ending)).copied()
}

/// The reader for text without a file name.
pub fn plain() -> &'static dyn Reader {
    &txt::PlainText { name: "txt" }
}

/// A document of decoded text.
fn document(
    place: Place,
    format: &'static str,
    bytes: Vec<u8>,
    decoded: txt::Decoded,
) -> Result<Document, Box<SetAside>> {
    if decoded.text.as_str().trim().is_empty() {
        let message = "holds no text; remove it or put text in it";
        let diagnostic = Diagnostic::file(Code::Empty, message);
        return Err(Box::new(SetAside { place, diagnostic, bytes }));
    }
    let sha256 = hash::sha256(&bytes);
    let txt::Decoded { text, encoding, bom_len, newline } = decoded;
    let metadata = Metadata::default();
    Ok(Document { place, metadata, format, bytes, sha256, encoding, bom_len, newline, text })
}
