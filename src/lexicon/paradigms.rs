//! Case endings by the endings of nominative and genitive, from a `paradigms.tsv`.

use serde::Deserialize;

use crate::lexicon::tsv;

/// One declension class. Endings apply to the genitive without its ending, those with `^` to the
/// nominative without its own; `=` repeats the nominative, `G` the genitive; `|` separates
/// alternatives.
#[derive(Debug, Deserialize)]
pub struct Paradigm {
    /// Ending of the nominative.
    pub nom: String,
    /// Ending of the genitive.
    pub r#gen: String,
    dat: String,
    acc: String,
    ins: String,
    loc: String,
    voc: String,
    /// A word of the class, for readers of the table.
    #[serde(rename = "example")]
    _example: String,
}

impl Paradigm {
    /// The cells of dative, accusative, instrumental, locative and vocative.
    pub fn cells(&self) -> [&str; 5] {
        [&self.dat, &self.acc, &self.ins, &self.loc, &self.voc]
    }
}

/// Declension classes, the most specific first.
#[derive(Debug)]
pub struct Paradigms(Vec<Paradigm>);

impl Paradigms {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let mut paradigms: Vec<Paradigm> = tsv::rows(name, table);
        paradigms.sort_by_key(|p| std::cmp::Reverse(p.nom.len() + p.r#gen.len()));
        Self(paradigms)
    }

    /// The most specific class that a word belongs to by these two forms.
    pub fn of(&self, nominative: &str, genitive: &str) -> Option<&Paradigm> {
        self.0.iter().find(|p| nominative.ends_with(&p.nom) && genitive.ends_with(&p.r#gen))
    }
}
