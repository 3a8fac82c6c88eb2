//! A name of an entity, as the lexicon or a gazetteer lists it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::entity::Entity;

/// How a listed name relates to its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    /// The main name.
    Main,
    /// Another name.
    Variant,
    /// An abbreviation; one of capitals is matched letter for letter.
    Abbreviation,
    /// The surname of a person without the forename.
    Surname,
}

/// How much a form must have beside it to be taken for the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Nothing: the form is this name wherever it has its capitals.
    Anywhere,
    /// A cue: a small place, or a word that is a given name or a common word as well.
    WithCue,
    /// Quotation marks: an ordinary word.
    Quoted,
}

/// One name of an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// What it names.
    pub entity: Arc<Entity>,
    /// The nominative.
    #[serde(default)]
    pub canonical: String,
    /// Its language, as an ISO 639 code.
    #[serde(default)]
    pub lang: String,
    /// How it relates to the entity.
    pub kind: NameKind,
    /// What it needs.
    pub tier: Tier,
    /// First and last year in which it was in use; `None` is open.
    pub years: Years,
    /// Years in which another name took its place: those of the dated variants of a main name.
    #[serde(default)]
    pub replaced: Vec<(i32, i32)>,
}

impl Name {
    /// Whether it is one of a user's gazetteer.
    pub fn is_foreign(&self) -> bool {
        !self.entity.geonames.is_empty() || !self.entity.whg.is_empty()
    }

    /// Whether the name came up only after the years given.
    pub fn is_later_than(&self, years: Option<(i32, i32)>) -> bool {
        years.zip(self.years.0).is_some_and(|((_, to), start)| to < start)
    }

    /// Whether the name was in use at some time of the years given; always without any.
    pub fn in_use(&self, years: Option<(i32, i32)>) -> bool {
        let Some((from, to)) = years else { return true };
        let (start, end) = self.years;
        let replaced = self.replaced.iter().any(|(start, end)| *start <= from && to <= *end);
        start.is_none_or(|start| start <= to) && end.is_none_or(|end| from <= end) && !replaced
    }
}

/// First and last year of a span, of which either may be open.
pub type Years = (Option<i32>, Option<i32>);
