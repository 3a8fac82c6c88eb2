//! `registers.tei.xml` and `corpus.tei.xml`, against the tables and the documents.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::check::Shared;
use crate::check::faults::Faults;
use crate::check::registers::Registers;
use crate::check::tei::header::Header;
use crate::check::tei::stand_off::{self, Place};
use crate::check::tei::xml::Xml;
use crate::check::tei::{CORPUS, REGISTERS, finish, header};
use crate::model::table::Table;

/// What the documents add up to.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Paths of their TEI files.
    pub paths: Vec<String>,
    /// Whether a table says in which order they stand.
    pub is_ordered: bool,
    /// Sums of what their headers count.
    pub extent: BTreeMap<String, u64>,
    /// What all of them say in the same words, as the first one says it.
    words: HashMap<String, String>,
}

impl Corpus {
    /// No documents yet; whether they come in order.
    pub fn new(is_ordered: bool) -> Self {
        Self { is_ordered, ..Self::default() }
    }

    /// Adds the file of a document.
    pub fn add(&mut self, path: &str, header: Header, faults: &mut Faults) {
        self.paths.push(path.to_owned());
        for (unit, count) in header.extent {
            *self.extent.entry(unit).or_default() += count;
        }
        for (about, words) in header.words {
            let first = self.words.entry(about).or_insert_with_key(|_| words.clone());
            faults.at(path, "teiHeader").same("a declaration", &words, "another document", first);
        }
    }
}

/// Checks the registers; gives the ids of the entities in them.
pub fn registers(
    registers: &Registers,
    shared: &Shared<'_>,
    faults: &mut Faults,
) -> HashSet<String> {
    let Some(text) = shared.files.text(REGISTERS, faults) else { return HashSet::new() };
    let mut xml = Xml::new(&text);
    let mut ids = HashSet::new();
    let result = read_registers(&mut xml, registers, shared, &mut ids, faults);
    let is_whole = result.is_ok();
    finish(REGISTERS, xml, result, faults);
    if let Some(entities) = registers.table(Table::Entities).filter(|_| is_whole) {
        for row in entities.rows().filter(|row| !ids.contains(row.get("entity_id"))) {
            faults.add(REGISTERS, row.get("entity_id"), "is missing, though entities has it");
        }
    }
    ids
}

fn read_registers(
    xml: &mut Xml<'_>,
    registers: &Registers,
    shared: &Shared<'_>,
    ids: &mut HashSet<String>,
    faults: &mut Faults,
) -> Result<(), String> {
    let root = xml.expect("TEI")?;
    faults.at(REGISTERS, "TEI").same("xml:id", root.id(), "the profile", "registers.tei");
    let tag = xml.expect("teiHeader")?;
    let element = xml.element(tag)?;
    header::application(&element, shared, &mut faults.at(REGISTERS, "teiHeader"));
    xml.expect("standOff")?;
    let place = Place { path: REGISTERS, document: "registers", prefix: "", registers: None };
    let mut extent =
        BTreeMap::from(["organizations", "persons", "places"].map(|kind| (kind.to_owned(), 0)));
    while let Some(list) = xml.child()? {
        if list.name == "list" {
            // Without an entity there is an item that says so.
            xml.element(list)?;
            continue;
        }
        let found = stand_off::entities(xml, &list, &place, registers, None, faults)?;
        let unit = match list.name.as_str() {
            "listPlace" => "places",
            "listOrg" => "organizations",
            _ => "persons",
        };
        *extent.entry(unit.to_owned()).or_default() += found.len() as u64;
        ids.extend(found);
    }
    xml.close()?;
    compare(REGISTERS, &header::read(&element).extent, &extent, faults);
    Ok(())
}

/// Checks that the corpus includes every document in order, the registers, and nothing else.
pub fn check(corpus: &Corpus, shared: &Shared<'_>, faults: &mut Faults) {
    let Some(text) = shared.files.text(CORPUS, faults) else { return };
    let mut xml = Xml::new(&text);
    let result = read_corpus(&mut xml, corpus, shared, faults);
    finish(CORPUS, xml, result, faults);
}

fn read_corpus(
    xml: &mut Xml<'_>,
    corpus: &Corpus,
    shared: &Shared<'_>,
    faults: &mut Faults,
) -> Result<(), String> {
    let root = xml.expect("teiCorpus")?;
    faults.at(CORPUS, "teiCorpus").same("xml:id", root.id(), "the profile", "corpus.tei");
    let tag = xml.expect("teiHeader")?;
    let element = xml.element(tag)?;
    header::application(&element, shared, &mut faults.at(CORPUS, "teiHeader"));
    let mut included = Vec::new();
    while let Some(tag) = xml.child()? {
        if tag.name != "xi:include" {
            return Err(format!("has {} where xi:include belongs", tag.name));
        }
        included.push(format!("tei/{}", tag.get("href")));
        xml.close()?;
    }
    includes(corpus, included, faults);
    let mut extent = corpus.extent.clone();
    extent.insert("documents".to_owned(), corpus.paths.len() as u64);
    compare(CORPUS, &header::read(&element).extent, &extent, faults);
    Ok(())
}

/// Every document, then the registers.
fn includes(corpus: &Corpus, mut included: Vec<String>, faults: &mut Faults) {
    let mut expected: Vec<&str> = corpus.paths.iter().map(String::as_str).collect();
    expected.push(REGISTERS);
    if !corpus.is_ordered {
        expected.sort_unstable();
        included.sort_unstable();
    }
    let (found, all) = (
        HashSet::<&str>::from_iter(included.iter().map(String::as_str)),
        HashSet::from_iter(expected.clone()),
    );
    for path in expected.iter().filter(|path| !found.contains(*path)) {
        faults.add(CORPUS, path, "is not included");
    }
    for path in included.iter().filter(|path| !all.contains(path.as_str())) {
        faults.add(CORPUS, path, "is included but is no file of a document");
    }
    let pair = included.iter().zip(&expected).find(|(found, expected)| found != *expected);
    if let Some((path, expected)) = pair.filter(|_| found == all) {
        faults.add(CORPUS, path, format!("is included where {expected} belongs"));
    } else if found == all && included.len() != expected.len() {
        faults.add(CORPUS, "", "includes a file twice");
    }
}

fn compare(
    path: &str,
    found: &BTreeMap<String, u64>,
    expected: &BTreeMap<String, u64>,
    faults: &mut Faults,
) {
    for (unit, expected) in expected {
        let found = found.get(unit).copied().unwrap_or_default();
        let mut spot = faults.at(path, "teiHeader");
        spot.equal(&format!("the extent in {unit}"), found, "the corpus", *expected);
    }
}
