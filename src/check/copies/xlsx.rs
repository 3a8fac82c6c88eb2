//! `tables.xlsx`: a sheet for each table.

use std::fs::File;
use std::io::BufReader;

use calamine::{Cell, DataRef, Reader, Xlsx};

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
            compare(&mut workbook, sheet, n == 0, has_notes, &mut comparison, faults)
                .map_err(|error| format!("has a sheet «{sheet}» that cannot be read: {error}"))?;
        }
        comparison.end(faults);
    }
    Ok(())
}

/// The sheets of a table: one of its name, then «NAME 2» and so on.
fn sheets<'a>(table: Table, names: &'a [String]) -> impl Iterator<Item = &'a String> {
    let own = move |n: usize| match n {
        1 => table.name().to_owned(),
        n => format!("{} {n}", table.name()),
    };
    (1..).map_while(move |n| names.iter().find(|name| **name == own(n)))
}

fn compare(
    workbook: &mut Workbook,
    sheet: &str,
    is_first: bool,
    has_notes: bool,
    comparison: &mut Comparison<'_>,
    faults: &mut Faults,
) -> Result<(), calamine::XlsxError> {
    let columns = codebook::columns(comparison.table).len();
    // A cell that was cut is one of the notes.
    let told = |given: &Given<'_>, cell: &str| match given {
        Given::Made(text) => {
            has_notes && cell.encode_utf16().count() > LONGEST && cell.starts_with(text.as_str())
        }
        _ => false,
    };
    let mut cells = workbook.worksheet_cells_reader(sheet)?;
    let mut row = 0;
    let mut line: Vec<Given<'static>> = Vec::new();
    let mut take = |line: &mut Vec<Given<'static>>, row: u32, faults: &mut Faults| {
        line.resize(columns.max(line.len()), Given::Missing);
        if row == 0 {
            let names: Vec<String> = line.iter().map(Given::told).collect();
            return comparison.header(&names, faults) || !is_first;
        }
        comparison.row(line, told, faults);
        line.clear();
        true
    };
    while let Some(cell) = cells.next_cell()? {
        let (at, column) = cell.get_position();
        if at != row {
            if !take(&mut line, row, faults) {
                return Ok(());
            }
            line.clear();
            row = at;
        }
        let column = column as usize;
        if column < columns || !matches!(cell.get_value(), DataRef::Empty) {
            line.resize(column.min(columns), Given::Missing);
            line.push(given(&cell));
        }
    }
    if !line.is_empty() {
        take(&mut line, row, faults);
    }
    Ok(())
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
