//! Ordinary words: a capital one begins a sentence, heads a list or plays a part in a contract, and
//! is no name by its capital alone.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::decline::{self, Adjective, Cases, Gender, Paradigms};
use crate::lexicon::tsv;

/// The embedded tables of one language.
#[derive(Debug, Clone, Copy)]
pub struct Tables {
    /// `ordinary_nouns.tsv`.
    pub nouns: &'static str,
    /// `ordinary_adjectives.tsv`.
    pub adjectives: &'static str,
    /// `ordinary_verbs.tsv`.
    pub verbs: &'static str,
}

/// About how many forms of nouns the tables have.
const FORMS: usize = 1 << 17;

/// Letters that the beginning of a compound has at the least.
const SHORTEST_BEGINNING: usize = 3;

/// Bytes that the noun of a compound has at the least.
const SHORTEST_NOUN: usize = 12;

/// Ordinary words in any form, in lower case.
#[derive(Debug, Default)]
pub struct Ordinary {
    nouns: FxHashMap<Box<str>, Cases>,
    /// Masculine nominatives.
    adjectives: FxHashSet<Box<str>>,
    verbs: FxHashSet<Box<str>>,
    endings: Adjective,
}

#[derive(Deserialize)]
struct NounLine {
    noun: String,
    genitive: String,
}

#[derive(Deserialize)]
struct AdjectiveLine {
    adjective: String,
}

#[derive(Deserialize)]
struct VerbLine {
    infinitive: String,
    present: String,
    past: String,
}

impl Ordinary {
    /// Reads the tables and generates every form.
    pub fn read(paradigms: &Paradigms, tables: &Tables) -> Self {
        let mut words = Self { endings: Adjective::of(paradigms), ..Self::default() };
        words.nouns.reserve(FORMS);
        for NounLine { noun, genitive } in tsv::rows("ordinary_nouns", tables.nouns) {
            for form in decline::forms(paradigms, &noun, &genitive) {
                let known = words.nouns.entry(form.text.into_boxed_str()).or_insert(Cases::NONE);
                *known = known.or(form.cases);
            }
        }
        for AdjectiveLine { adjective } in tsv::rows("ordinary_adjectives", tables.adjectives) {
            words.adjectives.insert(adjective.into_boxed_str());
        }
        for VerbLine { infinitive, present, past } in tsv::rows("ordinary_verbs", tables.verbs) {
            words.verbs.extend(others(&present));
            words.verbs.extend(pasts(&past));
            words.verbs.extend([infinitive, present].map(String::into_boxed_str));
        }
        words
    }

    /// The cases that a noun of this form may stand in.
    pub fn noun(&self, form: &str) -> Option<Cases> {
        self.nouns.get(form).copied()
    }

    /// Whether it is a form of an adjective.
    pub fn is_adjective(&self, form: &str) -> bool {
        let nominative = |reading| self.endings.nominative(form, reading, Gender::Masculine);
        let readings = self.endings.readings(form);
        readings.into_iter().map(nominative).any(|word| self.adjectives.contains(&*word))
    }

    /// Whether it is a finite form of a verb or an infinitive.
    pub fn is_verb(&self, form: &str) -> bool {
        self.verbs.contains(form)
    }

    /// Whether it is any of these, or made of a beginning and a noun: «субпідрядник».
    pub fn is(&self, form: &str) -> bool {
        self.nouns.contains_key(form)
            || self.verbs.contains(form)
            || self.is_adjective(form)
            || self.is_compound(form)
    }

    fn is_compound(&self, form: &str) -> bool {
        let ends = |at| form.get(at..).is_some_and(|noun| self.nouns.contains_key(noun));
        let borders = form.char_indices().map(|(at, _)| at).skip(SHORTEST_BEGINNING);
        borders.take_while(|at| form.len() - at >= SHORTEST_NOUN).any(ends)
    }
}

/// The third person plural of the present and the imperative of many: «каже, кажуть, кажіть»;
/// two plurals where the ending leaves a choice.
fn others(present: &str) -> Vec<Box<str>> {
    let (verb, reflexive) = match present.strip_suffix("ся") {
        Some(verb) => (verb.strip_suffix("ть").unwrap_or(verb), "ся"),
        None => (present, ""),
    };
    let endings: [(&str, &[&str]); 4] = [
        ("є", &["ють", "йте"]),
        ("е", &["уть", "іть"]),
        ("ить", &["ять", "ать", "іть"]),
        ("їть", &["ять", "йте"]),
    ];
    let with = |(ending, plurals): (&str, &[&str])| {
        let stem = verb.strip_suffix(ending)?;
        let plural = |plural: &&str| format!("{stem}{plural}{reflexive}").into_boxed_str();
        Some(plurals.iter().map(plural).collect())
    };
    endings.into_iter().find_map(with).unwrap_or_default()
}

/// The past in all genders: «казав, казала, казало, казали».
fn pasts(past: &str) -> Vec<Box<str>> {
    let (verb, reflexive) = match past.strip_suffix("ся") {
        Some(verb) => (verb, "ся"),
        None => (past, ""),
    };
    let stem = verb.strip_suffix('в').unwrap_or(verb);
    let others = ["ла", "ло", "ли"].map(|ending| format!("{stem}{ending}{reflexive}"));
    std::iter::once(past.to_owned()).chain(others).map(String::into_boxed_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finite_forms_follow_from_two() {
        let show = |forms: Vec<Box<str>>| forms.join(" ");
        assert_eq!(show(others("каже")), "кажуть кажіть");
        assert_eq!(show(others("відмовляється")), "відмовляються відмовляйтеся");
        assert_eq!(show(others("стоїть")), "стоять стойте");
        assert_eq!(show(pasts("казав")), "казав казала казало казали");
        assert_eq!(show(pasts("боявся")), "боявся боялася боялося боялися");
    }
}
