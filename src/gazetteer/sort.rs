//! Sorts more than fits into memory: runs in temporary files, merged while they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Bytes of keys and values that are held at once.
const HELD: usize = 64 << 20;

/// Collects pairs of key and value.
pub struct Sorter {
    folder: PathBuf,
    bytes: Vec<u8>,
    /// Beginning, end of the key, end of the value.
    pairs: Vec<(usize, usize, usize)>,
    runs: Vec<File>,
}

/// The next pair of a run, and which run that is.
type Head = (Vec<u8>, Vec<u8>, usize);

/// The pairs in the order of keys, then values.
pub struct Sorted {
    runs: Vec<BufReader<File>>,
    heads: BinaryHeap<Reverse<Head>>,
}

impl Sorter {
    /// A sorter that keeps its runs in a folder, in files without a name.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), bytes: Vec::new(), pairs: Vec::new(), runs: Vec::new() }
    }

    /// Takes a pair.
    pub fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(key);
        let middle = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.pairs.push((start, middle, self.bytes.len()));
        if self.bytes.len() + self.pairs.len() * 24 >= HELD {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        let bytes = &self.bytes;
        let pair = |(start, middle, end): &(usize, usize, usize)| {
            (
                bytes.get(*start..*middle).unwrap_or_default(),
                bytes.get(*middle..*end).unwrap_or_default(),
            )
        };
        self.pairs.sort_unstable_by(|a, b| pair(a).cmp(&pair(b)));
        let mut file = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for one in &self.pairs {
            let (key, value) = pair(one);
            for part in [key, value] {
                file.write_all(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes())?;
                file.write_all(part)?;
            }
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.bytes.clear();
        self.pairs.clear();
        Ok(())
    }

    /// All pairs in order.
    pub fn finish(mut self) -> io::Result<Sorted> {
        self.spill()?;
        let runs =
            self.runs.into_iter().map(|run| BufReader::with_capacity(1 << 18, run)).collect();
        let mut sorted = Sorted { runs, heads: BinaryHeap::new() };
        for run in 0..sorted.runs.len() {
            sorted.advance(run)?;
        }
        Ok(sorted)
    }
}

impl Sorted {
    /// The next pair.
    pub fn next_pair(&mut self) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
        let Some(Reverse((key, value, run))) = self.heads.pop() else { return Ok(None) };
        self.advance(run)?;
        Ok(Some((key, value)))
    }

    fn advance(&mut self, run: usize) -> io::Result<()> {
        let Some(reader) = self.runs.get_mut(run) else { return Ok(()) };
        let Some(key) = part(reader)? else { return Ok(()) };
        let value = part(reader)?.unwrap_or_default();
        self.heads.push(Reverse((key, value, run)));
        Ok(())
    }
}

/// The next key or value of a run.
fn part(reader: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match reader.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    reader.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}
