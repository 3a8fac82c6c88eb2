//! What is written for other programs: maps, annotations, flat tables.

use std::collections::HashSet;
use std::fs::File;

use csv::StringRecord;
use serde_json::Value;

use crate::check::document::Document;
use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::check::package::{json, list, text, within};
use crate::check::registers::Registers;
use crate::check::run::is_asked;
use crate::check::table::{Held, Row};
use crate::model::table::Table;

/// Columns of a flat table that say of a mention what the table of mentions does.
const REPEATED: [&str; 6] = ["doc_id", "sentence_id", "surface", "type", "subtype", "entity_id"];

/// Exports on their way through the documents.
pub struct Exports<'a> {
    files: &'a Files,
    flat: Vec<Flat>,
    /// Files of annotations that no document has claimed yet.
    annotations: HashSet<String>,
}

/// A flat table of mentions.
struct Flat {
    path: String,
    reader: csv::Reader<File>,
    header: StringRecord,
    next: Option<StringRecord>,
}

impl<'a> Exports<'a> {
    /// Checks what is of the whole corpus and opens the rest.
    pub fn begin(registers: &Registers, files: &'a Files, faults: &mut Faults) -> Self {
        if let Some(places) = registers.table(Table::Places) {
            geojson(files, places, faults);
            linked_places(files, places, faults);
            place_table(files, places, faults);
        }
        let paths = files.below_path("flat/").filter(|path| path.ends_with(".csv"));
        let flat = paths.filter_map(|path| Flat::open(files, path, faults)).collect();
        let annotations = files.below_path("annotations/").map(str::to_owned).collect();
        Self { files, flat, annotations }
    }

    /// Checks what belongs to a document.
    pub fn document(&mut self, document: &Document<'_>, faults: &mut Faults) {
        let Some(mentions) = document.sheets.table(Table::Mentions) else { return };
        for flat in &mut self.flat {
            flat.document(document.id, mentions, faults);
        }
        let source = document.row.map_or("", |row| row.get("source_path"));
        let place = source.strip_prefix("source/").and_then(|place| place.strip_suffix(".txt"));
        let path = format!("annotations/{}.jsonl", place.unwrap_or(document.id));
        let is_asked = self.files.run.as_ref().is_some_and(|run| is_asked(run, "annotations"));
        if self.annotations.remove(&path) {
            annotations(self.files, &path, mentions, faults);
        } else if is_asked && mentions.len() > 0 {
            faults.add(&path, "", "is not there, though the document has mentions");
        }
    }

    /// Notes what no document has.
    pub fn end(self, faults: &mut Faults) {
        for path in self.annotations {
            faults.add(&path, "", "belongs to no document");
        }
        for flat in self.flat {
            if let Some(record) = &flat.next {
                let id = flat.mention_id(record);
                faults.add(
                    &flat.path,
                    id,
                    "stands there and what follows it is of no document, or out of order",
                );
            }
        }
    }
}

impl Flat {
    fn open(files: &Files, path: &str, faults: &mut Faults) -> Option<Self> {
        let file = File::open(files.path(path)).ok()?;
        let mut reader = csv::Reader::from_reader(file);
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                faults.add(path, "", format!("is no CSV: {error}"));
                return None;
            }
        };
        // Others list places or edges.
        header.iter().find(|name| *name == "mention_id")?;
        let mut flat = Self { path: path.to_owned(), reader, header, next: None };
        flat.next = flat.read(faults);
        Some(flat)
    }

    fn read(&mut self, faults: &mut Faults) -> Option<StringRecord> {
        let mut record = StringRecord::new();
        match self.reader.read_record(&mut record) {
            Ok(true) => Some(record),
            Ok(false) => None,
            Err(error) => {
                faults.add(&self.path, "", format!("is no CSV: {error}"));
                None
            }
        }
    }

    fn mention_id<'r>(&self, record: &'r StringRecord) -> &'r str {
        let at = self.header.iter().position(|name| name == "mention_id");
        at.and_then(|at| record.get(at)).unwrap_or_default()
    }

    /// Takes the rows of a document.
    fn document(&mut self, id: &str, mentions: &Held, faults: &mut Faults) {
        let mut rows = 0;
        while let Some(record) = self.next.take() {
            let key = self.mention_id(&record).to_owned();
            if key.rsplit_once('.').map(|(document, _)| document) != Some(id) {
                self.next = Some(record);
                break;
            }
            rows += 1;
            let mut spot = faults.at(&self.path, &key);
            let Some(row) = mentions.get(&key) else {
                spot.fault("is no mention of the table mentions");
                self.next = self.read(faults);
                continue;
            };
            for (name, cell) in self.header.iter().zip(&record) {
                if REPEATED.contains(&name) {
                    // Tools that want flat tables want each row on one line.
                    let words: Vec<&str> = row.get(name).split_whitespace().collect();
                    spot.same(name, cell, "the table mentions", &words.join(" "));
                }
            }
            self.next = self.read(faults);
        }
        if rows != mentions.len() {
            let what = format!("has {rows} mentions of it but the table has {}", mentions.len());
            faults.add(&self.path, id, what);
        }
    }
}

