//! Sentences of a paragraph: full stops that end one, and those that only shorten a word.

use std::ops::Range;

use crate::lang::Language;
use crate::lexicon::abbreviations::{Abbreviation, Position};
use crate::lexicon::dates;
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

/// Tokens that a surname and the initials behind it have at the most.
const NAME_TOKENS: usize = 16;

/// Tokens that the number of an item and its label have at the most.
const ITEM_TOKENS: usize = 12;

/// How far back an opening bracket or quotation mark is looked for.
const ENCLOSED_TOKENS: usize = 60;

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
        let end = note_end(text, mark, end).min(limit);
        let next = (end < limit && text.is_space(end)).then_some(end + 1).filter(|n| *n < limit);
        let plain = marks == 1 && text.folded(mark) == ".";
        Self { start, mark, end, plain, next }
    }

    fn ends_sentence(&self, text: &Tokens<'_>) -> bool {
        let Some(next) = self.next else { return false };
        let has_words = (self.start..self.mark).any(|at| text.is_word(at) || text.is_number(at));
        if !has_words || !begins_sentence(text, next) || self.is_enclosed(text) {
            return false;
        }
        if !self.plain {
            return true;
        }
        if self.is_initial(text) {
            return self.ends_after_initial(text, next);
        }
        if self.is_month(text) {
            return false;
        }
        let Some((from, abbreviation)) = abbreviation_before(text, self.start, self.mark) else {
            return !self.numbers_item(text) && !self.goes_on_after_number(text, next);
        };
        // «12 січня ст. ст. 1919 року»
        let day = (self.start..from).rev().find(|at| !text.is_space(*at));
        let month = |at| text.lang.dates().is(dates::Class::Month, text.folded(at));
        if text.is_number(next) && day.is_some_and(month) {
            return false;
        }
        match abbreviation.position {
            Position::Before => is_opener(text, next),
            Position::After => self.ends_after_abbreviation(text, next),
            Position::Both if is_opener(text, next) => true,
            Position::Both => {
                self.follows_number(text, from) && self.ends_after_abbreviation(text, next)
            }
        }
    }

    /// Whether the stop is part of brackets or of a quoted title that stand inside a sentence:
    /// «(нар. 1880 р.) Київ», «часопис «До зброї!» закрили».
    fn is_enclosed(&self, text: &Tokens<'_>) -> bool {
        let first = self.first_token(text);
        let from = first.max(self.mark.saturating_sub(ENCLOSED_TOKENS));
        let closes = |marks| (self.mark + 1..self.end).any(|at| text.is_mark(at, marks));
        let opening = |marks, closing| {
            let mut depth = 0;
            (from..self.mark).rev().find(|at| {
                depth +=
                    i32::from(text.is_mark(*at, closing)) - i32::from(text.is_mark(*at, marks));
                depth < 0
            })
        };
        let bracket = opening(&['(', '['], &[')', ']']);
        if bracket.is_some_and(|at| at != first) {
            return true;
        }
        // A title has no colon or dash before it, direct speech has.
        let quote = opening(&['«', '„'], &['»', '“']).filter(|_| !self.plain && closes(CLOSING));
        let introduced = |at: usize| {
            let before = (first..at).rev().find(|at| !text.is_space(*at));
            before.is_none_or(|at| text.is_mark(at, &[':', '—', '–', '-']))
        };
        quote.is_some_and(|at| !introduced(at))
    }

    /// The first token of the sentence so far that is not white space.
    fn first_token(&self, text: &Tokens<'_>) -> usize {
        (self.start..self.mark).find(|at| !text.is_space(*at)).unwrap_or(self.start)
    }

    /// The token before the full stop.
    fn before(&self) -> usize {
        self.mark.saturating_sub(1)
    }

    /// «груд.» in «5 груд. 1917 р.».
    fn is_month(&self, text: &Tokens<'_>) -> bool {
        let day = self.before().checked_sub(2).filter(|at| *at >= self.start);
        text.lang.dates().is_short(dates::Class::MonthShort, text.folded(self.before()))
            && day.is_some_and(|at| text.is_number(at))
    }

    /// «М.» in «М. Грушевський».
    fn is_initial(&self, text: &Tokens<'_>) -> bool {
        text.get(self.before()).is_some_and(|t| t.kind == TokenKind::Word(Case::Initial))
    }

    /// Whether an initial belongs to the name before it, so that a sentence may end with it:
    /// «Петлюра С. Військо», «Карл I. Він»; not «у Києві М. Грушевський».
    fn ends_after_initial(&self, text: &Tokens<'_>, next: usize) -> bool {
        if is_opener(text, next) {
            return true;
        }
        let first = self.first_token(text).max(self.mark.saturating_sub(NAME_TOKENS));
        let mut at = self.before();
        // Back over the other initials of the same name.
        while let Some(before) = at.checked_sub(1).filter(|before| *before > first) {
            let initial =
                text.get(before).is_some_and(|t| t.kind == TokenKind::Word(Case::Initial));
            if !(text.is_space(before) || text.is_mark(before, &['.']) || initial) {
                break;
            }
            at = before;
        }
        let name = at.checked_sub(1).filter(|name| *name > first);
        let capital = name.and_then(|at| text.get(at)).is_some_and(Token::is_capital);
        let follows = text.get(next).map(|token| token.kind);
        let surname = text.lang.words().may_be_surname(text.folded(next))
            || text.lang.names().is_surname(text.folded(next));
        capital && follows != Some(TokenKind::Word(Case::Initial)) && !surname
    }

    /// Whether a sentence ends with an abbreviation that may end one.
    fn ends_after_abbreviation(&self, text: &Tokens<'_>, next: usize) -> bool {
        // In a dialogue the dash gives the word to another.
        let dash = text.is_mark(next, DASHES) && !text.is_mark(self.first_token(text), DASHES);
        let number = text.is_mark(next, &['№', '§']) || is_roman(text.cleaned, text.get(next));
        // «1899 р. (1 січня 1900 р.)»: the same day in another calendar.
        let bracketed = text.is_mark(next, &['(']) && text.is_number(next + 1);
        !dash
            && !number
            && !bracketed
            && !self.opens_with_adverbial(text)
            && !is_genitive_adjective(text, next)
            && !counts_on(text, next)
    }

    /// «1917 р.», «1917-му р.», «XIX ст.»: a number stands before the abbreviation at `from`.
    fn follows_number(&self, text: &Tokens<'_>, from: usize) -> bool {
        let is_count = |at: usize| {
            text.is_number(at) || text.is_word(at) && is_roman(text.cleaned, text.get(at))
        };
        let before = (self.start..from).rev().find(|at| !text.is_space(*at));
        let Some(at) = before else { return false };
        let ordinal = at.checked_sub(2).filter(|_| text.is_mark(at - 1, &['-']));
        is_count(at) || ordinal.is_some_and(is_count)
    }

    /// «Ф. 127. Оп. 1», «3. 11. 1918», «8. VI. 1858»: an archival reference or a date in figures goes on.
    fn goes_on_after_number(&self, text: &Tokens<'_>, next: usize) -> bool {
        let before = text.get(self.before()).map(|token| token.kind);
        let archival = || {
            text.is_mark(next + 1, &['.'])
                && abbreviation_before(text, next, next + 1).is_some_and(|(_, a)| a.archival)
        };
        match before {
            Some(TokenKind::Number) => {
                let month = is_roman(text.cleaned, text.get(next)) || text.is_number(next);
                (month && text.is_mark(next + 1, &['.'])) || archival()
            }
            // «8. VI. 1858»
            Some(TokenKind::Word(Case::Upper)) if text.is_number(next) => {
                let day = self.before().checked_sub(3).filter(|at| *at >= self.start);
                is_roman(text.cleaned, text.get(self.before()))
                    && day.is_some_and(|at| text.is_number(at) && text.is_mark(at + 1, &['.']))
            }
            Some(TokenKind::Word(Case::Upper)) => archival(),
            _ => false,
        }
    }

    /// «У листопаді 1917 р.», «Після повстання 1768 р.»: what an adverbial opens still lacks its
    /// verb, so a capital behind it is a name.
    fn opens_with_adverbial(&self, text: &Tokens<'_>) -> bool {
        let first = self.first_token(text);
        let words = text.lang.words();
        let item = text.is_mark(first + 1, &['.', ')']) && text.is_space(first + 2);
        let dated = text.is_number(first) && !item;
        let opens = dated || words.is(Class::Preposition, text.folded(first));
        // One word too many is enough to know.
        let words_before = |at: &usize| text.is_word(*at);
        let inside = || (first..self.before()).filter(words_before).take(ADVERBIAL_WORDS + 1);
        let verb = inside().any(|at| {
            let lower = text.get(at).is_some_and(|t| t.kind == TokenKind::Word(Case::Lower));
            lower && words.may_be_verb(text.folded(at))
        });
        opens && !verb && inside().count() <= ADVERBIAL_WORDS
    }

    /// «1. Перша справа», «Розділ 2. Козацька доба», «Слухали: 1. Про землю»: the number of what
    /// follows.
    fn numbers_item(&self, text: &Tokens<'_>) -> bool {
        let first = self.first_token(text);
        let last = self.before();
        let is_numeral = text.is_number(last) || is_roman(text.cleaned, text.get(last));
        if last - first > ITEM_TOKENS {
            return false;
        }
        let letter = first == last && text.folded(first).chars().count() == 1;
        // Figures with stops between, behind one word at the most.
        let label = (first..last).filter(|at| text.is_word(*at)).count() <= 1
            && (first..last).all(|at| !text.is_mark(at, &[',', '—', '–']));
        let listed = last >= 2 && text.is_mark(last - 2, &[':']) && text.is_space(last - 1);
        letter || (is_numeral && (label || listed))
    }
}

