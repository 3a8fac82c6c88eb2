//! Abbreviations that are written with a full stop, from an `abbreviations.tsv`.

use std::collections::HashMap;

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

#[derive(Deserialize)]
struct Line {
    abbreviation: String,
    #[serde(rename = "class")]
    _class: String,
    position: Position,
}

/// Abbreviations by their lower-case form without the last full stop.
#[derive(Debug)]
pub struct Abbreviations {
    positions: HashMap<String, Position>,
    longest: usize,
}

impl Abbreviations {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let lines: Vec<Line> = tsv::rows(name, table);
        let key = |text: &str| text.trim_end_matches('.').to_lowercase();
        let positions: HashMap<_, _> =
            lines.into_iter().map(|line| (key(&line.abbreviation), line.position)).collect();
        let longest = positions.keys().map(String::len).max().unwrap_or_default();
        Self { positions, longest }
    }

    /// The position of an abbreviation given in lower case without its last full stop.
    pub fn get(&self, text: &str) -> Option<Position> {
        self.positions.get(text).copied()
    }

    /// Bytes of the longest one.
    pub fn longest(&self) -> usize {
        self.longest
    }
}
