//! The files of the folder: which are there, which are listed, and whether their bytes are those.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::check::faults::Faults;
use crate::error::Error;
use crate::hash;
use crate::report::RunRecord;
use crate::write::folder::{self, CHECKSUMS, RUN};

/// Folders in which every file is an output.
const OURS: [&str; 8] =
    ["source/", "tei/", "tables/", "parquet/", "geo/", "annotations/", "sql/", "flat/"];

/// The files of an output folder.
pub struct Files {
    root: PathBuf,
    /// Regular files that are not hidden, with their SHA-256 where they are listed.
    present: BTreeMap<String, Option<Present>>,
    /// Files that the list names.
    listed: BTreeMap<String, String>,
    /// The record of the run, if it can be read.
    pub run: Option<RunRecord>,
}

/// What a file holds.
pub struct Present {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

impl Files {
    /// Looks at every file of a folder.
    pub fn of(root: &Path, faults: &mut Faults) -> Result<Self, Error> {
        if !root.is_dir() {
            let message = format!(
                "there is no folder «{}»; give the folder that litopys convert -o wrote",
                root.display()
            );
            return Err(Error::Usage(message));
        }
        let mut files = Self {
            root: root.to_owned(),
            present: BTreeMap::new(),
            listed: BTreeMap::new(),
            run: None,
        };
        files.walk(faults);
        if !files.has(RUN) && !files.has(CHECKSUMS) && !folder::is_unfinished(root) {
            let message = format!(
                "«{}» is no output of Litopys: it has neither {RUN} nor {CHECKSUMS}; give the folder that litopys convert -o wrote",
                root.display()
            );
            return Err(Error::Usage(message));
        }
        if folder::is_unfinished(root) {
            faults.add(RUN, "", "a run was not finished, its journal is there; run it again");
        }
        files.read_list(faults);
        files.compare(faults);
        files.read_run(faults);
        Ok(files)
    }

    fn walk(&mut self, faults: &mut Faults) {
        let hidden = |entry: &DirEntry| {
            entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
        };
        let walker = WalkDir::new(&self.root).sort_by_file_name();
        for entry in walker.into_iter().filter_entry(|entry| !hidden(entry)) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().map(|path| self.below(path)).unwrap_or_default();
                    faults.add(&path, "", format!("cannot be read: {error}"));
                    continue;
                }
            };
            let path = self.below(entry.path());
            let kind = entry.file_type();
            if kind.is_file() {
                self.present.insert(path, None);
            } else if kind.is_symlink() {
                let ours = OURS.iter().any(|folder| format!("{path}/").starts_with(folder));
                if ours || fs::metadata(entry.path()).is_ok_and(|meta| meta.is_file()) {
                    faults.add(&path, "", "is a symbolic link, which no output is");
                }
            } else if !kind.is_dir() {
                faults.add(&path, "", "is no regular file");
            }
        }
    }

    fn below(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }

    /// Reads `checksums.sha256`: 64 digits, two spaces, a path.
    fn read_list(&mut self, faults: &mut Faults) {
        let Some(text) = self.text(CHECKSUMS, faults) else { return };
        for (n, line) in text.lines().enumerate() {
            let at = format!("line {}", n + 1);
            let digits = |sum: &str| {
                sum.len() == 64 && sum.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            };
            match line.split_once("  ") {
                Some((sum, path)) if digits(sum) && folder::is_inside(path) => {
                    if self.listed.insert(path.to_owned(), sum.to_owned()).is_some() {
                        faults.add(CHECKSUMS, &at, format!("lists {path} twice"));
                    }
                }
                _ => faults.add(CHECKSUMS, &at, "is no SHA-256, two spaces and a path"),
            }
        }
    }

    /// Compares what is listed with what is there.
    fn compare(&mut self, faults: &mut Faults) {
        for (path, sum) in &self.listed {
            let Some(present) = self.present.get_mut(path) else {
                faults.add(path, "", format!("is not there, though {CHECKSUMS} lists it"));
                continue;
            };
            match hash::digest(&self.root.join(path)) {
                Ok((bytes, sha256)) => {
                    let sha256 = hash::hex(&sha256);
                    if sha256 != *sum {
                        faults.add(path, "", format!("is not the file that {CHECKSUMS} lists"));
                    }
                    *present = Some(Present { bytes, sha256 });
                }
                Err(error) => faults.add(path, "", format!("cannot be read: {error}")),
            }
        }
        let unlisted = self.present.keys().filter(|path| !self.listed.contains_key(*path));
        for path in unlisted.filter(|path| *path != CHECKSUMS && *path != RUN) {
            if OURS.iter().any(|folder| path.starts_with(folder)) {
                faults.add(path, "", format!("is not listed in {CHECKSUMS}"));
            } else {
                faults.note(format!("{path} was not made by Litopys"));
            }
        }
    }

    fn read_run(&mut self, faults: &mut Faults) {
        if self.has(RUN) {
            self.run = RunRecord::read(&self.root);
        }
        let Some(run) = &self.run else {
            faults.add(RUN, "", "is not there, or is no record of a run of Litopys");
            return;
        };
        let bytes = self.present.values().flatten().map(|file| file.bytes).sum();
        let mut spot = faults.at(RUN, "");
        spot.equal("files", run.files, CHECKSUMS, self.listed.len() as u64);
        spot.equal("file_bytes", run.file_bytes, "the folder", bytes);
    }

    /// Whether a regular file is there.
    pub fn has(&self, path: &str) -> bool {
        self.present.contains_key(path)
    }

    /// How many files are listed.
    pub fn len(&self) -> u64 {
        self.listed.len() as u64
    }

    /// A listed file as it is.
    pub fn get(&self, path: &str) -> Option<&Present> {
        self.present.get(path)?.as_ref()
    }

    /// The files whose paths begin so, in order.
    pub fn below_path<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.present.range(start.to_owned()..).map(|(path, _)| path.as_str());
        from.take_while(move |path| path.starts_with(start))
    }

    /// Where a file is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The bytes of a file that is there; an absent one is told of elsewhere.
    pub fn bytes(&self, path: &str, faults: &mut Faults) -> Option<Vec<u8>> {
        if !self.has(path) {
            return None;
        }
        let read = fs::read(self.root.join(path));
        read.map_err(|error| faults.add(path, "", format!("cannot be read: {error}"))).ok()
    }

    /// The text of a file that is there.
    pub fn text(&self, path: &str, faults: &mut Faults) -> Option<String> {
        let text = String::from_utf8(self.bytes(path, faults)?);
        let at = |error: std::string::FromUtf8Error| error.utf8_error().valid_up_to();
        text.map_err(|error| faults.add(path, &format!("byte {}", at(error)), "is not UTF-8")).ok()
    }
}
