//! Here are tokens: what is named, as written? (Recognition of dates and names.)

mod choose;
mod date;
mod name;

use crate::gazetteer::Gazetteer;
use crate::lang::Language;
use crate::model::cleaned::Cleaned;
use crate::model::entity::EntityType;
use crate::model::layout::{Case, Layout, Sentence, Token, TokenKind};
use crate::model::mention::{Found, LemmaSource};
use crate::model::span::{Clean, Span};

/// A finder proposes what it sees in one sentence; proposals may overlap.
type Finder = fn(&Ctx<'_>, &Sentence, &mut Vec<Found>);

/// Every finder; the order does not matter, since `choose` decides between proposals.
static FINDERS: &[Finder] = &[date::find, name::find];

/// What finders read.
pub struct Ctx<'a> {
    cleaned: &'a Cleaned,
    layout: &'a Layout,
    lang: &'a dyn Language,
    gazetteers: &'a [Gazetteer],
}

/// Mentions with the index of their sentence, in order, no two of which overlap.
pub fn find(
    cleaned: &Cleaned,
    layout: &Layout,
    lang: &dyn Language,
    gazetteers: &[Gazetteer],
) -> Vec<(usize, Found)> {
    let ctx = Ctx { cleaned, layout, lang, gazetteers };
    let mut chosen = proposals(&ctx, FINDERS);
    name::recall::recall(&ctx, &mut chosen);
    numbered(chosen)
}

/// The dates alone, for the benchmark.
pub fn dates(cleaned: &Cleaned, layout: &Layout, lang: &dyn Language) -> Vec<(usize, Found)> {
    numbered(proposals(&Ctx { cleaned, layout, lang, gazetteers: &[] }, &[date::find]))
}

/// The names alone, for the benchmark.
pub fn names(cleaned: &Cleaned, layout: &Layout, lang: &dyn Language) -> Vec<(usize, Found)> {
    let ctx = Ctx { cleaned, layout, lang, gazetteers: &[] };
    let mut chosen = proposals(&ctx, &[name::find]);
    name::recall::recall(&ctx, &mut chosen);
    numbered(chosen)
}

/// The nominative of a name that stands without a text, and where it comes from.
pub fn nominative(
    cleaned: &Cleaned,
    layout: &Layout,
    lang: &dyn Language,
    kind: EntityType,
) -> (String, LemmaSource) {
    name::nominative(&Ctx { cleaned, layout, lang, gazetteers: &[] }, kind)
}

/// What stands of each sentence's proposals.
fn proposals(ctx: &Ctx<'_>, finders: &[Finder]) -> Vec<Vec<Found>> {
    let of_sentence = |sentence| {
        let mut found = Vec::new();
        for finder in finders {
            finder(ctx, sentence, &mut found);
        }
        choose::choose(&mut found);
        found
    };
    ctx.layout.sentences.iter().map(of_sentence).collect()
}

/// Mentions with the index of their sentence.
fn numbered(chosen: Vec<Vec<Found>>) -> Vec<(usize, Found)> {
    let sentences = chosen.into_iter().enumerate();
    sentences.flat_map(|(index, found)| found.into_iter().map(move |one| (index, one))).collect()
}

impl Ctx<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.layout.tokens.get(at)
    }

    /// The token in lower case; empty beyond the end.
    fn folded(&self, at: usize) -> &str {
        self.token(at).map(|token| self.cleaned.folded.slice(token.span)).unwrap_or_default()
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

    /// What the tokens `from..to` cover.
    fn cover(&self, from: usize, to: usize) -> Span<Clean> {
        let start = self.token(from).map_or(0, |token| token.span.start());
        let end = to.checked_sub(1).and_then(|at| self.token(at)).map_or(start, |t| t.span.end());
        Span::new(start, end)
    }
}