/// The longest abbreviation between `start` and the full stop at `mark`, and its first token.
fn abbreviation_before(
    text: &Tokens<'_>,
    start: usize,
    mark: usize,
) -> Option<(usize, Abbreviation)> {
    let table = text.lang.abbreviations();
    let end = text.get(mark.checked_sub(1)?)?.span.end();
    let mut found = None;
    for at in (start..mark).rev() {
        let Some(token) = text.get(at) else { break };
        if end - token.span.start() > table.longest() {
            break;
        }
        if token.is_word() {
            let candidate = text.cleaned.folded.slice(Span::new(token.span.start(), end));
            found = table.get(candidate).map(|abbreviation| (at, abbreviation)).or(found);
        }
    }
    found
}

/// The token after a footnote mark that is tied to the stop: «землю.¹», «школи.[12]», «Збруч.12».
fn note_end(text: &Tokens<'_>, mark: usize, end: usize) -> usize {
    let after_word = mark.checked_sub(1).is_some_and(|at| !text.is_number(at));
    if text.is_mark(end, &['[']) && text.is_number(end + 1) && text.is_mark(end + 2, &[']']) {
        end + 3
    } else if text.is_mark(end, &['*']) || (after_word && text.is_number(end)) {
        end + 1
    } else {
        end
    }
}

