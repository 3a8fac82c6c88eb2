//! TEI as somebody reads it who knows nothing of the program: the text of `body` and what stands
//! around which part of it.

use std::collections::BTreeMap;

use litopys::model::record::Record;
use litopys::write::Encoded;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::program::encoded;

/// The elements that mentions become.
pub const MENTIONS: [&str; 4] = ["placeName", "orgName", "persName", "date"];

/// Attributes by name.
pub type Attributes = BTreeMap<String, String>;

/// An element of `body`.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Attributes,
    /// Code points of the body before it, and up to its end.
    pub start: usize,
    pub end: usize,
    /// The string value.
    pub text: String,
}

impl Element {
    pub fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map(String::as_str).unwrap_or_default()
    }
}

/// What a file says.
#[derive(Debug, Default)]
pub struct Tei {
    /// The string value of `body`, with `g` as the characters that it stands for.
    pub text: String,
    /// The elements of `body`, in the order in which they begin.
    pub elements: Vec<Element>,
    /// The attributes of `annotation`, each with the name and attributes of the element in its note.
    pub annotations: Vec<(Attributes, String, Attributes)>,
    /// What `tagUsage` counts.
    pub usage: BTreeMap<String, usize>,
}

impl Tei {
    /// The elements of `body` with one of these names.
    pub fn named<'t>(&'t self, names: &'t [&str]) -> impl Iterator<Item = &'t Element> {
        self.elements.iter().filter(|element| names.contains(&&*element.name))
    }
}

fn attributes(tag: &BytesStart<'_>) -> Attributes {
    let pair = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        (attribute.key.as_ref().to_owned(), attribute.value.as_ref().to_owned())
    };
    tag.attributes().map(|attribute| pair(attribute.unwrap())).collect()
}

/// The document of a record, read.
pub fn of(record: Record) -> Tei {
    let Encoded::Files(files) = encoded("tei", record) else { panic!("no file") };
    read(std::str::from_utf8(&files[0].bytes).unwrap())
}

/// Reads a document.
pub fn read(xml: &str) -> Tei {
    let mut reader = Reader::from_str(xml);
    let mut tei = Tei::default();
    let mut open: Vec<usize> = Vec::new();
    let (mut inside, mut in_annotation) = (false, false);
    let mut at = 0;
    loop {
        let mut piece = String::new();
        match reader.read_event().unwrap() {
            Event::Start(tag) if inside => {
                open.push(tei.elements.len());
                tei.elements.push(Element {
                    name: tag.name().as_ref().to_owned(),
                    attributes: attributes(&tag),
                    start: at,
                    end: at,
                    text: String::new(),
                });
            }
            Event::Start(tag) => match tag.name().as_ref() {
                "body" => inside = true,
                "annotation" => {
                    tei.annotations.push((attributes(&tag), String::new(), Attributes::new()));
                    in_annotation = true;
                }
                "placeName" | "orgName" | "persName" | "date" if in_annotation => {
                    let last = tei.annotations.last_mut().unwrap();
                    last.1 = tag.name().as_ref().to_owned();
                    last.2 = attributes(&tag);
                }
                _ => {}
            },
            Event::End(tag) if tag.name().as_ref() == "body" => inside = false,
            Event::End(tag) if tag.name().as_ref() == "annotation" => in_annotation = false,
            Event::End(_) if inside => tei.elements[open.pop().unwrap()].end = at,
            Event::Text(text) if inside => {
                piece.push_str(&text.xml10_content());
                assert!(!piece.contains('\r'), "a literal carriage return would be lost");
            }
            Event::GeneralRef(reference) if inside => match reference.resolve_char_ref().unwrap() {
                Some(c) => piece.push(c),
                None => piece.push_str(match &*reference.xml10_content() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    other => panic!("&{other};"),
                }),
            },
            Event::Empty(tag) if inside && tag.name().as_ref() == "g" => {
                let target = tag.try_get_attribute("ref").unwrap().unwrap();
                let code = target.value.rsplit_once(".u").unwrap().1.to_owned();
                piece.push(char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap());
            }
            Event::Empty(tag) if tag.name().as_ref() == "tagUsage" => {
                let found = attributes(&tag);
                tei.usage.insert(found["gi"].clone(), found["occurs"].parse().unwrap());
            }
            Event::Eof => return tei,
            _ => {}
        }
        at += piece.chars().count();
        tei.text.push_str(&piece);
        for index in &open {
            tei.elements[*index].text.push_str(&piece);
        }
    }
}
