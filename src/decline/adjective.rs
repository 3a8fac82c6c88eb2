//! Adjectives in any form: which case and gender, and what their nominatives are.

use serde::{Deserialize, Serialize};

use crate::decline::trie::Trie;
use crate::decline::{Cases, Gender, Paradigms, Part};

/// What a form of an adjective may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The cases that it may stand in.
    pub cases: Cases,
    /// Its gender, or that it is a plural.
    pub gender: Gender,
    /// Characters of the ending.
    ending: usize,
    /// Index of the class.
    class: usize,
}

impl Reading {
    /// Whether the stem is soft: «верхній».
    pub fn is_soft(self) -> bool {
        self.class == 1
    }
}

/// Endings of adjectives.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Adjective {
    endings: Trie<Vec<Reading>>,
}

/// The nominative endings of the hard class, the soft one, and the soft one after a vowel:
/// masculine, feminine, neuter, plural.
const NOMINATIVES: [[&str; 4]; 3] =
    [["ий", "а", "е", "і"], ["ій", "я", "є", "і"], ["їй", "я", "є", "ї"]];

/// The class of stems that end in a vowel.
const AFTER_VOWEL: usize = 2;

/// The genitive endings of the same classes.
const GENITIVES: [[&str; 4]; 3] =
    [["ого", "ої", "ого", "их"], ["ього", "ьої", "ього", "іх"], ["його", "єї", "його", "їх"]];

impl Adjective {
    /// The endings of the adjectival classes of a table.
    pub fn of(paradigms: &Paradigms) -> Self {
        let mut endings = Trie::<Vec<Reading>>::default();
        for paradigm in paradigms.iter().filter(|paradigm| paradigm.part == Part::Adjective) {
            let nominative = paradigm.nominative.as_str();
            let class = match paradigm.genitive.chars().next() {
                Some('ь' | 'і') => 1,
                Some('й' | 'є' | 'ї') => AFTER_VOWEL,
                _ => 0,
            };
            let mut forms = Vec::new();
            paradigm.decline(nominative, &paradigm.genitive, &mut forms);
            for form in forms {
                let ending = form.text.chars().count();
                let (cases, gender) = (form.cases, paradigm.gender);
                endings.at(form.text.chars().rev()).push(Reading { cases, gender, ending, class });
            }
        }
        Self { endings }
    }

    /// Everything that a lower-case form may be, the longest ending first.
    pub fn readings(&self, form: &str) -> Vec<Reading> {
        let mut found: Vec<Reading> = Vec::new();
        self.endings.walk(form.chars().rev(), |readings| found.extend(readings));
        // A stem has two letters at the least; the class behind a vowel («безкраїй») is its own.
        let letters = form.chars().count();
        found.retain(|reading| {
            let last = letters.checked_sub(reading.ending + 1).and_then(|at| form.chars().nth(at));
            let vowel = last.is_some_and(|c| "аеєиіїоуюя".contains(c));
            // Soft stems end in «н», but for «третій»: «Київськім» is hard.
            let soft = !reading.is_soft() || last.is_some_and(|c| "нт".contains(c));
            soft && letters >= reading.ending + 2 && vowel == (reading.class == AFTER_VOWEL)
        });
        found.reverse();
        found
    }

    /// The nominative of another gender, from a form that has this reading.
    pub fn nominative(&self, form: &str, reading: Reading, gender: Gender) -> String {
        with(form, reading, &NOMINATIVES, gender)
    }

    /// The genitive of another gender, from a form that has this reading.
    pub fn genitive(&self, form: &str, reading: Reading, gender: Gender) -> String {
        with(form, reading, &GENITIVES, gender)
    }
}

/// The stem of a form with the ending that its class has in a gender.
fn with(form: &str, reading: Reading, endings: &[[&str; 4]; 3], gender: Gender) -> String {
    let end = form.char_indices().rev().nth(reading.ending.saturating_sub(1));
    let stem = end.and_then(|(at, _)| form.get(..at)).unwrap_or(form);
    let of_class = endings.get(reading.class);
    let ending = of_class.and_then(|endings| endings.get(gender as usize)).copied();
    format!("{stem}{}", ending.unwrap_or_default())
}
