//! A document as it was read: its identity, its bytes and its text.

use std::borrow::Cow;
use std::fmt;

use crate::licence::Licence;
use crate::model::date::edtf::When;
use crate::model::outline::Outline;
use crate::model::span::{Raw, Text};

/// The name of a document in file names, xml:ids and keys: `[A-Za-z][A-Za-z0-9-]*`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(String);

impl DocId {
    /// Makes an id of romanized text: what is neither letter nor digit becomes one `-`.
    pub fn from_romanized(text: &str) -> Self {
        let mut id = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                id.push(c.to_ascii_lowercase());
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        let id = id.trim_end_matches('-');
        if id.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Self(id.to_owned());
        }
        Self(format!("d-{id}").trim_end_matches('-').to_owned())
    }

    /// The same id with a mark that tells it from another.
    #[must_use]
    pub fn with_mark(&self, mark: &str) -> Self {
        Self(format!("{}-{mark}", self.0))
    }

    /// At most `len` bytes of it; ids are ASCII.
    #[must_use]
    pub fn cut(&self, len: usize) -> Self {
        Self(self.0.chars().take(len).collect::<String>().trim_end_matches('-').to_owned())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

words! {
    /// What the lines of a text end with.
    pub enum Newline {
        /// Line feed.
        Lf = "LF",
        /// Carriage return and line feed.
        CrLf = "CRLF",
        /// Carriage return.
        Cr = "CR",
        /// More than one of them.
        Mixed = "mixed",
        /// One line without an end.
        None = "none",
    }
}

words! {
    /// Character encodings of source files.
    pub enum Encoding {
        /// UTF-8, with or without byte order mark.
        Utf8 = "utf-8",
        /// UTF-16 whose byte order mark says which end comes first.
        Utf16 = "utf-16",
        /// UTF-16 without a mark, the lesser byte first.
        Utf16Le = "utf-16le",
        /// UTF-16 without a mark, the greater byte first.
        Utf16Be = "utf-16be",
        /// Windows-1251.
        Cp1251 = "cp1251",
        /// KOI8 with the Ukrainian letters.
        Koi8U = "koi8-u",
        /// KOI8 with the Russian letters only.
        Koi8R = "koi8-r",
        /// The Cyrillic page of DOS.
        Cp866 = "cp866",
        /// Mac OS Cyrillic, with the Ukrainian letters.
        MacCyrillic = "mac-cyrillic",
        /// ISO 8859-5.
        Iso8859_5 = "iso-8859-5",
    }
}

impl Encoding {
    /// Whether characters are one or two units of two bytes.
    pub fn is_utf_16(self) -> bool {
        matches!(self, Self::Utf16 | Self::Utf16Le | Self::Utf16Be)
    }
}

/// Where a document comes from and where its output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The document's id.
    pub id: DocId,
    /// Path of the file below the input folder, with `/`.
    pub name: String,
    /// The path inside it, or the number of the page or row, when the document is only a part of it.
    pub member: Option<String>,
    /// Subfolder of `tei/` and `source/` when there are too many documents for one.
    pub shard: Option<u32>,
}

impl Place {
    /// The path of the file and the one inside it, as one.
    pub fn whole_name(&self) -> Cow<'_, str> {
        match &self.member {
            Some(member) => format!("{}/{member}", self.name).into(),
            None => self.name.as_str().into(),
        }
    }

    /// A path in the output folder: `folder/[shard/]id` and an ending.
    pub fn path(&self, folder: &str, ending: &str) -> String {
        match self.shard {
            Some(shard) => format!("{folder}/{shard:03}/{}{ending}", self.id),
            None => format!("{folder}/{}{ending}", self.id),
        }
    }
}

/// What its owner knows of a document; empty where that is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// When it was written: best as EDTF, which the dates in it can then lean on.
    pub date: String,
    /// Licence of the text.
    pub licence: Option<Licence>,
    /// Who keeps the original.
    pub archive: String,
    /// Fonds (фонд).
    pub fond: String,
    /// Inventory (опис).
    pub opys: String,
    /// File (справа).
    pub sprava: String,
    /// When it was published, as its format states it; nothing in it leans on that.
    pub published: String,
    /// Its language, as its format states it.
    pub lang: String,
}

impl Metadata {
    /// What is known here, and from elsewhere where nothing is.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let filled = |one: String, other: String| if one.is_empty() { other } else { one };
        Self {
            title: filled(self.title, other.title),
            author: filled(self.author, other.author),
            date: filled(self.date, other.date),
            licence: self.licence.or(other.licence),
            archive: filled(self.archive, other.archive),
            fond: filled(self.fond, other.fond),
            opys: filled(self.opys, other.opys),
            sprava: filled(self.sprava, other.sprava),
            published: filled(self.published, other.published),
            lang: filled(self.lang, other.lang),
        }
    }

    /// When the document was written, if that is said in EDTF.
    pub fn when(&self) -> Option<When> {
        When::parse(&self.date)
    }
}

/// One source text.
#[derive(Debug)]
pub struct Document {
    /// Identity and output paths.
    pub place: Place,
    /// What is known of it besides.
    pub metadata: Metadata,
    /// Name of the input format, as in `documents.origin_format`.
    pub format: &'static str,
    /// SHA-256 of the input file, in hexadecimal.
    pub origin_sha256: String,
    /// The bytes that hold the text: those that were read, or what was read out of them in UTF-8.
    pub bytes: Vec<u8>,
    /// The bytes that were read, where they say more than the text and are kept beside it.
    pub original: Option<Vec<u8>>,
    /// SHA-256 of `bytes`, in hexadecimal.
    pub sha256: String,
    /// How the bytes encode the text.
    pub encoding: Encoding,
    /// Bytes of a byte order mark, which is no part of the text.
    pub bom_len: u32,
    /// How its lines end.
    pub newline: Newline,
    /// The decoded text; all published offsets are offsets into it.
    pub text: Text<Raw>,
    /// What its format says of its blocks; empty when it has none.
    pub outline: Outline,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_safe_in_xml_and_file_names() {
        for (romanized, id) in [
            ("lysty/1917 r", "lysty-1917-r"),
            ("1917", "d-1917"),
            ("  --A__b.. ", "a-b"),
            ("", "d"),
        ] {
            assert_eq!(DocId::from_romanized(romanized).as_str(), id);
        }
    }
}
