//! The header of a document, against its row and its source.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::check::Shared;
use crate::check::document::{self, Document};
use crate::check::faults::{Faults, Spot};
use crate::check::registers::Registers;
use crate::check::tei::xml::{Element, is_forbidden, replaced};
use crate::model::table::Table;

const NOT_STATED: &str = "not stated";

/// What a header says that the rest of the file or of the corpus needs.
#[derive(Default)]
pub struct Header {
    /// Characters that XML has no place for, by the ids of their descriptions.
    pub characters: HashMap<String, char>,
    /// How often each element is said to be in body.
    pub usage: BTreeMap<String, usize>,
    /// What the extent counts.
    pub extent: BTreeMap<String, u64>,
    /// What every document says in the same words, by what it is about.
    pub words: Vec<(String, String)>,
}

/// Checks the header of a document.
pub fn check(
    header: &Element,
    document: &Document<'_>,
    registers: &Registers,
    shared: &Shared<'_>,
    path: &str,
    faults: &mut Faults,
) -> Header {
    let mut spot = faults.at(path, "teiHeader");
    let read = read(header);
    identity(header, document, &mut spot);
    application(header, shared, &mut spot);
    counts(&read, document, &mut spot);
    characters(&read, document, &mut spot);
    rules(header, document, registers, &mut spot);
    Header { words: words(header, document), ..read }
}

/// What any header counts.
pub fn read(header: &Element) -> Header {
    let mut read = Header::default();
    for measure in header.find("fileDesc/extent").into_iter().flat_map(|e| e.all("measure")) {
        if let Ok(quantity) = measure.tag.get("quantity").parse() {
            read.extent.insert(measure.tag.get("unit").to_owned(), quantity);
        }
    }
    let usages = header.find("encodingDesc/tagsDecl/namespace");
    for usage in usages.into_iter().flat_map(|namespace| namespace.all("tagUsage")) {
        let occurs = usage.tag.get("occurs").parse().unwrap_or_default();
        read.usage.insert(usage.tag.get("gi").to_owned(), occurs);
    }
    let characters = header.find("encodingDesc/charDecl");
    for character in characters.into_iter().flat_map(|list| list.all("char")) {
        let value = character.find("localProp").map_or("", |property| property.tag.get("value"));
        let code = u32::from_str_radix(value, 16).ok().and_then(char::from_u32);
        read.characters.extend(code.map(|code| (character.tag.id().to_owned(), code)));
    }
    read
}

/// The program that made a file is the one of the run.
pub fn application(header: &Element, shared: &Shared<'_>, spot: &mut Spot<'_>) {
    let found = header.find("encodingDesc/appInfo/application");
    let found = found.map_or("", |application| application.tag.get("version"));
    if let Some(run) = shared.run {
        spot.same("the version of the application", found, "run.json", &run.version);
    }
}

/// What the document is called and where it comes from.
fn identity(header: &Element, document: &Document<'_>, spot: &mut Spot<'_>) {
    let text = |path: &str| header.find(path).map_or("", |element| element.text.as_str());
    let number = |path: &str, kind: &str| {
        let parent = header.find(path);
        let found =
            parent.and_then(|parent| parent.all("idno").find(|idno| idno.tag.get("type") == kind));
        found.map_or("", |idno| idno.text.as_str())
    };
    let bibl = "fileDesc/sourceDesc/bibl";
    spot.same("idno doc_id", number("fileDesc/publicationStmt", "doc_id"), "the file", document.id);
    spot.same("idno sha256", number(bibl, "sha256"), "the source", document.sha256);
    let source = &document.source;
    let mark = if source.bom > 0 { "byte order mark removed" } else { "no byte order mark" };
    let ends = match source.newline() {
        "none" => "no",
        ends => ends,
    };
    let note = format!("{}, {mark}, {ends} line ends", source.encoding.name());
    spot.same("the note on encoding", text(&format!("{bibl}/note")), "the source", &note);
    let Some(row) = document.row else { return };
    let name = replaced(row.get("original_filename"));
    spot.same("idno filename", number(bibl, "filename"), "documents", &name);
    for (kind, column) in [("member", "origin_member"), ("origin_sha256", "origin_sha256")] {
        let stated = replaced(row.get(column));
        // What is the same as the text itself is not said twice.
        let expected = if stated == row.get("sha256") { "" } else { &stated };
        spot.same(&format!("idno {kind}"), number(bibl, kind), "documents", expected);
    }
    let whole = replaced(&document::whole_name(row));
    let title = replaced(row.get("title"));
    let title = if title.is_empty() { &whole } else { &title };
    spot.same("the title", text("fileDesc/titleStmt/title"), "documents", title);
    let licence = replaced(row.get("licence"));
    let licence = if licence.is_empty() { NOT_STATED } else { &licence };
    let found = text("fileDesc/publicationStmt/availability/licence");
    spot.same("the licence", found, "documents", licence);
    let language = header.find("profileDesc/langUsage/language");
    let language = language.map_or("", |language| language.tag.get("ident"));
    spot.same("the language", language, "documents", row.get("lang"));
}

