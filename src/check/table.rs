//! A CSV table, row by row, every cell as the codebook has it.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Write};

use csv::{ErrorKind, StringRecord, Terminator, WriterBuilder};

use crate::check::faults::{Faults, quote};
use crate::check::files::Files;
use crate::hash::Hasher;
use crate::model::date::day::Day;
use crate::model::table::Table;
use crate::write::codebook::{self, Column, Type};

/// Where the table is in the folder.
pub fn path(table: Table) -> String {
    format!("tables/{}.csv", table.name())
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: Table,
    record: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// A record as a row of a table.
    pub fn new(table: Table, record: &'a StringRecord) -> Self {
        Self { table, record }
    }

    /// The cell of a column; empty where there is none.
    pub fn get(self, column: &str) -> &'a str {
        let at = codebook::columns(self.table).iter().position(|one| one.name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// The whole number in a column.
    pub fn int(self, column: &str) -> Option<i64> {
        self.get(column).parse().ok()
    }

    /// The place in a text that a column gives.
    pub fn offset(self, column: &str) -> Option<usize> {
        self.get(column).parse().ok()
    }

    /// The number in a column.
    pub fn num(self, column: &str) -> Option<f64> {
        self.get(column).parse().ok()
    }

    /// The cells of the primary key, or of all columns where the table has none.
    pub fn key(self) -> String {
        let cells = codebook::columns(self.table).iter().zip(self.record);
        let has_key = codebook::columns(self.table).iter().any(|column| column.is_key);
        let key = cells.filter(|(column, _)| column.is_key || !has_key);
        key.map(|(_, cell)| cell).collect::<Vec<_>>().join(" ")
    }

    /// Its cells with their columns.
    pub fn cells(self) -> impl Iterator<Item = (&'static Column, &'a str)> {
        codebook::columns(self.table).iter().zip(self.record)
    }

    /// The document that it belongs to: a column says so, or its first key begins with it.
    pub fn document(self) -> &'a str {
        if codebook::columns(self.table).iter().any(|column| column.name == "doc_id") {
            return self.get("doc_id");
        }
        let key = self.record.get(0).unwrap_or_default();
        key.rsplit_once('.').map_or("", |(document, _)| document)
    }
}

/// The rows of a table, from its file.
pub struct Rows {
    /// The table.
    pub table: Table,
    path: String,
    reader: csv::Reader<File>,
    /// The rows written again, which must give the same bytes.
    again: Option<csv::Writer<Digest>>,
    sha256: String,
    broken: bool,
}

impl Rows {
    /// Opens a table, if it is there and has the columns of the codebook.
    pub fn open(files: &Files, table: Table, faults: &mut Faults) -> Option<Self> {
        let path = path(table);
        let sha256 = files.get(&path)?.sha256.clone();
        let file = File::open(files.path(&path));
        let file =
            file.map_err(|error| faults.add(&path, "", format!("cannot be read: {error}"))).ok()?;
        let mut builder = csv::ReaderBuilder::new();
        let mut reader = builder.buffer_capacity(1 << 16).from_reader(file);
        let names = codebook::columns(table).iter().map(|column| column.name.as_str());
        match reader.headers() {
            Ok(header) if header.iter().eq(names.clone()) => {}
            Ok(_) => {
                let names: Vec<_> = names.collect();
                let what =
                    format!("its columns are not those of the codebook: {}", names.join(","));
                faults.add(&path, "line 1", what);
                return None;
            }
            Err(error) => {
                faults.add(&path, "line 1", format!("is no CSV: {error}"));
                return None;
            }
        }
        let mut builder = WriterBuilder::new();
        let mut again = builder.terminator(Terminator::CRLF).from_writer(Digest::default());
        let broken = again.write_record(names).is_err();
        Some(Self { table, path, reader, again: Some(again), sha256, broken })
    }

    /// The next row whose cells can be told apart; what is wrong with cells is noted.
    pub fn next(&mut self, faults: &mut Faults) -> Option<StringRecord> {
        let mut record = StringRecord::new();
        loop {
            let line = self.reader.position().line();
            match self.reader.read_record(&mut record) {
                Ok(true) => break,
                Ok(false) => {
                    self.finish(faults);
                    return None;
                }
                Err(error) => {
                    self.broken = true;
                    let at = format!("line {line}");
                    faults.add(&self.path, &at, format!("is no row of the table: {error}"));
                    if matches!(error.kind(), ErrorKind::Io(_)) {
                        return None;
                    }
                }
            }
        }
        let written = self.again.as_mut().map(|again| again.write_record(&record));
        self.broken |= !matches!(written, Some(Ok(())));
        let row = Row::new(self.table, &record);
        for (column, cell) in row.cells() {
            if let Some(what) = wrong(column, cell) {
                faults.add(&self.path, &row.key(), format!("{} {what}", column.name));
            }
        }
        Some(record)
    }

