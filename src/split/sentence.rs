//! Sentences of a paragraph: full stops that end one, and those that only shorten a word.

use std::ops::Range;

use crate::lang::Language;
use crate::lexicon::abbreviations::Position;
use crate::lexicon::words::Class;
use crate::model::cleaned::Cleaned;
use crate::model::layout::{Case, Sentence, Token, TokenKind};
use crate::model::span::Span;

/// Words that an adverbial at the beginning of a sentence may have before its verb comes.
const ADVERBIAL_WORDS: usize = 12;

/// Adds the sentences of the tokens in `range`, which are one paragraph.
pub fn sentences(
    cleaned: &Cleaned,
    tokens: &[Token],
    range: Range<usize>,
    lang: &dyn Language,
    out: &mut Vec<Sentence>,
) {
    let text = Tokens { cleaned, tokens, lang };
    let mut start = range.start;
    let mut at = range.start;
    while at < range.end {
        if !text.is_mark(at, TERMINAL) {
            at += 1;
            continue;
        }
        let stop = Stop::at(&text, start, at, range.end);
        if stop.ends_sentence(&text) {
            text.push(start..stop.end, out);
            start = stop.end;
        }
        at = stop.end;
    }
    text.push(start..range.end, out);
}

const TERMINAL: &[char] = &['.', '!', '?', '…'];
const CLOSING: &[char] = &['»', '”', '"', '’', '“', ')', ']', '\''];
const OPENING: &[char] = &['«', '„', '"', '“', '‘', '(', '[', '\''];
const DASHES: &[char] = &['—', '–', '-', '―'];

/// Tokens with the texts that they slice.
struct Tokens<'a> {
    cleaned: &'a Cleaned,
    tokens: &'a [Token],
    lang: &'a dyn Language,
}

impl Tokens<'_> {
    fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn folded(&self, at: usize) -> &str {
        self.get(at).map(|token| self.cleaned.folded.slice(token.span)).unwrap_or_default()
    }

    fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        self.get(at).is_some_and(|token| token.kind == TokenKind::Mark)
            && self.folded(at).starts_with(marks)
    }

    fn is_space(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| token.kind == TokenKind::Space)
    }

    fn is_number(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| token.kind == TokenKind::Number)
    }

    fn is_word(&self, at: usize) -> bool {
        self.get(at).is_some_and(Token::is_word)
    }

    /// Adds the tokens as a sentence, without the white space around them.
    fn push(&self, range: Range<usize>, out: &mut Vec<Sentence>) {
        let Some(first) = range.clone().find(|at| !self.is_space(*at)) else { return };
        let last = range.rev().find(|at| !self.is_space(*at)).unwrap_or(first);
        let (Some(head), Some(tail)) = (self.get(first), self.get(last)) else { return };
        let span = Span::new(head.span.start(), tail.span.end());
        out.push(Sentence { span, tokens: first..last + 1 });
    }
}

/// A run of terminal marks with the closing marks behind it.
struct Stop {
    /// First token of the sentence so far.
    start: usize,
    /// The first terminal mark.
    mark: usize,
    /// The token after the last closing mark.
    end: usize,
    /// Whether it is nothing but one full stop.
    plain: bool,
    /// What follows after white space, if anything.
    next: Option<usize>,
}

impl Stop {
    fn at(text: &Tokens<'_>, start: usize, mark: usize, limit: usize) -> Self {
        let mut end = mark;
        while end < limit && text.is_mark(end, TERMINAL) {
            end += 1;
        }
        let marks = end - mark;
        while end < limit && text.is_mark(end, CLOSING) {
            end += 1;
        }
        let next = (end < limit && text.is_space(end)).then_some(end + 1).filter(|n| *n < limit);
        let plain = marks == 1 && text.folded(mark) == ".";
        Self { start, mark, end, plain, next }
    }

    fn ends_sentence(&self, text: &Tokens<'_>) -> bool {
        let Some(next) = self.next else { return false };
        let has_words = (self.start..self.mark).any(|at| text.is_word(at) || text.is_number(at));
        if !has_words || !begins_sentence(text, next) {
            return false;
        }
        if !self.plain {
            return true;
        }
        let in_brackets = text.is_mark(self.mark + 1, &[')', ']']);
        if in_brackets && !text.is_mark(self.first_token(text), OPENING) {
            // «(нар. 1880 р.) Київ»: the bracket is part of a sentence that goes on.
            return self.abbreviation(text).is_none() && !self.is_initial(text);
        }
        if self.is_initial(text) {
            return self.is_regnal(text);
        }
        match self.abbreviation(text) {
            Some(Position::Before) => false,
            Some(Position::After) => !self.opens_with_adverbial(text),
            Some(Position::Both) => self.follows_number(text) && !self.opens_with_adverbial(text),
            None => !self.numbers_item(text),
        }
    }

