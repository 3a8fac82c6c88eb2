//! Russian: its dates; names come with a lexicon of them.

use crate::lang::Language;

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../data/lexicon/ru/", $name, ".tsv"))
    };
}

/// The Russian language.
#[derive(Debug)]
pub struct Russian;

impl Language for Russian {
    own_tables!("ru");

    fn name(&self) -> &'static str {
        "Russian"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[table!("abbreviations"), table!("dates"), table!("words")]
    }
}