    /// Only one form of CSV is ours, so that the same rows always have the same bytes.
    fn finish(&mut self, faults: &mut Faults) {
        let Some(Ok(Digest(hasher))) = self.again.take().map(csv::Writer::into_inner) else {
            return;
        };
        if !self.broken && hasher.finish() != self.sha256 {
            let what = "is not CSV as Litopys writes it: UTF-8 without byte order mark, lines that \
                        end in CRLF, quotes only where they are needed";
            faults.add(&self.path, "", what);
        }
    }
}

#[derive(Default)]
struct Digest(Hasher);

impl Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The records of a table whose columns are those of the codebook, as they stand: what is wrong
/// with cells is told where the table itself is checked.
pub fn plain(files: &Files, table: Table) -> Option<csv::Reader<File>> {
    let file =
        File::open(files.path(files.has(&path(table)).then(|| path(table))?.as_str())).ok()?;
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 16).from_reader(file);
    let names = codebook::columns(table).iter().map(|column| column.name.as_str());
    let fits = reader.headers().is_ok_and(|header| header.iter().eq(names));
    fits.then_some(reader)
}

/// What is wrong with a cell, by what the codebook says of its column.
fn wrong(column: &Column, cell: &str) -> Option<String> {
    if cell.is_empty() {
        return column.required.then(|| "is empty".to_owned());
    }
    let (fits, what) = match &column.kind {
        Type::Str => (true, ""),
        Type::Int => {
            (cell.parse().is_ok_and(|n: i32| n.to_string() == cell), "no whole number of 32 bits")
        }
        Type::Num => (is_number(cell), "no number as Litopys writes it"),
        Type::Date => {
            (Day::parse(cell).is_some_and(|day| day.to_string() == cell), "no day of the calendar")
        }
        Type::Bool => (matches!(cell, "true" | "false"), "neither true nor false"),
        Type::List => (cell.split('|').all(|item| !item.is_empty()), "a list with an empty item"),
        Type::Enum(words) => {
            (words.iter().any(|word| word == cell), "none of the words of the codebook")
        }
    };
    (!fits).then(|| format!("is {}, {what}", quote(cell)))
}

fn is_number(cell: &str) -> bool {
    cell.parse().is_ok_and(|n: f64| n.is_finite() && format!("{n:?}") == cell)
}

/// Rows that are held in memory: a table of the whole corpus, or those of one document.
pub struct Held {
    table: Table,
    path: String,
    records: Vec<StringRecord>,
    /// Their places by the first column, the first one for each.
    places: HashMap<String, usize>,
    keys: HashSet<String>,
}

impl Held {
    /// No rows yet.
    pub fn new(table: Table) -> Self {
        let (places, keys) = (HashMap::new(), HashSet::new());
        Self { table, path: path(table), records: Vec::new(), places, keys }
    }

    /// Reads a whole table; `sorted` by its first column, or in whatever order.
    pub fn read(files: &Files, table: Table, sorted: bool, faults: &mut Faults) -> Option<Self> {
        let mut rows = Rows::open(files, table, faults)?;
        let mut held = Self::new(table);
        while let Some(record) = rows.next(faults) {
            let first = |record: &StringRecord| record.get(0).unwrap_or_default().to_owned();
            let last = held.records.last().map(first).unwrap_or_default();
            if sorted && first(&record) < last {
                let key = Row::new(table, &record).key();
                faults.add(&held.path, &key, format!("stands behind {last}, out of order"));
            }
            held.push(record, faults);
        }
        Some(held)
    }

    /// Takes a row, unless one with this key is there.
    pub fn push(&mut self, record: StringRecord, faults: &mut Faults) {
        let key = Row::new(self.table, &record).key();
        if self.keys.contains(&key) {
            faults.add(&self.path, &key, "stands there twice");
            return;
        }
        self.keys.insert(key);
        let first = record.get(0).unwrap_or_default();
        self.places.entry(first.to_owned()).or_insert(self.records.len());
        self.records.push(record);
    }

    /// The first row whose first column is this.
    pub fn get(&self, key: &str) -> Option<Row<'_>> {
        let record = self.records.get(self.place(key)?)?;
        Some(Row::new(self.table, record))
    }

    /// The place of that row among all.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// Its rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row::new(self.table, record))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Where the table is in the folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it is the table of this name.
    pub fn is(&self, name: &str) -> bool {
        self.table.name() == name
    }
}
