//! A writer of XML events that keeps elements balanced and lines indented, outside `body`.

use std::borrow::Cow;

use memchr::memchr3;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesRef, BytesStart, BytesText, Event};

use crate::error::Error;

/// XML being written to memory.
pub struct Xml {
    writer: quick_xml::Writer<Vec<u8>>,
    /// Open elements, with whether children have been written on lines of their own.
    open: Vec<(&'static str, bool)>,
    /// The last tag, whose room is used again.
    tag: BytesStart<'static>,
    /// Depth from which white space is significant.
    preserved: Option<usize>,
    failure: Option<std::io::Error>,
}

impl Xml {
    /// Begins a document, with room for as many bytes.
    pub fn new(capacity: usize) -> Self {
        let writer = quick_xml::Writer::new(Vec::with_capacity(capacity));
        let tag = BytesStart::new(String::with_capacity(512));
        let mut xml = Self { writer, open: Vec::new(), tag, preserved: None, failure: None };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Opens an element.
    pub fn start(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start_with(name, attributes.iter().copied());
    }

    /// Opens an element with attributes as they come.
    pub fn start_with<'v>(
        &mut self,
        name: &'static str,
        attributes: impl Iterator<Item = (&'v str, &'v str)>,
    ) {
        self.tag(name, attributes, false);
        self.open.push((name, false));
    }

    /// Opens an element inside which no white space is added.
    pub fn start_preserved(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.preserved = Some(self.open.len());
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes.iter().copied(), true);
    }

    fn tag<'v>(
        &mut self,
        name: &'static str,
        attributes: impl Iterator<Item = (&'v str, &'v str)>,
        is_empty: bool,
    ) {
        self.new_line();
        self.tag.clear_attributes().set_name(name).extend_attributes(attributes);
        let tag = self.tag.borrow();
        let event = if is_empty { Event::Empty(tag) } else { Event::Start(tag) };
        if let Err(failure) = self.writer.write_event(event) {
            self.failure.get_or_insert(failure);
        }
    }

    /// Writes an element that holds text only; characters that XML forbids become U+FFFD.
    pub fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.text(&allowed(text));
        self.end();
    }

    /// Closes the element opened last.
    pub fn end(&mut self) {
        let Some((name, on_lines)) = self.open.pop() else { return };
        if on_lines && self.preserved.is_none() {
            self.break_line();
        }
        if self.preserved.is_some_and(|depth| self.open.len() < depth) {
            self.preserved = None;
        }
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// Writes text without characters that XML forbids; a carriage return as a reference, since
    /// a literal one would not survive parsing.
    pub fn text(&mut self, text: &str) {
        for (n, piece) in text.split('\r').enumerate() {
            if n > 0 {
                self.event(Event::GeneralRef(BytesRef::new("#13")));
            }
            // Most text needs no escape, which memchr says at memory speed.
            let is_plain = memchr3(b'<', b'>', b'&', piece.as_bytes()).is_none();
            let escaped = if is_plain { Cow::Borrowed(piece) } else { partial_escape(piece) };
            if !piece.is_empty() {
                self.event(Event::Text(BytesText::from_escaped(escaped)));
            }
        }
    }

    /// How many bytes there are that nobody has taken.
    pub fn waiting(&self) -> usize {
        self.writer.get_ref().len()
    }

    /// The bytes that have been written since the last time, which `finish` gives no more.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(self.writer.get_mut())
    }

    /// The document, with a final line end.
    pub fn finish(mut self, name: &str) -> Result<Vec<u8>, Error> {
        while !self.open.is_empty() {
            self.end();
        }
        match self.failure {
            Some(failure) => Err(Error::format(format!("the TEI of «{name}»"), failure)),
            None => {
                let mut bytes = self.writer.into_inner();
                bytes.push(b'\n');
                Ok(bytes)
            }
        }
    }

    fn event(&mut self, event: Event<'_>) {
        if let Err(failure) = self.writer.write_event(event) {
            self.failure.get_or_insert(failure);
        }
    }

    /// Moves to a new line for a child, unless white space is significant here.
    fn new_line(&mut self) {
        if self.preserved.is_some() {
            return;
        }
        if let Some((_, on_lines)) = self.open.last_mut() {
            *on_lines = true;
        }
        self.break_line();
    }

    fn break_line(&mut self) {
        let bytes = self.writer.get_mut();
        bytes.push(b'\n');
        bytes.resize(bytes.len() + 2 * self.open.len(), b' ');
    }
}

/// Whether XML 1.0 has no place for the character, not even as a reference.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// The characters of a text that XML forbids, with their places in bytes.
pub fn forbidden(text: &str) -> Vec<(usize, char)> {
    if !may_have_forbidden(text) {
        return Vec::new();
    }
    text.char_indices().filter(|(_, c)| is_forbidden(*c)).collect()
}

/// Whether a byte is one of those of forbidden characters.
fn may_have_forbidden(text: &str) -> bool {
    // In UTF-8 they are control bytes or begin with EF. Blocks that are looked at as a whole let
    // the compiler compare many bytes at once.
    let is_suspect = |byte: &u8| {
        let is_control = (*byte < 0x20) & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r');
        is_control | (*byte == 0xEF)
    };
    let has_suspect = |block: &[u8]| block.iter().fold(false, |any, byte| any | is_suspect(byte));
    text.as_bytes().chunks(256).any(has_suspect)
}

/// The text with U+FFFD for what XML forbids.
pub fn allowed(text: &str) -> Cow<'_, str> {
    if may_have_forbidden(text) && text.contains(is_forbidden) {
        return Cow::Owned(text.replace(is_forbidden, "\u{FFFD}"));
    }
    Cow::Borrowed(text)
}
