//! Compiles the tables of words to automata of all their forms, which open at once: what ordinary
//! words may be, and what is certain of any word.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

#[path = "build/agreement.rs"]
mod agreement;
#[path = "src/decline/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the program uses the rest")]
mod decline;
#[path = "src/lexicon/ending.rs"]
mod ending;
#[path = "build/inflect.rs"]
mod inflect;
#[path = "build/letters.rs"]
mod letters;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "build/model.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod model;
#[path = "build/names/mod.rs"]
mod names;
#[path = "build/readings.rs"]
mod readings;
#[path = "build/verb.rs"]
mod verb;

use decline::{Cases, Paradigms};
use inflect::{genders, others, pasts, plurals};

/// Where the tables of Ukrainian are.
const TABLES: &str = "data/lexicon/uk";

// Bits of a form's value above those of the cases of a noun, as `lexicon::ordinary` reads them.
const VERB: u64 = 1 << 7;
const ADJECTIVE: u64 = 1 << 8;

type Forms = BTreeMap<String, u64>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={TABLES}");
    println!("cargo::rerun-if-changed=src/decline");
    println!("cargo::rerun-if-changed=src/lexicon");
    println!("cargo::rerun-if-changed=src/model");
    println!("cargo::rerun-if-changed=build");
    let out = env::var("OUT_DIR")?;
    let to = |name: &str| Path::new(&out).join(name);
    fs::write(to("uk_ordinary.fst"), ordinary()?)?;
    let (forms, answers) = readings::compile()?;
    fs::write(to("uk_analysis.fst"), forms)?;
    fs::write(to("uk_analysis.tsv"), answers)?;
    fs::write(to("letters.bin"), letters::compile()?)?;
    let names = names::compile("uk", &table)?;
    fs::write(to("uk_entities.bin"), names.entities)?;
    fs::write(to("uk_names.bin"), names.names)?;
    fs::write(to("uk_morphology.bin"), names.morphology)?;
    Ok(())
}

/// The cases of nouns and the parts of speech of all ordinary words.
fn ordinary() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut forms = Forms::new();
    let paradigms = Paradigms::read(&table("paradigms")?);
    for [noun, genitive] in rows(&table("ordinary_nouns")?) {
        add_noun(&mut forms, &paradigms, &noun, &genitive);
    }
    for [adjective] in rows(&table("ordinary_adjectives")?) {
        for (nominative, genitive) in genders(&adjective) {
            for form in decline::forms(&paradigms, &nominative, &genitive) {
                *forms.entry(form.text).or_default() |= ADJECTIVE;
            }
        }
    }
    for [infinitive, present, past] in rows(&table("ordinary_verbs")?) {
        let finite = others(&present).into_iter().chain(pasts(&past));
        for form in finite.chain([infinitive, present]) {
            *forms.entry(form).or_default() |= VERB;
        }
    }
    Ok(fst::Map::from_iter(forms)?.into_fst().into_inner())
}

fn table(name: &str) -> std::io::Result<String> {
    fs::read_to_string(format!("{TABLES}/{name}.tsv"))
}

/// The cells of every row below the header.
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [String; N]> {
    let cells = |row: &str| row.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().ok();
    table.lines().skip(1).filter_map(cells)
}

fn add_noun(forms: &mut Forms, paradigms: &Paradigms, noun: &str, genitive: &str) {
    for form in decline::forms(paradigms, noun, genitive) {
        *forms.entry(form.text).or_default() |= u64::from(form.cases.bits());
    }
    for (nominative, genitive) in plurals(noun, genitive) {
        for form in decline::forms(paradigms, &nominative, &genitive) {
            let known = forms.entry(form.text).or_default();
            // «роботи» is a genitive first: what completes a name is more often one thing.
            let is_genitive = *known & u64::from(Cases::GENITIVE.bits()) != 0;
            if !is_genitive || !form.cases.meets(Cases::NOMINATIVE) {
                *known |= u64::from(form.cases.bits());
            }
        }
    }
}