fn counts(read: &Header, document: &Document<'_>, spot: &mut Spot<'_>) {
    let source = &document.source;
    let mut expected =
        vec![("codepoints", source.code_points as u64), ("bytes", source.bytes as u64)];
    for (unit, column) in [("paragraphs", "n_paragraphs"), ("sentences", "n_sentences")] {
        let count = document.row.and_then(|row| row.get(column).parse().ok());
        expected.extend(count.map(|count| (unit, count)));
    }
    for (unit, expected) in expected {
        let found = read.extent.get(unit).copied().unwrap_or_default();
        spot.equal(&format!("the extent in {unit}"), found, "the document", expected);
    }
}

/// Every character that XML has no place for is described, and no other.
fn characters(read: &Header, document: &Document<'_>, spot: &mut Spot<'_>) {
    let used: BTreeSet<char> = document.source.text.chars().filter(|c| is_forbidden(*c)).collect();
    let expected: BTreeMap<String, char> =
        used.into_iter().map(|c| (format!("{}.u{:04X}", document.id, c as u32), c)).collect();
    let found: BTreeMap<String, char> =
        read.characters.iter().map(|(id, c)| (id.clone(), *c)).collect();
    spot.must(found == expected, || "charDecl is not that of the source".to_owned());
}

/// The categories of rules are those of the mentions, with the words of the table.
fn rules(header: &Element, document: &Document<'_>, registers: &Registers, spot: &mut Spot<'_>) {
    let (Some(mentions), Some(table)) =
        (document.sheets.table(Table::Mentions), registers.table(Table::Rules))
    else {
        return;
    };
    let used: BTreeSet<&str> =
        mentions.rows().flat_map(|row| row.get("rule_ids").split('|')).collect();
    let prefix = format!("{}.rule.", document.id);
    let taxonomy = format!("{}.rules", document.id);
    let lists = header.find("encodingDesc/classDecl");
    let list = lists.and_then(|lists| lists.all("taxonomy").find(|one| one.tag.id() == taxonomy));
    let mut found = BTreeSet::new();
    for category in list.into_iter().flat_map(|list| list.all("category")) {
        let Some(rule) = category.tag.id().strip_prefix(&prefix) else { continue };
        found.insert(rule);
        let Some(row) = table.get(rule) else { continue };
        for (lang, column) in [("uk", "description_uk"), ("en", "description_en")] {
            let mut all = category.all("catDesc");
            let label = all.find(|label| label.tag.get("xml:lang") == lang);
            let label = label.map_or("", |label| label.text.as_str());
            spot.same(&format!("{column} of {rule}"), label, "the table rules", row.get(column));
        }
    }
    spot.must(found == used, || {
        let (found, used) = (Vec::from_iter(found), Vec::from_iter(used));
        format!(
            "its rules are {} but those of the mentions are {}",
            found.join(" "),
            used.join(" ")
        )
    });
}

/// What is the same in every document that has it: declarations, and the labels of categories.
fn words(header: &Element, document: &Document<'_>) -> Vec<(String, String)> {
    let mut words = Vec::new();
    for name in ["editorialDecl", "listPrefixDef"] {
        let Some(found) = header.find(&format!("encodingDesc/{name}")) else { continue };
        for part in &found.children {
            // Further paragraphs are about what only some documents have.
            let first = part.children.first().map(Element::all_text).unwrap_or_default();
            words.push((format!("{name}/{}{}", part.tag.name, part.tag.get("ident")), first));
        }
    }
    let prefix = format!("{}.", document.id);
    let lists = header.find("encodingDesc/classDecl");
    let mut open: Vec<&Element> =
        lists.into_iter().flat_map(|lists| lists.all("taxonomy")).collect();
    while let Some(element) = open.pop() {
        for category in element.all("category") {
            let id = category.tag.id();
            let labels: String = category.all("catDesc").map(Element::all_text).collect();
            words.push((id.strip_prefix(&prefix).unwrap_or(id).to_owned(), labels));
            open.push(category);
        }
    }
    words
}
