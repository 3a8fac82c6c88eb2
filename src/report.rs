//! What happened: the record of a run in `run.json`, and what is said while it runs.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::diag::Severity;
use crate::write::folder::{self, RUN};

/// What a run tells whoever watches it.
pub enum Event<'a> {
    /// So far: sources dealt with out of all, bytes converted, sources set aside.
    Progress {
        /// Sources dealt with.
        done: u64,
        /// All sources.
        of: u64,
        /// Bytes converted.
        bytes: u64,
        /// Sources set aside.
        set_aside: u64,
    },
    /// Something about one source, or about a file of the output.
    Source {
        /// How much it matters.
        severity: Severity,
        /// Its path below the input or the output.
        name: &'a str,
        /// One sentence.
        message: &'a str,
    },
    /// How long a part of the run took.
    Time {
        /// Which part.
        what: &'a str,
        /// How long.
        took: Duration,
    },
}

/// How a run ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// What was counted.
    pub counts: Counts,
    /// Whether nothing had to be done.
    pub up_to_date: bool,
    /// Files that are new or changed.
    pub changed: u64,
    /// Files that were removed.
    pub removed: u64,
}

/// Counts of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Documents converted.
    pub documents: u64,
    /// Sources of known formats that were not.
    pub set_aside: u64,
    /// Sources of unknown formats, empty ones, and descriptions of the folder.
    pub passed_over: u64,
    /// Bytes of the documents.
    pub bytes: u64,
    /// Their code points.
    pub codepoints: u64,
    /// Their sentences.
    pub sentences: u64,
    /// Their mentions.
    pub mentions: u64,
    /// Places, organizations and persons.
    pub entities: u64,
}

/// The content of `run.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Always `litopys`, so that another program's file is not taken for ours.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// Version of the tables.
    pub schema_version: String,
    /// Output formats, sorted.
    pub to: Vec<String>,
    /// Hash of everything that decides the output.
    pub run_key: String,
    /// Files listed in `checksums.sha256`.
    pub files: u64,
    /// Their bytes.
    pub file_bytes: u64,
    /// What was counted.
    pub counts: Counts,
    /// What was set aside, with the reason.
    pub set_aside: Vec<SetAside>,
}

/// A source that was not converted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Its path below the input.
    pub path: String,
    /// Why.
    pub message: String,
}

impl RunRecord {
    /// The record that a folder holds, if the run that wrote it was ours and complete.
    pub fn read(root: &Path) -> Option<Self> {
        let text = fs::read(root.join(RUN)).ok()?;
        let record: Self = serde_json::from_slice(&text).ok()?;
        (record.program == "litopys").then_some(record)
    }

    /// Whether the folder still holds what the run wrote: as many files and bytes, and none that
    /// is younger than the record.
    pub fn describes(&self, root: &Path) -> bool {
        let listed = folder::listed_in(root);
        let sealed = fs::metadata(root.join(RUN)).and_then(|meta| meta.modified()).ok();
        let size = |path: &String| {
            let meta = fs::metadata(root.join(path)).ok()?;
            let unchanged = meta.modified().ok()? <= sealed?;
            unchanged.then_some(meta.len())
        };
        let sizes: Option<Vec<u64>> = listed.iter().map(size).collect();
        listed.len() as u64 == self.files
            && sizes.is_some_and(|sizes| sizes.iter().sum::<u64>() == self.file_bytes)
            && !folder::is_unfinished(root)
    }
}
