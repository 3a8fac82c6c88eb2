//! Abbreviations that are written with a full stop, from an `abbreviations.tsv`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::lexicon::tsv;

/// Where an abbreviation stands, which says whether a sentence may end with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Position {
    /// Before the word that it belongs to: no sentence ends here.
    Before,
    /// After it: a sentence may end here.
    After,
    /// Either.
    Both,
}

/// An abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abbreviation {
    /// Where it stands.
    pub position: Position,
    /// Whether it is part of an archival reference, which goes on over full stops: «Ф. 1. Оп. 2».
    pub archival: bool,
    /// Whether it stands for a title before persons: «проф.».
    pub title: bool,
}

#[derive(Deserialize)]
struct Line {
    abbreviation: String,
    class: String,
    position: Position,
}

/// Abbreviations by their lower-case form without the last full stop.
#[derive(Debug)]
pub struct Abbreviations {
    entries: FxHashMap<String, Abbreviation>,
    longest: usize,
}

impl Abbreviations {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let entry = |line: Line| {
            let key = line.abbreviation.trim_end_matches('.').to_lowercase();
            let archival = line.class == "archive";
            let title = line.class == "pers";
            (key, Abbreviation { position: line.position, archival, title })
        };
        let entries: FxHashMap<_, _> =
            tsv::rows::<Line>(name, table).into_iter().map(entry).collect();
        let longest = entries.keys().map(String::len).max().unwrap_or_default();
        Self { entries, longest }
    }

    /// The abbreviation with this lower-case form, given without its last full stop.
    pub fn get(&self, text: &str) -> Option<Abbreviation> {
        self.entries.get(text).copied()
    }

    /// Bytes of the longest one.
    pub fn longest(&self) -> usize {
        self.longest
    }
}
