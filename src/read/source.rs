//! The sources below the inputs: files in folders, single files, standard input.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::hash::BuildHasher;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use crate::error::Error;
use crate::hash;
use crate::model::diag::{Code, Diagnostic};
use crate::read::metadata::Table;
use crate::read::naming;
use crate::read::packing::{Found, Take, Unpacker};
use crate::read::txt;

/// The input that stands for standard input.
pub const STDIN: &str = "-";

/// Documents that one folder may hold.
pub const SHARD: usize = 1000;

/// A file or standard input. There may be millions, so each takes little room.
#[derive(Debug, Serialize, Deserialize)]
pub struct Source {
    /// Path below the input folder, with `/`.
    pub name: Box<str>,
    place: Place,
    /// Why it will not be converted, if that is known already.
    #[serde(skip)]
    pub verdict: Option<Box<Diagnostic>>,
    /// What it was when its fingerprint was taken.
    seen: Option<Seen>,
}

/// Where the bytes of a source are.
#[derive(Debug, Serialize, Deserialize)]
enum Place {
    Stdin,
    /// Below this folder, as its name says.
    Below(Arc<OsStr>),
    At(Box<OsStr>),
}

/// What a file was when it was looked at.
#[derive(Debug, Serialize, Deserialize)]
struct Seen {
    /// Of its length and its time.
    stamp: u64,
    sha256: [u8; 32],
}

/// Every source below the inputs, by path; what is hidden is not looked at.
pub fn sources(inputs: &[PathBuf], metadata: Option<&Table>) -> Result<Vec<Source>, Error> {
    let mut found = Vec::new();
    for input in inputs {
        if input.as_os_str() == STDIN {
            found.push(Source::new("stdin", None, None));
        } else if !input.exists() {
            let message = format!(
                "there is no «{}»; give a file or a folder that exists, or - for standard input",
                input.display()
            );
            return Err(Error::Usage(message));
        } else {
            walk(input, &mut found);
        }
    }
    found.sort_by(Source::by_name);
    // Inputs may lie in one another; each file is one document.
    if inputs.len() > 1 {
        let mut seen = HashSet::new();
        found.retain(|entry| {
            let path = entry.path().and_then(|path| std::path::absolute(path).ok());
            path.is_none_or(|path| seen.insert(path))
        });
    }
    found.shrink_to_fit();
    if let Some(metadata) = metadata {
        describe(&mut found, metadata);
    }
    Ok(found)
}

/// Says of the table of metadata that it is no text, and adds what it names and nobody finds.
fn describe(found: &mut Vec<Source>, metadata: &Table) {
    for entry in found.iter_mut().filter(|e| e.path().is_some_and(|path| metadata.is(&path))) {
        let message = "is the table of metadata and was left out";
        entry.verdict = Some(Box::new(Diagnostic::file(Code::LeftOut, message)));
    }
    let names = found.iter().map(|entry| &*entry.name).collect();
    let missing = metadata.without_file(&names);
    let missing = missing.into_iter().map(|(name, verdict)| {
        let path = Some(PathBuf::from(&name));
        Source::new(&name, path, Some(verdict))
    });
    found.extend(missing);
    found.sort_by(Source::by_name);
}

fn walk(input: &Path, found: &mut Vec<Source>) {
    let hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
    };
    let root: Arc<OsStr> = input.as_os_str().into();
    let walker = WalkDir::new(input).follow_links(true);
    for entry in walker.into_iter().filter_entry(|entry| !hidden(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let name = name_below(input, entry.path());
                let verdict = verdict(&name, entry.file_type().is_file());
                // A name that is no text does not lead back to its file.
                let is_below = input.join(&name) == entry.path();
                let place = match is_below {
                    true => Place::Below(Arc::clone(&root)),
                    false => Place::At(entry.path().as_os_str().into()),
                };
                found.push(Source::at(&name, place, verdict));
            }
            Err(error) => {
                let path = error.path().unwrap_or(input).to_owned();
                let cause =
                    error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                let message = format!("cannot be read: {cause}; mend that and run again");
                let verdict = Some(Diagnostic::file(Code::Unreadable, message));
                found.push(Source::new(&name_below(input, &path), Some(path), verdict));
            }
        }
    }
}

