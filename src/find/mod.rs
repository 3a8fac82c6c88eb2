//! Here are tokens: what is named, as written? (Recognition of dates and names.)

mod choose;
mod date;
mod name;

use crate::chain::{Example, Model};
use crate::find::name::Sheet;
pub use crate::find::name::decide::FEATURES;
use crate::gazetteer::Gazetteer;
use crate::lang::Language;
use crate::model::cleaned::Cleaned;
use crate::model::entity::EntityType;
use crate::model::layout::{Case, Layout, Token, TokenKind};
use crate::model::mention::{Found, LemmaSource};
use crate::model::span::{Clean, Raw, Span};

/// What finders read.
pub struct Ctx<'a> {
    cleaned: &'a Cleaned,
    layout: &'a Layout,
    lang: &'a dyn Language,
    gazetteers: &'a [Gazetteer],
}

/// What stands beside the tables of a language.
#[derive(Clone, Copy, Default)]
pub struct Aids<'a> {
    /// The user's gazetteers.
    pub gazetteers: &'a [Gazetteer],
    /// The model that decides between the proposals of the rules; without one the rules decide.
    pub model: Option<&'a Model>,
}

/// Mentions with the index of their sentence, in order, no two of which overlap.
pub fn find(
    cleaned: &Cleaned,
    layout: &Layout,
    lang: &dyn Language,
    aids: Aids<'_>,
) -> Vec<(usize, Found)> {
    let ctx = Ctx { cleaned, layout, lang, gazetteers: aids.gazetteers };
    let mut sheets = sheets(&ctx, true);
    if let Some(model) = aids.model {
        name::decide::decide(model, &mut sheets);
    }
    numbered(sheets)
}

/// The dates alone, for the benchmark.
pub fn dates(cleaned: &Cleaned, layout: &Layout, lang: &dyn Language) -> Vec<(usize, Found)> {
    let ctx = Ctx { cleaned, layout, lang, gazetteers: &[] };
    let mut found = Vec::new();
    for (index, sentence) in layout.sentences.iter().enumerate() {
        let mut of_sentence = Vec::new();
        date::find(&ctx, sentence, &mut of_sentence);
        found.extend(of_sentence.into_iter().map(|one| (index, one)));
    }
    found
}

/// The names alone, for the benchmark.
pub fn names(
    cleaned: &Cleaned,
    layout: &Layout,
    lang: &dyn Language,
    model: Option<&Model>,
) -> Vec<(usize, Found)> {
    let ctx = Ctx { cleaned, layout, lang, gazetteers: &[] };
    let mut sheets = sheets(&ctx, false);
    if let Some(model) = model {
        name::decide::decide(model, &mut sheets);
    }
    numbered(sheets)
}

/// What the annotated names of a document teach a model.
pub fn examples(
    cleaned: &Cleaned,
    layout: &Layout,
    lang: &dyn Language,
    names: &[(Span<Raw>, EntityType)],
) -> Vec<Example> {
    let ctx = Ctx { cleaned, layout, lang, gazetteers: &[] };
    name::decide::examples(&sheets(&ctx, true), names)
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

/// What the rules propose of each sentence, and what stands of it by rules alone.
fn sheets<'a>(ctx: &'a Ctx<'a>, with_dates: bool) -> Vec<Sheet<'a>> {
    let of_sentence = |sentence| {
        let mut found = Vec::new();
        let line = name::find(ctx, sentence, &mut found);
        if with_dates {
            date::find(ctx, sentence, &mut found);
        }
        let (chosen, others) = choose::choose(found);
        Sheet { line, chosen, others }
    };
    let mut sheets: Vec<Sheet<'_>> = ctx.layout.sentences.iter().map(of_sentence).collect();
    name::recall::recall(ctx, &mut sheets);
    sheets
}

/// Mentions with the index of their sentence.
fn numbered(sheets: Vec<Sheet<'_>>) -> Vec<(usize, Found)> {
    let sentences = sheets.into_iter().enumerate();
    sentences
        .flat_map(|(index, sheet)| sheet.chosen.into_iter().map(move |one| (index, one)))
        .collect()
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
