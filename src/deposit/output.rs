//! A finished output folder: what it lists, and whether all of that may go to an archive.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::deposit::OWN;
use crate::error::Error;
use crate::report::RunRecord;
use crate::write::folder::{self, CHECKSUMS, RUN};

/// An output folder that a run completed.
pub struct Output {
    /// Where it is.
    pub root: PathBuf,
    /// What the run says of itself.
    pub run: RunRecord,
    /// SHA-256 of every file by path, as the run listed them.
    pub files: BTreeMap<String, String>,
}

impl Output {
    /// Opens a folder, unless it is no finished output, lists something else than was written, or
    /// has names that archives do not take.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let folder = root.display();
        let refusal = |why: &str| {
            let next = "give the folder that `litopys convert` wrote";
            Error::Usage(format!("«{folder}» is no finished output of Litopys: {why}; {next}"))
        };
        if !root.is_dir() {
            return Err(refusal("there is no such folder"));
        }
        if folder::is_unfinished(root) {
            let why = "a run is writing to it or was stopped";
            let next = "let it end, or run `litopys convert` again";
            let message = format!("«{folder}» is no finished output of Litopys: {why}; {next}");
            return Err(Error::Usage(message));
        }
        let Some(run) = RunRecord::read(root) else {
            return Err(refusal(&format!("it has no {RUN} of Litopys")));
        };
        let path = root.join(CHECKSUMS);
        if !path.exists() {
            return Err(refusal(&format!("it has no {CHECKSUMS}")));
        }
        let text = fs::read_to_string(&path).map_err(|error| Error::read(&path, error))?;
        let files = listed(&text);
        files.iter().flat_map(BTreeMap::keys).try_for_each(|path| allowed(path))?;
        let Some(files) = files.filter(|files| files.len() as u64 == run.files) else {
            let path = path.display();
            let message = format!(
                "«{path}» does not list the {} files of {RUN}; run `litopys convert` again",
                run.files
            );
            return Err(Error::Damaged(message));
        };
        Ok(Self { root: root.to_owned(), run, files })
    }

    /// What lies beside the listed files, by path; a folder with nothing listed stands for all of
    /// its files.
    pub fn strangers(&self) -> Vec<String> {
        let mut folders: HashSet<&str> = HashSet::new();
        for path in self.files.keys() {
            folders.extend(path.match_indices('/').filter_map(|(at, _)| path.get(..at)));
        }
        let mut found = Vec::new();
        let mut walk = WalkDir::new(&self.root).min_depth(1).into_iter();
        while let Some(entry) = walk.next() {
            // What cannot be looked at is not copied; a listed file among it will be missed.
            let Ok(entry) = entry else { continue };
            let below = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            let path = parts.join("/");
            let is_folder = entry.file_type().is_dir();
            let is_ours = match is_folder {
                true => folders.contains(path.as_str()),
                false => self.files.contains_key(&path) || path == RUN || path == CHECKSUMS,
            };
            if !is_ours {
                found.push(if is_folder { format!("{path}/") } else { path });
                if is_folder {
                    walk.skip_current_dir();
                }
            }
        }
        found.sort();
        found
    }
}

/// The lines of a list of checksums, unless one is no such line or comes twice.
fn listed(text: &str) -> Option<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for line in text.lines() {
        let (hash, path) = line.split_once("  ")?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let earlier = files.insert(path.to_owned(), hash.to_ascii_lowercase());
        if !is_hash || path.is_empty() || earlier.is_some() {
            return None;
        }
    }
    Some(files)
}

/// Refuses names that ARCHE or CLARIN.SI does not take, and those of the deposit's own files.
fn allowed(path: &str) -> Result<(), Error> {
    let is_safe = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
    };
    if !path.split('/').all(is_safe) {
        return Err(Error::Usage(format!(
            "«{path}» cannot go into a deposit, since archives take only names of a-z, A-Z, 0-9, \
             «.» and «-» that begin with a letter or figure; run `litopys convert` again"
        )));
    }
    if OWN.contains(&path) || path == RUN || path == CHECKSUMS {
        return Err(Error::Usage(format!(
            "«{path}» cannot go into a deposit, which has a file of that name itself; run \
             `litopys convert` again"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_every_archive_takes_go_into_a_deposit() {
        for path in ["README.md", "tei/000/a-b.tei.xml", "records.sqlite"] {
            assert!(allowed(path).is_ok(), "{path}");
        }
        for path in [
            "a_b.txt",
            "tei/ї.xml",
            "../x",
            "a//b",
            ".hidden",
            "-a",
            "a b",
            "",
            "run.json",
            "datacite.json",
        ] {
            assert!(allowed(path).unwrap_err().to_string().contains(&format!("«{path}»")));
        }
    }

    #[test]
    fn a_list_is_read_whole_or_not_at_all() {
        let hash = "0".repeat(64);
        assert_eq!(listed(&format!("{hash}  a\n{hash}  b\n")).unwrap().len(), 2);
        for text in [format!("{hash} a\n"), format!("{hash}  a\n{hash}  a\n"), "00  a\n".to_owned()]
        {
            assert!(listed(&text).is_none(), "{text}");
        }
    }
}
