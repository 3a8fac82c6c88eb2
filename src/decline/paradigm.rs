//! Declension classes by the endings of nominative and genitive, from a `paradigms.tsv`.

use serde::{Deserialize, Serialize};

use crate::decline::{Cases, Form, Gender, push_form};

/// How a word of the class takes part in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// It agrees with a noun: «Біла».
    Adjective,
    /// It has a gender of its own.
    Noun,
}

/// How a form follows from the two known ones.
#[derive(Debug)]
enum Ending {
    /// The genitive without its ending, and this.
    Stem(String),
    /// The nominative without its ending, and this.
    Base(String),
    /// The nominative.
    Nominative,
    /// The genitive.
    Genitive,
}

/// One declension class.
#[derive(Debug)]
pub struct Paradigm {
    /// Ending of the nominative.
    pub nominative: String,
    /// Ending of the genitive.
    pub genitive: String,
    /// Dative, accusative, instrumental, locative, vocative.
    others: [Vec<Ending>; 5],
    /// Noun or adjective.
    pub part: Part,
    /// Gender, or plural.
    pub gender: Gender,
    /// Endings of nominative and genitive of a woman of the surname; the same as a man's when it
    /// is `=`; none when hers does not change.
    woman: Option<(String, String)>,
    /// Endings of nominative and genitive of a family of the surname.
    family: Option<(String, String)>,
}

/// Declension classes, the most specific first.
#[derive(Debug, Default)]
pub struct Paradigms(Vec<Paradigm>);

impl Paradigms {
    /// Reads the table: tab-separated, with a header; see the README beside it.
    ///
    /// A line of another shape is left out; a test reads every line.
    pub fn read(table: &str) -> Self {
        let mut paradigms: Vec<Paradigm> = table.lines().skip(1).filter_map(paradigm).collect();
        paradigms.sort_by_key(|p| std::cmp::Reverse(p.nominative.len() + p.genitive.len()));
        Self(paradigms)
    }

    /// Every class.
    pub fn iter(&self) -> impl Iterator<Item = &Paradigm> {
        self.0.iter()
    }

    /// The most specific class that a word belongs to by these two forms.
    pub fn of(&self, nominative: &str, genitive: &str) -> Option<&Paradigm> {
        // Neuters in -я are the only class whose two forms are alike: «Запоріжжя».
        if nominative == genitive && !is_soft_neuter(nominative) {
            return None;
        }
        self.0
            .iter()
            .find(|p| nominative.ends_with(&p.nominative) && genitive.ends_with(&p.genitive))
    }

    /// The forms of one word; one form in every case when its two forms are alike.
    pub fn word(&self, nominative: &str, genitive: &str) -> Vec<Form> {
        let mut forms = Vec::with_capacity(8);
        match self.of(nominative, genitive) {
            Some(paradigm) => paradigm.decline(nominative, genitive, &mut forms),
            None if nominative == genitive => {
                push_form(&mut forms, nominative.to_owned(), Cases::ALL, Gender::Masculine);
            }
            None => {
                let others = Cases::ALL.and(Cases::GENITIVE);
                push_form(&mut forms, nominative.to_owned(), Cases::NOMINATIVE, Gender::Masculine);
                push_form(&mut forms, genitive.to_owned(), others, Gender::Masculine);
            }
        }
        forms
    }

    /// Nominative and genitive of a woman whose father or husband has this surname.
    pub fn woman(&self, nominative: &str, genitive: &str) -> (String, String) {
        let derive = |p: &Paradigm| p.derive(p.woman.as_ref()?, nominative, genitive);
        let changed = self.of(nominative, genitive).and_then(derive);
        changed.unwrap_or_else(|| (nominative.to_owned(), nominative.to_owned()))
    }

    /// Nominative and genitive of a family of this surname, if it has a plural.
    pub fn family(&self, nominative: &str, genitive: &str) -> Option<(String, String)> {
        let paradigm = self.of(nominative, genitive)?;
        paradigm.derive(paradigm.family.as_ref()?, nominative, genitive)
    }
}

impl Paradigm {
    /// Adds every form of a word of the class.
    pub fn decline(&self, nominative: &str, genitive: &str, forms: &mut Vec<Form>) {
        let stem = genitive.strip_suffix(&*self.genitive).unwrap_or(genitive);
        let base = nominative.strip_suffix(&*self.nominative).unwrap_or(nominative);
        push_form(forms, nominative.to_owned(), Cases::NOMINATIVE, self.gender);
        push_form(forms, genitive.to_owned(), Cases::GENITIVE, self.gender);
        for (index, endings) in self.others.iter().enumerate() {
            for ending in endings {
                let text = match ending {
                    Ending::Stem(ending) => format!("{stem}{ending}"),
                    Ending::Base(ending) => format!("{base}{ending}"),
                    Ending::Nominative => nominative.to_owned(),
                    Ending::Genitive => genitive.to_owned(),
                };
                push_form(forms, text, Cases::nth(index + 2), self.gender);
            }
        }
    }

    fn derive(
        &self,
        endings: &(String, String),
        nominative: &str,
        genitive: &str,
    ) -> Option<(String, String)> {
        if endings.0 == "=" {
            return Some((nominative.to_owned(), genitive.to_owned()));
        }
        let stem = genitive.strip_suffix(&*self.genitive)?;
        Some((format!("{stem}{}", endings.0), format!("{stem}{}", endings.1)))
    }
}

fn paradigm(line: &str) -> Option<Paradigm> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [nom, genitive, dat, acc, ins, loc, voc, part, gender, woman, family, _example] =
        <[&str; 12]>::try_from(cells).ok()?;
    let endings = |cell: &str| -> Vec<Ending> { cell.split('|').map(ending).collect() };
    let pair = |cell: &str| match (cell, cell.split_once(':')) {
        ("=", _) => Some(("=".to_owned(), String::new())),
        (_, pair) => {
            pair.map(|(nominative, genitive)| (nominative.to_owned(), genitive.to_owned()))
        }
    };
    Some(Paradigm {
        nominative: nom.to_owned(),
        genitive: genitive.to_owned(),
        others: [dat, acc, ins, loc, voc].map(endings),
        part: if part == "adjective" { Part::Adjective } else { Part::Noun },
        gender: match gender {
            "f" => Gender::Feminine,
            "n" => Gender::Neuter,
            "p" => Gender::Plural,
            _ => Gender::Masculine,
        },
        woman: pair(woman),
        family: pair(family),
    })
}

fn ending(cell: &str) -> Ending {
    match (cell, cell.strip_prefix('^')) {
        ("=", _) => Ending::Nominative,
        ("G", _) => Ending::Genitive,
        (_, Some(ending)) => Ending::Base(ending.to_owned()),
        (_, None) => Ending::Stem(cell.to_owned()),
    }
}

/// «Запоріжжя», «Поділля», «Берестя», «Подніпров'я»: two consonants or an apostrophe before -я.
fn is_soft_neuter(word: &str) -> bool {
    let vowel = |c: char| "аеєиіїоуюя".contains(c);
    let mut back = word.chars().rev();
    let (last, second, third) = (back.next(), back.next(), back.next());
    let pair = second.zip(third).is_some_and(|(a, b)| !vowel(a) && !vowel(b));
    last == Some('я') && (second == Some('\'') || pair)
}
