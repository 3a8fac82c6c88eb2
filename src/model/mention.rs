//! Mentions: as finders propose them in the view, and as linked ones stand in the source.

use std::sync::Arc;

use crate::model::date::named::Expression;
use crate::model::date::value::Date;
use crate::model::entity::Entity;
use crate::model::span::{Clean, Raw, Span};

/// The index of a name in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// Why a mention was made: a row of `rules.tsv`.
#[derive(Debug, PartialEq)]
pub struct Rule {
    /// Its key.
    pub id: String,
    /// How often it is right, 0 to 1.
    pub confidence: f64,
    /// What it does, in Ukrainian.
    pub description_uk: String,
    /// What it does, in English.
    pub description_en: String,
    /// The version of the program that last changed it.
    pub version: String,
}

/// What a finder proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where it stands in the view.
    pub span: Span<Clean>,
    /// Why; for a name with several candidates, the rule of the first.
    pub rules: Vec<&'static Rule>,
    /// What it says.
    pub reading: Reading,
}

/// What a stretch of text may mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// A date.
    Date(Expression),
    /// One or more names that look the same, in the order of the lexicon.
    Name {
        /// What it may name, each by a rule of its own.
        names: Vec<Candidate>,
        /// The nominative, where it is not that of the name itself.
        canonical: Option<String>,
        /// Whose noun it ends with.
        noun: Noun,
    },
}

/// A name that a stretch of text may stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The name.
    pub name: NameId,
    /// Why.
    pub rule: &'static Rule,
}

/// Whose noun a name ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// Its own, or none is needed.
    Own,
    /// One that it shares with the others of a list and has beside it.
    Shared,
    /// One that it shares and that stands elsewhere: «Київської та Полтавської губерній».
    Missing,
}

words! {
    /// Where a canonical form comes from.
    pub enum LemmaSource {
        /// A listed name.
        Gazetteer = "gazetteer",
        /// A listed name, found by the noun that it shares with others.
        Coordination = "coordination",
    }
}

words! {
    /// How sure a record is, for people.
    pub enum Cert {
        /// At least .85.
        High = "high",
        /// At least .6.
        Medium = "medium",
        /// Less.
        Low = "low",
    }
}

impl Cert {
    /// The word for a confidence of 0 to 1.
    pub fn of(confidence: f64) -> Self {
        if confidence < 0.6 {
            Self::Low
        } else if confidence < 0.85 {
            Self::Medium
        } else {
            Self::High
        }
    }
}

/// A resolved mention.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands in the source.
    pub span: Span<Raw>,
    /// Index of its sentence.
    pub sentence: usize,
    /// Nominative, or EDTF for a date.
    pub canonical: String,
    /// Where the canonical form comes from; none for a date.
    pub lemma_source: Option<LemmaSource>,
    /// 0 to 1.
    pub confidence: f64,
    /// Why it is here; at least one rule.
    pub rules: Vec<&'static Rule>,
    /// Whose noun it ends with.
    pub noun: Noun,
    /// What it is.
    pub value: Value,
}

/// What a mention refers to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A date.
    Date(Box<Date>),
    /// A place, organization or person.
    Name(Arc<Entity>),
}

impl Value {
    /// What the tables call its type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Date(_) => "date",
            Self::Name(entity) => entity.kind.name(),
        }
    }
}
