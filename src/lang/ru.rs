//! Russian: its dates; names come with a lexicon of them.

use std::sync::LazyLock;

use crate::lang::Language;
use crate::lexicon::abbreviations::Abbreviations;
use crate::lexicon::dates::Dates;
use crate::lexicon::names::Names;
use crate::lexicon::words::Words;

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../data/lexicon/ru/", $name, ".tsv"))
    };
}

/// The Russian language.
#[derive(Debug)]
pub struct Russian;

static ABBREVIATIONS: LazyLock<Abbreviations> =
    LazyLock::new(|| Abbreviations::read("abbreviations", table!("abbreviations")));
static DATES: LazyLock<Dates> = LazyLock::new(|| Dates::read("dates", table!("dates")));
static NAMES: LazyLock<Names> = LazyLock::new(Names::default);
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read("words", table!("words")));

impl Language for Russian {
    fn code(&self) -> &'static str {
        "ru"
    }

    fn name(&self) -> &'static str {
        "Russian"
    }

    fn names(&self) -> &'static Names {
        &NAMES
    }

    fn dates(&self) -> &'static Dates {
        &DATES
    }

    fn abbreviations(&self) -> &'static Abbreviations {
        &ABBREVIATIONS
    }

    fn words(&self) -> &'static Words {
        &WORDS
    }

    fn tables(&self) -> &'static [&'static str] {
        &[table!("abbreviations"), table!("dates"), table!("words")]
    }
}
