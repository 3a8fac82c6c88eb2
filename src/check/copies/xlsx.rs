//! `tables.xlsx`: a sheet for each table.

use std::fs::File;
use std::io::BufReader;

use calamine::{Cell, DataRef, Reader, Xlsx, XlsxError};

use crate::check::copies::{Comparison, Given};
use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::model::table::Table;
use crate::write::codebook;

/// Where the workbook is in the folder.
pub const PATH: &str = "tables.xlsx";

/// The sheet that names cells which were cut.
const NOTES: &str = "notes";

/// What a cell can hold, in units of UTF-16.
const LONGEST: usize = 32_767;

type Workbook = Xlsx<BufReader<File>>;

/// Checks the workbook; an error when it is none.
pub fn check(files: &Files, faults: &mut Faults) -> Result<(), String> {
    let file = File::open(files.path(PATH)).map_err(|error| format!("cannot be read: {error}"))?;
    let mut workbook: Workbook =
        Xlsx::new(BufReader::new(file)).map_err(|error| format!("is no workbook: {error}"))?;
    let names = workbook.sheet_names();
    let has_notes = names.iter().any(|name| name == NOTES);
    for table in Table::ALL {
        let mut sheets = sheets(table, &names).peekable();
        if sheets.peek().is_none() {
            faults.add(PATH, table.name(), "is not there");
            continue;
        }
        let Some(mut comparison) = Comparison::new(PATH, table, files, faults) else { continue };
        for (n, sheet) in sheets.enumerate() {
            let lines = Lines { comparison: &mut comparison, is_first: n == 0, has_notes };
            lines
                .compare(&mut workbook, sheet, faults)
                .map_err(|error| format!("has a sheet «{sheet}» that cannot be read: {error}"))?;
        }
        comparison.end(faults);
    }
    Ok(())
}

/// The sheets of a table: one of its name, then «NAME 2» and so on.
fn sheets(table: Table, names: &[String]) -> impl Iterator<Item = &String> {
    let own = move |n: usize| match n {
        1 => table.name().to_owned(),
        n => format!("{} {n}", table.name()),
    };
    (1..).map_while(move |n| names.iter().find(|name| **name == own(n)))
}

/// The lines of a sheet on their way to be compared.
struct Lines<'c, 'a> {
    comparison: &'c mut Comparison<'a>,
    is_first: bool,
    has_notes: bool,
}

impl Lines<'_, '_> {
    fn compare(
        mut self,
        workbook: &mut Workbook,
        sheet: &str,
        faults: &mut Faults,
    ) -> Result<(), XlsxError> {
        let mut cells = workbook.worksheet_cells_reader(sheet)?;
        let mut line: Vec<Given<'static>> = Vec::new();
        let mut row = 0;
        while let Some(cell) = cells.next_cell()? {
            let (at, column) = cell.get_position();
            if at != row {
                if !self.line(&line, row, faults) {
                    return Ok(());
                }
                line.clear();
                row = at;
            }
            if !matches!(cell.get_value(), DataRef::Empty) {
                // Cells without a value are left out; one too many is enough to be told of.
                line.resize((column as usize).min(self.columns()), Given::Missing);
                line.push(given(&cell));
            }
        }
        if !line.is_empty() {
            self.line(&line, row, faults);
        }
        Ok(())
    }

    fn columns(&self) -> usize {
        codebook::columns(self.comparison.table).len()
    }

    /// Takes a line; false when there is no sense in going on.
    fn line(&mut self, line: &[Given<'static>], row: u32, faults: &mut Faults) -> bool {
        let mut line = line.to_vec();
        line.resize(self.columns().max(line.len()), Given::Missing);
        if row == 0 {
            let names: Vec<String> = line.iter().map(Given::told).collect();
            // Where a table goes on it may begin with a row instead.
            if self.is_first || self.comparison.is_header(&names) {
                return self.comparison.header(&names, faults);
            }
        }
        // A cell that was cut is one of the notes.
        let has_notes = self.has_notes;
        let told = |given: &Given<'_>, cell: &str| match given {
            Given::Made(text) => {
                has_notes
                    && cell.encode_utf16().count() > LONGEST
                    && cell.starts_with(text.as_str())
            }
            _ => false,
        };
        self.comparison.row(&line, told, faults);
        true
    }
}

fn given(cell: &Cell<DataRef<'_>>) -> Given<'static> {
    match cell.get_value() {
        DataRef::Empty => Given::Missing,
        DataRef::String(text) => Given::Made(text.clone()),
        DataRef::SharedString(text) => Given::Made((*text).to_owned()),
        DataRef::Int(number) => Given::Number(*number as f64),
        DataRef::Float(number) => Given::Number(*number),
        DataRef::Bool(flag) => Given::Flag(*flag),
        _ => Given::Other,
    }
}
