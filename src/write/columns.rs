//! Rows gathered into typed columns.

use std::io;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use zstd::bulk::{Compressor, Decompressor};

use crate::error::Error;
use crate::model::date::day::Day;
use crate::model::record::{Outcome, Run};
use crate::model::table::{Cell, Row, Table};
use crate::write::codebook::{self, Type};
use crate::write::register::Register;
use crate::write::rows::{self, RowSink};

/// The rows that a chunk of sources gives, a batch for every table.
pub fn of_chunk(run: &Run, chunk: &[Outcome]) -> Vec<Batch> {
    let mut batches = Batches::new();
    rows::of_chunk(run, chunk, &mut batches);
    batches.0
}

/// Gives the rows that only the whole corpus gives, some at a time, in a batch for every table.
pub fn of_corpus(
    run: &Run,
    register: &Register,
    mut take: impl FnMut(Vec<Batch>) -> Result<(), Error>,
) -> Result<(), Error> {
    rows::of_corpus(run, register, &mut Batches::new(), &mut |batches| {
        take(std::mem::replace(batches, Batches::new()).0)
    })
}

/// The cells of one column.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Cells {
    /// Text and words of closed lists.
    Text(Strings),
    /// Whole numbers, and days since 1970.
    Int(Vec<Option<i32>>),
    /// Numbers.
    Num(Vec<Option<f64>>),
    /// Yes or no.
    Bool(Vec<Option<bool>>),
    /// Lists of strings: all items, and the number of items up to the end of each list.
    List(Strings, Vec<usize>),
}

impl Cells {
    /// The texts of a column of texts.
    pub fn texts(&self) -> impl Iterator<Item = Option<&str>> {
        let strings = match self {
            Self::Text(strings) => Some(strings),
            _ => None,
        };
        strings.into_iter().flat_map(Strings::iter)
    }

    /// Bytes of its texts.
    pub fn text_bytes(&self) -> usize {
        match self {
            Self::Text(Strings { packed: Some(packed), .. }) => packed.sizes[0],
            Self::Text(Strings { text, .. }) => text.len(),
            _ => 0,
        }
    }

    /// Makes texts small for as long as they wait.
    fn pack(&mut self, zstd: &mut Compressor<'_>) -> io::Result<()> {
        match self {
            Self::Text(strings) | Self::List(strings, _) => strings.pack(zstd),
            Self::Int(_) | Self::Num(_) | Self::Bool(_) => Ok(()),
        }
    }

    /// Undoes that.
    pub fn unpack(&mut self, zstd: &mut Decompressor<'_>) -> io::Result<()> {
        match self {
            Self::Text(strings) | Self::List(strings, _) => strings.unpack(zstd),
            Self::Int(_) | Self::Num(_) | Self::Bool(_) => Ok(()),
        }
    }

    fn flat(&self, row: usize, column: &codebook::Column) -> Cell<'_> {
        fn one<T: Copy>(cells: &[Option<T>], row: usize) -> Option<T> {
            cells.get(row).copied().flatten()
        }
        match self {
            Self::Text(strings) => strings.get(row).filter(|text| !text.is_empty()).into(),
            Self::Int(days) if column.kind == Type::Date => {
                one(days, row).map(|day| Day::from_epoch(day).to_string()).into()
            }
            Self::Int(numbers) => one(numbers, row).into(),
            Self::Num(numbers) => one(numbers, row).into(),
            Self::Bool(flags) => one(flags, row).into(),
            Self::List(items, ends) => {
                let start = row.checked_sub(1).and_then(|before| ends.get(before));
                let start = start.copied().unwrap_or_default();
                let end = ends.get(row).copied().unwrap_or_default();
                let items: Vec<&str> = items.range(start..end).flatten().collect();
                Some(items.join("|")).filter(|text| !text.is_empty()).into()
            }
        }
    }
}

/// Strings one behind the other.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Strings {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// Whether each is there at all.
    present: Vec<bool>,
    /// All three, compressed, while nobody reads them.
    packed: Option<Packed>,
}

/// Strings that wait.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Packed {
    text: Vec<u8>,
    /// Four bytes for the length of each, and one for whether the string is there.
    lengths: Vec<u8>,
    /// How long both are when they are unpacked.
    sizes: [usize; 2],
}

/// A quick one; these bytes never reach a file.
const LEVEL: i32 = -3;

impl Strings {
    fn push(&mut self, value: Option<&str>) {
        self.text.push_str(value.unwrap_or_default());
        // A chunk has as much text as its documents, which may have 1 GiB.
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.present.push(value.is_some());
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn pack(&mut self, zstd: &mut Compressor<'_>) -> io::Result<()> {
        let Self { text, ends, present, packed } = std::mem::take(self);
        if packed.is_some() {
            self.packed = packed;
            return Ok(());
        }
        let starts = std::iter::once(&0).chain(&ends);
        let lengths = ends.iter().zip(starts).flat_map(|(end, start)| (end - start).to_le_bytes());
        let lengths: Vec<u8> =
            lengths.chain(present.iter().map(|is_there| u8::from(*is_there))).collect();
        self.packed = Some(Packed {
            sizes: [text.len(), lengths.len()],
            text: zstd.compress(text.as_bytes())?,
            lengths: zstd.compress(&lengths)?,
        });
        Ok(())
    }

    fn unpack(&mut self, zstd: &mut Decompressor<'_>) -> io::Result<()> {
        let Some(Packed { text, lengths, sizes: [size, size_of_lengths] }) = self.packed.take()
        else {
            return Ok(());
        };
        let text = zstd.decompress(&text, size)?;
        self.text = String::from_utf8(text).map_err(io::Error::other)?;
        let bytes = zstd.decompress(&lengths, size_of_lengths)?;
        let (lengths, present) = bytes.split_at(size_of_lengths / 5 * 4);
        let (lengths, _) = lengths.as_chunks();
        let mut end = 0_u32;
        let ends = lengths.iter().map(|length| {
            end = end.saturating_add(u32::from_le_bytes(*length));
            end
        });
        self.ends = ends.collect();
        self.present = present.iter().map(|is_there| *is_there != 0).collect();
        Ok(())
    }

    /// One of them.
    fn get(&self, at: usize) -> Option<&str> {
        self.range(at..at + 1).next().flatten()
    }

    /// The strings, in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.range(0..self.ends.len())
    }

