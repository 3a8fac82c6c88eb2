//! What the listed names tell of names that nobody listed.

use serde::Deserialize;

use super::Table;
use super::parts::{GivenLine, WordLine};
use crate::decline::{Adjective, Paradigms};
use crate::lexicon::compiled::Morphology;
use crate::lexicon::tsv;

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

/// Learns from the tables.
pub fn learn(paradigms: &Paradigms, table: Table<'_>) -> std::io::Result<Morphology> {
    let mut all = Morphology { adjective: Adjective::of(paradigms), ..Morphology::default() };
    let is_word = |name: &str| !name.contains([' ', '-']);
    for line in tsv::rows::<WordLine>("places", &table("places")?) {
        if is_word(&line.name) {
            all.places.learn(paradigms, &line.name, &line.genitive);
        }
    }
    for line in tsv::rows::<AliasLine>("aliases", &table("aliases")?) {
        let place = line.r#type == "place" && line.kind == "name" && line.lang == "uk";
        if place && is_word(&line.name) {
            all.places.learn(paradigms, &line.name, &line.genitive);
        }
    }
    for line in tsv::rows::<WordLine>("surnames", &table("surnames")?) {
        let WordLine { name, genitive } = &line;
        if !is_word(name) {
            continue;
        }
        all.men.learn(paradigms, name, genitive);
        let (woman, woman_gen) = paradigms.woman(name, genitive);
        all.women.learn(paradigms, &woman, &woman_gen);
    }
    for line in tsv::rows::<GivenLine>("given_names", &table("given_names")?) {
        let men = line.gender == "m";
        let stock = if men { &mut all.given_men } else { &mut all.given_women };
        stock.learn(paradigms, &line.name, &line.genitive);
    }
    for line in tsv::rows::<NounLine>("heads", &table("heads")?) {
        all.nouns.learn(paradigms, &line.noun, &line.genitive);
        if !line.plural.is_empty() {
            all.nouns.learn(paradigms, &line.plural, &line.plural_genitive);
        }
    }
    Ok(all)
}