    /// The first token of the sentence so far that is not white space.
    fn first_token(&self, text: &Tokens<'_>) -> usize {
        (self.start..self.mark).find(|at| !text.is_space(*at)).unwrap_or(self.start)
    }

    /// The token before the full stop.
    fn before(&self) -> usize {
        self.mark.saturating_sub(1)
    }

    /// «М.» in «М. Грушевський».
    fn is_initial(&self, text: &Tokens<'_>) -> bool {
        text.get(self.before()).is_some_and(|t| t.kind == TokenKind::Word(Case::Initial))
    }

    /// «I.» in «Карл I. Він»: a ruler's number, not an initial, after a name that is not at the
    /// beginning of the sentence alone.
    fn is_regnal(&self, text: &Tokens<'_>) -> bool {
        let numeral = matches!(text.folded(self.before()), "i" | "v" | "x");
        let name = self.before().checked_sub(2);
        numeral && name.and_then(|at| text.get(at)).is_some_and(|t| t.is_capital())
    }

    /// The position of the longest abbreviation that ends with this full stop.
    fn abbreviation(&self, text: &Tokens<'_>) -> Option<Position> {
        let table = text.lang.abbreviations();
        let end = text.get(self.before())?.span.end();
        let mut found = None;
        for at in (self.start..self.mark).rev() {
            let Some(token) = text.get(at) else { break };
            if end - token.span.start() > table.longest() {
                break;
            }
            if token.is_word() {
                let candidate = text.cleaned.folded.slice(Span::new(token.span.start(), end));
                found = table.get(candidate).or(found);
            }
        }
        found
    }

    /// «1917 р.», «1917-му р.», «XIX ст.»: a number stands before the abbreviated word.
    fn follows_number(&self, text: &Tokens<'_>) -> bool {
        let is_count = |at: usize| {
            text.is_number(at) || text.is_word(at) && is_roman(text.cleaned, text.get(at))
        };
        let Some(mut at) = self.before().checked_sub(1) else { return false };
        while at > self.start && (text.is_space(at) || text.is_mark(at, &['.', '-', '–'])) {
            at -= 1;
        }
        is_count(at)
            || at.checked_sub(2).is_some_and(|n| text.is_mark(at - 1, &['-']) && is_count(n))
    }

    /// «У листопаді 1917 р.», «Після повстання 1768 р.»: what an adverbial opens still lacks its
    /// verb, so a capital behind it is a name.
    fn opens_with_adverbial(&self, text: &Tokens<'_>) -> bool {
        let first = self.first_token(text);
        let words = text.lang.words();
        let opens = text.is_number(first) || words.is(Class::Preposition, text.folded(first));
        let inside = || (first..self.before()).filter(|at| text.is_word(*at));
        let verb = inside().any(|at| {
            let lower = text.get(at).is_some_and(|t| t.kind == TokenKind::Word(Case::Lower));
            lower && words.may_be_verb(text.folded(at))
        });
        opens && !verb && inside().count() <= ADVERBIAL_WORDS
    }

    /// «1. Перша справа»: the number is all that the sentence has.
    fn numbers_item(&self, text: &Tokens<'_>) -> bool {
        let first = self.first_token(text);
        first == self.before() && (text.is_number(first) || text.folded(first).chars().count() == 1)
    }
}

/// Whether a sentence may begin at this token: not with a small letter, also behind quotation
/// marks and dashes.
fn begins_sentence(text: &Tokens<'_>, mut at: usize) -> bool {
    while text.is_mark(at, OPENING) || text.is_mark(at, DASHES) || text.is_space(at) {
        at += 1;
    }
    match text.get(at).map(|token| token.kind) {
        Some(TokenKind::Word(Case::Lower)) | None => false,
        Some(TokenKind::Word(_) | TokenKind::Number) => true,
        Some(TokenKind::Mark) => !text.is_mark(at, &[',', ';', ':', '.', '!', '?', '…', '»', ')']),
        Some(TokenKind::Space) => false,
    }
}

fn is_roman(cleaned: &Cleaned, token: Option<&Token>) -> bool {
    let word = token.map(|token| cleaned.text.slice(token.span)).unwrap_or_default();
    !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'))
}
