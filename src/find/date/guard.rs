//! What the grammar asks about the words around an expression.

use crate::find::date::parse::Parser;
use crate::lexicon::dates::Class;
use crate::lexicon::grammar::Terminal;
use crate::lexicon::words;

/// Whether the guard holds at a place: before it for those that look back.
pub fn holds(parser: &Parser<'_>, guard: Terminal, at: usize) -> bool {
    match guard {
        Terminal::Start => at == 0 || (at == 1 && !is_word(parser, 0)),
        Terminal::Plain => !counts_something(parser, at),
        Terminal::Few => !counts_many(parser, at),
        Terminal::Free => !takes_noun(parser, at),
        Terminal::Instrumental => is_instrumental(parser, at),
        Terminal::Dated => is_dated(parser, at),
        Terminal::Quantity => before(parser, at).is_some_and(|word| {
            parser.ctx.lang.dates().counts(word)
        }),
        Terminal::Governor => is_governed(parser, at),
        Terminal::Adjective => before(parser, at).is_some_and(|word| {
            word.ends_with("ого") || word.ends_with("ому") || word.ends_with(char::is_numeric)
        }),
        _ => false,
    }
}

/// The word before a place.
fn before<'a>(parser: &Parser<'a>, at: usize) -> Option<&'a str> {
    at.checked_sub(1).map(|at| parser.text(at))
}

fn is_word(parser: &Parser<'_>, at: usize) -> bool {
    parser.piece(at).is_some_and(|piece| parser.ctx.is_word(piece.token))
}

/// A word with a small letter that is not part of a compound with what stands before it.
fn lower_word<'a>(parser: &Parser<'a>, at: usize) -> Option<&'a str> {
    let piece = parser.piece(at)?;
    let lower = parser.ctx.is_word(piece.token) && !parser.ctx.is_capital(piece.token);
    lower.then(|| parser.text(at))
}

/// Whether a word that may be a noun follows: «у 1500 селах».
fn counts_something(parser: &Parser<'_>, at: usize) -> bool {
    if parser.word(Class::Counted, at).is_some() || parser.word(Class::Money, at).is_some() {
        return true;
    }
    let Some(word) = lower_word(parser, at) else {
        // A percent sign or the rest of a compound.
        return matches!(parser.text(at), "%" | "‰" | "°");
    };
    let words = parser.ctx.lang.words();
    // After a number, «-ів» is the genitive of a noun rather than a verb.
    let verb = words.may_be_verb(word) && !word.ends_with("ів");
    let number = at.checked_sub(1).and_then(|before| parser.piece(before)?.number);
    !verb && !is_function(parser, at) && parser.ctx.lang.dates().is_counted(word, number.unwrap_or(2))
}

/// Whether the word is no noun, verb or adjective.
fn is_function(parser: &Parser<'_>, at: usize) -> bool {
    let (words, word) = (parser.ctx.lang.words(), parser.text(at));
    words.is(words::Class::And, word)
        || words.is(words::Class::Opener, word)
        || words.is(words::Class::Preposition, word)
        || parser.word(Class::When, at).is_some()
}

/// Whether a noun follows that may belong to an adverb before it: «напередодні війни».
fn takes_noun(parser: &Parser<'_>, at: usize) -> bool {
    lower_word(parser, at).is_some_and(|word| {
        let verb = parser.ctx.lang.words().may_be_verb(word);
        let noun = word.ends_with(['у', 'ю', 'а', 'я', 'и', 'і', 'ї']);
        !is_function(parser, at) && (counts_many(parser, at) || (noun && !verb))
    })
}

/// Whether the date ahead stands in the instrumental: «з 1917 роком».
fn is_instrumental(parser: &Parser<'_>, at: usize) -> bool {
    let dated = |at: &usize| {
        parser.piece(*at).is_some_and(|piece| piece.number.is_some() || piece.word.is_some())
    };
    (at + 1..at + 8).take_while(dated).any(|at| parser.word(Class::Instrumental, at).is_some())
}

/// Words between a verb and the preposition that it takes.
const GOVERNED: usize = 4;

/// Whether a verb in the clause takes the preposition for its object: «відносять монету до».
fn is_governed(parser: &Parser<'_>, at: usize) -> bool {
    let words = (at.saturating_sub(GOVERNED)..at).rev().map(|at| parser.text(at));
    let mut clause = words.take_while(|word| word.starts_with(char::is_alphanumeric));
    clause.any(|word| parser.ctx.lang.dates().is_governor(word))
}

/// Whether a noun in the genitive plural follows, which only a number can have.
fn counts_many(parser: &Parser<'_>, at: usize) -> bool {
    if parser.word(Class::Counted, at).is_some() || parser.word(Class::Money, at).is_some() {
        return true;
    }
    lower_word(parser, at)
        .is_some_and(|word| word.ends_with("ів") || word.ends_with("їв") || word.ends_with("ей"))
}

/// Whether what stands before a preposition is a document that the date belongs to: «лист від 5
/// грудня»; one that may only date needs a verb or a border before it to mean a beginning.
fn is_dated(parser: &Parser<'_>, at: usize) -> bool {
    if parser.is_behind(Class::Document, at) {
        return true;
    }
    if parser.word(Class::Dated, at).is_none() {
        return false;
    }
    let Some(word) = before(parser, at) else { return false };
    let words = parser.ctx.lang.words();
    let border = word.starts_with([',', '(', ';', '—', '–', ':', '«', '.']);
    let function = words.is(words::Class::And, word) || words.is(words::Class::Opener, word);
    !(border || function || words.may_be_verb(word))
}
