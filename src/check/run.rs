//! `run.json` and what a run with its formats leaves behind, against what is there.

use std::collections::BTreeSet;

use crate::check::Shared;
use crate::check::document::{self, Document};
use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::check::registers::Registers;
use crate::check::table::{self, Held};
use crate::check::tei;
use crate::check::tei::corpus::Corpus;
use crate::model::table::Table;
use crate::report::RunRecord;
use crate::write::SCHEMA_VERSION;
use crate::write::folder::RUN;
use crate::write::source::ORIGINAL;

/// Formats, with what the paths of their files begin with.
const FORMATS: [(&str, &str); 9] = [
    ("csv", "tables/"),
    ("parquet", "parquet/"),
    ("tei", "tei/"),
    ("xlsx", "tables.xlsx"),
    ("sqlite", "records.sqlite"),
    ("sql", "sql/"),
    ("geo", "geo/"),
    ("annotations", "annotations/"),
    ("flat", "flat/"),
];

/// What the documents add up to.
pub struct Sums {
    /// Documents.
    pub documents: u64,
    bytes: u64,
    code_points: u64,
    sentences: u64,
    mentions: u64,
    /// Whether there are tables in which they could be counted.
    has_tables: bool,
    /// Sources that were set aside, by the table of problems.
    set_aside: Vec<String>,
    passed_over: u64,
    /// What their TEI files say.
    pub corpus: Corpus,
}

impl Sums {
    /// Nothing yet.
    pub fn new(has_tables: bool) -> Self {
        let corpus = Corpus::new(has_tables);
        Self {
            documents: 0,
            bytes: 0,
            code_points: 0,
            sentences: 0,
            mentions: 0,
            has_tables,
            set_aside: Vec::new(),
            passed_over: 0,
            corpus,
        }
    }

    /// Adds a document.
    pub fn add(&mut self, document: &Document<'_>) {
        let source = &document.source;
        self.bytes += source.bytes as u64;
        self.code_points += source.code_points as u64;
        let count = |table| document.sheets.table(table).map_or(0, |held| held.len() as u64);
        self.sentences += count(Table::Sentences);
        self.mentions += count(Table::Mentions);
    }

    /// Takes the problems of files that became no document; each has what it needs.
    pub fn asides(&mut self, asides: &Held, files: &Files, faults: &mut Faults) {
        let kept: BTreeSet<String> =
            files.below_path("quarantine/").map(|path| id_of(path, ".bin").to_owned()).collect();
        let mut named = BTreeSet::new();
        for row in asides.rows() {
            let id = row.get("problem_id");
            let mut spot = faults.at(asides.path(), id);
            let source = id.strip_suffix(".p001").unwrap_or_default();
            spot.must(!source.is_empty(), || "is no id of a problem of a whole file".to_owned());
            document::severity(row, &mut spot);
            if row.get("severity") == "error" {
                self.set_aside.push(row.get("path").to_owned());
            } else {
                self.passed_over += 1;
            }
            let is_kept = kept.contains(source);
            spot.must(is_kept || row.get("code") != "R002-not-text", || {
                format!("quarantine has no copy of it, {source}.bin")
            });
            named.insert(source.to_owned());
        }
        for path in files.below_path("quarantine/") {
            if self.has_tables && !named.contains(id_of(path, ".bin")) {
                faults.add(path, "", "is a copy of which no problem says why");
            }
        }
    }
}

/// The last part of a path without its ending.
fn id_of<'a>(path: &'a str, ending: &str) -> &'a str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(ending).unwrap_or(name)
}

