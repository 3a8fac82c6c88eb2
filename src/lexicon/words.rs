//! Function words by what they do in a sentence, from a `words.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::decline::Cases;
use crate::lexicon::tsv;

/// What a function word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Coordinates: «та».
    And,
    /// Stands before a name that completes another: «імені».
    OfBody,
    /// Asks for cases, which are its value: «до».
    Governs,
    /// An adjective that tells a body from others of its kind and names none: «міський».
    Generic,
    /// A given name that is an ordinary word too: «надія».
    Homonym,
    /// Stands inside names of persons: «фон».
    Particle,
    /// A part of what follows: «частину».
    Part,
    /// Stands before places, which take the cases of its value: «в».
    Place,
    /// Begins sentences and is no name: «він», «потім».
    Opener,
    /// An adjective that makes a body of an area: «навчальний округ».
    Office,
    /// Before the name of a family: «родина».
    Family,
    /// Before the name of a periodical in quotation marks: «число „Діла“».
    Issue,
    /// Tells what a body is for: «для».
    Purpose,
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
    governs: Option<Cases>,
    places: Option<Cases>,
}

/// Function words in lower case.
#[derive(Debug, Default)]
pub struct Words {
    entries: FxHashMap<String, Entry>,
    verbs: Endings,
    surnames: Endings,
}

/// Endings of words.
#[derive(Debug, Default)]
struct Endings(FxHashSet<String>);

impl Endings {
    /// The most letters of an ending.
    const LONGEST: usize = 6;

    /// Whether one of them ends the word.
    fn end(&self, word: &str) -> bool {
        let begins = word.char_indices().rev().map(|(at, _)| at).take(Self::LONGEST);
        begins.filter_map(|at| word.get(at..)).any(|ending| self.0.contains(ending))
    }
}

impl Words {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let mut words = Self::default();
        for Line { class, form, value } in tsv::rows(name, table) {
            match class {
                Class::Verb => {
                    words.verbs.0.insert(form);
                }
                Class::Surname => {
                    words.surnames.0.insert(form);
                }
                _ => {
                    let entry = words.entries.entry(form).or_default();
                    entry.classes.push(class);
                    match class {
                        Class::Governs => entry.governs = Some(Cases::of_names(value.split('|'))),
                        Class::Place => entry.places = Some(Cases::of_names(value.split('|'))),
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

    /// The cases that a preposition asks for.
    pub fn governs(&self, word: &str) -> Option<Cases> {
        self.entries.get(word)?.governs
    }

    /// The cases in which places stand behind a preposition that makes them likely.
    pub fn places(&self, word: &str) -> Option<Cases> {
        self.entries.get(word)?.places
    }

    /// Whether it is any function word.
    pub fn is_function(&self, word: &str) -> bool {
        self.entries.get(word).is_some_and(|entry| !entry.classes.is_empty())
    }

    /// Whether the word ends as most finite verbs do.
    pub fn may_be_verb(&self, word: &str) -> bool {
        self.verbs.end(word)
    }

    /// Whether the word ends as most surnames do.
    pub fn may_be_surname(&self, word: &str) -> bool {
        self.surnames.end(word)
    }
}
