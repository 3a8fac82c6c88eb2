//! Function words by what they do in a sentence, from a `words.tsv`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::lexicon::tsv;

/// What a function word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Coordinates: «та».
    And,
    /// Stands for the noun of several names, with its nominative singular: «областей».
    Head,
    /// May stand between a month and its year: «місяці».
    Month,
    /// Makes a number an ordinal: «-го».
    Ordinal,
    /// May begin a sentence with an adverbial: «після».
    Preposition,
    /// Opens a range, with the word that joins its second half: «з … по».
    Range,
    /// The ending of most finite verbs.
    Verb,
    /// Says that a number is a time: «у».
    When,
    /// The noun for year.
    Year,
}

#[derive(Deserialize)]
struct Line {
    class: Class,
    form: String,
    value: String,
}

/// What is known of one word: its classes, and the values of some of them.
#[derive(Debug, Default)]
struct Entry {
    classes: Vec<Class>,
    joins: Vec<String>,
    head: Option<String>,
}

/// Function words in lower case.
#[derive(Debug, Default)]
pub struct Words {
    entries: HashMap<String, Entry>,
    verb_endings: Vec<String>,
}

impl Words {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let mut words = Self::default();
        for Line { class, form, value } in tsv::rows(name, table) {
            if class == Class::Verb {
                words.verb_endings.push(form);
                continue;
            }
            let entry = words.entries.entry(form).or_default();
            entry.classes.push(class);
            match class {
                Class::Range => entry.joins.push(value),
                Class::Head => entry.head = Some(value),
                _ => {}
            }
        }
        words
    }

    /// Whether the word belongs to the class.
    pub fn is(&self, class: Class, word: &str) -> bool {
        self.entries.get(word).is_some_and(|entry| entry.classes.contains(&class))
    }

    /// Whether the two words enclose the first half of a range.
    pub fn is_range(&self, open: &str, join: &str) -> bool {
        self.entries.get(open).is_some_and(|entry| entry.joins.iter().any(|word| word == join))
    }

    /// The nominative singular of a head in the plural.
    pub fn head(&self, form: &str) -> Option<&str> {
        self.entries.get(form)?.head.as_deref()
    }

    /// Whether the word ends as most finite verbs do.
    pub fn may_be_verb(&self, word: &str) -> bool {
        self.verb_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }
}
