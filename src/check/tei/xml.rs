//! XML read part by part, with what must hold of any file: well-formed, ids once, pointers that
//! lead somewhere.

use std::collections::{BTreeSet, HashSet};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::check::faults::quote;

/// Elements in one another that a file may have.
const DEPTH: usize = 64;

/// A file being read.
pub struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    depth: usize,
    /// Whether the root has been closed.
    is_over: bool,
    ids: HashSet<String>,
    twice: BTreeSet<String>,
    pointers: BTreeSet<String>,
}

/// A part of a file.
pub enum Part {
    /// An element begins.
    Start(Tag),
    /// Text, of which an element may have several pieces.
    Text(String),
    /// The element that began last ends.
    End,
}

/// The beginning of an element.
#[derive(Debug)]
pub struct Tag {
    /// Its name as written.
    pub name: String,
    /// Its attributes, in order.
    pub attributes: Vec<(String, String)>,
}

/// A whole element.
#[derive(Debug)]
pub struct Element {
    /// Its beginning.
    pub tag: Tag,
    /// The elements in it.
    pub children: Vec<Element>,
    /// The text directly in it.
    pub text: String,
}

impl Tag {
    /// An attribute; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(one, _)| one == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.get("xml:id")
    }
}

impl Element {
    /// The first element on a path of names.
    pub fn find(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |element, name| {
            element.children.iter().find(|child| child.tag.name == name)
        })
    }

    /// All text in it and in the elements in it.
    pub fn all_text(&self) -> String {
        let children = self.children.iter().map(Self::all_text);
        std::iter::once(self.text.clone()).chain(children).collect()
    }

    /// The elements of a name directly in it.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.tag.name == name)
    }
}

impl<'x> Xml<'x> {
    /// Begins to read.
    pub fn new(text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_comments = true;
        let (ids, twice, pointers) = (HashSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { reader, depth: 0, is_over: false, ids, twice, pointers }
    }

    /// Where it is, for people.
    pub fn place(&self) -> String {
        format!("byte {}", self.reader.buffer_position())
    }

    /// The next part; an error when the file is not well-formed or ends too early.
    pub fn part(&mut self) -> Result<Part, String> {
        loop {
            let event = self.reader.read_event().map_err(|error| ill_formed(&error))?;
            match event {
                Event::Start(start) => return self.start(&start).map(Part::Start),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.is_over = self.depth == 0;
                    return Ok(Part::End);
                }
                Event::Text(text) => {
                    let text = text.xml10_content().into_owned();
                    if self.depth > 0 {
                        return Ok(Part::Text(allowed(text)?));
                    }
                    if !text.trim().is_empty() {
                        return Err("is not well-formed: text stands outside of all".to_owned());
                    }
                }
                Event::GeneralRef(reference) => return character(&reference).map(Part::Text),
                Event::Decl(_) if self.depth == 0 && !self.is_over => {}
                Event::Eof => return Err("ends before its elements do".to_owned()),
                _ => return Err("holds what Litopys never writes: a comment, an instruction, a section or a document type".to_owned()),
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<Tag, String> {
        if self.is_over {
            return Err("is not well-formed: it has two roots".to_owned());
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(format!("has elements in one another deeper than {DEPTH}"));
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| ill_formed(&error))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = allowed(value.map_err(|error| ill_formed(&error))?.into_owned())?;
            attributes.push((attribute.key.as_ref().to_owned(), value));
        }
        let tag = Tag { name: start.name().as_ref().to_owned(), attributes };
        if !tag.id().is_empty() && !self.ids.insert(tag.id().to_owned()) {
            self.twice.insert(tag.id().to_owned());
        }
        for (_, value) in &tag.attributes {
            for id in value.split(' ').filter_map(|token| token.strip_prefix('#')) {
                if !self.pointers.contains(id) {
                    self.pointers.insert(id.to_owned());
                }
            }
        }
        Ok(tag)
    }

    /// The next element in the one that is open; none at its end.
    pub fn child(&mut self) -> Result<Option<Tag>, String> {
        loop {
            match self.part()? {
                Part::Start(tag) => return Ok(Some(tag)),
                Part::End => return Ok(None),
                Part::Text(text) if text.trim().is_empty() => {}
                Part::Text(text) => {
                    return Err(format!("has {} where only elements stand", quote(&text)));
                }
            }
        }
    }

    /// The next element, which must have a name.
    pub fn expect(&mut self, name: &str) -> Result<Tag, String> {
        match self.child()? {
            Some(tag) if tag.name == name => Ok(tag),
            Some(tag) => Err(format!("has {} where {name} belongs", tag.name)),
            None => Err(format!("lacks {name}")),
        }
    }

    /// The end of the open element, in which nothing more may stand.
    pub fn close(&mut self) -> Result<(), String> {
        match self.child()? {
            Some(tag) => Err(format!("has {} where nothing more belongs", tag.name)),
            None => Ok(()),
        }
    }

    /// All of an element that has begun.
    pub fn element(&mut self, tag: Tag) -> Result<Element, String> {
        let mut element = Element { tag, children: Vec::new(), text: String::new() };
        loop {
            match self.part()? {
                Part::Start(tag) => {
                    let child = self.element(tag)?;
                    element.children.push(child);
                }
                Part::Text(text) => element.text.push_str(&text),
                Part::End => return Ok(element),
            }
        }
    }

    /// After the root: nothing more may follow. Ids that stand twice, and pointers to none.
    pub fn end(mut self) -> Result<(Vec<String>, Vec<String>), String> {
        loop {
            match self.reader.read_event().map_err(|error| ill_formed(&error))? {
                Event::Eof => break,
                Event::Text(text) if text.xml10_content().trim().is_empty() => {}
                _ => return Err("goes on behind its root".to_owned()),
            }
        }
        let Self { ids, twice, pointers, .. } = self;
        let lost = pointers.into_iter().filter(|pointer| !ids.contains(pointer)).collect();
        Ok((twice.into_iter().collect(), lost))
    }
}

fn ill_formed(error: &dyn std::fmt::Display) -> String {
    format!("is not well-formed: {error}")
}

/// The character that a reference stands for.
fn character(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(c) = reference.resolve_char_ref().map_err(|error| ill_formed(&error))? {
        return allowed(c.to_string());
    }
    match &*reference.xml10_content() {
        "amp" => Ok("&".to_owned()),
        "lt" => Ok("<".to_owned()),
        "gt" => Ok(">".to_owned()),
        "quot" => Ok("\"".to_owned()),
        "apos" => Ok("'".to_owned()),
        other => Err(format!("is not well-formed: there is no entity «{other}»")),
    }
}

/// The text, if XML 1.0 has a place for all of it.
fn allowed(text: String) -> Result<String, String> {
    match text.chars().find(|c| is_forbidden(*c)) {
        Some(c) => Err(format!("is not well-formed: it holds U+{:04X}", c as u32)),
        None => Ok(text),
    }
}

/// The text as a file can hold it where there is no `g`.
pub fn replaced(text: &str) -> String {
    text.replace(is_forbidden, "\u{FFFD}")
}

/// Whether XML 1.0 has no place for the character.
pub fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}
