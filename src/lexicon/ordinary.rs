//! Ordinary words: a capital one begins a sentence, heads a list or plays a part in a contract, and
//! is no name by its capital alone.
//!
//! `build.rs` compiles the tables to one automaton.

use crate::decline::Cases;

// What the bits of a value mean besides the cases of a noun.
const VERB: u64 = 1 << 7;
const ADJECTIVE: u64 = 1 << 8;

/// Letters that the beginning of a compound has at the least.
const SHORTEST_BEGINNING: usize = 3;

/// Bytes that the noun of a compound has at the least.
const SHORTEST_NOUN: usize = 12;

/// Ordinary words in any form, in lower case.
#[derive(Debug, Default)]
pub struct Ordinary(Option<fst::Map<&'static [u8]>>);

/// What a form may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u64);

impl Roles {
    /// A genitive, another form of a noun, an adjective, a verb.
    pub fn all(self) -> [bool; 4] {
        let genitive = self.0 & u64::from(Cases::GENITIVE.bits()) != 0;
        [genitive, self.noun().is_some() && !genitive, self.is_adjective(), self.is_verb()]
    }

    /// The cases that a noun of this form may stand in.
    pub fn noun(self) -> Option<Cases> {
        let bits = self.0 & u64::from(Cases::ALL.bits());
        u8::try_from(bits).ok().filter(|bits| *bits > 0).map(Cases::from_bits)
    }

    /// Whether it is a form of an adjective.
    pub fn is_adjective(self) -> bool {
        self.0 & ADJECTIVE != 0
    }

    /// Whether it is a finite form of a verb or an infinitive.
    pub fn is_verb(self) -> bool {
        self.0 & VERB != 0
    }

    /// Whether it is any of these.
    pub fn is_word(self) -> bool {
        self.0 != 0
    }
}

impl Ordinary {
    /// The automaton that was compiled into the program.
    pub fn open(compiled: &'static [u8]) -> Self {
        Self(fst::Map::new(compiled).ok())
    }

    /// What a form may be.
    pub fn roles(&self, form: &str) -> Roles {
        let bits = self.0.as_ref().and_then(|forms| forms.get(form));
        Roles(bits.unwrap_or_default())
    }

    /// Whether a form is made of a beginning and a noun: «субпідрядник».
    pub fn is_compound(&self, form: &str) -> bool {
        let ends = |at| form.get(at..).is_some_and(|noun| self.roles(noun).noun().is_some());
        let borders = form.char_indices().map(|(at, _)| at).skip(SHORTEST_BEGINNING);
        borders.take_while(|at| form.len() - at >= SHORTEST_NOUN).any(ends)
    }
}
