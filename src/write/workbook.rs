//! The sheets of a workbook, filled row by row within the limits of Excel.

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::model::table::{Cell, Table};
use crate::write::codebook;
use crate::write::columns::Batch;

/// Rows of a sheet of Excel.
pub const SHEET: u32 = 1_048_576;

/// What a cell holds, in units of UTF-16, which Excel counts.
const CELL: usize = 32_767;

/// Width of columns in digits, such that most keys can be read.
const WIDTH: f64 = 24.0;

/// Pinned; the usual 6 takes twice as long for files that are a tenth smaller.
const COMPRESSION: u8 = 3;

/// Bytes of a file inside the workbook beyond which it needs the wider fields of ZIP64.
const ZIP: u64 = u32::MAX as u64;

/// A workbook of all tables, of which the last rows only are in memory.
pub struct Book {
    workbook: Workbook,
    bold: Format,
    tables: Vec<Series>,
    /// Names what does not stand where one would look for it.
    notes: Series,
    /// Rows of a sheet, the header among them.
    limit: u32,
}

/// The sheets of a table, of which the last is being filled.
struct Series {
    name: &'static str,
    header: Vec<&'static str>,
    sheets: Vec<Sheet>,
}

struct Sheet {
    worksheet: Worksheet,
    rows: u32,
    /// As many bytes as it may take at the most.
    bytes: u64,
}

/// What became of one row.
#[derive(Default)]
struct Written {
    /// The name of the sheet, when the row is the first of a further one.
    further: Option<String>,
    /// Columns whose cells are not whole, with the number of characters that they should have.
    cut: Vec<(&'static str, usize)>,
}

impl Book {
    /// An empty workbook, whose temporary files are in a folder.
    pub fn new(folder: &Path, limit: u32) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        // The same bytes every time: no clock.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(
            &DocProperties::new().set_author("Litopys").set_creation_datetime(&created),
        );
        let header = |table| codebook::columns(table).iter().map(|column| column.name.as_str());
        let series = |table: Table| Series::new(table.name(), header(table).collect());
        let notes = Series::new("notes", vec!["table", "key", "column", "characters", "note"]);
        let tables = Table::ALL.into_iter().map(series).collect();
        let mut book = Self { workbook, bold: Format::new().set_bold(), tables, notes, limit };
        for series in &mut book.tables {
            series.begin(&mut book.workbook, &book.bold)?;
        }
        Ok(book)
    }

    /// Adds rows to a table.
    pub fn take(&mut self, batch: &Batch) -> Result<(), XlsxError> {
        for row in 0..batch.rows {
            let cells: Vec<Cell<'_>> = batch.flat(row).collect();
            self.row(batch.table, &cells)?;
        }
        Ok(())
    }

    fn row(&mut self, table: Table, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        let Self { workbook, bold, tables, notes, limit } = self;
        let Some(series) = tables.iter_mut().find(|series| series.name == table.name()) else {
            return Ok(());
        };
        let written = series.row(workbook, bold, *limit, cells)?;
        let mut note = |key: &str, column: &str, characters: Option<usize>, text: &str| {
            let characters = characters.map(|n| i32::try_from(n).unwrap_or(i32::MAX));
            let note =
                [table.name().into(), key.into(), column.into(), characters.into(), text.into()];
            notes.row(workbook, bold, *limit, &note).map(|_| ())
        };
        if let Some(sheet) = written.further {
            note("", "", None, &format!("goes on in the sheet «{sheet}»"))?;
        }
        for (column, characters) in written.cut {
            note(
                &key(table, cells),
                column,
                Some(characters),
                "longer than a cell can be, and cut",
            )?;
        }
        Ok(())
    }

    /// Writes the workbook.
    pub fn save(self, to: impl Write + Send) -> Result<(), XlsxError> {
        let Self { mut workbook, tables, notes, .. } = self;
        for series in tables.into_iter().chain([notes]) {
            let last = column_number(series.header.len()).saturating_sub(1);
            for Sheet { mut worksheet, rows, bytes } in series.sheets {
                if rows > 1 {
                    worksheet.autofilter(0, 0, rows - 1, last)?;
                }
                if bytes > ZIP {
                    workbook.use_zip_large_file(true);
                }
                workbook.push_worksheet(worksheet);
            }
        }
        workbook.set_zip_compression_level(COMPRESSION);
        workbook.save_to_writer(to)
    }
}

