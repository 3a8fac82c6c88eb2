//! The output folder: files that are whole or absent, rewritten only when they change, and gone
//! when nothing makes them any more.
//!
//! Each run lists what it wrote in `checksums.sha256`. A path goes into the journal before its
//! file is touched, so that the run after a killed one knows every file that may be there.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use crate::error::Error;
use crate::hash::{digest, hex};
use crate::write::WholeFile;

/// The list of files with their SHA-256, in the format of `sha256sum`.
pub const CHECKSUMS: &str = "checksums.sha256";

/// The record of the last complete run.
pub const RUN: &str = "run.json";

const JOURNAL: &str = ".litopys-journal";

/// An output folder during a run.
pub struct Folder {
    root: PathBuf,
    /// Paths that earlier runs wrote.
    earlier: HashSet<String>,
    journal: File,
    checksums: (File, Pending),
    tables: Vec<Listed>,
    notes: Vec<(String, String)>,
    folders: HashSet<PathBuf>,
    totals: Totals,
}

/// What a run wrote.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Files in the folder.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How many of them are new or changed.
    pub changed: u64,
    /// How many files of earlier runs were removed.
    pub removed: u64,
}

/// A file of this run that others describe.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Path below the folder.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// A file that is being written under a temporary name.
#[derive(Debug)]
pub struct Pending {
    path: String,
    target: PathBuf,
    temporary: PathBuf,
}

impl Pending {
    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.target
    }

    /// Where it is until then, for libraries that open files themselves.
    pub fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// All that will be in it is.
    pub fn written(self) -> Result<Written, Error> {
        let digest = digest(&self.temporary);
        let (bytes, sha256) = digest.map_err(|error| Error::write(&self.target, error))?;
        Ok(Written { pending: self, bytes, sha256: hex(&sha256) })
    }
}

/// A file that has grown to its end.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub pending: Pending,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

impl Folder {
    /// Opens a folder for a run, making it if need be.
    pub fn open(root: &Path) -> Result<Self, Error> {
        create(root)?;
        let journal_path = root.join(JOURNAL);
        let mut earlier = listed_in(root);
        let mut options = OpenOptions::new();
        let journal = options.create(true).append(true).open(&journal_path);
        let journal = journal.map_err(|error| Error::write(&journal_path, error))?;
        if matches!(journal.try_lock(), Err(TryLockError::WouldBlock)) {
            let folder = root.display();
            let message = format!(
                "another run is writing to «{folder}»; wait for it to end, or give -o another folder"
            );
            return Err(Error::Usage(message));
        }
        // A killed run leaves its journal; what it was writing has a temporary name.
        for path in read_lines(&journal_path).into_iter().filter(|path| is_inside(path)) {
            let _ = fs::remove_file(pending(root, &path).temporary);
            earlier.insert(path);
        }
        let list = pending(root, CHECKSUMS);
        let file = File::create(&list.temporary);
        let file = file.map_err(|error| Error::write(&list.temporary, error))?;
        Ok(Self {
            root: root.to_owned(),
            earlier,
            journal,
            checksums: (file, list),
            tables: Vec::new(),
            notes: Vec::new(),
            folders: HashSet::new(),
            totals: Totals::default(),
        })
    }

    /// Writes a whole file, unless it is there already with the same bytes.
    ///
    /// Small files are not synced one by one, which would take longer than everything else: one
    /// that a power cut leaves empty shows in the sum of sizes, and the next run makes it again.
    pub fn put(&mut self, file: &WholeFile) -> Result<(), Error> {
        let WholeFile { path, bytes, sha256 } = file;
        let pending = self.announce(path)?;
        let same = fs::metadata(&pending.target).is_ok_and(|meta| meta.len() == bytes.len() as u64)
            && fs::read(&pending.target).is_ok_and(|old| old == *bytes);
        if !same {
            let write = || -> io::Result<()> {
                let mut file = File::create(&pending.temporary)?;
                file.write_all(bytes)
            };
            write().map_err(|error| Error::write(&pending.target, error))?;
            self.rename(&pending)?;
        }
        self.list(path, bytes.len() as u64, sha256)
    }

    /// Begins a file that grows during the run; [`Folder::adopt`] completes it.
    pub fn begin(&mut self, path: &str) -> Result<(File, Pending), Error> {
        let pending = self.announce(path)?;
        let file = File::create(&pending.temporary);
        let file = file.map_err(|error| Error::write(&pending.target, error))?;
        Ok((file, pending))
    }

    /// Where it is, for files without a name that vanish with the run.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Completes a file that was begun, keeping the old one when the bytes are the same.
    pub fn adopt(&mut self, written: Written) -> Result<(), Error> {
        let Written { pending, bytes, sha256 } = written;
        let failed = |error| Error::write(&pending.target, error);
        let same = fs::metadata(&pending.target).is_ok_and(|meta| meta.len() == bytes)
            && digest(&pending.target).is_ok_and(|(_, old)| hex(&old) == sha256);
        if same {
            fs::remove_file(&pending.temporary).map_err(failed)?;
        } else {
            File::open(&pending.temporary).and_then(|file| file.sync_data()).map_err(failed)?;
            self.rename(&pending)?;
        }
        self.list(&pending.path, bytes, &sha256)
    }

