//! What the header of a TEI file says of its text.

use rustc_hash::FxHashMap;

use crate::model::diag::Diagnostic;
use crate::model::document::Metadata;
use crate::read::xml::{Part, Tag, Xml};

/// What is read of a header.
#[derive(Debug, Default)]
pub struct Header {
    /// Title, author, date and language.
    pub metadata: Metadata,
    authors: Vec<String>,
    /// Whether the title is said to be the main one.
    has_main: bool,
    /// How near the date of publication is to the text: 0 would be its writing.
    rank: Option<u8>,
    /// Signs by their ids.
    signs: FxHashMap<String, String>,
}

impl Header {
    /// The text of the sign that a reference means.
    pub fn sign(&self, reference: &str) -> Option<&str> {
        let (_, id) = reference.rsplit_once('#')?;
        self.signs.get(id).map(String::as_str)
    }

    fn title(&mut self, tag: &Tag<'_>, text: String) {
        let is_main = tag.get("type") == "main" && !self.has_main;
        if !text.is_empty() && (is_main || self.metadata.title.is_empty()) {
            self.metadata.title = text;
            self.has_main |= is_main;
        }
    }

    fn date(&mut self, rank: u8, tag: &Tag<'_>, text: String) {
        let date = value(tag).unwrap_or(text);
        if date.is_empty() {
            return;
        }
        if rank == 0 && self.metadata.date.is_empty() {
            self.metadata.date = date;
        } else if rank > 0 && self.rank.is_none_or(|before| rank < before) {
            self.metadata.published = date;
            self.rank = Some(rank);
        }
    }

    fn sign_part(&mut self, sign: &str, tag: &Tag<'_>, text: String) {
        let code = Some(tag.get("value")).filter(|_| tag.get("name") == "codepoint");
        let code = code.and_then(|code| u32::from_str_radix(&code, 16).ok());
        let mapped = if tag.name() == "mapping" { text } else { String::new() };
        let text = code.and_then(char::from_u32).map_or(mapped, String::from);
        if !sign.is_empty() && !text.is_empty() {
            self.signs.entry(sign.to_owned()).or_insert(text);
        }
    }
}

/// Reads the header that has begun.
pub fn read(xml: &mut Xml<'_>) -> Result<Header, Diagnostic> {
    let mut header = Header::default();
    let mut path: Vec<String> = Vec::new();
    let mut sign = String::new();
    while let Some(part) = xml.part()? {
        let tag = match part {
            Part::Start(tag) => tag,
            Part::End(_) if path.pop().is_none() => break,
            Part::End(_) | Part::Text(_) => continue,
        };
        let is_in = |name: &str| path.iter().any(|around| around == name);
        let around = path.last().map(String::as_str).unwrap_or_default();
        match (around, tag.name()) {
            ("titleStmt", "title") => header.title(&tag, xml.all_text()?),
            ("titleStmt", "author") => header.authors.push(xml.all_text()?),
            (_, "origDate") => header.date(0, &tag, xml.all_text()?),
            ("creation", "date") => header.date(0, &tag, xml.all_text()?),
            ("imprint" | "publicationStmt", "date") if is_in("sourceDesc") => {
                header.date(2, &tag, xml.all_text()?);
            }
            (_, "date") if is_in("sourceDesc") => header.date(1, &tag, xml.all_text()?),
            ("langUsage", "language") if header.metadata.lang.is_empty() => {
                header.metadata.lang = tag.get("ident");
                path.push(String::new());
            }
            ("char" | "glyph", _) => header.sign_part(&sign, &tag, xml.all_text()?),
            (_, name) => {
                if matches!(name, "char" | "glyph") {
                    sign = tag.get("id");
                }
                path.push(name.to_owned());
            }
        }
    }
    header.authors.retain(|author| !author.is_empty());
    // Elements part words, but not these from the comma behind them.
    header.metadata.author = header.authors.join("; ").replace(" ,", ",");
    Ok(header)
}

/// A date in the attributes of an element.
fn value(tag: &Tag<'_>) -> Option<String> {
    let [when, from, to, not_before, not_after] =
        ["when", "from", "to", "notBefore", "notAfter"].map(|name| tag.get(name));
    let span = |from: String, to: String| match (from.is_empty(), to.is_empty()) {
        (true, true) => None,
        (false, false) if from != to => Some(format!("{from}/{to}")),
        (true, false) => Some(format!("../{to}")),
        (false, true) => Some(format!("{from}/..")),
        _ => Some(from),
    };
    let when = Some(when).filter(|when| !when.is_empty());
    when.or_else(|| span(from, to)).or_else(|| span(not_before, not_after))
}