/// The key of a row as one text.
fn key(table: Table, cells: &[Cell<'_>]) -> String {
    let columns = codebook::columns(table).iter().zip(cells).filter(|(column, _)| column.is_key);
    let texts: Vec<String> = columns
        .map(|(_, cell)| match cell {
            Cell::Str(text) => text.to_string(),
            Cell::Int(number) => number.to_string(),
            _ => String::new(),
        })
        .collect();
    texts.join("|")
}

impl Series {
    fn new(name: &'static str, header: Vec<&'static str>) -> Self {
        Self { name, header, sheets: Vec::new() }
    }

    /// Begins a sheet, and gives its name.
    fn begin(&mut self, workbook: &mut Workbook, bold: &Format) -> Result<String, XlsxError> {
        let name = match self.sheets.len() {
            0 => self.name.to_owned(),
            n => format!("{} {}", self.name, n + 1),
        };
        let mut worksheet = workbook.new_worksheet_with_constant_memory()?;
        worksheet.set_name(&name)?;
        worksheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0..).zip(&self.header) {
            worksheet.set_column_width(at, WIDTH)?;
            worksheet.write_string_with_format(0, at, *column, bold)?;
        }
        self.sheets.push(Sheet { worksheet, rows: 1, bytes: 0 });
        Ok(name)
    }

    /// Adds a row, in a further sheet where the last one is full.
    fn row(
        &mut self,
        workbook: &mut Workbook,
        bold: &Format,
        limit: u32,
        cells: &[Cell<'_>],
    ) -> Result<Written, XlsxError> {
        let mut written = Written::default();
        if self.sheets.last().is_none_or(|sheet| sheet.rows == limit) {
            let is_further = !self.sheets.is_empty();
            let name = self.begin(workbook, bold)?;
            written.further = is_further.then_some(name);
        }
        if let Some(sheet) = self.sheets.last_mut() {
            for ((at, column), cell) in (0..).zip(&self.header).zip(cells) {
                if let Some(characters) = sheet.cell(at, cell)? {
                    written.cut.push((column, characters));
                }
            }
            sheet.rows += 1;
        }
        Ok(written)
    }
}

impl Sheet {
    /// Writes a cell of the row after the last; gives the number of its characters when it is cut.
    fn cell(&mut self, column: u16, cell: &Cell<'_>) -> Result<Option<usize>, XlsxError> {
        let Self { worksheet, rows, bytes } = self;
        let row = *rows;
        // A control character becomes seven letters, and each cell has markup around it.
        let length = if let Cell::Str(text) = cell { text.len() } else { 0 };
        *bytes += 100 + 7 * length as u64;
        match cell {
            Cell::Str(text) => match fitting(text) {
                Some((part, characters)) => {
                    worksheet.write_string(row, column, part)?;
                    return Ok(Some(characters));
                }
                None => worksheet.write_string(row, column, text.as_ref())?,
            },
            Cell::Int(number) => worksheet.write_number(row, column, *number)?,
            Cell::Num(number) => worksheet.write_number(row, column, *number)?,
            Cell::Bool(flag) => worksheet.write_boolean(row, column, *flag)?,
            // There are no others in the rows of a batch.
            Cell::Empty | Cell::Date(_) | Cell::List(_) => worksheet,
        };
        Ok(None)
    }
}

/// The part of a text that a cell holds, and the number of all its characters, if it is too long.
fn fitting(text: &str) -> Option<(&str, usize)> {
    // No text has more units of UTF-16 than bytes.
    if text.len() <= CELL {
        return None;
    }
    let mut units = 0;
    let mut ends = text.char_indices().map(|(at, letter)| {
        units += letter.len_utf16();
        (at, units)
    });
    let (end, _) = ends.find(|(_, units)| *units > CELL)?;
    Some((text.get(..end)?, text.chars().count()))
}

/// A number of columns as Excel counts them.
fn column_number(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn a_full_sheet_goes_on_in_the_next_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Book::new(folder.path(), 3).unwrap();
        for n in 0..5 {
            book.row(Table::Rules, &[format!("rule-{n}").into()]).unwrap();
        }
        let mut bytes = Vec::new();
        book.save(&mut bytes).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        let at = names.iter().position(|name| name == "rules").unwrap();
        assert_eq!(names[at..at + 4], ["rules", "rules 2", "rules 3", "candidates"]);
        assert_eq!(names.last().unwrap(), "notes");
        for (sheet, keys) in [("rules", vec![0, 1]), ("rules 2", vec![2, 3]), ("rules 3", vec![4])]
        {
            let range = book.worksheet_range(sheet).unwrap();
            let found: Vec<String> = range.rows().map(|row| row[0].to_string()).collect();
            let keys = keys.iter().map(|n| format!("rule-{n}"));
            assert_eq!(
                found,
                std::iter::once("rule_id".to_owned()).chain(keys).collect::<Vec<_>>()
            );
        }
        let notes = book.worksheet_range("notes").unwrap();
        assert_eq!(notes.get_value((2, 0)), Some(&Data::String("rules".to_owned())));
        assert!(notes.get_value((2, 4)).unwrap().to_string().contains("«rules 3»"));
    }

    #[test]
    fn a_cell_is_cut_between_characters_and_never_above_what_excel_counts() {
        assert_eq!(fitting(&"я".repeat(CELL)), None);
        let text = format!("{}𝒜б", "я".repeat(CELL - 1));
        let (part, characters) = fitting(&text).unwrap();
        assert_eq!((part.chars().count(), characters), (CELL - 1, CELL + 1));
        assert_eq!(fitting(&"a".repeat(CELL + 1)).unwrap().0.len(), CELL);
    }
}
