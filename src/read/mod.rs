//! Here are bytes: which documents? (Input formats and where they come from.)

mod columns;
mod csv;
mod draft;
pub mod format;
mod jsonl;
mod mediawiki;
pub mod metadata;
pub mod options;
pub mod reading;
mod rows;
pub mod source;
mod stream;
mod txt;
mod wikitext;
mod xml;

use crate::model::diag::Diagnostic;
use crate::model::document::{Document, Place};
use crate::read::format::Format;
use crate::read::options::Options;
use crate::read::reading::{Origin, document};

/// Every input format.
pub static FORMATS: &[&Format] =
    &[&txt::PLAIN, &txt::MARKDOWN, &csv::FORMAT, &jsonl::FORMAT, &mediawiki::FORMAT];

/// The format of a file by its name, if its ending is known.
pub fn format(name: &str) -> Option<&'static Format> {
    let ending = name.rsplit_once('.')?.1.to_lowercase();
    FORMATS.iter().find(|format| format.endings.contains(&&*ending)).copied()
}

/// The document of a text that is in no file.
///
/// # Errors
///
/// When there is nothing but white space.
pub fn plain(place: Place, text: String) -> Result<Document, Diagnostic> {
    let origin = Origin { place, format: txt::PLAIN.name, sha256: None };
    let bytes = text.into_bytes();
    let reading = txt::read(&bytes, &Options::default())?;
    document(origin, bytes, reading).map(|(document, _)| document)
}