    /// The CSV tables so far, which the data dictionary describes.
    pub fn tables(&self) -> &[Listed] {
        &self.tables
    }

    /// Notes something about a file that the user should know.
    pub fn note(&mut self, path: &str, message: String) {
        self.notes.push((path.to_owned(), message));
    }

    /// What was noted, by path.
    pub fn notes(&self) -> &[(String, String)] {
        &self.notes
    }

    /// Removes what earlier runs wrote and this one did not, and completes the list of files.
    pub fn finish(&mut self) -> Result<Totals, Error> {
        let mut stale: Vec<String> = self.earlier.drain().collect();
        stale.sort();
        for path in stale {
            let target = self.root.join(&path);
            if fs::remove_file(&target).is_ok() {
                self.totals.removed += 1;
                // Fails, as it should, while other files are there.
                let _ = target.parent().map(fs::remove_dir);
            }
        }
        let (file, list) = (&self.checksums.0, &self.checksums.1);
        file.sync_data().map_err(|error| Error::write(&list.target, error))?;
        fs::rename(&list.temporary, &list.target)
            .map_err(|error| Error::write(&list.target, error))?;
        for folder in &self.folders {
            sync_folder(folder);
        }
        Ok(self.totals)
    }

    /// Writes the record of the run, which says that the folder is complete; it is always new, so
    /// that a file changed later is younger.
    pub fn seal(self, run: &[u8]) -> Result<(), Error> {
        let record = pending(&self.root, RUN);
        let write = || -> io::Result<()> {
            let mut file = File::create(&record.temporary)?;
            file.write_all(run)?;
            file.sync_data()?;
            fs::rename(&record.temporary, &record.target)
        };
        write().map_err(|error| Error::write(&record.target, error))?;
        sync_folder(&self.root);
        let journal = self.root.join(JOURNAL);
        fs::remove_file(&journal).map_err(|error| Error::write(&journal, error))
    }

    /// Notes in the journal that a path is about to be written, and makes its folder.
    fn announce(&mut self, path: &str) -> Result<Pending, Error> {
        let pending = pending(&self.root, path);
        writeln!(self.journal, "{path}").map_err(|error| Error::write(&pending.target, error))?;
        if let Some(folder) = pending.target.parent()
            && !self.folders.contains(folder)
        {
            create(folder)?;
            self.folders.insert(folder.to_owned());
        }
        Ok(pending)
    }

    fn rename(&mut self, pending: &Pending) -> Result<(), Error> {
        self.totals.changed += 1;
        fs::rename(&pending.temporary, &pending.target)
            .map_err(|error| Error::write(&pending.target, error))
    }

    fn list(&mut self, path: &str, bytes: u64, sha256: &str) -> Result<(), Error> {
        self.earlier.remove(path);
        self.totals.files += 1;
        self.totals.bytes += bytes;
        let (file, pending) = &mut self.checksums;
        writeln!(file, "{sha256}  {path}").map_err(|error| Error::write(&pending.target, error))?;
        if path.starts_with("tables/") {
            let (path, sha256) = (path.to_owned(), sha256.to_owned());
            self.tables.push(Listed { path, bytes, sha256 });
        }
        Ok(())
    }
}

/// What was begun and not completed goes with the run; the journal stays for the next one.
impl Drop for Folder {
    fn drop(&mut self) {
        let paths = read_lines(&self.root.join(JOURNAL));
        for path in paths.into_iter().filter(|path| is_inside(path)) {
            let _ = fs::remove_file(pending(&self.root, &path).temporary);
        }
        let _ = fs::remove_file(&self.checksums.1.temporary);
    }
}

/// The paths that the last complete run wrote.
pub fn listed_in(root: &Path) -> HashSet<String> {
    let lines = read_lines(&root.join(CHECKSUMS));
    let paths = lines.iter().filter_map(|line| line.split_once("  ")).map(|(_, path)| path);
    paths.filter(|path| is_inside(path)).map(str::to_owned).collect()
}

/// Whether a listed path stays in the folder; a list may come from anybody.
pub fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    parts.all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a run was stopped before it completed the folder.
pub fn is_unfinished(root: &Path) -> bool {
    root.join(JOURNAL).exists()
}

fn read_lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn pending(root: &Path, path: &str) -> Pending {
    let target = root.join(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let temporary = target.with_file_name(format!(".{name}.tmp"));
    Pending { path: path.to_owned(), target, temporary }
}

fn create(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| Error::write(folder, error))
}

/// Makes renames in a folder last.
fn sync_folder(folder: &Path) {
    // Not every system lets a folder be synced; a rename is then as safe as the system makes it.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}
