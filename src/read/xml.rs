//! XML for readers: decoded, part by part, with limits, and without ever following what a document
//! type declares.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::model::diag::{Code, Diagnostic};

/// How far into a file its declaration and its root are looked for, in bytes.
const HEAD: usize = 1 << 14;

/// A part of a file.
#[derive(Debug)]
pub enum Part<'x> {
    /// An element begins.
    Start(Tag<'x>),
    /// An element ends; its name without prefix.
    End(Cow<'x, str>),
    /// Text, of which an element may have several pieces.
    Text(Cow<'x, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    /// The name without prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The attribute of this name without prefix; empty when there is none.
    pub fn get(&self, name: &str) -> String {
        self.attributes().find(|(one, _)| one == name).map(|(_, value)| value).unwrap_or_default()
    }

    /// Every attribute with its value; names are without prefix.
    pub fn attributes(&self) -> impl Iterator<Item = (String, String)> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes.flatten().map(|one| {
            let value = match one.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value.into_owned(),
                // An entity that nobody knows stays as it is written.
                Err(_) => one.value.into_owned(),
            };
            (one.key.local_name().into_inner().to_owned(), value)
        })
    }
}

/// A file that is being read.
pub struct Xml<'x> {
    file: &'x Decoded<'x>,
    reader: Reader<&'x [u8]>,
    depth: usize,
    most: usize,
}

impl<'x> Xml<'x> {
    /// Begins to read a file in which `most` elements may lie in one another.
    pub fn new(file: &'x Decoded<'x>, most: usize) -> Self {
        let mut reader = Reader::from_str(&file.text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { file, reader, depth: 0, most }
    }

    /// The next part; none at the end of the file.
    ///
    /// # Errors
    ///
    /// When the file is not well-formed, ends too early, has too many elements in one another, or
    /// refers to an entity that is not one of HTML's.
    pub fn part(&mut self) -> Result<Option<Part<'x>>, Diagnostic> {
        loop {
            match self.reader.read_event().map_err(|error| self.ill_formed(&error))? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > self.most {
                        return Err(self.too_deep());
                    }
                    return Ok(Some(Part::Start(Tag(start))));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    let name = end.local_name().into_inner().to_owned();
                    return Ok(Some(Part::End(name.into())));
                }
                Event::Text(text) if self.depth > 0 => {
                    return Ok(Some(Part::Text(text.xml10_content())));
                }
                Event::CData(text) => return Ok(Some(Part::Text(text.xml10_content()))),
                Event::GeneralRef(reference) => {
                    return self.character(&reference).map(|text| Some(Part::Text(text)));
                }
                Event::Eof if self.depth > 0 => {
                    let message = "ends before its elements do; get a whole copy and run again";
                    return Err(self.fault(Code::Damaged, message));
                }
                Event::Eof => return Ok(None),
                Event::Text(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::Empty(_) => {}
            }
        }
    }

    /// The root element, which must have one of these names.
    ///
    /// # Errors
    ///
    /// As [`Xml::part`], and when the root is another one or there is none.
    pub fn root(&mut self, names: &[&str]) -> Result<Tag<'x>, Diagnostic> {
        let wanted = names.join("» or «");
        match self.part()? {
            Some(Part::Start(tag)) if names.contains(&tag.name()) => Ok(tag),
            Some(Part::Start(tag)) => {
                let name = tag.name();
                let message = format!(
                    "has the root «{name}» and not «{wanted}»; give it the ending of its own format"
                );
                Err(Diagnostic::file(Code::Damaged, message))
            }
            _ if self.file.text.trim().is_empty() => {
                Err(Diagnostic::file(Code::Empty, "holds no text; remove it or put text in it"))
            }
            _ => {
                let message =
                    format!("holds no element «{wanted}»; get a whole copy and run again");
                Err(Diagnostic::file(Code::Damaged, message))
            }
        }
    }

    /// The next child of an element all of whose earlier children have been read to their ends,
    /// passing over text; none at the end of the element.
    pub fn child(&mut self) -> Result<Option<Tag<'x>>, Diagnostic> {
        loop {
            match self.part()? {
                Some(Part::Start(tag)) => return Ok(Some(tag)),
                Some(Part::Text(_)) => {}
                Some(Part::End(_)) | None => return Ok(None),
            }
        }
    }

    /// Where the reader stands in the text of the file: behind the part that came last.
    pub fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    /// Passes over the rest of the element that has begun last.
    pub fn skip(&mut self) -> Result<(), Diagnostic> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.part()?.is_some() {}
        Ok(())
    }

    /// All text of the element that has begun last, with single spaces, up to its end.
    pub fn all_text(&mut self) -> Result<String, Diagnostic> {
        let outside = self.depth.saturating_sub(1);
        let mut text = String::new();
        while self.depth > outside {
            match self.part()? {
                Some(Part::Text(piece)) => text.push_str(&piece),
                Some(_) => text.push(' '),
                None => break,
            }
        }
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn character(&self, reference: &BytesRef<'_>) -> Result<Cow<'x, str>, Diagnostic> {
        if reference.is_char_ref() {
            // A number that no character has is shown as Unicode shows what it cannot.
            let c = reference.resolve_char_ref().ok().flatten();
            return Ok(c.unwrap_or(char::REPLACEMENT_CHARACTER).to_string().into());
        }
        let name = reference.xml10_content();
        match resolve_html5_entity(&name) {
            Some(text) => Ok(text.into()),
            None => {
                let message = format!(
                    "refers to the entity «&{name};», which is not expanded; put its text there"
                );
                Err(self.fault_before(name.len() + "&;".len(), Code::Damaged, &message))
            }
        }
    }

    fn too_deep(&self) -> Diagnostic {
        let most = self.most;
        let message = format!(
            "has more than {most} elements in one another; raise limits.elements in litopys.toml if that is meant"
        );
        self.fault(Code::TooDeep, &message)
    }

    fn ill_formed(&self, error: &quick_xml::Error) -> Diagnostic {
        let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        let byte = self.file.byte(at);
        let message = format!("is not well-formed at byte {byte}: {error}; mend it and run again");
        Diagnostic::byte(Code::Damaged, byte, message)
    }

    /// Says that something is wrong where the reader stands.
    pub fn fault(&self, code: Code, what: &str) -> Diagnostic {
        self.fault_before(0, code, what)
    }

    /// The same of so many bytes before.
    fn fault_before(&self, len: usize, code: Code, what: &str) -> Diagnostic {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let byte = self.file.byte(at.saturating_sub(len));
        Diagnostic::byte(code, byte, format!("at byte {byte} {what}"))
    }
}

/// The text of a file, and how its bytes encode it.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text without byte order mark.
    pub text: Cow<'a, str>,
    encoding: &'static Encoding,
    bom_len: usize,
}

