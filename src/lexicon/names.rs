//! Is this a known name, and whose? Names in all their forms (a gazetteer with authority files).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::entity::Entity;
use crate::model::mention::NameId;

/// How a listed name relates to its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// One name of an entity.
#[derive(Debug)]
pub struct Name {
    /// What it names.
    pub entity: Arc<Entity>,
    /// The nominative.
    pub canonical: String,
    /// How it relates to the entity.
    pub kind: NameKind,
    /// First and last year in which it was in use; `None` is open.
    pub years: Years,
    /// Years in which another name took its place: those of the dated variants of a main name.
    pub replaced: Vec<(i32, i32)>,
}

impl Name {
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

/// A written form and the names that it may stand for.
#[derive(Debug)]
pub struct Form {
    /// The form in lower case.
    pub folded: String,
    /// The names, in the order of the tables.
    pub names: Vec<NameId>,
}

/// Known names and their forms.
#[derive(Debug, Default)]
pub struct Names {
    pub(super) names: Vec<Name>,
    /// Forms by their first word, longest first.
    pub(super) forms: FxHashMap<String, Vec<Form>>,
    /// Persons by the forms of their surname.
    pub(super) surnames: FxHashMap<String, Vec<NameId>>,
    /// Places by the forms of their names without the last word: «уральської» for «Уральська область».
    pub(super) adjectives: FxHashMap<String, Vec<NameId>>,
}

impl Names {
    /// Every name.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        self.names.iter()
    }

    /// The name with this id.
    pub fn get(&self, id: NameId) -> Option<&Name> {
        self.names.get(id.0 as usize)
    }

    /// The forms that begin with this lower-case word, longest first.
    pub fn forms(&self, first_word: &str) -> &[Form] {
        self.forms.get(first_word).map(Vec::as_slice).unwrap_or_default()
    }

    /// The persons whose surname has this lower-case form.
    pub fn with_surname(&self, form: &str) -> &[NameId] {
        self.surnames.get(form).map(Vec::as_slice).unwrap_or_default()
    }

    /// The places of which the name without its last word has this lower-case form.
    pub fn with_adjective(&self, form: &str) -> &[NameId] {
        self.adjectives.get(form).map(Vec::as_slice).unwrap_or_default()
    }
}
