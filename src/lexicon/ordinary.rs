//! Ordinary words: a capital one begins a sentence, heads a list or plays a part in a contract, and
//! is no name by its capital alone.
//!
//! `build.rs` compiles the tables to one automaton.

use std::cell::RefCell;

use crate::decline::Cases;
use crate::memo::Memo;

// What the bits of a value mean besides the cases of a noun.
const VERB: u64 = 1 << 7;
const ADJECTIVE: u64 = 1 << 8;

/// Letters that the beginning of a compound has at the least.
const SHORTEST_BEGINNING: usize = 3;

/// Bytes that the noun of a compound has at the least.
const SHORTEST_NOUN: usize = 12;

/// What is asked of an automaton.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asked {
    Bits,
    Compound,
}

thread_local! {
    // Automata are small, not fast.
    static KNOWN: RefCell<Memo<(usize, Asked), u64>> = RefCell::default();
}

/// Ordinary words in any form, in lower case.
#[derive(Debug, Default)]
pub struct Ordinary(Option<fst::Map<&'static [u8]>>);

impl Ordinary {
    /// The automaton that was compiled into the program.
    pub fn open(compiled: &'static [u8]) -> Self {
        Self(fst::Map::new(compiled).ok())
    }

    fn get(&self, form: &str) -> u64 {
        let Some(forms) = &self.0 else { return 0 };
        // An automaton is told from that of another language by where it is.
        let key = (forms.as_fst().as_bytes().as_ptr() as usize, Asked::Bits);
        KNOWN.with_borrow_mut(|known| known.get(key, form, || forms.get(form).unwrap_or_default()))
    }

    /// Everything that a form may be, in one look: a genitive, another form of a noun, an
    /// adjective, a verb.
    pub fn roles(&self, form: &str) -> [bool; 4] {
        let bits = self.get(form);
        let genitive = bits & u64::from(Cases::GENITIVE.bits()) != 0;
        let noun = bits & u64::from(Cases::ALL.bits()) != 0;
        [genitive, noun && !genitive, bits & ADJECTIVE != 0, bits & VERB != 0]
    }

    /// The cases that a noun of this form may stand in.
    pub fn noun(&self, form: &str) -> Option<Cases> {
        let bits = self.get(form) & u64::from(Cases::ALL.bits());
        u8::try_from(bits).ok().filter(|bits| *bits > 0).map(Cases::from_bits)
    }

    /// Whether it is a form of an adjective.
    pub fn is_adjective(&self, form: &str) -> bool {
        self.get(form) & ADJECTIVE != 0
    }

    /// Whether it is a finite form of a verb or an infinitive.
    pub fn is_verb(&self, form: &str) -> bool {
        self.get(form) & VERB != 0
    }

    /// Whether it is any of these.
    pub fn is_word(&self, form: &str) -> bool {
        self.get(form) != 0
    }

    /// Whether it is any of these, or made of a beginning and a noun: «субпідрядник».
    pub fn is(&self, form: &str) -> bool {
        self.is_word(form) || self.is_compound(form)
    }

    fn is_compound(&self, form: &str) -> bool {
        let Some(forms) = &self.0 else { return false };
        let key = (forms.as_fst().as_bytes().as_ptr() as usize, Asked::Compound);
        let read = || u64::from(Self::ends_with_noun(forms, form));
        KNOWN.with_borrow_mut(|known| known.get(key, form, read)) > 0
    }

    fn ends_with_noun(forms: &fst::Map<&'static [u8]>, form: &str) -> bool {
        let cases = u64::from(Cases::ALL.bits());
        let ends = |at| {
            let bits = form.get(at..).and_then(|noun| forms.get(noun));
            bits.is_some_and(|bits| bits & cases != 0)
        };
        let borders = form.char_indices().map(|(at, _)| at).skip(SHORTEST_BEGINNING);
        borders.take_while(|at| form.len() - at >= SHORTEST_NOUN).any(ends)
    }
}