/// Whether the word begins sentences and is no name; a single letter also stands for one.
fn is_opener(text: &Tokens<'_>, at: usize) -> bool {
    let words = text.lang.words();
    let word = text.folded(at);
    let letter = text.get(at).is_some_and(|t| t.kind == TokenKind::Word(Case::Initial));
    let stands_alone = !letter || text.is_space(at + 1);
    stands_alone && (words.is(Class::Opener, word) || words.is(Class::Preposition, word))
}

/// «Лубенського пов. Полтавської губ.»: no sentence begins with an adjective in the genitive.
fn is_genitive_adjective(text: &Tokens<'_>, at: usize) -> bool {
    let word = text.folded(at);
    let pronoun = text.lang.words().is(Class::Opener, word);
    (word.ends_with("ої") || word.ends_with("ого")) && word.chars().count() > 5 && !pronoun
}

/// «5 крб. 20 коп.»: a number that an abbreviation follows in its turn.
fn counts_on(text: &Tokens<'_>, at: usize) -> bool {
    let unit = at + 2;
    text.is_number(at)
        && text.is_mark(unit + 1, &['.'])
        && abbreviation_before(text, unit, unit + 1).is_some()
}

/// Whether a sentence may begin at this token: not with a small letter, also behind quotation
/// marks and dashes, unless it is the letter of an item.
fn begins_sentence(text: &Tokens<'_>, mut at: usize) -> bool {
    while text.is_mark(at, OPENING) || text.is_mark(at, DASHES) || text.is_space(at) {
        at += 1;
    }
    match text.get(at).map(|token| token.kind) {
        Some(TokenKind::Word(Case::Lower)) => {
            text.folded(at).chars().count() == 1 && text.is_mark(at + 1, &[')'])
        }
        Some(TokenKind::Word(_) | TokenKind::Number) => true,
        Some(TokenKind::Mark) => !text.is_mark(at, &[',', ';', ':', '.', '!', '?', '…', '»', ')']),
        Some(TokenKind::Space) | None => false,
    }
}

/// Whether the token is a Roman numeral, as the cleaned view writes it.
fn is_roman(cleaned: &Cleaned, token: Option<&Token>) -> bool {
    let word = token.map(|token| cleaned.text.slice(token.span)).unwrap_or_default();
    !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'))
}
