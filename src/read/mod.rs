//! Here are bytes: which documents? (Input formats and where they come from.)

mod decoding;
mod draft;
pub mod format;
pub mod ids;
pub mod metadata;
pub mod naming;
pub mod options;
pub mod packing;
pub mod reading;
pub mod source;
mod txt;
mod xml;

use crate::model::diag::Diagnostic;
use crate::model::document::{Document, Place};
use crate::read::format::Format;
use crate::read::options::Options;
use crate::read::reading::{Origin, document};

/// Every input format.
pub static FORMATS: &[&Format] = &[
    &txt::PLAIN,
    &txt::MARKDOWN,
    &packing::gz::FORMAT,
    &packing::bz2::FORMAT,
    &packing::zst::FORMAT,
    &packing::zip::FORMAT,
];

/// The document of a text that is in no file.
///
/// # Errors
///
/// When there is nothing but white space.
pub fn plain(place: Place, text: String) -> Result<Document, Diagnostic> {
    let origin = Origin { place, format: txt::PLAIN.name, sha256: None };
    let bytes = text.into_bytes();
    let reading = txt::read(&bytes, &Options::default())?;
    document(origin, &bytes, reading).map(|(document, _)| document)
}
