//! A BagIt bag (RFC 8493) that is there whole or not at all.
//!
//! It is written into a hidden folder beside its place, which takes the place at the end; an earlier
//! bag steps aside for that moment and goes afterwards.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::deposit::earlier::{INFO, LOCK, beside, check_replaceable, clear, discard, restore};
use crate::error::Error;
use crate::hash::Pair;
use crate::write::place;

const ALGORITHMS: [&str; 2] = ["sha256", "sha512"];

/// A file of the bag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its path: below `data/` for the payload, below the bag for others.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 and SHA-512.
    pub hashes: [String; 2],
}

/// A bag that is being written.
pub struct Bag {
    target: PathBuf,
    temporary: PathBuf,
    lock: Option<File>,
    is_complete: bool,
    payload: Vec<Entry>,
}

impl Bag {
    /// Begins a bag that will be at `target`, where there is nothing or an earlier bag.
    pub fn begin(target: &Path) -> Result<Self, Error> {
        let target = place::absolute(target);
        let (Some(parent), Some(temporary)) = (target.parent(), beside(&target, ".tmp")) else {
            let message =
                format!("«{}» cannot be a bag; give a new folder to -o", target.display());
            return Err(Error::Usage(message));
        };
        fs::create_dir_all(parent).map_err(|error| Error::write(parent, error))?;
        clear(&temporary)?;
        restore(&target)?;
        check_replaceable(&target)?;
        let begun = fs::create_dir(&temporary).and_then(|()| {
            let mut options = OpenOptions::new();
            options.create_new(true).write(true).open(temporary.join(LOCK))
        });
        let lock = begun.map_err(|error| Error::write(&temporary, error))?;
        lock.try_lock().map_err(|error| Error::write(&temporary, error.into()))?;
        Ok(Self { target, temporary, lock: Some(lock), is_complete: false, payload: Vec::new() })
    }

    /// Copies a file into the payload, and says what its bytes were.
    pub fn copy(&mut self, path: &str, from: &Path) -> Result<&Entry, Error> {
        let failed = |error| Error::read(from, error);
        let mut source = File::open(from).map_err(failed)?;
        let mut file = self.create(&format!("data/{path}"))?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = source.read(&mut buffer).map_err(failed)?;
            if read == 0 {
                break;
            }
            file.put(buffer.get(..read).unwrap_or_default())?;
        }
        self.add(path, file)
    }

    /// Writes a file of the payload.
    pub fn write(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut dyn Write, &[Entry]) -> io::Result<()>,
    ) -> Result<&Entry, Error> {
        let mut file = self.create(&format!("data/{path}"))?;
        write(&mut file, &self.payload).map_err(|error| Error::write(&file.path, error))?;
        self.add(path, file)
    }

    /// Where a file of the payload lies until the bag is complete.
    pub fn path(&self, path: &str) -> PathBuf {
        self.temporary.join("data").join(path)
    }

    /// Completes the bag with what `bag-info.txt` says besides its size, and with other tag files;
    /// gives the number of files of the payload and their bytes.
    pub fn seal(
        mut self,
        info: &[(&str, String)],
        others: &[(&str, String)],
    ) -> Result<(usize, u64), Error> {
        let mut payload = std::mem::take(&mut self.payload);
        payload.sort();
        let bytes: u64 = payload.iter().map(|entry| entry.bytes).sum();
        let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned();
        let mut lines = String::new();
        for (label, value) in info {
            lines.push_str(&format!("{label}: {value}\n"));
        }
        lines.push_str(&format!("Payload-Oxum: {bytes}.{}\n", payload.len()));
        let mut tags = Vec::new();
        for (path, text) in [("bagit.txt", &declaration), (INFO, &lines)] {
            tags.push(self.tag(path, text)?);
        }
        for (path, text) in others {
            tags.push(self.tag(path, text)?);
        }
        for (at, algorithm) in ALGORITHMS.iter().enumerate() {
            tags.push(self.manifest(
                &format!("manifest-{algorithm}.txt"),
                at,
                "data/",
                &payload,
            )?);
        }
        tags.sort();
        for (at, algorithm) in ALGORITHMS.iter().enumerate() {
            self.manifest(&format!("tagmanifest-{algorithm}.txt"), at, "", &tags)?;
        }
        self.put_in_place()?;
        Ok((payload.len(), bytes))
    }

    fn tag(&self, path: &str, text: &str) -> Result<Entry, Error> {
        let mut file = self.create(path)?;
        file.put(text.as_bytes())?;
        file.finish(path)
    }

    fn manifest(
        &self,
        path: &str,
        at: usize,
        below: &str,
        entries: &[Entry],
    ) -> Result<Entry, Error> {
        let mut file = self.create(path)?;
        for Entry { path, hashes, .. } in entries {
            let hash = hashes.get(at).map(String::as_str).unwrap_or_default();
            file.put(format!("{hash}  {below}{}\n", encoded(path)).as_bytes())?;
        }
        file.finish(path)
    }

    fn create(&self, path: &str) -> Result<Hashed, Error> {
        let path = self.temporary.join(path);
        let create = || {
            path.parent().map(fs::create_dir_all).transpose()?;
            File::create_new(&path)
        };
        let file = create().map_err(|error| Error::write(&path, error))?;
        Ok(Hashed { file: BufWriter::new(file), pair: Pair::default(), bytes: 0, path })
    }

    fn add(&mut self, path: &str, file: Hashed) -> Result<&Entry, Error> {
        let entry = file.finish(path)?;
        Ok(self.payload.push_mut(entry))
    }

    /// Gives the bag its name; an earlier one keeps it until everything else is done.
    fn put_in_place(&mut self) -> Result<(), Error> {
        let failed = |error| Error::write(&self.target, error);
        self.lock = None;
        fs::remove_file(self.temporary.join(LOCK)).map_err(failed)?;
        let old = beside(&self.target, ".old").filter(|_| self.target.exists());
        if let Some(old) = &old {
            fs::rename(&self.target, old).map_err(failed)?;
        }
        if let Err(error) = fs::rename(&self.temporary, &self.target) {
            if let Some(old) = &old {
                fs::rename(old, &self.target).map_err(failed)?;
            }
            return Err(failed(error));
        }
        self.is_complete = true;
        match old {
            Some(old) => discard(&old).map_err(|error| Error::write(&old, error)),
            None => Ok(()),
        }
    }
}

