//! A part of a run as one file: values one after another, sealed at the end by what they are part of.
//!
//! ```text
//! MARK  { length in 8 bytes, a value }…  a seal  length of the seal in 8 bytes  MARK
//! ```
//!
//! Values are in the format of postcard, the seal in JSON, which other versions read too; each is a
//! frame of zstd with a checksum. The file gets its name when
//! it is whole, so what lacks the second mark has been torn on its way. A reader keeps no file open
//! and no more than one value in memory: there may be more shards than a program may open.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// How a shard begins and ends; the figure changes when the format does.
const MARK: [u8; 8] = *b"LitoShd3";

/// The bytes of a length.
const LENGTH: u64 = 8;

/// As zstd has it by default.
const LEVEL: i32 = 3;

/// Bytes that are read or written at once.
const BUFFER: usize = 1 << 16;

/// How the names of shards end.
const ENDING: &str = ".litopys";

/// Which part of a run: one of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Its number, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// A run that is not divided.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Reads `i/n`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('/');
        let parts = parts.and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((number, of)) if 1 <= number && number <= of => Ok(Self { number, of }),
            _ => Err(Error::Usage(format!(
                "«{text}» is no shard; give --shard i/n with i from 1 to n, as 1/4"
            ))),
        }
    }

    /// Whether the chunk with this number, from 0, is one of its own.
    pub fn has(self, sequence: u64) -> bool {
        sequence % u64::from(self.of.max(1)) == u64::from(self.number.saturating_sub(1))
    }

    /// The name of its file.
    pub fn file_name(self) -> String {
        format!("shard-{:03}-of-{:03}{ENDING}", self.number, self.of)
    }
}

/// Whether a file of this name is a shard.
pub fn is_shard(name: &str) -> bool {
    name.starts_with("shard-") && name.ends_with(ENDING)
}

/// A value as a shard holds it.
pub fn pack(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    framed(|frame| postcard::to_io(value, frame).map(drop))
}

/// What `encode` writes, in a frame.
fn framed<E: ToString>(
    encode: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<Vec<u8>, Error> {
    let wrong = |error: &dyn ToString| Error::format("a shard", error.to_string());
    let mut frame = zstd::Encoder::new(Vec::new(), LEVEL).map_err(|error| wrong(&error))?;
    frame.include_checksum(true).map_err(|error| wrong(&error))?;
    let mut frame = BufWriter::with_capacity(BUFFER, frame);
    encode(&mut frame).map_err(|error| wrong(&error))?;
    let frame = frame.into_inner().map_err(|error| wrong(&error))?;
    frame.finish().map_err(|error| wrong(&error))
}

/// A shard on its way to its file.
pub struct Writer {
    target: PathBuf,
    temporary: PathBuf,
    file: BufWriter<File>,
}

impl Writer {
    /// Begins a shard in a folder, which is made if need be.
    pub fn begin(folder: &Path, shard: Shard) -> Result<Self, Error> {
        let name = shard.file_name();
        let (target, temporary) = (folder.join(&name), folder.join(format!(".{name}.tmp")));
        let failed = |error| Error::write(&target, error);
        fs::create_dir_all(folder).map_err(failed)?;
        // What another run writes must not be emptied, so the lock comes before that.
        let mut options = OpenOptions::new();
        let file = options.create(true).write(true).truncate(false).open(&temporary);
        let file = file.map_err(failed)?;
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            let message = format!(
                "another run is writing «{}»; wait for it to end, or give another --shard",
                target.display()
            );
            return Err(Error::Usage(message));
        }
        file.set_len(0).map_err(failed)?;
        let file = BufWriter::with_capacity(BUFFER, file);
        let mut shard = Self { target, temporary, file };
        shard.write(&MARK)?;
        Ok(shard)
    }

    /// Adds a packed value.
    pub fn add(&mut self, packed: &[u8]) -> Result<(), Error> {
        self.write(&(packed.len() as u64).to_le_bytes())?;
        self.write(packed)
    }

    /// Says what the values are part of, and gives the file its name.
    pub fn seal(mut self, seal: &impl Serialize) -> Result<(), Error> {
        let packed = framed(|frame| serde_json::to_writer(frame, seal))?;
        self.write(&packed)?;
        self.write(&(packed.len() as u64).to_le_bytes())?;
        self.write(&MARK)?;
        let done = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        done.and_then(|()| fs::rename(&self.temporary, &self.target))
            .map_err(|error| Error::write(&self.target, error))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|error| Error::write(&self.target, error))
    }
}

/// What was not sealed goes; what was has another name.
impl Drop for Writer {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.temporary);
    }
}

/// A finished shard.
pub struct Reader {
    path: PathBuf,
    /// Where the next value begins.
    at: u64,
    /// Where the seal begins.
    end: u64,
}

