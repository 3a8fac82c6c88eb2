//! Names of one kind whose declension is known, and what they tell of others that end alike.
//!
//! Analogy by suffixes: how listed names that share the longest ending decline, decides how an
//! unlisted one does. No weights are kept anywhere; the tables of names are the only source.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decline::trie::Trie;
use crate::decline::{Cases, Form, Gender, Paradigms, Part};

/// How many letters from the end are compared.
const DEPTH: usize = 10;

/// How many letters of a form are compared; all its nominatives are, back to the same letter.
const COMPARED: usize = 7;

/// How much is given to what no listed name has, against one listed name.
const UNSEEN: f64 = 60.0;

/// The same for what no listed name of any class has.
const ANY: f64 = 20.0;

/// Guesses that are so much less likely than the best one, as a logarithm, are left out.
const HOPELESS: f64 = 9.0;

/// Letters of the alphabet.
const LETTERS: f64 = 33.0;

/// How nominatives of one class become genitives, and how they decline.
#[derive(Debug, Serialize, Deserialize)]
struct Class {
    /// What the nominative ends with and the genitive does not, «ець» of «Кременець».
    nominative: String,
    /// What stands there in the genitive, «ця».
    genitive: String,
    gender: Gender,
    part: Part,
}

/// That a form with some ending may come from a class.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Origin {
    class: u16,
    cases: Cases,
    /// Characters of the ending.
    ending: u8,
}

/// What a form may be of.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// The nominative.
    pub nominative: String,
    /// The genitive.
    pub genitive: String,
    /// The cases that the form may stand in.
    pub cases: Cases,
    /// Gender of the name.
    pub gender: Gender,
    /// Noun or adjective.
    pub part: Part,
    /// The logarithm of its probability, as the endings of the listed names have it; to be compared
    /// with other guesses of the same form.
    pub score: f64,
}

/// Names of one kind.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Stock {
    classes: Vec<Class>,
    known: BTreeMap<(String, String, Gender), u16>,
    /// By the reversed ending of a form.
    origins: Trie<Origin>,
    /// Names by class, at every node of their reversed nominative.
    counts: Trie<(u16, u32)>,
}

impl Stock {
    /// Adds a name of one word.
    pub fn learn(&mut self, paradigms: &Paradigms, nominative: &str, genitive: &str) {
        let (nominative, genitive) = (nominative.to_lowercase(), genitive.to_lowercase());
        let class = self.class(paradigms, &nominative, &genitive);
        self.counts.update(nominative.chars().rev().take(DEPTH), |counts| {
            match counts.iter_mut().find(|(known, _)| *known == class) {
                Some((_, count)) => *count += 1,
                None => counts.push((class, 1)),
            }
        });
    }

    /// Takes one name out again, to ask what the others say of it.
    pub fn forget(&mut self, paradigms: &Paradigms, nominative: &str, genitive: &str) {
        let (nominative, genitive) = (nominative.to_lowercase(), genitive.to_lowercase());
        let class = self.class(paradigms, &nominative, &genitive);
        self.counts.update(nominative.chars().rev().take(DEPTH), |counts| {
            for (_, count) in counts.iter_mut().filter(|(known, _)| *known == class) {
                *count = count.saturating_sub(1);
            }
        });
    }

