//! Copies of the tables in other formats, cell for cell against the CSV.

#[cfg(feature = "parquet")]
mod parquet;
mod sqlite;
mod xlsx;

use std::fs::File;
use std::panic::{self, AssertUnwindSafe};

use csv::StringRecord;

use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::check::table::{self, Row};
use crate::error::quietly;
use crate::model::table::Table;
use crate::write::codebook::{self, Column, Type};

/// Checks every copy that is there.
pub fn check(files: &Files, faults: &mut Faults) {
    fenced(sqlite::PATH, files, faults, sqlite::check);
    fenced(xlsx::PATH, files, faults, xlsx::check);
    for table in Table::ALL {
        let path = format!("parquet/{}.parquet", table.name());
        #[cfg(feature = "parquet")]
        fenced(&path, files, faults, |files, faults| parquet::check(&path, table, files, faults));
        #[cfg(not(feature = "parquet"))]
        if files.has(&path) {
            faults.note("Parquet was not checked, since this program was built without it");
            break;
        }
    }
}

/// Checks a file that is there. What its library does not survive is a fault of the file too.
fn fenced(
    path: &str,
    files: &Files,
    faults: &mut Faults,
    check: impl Fn(&Files, &mut Faults) -> Result<(), String>,
) {
    if files.get(path).is_none() {
        return;
    }
    match quietly(|| panic::catch_unwind(AssertUnwindSafe(|| check(files, faults)))) {
        Ok(Ok(())) => {}
        Ok(Err(what)) => faults.add(path, "", what),
        Err(_) => faults.add(path, "", "cannot be read: its library failed inside"),
    }
}

/// A cell of a copy.
#[derive(Debug, Clone, PartialEq)]
enum Given<'a> {
    Missing,
    Text(&'a str),
    /// Text that was made of what the copy holds.
    Made(String),
    Number(f64),
    Flag(bool),
    /// Something that no cell of a table is.
    Other,
}

impl Given<'_> {
    /// Whether it says what a cell of the CSV does.
    fn is(&self, column: &Column, cell: &str) -> bool {
        match (self, &column.kind) {
            (Self::Missing, _) => cell.is_empty(),
            (_, _) if cell.is_empty() => false,
            (Self::Number(number), Type::Int | Type::Num) => cell.parse() == Ok(*number),
            (Self::Flag(flag), Type::Bool) => cell == if *flag { "true" } else { "false" },
            (_, Type::Int | Type::Num | Type::Bool) => false,
            (Self::Text(text), _) => *text == cell,
            (Self::Made(text), _) => text == cell,
            _ => false,
        }
    }

    fn told(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => (*text).to_owned(),
            Self::Made(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Other => "of a foreign type".to_owned(),
        }
    }
}

/// A copy of a table, compared row by row.
struct Comparison<'a> {
    path: &'a str,
    table: Table,
    reader: csv::Reader<File>,
    record: StringRecord,
    /// Rows of the copy so far.
    rows: u64,
    /// Rows of the CSV so far.
    faced: u64,
    /// Whether rows no longer face one another.
    is_lost: bool,
}

impl<'a> Comparison<'a> {
    /// Begins with the first row; none where there is no CSV to compare with.
    fn new(path: &'a str, table: Table, files: &Files, faults: &mut Faults) -> Option<Self> {
        let Some(reader) = table::plain(files, table) else {
            faults.note(format!("{path}: {} was not compared, there is no such CSV", table.name()));
            return None;
        };
        let record = StringRecord::new();
        Some(Self { path, table, reader, record, rows: 0, faced: 0, is_lost: false })
    }

    /// Whether these are the names of its columns.
    fn is_header(&self, names: &[impl AsRef<str>]) -> bool {
        let expected = codebook::columns(self.table).iter().map(|column| column.name.as_str());
        names.iter().map(AsRef::as_ref).eq(expected)
    }

    /// Compares the names of columns.
    fn header(&self, names: &[impl AsRef<str>], faults: &mut Faults) -> bool {
        let fits = self.is_header(names);
        if !fits {
            faults.add(self.path, self.table.name(), "has not the columns of the codebook");
        }
        fits
    }

    /// Compares the next row; `told` says whether a cell that differs is told of elsewhere.
    fn row(
        &mut self,
        cells: &[Given<'_>],
        told: impl Fn(&Given<'_>, &str) -> bool,
        faults: &mut Faults,
    ) {
        self.rows += 1;
        if self.is_lost || !matches!(self.reader.read_record(&mut self.record), Ok(true)) {
            self.is_lost = true;
            return;
        }
        self.faced += 1;
        let row = Row::new(self.table, &self.record);
        let at = format!("{} {}", self.table.name(), row.key());
        let csv = table::path(self.table);
        if cells.len() > self.record.len() {
            faults.add(self.path, &at, "has a cell too many");
        }
        for ((column, cell), given) in row.cells().zip(cells) {
            if given.is(column, cell) || told(given, cell) {
                continue;
            }
            if column.is_key {
                // What follows would differ as well.
                self.is_lost = true;
                let what = format!("row {} is of {} instead", self.rows, given.told());
                faults.add(self.path, &at, what);
                return;
            }
            faults.at(self.path, &at).same(&column.name, &given.told(), &csv, cell);
        }
    }

    /// Compares how many rows there were.
    fn end(mut self, faults: &mut Faults) {
        loop {
            match self.reader.read_record(&mut self.record) {
                Ok(true) => self.faced += 1,
                Ok(false) => break,
                // That the CSV is broken is told of where it is checked.
                Err(_) => return,
            }
        }
        let (csv, table) = (table::path(self.table), self.table.name());
        faults.at(self.path, table).equal("the number of rows", self.rows, &csv, self.faced);
    }
}
