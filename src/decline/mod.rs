//! What are the forms of this name, and of which name is this a form? (Inflectional morphology.)
//!
//! The room knows no other: tables and names are handed in. Dictionaries give two forms, nominative
//! and genitive; these decide the declension class and the stem, so irregular stems need no rule:
//! «Відень, Відня». Where only the nominative is known, or only some form, the listed names that end
//! alike decide ([`Stock`]).

mod adjective;
mod paradigm;
mod phrase;
mod stock;
mod trie;
mod unlisted;

use serde::{Deserialize, Serialize};

pub use crate::decline::adjective::Adjective;
pub use crate::decline::paradigm::{Paradigm, Paradigms, Part};
pub use crate::decline::phrase::forms;
pub use crate::decline::stock::{Guess, Stock};
pub use crate::decline::unlisted::{Known, forms_of};

/// The cases in their order.
const NAMES: [&str; 7] =
    ["nominative", "genitive", "dative", "accusative", "instrumental", "locative", "vocative"];

/// A set of cases, in the order nominative, genitive, dative, accusative, instrumental, locative,
/// vocative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cases(u8);

impl Cases {
    /// No case.
    pub const NONE: Self = Self(0);
    /// Every case.
    pub const ALL: Self = Self(0x7F);
    /// The nominative.
    pub const NOMINATIVE: Self = Self(1);
    /// The genitive.
    pub const GENITIVE: Self = Self(2);
    /// The dative.
    pub const DATIVE: Self = Self(4);
    /// The accusative.
    pub const ACCUSATIVE: Self = Self(8);
    /// The instrumental.
    pub const INSTRUMENTAL: Self = Self(16);
    /// The locative.
    pub const LOCATIVE: Self = Self(32);
    /// The vocative.
    pub const VOCATIVE: Self = Self(64);

    /// Genitive and accusative, alike for what lives.
    pub const GENITIVE_ACCUSATIVE: Self = Self(2 | 8);
    /// Dative and locative.
    pub const DATIVE_LOCATIVE: Self = Self(4 | 32);

    /// The case with this index, 0 to 6.
    pub fn nth(index: usize) -> Self {
        Self(1 << index.min(6))
    }

    /// The set as bits, the nominative lowest.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set with these bits.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The cases of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The cases that both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The cases of a form of what lives: its nominative is no accusative, unless nothing changes.
    #[must_use]
    pub fn of_living(self, form: &str, nominative: &str, genitive: &str) -> Self {
        let same = form == nominative && nominative != genitive;
        if same { Self(self.0 & !Self::ACCUSATIVE.0) } else { self }
    }

    /// Whether both share a case.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The names of the cases, the nominative first.
    pub fn names(self) -> Vec<&'static str> {
        let named = NAMES.into_iter().enumerate();
        named.filter(|(index, _)| self.meets(Self::nth(*index))).map(|(_, name)| name).collect()
    }

    /// The cases with these names; what is none is left out.
    pub fn of_names<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let index = |name: &str| NAMES.iter().position(|known| *known == name);
        names.filter_map(index).map(Self::nth).fold(Self::NONE, Self::or)
    }
}

/// Grammatical gender; of plurals none shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Gender {
    /// «Київ».
    Masculine,
    /// «Полтава».
    Feminine,
    /// «Запоріжжя».
    Neuter,
    /// «Суми».
    Plural,
}

/// A form of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// As it is written.
    pub text: String,
    /// The cases that it may stand in.
    pub cases: Cases,
    /// Gender, or that it is a plural.
    pub gender: Gender,
}

/// Adds a form, or its cases to the same form.
fn push_form(forms: &mut Vec<Form>, text: String, cases: Cases, gender: Gender) {
    match forms.iter_mut().find(|form| form.text == text && form.gender == gender) {
        Some(known) => known.cases = known.cases.or(cases),
        None => forms.push(Form { text, cases, gender }),
    }
}
