//! Is an output folder what it says? Every file against the list of files, against the others that
//! say the same, and against the sources.
//!
//! Nothing here makes an output: what a record should be follows from its source and from the other
//! formats, so that a folder is proved even when whoever changed it has also mended its checksums.

mod copies;
mod date;
mod document;
mod exports;
mod faults;
mod files;
mod mention;
mod package;
mod registers;
mod run;
mod source;
mod table;
mod tei;
mod walk;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::charset;
use crate::check::document::Document;
use crate::check::exports::Exports;
use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::check::registers::Registers;
use crate::check::run::Sums;
use crate::check::source::Source;
use crate::check::table::{Held, Row};
use crate::check::walk::{Sheets, Walk};
use crate::error::Error;
use crate::model::document::Encoding;
use crate::model::table::Table;
use crate::report::RunRecord;

pub use crate::check::faults::{Fault, Report};

/// What every check may look at.
struct Shared<'a> {
    files: &'a Files,
    run: Option<&'a RunRecord>,
    /// Ids of the entities in the TEI registers.
    entities: HashSet<String>,
}

/// Checks an output folder; an error when it is none.
pub fn check(root: &Path) -> Result<Report, Error> {
    let mut faults = Faults::default();
    let files = Files::of(root, &mut faults)?;
    let mut registers = Registers::read(&files, &mut faults);
    let mut shared = Shared { files: &files, run: files.run.as_ref(), entities: HashSet::new() };
    shared.entities = tei::corpus::registers(&registers, &shared, &mut faults);
    let sums = documents(&mut registers, &shared, &mut faults);
    registers.check(&mut faults);
    run::check(&sums, &registers, &shared, &mut faults);
    package::check(&files, &mut faults);
    copies::check(&files, &mut faults);
    Ok(faults.report(sums.documents, files.len()))
}

/// A document as the folder lists it.
struct Entry<'a> {
    id: &'a str,
    source: &'a str,
    tei: String,
    row: Option<Row<'a>>,
}

/// Checks every document, one after another.
fn documents(registers: &mut Registers, shared: &Shared<'_>, faults: &mut Faults) -> Sums {
    let table = Held::read(shared.files, Table::Documents, false, faults);
    let entries = match &table {
        Some(table) => table.rows().map(listed).collect(),
        None => {
            let texts = shared.files.below_path("source/").filter(|path| path.ends_with(".txt"));
            texts.map(found).collect::<Vec<_>>()
        }
    };
    if let Some(table) = &table {
        order(table, faults);
    }
    let places: HashMap<String, usize> =
        entries.iter().enumerate().map(|(place, entry)| (entry.id.to_owned(), place)).collect();
    let mut walk = Walk::begin(shared.files, faults);
    let mut sums = Sums::new(table.is_some());
    let mut exports = Exports::begin(registers, shared.files, faults);
    for (place, entry) in entries.iter().enumerate() {
        let sheets = walk.take(place, &places, faults);
        one(entry, sheets, registers, shared, (&mut sums, &mut exports), faults);
    }
    // Rows that belong to no document are told of here.
    walk.take(entries.len(), &places, faults);
    exports.end(faults);
    sums.asides(&walk.asides, shared.files, faults);
    let paths = entries.iter().map(|entry| (entry.source.to_owned(), entry.tei.clone())).collect();
    run::foreign(paths, shared, faults);
    sums
}

fn listed(row: Row<'_>) -> Entry<'_> {
    let (id, source, tei) = (row.get("doc_id"), row.get("source_path"), row.get("tei_path"));
    Entry { id, source, tei: tei.to_owned(), row: Some(row) }
}

/// A document of a folder without tables, by the path of its source.
fn found(source: &str) -> Entry<'_> {
    let name = source.rsplit('/').next().unwrap_or(source);
    let id = name.strip_suffix(".txt").unwrap_or(name);
    let place = source.strip_prefix("source/").unwrap_or(source);
    let place = place.strip_suffix(".txt").unwrap_or(place);
    Entry { id, source, tei: format!("tei/{place}.tei.xml"), row: None }
}

/// The encoding that the tables name; without them, and where they name none, that of the bytes.
fn encoding(row: Option<Row<'_>>, bytes: &[u8]) -> Encoding {
    let named = row.and_then(|row| Encoding::of_name(row.get("encoding")));
    let guess = || charset::detect(bytes).map(|guess| guess.encoding);
    named.or_else(guess).unwrap_or(Encoding::Utf8)
}

/// Documents stand in the order of the paths of their inputs.
fn order(table: &Held, faults: &mut Faults) {
    let mut last = "";
    for row in table.rows() {
        let name = row.get("original_filename");
        if name < last {
            let what = format!("stands behind «{last}», out of the order of original_filename");
            faults.add(table.path(), row.get("doc_id"), what);
        }
        last = name;
    }
}

fn one(
    entry: &Entry<'_>,
    sheets: Sheets,
    registers: &mut Registers,
    shared: &Shared<'_>,
    (sums, exports): (&mut Sums, &mut Exports),
    faults: &mut Faults,
) {
    let files = shared.files;
    sums.documents += 1;
    let (Some(present), Some(bytes)) = (files.get(entry.source), files.bytes(entry.source, faults))
    else {
        faults.add(
            entry.source,
            "",
            format!("is not there or not listed, though it is the source of {}", entry.id),
        );
        return;
    };
    let encoding = encoding(entry.row, &bytes);
    let source = match Source::decode(&bytes, encoding) {
        Ok(source) => source,
        Err(at) => {
            faults.add(entry.source, &format!("byte {at}"), format!("is not {}", encoding.name()));
            return;
        }
    };
    let document =
        Document { id: entry.id, row: entry.row, source, sha256: &present.sha256, sheets };
    document::check(&document, faults);
    mention::check(&document, registers, faults);
    date::check(&document, faults);
    sums.add(&document);
    exports.document(&document, faults);
    if files.has(&entry.tei) {
        let header = tei::document(&entry.tei, &document, registers, shared, faults);
        sums.corpus.add(&entry.tei, header, faults);
    }
}