    /// The class of a name by its two forms in lower case; a new one brings its endings.
    fn class(&mut self, paradigms: &Paradigms, nominative: &str, genitive: &str) -> u16 {
        let paradigm = paradigms.of(nominative, genitive);
        let (own_nom, own_gen) =
            paradigm.map_or((0, 0), |p| (p.nominative.len(), p.genitive.len()));
        let shared = shared_prefix(nominative, genitive)
            .min(nominative.len() - own_nom)
            .min(genitive.len() - own_gen);
        let (strip, add) = match paradigm {
            Some(_) => (tail(nominative, shared), tail(genitive, shared)),
            None => ("", ""),
        };
        let gender = paradigm.map_or(Gender::Masculine, |paradigm| paradigm.gender);
        let key = (strip.to_owned(), add.to_owned(), gender);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let class = u16::try_from(self.classes.len()).unwrap_or(u16::MAX);
        let mut forms = Vec::new();
        match paradigm {
            Some(paradigm) => paradigm.decline(strip, add, &mut forms),
            None => forms.push(Form { text: String::new(), cases: Cases::ALL, gender }),
        }
        for form in forms {
            let ending = u8::try_from(form.text.chars().count()).unwrap_or(u8::MAX);
            let origin = Origin { class, cases: form.cases, ending };
            self.origins.push(form.text.chars().rev(), origin);
        }
        let part = paradigm.map_or(Part::Noun, |paradigm| paradigm.part);
        let (nominative, genitive) = (strip.to_owned(), add.to_owned());
        self.classes.push(Class { nominative, genitive, gender, part });
        self.known.insert(key, class);
        class
    }

    /// What a form may be of, when it stands in one of the cases; the likeliest first. Capitals of
    /// the stem are kept.
    pub fn guess(&self, form: &str, cases: Cases) -> Vec<Guess> {
        unite(self.origins_of(form, cases))
    }

    /// Every class that a form may come from, in no order.
    fn origins_of(&self, form: &str, cases: Cases) -> Vec<Guess> {
        let lower = form.to_lowercase();
        let letters = lower.chars().count();
        let mut scored: Vec<(f64, &Class, Cases, usize)> = Vec::new();
        self.origins.walk(lower.chars().rev(), |origins| {
            for origin in origins.iter().filter(|origin| origin.cases.meets(cases)) {
                let class = self.classes.get(usize::from(origin.class));
                let stem = letters.checked_sub(usize::from(origin.ending)).filter(|stem| *stem > 1);
                if let (Some(class), Some(stem)) = (class, stem)
                    && let Some(score) = self.weigh(&lower, letters, *origin, class, cases)
                {
                    scored.push((score, class, origin.cases.and(cases), stem));
                }
            }
        });
        let best = scored.iter().map(|one| one.0).fold(f64::MIN, f64::max);
        scored.retain(|one| one.0 > best - HOPELESS);
        let guess = |(score, class, cases, stem): (f64, &Class, Cases, usize)| {
            let end = form.char_indices().nth(stem).map_or(form.len(), |(at, _)| at);
            let stem = form.get(..end).unwrap_or(form);
            Guess {
                nominative: format!("{stem}{}", class.nominative),
                genitive: format!("{stem}{}", class.genitive),
                cases,
                gender: class.gender,
                part: class.part,
                score,
            }
        };
        scored.into_iter().map(guess).collect()
    }

    /// The logarithm of the probability that a form comes from a class; none when it cannot.
    fn weigh(
        &self,
        lower: &str,
        letters: usize,
        origin: Origin,
        class: &Class,
        cases: Cases,
    ) -> Option<f64> {
        let ending = usize::from(origin.ending);
        let mut stem = lower.chars().rev().skip(ending);
        if !is_pronounceable(stem.clone().next()?, &class.nominative)
            || class.nominative.is_empty() && is_cluster(stem.clone())
        {
            return None;
        }
        let left_out = letters.saturating_sub(COMPARED);
        let compared = (letters - ending).saturating_sub(left_out);
        let nominative = class.nominative.chars().rev().chain(stem.by_ref().take(compared));
        let length = class.nominative.chars().count() + compared;
        let probability = self.probability(nominative, origin.class, length);
        Some(probability.ln() + Self::frequency(origin.cases.and(cases)).ln())
    }

