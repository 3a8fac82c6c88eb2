//! Rows that wait for a row group. They wait on disk: every table has some, and those of a table that
//! fills slowly would be in memory for most of a run.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::mem;
use std::path::{Path, PathBuf};

use zstd::bulk::Decompressor;

use crate::model::table::Table;
use crate::write::columns::{Batch, Cells};

/// Rows, or bytes of text, of a batch that goes to disk on its own.
const FEW: (usize, usize) = (512, 64 << 10);

/// How many may wait in memory.
const MANY: (usize, usize) = (4096, 1 << 20);

/// Whether a batch waits in memory until there is more: packed, it would not get much smaller.
pub fn is_small(batch: &Batch) -> bool {
    is_below(batch, FEW)
}

fn is_below(batch: &Batch, (rows, bytes): (usize, usize)) -> bool {
    batch.rows < rows && batch.columns.iter().map(Cells::text_bytes).sum::<usize>() < bytes
}

/// Rows of one table while they are gathered.
pub struct Waiting {
    folder: PathBuf,
    on_disk: OnDisk,
    /// Few rows, and those that came behind them.
    few: Batch,
}

/// Packed batches one behind the other, in a file without a name.
#[derive(Default)]
struct OnDisk {
    file: Option<File>,
    /// Where each begins, and how long its columns are.
    parts: Vec<(u64, Vec<usize>)>,
    end: u64,
    rows: usize,
    /// Bytes of the texts of each column.
    text_bytes: Vec<usize>,
}

/// Rows that any thread may read, column by column.
#[derive(Default)]
pub struct Rows {
    on_disk: OnDisk,
    /// The rest of them.
    few: Option<Batch>,
}

impl Waiting {
    /// None yet; what does not fit into memory goes to this folder.
    pub fn new(table: Table, folder: &Path) -> Self {
        let (folder, few) = (folder.to_owned(), Batch::new(table));
        Self { folder, on_disk: OnDisk::default(), few }
    }

    /// How many there are.
    pub fn rows(&self) -> usize {
        self.on_disk.rows + self.few.rows
    }

    /// Adds the rows of a batch, which may be packed unless it is small.
    pub fn push(&mut self, batch: Batch) -> io::Result<()> {
        if !is_small(&batch) {
            self.end_few()?;
            return self.on_disk.push(batch, &self.folder);
        }
        self.few.extend(&batch, 0..batch.rows);
        if is_below(&self.few, MANY) { Ok(()) } else { self.end_few() }
    }

    fn end_few(&mut self) -> io::Result<()> {
        if self.few.rows == 0 {
            return Ok(());
        }
        let few = self.take_few();
        self.on_disk.push(few, &self.folder)
    }

    fn take_few(&mut self) -> Batch {
        let none = Batch::new(self.few.table);
        mem::replace(&mut self.few, none)
    }

    /// All of them; none wait from now on.
    pub fn take(&mut self) -> Rows {
        Rows { on_disk: mem::take(&mut self.on_disk), few: Some(self.take_few()) }
    }
}

impl OnDisk {
    fn push(&mut self, mut batch: Batch, folder: &Path) -> io::Result<()> {
        Batch::pack([&mut batch])?;
        let (mut bytes, mut lengths) = (Vec::new(), Vec::new());
        self.text_bytes.resize(batch.columns.len(), 0);
        for (cells, text_bytes) in batch.columns.iter().zip(&mut self.text_bytes) {
            let before = bytes.len();
            bytes = postcard::to_extend(cells, bytes).map_err(io::Error::other)?;
            lengths.push(bytes.len() - before);
            *text_bytes += cells.text_bytes();
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(folder)?),
        };
        file.write_all(&bytes)?;
        self.parts.push((self.end, lengths));
        self.end += bytes.len() as u64;
        self.rows += batch.rows;
        Ok(())
    }
}

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.on_disk.rows + self.few.as_ref().map_or(0, |few| few.rows)
    }

    /// Bytes of the texts of a column.
    pub fn text_bytes(&self, at: usize) -> usize {
        let few = self.few.as_ref().and_then(|few| few.columns.get(at)).map(Cells::text_bytes);
        self.on_disk.text_bytes.get(at).into_iter().chain(&few).sum()
    }

    /// The cells of a column, in parts.
    pub fn column(&self, at: usize) -> io::Result<impl Iterator<Item = io::Result<Cells>>> {
        let mut zstd = Decompressor::new()?;
        let mut bytes = Vec::new();
        let of_part = move |(start, lengths): &(u64, Vec<usize>)| {
            let before: usize = lengths.iter().take(at).sum();
            bytes.resize(lengths.get(at).copied().unwrap_or_default(), 0);
            let mut file = self.on_disk.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
            file.seek(SeekFrom::Start(start + before as u64))?;
            file.read_exact(&mut bytes)?;
            let mut cells: Cells = postcard::from_bytes(&bytes).map_err(io::Error::other)?;
            cells.unpack(&mut zstd).map(|()| cells)
        };
        let few = self.few.iter().filter_map(move |few| few.columns.get(at).cloned());
        Ok(self.on_disk.parts.iter().map(of_part).chain(few.map(Ok)))
    }
}