impl Decoded<'_> {
    /// The byte of the file at which a byte of the text stands.
    fn byte(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let units = match self.encoding {
            one if one == UTF_8 => before.len(),
            one if one == UTF_16LE || one == UTF_16BE => before.encode_utf16().count() * 2,
            _ => before.chars().count(),
        };
        self.bom_len + units
    }
}

/// Decodes a file as its byte order mark says, or its declaration, or else as UTF-8.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Diagnostic> {
    let (encoding, bom_len) = Encoding::for_bom(bytes).unwrap_or_else(|| (declared(bytes), 0));
    let content = bytes.get(bom_len..).unwrap_or_default();
    let text = encoding.decode_without_bom_handling_and_without_replacement(content);
    match text {
        Some(text) => Ok(Decoded { text, encoding, bom_len }),
        None => Err(undecodable(content, encoding, bom_len)),
    }
}

fn undecodable(content: &[u8], encoding: &'static Encoding, bom_len: usize) -> Diagnostic {
    let name = encoding.name();
    let next = "mend the declaration of its encoding or the file";
    match std::str::from_utf8(content) {
        Err(error) if encoding == UTF_8 => {
            let byte = error.valid_up_to() + bom_len;
            let message =
                format!("is not UTF-8 from byte {byte}, as its declaration promises; {next}");
            Diagnostic::byte(Code::NotText, byte, message)
        }
        _ => Diagnostic::file(Code::NotText, format!("is not {name}, as it says itself; {next}")),
    }
}

/// What a file's declaration says of its encoding; UTF-8 when it says nothing that is known.
fn declared(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [b'<', 0, b'?', 0, ..] => return UTF_16LE,
        [0, b'<', 0, b'?', ..] => return UTF_16BE,
        _ => {}
    }
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let declaration =
        head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let label = declaration.and_then(|(inside, _)| inside.split_once("encoding"));
    let label = label.and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    label.and_then(|label| Encoding::for_label(label.trim().as_bytes())).unwrap_or(UTF_8)
}

/// The name of a file's root element without prefix, if its beginning has one.
pub fn root(head: &[u8]) -> Option<String> {
    let head = head.get(..head.len().min(HEAD)).unwrap_or_default();
    let (encoding, bom_len) = Encoding::for_bom(head).unwrap_or_else(|| (declared(head), 0));
    let (text, _) = encoding.decode_without_bom_handling(head.get(bom_len..).unwrap_or_default());
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                return Some(start.local_name().into_inner().to_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> Result<String, String> {
        let file = decode(bytes).map_err(|diagnostic| diagnostic.message)?;
        let mut xml = Xml::new(&file, 8);
        let mut text = String::new();
        while let Some(part) = xml.part().map_err(|diagnostic| diagnostic.message)? {
            if let Part::Text(piece) = part {
                text.push_str(&piece);
            }
        }
        Ok(text)
    }

    #[test]
    fn every_encoding_that_is_declared_is_read() {
        let declared = b"<?xml version='1.0' encoding='windows-1251'?><p>\xca\xe8\xbf\xe2</p>";
        assert_eq!(text_of(declared).unwrap(), "Київ");
        let mut wide = vec![0xFF, 0xFE];
        wide.extend("<p>Київ</p>".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(text_of(&wide).unwrap(), "Київ");
        assert_eq!(
            text_of("\u{feff}<p>Київ &amp; Львів&nbsp;&#8212; A & B</p>".as_bytes()).unwrap(),
            "Київ & Львів\u{a0}— A & B"
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (file, message) in [
            ("<a>\n<b></a>", "is not well-formed at byte 7"),
            ("<a><b>", "at byte 6 ends before its elements do"),
            (
                "<!DOCTYPE a [<!ENTITY x \"yy\">]><a>&x;</a>",
                "at byte 34 refers to the entity «&x;»",
            ),
            ("<a><a><a><a><a><a><a><a><a>", "at byte 27 has more than 8 elements"),
            (
                "<?xml version='1.0' encoding='windows-1251'?><a>Київ<b></a>",
                "is not well-formed at byte 59",
            ),
        ] {
            let error = text_of(file.as_bytes()).unwrap_err();
            assert!(error.starts_with(message), "{error}");
        }
        assert!(text_of(b"<a>\xff</a>").unwrap_err().starts_with("is not UTF-8 from byte 3"));
    }

    #[test]
    fn the_root_is_known_behind_what_may_stand_before_it() {
        let file = "\u{feff}<?xml version=\"1.0\"?>\n<!-- a -->\n<!DOCTYPE x>\n<w:document a='1'>";
        assert_eq!(root(file.as_bytes()).as_deref(), Some("document"));
        assert_eq!(root(b"plain text"), None);
    }
}
