//! The table of metadata: what its owner knows of each file, one row per file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, nearest};
use crate::hash;
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::{Metadata, Place};
use crate::read::columns::{COLUMNS, Put, delimiter};

/// The column that says which file a row is about.
const PATH: &str = "path";

/// A table of metadata.
#[derive(Debug)]
pub struct Table {
    /// Where it was read from.
    path: PathBuf,
    /// SHA-256 of its bytes.
    hash: String,
    rows: BTreeMap<String, Row>,
}

#[derive(Debug)]
struct Row {
    line: u64,
    metadata: Metadata,
}

impl Table {
    /// Reads a table in UTF-8 whose columns are parted by commas, semicolons or tabs.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is no such table: no column `path`, a column that nobody
    /// knows, a row that is too short, or two rows for one file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let wrong = |what: &str| {
            let message = format!("cannot use the metadata «{}»: {what}", path.display());
            Error::Usage(message)
        };
        let bytes = fs::read(path).map_err(|error| wrong(&format!("{error}; mend its path")))?;
        let hash = hash::sha256(&bytes);
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let at = error.valid_up_to();
            wrong(&format!("it is not UTF-8 from byte {at}; save it as CSV in UTF-8"))
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let rows = rows(text).map_err(|what| wrong(&what))?;
        Ok(Self { path: path.to_owned(), hash, rows })
    }

    /// SHA-256 of the file.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Whether a path leads to the table itself.
    pub fn is(&self, path: &Path) -> bool {
        let (one, other) = (path.canonicalize(), self.path.canonicalize());
        one.ok().zip(other.ok()).is_some_and(|(one, other)| one == other)
    }

    /// What it says of a document, or that it says nothing. A row may be about a member of an
    /// archive or dump, by the path of both, or about all that a file holds.
    pub fn of(&self, place: &Place) -> Result<Metadata, Diagnostic> {
        let of_file = self.rows.get(&place.name).map(|row| row.metadata.clone());
        let of_member = place.member.as_ref().and_then(|_| self.rows.get(&*place.whole_name()));
        let found = match of_member {
            Some(row) => Some(row.metadata.clone().or(of_file.unwrap_or_default())),
            // Its title is that of the whole then, and its members have their own.
            None if place.member.is_some() => {
                of_file.map(|metadata| Metadata { title: String::new(), ..metadata })
            }
            None => of_file,
        };
        found.ok_or_else(|| {
            let table = self.path.display();
            let message = format!("has no row in «{table}»; add one with its title and shelf mark");
            Diagnostic::file(Code::NoMetadata, message)
        })
    }

    /// The rows about none of these files, each by the path that it names.
    pub fn without_file(&self, names: &BTreeSet<&str>) -> Vec<(String, Diagnostic)> {
        let is_there = |name: &str| {
            // What lies in an archive is seen only when that is read.
            let around = name.match_indices('/').filter_map(|(at, _)| name.get(..at));
            names.contains(name) || around.into_iter().any(|around| names.contains(around))
        };
        let missing = self.rows.iter().filter(|(name, _)| !is_there(name));
        let missing = missing.map(|(name, row)| {
            let near = nearest(name, names.iter().copied());
            let near = near.map(|name| format!("did you mean «{name}»? ")).unwrap_or_default();
            let (table, line) = (self.path.display(), row.line);
            let message = format!(
                "has a row in «{table}», line {line}, but there is no such file; {near}mend the path \
                 there, from the input folder on, or remove the row"
            );
            (name.clone(), Diagnostic::file(Code::NoFile, message))
        });
        missing.collect()
    }
}

/// The rows by the paths that they name.
fn rows(text: &str) -> Result<BTreeMap<String, Row>, String> {
    let head = text.lines().next().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(head.as_bytes()))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| format!("{error}; mend that row");
    let columns = columns(reader.headers().map_err(unreadable)?)?;
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut path = String::new();
        let mut metadata = Metadata::default();
        for (column, cell) in columns.iter().zip(&record) {
            match column {
                Some(put) => {
                    put(&mut metadata, cell).map_err(|what| format!("in line {line} {what}"))?
                }
                None => cell.trim_start_matches("./").replace('\\', "/").clone_into(&mut path),
            }
        }
        if path.is_empty() {
            return Err(format!("line {line} names no file; fill its cell «{PATH}» in"));
        }
        if let Some(first) = rows.get(&path).map(|row| row.line) {
            return Err(format!("lines {first} and {line} are about «{path}»; leave one"));
        }
        rows.insert(path, Row { line, metadata });
    }
    Ok(rows)
}

/// Where the cells of each column go; the path goes nowhere.
fn columns(head: &csv::StringRecord) -> Result<Vec<Option<Put>>, String> {
    let known = || COLUMNS.iter().map(|(name, _)| *name).chain([PATH]);
    let mut columns = Vec::new();
    for name in head {
        let column = COLUMNS.iter().find(|(known, _)| *known == name);
        if column.is_none() && name != PATH {
            let meant = nearest(name, known()).map(|known| format!("did you mean «{known}»? "));
            let (meant, known) = (meant.unwrap_or_default(), known().collect::<Vec<_>>());
            let known = known.join(", ");
            return Err(format!("it has a column «{name}»; {meant}the columns are {known}"));
        }
        columns.push(column.map(|(_, put)| *put));
    }
    let paths = columns.iter().filter(|column| column.is_none()).count();
    match paths {
        1 => Ok(columns),
        _ => Err(format!("it has {paths} columns «{PATH}»; name the files in one")),
    }
}
