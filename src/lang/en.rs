//! English: its dates; names come with a lexicon of them.

use std::sync::LazyLock;

use crate::lang::Language;
use crate::lexicon::abbreviations::Abbreviations;
use crate::lexicon::dates::Dates;
use crate::lexicon::names::Names;
use crate::lexicon::words::Words;

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../data/lexicon/en/", $name, ".tsv"))
    };
}

/// The English language.
#[derive(Debug)]
pub struct English;

static ABBREVIATIONS: LazyLock<Abbreviations> =
    LazyLock::new(|| Abbreviations::read("abbreviations", table!("abbreviations")));
static DATES: LazyLock<Dates> = LazyLock::new(|| Dates::read("dates", table!("dates")));
static NAMES: LazyLock<Names> = LazyLock::new(Names::default);
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read("words", table!("words")));

impl Language for English {
    fn code(&self) -> &'static str {
        "en"
    }

    fn name(&self) -> &'static str {
        "English"
    }

    fn names(&self) -> &'static Names {
        &NAMES
    }

    fn dates(&self) -> &'static Dates {
        &DATES
    }

    fn months_are_capital(&self) -> bool {
        true
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
