//! Function words by what they do in a sentence, from a `words.tsv`.

use rustc_hash::FxHashMap;
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
    /// Begins sentences and is no name: «він», «потім».
    Opener,
    /// May begin a sentence with an adverbial: «після».
    Preposition,
    /// The ending of most surnames.
    Surname,
    /// The ending of most finite verbs.
    Verb,
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
    head: Option<String>,
}

/// Function words in lower case.
#[derive(Debug, Default)]
pub struct Words {
    entries: FxHashMap<String, Entry>,
    verb_endings: Vec<String>,
    surname_endings: Vec<String>,
}

impl Words {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let mut words = Self::default();
        for Line { class, form, value } in tsv::rows(name, table) {
            match class {
                Class::Verb => words.verb_endings.push(form),
                Class::Surname => words.surname_endings.push(form),
                _ => {
                    let entry = words.entries.entry(form).or_default();
                    entry.classes.push(class);
                    if class == Class::Head {
                        entry.head = Some(value);
                    }
                }
            }
        }
        words
    }

    /// Whether the word belongs to the class.
    pub fn is(&self, class: Class, word: &str) -> bool {
        self.entries.get(word).is_some_and(|entry| entry.classes.contains(&class))
    }

    /// The nominative singular of a head in the plural.
    pub fn head(&self, form: &str) -> Option<&str> {
        self.entries.get(form)?.head.as_deref()
    }

    /// Whether the word ends as most finite verbs do.
    pub fn may_be_verb(&self, word: &str) -> bool {
        self.verb_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether the word ends as most surnames do.
    pub fn may_be_surname(&self, word: &str) -> bool {
        self.surname_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }
}
