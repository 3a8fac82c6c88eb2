//! The `standOff` of documents and of the registers: entities, dates, and what crosses.

use std::collections::BTreeMap;

use crate::check::document::Document;
use crate::check::faults::{Faults, Spot};
use crate::check::registers::Registers;
use crate::check::table::Row;
use crate::check::tei::xml::{Element, Tag, Xml, replaced};
use crate::model::cleaned::fold;
use crate::model::table::Table;

/// Lists of entities: the list, an entity, its name, the type that tables say.
const LISTS: [(&str, &str, &str, &str); 3] = [
    ("listPlace", "place", "placeName", "place"),
    ("listOrg", "org", "orgName", "organization"),
    ("listPerson", "person", "persName", "person"),
];

/// Where a list of entities stands.
pub struct Place<'a> {
    /// The file.
    pub path: &'a str,
    /// Whose header declares the coordinate system.
    pub document: &'a str,
    /// What ids begin with; nothing in the registers themselves.
    pub prefix: &'a str,
    /// The file that holds the same entities.
    pub registers: Option<&'a str>,
}

/// The subtypes of the entities that a document mentions, by their ids; that of the first mention.
pub fn mentioned<'a>(document: &'a Document<'_>) -> BTreeMap<&'a str, &'a str> {
    let mut found = BTreeMap::new();
    for row in document.sheets.rows(Table::Mentions) {
        if !row.get("entity_id").is_empty() {
            found.entry(row.get("entity_id")).or_insert(row.get("subtype"));
        }
    }
    found
}

/// Reads a list of entities; gives the ids of those in it, without their prefix.
pub fn entities(
    xml: &mut Xml<'_>,
    list: &Tag,
    place: &Place<'_>,
    registers: &Registers,
    subtypes: Option<&BTreeMap<&str, &str>>,
    faults: &mut Faults,
) -> Result<Vec<String>, String> {
    let kind = LISTS.iter().find(|(name, ..)| *name == list.name);
    let (_, element, name, kind) = kind.ok_or_else(|| format!("has {} in standOff", list.name))?;
    let mut ids: Vec<String> = Vec::new();
    while let Some(tag) = xml.child()? {
        if tag.name != *element {
            return Err(format!("has {} in {}", tag.name, list.name));
        }
        let found = xml.element(tag)?;
        let mut spot = faults.at(place.path, found.tag.id());
        let Some(id) = found.tag.id().strip_prefix(place.prefix) else {
            spot.fault("is no id of an entity of this file");
            continue;
        };
        if ids.last().is_some_and(|last| id <= last.as_str()) {
            spot.fault("stands out of the order of ids");
        }
        ids.push(id.to_owned());
        if let Some(file) = place.registers {
            let expected = format!("{file}#{id}");
            spot.same("sameAs", found.tag.get("sameAs"), "its id", &expected);
        }
        if registers.table(Table::Entities).is_some() {
            let subtype = subtypes.and_then(|subtypes| subtypes.get(id).copied());
            entity(&found, (kind, name), id, place, registers, subtype, &mut spot);
        }
    }
    Ok(ids)
}

/// Compares an entity with its rows; its subtype is that of the register unless one is given.
fn entity(
    found: &Element,
    (kind, name): (&str, &str),
    id: &str,
    place: &Place<'_>,
    registers: &Registers,
    subtype: Option<&str>,
    spot: &mut Spot<'_>,
) {
    let Some(row) = registers.entity(id) else {
        spot.fault("is no entity of the table entities");
        return;
    };
    spot.same("its type", kind, "entities", row.get("type"));
    if registers.kind(row).is_some() {
        let subtype = subtype.unwrap_or_else(|| registers.subtype(row));
        let subtype = if kind == "person" { "" } else { subtype };
        spot.same("type", found.tag.get("type"), "the tables", subtype);
    }
    names(found, name, row, place, registers, spot);
    details(found, row, place, registers, spot);
}

