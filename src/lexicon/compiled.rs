//! What the build script makes of the tables of names, for the program to open: names, their forms,
//! and what words may be.

use serde::{Deserialize, Serialize};

use crate::decline::{Adjective, Cases, Gender, Stock};
use crate::model::entity::EntityType;
use crate::model::name::{NameKind, Tier, Years};

/// The index of a name in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NameId(pub u32);

/// A noun that names are made with.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sense {
    /// A form of listed names: its index.
    Form(u32),
    /// The first word of longer forms of listed names.
    Begins,
    /// A form of a given name: the index of its nominative.
    Given(u32, Cases, Gender),
    /// A form of a listed surname.
    Surname(u32, Cases, Gender),
    /// A form of a noun that makes names: its index.
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

/// A name, by the index of its entity.
#[derive(Debug, Serialize, Deserialize)]
pub struct Listed<'t> {
    /// The index.
    pub entity: u32,
    /// The nominative.
    pub canonical: &'t str,
    /// Its language.
    pub lang: &'t str,
    /// How it relates to the entity.
    pub kind: NameKind,
    /// What it needs.
    pub tier: Tier,
    /// When it was in use.
    pub years: Years,
    /// When another name took its place.
    pub replaced: Vec<(i32, i32)>,
}

/// Values by text, those of one text behind those of the text before it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Index<'t, V> {
    /// Texts, with how many values each has.
    #[serde(borrow)]
    pub keys: Vec<(&'t str, u32)>,
    /// The values.
    pub values: Vec<V>,
}

/// Everything about the names of a language but its entities.
#[derive(Debug, Serialize, Deserialize)]
pub struct Compiled<'t> {
    /// Names in the order of the tables.
    #[serde(borrow)]
    pub names: Vec<Listed<'t>>,
    /// Written forms in lower case, with the names that they may stand for and the cases that they
    /// have of each.
    #[serde(borrow)]
    pub forms: Index<'t, (NameId, Cases)>,
    /// Nouns that make names.
    pub heads: Vec<Head>,
    /// Nominatives of given names and surnames.
    #[serde(borrow)]
    pub nominatives: Vec<&'t str>,
    /// What words in lower case may be.
    #[serde(borrow)]
    pub senses: Index<'t, Sense>,
    /// Forms of several words by their first two, the longest first.
    #[serde(borrow)]
    pub longer: Index<'t, u32>,
    /// Persons by the forms of their surname.
    #[serde(borrow)]
    pub surnames: Index<'t, NameId>,
    /// Names by their nominative in lower case.
    #[serde(borrow)]
    pub canonicals: Index<'t, NameId>,
}

/// Declension by analogy, for each kind of name.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Morphology {
    /// Endings of adjectives.
    pub adjective: Adjective,
    /// Places of one word.
    pub places: Stock,
    /// Surnames of men.
    pub men: Stock,
    /// Surnames of women.
    pub women: Stock,
    /// Given names of men.
    pub given_men: Stock,
    /// Given names of women.
    pub given_women: Stock,
    /// Nouns.
    pub nouns: Stock,
}

/// The letters that a form begins with, as a word token has them.
pub fn first_word(form: &str) -> &str {
    let end = form.find(|c: char| !(c.is_alphanumeric() || c == '\'')).unwrap_or(form.len());
    form.get(..end).unwrap_or(form)
}

/// The beginning of a form up to its second word, as a sentence has it.
pub fn first_two_words(form: &str) -> &str {
    let first = first_word(form).len();
    let is_letter = |c: char| c.is_alphanumeric() || c == '\'';
    let second = form.get(first..).and_then(|rest| rest.find(is_letter)).unwrap_or_default();
    let rest = form.get(first + second..).unwrap_or_default();
    form.get(..first + second + first_word(rest).len()).unwrap_or(form)
}
