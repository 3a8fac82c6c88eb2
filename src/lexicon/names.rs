//! Is this a known name, and whose? Names in all their forms (a gazetteer with authority files),
//! and the words that names are made of.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::decline::{Cases, Gender};
use crate::model::entity::EntityType;
use crate::model::name::Name;

/// The index of a name in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// A written form and the names that it may stand for.
#[derive(Debug)]
pub struct Form {
    /// The form in lower case.
    pub folded: Box<str>,
    /// The names, in the order of the tables, with the cases that the form has of each.
    pub names: Vec<(NameId, Cases)>,
}

/// A noun that names are made with.
#[derive(Debug)]
pub struct Head {
    /// Nominative singular, or the nominative of a plural-only noun.
    pub noun: String,
    /// Gender of its names, or plural.
    pub gender: Gender,
    /// What it makes a name of.
    pub kind: EntityType,
    /// What it makes more closely, one of `types.tsv`.
    pub subtype: String,
    /// Its names agree with it and take it in: «Вятська губернія».
    pub adjective: bool,
    /// A list of adjectives shares it, each of which names a place: «Миргородський і Лубенський
    /// полки» are districts more often than troops.
    pub shared: bool,
    /// A complement may follow it inside the name: «Міністерство закордонних справ».
    pub complement: bool,
    /// A name in quotation marks may follow it, without it: «газета „Рада“».
    pub quoted: bool,
    /// A name may follow it, without it: «місто Псков».
    pub name: bool,
}

/// What a word may be, or begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// A form of listed names: an index for [`Names::form`].
    Form(u32),
    /// The first word of longer forms of listed names: see [`Names::longer`].
    Begins,
    /// A form of a given name: an index for [`Names::nominative`].
    Given(u32, Cases, Gender),
    /// A form of a listed surname.
    Surname(u32, Cases, Gender),
    /// A form of a noun that makes names: an index for [`Names::head`].
    Head(u32, Cases),
    /// A form of such a noun in the plural, which a list of names shares.
    SharedHead(u32, Cases),
    /// A form of a title, office or occupation, which stands before persons.
    Title(Cases),
    /// A word that completes names of bodies in the genitive: «справ».
    Complement,
    /// A word that is no name although it has a capital: «Біблія».
    Unnamed,
}

/// Known names and their forms.
#[derive(Debug, Default)]
pub struct Names {
    pub(super) names: Vec<Arc<Name>>,
    pub(super) forms: Vec<Form>,
    pub(super) heads: Vec<Head>,
    /// Nominatives of given names and surnames.
    pub(super) nominatives: Vec<Box<str>>,
    pub(super) senses: FxHashMap<Box<str>, Vec<Sense>>,
    /// Forms of several words by their first two, the longest first.
    pub(super) longer: FxHashMap<Box<str>, Vec<u32>>,
    /// Persons by the forms of their surname.
    pub(super) surnames: FxHashMap<String, Vec<NameId>>,
    /// Names by their nominative in lower case.
    pub(super) canonicals: FxHashMap<String, Vec<NameId>>,
}

impl Names {
    /// Every name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Name>> {
        self.names.iter()
    }

    /// The name with this id.
    pub fn get(&self, id: NameId) -> Option<&Arc<Name>> {
        self.names.get(id.0 as usize)
    }

    /// What a lower-case word may be or begin.
    pub fn senses(&self, word: &str) -> &[Sense] {
        self.senses.get(word).map(Vec::as_slice).unwrap_or_default()
    }

    /// A form of listed names.
    pub fn form(&self, index: u32) -> Option<&Form> {
        self.forms.get(index as usize)
    }

    /// The forms that begin with these two words, the longest first.
    pub fn longer(&self, two_words: &str) -> impl Iterator<Item = &Form> {
        let indices = self.longer.get(two_words).map(Vec::as_slice).unwrap_or_default();
        indices.iter().filter_map(|index| self.form(*index))
    }

    /// The form with this lower-case text.
    pub fn exact(&self, text: &str) -> Option<&Form> {
        let single = self.senses(text).iter().find_map(|sense| match sense {
            Sense::Form(index) => self.form(*index),
            _ => None,
        });
        single.or_else(|| self.longer(first_two_words(text)).find(|form| &*form.folded == text))
    }

    /// Whether this lower-case word alone is a form of a listed name.
    pub fn is_form(&self, word: &str) -> bool {
        self.senses(word).iter().any(|sense| matches!(sense, Sense::Form(_)))
    }

    /// The nominative of a given name or surname.
    pub fn nominative(&self, index: u32) -> &str {
        self.nominatives.get(index as usize).map(|name| &**name).unwrap_or_default()
    }

    /// A noun that makes names.
    pub fn head(&self, index: u32) -> Option<&Head> {
        self.heads.get(index as usize)
    }

    /// The persons whose surname has this lower-case form.
    pub fn with_surname(&self, form: &str) -> &[NameId] {
        self.surnames.get(form).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether this lower-case word is a form of a surname that some table lists.
    pub fn is_surname(&self, form: &str) -> bool {
        self.surnames.contains_key(form)
            || self.senses(form).iter().any(|sense| matches!(sense, Sense::Surname(..)))
    }

    /// The names with this nominative, in lower case.
    pub fn with_canonical(&self, canonical: &str) -> &[NameId] {
        self.canonicals.get(canonical).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The letters that a form begins with, as a word token has them.
pub(super) fn first_word(form: &str) -> &str {
    let end = form.find(|c: char| !(c.is_alphanumeric() || c == '\'')).unwrap_or(form.len());
    form.get(..end).unwrap_or(form)
}

/// The beginning of a form up to its second word, as a sentence has it.
pub(super) fn first_two_words(form: &str) -> &str {
    let first = first_word(form).len();
    let is_letter = |c: char| c.is_alphanumeric() || c == '\'';
    let second = form.get(first..).and_then(|rest| rest.find(is_letter)).unwrap_or_default();
    let rest = form.get(first + second..).unwrap_or_default();
    form.get(..first + second + first_word(rest).len()).unwrap_or(form)
}
