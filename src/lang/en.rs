//! English: its dates; names come with a lexicon of them.

use crate::lang::Language;

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../data/lexicon/en/", $name, ".tsv"))
    };
}

/// The English language.
#[derive(Debug)]
pub struct English;

impl Language for English {
    own_tables!("en");

    fn name(&self) -> &'static str {
        "English"
    }

    fn months_are_capital(&self) -> bool {
        true
    }

    fn tables(&self) -> &'static [&'static str] {
        &[table!("abbreviations"), table!("dates"), table!("words")]
    }
}
