//! Mentions: as finders propose them in the view, and as linked ones stand in the source.

use std::sync::Arc;

use crate::model::date::named::Expression;
use crate::model::date::value::Date;
use crate::model::entity::{Entity, EntityType, NameParts};
use crate::model::name::Name;
use crate::model::span::{Clean, Raw, Span};

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
    /// How often proposals like this one are right, 0 to 1.
    pub confidence: f64,
    /// What it says.
    pub reading: Reading,
}

/// What a stretch of text may mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// A date.
    Date(Expression),
    /// A place, organization or person.
    Name(Box<Naming>),
}

/// A name as a finder reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Naming {
    /// What it names, as far as the text itself says.
    pub kind: EntityType,
    /// What it names more closely, one of `types.tsv`.
    pub subtype: String,
    /// The nominative of the name as worded.
    pub canonical: String,
    /// Where that comes from.
    pub source: LemmaSource,
    /// Listed names that it may be, in the order of the lexicon; none for an unlisted name.
    pub candidates: Vec<Candidate>,
    /// Whose noun it ends with.
    pub noun: Noun,
    /// The parts of a personal name, as far as they are given.
    pub parts: NameParts,
}

/// A listed name that a stretch of text may stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The name.
    pub name: Arc<Name>,
    /// Why.
    pub rule: &'static Rule,
    /// How well capitals, case and surroundings fit the name, 0 to 1.
    pub fit: f64,
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
        /// The noun that a list of names shares.
        Coordination = "coordination",
        /// The gender and case of a given name beside it.
        GivenName = "given-name",
        /// Rules of declension alone.
        Rule = "rule",
        /// Another form of the name in the same document.
        Evidence = "evidence",
        /// The words as they stand.
        Surface = "surface",
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
    /// The listed names that it may be, the likeliest first.
    pub candidates: Vec<Scored>,
}

/// A listed name that a mention may be, and why it is likely.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The name, with its entity.
    pub name: Arc<Name>,
    /// All of the following together, 0 to 1.
    pub score: f64,
    /// How well the form fits the name.
    pub by_name: f64,
    /// How well the years of the name fit those of the text.
    pub by_time: f64,
    /// How much the name needs beside it.
    pub by_tier: f64,
    /// How well the document fits the entity.
    pub by_context: f64,
    /// Whether the mention was taken for it.
    pub chosen: bool,
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