    /// Some of them.
    pub fn range(&self, rows: Range<usize>) -> impl Iterator<Item = Option<&str>> {
        let before = rows.start.checked_sub(1).and_then(|at| self.ends.get(at));
        let mut start = before.copied().unwrap_or_default() as usize;
        let ends = self.ends.get(rows.clone()).unwrap_or_default();
        let present = self.present.get(rows).unwrap_or_default();
        ends.iter().zip(present).map(move |(end, present)| {
            let text = self.text.get(start..*end as usize);
            start = *end as usize;
            text.filter(|_| *present)
        })
    }
}

/// The items of each list, by the ends of lists.
pub fn lists(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends.iter().copied()).map(|(start, end)| start..end)
}

/// Some rows of one table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Batch {
    /// The table.
    pub table: Table,
    /// Its columns, in order.
    pub columns: Vec<Cells>,
    /// How many rows there are.
    pub rows: usize,
}

impl Batch {
    /// No rows of a table.
    pub fn new(table: Table) -> Self {
        let column = |column: &codebook::Column| match column.kind {
            Type::Str | Type::Enum(_) => Cells::Text(Strings::default()),
            Type::Int | Type::Date => Cells::Int(Vec::new()),
            Type::Num => Cells::Num(Vec::new()),
            Type::Bool => Cells::Bool(Vec::new()),
            Type::List => Cells::List(Strings::default(), Vec::new()),
        };
        Self { table, columns: codebook::columns(table).iter().map(column).collect(), rows: 0 }
    }

    fn push<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (column, cell) {
                (Cells::Text(strings), Cell::Str(text)) => strings.push(Some(&text)),
                (Cells::Text(strings), _) => strings.push(None),
                (Cells::Int(numbers), Cell::Int(number)) => numbers.push(Some(number)),
                (Cells::Int(numbers), Cell::Date(day)) => numbers.push(Some(day.since_epoch())),
                (Cells::Int(numbers), _) => numbers.push(None),
                (Cells::Num(numbers), Cell::Num(number)) => numbers.push(Some(number)),
                (Cells::Num(numbers), _) => numbers.push(None),
                (Cells::Bool(flags), Cell::Bool(flag)) => flags.push(Some(flag)),
                (Cells::Bool(flags), _) => flags.push(None),
                (Cells::List(items, ends), cell) => {
                    if let Cell::List(list) = cell {
                        list.iter().for_each(|item| items.push(Some(item)));
                    }
                    ends.push(items.len());
                }
            }
        }
        self.rows += 1;
    }

    /// Makes texts of batches small for as long as they wait; they cannot be read until they are
    /// unpacked.
    pub fn pack<'b>(batches: impl IntoIterator<Item = &'b mut Self>) -> io::Result<()> {
        let mut zstd = Compressor::new(LEVEL)?;
        let mut columns = batches.into_iter().flat_map(|batch| &mut batch.columns);
        columns.try_for_each(|cells| cells.pack(&mut zstd))
    }

    /// Undoes that.
    pub fn unpack(&mut self) -> io::Result<()> {
        let mut zstd = Decompressor::new()?;
        self.columns.iter_mut().try_for_each(|cells| cells.unpack(&mut zstd))
    }

    /// The cells of a row as CSV has them: days and lists are text, and empty text is missing.
    pub fn flat(&self, row: usize) -> impl Iterator<Item = Cell<'_>> {
        let described = codebook::columns(self.table);
        self.columns.iter().zip(described).map(move |(cells, column)| cells.flat(row, column))
    }

    /// Adds some rows of another batch of the same table.
    pub fn extend(&mut self, other: &Self, rows: Range<usize>) {
        fn copy<T: Clone>(to: &mut Vec<T>, from: &[T], rows: Range<usize>) {
            to.extend_from_slice(from.get(rows).unwrap_or_default());
        }
        for pair in self.columns.iter_mut().zip(&other.columns) {
            match pair {
                (Cells::Text(to), Cells::Text(from)) => {
                    from.range(rows.clone()).for_each(|text| to.push(text));
                }
                (Cells::Int(to), Cells::Int(from)) => copy(to, from, rows.clone()),
                (Cells::Num(to), Cells::Num(from)) => copy(to, from, rows.clone()),
                (Cells::Bool(to), Cells::Bool(from)) => copy(to, from, rows.clone()),
                (Cells::List(items, ends), Cells::List(from, from_ends)) => {
                    for list in lists(from_ends).skip(rows.start).take(rows.len()) {
                        from.range(list).for_each(|item| items.push(item));
                        ends.push(items.len());
                    }
                }
                _ => {}
            }
        }
        self.rows += rows.len();
    }
}

/// A batch for every table.
struct Batches(Vec<Batch>);

impl Batches {
    fn new() -> Self {
        Self(Table::ALL.iter().map(|table| Batch::new(*table)).collect())
    }
}

impl RowSink for Batches {
    fn row<'a, R: Row<'a>>(&mut self, row: R) {
        if let Some(batch) = self.0.iter_mut().find(|batch| batch.table == R::TABLE) {
            batch.push(row.cells());
        }
    }
}
