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
    /// Makes a date the bound of an open stretch: «після».
    Bound,
    /// Names an era, and says whether its years count backwards: «до н. е.».
    Era,
    /// Stands for the noun of several names, with its nominative singular: «областей».
    Head,
    /// May stand between a month and its year: «місяці».
    Month,
    /// Begins sentences and is no name: «він», «потім».
    Opener,
    /// Makes a number an ordinal: «-го».
    Ordinal,
    /// A part of a date, between a preposition and it: «кінця».
    Part,
    /// May begin a sentence with an adverbial: «після».
    Preposition,
    /// Opens a range, with the word that joins its second half: «з … по».
    Range,
    /// Puts a date in the Julian calendar: «за старим стилем».
    Style,
    /// The ending of most surnames.
    Surname,
    /// The ending of most finite verbs.
    Verb,
    /// Says that a number is a time: «у».
    When,
    /// The noun for year.
    Year,
}

/// Which way the years of an era count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Era {
    /// Backwards from year 1.
    Before,
    /// Forwards.
    After,
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
    entries: FxHashMap<String, Entry>,
    verb_endings: Vec<String>,
    surname_endings: Vec<String>,
    eras: Vec<(String, Era)>,
    styles: Vec<String>,
}

impl Words {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let mut words = Self::default();
        for Line { class, form, value } in tsv::rows(name, table) {
            match class {
                Class::Verb => words.verb_endings.push(form),
                Class::Surname => words.surname_endings.push(form),
                Class::Style => words.styles.push(form),
                Class::Era if value == "before" => words.eras.push((form, Era::Before)),
                Class::Era => words.eras.push((form, Era::After)),
                _ => {
                    let entry = words.entries.entry(form).or_default();
                    entry.classes.push(class);
                    match class {
                        Class::Range => entry.joins.push(value),
                        Class::Head => entry.head = Some(value),
                        _ => {}
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

    /// Whether the two words enclose the first half of a range.
    pub fn is_range(&self, open: &str, join: &str) -> bool {
        self.entries.get(open).is_some_and(|entry| entry.joins.iter().any(|word| word == join))
    }

    /// The nominative singular of a head in the plural.
    pub fn head(&self, form: &str) -> Option<&str> {
        self.entries.get(form)?.head.as_deref()
    }

    /// The era that a lower-case text begins with, and its length in bytes.
    pub fn era(&self, text: &str) -> Option<(Era, usize)> {
        let (phrase, era) =
            self.eras.iter().find(|(phrase, _)| text.starts_with(phrase.as_str()))?;
        Some((*era, phrase.len()))
    }

    /// Whether a lower-case text begins with words that name the Julian calendar.
    pub fn is_old_style(&self, text: &str) -> bool {
        self.styles.iter().any(|phrase| text.starts_with(phrase.as_str()))
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
