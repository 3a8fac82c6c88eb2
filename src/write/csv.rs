//! `tables/*.csv`: RFC 4180, UTF-8 without byte order mark, one header row.

use crate::error::Error;
use crate::model::record::{Outcome, Run};
use crate::model::table::{Cell, Row, Table};
use crate::write::folder::Folder;
use crate::write::growing::Growing;
use crate::write::register::Whole;
use crate::write::rows::{self, RowSink};
use crate::write::{Encoded, Sink, Writer, codebook, disarmed};

/// CSV tables.
pub struct Csv;

impl Writer for Csv {
    fn name(&self) -> Option<&'static str> {
        Some("csv")
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        let mut lines = Lines::new();
        rows::of_chunk(run, chunk, &mut lines);
        lines.finish(run).map(Encoded::Lines)
    }

    fn open(&self, run: &Run, folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        let mut paths = Table::ALL.map(path).to_vec();
        if run.escape_formulas {
            paths.extend(Table::ALL.map(|table| disarmed::path(&path(table))));
        }
        let mut files = Growing::begin(paths, folder)?;
        let mut header = Lines::new();
        for table in Table::ALL {
            let names = codebook::columns(table).iter().map(|column| column.name.as_str());
            header.record(table, names.map(Cell::from));
        }
        files.append(header.finish(run)?)?;
        Ok(Box::new(Files(files)))
    }
}

fn path(table: Table) -> String {
    format!("tables/{}.csv", table.name())
}

/// A writer of CSV as all our files have it.
pub fn lines() -> csv::Writer<Vec<u8>> {
    let mut builder = csv::WriterBuilder::new();
    builder.terminator(csv::Terminator::CRLF).flexible(false).from_writer(Vec::new())
}

/// Rows as bytes, a writer for each table.
struct Lines {
    writers: Vec<(Table, csv::Writer<Vec<u8>>)>,
    failure: Option<csv::Error>,
    cell: String,
}

impl Lines {
    fn new() -> Self {
        let writers = Table::ALL.map(|table| (table, lines())).into();
        Self { writers, failure: None, cell: String::new() }
    }

    fn record<'a>(&mut self, table: Table, cells: impl Iterator<Item = Cell<'a>>) {
        let Some((_, writer)) = self.writers.iter_mut().find(|(one, _)| *one == table) else {
            return;
        };
        let write = || {
            for cell in cells {
                writer.write_field(text(&cell, &mut self.cell))?;
            }
            writer.write_record(None::<&[u8]>)
        };
        if let Err(failure) = write() {
            self.failure.get_or_insert(failure);
        }
    }

    fn finish(self, run: &Run) -> Result<Vec<(String, Vec<u8>)>, Error> {
        if let Some(failure) = self.failure {
            return Err(Error::format("CSV", failure));
        }
        let bytes = |(table, writer): (Table, csv::Writer<Vec<u8>>)| match writer.into_inner() {
            Ok(bytes) => Ok((path(table), bytes)),
            Err(failure) => Err(Error::format("CSV", failure)),
        };
        let mut tables = self.writers.into_iter().map(bytes).collect::<Result<Vec<_>, _>>()?;
        if run.escape_formulas {
            tables.extend(disarmed::copies(&tables)?);
        }
        Ok(tables)
    }
}

impl RowSink for Lines {
    fn row<'a, R: Row<'a>>(&mut self, row: R) {
        self.record(R::TABLE, row.cells());
    }
}

/// The cell as text; `scratch` holds it when it had to be made.
fn text<'c>(cell: &'c Cell<'_>, scratch: &'c mut String) -> &'c str {
    use std::fmt::Write;
    scratch.clear();
    // Writing to a string cannot fail.
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Str(text) => return text,
        Cell::Int(number) => write!(scratch, "{number}"),
        Cell::Num(number) => write!(scratch, "{number:?}"),
        Cell::Bool(yes) => write!(scratch, "{yes}"),
        Cell::Date(day) => write!(scratch, "{day}"),
        Cell::List(list) => scratch.write_str(&list.join("|")),
    };
    scratch
}

struct Files(Growing);

impl Sink for Files {
    fn append(&mut self, encoded: Encoded, _: &mut Folder) -> Result<(), Error> {
        match encoded {
            Encoded::Lines(lines) => self.0.append(lines),
            _ => Ok(()),
        }
    }

    fn complete(&mut self, run: &Run, whole: &Whole) -> Result<(), Error> {
        rows::of_corpus(run, &whole.register, &mut Lines::new(), &mut |lines| {
            self.0.append(std::mem::replace(lines, Lines::new()).finish(run)?)
        })
    }

    fn close(self: Box<Self>, _: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        self.0.adopt(folder)
    }
}