/// Web annotations: one for each mention, with its place and its text.
fn annotations(files: &Files, path: &str, mentions: &Held, faults: &mut Faults) {
    let Some(lines) = files.text(path, faults) else { return };
    let mut seen = HashSet::new();
    for (n, line) in lines.lines().enumerate() {
        let Ok(annotation) = serde_json::from_str::<Value>(line) else {
            faults.add(path, &format!("line {}", n + 1), "is no JSON");
            continue;
        };
        let id = last_part(text(&annotation, "id"));
        let mut spot = faults.at(path, id);
        spot.must(seen.insert(id.to_owned()), || "stands there twice".to_owned());
        let Some(row) = mentions.get(id) else {
            spot.fault("is no mention of the table mentions");
            continue;
        };
        let mut selectors = Vec::new();
        selectors_in(within(&annotation, "target"), &mut selectors);
        for selector in selectors {
            let said: &[_] = match text(selector, "type") {
                "TextPositionSelector" => &[("start", "start_cp"), ("end", "end_cp")],
                "TextQuoteSelector" => &[("exact", "surface")],
                _ => &[],
            };
            for (key, column) in said {
                let found = plain(within(selector, key));
                spot.same(key, &found, "the table mentions", row.get(column));
            }
        }
    }
    for row in mentions.rows().filter(|row| !seen.contains(row.get("mention_id"))) {
        faults.add(path, row.get("mention_id"), "is missing, though the table mentions has it");
    }
}

/// Every selector in a target, however they are put together.
fn selectors_in<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| selectors_in(item, found)),
        Value::Object(object) => {
            if text(value, "type").ends_with("Selector") {
                found.push(value);
            }
            object.values().for_each(|value| selectors_in(value, found));
        }
        _ => {}
    }
}

/// A text or number as text.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An id without the address in front of it.
fn last_part(id: &str) -> &str {
    id.rsplit(['/', '#', ':']).next().unwrap_or(id)
}

/// Every place is a feature.
fn geojson(files: &Files, places: &Held, faults: &mut Faults) {
    let path = "geo/places.geojson";
    let Some(collection) = json(files, path, faults) else { return };
    let seen = features(path, &collection, "id", places, faults);
    for row in places.rows().filter(|row| !seen.contains(row.get("place_id"))) {
        faults.add(path, row.get("place_id"), "is missing, though the table places has it");
    }
}

/// Linked Places have only those of which a time is known.
fn linked_places(files: &Files, places: &Held, faults: &mut Faults) {
    let path = "geo/places.lpf.json";
    if let Some(collection) = json(files, path, faults) {
        features(path, &collection, "@id", places, faults);
    }
}

fn features(
    path: &str,
    collection: &Value,
    key: &str,
    places: &Held,
    faults: &mut Faults,
) -> HashSet<String> {
    let mut seen = HashSet::new();
    faults.at(path, "").same("type", text(collection, "type"), "the standard", "FeatureCollection");
    for feature in list(collection, "features") {
        let id = last_part(text(feature, key));
        let mut spot = faults.at(path, id);
        spot.must(seen.insert(id.to_owned()), || "stands there twice".to_owned());
        match places.get(id) {
            Some(row) => {
                let found = point(within(feature, "geometry"));
                spot.same("geometry", &pair(found), "the table places", &pair(lon_lat(row)));
            }
            None => spot.fault("is no place of the table places"),
        }
    }
    seen
}

/// Longitude and latitude of a point, alone or as the only one of a collection.
fn point(geometry: &Value) -> Option<(f64, f64)> {
    let only = list(geometry, "geometries").first().unwrap_or(geometry);
    match list(only, "coordinates") {
        [lon, lat, ..] => lon.as_f64().zip(lat.as_f64()),
        _ => None,
    }
}

fn lon_lat(row: Row<'_>) -> Option<(f64, f64)> {
    row.num("lon").zip(row.num("lat"))
}

fn pair(point: Option<(f64, f64)>) -> String {
    point.map_or_else(|| "none".to_owned(), |(lon, lat)| format!("{lon} {lat}"))
}

/// The table of Linked Places.
fn place_table(files: &Files, places: &Held, faults: &mut Faults) {
    let path = "geo/places.lp.tsv";
    let Some(lines) = files.text(path, faults) else { return };
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.delimiter(b'\t').from_reader(lines.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| header.iter().position(|one| one == name);
    let (Some(id), lon, lat) = (column("id"), column("lon"), column("lat")) else {
        faults.add(path, "line 1", "has no column id");
        return;
    };
    let mut seen = HashSet::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.add(path, "", format!("is no table: {error}"));
                return;
            }
        };
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        let key = last_part(cell(Some(id)));
        let mut spot = faults.at(path, key);
        spot.must(seen.insert(key.to_owned()), || "stands there twice".to_owned());
        let Some(row) = places.get(key) else {
            spot.fault("is no place of the table places");
            continue;
        };
        for (name, at) in [("lon", lon), ("lat", lat)] {
            if at.is_some() {
                let found = cell(at).parse::<f64>().ok();
                let told =
                    |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
                spot.same(name, &told(found), "the table places", &told(row.num(name)));
            }
        }
    }
}