fn names(
    found: &Element,
    name: &str,
    row: Row<'_>,
    place: &Place<'_>,
    registers: &Registers,
    spot: &mut Spot<'_>,
) {
    let lang = row.get("lang");
    let latin = format!("{lang}-Latn");
    for (kind, column, lang) in
        [("main", "name", lang), ("romanized", "name_romanized", latin.as_str())]
    {
        let all: Vec<_> = found.all(name).filter(|one| one.tag.get("type") == kind).collect();
        let one = match all.as_slice() {
            [one] => one,
            // A name without letters has none in Latin ones either.
            [] if row.get(column).is_empty() => continue,
            _ => {
                spot.fault(format!("has not one {kind} name"));
                continue;
            }
        };
        let expected = replaced(row.get(column));
        // A document may write an entity that no table lists with other capitals.
        let is_same = place.registers.is_some() && fold(&one.text) == fold(&expected);
        if !is_same {
            spot.same(&format!("the {kind} name"), &one.text, "entities", &expected);
        }
        spot.same(
            &format!("the language of the {kind} name"),
            one.tag.get("xml:lang"),
            "entities",
            lang,
        );
    }
    let Some(known) = registers.names_of(row.get("entity_id")) else { return };
    for other in found.all(name).filter(|one| !matches!(one.tag.get("type"), "main" | "romanized"))
    {
        let is_known = known.iter().any(|name| replaced(name) == other.text);
        spot.must(is_known, || {
            format!("has the name «{}», which the table names does not give", other.text)
        });
    }
}

/// Coordinates and identifiers.
fn details(
    found: &Element,
    row: Row<'_>,
    place: &Place<'_>,
    registers: &Registers,
    spot: &mut Spot<'_>,
) {
    let Some(own) = registers.kind(row) else { return };
    let point = own.num("lat").zip(own.num("lon"));
    let expected = point.map(|(lat, lon)| format!("{lat} {lon}")).unwrap_or_default();
    let geo = found.find("location/geo");
    spot.same("geo", geo.map_or("", |geo| geo.text.as_str()), "the tables", &expected);
    if let Some(geo) = geo {
        let decls = format!("#{}.WGS84", place.document);
        spot.same("decls", geo.tag.get("decls"), "the header", &decls);
    }
    for idno in found.all("idno") {
        let kind = idno.tag.get("type");
        let expected = own.get(&format!("{kind}_id"));
        spot.same(&format!("idno {kind}"), &idno.text, "the tables", expected);
    }
    // A document that knows an entity by its other name may not know all identifiers.
    let has_wikidata = found.all("idno").any(|idno| idno.tag.get("type") == "wikidata");
    let lacks = place.registers.is_none() && !row.get("wikidata_id").is_empty() && !has_wikidata;
    spot.must(!lacks, || format!("has no idno wikidata, which is {}", row.get("wikidata_id")));
}

/// Reads the list of dates: every date of the document, in order.
pub fn dates(
    xml: &mut Xml<'_>,
    document: &Document<'_>,
    path: &str,
    faults: &mut Faults,
) -> Result<(), String> {
    let mut rows = document.sheets.rows(Table::Dates);
    let is_there = document.sheets.table(Table::Dates).is_some();
    while let Some(tag) = xml.child()? {
        let item = xml.element(tag)?;
        if !is_there {
            continue;
        }
        let id = item.tag.id();
        let mut spot = faults.at(path, id);
        match rows.next() {
            Some(row) => {
                spot.same("xml:id", id, "the table dates", row.get("date_id"));
                spot.same("its value", &item.text, "the table dates", row.get("edtf"));
            }
            None => spot.fault("is no date of the table dates"),
        }
    }
    for row in rows {
        faults.add(path, row.get("date_id"), "is missing from the list of dates");
    }
    Ok(())
}

/// Reads the mentions that cross others; gives their ids.
pub fn crossing(
    xml: &mut Xml<'_>,
    document: &Document<'_>,
    path: &str,
    faults: &mut Faults,
) -> Result<Vec<String>, String> {
    let mut ids = Vec::new();
    while let Some(tag) = xml.child()? {
        let found = xml.element(tag)?;
        let id = found.tag.id();
        let mut spot = faults.at(path, id);
        ids.push(id.to_owned());
        let Some(mentions) = document.sheets.table(Table::Mentions) else { continue };
        match mentions.get(id) {
            Some(row) => {
                let sentence = format!("#{}", row.get("sentence_id"));
                let mut targets = found.tag.get("target").split(' ');
                spot.must(targets.any(|target| target == sentence), || {
                    format!("its target is not its sentence, {sentence}")
                });
            }
            None => spot.fault("is no mention of the table mentions"),
        }
    }
    Ok(ids)
}