impl Reader {
    /// Opens a shard and reads its seal.
    pub fn open<S: DeserializeOwned>(path: &Path) -> Result<(Self, S), Error> {
        let failed = |error| Error::read(path, error);
        let mut file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let mut mark = [0; MARK.len()];
        let begins = file.read_exact(&mut mark);
        if begins.is_err() || mark != MARK {
            let what =
                "is no shard of this version of Litopys; give files that convert --shard wrote";
            return Err(wrong(path, what));
        }
        let torn = || wrong(path, "is torn; copy it again, or remove it and run its shard again");
        let behind = LENGTH + mark.len() as u64;
        let foot = size.checked_sub(behind).ok_or_else(torn)?;
        let length = length_at(&mut file, foot).map_err(failed)?;
        file.read_exact(&mut mark).map_err(failed)?;
        let end = foot.checked_sub(length).filter(|end| mark.len() as u64 <= *end);
        let end = end.filter(|_| mark == MARK).ok_or_else(torn)?;
        let mut reader = Self { path: path.to_owned(), at: end, end: foot };
        let seal = reader.frame(file, length)?;
        let seal = serde_json::from_slice(&seal).map_err(|_| reader.damaged())?;
        (reader.at, reader.end) = (mark.len() as u64, end);
        Ok((reader, seal))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the next value, until there are no more.
    pub fn take<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Error> {
        if self.at == self.end {
            return Ok(None);
        }
        let failed = |error| Error::read(&self.path, error);
        let mut file = File::open(&self.path).map_err(failed)?;
        let length = length_at(&mut file, self.at).map_err(failed)?;
        self.at += LENGTH;
        let value = self.frame(file, length)?;
        match postcard::take_from_bytes(&value) {
            Ok((value, [])) => Ok(Some(value)),
            _ => Err(self.damaged()),
        }
    }

    fn damaged(&self) -> Error {
        let what = format!("is damaged near byte {}", self.at);
        wrong(&self.path, &format!("{what}; copy it again, or remove it and run its shard again"))
    }

    /// Reads the frame of so many bytes that begins here.
    fn frame(&mut self, mut file: File, length: u64) -> Result<Vec<u8>, Error> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.end);
        let end = end.ok_or_else(|| self.damaged())?;
        let moved = file.seek(SeekFrom::Start(self.at));
        moved.map_err(|error| Error::read(&self.path, error))?;
        let bytes = zstd::decode_all(file.take(length)).map_err(|_| self.damaged())?;
        self.at = end;
        Ok(bytes)
    }
}

fn length_at(file: &mut File, at: u64) -> io::Result<u64> {
    let mut length = [0; LENGTH as usize];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut length)?;
    Ok(u64::from_le_bytes(length))
}

fn wrong(path: &Path, what: &str) -> Error {
    Error::Usage(format!("«{}» {what}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARD: Shard = Shard { number: 2, of: 3 };

    /// A shard of three values, sealed.
    fn written(folder: &Path) -> PathBuf {
        let mut writer = Writer::begin(folder, SHARD).unwrap();
        for value in ["один", "", "три"] {
            writer.add(&pack(&value.repeat(100)).unwrap()).unwrap();
        }
        writer.seal(&("печать", 7)).unwrap();
        folder.join("shard-002-of-003.litopys")
    }

    fn read(path: &Path) -> Result<(Vec<String>, (String, u32)), Error> {
        let (mut reader, seal) = Reader::open(path)?;
        let mut values = Vec::new();
        while let Some(value) = reader.take()? {
            values.push(value);
        }
        Ok((values, seal))
    }

    #[test]
    fn what_is_sealed_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path());
        let (values, seal) = read(&path).unwrap();
        assert_eq!(values, ["один".repeat(100), String::new(), "три".repeat(100)]);
        assert_eq!(seal, ("печать".to_owned(), 7));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn no_byte_can_be_lost_or_changed_unnoticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path());
        let whole = fs::read(&path).unwrap();
        let expected = read(&path).unwrap();
        for at in 0..whole.len() {
            fs::write(&path, &whole[..at]).unwrap();
            assert!(read(&path).is_err(), "cut at {at}");
            let mut changed = whole.clone();
            changed[at] ^= 0x10;
            fs::write(&path, changed).unwrap();
            // Some bits of a frame mean nothing.
            assert!(read(&path).map_or(true, |found| found == expected), "changed at {at}");
        }
    }

    #[test]
    fn what_is_not_sealed_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::begin(folder.path(), SHARD).unwrap();
        writer.add(&pack(&"слово").unwrap()).unwrap();
        let second = Writer::begin(folder.path(), SHARD).err().unwrap().to_string();
        assert!(second.starts_with("another run is writing «"), "{second}");
        drop(writer);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_shard_is_one_of_so_many() {
        assert_eq!(Shard::parse("2/3").unwrap(), SHARD);
        for text in ["0/3", "4/3", "2/x", "2", "/", "-1/3", "1/0", "1/2/3", "1/99999999999"] {
            let message = Shard::parse(text).unwrap_err().to_string();
            let expected = "is no shard; give --shard i/n with i from 1 to n, as 1/4";
            assert_eq!(message, format!("«{text}» {expected}"));
        }
        let own: Vec<u64> = (0..9).filter(|sequence| SHARD.has(*sequence)).collect();
        assert_eq!(own, [1, 4, 7]);
    }
}
