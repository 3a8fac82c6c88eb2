//! What does this language call things? The registry of languages and what each must know.

/// The methods that hand out the tables every language has, each read once.
macro_rules! own_tables {
    ($code:literal) => {
        fn code(&self) -> &'static str {
            $code
        }

        fn dates(&self) -> &'static $crate::lexicon::dates::Dates {
            use $crate::lexicon::dates::Dates;
            static DATES: std::sync::LazyLock<Dates> =
                std::sync::LazyLock::new(|| Dates::read("dates", table!("dates")));
            &DATES
        }

        fn abbreviations(&self) -> &'static $crate::lexicon::abbreviations::Abbreviations {
            use $crate::lexicon::abbreviations::Abbreviations;
            static ABBREVIATIONS: std::sync::LazyLock<Abbreviations> =
                std::sync::LazyLock::new(|| {
                    Abbreviations::read("abbreviations", table!("abbreviations"))
                });
            &ABBREVIATIONS
        }

        fn words(&self) -> &'static $crate::lexicon::words::Words {
            use $crate::lexicon::words::Words;
            static WORDS: std::sync::LazyLock<Words> =
                std::sync::LazyLock::new(|| Words::read("words", table!("words")));
            &WORDS
        }
    };
}

pub mod en;
pub mod ru;
pub mod uk;

use std::sync::{Arc, LazyLock};

use crate::chain::Model;
use crate::decline::{Cases, Gender};
use crate::hash::Hasher;
use crate::lexicon::abbreviations::Abbreviations;
use crate::lexicon::analysis::Analysis;
use crate::lexicon::compiled::Morphology;
use crate::lexicon::dates::Dates;
use crate::lexicon::names::Names;
use crate::lexicon::ordinary::Ordinary;
use crate::lexicon::words::Words;
use crate::lexicon::{calendars, grammar, rules, types};

/// A language whose texts the program reads.
pub trait Language: Sync {
    /// ISO 639-1 code.
    fn code(&self) -> &'static str;
    /// English name.
    fn name(&self) -> &'static str;
    /// Known names in all their forms; none for a language without a lexicon of them.
    fn names(&self) -> &'static Names {
        static NONE: LazyLock<Names> = LazyLock::new(Names::default);
        &NONE
    }
    /// How names that nobody listed decline; nothing for a language without a lexicon of names.
    fn morphology(&self) -> &'static Morphology {
        static NONE: LazyLock<Morphology> = LazyLock::new(Morphology::default);
        &NONE
    }
    /// Words that are no names; none for a language without a lexicon of names.
    fn ordinary(&self) -> &'static Ordinary {
        static NONE: LazyLock<Ordinary> = LazyLock::new(Ordinary::default);
        &NONE
    }
    /// What is certain of the forms of words; nothing for a language without tables of words.
    fn analysis(&self) -> Option<&'static Analysis> {
        None
    }
    /// The model that decides which proposals are names; none for a language without one.
    fn model(&self) -> Option<Arc<Model>> {
        None
    }
    /// The nominative of a patronymic, with its gender and the cases of this form; none for any
    /// other word.
    fn patronymic(&self, _form: &str) -> Option<(String, Gender, Cases)> {
        None
    }
    /// The words of dates.
    fn dates(&self) -> &'static Dates;
    /// Abbreviations written with a full stop.
    fn abbreviations(&self) -> &'static Abbreviations;
    /// Whether the names of months are written with a capital.
    fn months_are_capital(&self) -> bool {
        false
    }
    /// Function words of lists and sentences.
    fn words(&self) -> &'static Words;
    /// The text in Latin letters, as far as the language has rules for it.
    fn romanize(&self, text: &str) -> String {
        text.to_owned()
    }
    /// The text of every table, to tell versions of the knowledge apart.
    fn tables(&self) -> &'static [&'static str];
}

/// Every language, the default one first.
pub static LANGUAGES: &[&dyn Language] = &[&uk::Ukrainian, &ru::Russian, &en::English];

/// The language of documents when none is asked for.
pub fn default() -> &'static dyn Language {
    &uk::Ukrainian
}

/// The word with a capital first letter.
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The language with this code.
pub fn get(code: &str) -> Option<&'static dyn Language> {
    LANGUAGES.iter().copied().find(|lang| lang.code() == code)
}

/// A hash of all tables of all languages and of those that they share.
pub fn fingerprint() -> String {
    let mut hasher = Hasher::default();
    for table in LANGUAGES.iter().flat_map(|lang| lang.tables()) {
        hasher.update(table.as_bytes());
    }
    for table in [calendars::TEXT, grammar::TEXT, rules::TEXT, types::TEXT] {
        hasher.update(table.as_bytes());
    }
    hasher.finish()
}