/// Checks the record of the run and the files of the corpus.
pub fn check(sums: &Sums, registers: &Registers, shared: &Shared<'_>, faults: &mut Faults) {
    let Some(run) = shared.run else { return };
    let mut spot = faults.at(RUN, "");
    spot.same("schema_version", &run.schema_version, "this program", SCHEMA_VERSION);
    let mut equal = |what: &str, found: u64, expected: u64| {
        spot.equal(&format!("counts.{what}"), found, "the folder", expected);
    };
    equal("documents", run.counts.documents, sums.documents);
    equal("bytes", run.counts.bytes, sums.bytes);
    equal("codepoints", run.counts.codepoints, sums.code_points);
    if sums.has_tables {
        equal("sentences", run.counts.sentences, sums.sentences);
        equal("mentions", run.counts.mentions, sums.mentions);
        equal("passed_over", run.counts.passed_over, sums.passed_over);
        equal("set_aside", run.counts.set_aside, sums.set_aside.len() as u64);
        let paths: Vec<_> = run.set_aside.iter().map(|aside| aside.path.clone()).collect();
        spot.must(paths == sums.set_aside, || {
            "set_aside does not name the files that the problems do".to_owned()
        });
    } else if let Some(sentences) = sums.corpus.extent.get("sentences") {
        equal("sentences", run.counts.sentences, *sentences);
    }
    let entities = registers.table(Table::Entities).map(|held| held.len() as u64);
    let in_tei = shared.files.has(tei::REGISTERS).then_some(shared.entities.len() as u64);
    if let Some(entities) = entities.or(in_tei) {
        spot.equal("counts.entities", run.counts.entities, "the folder", entities);
    }
    formats(run, shared.files, faults);
    if is_asked(run, "tei") {
        tei::corpus::check(&sums.corpus, shared, faults);
    }
}

/// Whether a run was asked for a format.
pub fn is_asked(run: &RunRecord, format: &str) -> bool {
    run.to.iter().any(|one| one == format)
}

/// What was asked for is there, and nothing else is.
fn formats(run: &RunRecord, files: &Files, faults: &mut Faults) {
    for (format, start) in FORMATS {
        let first = files.below_path(start).next();
        match (is_asked(run, format), first) {
            (true, None) => {
                faults.add(RUN, "", format!("to has {format}, of which no file is there"))
            }
            (false, Some(path)) => {
                faults.add(RUN, "", format!("to lacks {format}, of which {path} is there"));
            }
            _ => {}
        }
    }
    let mut expected = vec!["README.md".to_owned()];
    if is_asked(run, "csv") {
        expected.extend(Table::ALL.into_iter().map(table::path));
        expected.push("datapackage.json".to_owned());
    }
    if is_asked(run, "parquet") {
        let file = |table: Table| format!("parquet/{}.parquet", table.name());
        expected.extend(Table::ALL.into_iter().map(file));
    }
    if is_asked(run, "tei") {
        expected.extend([tei::REGISTERS, tei::CORPUS].map(str::to_owned));
    }
    for path in expected.iter().filter(|path| files.get(path).is_none()) {
        faults.add(path, "", "is not there or not listed, though every such run writes it");
    }
}

/// Files of a kind that belong to no document and no table, and documents without theirs.
pub fn foreign(paths: Vec<(String, String)>, shared: &Shared<'_>, faults: &mut Faults) {
    let files = shared.files;
    let (sources, teis): (BTreeSet<String>, BTreeSet<String>) = paths.into_iter().unzip();
    let tables = |folder: &str, ending: &str| -> BTreeSet<String> {
        Table::ALL.iter().map(|table| format!("{folder}{}{ending}", table.name())).collect()
    };
    let mut tei_files = teis.clone();
    tei_files.extend([tei::REGISTERS, tei::CORPUS].map(str::to_owned));
    for (start, ending, known) in [
        ("source/", "", &sources),
        ("tei/", "", &tei_files),
        ("tables/", ".csv", &tables("tables/", ".csv")),
        ("parquet/", "", &tables("parquet/", ".parquet")),
    ] {
        let all = files.below_path(start).filter(|path| path.ends_with(ending));
        let is_known = |path: &str| {
            let text = path.strip_suffix(ORIGINAL).map(|stem| format!("{stem}.txt"));
            known.contains(path) || text.is_some_and(|text| known.contains(&text))
        };
        for path in all.filter(|path| !is_known(path)) {
            faults.add(path, "", "belongs to no document and no table");
        }
    }
    if shared.run.is_some_and(|run| is_asked(run, "tei")) {
        for path in teis.iter().filter(|path| files.get(path).is_none()) {
            faults.add(path, "", "is not there or not listed, though it is the file of a document");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write;

    #[test]
    fn every_format_that_can_be_asked_for_is_looked_for() {
        for name in write::names() {
            assert!(FORMATS.iter().any(|(format, _)| *format == name), "{name}");
        }
    }
}
