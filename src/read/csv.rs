//! CSV with a text in every row.

use std::io::{self, BufRead, Chain, Cursor, Read};

use csv::{ByteRecord, ErrorKind, Position, ReaderBuilder};
use memchr::memmem::Finder;

use crate::charset::decode::UTF_8 as BOM;
use crate::model::diag::{Code, Diagnostic};
use crate::read::columns::delimiter;
use crate::read::format::{Each, Format, Holds, broken};
use crate::read::options::Options;
use crate::read::rows::{self, Role, Row, Rows};
use crate::read::stream::{self, Stream};

/// CSV, its columns parted by commas, semicolons or tabs.
pub static FORMAT: Format =
    Format { name: "csv", endings: &["csv", "tsv", "tab"], roots: &[], holds: Holds::Rows(read) };

fn read(input: &mut dyn BufRead, options: &Options, each: &mut Each<'_>) -> Result<(), Diagnostic> {
    let mut table = Table::open(input, options)?;
    let mut rows = Rows::new(each);
    let mut number = 0;
    let end = loop {
        number += 1;
        match table.row() {
            Ok(Some(row)) => {
                if rows.hand(number, row).is_break() {
                    return Ok(());
                }
            }
            Ok(None) => break Ok(()),
            Err(diagnostic) => break Err(diagnostic),
        }
    };
    rows.end();
    end
}

/// A table that is being read.
struct Table<'t> {
    reader: csv::Reader<Bounded<'t>>,
    record: ByteRecord,
    /// What the columns are.
    roles: Vec<Role>,
    bom_len: u64,
    limit: u64,
}

impl<'t> Table<'t> {
    /// Reads the header, by which columns are parted and known.
    fn open(input: &'t mut dyn BufRead, options: &Options) -> Result<Self, Diagnostic> {
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
        let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(bounded);
        let roles = roles(&mut reader, options)?;
        Ok(Self { reader, record: ByteRecord::new(), roles, bom_len: bom_len as u64, limit })
    }

    /// The next row, or what is wrong with it; an error is one of the whole file.
    fn row(&mut self) -> Result<Option<Result<Row, Diagnostic>>, Diagnostic> {
        self.reader.get_mut().left = self.limit;
        let before = self.reader.position().clone();
        let (place, row) = match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => return Ok(None),
            Ok(true) => (self.record.position().cloned(), row(&self.roles, &self.record)),
            Err(error) => match error.into_kind() {
                ErrorKind::UnequalLengths { pos, expected_len, len } => {
                    (pos, Err(format!("it has {len} cells where the header has {expected_len}")))
                }
                ErrorKind::Io(error) => return Err(self.broken_off(&before, &error)),
                other => (None, Err(format!("{other:?}"))),
            },
        };
        let place = place.unwrap_or(before);
        let at = place.byte() + self.bom_len;
        Ok(Some(row.map_err(|what| rows::damaged(place.line(), at, &what))))
    }

    fn broken_off(&self, place: &Position, error: &io::Error) -> Diagnostic {
        let (line, at) = (place.line(), place.byte() + self.bom_len);
        if error.kind() != io::ErrorKind::FileTooLarge {
            return broken(error, at);
        }
        let row = format!("the row in line {line}, in which a quotation mark may not be closed,");
        stream::too_large(&row, at, self.limit)
    }
}

/// What the columns are; at least one must be of texts.
fn roles(table: &mut csv::Reader<impl Read>, options: &Options) -> Result<Vec<Role>, Diagnostic> {
    let unreadable = |error: csv::Error| {
        let message = format!("has no header that can be read: {error}; mend its first line");
        Diagnostic::file(Code::Damaged, message)
    };
    let head = table.byte_headers().map_err(unreadable)?;
    let names = head.iter().map(decode).collect::<Result<Vec<_>, _>>();
    let names = names
        .map_err(|what| Diagnostic::file(Code::Damaged, format!("has a header that {what}")))?;
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

/// A stream of which only so much may be read for one row.
struct Bounded<'t> {
    input: Chain<Cursor<Vec<u8>>, &'t mut dyn BufRead>,
    left: u64,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        }
        Ok(read)
    }
}
