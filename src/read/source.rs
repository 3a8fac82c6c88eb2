//! The sources below the inputs: files in folders, single files, standard input.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use walkdir::{DirEntry, WalkDir};

use crate::error::Error;
use crate::hash;
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::{DocId, Place};
use crate::read::metadata::Table;
use crate::read::{self, format::Format};

/// The input that stands for standard input.
pub const STDIN: &str = "-";

/// Documents that one folder may hold.
const SHARD: usize = 1000;

/// Letters of a document id before a hash takes the place of the rest.
const ID_LENGTH: usize = 80;

/// A file or standard input.
#[derive(Debug)]
pub struct Source {
    /// Where it comes from and where its output goes.
    pub place: Place,
    /// Where its bytes are; none for standard input.
    path: Option<PathBuf>,
    /// Why it will not be converted, if that is known already.
    pub verdict: Option<Diagnostic>,
}

/// Every source below the inputs, by path; what is hidden is not looked at.
///
/// `romanize` gives the Latin letters that ids are made of.
pub fn sources(
    inputs: &[PathBuf],
    metadata: Option<&Table>,
    romanize: &dyn Fn(&str) -> String,
) -> Result<Vec<Source>, Error> {
    let mut found = Vec::new();
    for input in inputs {
        if input.as_os_str() == STDIN {
            found.push(Entry { name: "stdin".to_owned(), path: None, verdict: None });
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
    found.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    // Inputs may lie in one another; each file is one document.
    let mut seen = HashSet::new();
    found.retain(|entry| {
        let path = entry.path.as_ref().and_then(|path| std::path::absolute(path).ok());
        path.is_none_or(|path| seen.insert(path))
    });
    if let Some(metadata) = metadata {
        describe(&mut found, metadata);
    }
    Ok(place(found, romanize))
}

/// Says of the table of metadata that it is no text, and adds what it names and nobody finds.
fn describe(found: &mut Vec<Entry>, metadata: &Table) {
    for entry in found.iter_mut().filter(|e| e.path.as_ref().is_some_and(|path| metadata.is(path)))
    {
        let message = "is the table of metadata and was left out";
        entry.verdict = Some(Diagnostic::file(Code::LeftOut, message));
    }
    let names = found.iter().map(|entry| entry.name.as_str()).collect();
    let missing = metadata.without_file(&names);
    let missing = missing.into_iter().map(|(name, verdict)| Entry {
        path: Some(PathBuf::from(&name)),
        name,
        verdict: Some(verdict),
    });
    found.extend(missing);
    found.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
}

struct Entry {
    name: String,
    path: Option<PathBuf>,
    verdict: Option<Diagnostic>,
}

fn walk(input: &Path, found: &mut Vec<Entry>) {
    let hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
    };
    let walker = WalkDir::new(input).follow_links(true);
    for entry in walker.into_iter().filter_entry(|entry| !hidden(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let name = name_below(input, entry.path());
                let verdict = verdict(&name, entry.file_type().is_file());
                found.push(Entry { name, path: Some(entry.into_path()), verdict });
            }
            Err(error) => {
                let path = error.path().unwrap_or(input).to_owned();
                let cause =
                    error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                let message = format!("cannot be read: {cause}; mend that and run again");
                let verdict = Some(Diagnostic::file(Code::Unreadable, message));
                found.push(Entry { name: name_below(input, &path), path: Some(path), verdict });
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
    let file_name = name.rsplit('/').next().unwrap_or(name);
    let stem = file_name.split('.').next().unwrap_or(file_name);
    if !is_file {
        let message = "is no regular file and was passed over; give a file instead";
        return Some(Diagnostic::file(Code::UnknownFormat, message));
    }
    if stem.eq_ignore_ascii_case("readme") {
        let message = "describes the folder and was left out; rename it to have it converted";
        return Some(Diagnostic::file(Code::LeftOut, message));
    }
    if read::format(name).is_none() {
        let endings: Vec<_> = read::FORMATS.iter().flat_map(|f| f.endings).copied().collect();
        let message = format!(
            "has no known format and was passed over; give text in a file that ends in .{}",
            endings.join(", .")
        );
        return Some(Diagnostic::file(Code::UnknownFormat, message));
    }
    None
}

/// Gives every entry its id, and a subfolder when there are more than one can hold.
fn place(entries: Vec<Entry>, romanize: &dyn Fn(&str) -> String) -> Vec<Source> {
    let sharded = entries.len() > SHARD;
    let mut taken: HashSet<DocId> =
        ["corpus", "registers"].into_iter().map(DocId::from_romanized).collect();
    let source = |(index, entry): (usize, Entry)| {
        let mut id = doc_id(&entry.name, romanize);
        if !taken.insert(id.clone()) {
            // The hash is of the path, so other files keep their ids whatever comes or goes.
            id = id.with_mark(&hash::short(&entry.name));
            // Names that are no text look the same here; their number among them tells them apart.
            let marked = id.clone();
            let mut number = 1;
            while !taken.insert(id.clone()) {
                number += 1;
                id = marked.with_mark(&number.to_string());
            }
        }
        let shard = sharded.then(|| u32::try_from(index / SHARD).unwrap_or(u32::MAX));
        let place = Place { id, name: entry.name, member: None, shard };
        Source { place, path: entry.path, verdict: entry.verdict }
    };
    entries.into_iter().enumerate().map(source).collect()
}

fn doc_id(name: &str, romanize: &dyn Fn(&str) -> String) -> DocId {
    let ending = name.rsplit('/').next().and_then(|file| file.rsplit_once('.'));
    let stem = match ending {
        Some((stem, ending)) if !stem.is_empty() => {
            name.get(..name.len() - ending.len() - 1).unwrap_or(name)
        }
        _ => name,
    };
    // Some systems store names decomposed; letters that are not romanized lose their marks.
    let composed: String = stem.nfc().collect();
    let plain: String = romanize(&composed).nfd().filter(|c| !is_combining_mark(*c)).collect();
    let id = DocId::from_romanized(&plain);
    if id.as_str().len() <= ID_LENGTH {
        return id;
    }
    id.cut(ID_LENGTH).with_mark(&hash::short(name))
}

impl Source {
    /// Its format.
    pub fn format(&self) -> &'static Format {
        self.path.as_ref().and_then(|_| read::format(&self.place.name)).unwrap_or(&read::txt::PLAIN)
    }

    /// The hash of its bytes; none for standard input, which can be read only once.
    pub fn fingerprint(&self, limit: u64) -> Result<Option<String>, Diagnostic> {
        match self.path {
            Some(_) => self.bytes(limit).map(|bytes| Some(hash::sha256(&bytes))),
            None => Ok(None),
        }
    }

    /// Its bytes, unless there are more than `limit` or something else is against it.
    pub fn bytes(&self, limit: u64) -> Result<Vec<u8>, Diagnostic> {
        if let Some(verdict) = &self.verdict {
            return Err(verdict.clone());
        }
        let unreadable = |error: io::Error| {
            let message = format!("cannot be read: {error}; mend that and run again");
            Diagnostic::file(Code::Unreadable, message)
        };
        let mut bytes = Vec::new();
        match &self.path {
            Some(path) => {
                let length = fs::metadata(path).map_err(unreadable)?.len();
                if length > limit {
                    return Err(too_large(limit));
                }
                bytes.reserve(usize::try_from(length).unwrap_or_default() + 1);
                let file = File::open(path).map_err(unreadable)?;
                // One byte more than allowed tells a file that is still growing.
                file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
            }
            None => {
                let stdin = io::stdin().lock();
                stdin.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
            }
        }
        if bytes.len() as u64 > limit {
            return Err(too_large(limit));
        }
        Ok(bytes)
    }
}

fn too_large(limit: u64) -> Diagnostic {
    let message = format!(
        "is larger than {} MiB; split it, or raise limits.document_mib in litopys.toml",
        limit >> 20
    );
    Diagnostic::file(Code::TooLarge, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_keep_apart() {
        let found = ids(&["\u{fffd}.txt", "\u{fffd}.txt", "\u{fffd}.txt", "\u{fffd}.txt"]);
        assert_eq!(found.iter().collect::<HashSet<_>>().len(), 4, "{found:?}");
    }

    fn ids(names: &[&str]) -> Vec<String> {
        let entry = |name: &&str| Entry { name: (*name).into(), path: None, verdict: None };
        let sources = place(names.iter().map(entry).collect(), &|text: &str| text.to_owned());
        sources.iter().map(|source| source.place.id.to_string()).collect()
    }

    #[test]
    fn a_collision_changes_one_id_only() {
        let found = ids(&["a 1.txt", "a-1.md", "b.txt"]);
        assert_eq!(found[0], "a-1");
        assert_eq!(found[1], format!("a-1-{}", hash::short("a-1.md")));
        assert_eq!(found[2], "b");
    }

    #[test]
    fn long_names_and_reserved_ones_carry_a_hash() {
        let long = format!("{}.txt", "довго-".repeat(60).replace(|c: char| !c.is_ascii(), "x"));
        let found = ids(&[&long, "corpus.txt", "é.txt"]);
        assert!(found[0].len() <= ID_LENGTH + 7 && found[0].ends_with(&hash::short(&long)));
        assert_eq!(found[1], format!("corpus-{}", hash::short("corpus.txt")));
        assert_eq!(found[2], "e");
    }

    #[test]
    fn more_than_a_thousand_sources_get_subfolders() {
        let names: Vec<String> = (0..1001).map(|n| format!("f{n:04}.txt")).collect();
        let entry = |name: &String| Entry { name: name.clone(), path: None, verdict: None };
        let sources = place(names.iter().map(entry).collect(), &|text: &str| text.to_owned());
        assert_eq!(sources[999].place.path("tei", ".tei.xml"), "tei/000/f0999.tei.xml");
        assert_eq!(sources[1000].place.path("tei", ".tei.xml"), "tei/001/f1000.tei.xml");
    }
}
