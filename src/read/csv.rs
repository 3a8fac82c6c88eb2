//! CSV with a text in every row.

use std::io::{self, BufRead, Cursor, Read};
use std::ops::ControlFlow;

use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use memchr::memmem::Finder;

use crate::model::diag::{Code, Diagnostic};
use crate::read::columns::delimiter;
use crate::read::format::{Each, Format, Holds};
use crate::read::options::Options;
use crate::read::rows::{self, Role, Row};
use crate::read::stream::{self, Stream};

/// CSV, its columns parted by commas, semicolons or tabs.
pub static FORMAT: Format =
    Format { name: "csv", endings: &["csv", "tsv", "tab"], roots: &[], holds: Holds::Many(read) };

const BOM: &[u8] = b"\xEF\xBB\xBF";

fn read(input: &mut dyn BufRead, options: &Options, each: &mut Each<'_>) -> Result<(), Diagnostic> {
    let limit = options.limits.document;
    let mut head = Vec::new();
    let passed = Stream::new(input, limit).pass(&Finder::new(b"\n"), &mut head)?;
    if passed.too_long {
        return Err(stream::too_large("its first line", 0, limit));
    }
    let bom_len = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let delimiter = delimiter(&head);
    head.drain(..bom_len);
    let bounded = Bounded { input: Cursor::new(head).chain(input), left: limit };
    let mut table = ReaderBuilder::new().delimiter(delimiter).from_reader(bounded);
    let roles = roles(&mut table, options)?;
    let mut record = ByteRecord::new();
    let (mut number, mut empty) = (0, 0);
    loop {
        table.get_mut().left = limit;
        let place = table.position();
        let (mut line, mut at) = (place.line(), place.byte() + bom_len as u64);
        let row = match table.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                if let Some(place) = record.position() {
                    (line, at) = (place.line(), place.byte() + bom_len as u64);
                }
                row(&roles, &record)
            }
            Err(error) => match error.into_kind() {
                ErrorKind::UnequalLengths { pos, expected_len, len } => {
                    if let Some(place) = pos {
                        (line, at) = (place.line(), place.byte() + bom_len as u64);
                    }
                    Err(format!("it has {len} cells where the header has {expected_len}"))
                }
                ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                    return Err(unclosed(line, at, limit));
                }
                ErrorKind::Io(error) => return Err(stream::unreadable(&error, at)),
                other => Err(format!("{other:?}")),
            },
        };
        number += 1;
        let part = match row {
            Ok(row) => row.part(number).map(Ok),
            Err(what) => Some(Err(rows::damaged(line, at, &what))),
        };
        empty += u64::from(part.is_none());
        if part.is_some_and(|part| each(part) == ControlFlow::Break(())) {
            return Ok(());
        }
    }
    let _ = rows::without_text(empty).map(|note| each(Err(note)));
    Ok(())
}

/// What the columns are; at least one must be of texts.
fn roles(table: &mut csv::Reader<impl Read>, options: &Options) -> Result<Vec<Role>, Diagnostic> {
    let unreadable = |error: csv::Error| {
        let message = format!("has no header that can be read: {error}; mend its first line");
        Diagnostic::file(Code::Damaged, message)
    };
    let head = table.byte_headers().map_err(unreadable)?;
    let names = head.iter().map(decode).collect::<Result<Vec<_>, _>>();
    let names =
        names.map_err(|what| Diagnostic::file(Code::NotText, format!("its header {what}")))?;
    let roles: Vec<Role> = names.iter().map(|name| Role::of(name, options)).collect();
    match roles.iter().any(|role| matches!(role, Role::Text)) {
        true => Ok(roles),
        false => Err(rows::no_column(&names, options)),
    }
}

fn row(roles: &[Role], record: &ByteRecord) -> Result<Row, String> {
    let mut row = Row::default();
    for (role, cell) in roles.iter().zip(record) {
        if !matches!(role, Role::Other) {
            row.put(*role, decode(cell)?)?;
        }
    }
    Ok(row)
}

/// The text of a cell.
fn decode(cell: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(cell).map_err(|error| {
        format!("is not UTF-8 from byte {} of a cell; save it in UTF-8", error.valid_up_to())
    })
}

fn unclosed(line: u64, at: u64, limit: u64) -> Diagnostic {
    let row = format!("the row in line {line}, in which a quotation mark may not be closed,");
    stream::too_large(&row, at, limit)
}

/// A stream of which only so much may be read for one row.
struct Bounded<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        }
        Ok(read)
    }
}