    /// How likely a name of the class ends like this one: letter after letter from the end, each
    /// by those behind it, as often as the listed names of the class have it, else as often as
    /// all listed names do.
    fn probability(
        &self,
        backwards: impl Iterator<Item = char>,
        class: u16,
        letters: usize,
    ) -> f64 {
        let mut probability = 1.0;
        let mut before: Option<(f64, f64)> = None;
        let mut seen = 0;
        self.counts.walk(backwards.take(DEPTH), |counts| {
            let of_class = counts.iter().find(|(known, _)| *known == class);
            let of_class = of_class.map_or(0.0, |(_, count)| f64::from(*count));
            let of_all: f64 = counts.iter().map(|(_, count)| f64::from(*count)).sum();
            probability *= match before {
                None => (of_class + UNSEEN / LETTERS) / (of_all + UNSEEN),
                Some((class_before, all_before)) => {
                    let any = (of_all + ANY / LETTERS) / (all_before + ANY);
                    (of_class + UNSEEN * any) / (class_before + UNSEEN)
                }
            };
            before = Some((of_class, of_all));
            seen += 1;
        });
        // Letters beyond what any listed name has.
        let rest = (letters.min(DEPTH) + 1).saturating_sub(seen);
        (0..rest).fold(probability, |probability, _| probability / LETTERS)
    }

    /// How common the cases are among names in prose, estimated.
    pub fn frequency(cases: Cases) -> f64 {
        [
            (Cases::NOMINATIVE, 0.34),
            (Cases::GENITIVE, 0.28),
            (Cases::DATIVE, 0.04),
            (Cases::ACCUSATIVE, 0.1),
            (Cases::INSTRUMENTAL, 0.08),
            (Cases::LOCATIVE, 0.15),
            (Cases::VOCATIVE, 0.01),
        ]
        .iter()
        .filter(|(case, _)| cases.meets(*case))
        .map(|(_, share)| share)
        .sum()
    }

    /// The likely genitives of a nominative, the likeliest first.
    pub fn genitives(&self, nominative: &str) -> Vec<Guess> {
        let mut guesses = self.origins_of(nominative, Cases::NOMINATIVE);
        guesses.retain(|guess| guess.nominative == nominative);
        guesses.sort_by(|a, b| b.score.total_cmp(&a.score));
        guesses
    }
}

/// Whether an ending can stand behind the last letter of a stem: no hard vowel behind a vowel, no
/// soft one behind a sibilant, «й» behind vowels alone.
fn is_pronounceable(last: char, ending: &str) -> bool {
    let is_vowel = |c: char| "аеєиіїоуюя".contains(c);
    match ending.chars().next() {
        Some(first) if "аеиіоу".contains(first) => !is_vowel(last) && last != 'ь',
        Some(first) if "єюя".contains(first) => !"жчшщьґгкх".contains(last),
        Some('й') => is_vowel(last),
        Some('ї') => is_vowel(last) || last == '\'',
        _ => true,
    }
}

/// Whether a word could not end in these letters, the last one first: «Дудк» lacks a vowel.
fn is_cluster(mut backwards: impl Iterator<Item = char>) -> bool {
    match (backwards.next(), backwards.next()) {
        (Some(last), Some(before)) => {
            last != before && "кнлм".contains(last) && "бвгґджзкптфхцчшщ".contains(before)
        }
        _ => false,
    }
}

/// The guesses with the likeliest nominative first; classes that give the same nominative speak
/// for it together.
fn unite(mut guesses: Vec<Guess>) -> Vec<Guess> {
    guesses.sort_by(|a, b| {
        a.nominative
            .cmp(&b.nominative)
            .then(a.gender.cmp(&b.gender))
            .then(b.score.total_cmp(&a.score))
    });
    let mut united: Vec<Guess> = Vec::with_capacity(guesses.len());
    for guess in guesses {
        match united.last_mut() {
            Some(last) if last.nominative == guess.nominative && last.gender == guess.gender => {
                last.cases = last.cases.or(guess.cases);
                last.score += (guess.score - last.score).exp().ln_1p();
            }
            _ => united.push(guess),
        }
    }
    united.sort_by(|a, b| b.score.total_cmp(&a.score));
    united
}

/// Bytes that both begin with.
fn shared_prefix(a: &str, b: &str) -> usize {
    a.char_indices()
        .zip(b.chars())
        .find(|((_, a), b)| a != b)
        .map_or(a.len().min(b.len()), |((at, _), _)| at)
}

fn tail(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}
