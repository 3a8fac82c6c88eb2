//! Cyrillic letters in Latin ones, from a `romanization.tsv`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::lexicon::tsv;

#[derive(Deserialize)]
struct Line {
    letter: String,
    initial: String,
    other: String,
}

/// Latin equivalents of lower-case letters, one or two together.
#[derive(Debug, Default)]
pub struct Romanization(FxHashMap<(char, Option<char>), Latin>);

/// What stands for letters at the beginning of a word, and elsewhere.
#[derive(Debug)]
struct Latin {
    initial: String,
    other: String,
}

impl Romanization {
    /// Reads an embedded table.
    pub fn read(name: &str, table: &str) -> Self {
        let lines: Vec<Line> = tsv::rows(name, table);
        let letters = |Line { letter, initial, other }: Line| {
            let mut letters = letter.chars();
            Some(((letters.next()?, letters.next()), Latin { initial, other }))
        };
        Self(lines.into_iter().filter_map(letters).collect())
    }

    /// The text with Latin letters for those of the table and without apostrophes; what else it
    /// has stays.
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut letters = text.chars().peekable();
        let mut initial = true;
        while let Some(first) = letters.next() {
            let small = lower(first);
            let both = letters.peek().and_then(|second| self.0.get(&(small, Some(lower(*second)))));
            if both.is_some() {
                letters.next();
            }
            let known = both.or_else(|| self.0.get(&(small, None)));
            let is_apostrophe = matches!(first, '\'' | '’');
            match known.map(|known| if initial { &known.initial } else { &known.other }) {
                Some(latin) if first.is_uppercase() => {
                    let mut latin = latin.chars();
                    out.extend(latin.next().map(|first| first.to_ascii_uppercase()));
                    out.push_str(latin.as_str());
                }
                Some(latin) => out.push_str(latin),
                None if is_apostrophe => {}
                None => out.push(first),
            }
            initial = known.is_none() && !is_apostrophe && !first.is_alphanumeric();
        }
        out
    }
}

/// The small form of a letter, if that is one letter.
fn lower(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => c,
    }
}

/// Lower-case ASCII letters and digits with single hyphens between.
pub fn slug(romanized: &str) -> String {
    let mut slug = String::with_capacity(romanized.len());
    let words = romanized.split(|c: char| !c.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    }
    slug
}
