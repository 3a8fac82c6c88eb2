//! The files of TEI: those of documents, the registers, and the corpus.

mod body;
pub mod corpus;
mod header;
mod mark;
mod stand_off;
mod xml;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::check::Shared;
use crate::check::document::Document;
use crate::check::faults::Faults;
use crate::check::registers::Registers;
use crate::check::tei::body::Marked;
use crate::check::tei::header::Header;
use crate::check::tei::stand_off::Place;
use crate::check::tei::xml::Xml;
use crate::model::table::Table;

/// The file of all entities.
pub const REGISTERS: &str = "tei/registers.tei.xml";

/// The file that includes all others.
pub const CORPUS: &str = "tei/corpus.tei.xml";

/// Checks the file of a document; gives what its header says for the corpus.
pub fn document(
    path: &str,
    document: &Document<'_>,
    registers: &Registers,
    shared: &Shared<'_>,
    faults: &mut Faults,
) -> Header {
    let Some(text) = shared.files.text(path, faults) else { return Header::default() };
    let mut xml = Xml::new(&text);
    let mut file = File { path, document, registers, shared, header: Header::default() };
    let result = file.read(&mut xml, faults);
    finish(path, xml, result, faults);
    file.header
}

/// Notes why a file could not be read to its end, or what is wrong with its ids.
fn finish(path: &str, xml: Xml<'_>, result: Result<(), String>, faults: &mut Faults) {
    let place = xml.place();
    match result.and_then(|()| xml.end()) {
        Ok((twice, lost)) => {
            twice.iter().for_each(|id| faults.add(path, id, "is the id of two elements"));
            lost.iter().for_each(|id| faults.add(path, id, "is pointed to but is no id here"));
        }
        Err(what) => faults.add(path, &place, what),
    }
}

/// The file of a document being read.
struct File<'a> {
    path: &'a str,
    document: &'a Document<'a>,
    registers: &'a Registers,
    shared: &'a Shared<'a>,
    header: Header,
}

impl File<'_> {
    fn read(&mut self, xml: &mut Xml<'_>, faults: &mut Faults) -> Result<(), String> {
        let Self { path, document, registers, shared, .. } = *self;
        let root = xml.expect("TEI")?;
        let mut spot = faults.at(path, "TEI");
        spot.same("xml:id", root.id(), "the document", &format!("{}.tei", document.id));
        if let Some(row) = document.row {
            spot.same("xml:lang", root.get("xml:lang"), "documents", row.get("lang"));
        }
        let tag = xml.expect("teiHeader")?;
        let element = xml.element(tag)?;
        self.header = header::check(&element, document, registers, shared, path, faults);
        xml.expect("text")?;
        let tag = xml.expect("body")?;
        faults.at(path, "body").same("xml:space", tag.get("xml:space"), "the profile", "preserve");
        let marked = body::read(xml, document, path, &self.header.characters, faults)?;
        xml.close()?;
        let mut spot = faults.at(path, "tagsDecl");
        let usage = &self.header.usage;
        spot.must(*usage == marked.counts, || {
            let told = |counts: &BTreeMap<String, usize>| {
                counts.iter().map(|(gi, n)| format!("{gi} {n}")).collect::<Vec<_>>().join(", ")
            };
            format!("counts {} but body has {}", told(usage), told(&marked.counts))
        });
        self.stand_off(xml, marked, faults)
    }

    fn stand_off(
        &self,
        xml: &mut Xml<'_>,
        mut marked: Marked,
        faults: &mut Faults,
    ) -> Result<(), String> {
        let Self { path, document, .. } = *self;
        let mut found = BTreeSet::new();
        let mut has_dates = false;
        if let Some(tag) = xml.child()? {
            if tag.name != "standOff" {
                return Err(format!("has {} where standOff belongs", tag.name));
            }
            while let Some(list) = xml.child()? {
                match list.name.as_str() {
                    "list" => {
                        has_dates = true;
                        stand_off::dates(xml, document, path, faults)?;
                    }
                    "listAnnotation" => {
                        marked.mentions.extend(stand_off::crossing(xml, document, path, faults)?);
                    }
                    _ => found.extend(self.entities(xml, &list, faults)?),
                }
            }
            xml.close()?;
        }
        self.missing(&marked.mentions, &found, has_dates, faults);
        Ok(())
    }

    fn entities(
        &self,
        xml: &mut Xml<'_>,
        list: &xml::Tag,
        faults: &mut Faults,
    ) -> Result<Vec<String>, String> {
        let depth = self.path.matches('/').count();
        let file = REGISTERS.strip_prefix("tei/").unwrap_or(REGISTERS);
        let file = format!("{}{file}", "../".repeat(depth.saturating_sub(1)));
        let prefix = format!("{}.", self.document.id);
        let place = Place {
            path: self.path,
            document: self.document.id,
            prefix: &prefix,
            registers: Some(&file),
        };
        let subtypes = stand_off::mentioned(self.document);
        let ids = stand_off::entities(xml, list, &place, self.registers, Some(&subtypes), faults)?;
        for id in ids.iter().filter(|id| !self.shared.entities.contains(*id)) {
            faults.add(self.path, id, format!("is the same as nothing in {REGISTERS}"));
        }
        Ok(ids)
    }

    /// What the tables have and the file has not, and the other way round.
    fn missing(
        &self,
        mentions: &HashSet<String>,
        entities: &BTreeSet<String>,
        has_dates: bool,
        faults: &mut Faults,
    ) {
        let Self { path, document, .. } = *self;
        if document.sheets.table(Table::Mentions).is_none() {
            return;
        }
        for row in document.sheets.rows(Table::Mentions) {
            let id = row.get("mention_id");
            if !mentions.contains(id) {
                faults.add(path, id, "is missing from the text, though the table mentions has it");
            }
        }
        let expected = stand_off::mentioned(document);
        for id in expected.keys().filter(|id| !entities.contains(**id)) {
            faults.add(path, id, "is mentioned but missing from standOff");
        }
        for id in entities.iter().filter(|id| !expected.contains_key(id.as_str())) {
            faults.add(path, id, "is in standOff but not mentioned");
        }
        if !has_dates && let Some(row) = document.sheets.rows(Table::Dates).next() {
            faults.add(path, row.get("date_id"), "is missing, and so is the list of dates");
        }
    }
}
