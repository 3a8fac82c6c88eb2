//! Sources on disk: those of a large folder would be in memory to the end of a run.

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::model::diag::Diagnostic;
use crate::read::source::Source;
use crate::sort::{finished, part, write_part};

/// Sources in their order, each to be read once.
pub struct Listing {
    file: BufReader<File>,
    /// The number of the next.
    next: usize,
    /// What is said against some, by their numbers.
    verdicts: FxHashMap<usize, Box<Diagnostic>>,
}

impl Listing {
    /// Moves sources into a file without a name in a folder.
    pub fn of(sources: Vec<Source>, folder: &Path) -> io::Result<Self> {
        let mut file = BufWriter::new(tempfile::tempfile_in(folder)?);
        let mut verdicts = FxHashMap::default();
        for (number, mut source) in sources.into_iter().enumerate() {
            if let Some(verdict) = source.verdict.take() {
                verdicts.insert(number, verdict);
            }
            write_part(&mut file, &postcard::to_stdvec(&source).map_err(io::Error::other)?)?;
        }
        Ok(Self { file: BufReader::new(finished(file)?), next: 0, verdicts })
    }

    fn read(&mut self) -> io::Result<Option<Source>> {
        let Some(bytes) = part(&mut self.file)? else { return Ok(None) };
        let mut source: Source = postcard::from_bytes(&bytes).map_err(io::Error::other)?;
        source.verdict = self.verdicts.remove(&self.next);
        self.next += 1;
        Ok(Some(source))
    }
}

impl Iterator for Listing {
    type Item = io::Result<Source>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