/// The path below the input, with `/`; the file name of an input that is a file itself.
fn name_below(input: &Path, path: &Path) -> String {
    let below = path.strip_prefix(input).unwrap_or(path);
    let below = match below.as_os_str().is_empty() {
        true => path.file_name().map(Path::new).unwrap_or(path),
        false => below,
    };
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// What a file's name and kind say against it.
fn verdict(name: &str, is_file: bool) -> Option<Diagnostic> {
    if !is_file {
        let message = "is no regular file and was passed over; give a file instead";
        return Some(Diagnostic::file(Code::UnknownFormat, message));
    }
    naming::verdict(name)
}

/// Whether there are more documents than one folder may hold; no more are counted than that takes.
pub fn are_many(sources: &[Source], unpacker: &Unpacker<'_>) -> bool {
    let mut count = 0;
    sources.len() > SHARD
        || sources.iter().any(|source| {
            let mut one = |_: Found| {
                count += 1;
                if count > SHARD { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            source.unpack(unpacker, &mut one).is_break()
        })
}

impl Source {
    /// A source that nobody has looked at yet.
    pub fn new(name: &str, path: Option<PathBuf>, verdict: Option<Diagnostic>) -> Self {
        let place = path.map_or(Place::Stdin, |path| Place::At(path.into_os_string().into()));
        Self::at(name, place, verdict)
    }

    fn at(name: &str, place: Place, verdict: Option<Diagnostic>) -> Self {
        Self { name: name.into(), place, verdict: verdict.map(Box::new), seen: None }
    }

    /// Where its bytes are; none for standard input.
    fn path(&self) -> Option<Cow<'_, Path>> {
        match &self.place {
            Place::Stdin => None,
            Place::Below(root) => Some(Path::new(root).join(&*self.name).into()),
            Place::At(path) => Some(Path::new(path).into()),
        }
    }

    fn by_name(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name).then_with(|| self.path().cmp(&other.path()))
    }

    /// The hash of its bytes; none for standard input, which can be read only once. From now on
    /// the source notices when it changes.
    pub fn fingerprint(&mut self) -> Result<Option<String>, Diagnostic> {
        if let Some(verdict) = &self.verdict {
            return Err(Diagnostic::clone(verdict));
        }
        let Some(path) = self.path() else { return Ok(None) };
        self.seen = Some(see(&path).map_err(|error| unreadable(&error))?);
        Ok(self.sha256())
    }

    /// The hash that its fingerprint gave, if it has one.
    pub fn sha256(&self) -> Option<String> {
        self.seen.as_ref().map(|seen| hash::hex(&seen.sha256))
    }

    /// Finds its documents, one after another.
    pub fn unpack(&self, unpacker: &Unpacker<'_>, take: &mut Take<'_>) -> ControlFlow<()> {
        let refused = |diagnostic| Found { member: None, content: Err(diagnostic) };
        if let Some(verdict) = &self.verdict {
            return take(refused(Diagnostic::clone(verdict)));
        }
        let Some(path) = self.path() else {
            // Standard input can be read only once, so it is not counted.
            if unpacker.counts {
                return ControlFlow::Continue(());
            }
            return unpacker.stream(&txt::PLAIN, &mut io::stdin().lock(), take);
        };
        match File::open(&path) {
            Ok(file) => unpacker.file(&self.name, file, take)?,
            Err(error) => take(refused(unreadable(&error)))?,
        }
        if self.seen.as_ref().is_some_and(|seen| !seen.still_is(&path)) {
            let message = "changed while it was being read; run again";
            return take(refused(Diagnostic::file(Code::Unreadable, message)));
        }
        ControlFlow::Continue(())
    }
}

impl Seen {
    fn still_is(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|now| stamp(&now) == self.stamp)
    }
}

fn see(path: &Path) -> io::Result<Seen> {
    let stamp = stamp(&fs::metadata(path)?);
    let (_, sha256) = hash::digest(path)?;
    Ok(Seen { stamp, sha256 })
}

fn stamp(file: &Metadata) -> u64 {
    FxBuildHasher.hash_one((file.len(), file.modified().ok()))
}

fn unreadable(error: &io::Error) -> Diagnostic {
    let message = format!("cannot be read: {error}; mend that and run again");
    Diagnostic::file(Code::Unreadable, message)
}
