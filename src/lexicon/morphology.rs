//! What the listed names tell of names that nobody listed.

use serde::Deserialize;

use crate::decline::{Adjective, Paradigms, Stock};
use crate::lexicon::authority::Tables;
use crate::lexicon::parts::{GivenLine, WordLine};
use crate::lexicon::tsv;

/// Declension by analogy, for each kind of name.
#[derive(Debug, Default)]
pub struct Morphology {
    /// Endings of adjectives.
    pub adjective: Adjective,
    /// Places of one word.
    pub places: Stock,
    /// Surnames of men.
    pub men: Stock,
    /// Surnames of women.
    pub women: Stock,
    /// Given names of men.
    pub given_men: Stock,
    /// Given names of women.
    pub given_women: Stock,
    /// Nouns.
    pub nouns: Stock,
}

#[derive(Deserialize)]
struct AliasLine {
    r#type: String,
    name: String,
    genitive: String,
    lang: String,
    kind: String,
}

#[derive(Deserialize)]
struct NounLine {
    noun: String,
    genitive: String,
    plural: String,
    plural_genitive: String,
}

impl Morphology {
    /// Learns from the tables.
    pub fn read(paradigms: &Paradigms, tables: &Tables) -> Self {
        let mut all = Self { adjective: Adjective::of(paradigms), ..Self::default() };
        let is_word = |name: &str| !name.contains([' ', '-']);
        for line in tsv::rows::<WordLine>("places", tables.places) {
            if is_word(&line.name) {
                all.places.learn(paradigms, &line.name, &line.genitive);
            }
        }
        for line in tsv::rows::<AliasLine>("aliases", tables.aliases) {
            let place = line.r#type == "place" && line.kind == "name" && line.lang == "uk";
            if place && is_word(&line.name) {
                all.places.learn(paradigms, &line.name, &line.genitive);
            }
        }
        for line in tsv::rows::<WordLine>("surnames", tables.surnames) {
            let WordLine { name, genitive } = &line;
            if !is_word(name) {
                continue;
            }
            all.men.learn(paradigms, name, genitive);
            let (woman, woman_gen) = paradigms.woman(name, genitive);
            all.women.learn(paradigms, &woman, &woman_gen);
        }
        for line in tsv::rows::<GivenLine>("given_names", tables.given_names) {
            let men = line.gender == "m";
            let stock = if men { &mut all.given_men } else { &mut all.given_women };
            stock.learn(paradigms, &line.name, &line.genitive);
        }
        for line in tsv::rows::<NounLine>("heads", tables.heads) {
            all.nouns.learn(paradigms, &line.noun, &line.genitive);
            if !line.plural.is_empty() {
                all.nouns.learn(paradigms, &line.plural, &line.plural_genitive);
            }
        }
        all
    }
}
