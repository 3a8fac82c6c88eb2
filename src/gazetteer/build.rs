//! Compiles records into a gazetteer, whatever their number, in bounded memory.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use fst::MapBuilder;
use sha2::{Digest, Sha256};

use crate::decline::{self, Cases, Known};
use crate::error::Error;
use crate::gazetteer::file::{HEADER, Header, LIST, packed};
use crate::gazetteer::spelling::{folded, plain};
use crate::gazetteer::{Hit, Record, SORTED, is_ukrainian};
use crate::lang::{Language, uk};
use crate::sort::{Sorted, Sorter};

/// What was built.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Built {
    /// Places.
    pub records: u64,
    /// Different forms.
    pub forms: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Takes records and writes the file when all are there.
pub struct Builder {
    folder: std::path::PathBuf,
    forms: Sorter,
    index: BufWriter<File>,
    records: BufWriter<File>,
    count: u32,
    written: u64,
}

impl Builder {
    /// A builder whose temporary files lie in the folder of the output.
    pub fn new(output: &Path) -> io::Result<Self> {
        let folder = match output.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => ".".into(),
        };
        let temporary = || tempfile::tempfile_in(&folder).map(BufWriter::new);
        let (index, records) = (temporary()?, temporary()?);
        let forms = Sorter::new(&folder, SORTED);
        Ok(Self { folder, forms, index, records, count: 0, written: 0 })
    }

    /// Where temporary files lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes a record; its names are written as the cleaned view of texts has them.
    pub fn add(&mut self, mut record: Record) -> io::Result<()> {
        record.name = plain(&record.name);
        record.names.iter_mut().for_each(|toponym| toponym.name = plain(&toponym.name));
        for (n, toponym) in record.names.iter().take(usize::from(u8::MAX)).enumerate() {
            let name = u8::try_from(n).unwrap_or(u8::MAX);
            for (form, cases) in forms(&toponym.name, &toponym.lang) {
                let hit = Hit { record: self.count, name, cases };
                // Big-endian, so that the order of bytes is that of records.
                self.forms.push(form.as_bytes(), &packed(hit).to_be_bytes())?;
            }
        }
        let json = serde_json::to_vec(&record)?;
        self.index.write_all(&self.written.to_le_bytes())?;
        self.records.write_all(&json)?;
        self.written += json.len() as u64;
        self.count += 1;
        Ok(())
    }

    /// Writes the file, which appears whole or not at all.
    ///
    /// # Errors
    ///
    /// When there is no record, or writing fails.
    pub fn finish(self, output: &Path) -> Result<Built, Error> {
        if self.count == 0 {
            let message = "the sources hold no place that could be read, so nothing was built";
            return Err(Error::NothingToDo(message.to_owned()));
        }
        self.write(output).map_err(|error| Error::write(output, error))
    }

    fn write(self, output: &Path) -> io::Result<Built> {
        let name = output.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let partial = self.folder.join(format!(".{name}.part"));
        let built = self.write_to(&partial);
        match built {
            Ok(_) => fs::rename(&partial, output)?,
            Err(_) => drop(fs::remove_file(&partial)),
        }
        built
    }

    fn write_to(self, partial: &Path) -> io::Result<Built> {
        let mut options = File::options();
        let mut file = options.read(true).write(true).create(true).truncate(true).open(partial)?;
        let mut out = BufWriter::new(&file);
        out.write_all(&[0; HEADER])?;
        let mut hits = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        let sorted = self.forms.finish()?;
        let (forms, hits_len) = automaton(sorted, &mut out, &mut hits)?;
        let forms_len = out.stream_position()? - HEADER as u64;
        let index_len = u64::from(self.count) * 8;
        for mut part in [hits, self.index, self.records] {
            part.flush()?;
            let mut part = part.into_inner().map_err(io::IntoInnerError::into_error)?;
            part.rewind()?;
            io::copy(&mut part, &mut out)?;
        }
        out.flush()?;
        drop(out);
        let hash = hash_from(&file, HEADER as u64)?;
        let lengths = [forms_len, hits_len, index_len, self.written];
        let header = Header { count: self.count, lengths, hash };
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&header.bytes())?;
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        Ok(Built { records: index_len / 8, forms, bytes })
    }
}

/// Writes the automaton of the forms, and the lists of those with several hits; returns the number
/// of forms and the bytes of the lists.
fn automaton(
    mut sorted: Sorted,
    out: &mut impl Write,
    hits: &mut impl Write,
) -> io::Result<(u64, u64)> {
    let failed = |error: fst::Error| io::Error::other(error);
    let mut map = MapBuilder::new(out).map_err(failed)?;
    let (mut count, mut written) = (0, 0);
    let mut next = sorted.next_pair()?;
    while let Some((form, value)) = next.take() {
        let mut values = vec![value];
        loop {
            next = sorted.next_pair()?;
            match &mut next {
                Some((same, value)) if *same == form => values.push(std::mem::take(value)),
                _ => break,
            }
        }
        let numbers: Vec<u64> = united(values);
        let value = match numbers.as_slice() {
            [one] => *one,
            several => {
                let place = written | LIST;
                hits.write_all(&u32::try_from(several.len()).unwrap_or(u32::MAX).to_le_bytes())?;
                for value in several {
                    hits.write_all(&value.to_le_bytes())?;
                }
                written += 4 + 8 * several.len() as u64;
                place
            }
        };
        map.insert(&form, value).map_err(failed)?;
        count += 1;
    }
    map.finish().map_err(failed)?;
    Ok((count, written))
}

/// The hits of a form, each name once with all its cases.
fn united(values: Vec<Vec<u8>>) -> Vec<u64> {
    let numbers = values.into_iter().filter_map(|value| value.try_into().ok());
    let mut united: Vec<u64> = Vec::new();
    for number in numbers.map(u64::from_be_bytes) {
        match united.last_mut() {
            Some(last) if *last >> 8 == number >> 8 => *last |= number,
            _ => united.push(number),
        }
    }
    united
}

/// SHA-256 of a file from an offset on.
fn hash_from(mut file: &File, from: u64) -> io::Result<[u8; 32]> {
    file.seek(SeekFrom::Start(from))?;
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(hasher.finalize().into()),
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// The lower-case forms of a name with their cases; one without a known declension has one form.
fn forms(name: &str, lang: &str) -> Vec<(String, Cases)> {
    let lower = folded(name);
    if !is_ukrainian(name, lang) {
        return vec![(lower, Cases::ALL)];
    }
    let ukrainian = &uk::Ukrainian;
    let morphology = ukrainian.morphology();
    let known = Known {
        paradigms: ukrainian.paradigms(),
        names: &morphology.places,
        nouns: &morphology.nouns,
        adjective: &morphology.adjective,
    };
    // Capitals tell which parts decline: «Ростов-на-Дону».
    let forms = decline::forms_of(known, name);
    let mut all: Vec<(String, Cases)> = vec![(lower, Cases::NOMINATIVE)];
    for form in forms {
        let text = folded(&form.text);
        match all.iter_mut().find(|(known, _)| *known == text) {
            Some((_, cases)) => *cases = cases.or(form.cases),
            None => all.push((text, form.cases)),
        }
    }
    all
}
