//! How sources are read, where their owner has a say.

use crate::model::document::Encoding;

/// What its owner decides about reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The encoding of text without a mark or declaration; guessed when there is none.
    pub encoding: Option<Encoding>,
    /// Whether text that was decoded wrongly before it came here is repaired.
    pub repair: bool,
    /// The column or field that holds the text of a table.
    pub text_column: String,
    /// Whether redirects and pages of other namespaces than that of articles are read from a dump.
    pub every_page: bool,
    /// What is too much.
    pub limits: Limits,
}

/// What is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one document.
    pub document: u64,
    /// How many bytes one byte may unpack to.
    pub ratio: u64,
    /// Archives in one another.
    pub archives: u32,
    /// Elements of XML in one another.
    pub elements: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document: 64 << 20, ratio: 250, archives: 4, elements: 512 }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            encoding: None,
            repair: false,
            text_column: "text".to_owned(),
            every_page: false,
            limits: Limits::default(),
        }
    }
}
