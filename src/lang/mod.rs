//! What does this language call things? The registry of languages and what each must know.

pub mod decline;
pub mod uk;

use crate::hash::Hasher;
use crate::lexicon::abbreviations::Abbreviations;
use crate::lexicon::months::Months;
use crate::lexicon::names::Names;
use crate::lexicon::words::Words;
use crate::lexicon::{rules, types};

/// A language whose texts the program reads.
pub trait Language: Sync {
    /// ISO 639-1 code.
    fn code(&self) -> &'static str;
    /// English name.
    fn name(&self) -> &'static str;
    /// Known names in all their forms.
    fn names(&self) -> &'static Names;
    /// Forms of month names.
    fn months(&self) -> &'static Months;
    /// Abbreviations written with a full stop.
    fn abbreviations(&self) -> &'static Abbreviations;
    /// Function words of dates, lists and sentences.
    fn words(&self) -> &'static Words;
    /// The text in Latin letters.
    fn romanize(&self, text: &str) -> String;
    /// The text of every table, to tell versions of the knowledge apart.
    fn tables(&self) -> &'static [&'static str];
}

/// Every language, the default one first.
pub static LANGUAGES: &[&dyn Language] = &[&uk::Ukrainian];

/// The language of a document; the default one as long as there is no other.
pub fn default() -> &'static dyn Language {
    &uk::Ukrainian
}

/// A hash of all tables of all languages, the rules and the types.
pub fn fingerprint() -> String {
    let mut hasher = Hasher::default();
    for table in LANGUAGES.iter().flat_map(|lang| lang.tables()) {
        hasher.update(table.as_bytes());
    }
    hasher.update(rules::TEXT.as_bytes());
    hasher.update(types::TEXT.as_bytes());
    hasher.finish()
}
