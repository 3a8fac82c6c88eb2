//! Here are tokens: what is named, as written? (Recognition of dates and names.)

mod choose;
mod date;
mod name;

use crate::lang::Language;
use crate::model::cleaned::Cleaned;
use crate::model::layout::{Case, Layout, Sentence, Token, TokenKind};
use crate::model::mention::Found;
use crate::model::span::{Clean, Span};

/// A finder proposes what it sees in one sentence; proposals may overlap.
pub type Finder = fn(&Ctx<'_>, &Sentence, &mut Vec<Found>);

/// Every finder; the order does not matter, since `choose` decides between proposals.
pub static FINDERS: &[Finder] = &[date::find, name::find];

/// What finders read.
pub struct Ctx<'a> {
    cleaned: &'a Cleaned,
    layout: &'a Layout,
    lang: &'a dyn Language,
}

/// Mentions with the index of their sentence, in order, no two of which overlap.
pub fn find(cleaned: &Cleaned, layout: &Layout, lang: &dyn Language) -> Vec<(usize, Found)> {
    find_with(FINDERS, cleaned, layout, lang)
}

/// The same with some of the finders.
pub fn find_with(
    finders: &[Finder],
    cleaned: &Cleaned,
    layout: &Layout,
    lang: &dyn Language,
) -> Vec<(usize, Found)> {
    let ctx = Ctx { cleaned, layout, lang };
    let mut all = Vec::new();
    let mut found = Vec::new();
    for (index, sentence) in layout.sentences.iter().enumerate() {
        for finder in finders {
            finder(&ctx, sentence, &mut found);
        }
        choose::choose(&mut found);
        all.extend(found.drain(..).map(|found| (index, found)));
    }
    all
}

impl Ctx<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.layout.tokens.get(at)
    }

    /// The token in lower case; empty beyond the end.
    fn folded(&self, at: usize) -> &str {
        self.token(at).map(|token| self.cleaned.folded.slice(token.span)).unwrap_or_default()
    }

    /// The token as the view has it.
    fn surface(&self, at: usize) -> &str {
        self.token(at).map(|token| self.cleaned.text.slice(token.span)).unwrap_or_default()
    }

    fn is_space(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Space)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_capital)
    }

    fn is_upper(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Word(Case::Upper))
    }

    fn is_word(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_word)
    }

    /// The token after `at`, over white space.
    fn after(&self, at: usize) -> usize {
        if self.is_space(at) { at + 1 } else { at }
    }

    /// The word or mark before `at`, over white space; none at the beginning of the text.
    fn before(&self, at: usize) -> Option<usize> {
        let at = at.checked_sub(1)?;
        if self.is_space(at) { at.checked_sub(1) } else { Some(at) }
    }

    /// What the tokens `from..to` cover.
    fn cover(&self, from: usize, to: usize) -> Span<Clean> {
        let start = self.token(from).map_or(0, |token| token.span.start());
        let end = to.checked_sub(1).and_then(|at| self.token(at)).map_or(start, |t| t.span.end());
        Span::new(start, end)
    }
}
