//! Months by their forms, from a `months.tsv`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::lexicon::tsv;

#[derive(Deserialize)]
struct Line {
    form: String,
    month: u8,
    case: String,
}

/// Month numbers by lower-case form.
#[derive(Debug)]
pub struct Months(FxHashMap<String, (u8, bool)>);

impl Months {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let lines: Vec<Line> = tsv::rows(name, table);
        let entry = |line: Line| (line.form, (line.month, line.case == "abbr"));
        Self(lines.into_iter().map(entry).collect())
    }

    /// The month, 1 to 12, that a lower-case word names.
    pub fn get(&self, word: &str) -> Option<u8> {
        self.0.get(word).map(|(month, _)| *month)
    }

    /// Whether the word is one only with a full stop behind it.
    pub fn is_abbreviation(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|(_, short)| *short)
    }
}
