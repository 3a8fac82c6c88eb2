//! Sorts more than fits into memory: runs in temporary files, merged while they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Bytes that are read at once of each run.
const BUFFER: usize = 1 << 16;

/// So many runs of one level become one of the next, since a program may open few files only.
const WIDTH: usize = 64;

/// Collects pairs of key and value.
pub struct Sorter {
    folder: PathBuf,
    /// Bytes of keys and values that are held at once.
    room: usize,
    bytes: Vec<u8>,
    /// Beginning, end of the key, end of the value.
    pairs: Vec<(usize, usize, usize)>,
    /// Files with their levels.
    runs: Vec<(u32, File)>,
}

/// The next pair of a run, and which run that is.
type Head = (Vec<u8>, Vec<u8>, usize);

/// The pairs in the order of keys, then values.
pub struct Sorted {
    runs: Vec<BufReader<File>>,
    heads: BinaryHeap<Reverse<Head>>,
}

impl Sorter {
    /// A sorter that holds so many bytes, and keeps its runs in a folder, in files without a name.
    pub fn new(folder: &Path, room: usize) -> Self {
        let (bytes, pairs, runs) = (Vec::new(), Vec::new(), Vec::new());
        Self { folder: folder.to_owned(), room, bytes, pairs, runs }
    }

    /// Takes a pair.
    pub fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(key);
        let middle = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.pairs.push((start, middle, self.bytes.len()));
        if self.bytes.len() + self.pairs.len() * 24 >= self.room {
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
            write(&mut file, key, value)?;
        }
        self.runs.push((0, finished(file)?));
        self.bytes.clear();
        self.pairs.clear();
        self.unite()
    }

    /// Makes one run of those at the end that are as many of one level.
    fn unite(&mut self) -> io::Result<()> {
        while let Some((level, _)) = self.runs.last() {
            let level = *level;
            let equals = self.runs.iter().rev().take_while(|(one, _)| *one == level).count();
            if equals < WIDTH {
                break;
            }
            let mut sorted = Sorted::of(self.runs.split_off(self.runs.len() - equals))?;
            let mut file = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
            while let Some((key, value)) = sorted.next_pair()? {
                write(&mut file, &key, &value)?;
            }
            self.runs.push((level + 1, finished(file)?));
        }
        Ok(())
    }

    /// All pairs in order.
    pub fn finish(mut self) -> io::Result<Sorted> {
        self.spill()?;
        Sorted::of(self.runs)
    }
}

fn write(file: &mut impl Write, key: &[u8], value: &[u8]) -> io::Result<()> {
    write_part(file, key)?;
    write_part(file, value)
}

/// Bytes of the length before a part.
pub const LENGTH: usize = size_of::<u32>();

/// Writes bytes with their length before them.
pub fn write_part(file: &mut impl Write, part: &[u8]) -> io::Result<()> {
    let length = u32::try_from(part.len()).map_err(io::Error::other)?;
    file.write_all(&length.to_le_bytes())?;
    file.write_all(part)
}

/// A file that is to be read from its beginning.
pub fn finished(file: BufWriter<File>) -> io::Result<File> {
    let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

impl Sorted {
    fn of(runs: Vec<(u32, File)>) -> io::Result<Self> {
        let runs = runs.into_iter().map(|(_, run)| BufReader::with_capacity(BUFFER, run));
        let mut sorted = Self { runs: runs.collect(), heads: BinaryHeap::new() };
        for run in 0..sorted.runs.len() {
            sorted.advance(run)?;
        }
        Ok(sorted)
    }

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

/// Reads bytes that were written with their length; none at the end.
pub fn part(reader: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; LENGTH];
    match reader.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    reader.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_runs_give_their_pairs_in_order_and_leave_few_files_open() {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::new(folder.path(), 1);
        let pair = |n: u32| ((n * 7919 % 1000).to_be_bytes(), n.to_be_bytes());
        let mut expected: Vec<_> = (0..10_000).map(pair).collect();
        for (key, value) in &expected {
            sorter.push(key, value).unwrap();
            assert!(sorter.runs.len() < 3 * WIDTH);
        }
        expected.sort_unstable();
        let mut sorted = sorter.finish().unwrap();
        for (key, value) in expected {
            assert_eq!(sorted.next_pair().unwrap(), Some((key.to_vec(), value.to_vec())));
        }
        assert_eq!(sorted.next_pair().unwrap(), None);
    }
}
