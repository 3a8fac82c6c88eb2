//! Ukrainian.

use std::sync::{Arc, LazyLock};

use crate::chain::Model;
use crate::decline::{Cases, Gender, Paradigms};
use crate::lang::Language;
use crate::lexicon::analysis::Analysis;
use crate::lexicon::compiled::Morphology;
use crate::lexicon::embedded;
use crate::lexicon::names::Names;
use crate::lexicon::ordinary::Ordinary;
use crate::lexicon::romanization::Romanization;

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../data/lexicon/uk/", $name, ".tsv"))
    };
}

macro_rules! compiled {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/uk_", $name, ".bin"))
    };
}

/// The Ukrainian language.
#[derive(Debug)]
pub struct Ukrainian;

static PARADIGMS: LazyLock<Paradigms> = LazyLock::new(|| Paradigms::read(table!("paradigms")));
static ROMANIZATION: LazyLock<Romanization> =
    LazyLock::new(|| Romanization::read("romanization", table!("romanization")));
static NAMES: LazyLock<Names> =
    LazyLock::new(|| Names::open(compiled!("entities"), compiled!("names")));
static MORPHOLOGY: LazyLock<Morphology> =
    LazyLock::new(|| embedded("morphology", compiled!("morphology")));
static ORDINARY: LazyLock<Ordinary> =
    LazyLock::new(|| Ordinary::open(include_bytes!(concat!(env!("OUT_DIR"), "/uk_ordinary.fst"))));

static ANALYSIS: LazyLock<Analysis> = LazyLock::new(|| {
    Analysis::open(
        include_bytes!(concat!(env!("OUT_DIR"), "/uk_analysis.fst")),
        include_str!(concat!(env!("OUT_DIR"), "/uk_analysis.tsv")),
    )
});

static MODEL: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../../data/model/uk.bin")).ok().map(Arc::new)
});

impl Language for Ukrainian {
    own_tables!("uk");

    fn name(&self) -> &'static str {
        "Ukrainian"
    }

    fn names(&self) -> &'static Names {
        &NAMES
    }

    fn morphology(&self) -> &'static Morphology {
        &MORPHOLOGY
    }

    fn ordinary(&self) -> &'static Ordinary {
        &ORDINARY
    }

    fn analysis(&self) -> Option<&'static Analysis> {
        Some(&ANALYSIS)
    }

    fn model(&self) -> Option<Arc<Model>> {
        MODEL.clone()
    }

    /// «Сергійович», «Григорівна»: names after the father in any case form.
    fn patronymic(&self, form: &str) -> Option<(String, Gender, Cases)> {
        const ENDINGS: [(&str, &str, Gender, Cases); 12] = {
            use Gender::{Feminine as F, Masculine as M};
            [
                ("ич", "ич", M, Cases::NOMINATIVE),
                ("ича", "ич", M, Cases::GENITIVE_ACCUSATIVE),
                ("ичу", "ич", M, Cases::DATIVE_LOCATIVE.or(Cases::VOCATIVE)),
                ("ичеві", "ич", M, Cases::DATIVE_LOCATIVE),
                ("ичем", "ич", M, Cases::INSTRUMENTAL),
                ("ичі", "ич", M, Cases::LOCATIVE),
                ("вна", "вна", F, Cases::NOMINATIVE),
                ("вни", "вна", F, Cases::GENITIVE),
                ("вні", "вна", F, Cases::DATIVE_LOCATIVE),
                ("вну", "вна", F, Cases::ACCUSATIVE),
                ("вною", "вна", F, Cases::INSTRUMENTAL),
                ("вно", "вна", F, Cases::VOCATIVE),
            ]
        };
        let stems = |stem: &str, gender| match gender {
            Gender::Feminine => stem.ends_with('і') || stem.ends_with('ї'),
            _ => ["ов", "йов", "ев", "єв", "ьов", "льк", "лл", "ом", "ук", "ікт", "от"]
                .iter()
                .any(|end| stem.ends_with(end)),
        };
        ENDINGS.iter().find_map(|(ending, nominative, gender, cases)| {
            let stem = form.strip_suffix(ending).filter(|stem| stem.chars().count() > 3)?;
            stems(stem, *gender).then(|| (format!("{stem}{nominative}"), *gender, *cases))
        })
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            table!("abbreviations"),
            table!("aliases"),
            table!("complements"),
            table!("dates"),
            table!("function_words"),
            table!("given_names"),
            table!("heads"),
            table!("noun_genders"),
            table!("ordinary_adjectives"),
            table!("ordinary_nouns"),
            table!("ordinary_verbs"),
            table!("organizations"),
            table!("paradigms"),
            table!("persons"),
            table!("places"),
            table!("quoted"),
            table!("romanization"),
            table!("surnames"),
            table!("titles"),
            table!("unnamed"),
            table!("words"),
        ]
    }

    /// National romanization (Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010).
    fn romanize(&self, text: &str) -> String {
        ROMANIZATION.text(text)
    }
}

impl Ukrainian {
    /// Its declension classes.
    pub fn paradigms(&self) -> &'static Paradigms {
        &PARADIGMS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanization_follows_the_resolution_of_2010() {
        for (text, latin) in [
            ("Згорани Розгон", "Zghorany Rozghon"),
            ("Єнакієве Їжакевич Йосипівка", "Yenakiieve Yizhakevych Yosypivka"),
            ("Знам'янка Щербухи Гоща", "Znamianka Shcherbukhy Hoshcha"),
            ("Юрій Крюківка Яготин", "Yurii Kriukivka Yahotyn"),
            ("1917 р.", "1917 r."),
        ] {
            assert_eq!(Language::romanize(&Ukrainian, text), latin);
        }
    }
}
