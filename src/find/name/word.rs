//! What is known of a word wherever it stands. It is looked up once by each thread, and further only
//! when somebody asks.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use crate::find::name::features::{self, Facts};
use crate::lang::Language;
use crate::lexicon::names::Sense;
use crate::lexicon::ordinary::Roles;
use crate::memo::Memo;

/// A word, number or mark in lower case.
#[derive(Debug)]
pub struct Word {
    /// What it may be or begin.
    pub senses: &'static [Sense],
    roles: OnceCell<Roles>,
    is_compound: OnceCell<bool>,
    facts: OnceCell<Facts>,
}

thread_local! {
    /// By language.
    static WORDS: RefCell<Memo<&'static str, Rc<Word>, 6_000>> = RefCell::default();
}

impl Word {
    /// The word with this lower-case text.
    pub fn of(folded: &str, lang: &dyn Language) -> Rc<Self> {
        let look_up = || {
            Rc::new(Self {
                senses: lang.names().senses(folded),
                roles: OnceCell::new(),
                is_compound: OnceCell::new(),
                facts: OnceCell::new(),
            })
        };
        WORDS.with_borrow_mut(|words| words.get(lang.code(), folded, look_up))
    }

    /// What it may be as an ordinary word.
    pub fn roles(&self, folded: &str, lang: &dyn Language) -> Roles {
        *self.roles.get_or_init(|| lang.ordinary().roles(folded))
    }

    /// Whether it is an ordinary word, or a compound of one.
    pub fn is_ordinary(&self, folded: &str, lang: &dyn Language) -> bool {
        let compound = || *self.is_compound.get_or_init(|| lang.ordinary().is_compound(folded));
        self.roles(folded, lang).is_word() || compound()
    }

    /// What a model sees of it.
    pub fn facts(&self, folded: &str, lang: &dyn Language) -> &Facts {
        self.facts.get_or_init(|| features::facts(folded, self, lang))
    }
}