/// What was begun and not completed goes.
impl Drop for Bag {
    fn drop(&mut self) {
        self.lock = None;
        if !self.is_complete {
            let _ = fs::remove_dir_all(&self.temporary);
        }
    }
}

/// A file that is hashed while it is written.
struct Hashed {
    file: BufWriter<File>,
    pair: Pair,
    bytes: u64,
    path: PathBuf,
}

impl Hashed {
    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.write_all(bytes).map_err(|error| Error::write(&self.path, error))
    }

    fn finish(mut self, path: &str) -> Result<Entry, Error> {
        self.flush().map_err(|error| Error::write(&self.path, error))?;
        Ok(Entry { path: path.to_owned(), bytes: self.bytes, hashes: self.pair.finish() })
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.pair.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A path as manifests have it.
pub fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_escape_what_would_end_a_line() {
        assert_eq!(encoded("a%b\r\nc"), "a%25b%0D%0Ac");
    }

    #[test]
    fn a_deposit_that_was_stopped_is_taken_up() {
        let work = tempfile::tempdir().unwrap();
        let target = work.path().join("bag");
        let info = [("Bag-Software-Agent", "litopys 1".to_owned())];
        Bag::begin(&target).unwrap().seal(&info, &[]).unwrap();
        // Stopped while writing, and between the two renames.
        fs::rename(&target, work.path().join(".bag.old")).unwrap();
        fs::create_dir(work.path().join(".bag.tmp")).unwrap();
        fs::write(work.path().join(".bag.tmp").join(LOCK), "").unwrap();
        drop(Bag::begin(&target).unwrap());
        let left: Vec<_> =
            work.path().read_dir().unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["bag"]);
    }

    #[test]
    fn two_deposits_never_write_one_bag() {
        let work = tempfile::tempdir().unwrap();
        let target = work.path().join("bag");
        let first = Bag::begin(&target).unwrap();
        let second = Bag::begin(&target).err().unwrap().to_string();
        assert!(second.contains("another deposit is writing it"), "{second}");
        first.seal(&[], &[]).unwrap();
        assert!(target.join("bagit.txt").exists());
    }
}
