//! Here are bytes: which documents? (Input formats and where they come from.)

mod alto;
mod columns;
mod csv;
mod decoding;
mod docx;
mod draft;
mod epub;
mod fb2;
pub mod feed;
pub mod format;
mod href;
mod html;
pub mod ids;
mod jsonl;
pub mod listing;
mod mediawiki;
pub mod metadata;
pub mod naming;
mod odt;
pub mod options;
pub mod packing;
mod page;
pub mod reading;
mod rows;
pub mod source;
mod stream;
mod tei;
mod tree;
mod txt;
mod wikitext;
mod xml;
mod zipped;
mod zone;

use crate::model::diag::Diagnostic;
use crate::model::document::{Document, Encoding, Place};
use crate::read::format::Format;
use crate::read::options::Options;
use crate::read::reading::{Origin, document};

/// Every input format.
pub static FORMATS: &[&Format] = &[
    &txt::PLAIN,
    &txt::MARKDOWN,
    &fb2::FORMAT,
    &tei::FORMAT,
    &page::FORMAT,
    &alto::FORMAT,
    &html::HTML,
    &html::HOCR,
    &epub::EPUB,
    &docx::DOCX,
    &odt::ODT,
    &odt::FLAT,
    &csv::FORMAT,
    &jsonl::FORMAT,
    &mediawiki::FORMAT,
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
    let options = Options { encoding: Some(Encoding::Utf8), ..Options::default() };
    let reading = txt::read(&bytes, &options)?;
    document(origin, &bytes, reading).map(|(document, _)| document)
}
