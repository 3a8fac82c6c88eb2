//! Cyrillic letters in Latin ones, from a `romanization.tsv`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::lexicon::tsv;

#[derive(Deserialize)]
struct Line {
    letter: String,
    initial: String,
    other: String,
}

/// Latin equivalents of lower-case letters: at the beginning of a word, and elsewhere.
#[derive(Debug)]
pub struct Romanization(HashMap<String, (String, String)>);

impl Romanization {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let lines: Vec<Line> = tsv::rows(name, table);
        Self(lines.into_iter().map(|line| (line.letter, (line.initial, line.other))).collect())
    }

    /// The equivalent of one or two lower-case letters.
    pub fn get(&self, letters: &str, initial: bool) -> Option<&str> {
        let (first, other) = self.0.get(letters)?;
        Some(if initial { first } else { other })
    }
}
