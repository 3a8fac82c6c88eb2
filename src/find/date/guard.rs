//! What the grammar asks about the words around an expression.

use crate::find::date::parse::Parser;
use crate::lexicon::dates::Class;
use crate::lexicon::grammar::item::Terminal;
use crate::lexicon::words;

/// Whether the guard holds at a place: before it for those that look back.
pub fn holds(parser: &Parser<'_>, guard: Terminal, at: usize) -> bool {
    match guard {
        Terminal::Start => at == 0 || (at == 1 && !parser.is_word(0)),
        Terminal::Plain => !counts_something(parser, at),
        Terminal::Few => !counts_many(parser, at),
        Terminal::Free => !takes_noun(parser, at),
        Terminal::Agrees => agrees(parser, at),
        Terminal::Clause => begins_clause(parser, at),
        Terminal::Placed => is_placed(parser, at),
        Terminal::Instrumental => is_instrumental(parser, at),
        Terminal::Dated => is_dated(parser, at),
        Terminal::Quantity => {
            before(parser, at).is_some_and(|word| ends(parser, Class::QuantityEnding, word))
        }
        Terminal::Governor => is_governed(parser, at),
        Terminal::Adjective => is_adjective(parser, at),
        _ => false,
    }
}

/// Whether the word ends as those of the class do.
fn ends(parser: &Parser<'_>, class: Class, word: &str) -> bool {
    parser.ctx.lang.dates().ends(class, word)
}

/// The word before a place.
fn before<'a>(parser: &Parser<'a>, at: usize) -> Option<&'a str> {
    at.checked_sub(1).map(|at| parser.text(at))
}

/// A word with a small letter.
fn lower_word<'a>(parser: &Parser<'a>, at: usize) -> Option<&'a str> {
    (parser.is_word(at) && !parser.is_capital(at)).then(|| parser.text(at))
}

/// Whether a word follows that is known to be counted: «1500 душ», «1200 р. сріблом».
fn is_listed(parser: &Parser<'_>, at: usize) -> bool {
    parser.word(Class::Counted, at).is_some() || parser.word(Class::Money, at).is_some()
}

/// Whether a word that may be a noun follows: «у 1500 селах».
fn counts_something(parser: &Parser<'_>, at: usize) -> bool {
    if is_listed(parser, at) {
        return true;
    }
    let Some(word) = lower_word(parser, at) else {
        // A percent sign or the rest of a compound.
        return matches!(parser.text(at), "%" | "‰" | "°");
    };
    let words = parser.ctx.lang.words();
    // After a number, «-ів» is the genitive of a noun rather than a verb.
    let verb = words.may_be_verb(word) && !ends(parser, Class::PluralEnding, word);
    let number = at.checked_sub(1).and_then(|before| parser.piece(before)?.number);
    !verb
        && !is_function(parser, at)
        && parser.ctx.lang.dates().is_counted(word, number.unwrap_or(2))
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
        let noun = ends(parser, Class::NounEnding, word);
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
    is_listed(parser, at)
        || lower_word(parser, at).is_some_and(|word| ends(parser, Class::PluralEnding, word))
}

/// Words between a document and its date: «лист, писаний ним від 5 грудня».
const DOCUMENT: usize = 4;

/// Whether what stands before a preposition is a document that the date belongs to: «лист від 5
/// грудня». Of a word that may only date, a year or month means a beginning, and so does a day
/// behind a verb, an adjective or a border: «чинний від 1 січня».
fn is_dated(parser: &Parser<'_>, at: usize) -> bool {
    let may_date = parser.word(Class::Dated, at).is_some();
    let near = (1..=DOCUMENT).any(|length| {
        at.checked_sub(length).is_some_and(|at| parser.word(Class::Document, at).is_some())
    });
    if parser.is_behind(Class::Document, at) || (near && may_date) {
        return true;
    }
    let day = parser.piece(at + 1).is_some_and(|piece| piece.number.is_some_and(|n| n <= 31));
    let word = at.checked_sub(1).and_then(|before| lower_word(parser, before));
    let adjective = word.is_some_and(|word| ends(parser, Class::NominativeEnding, word));
    may_date && day && !adjective && !begins_clause(parser, at)
}

/// Whether nothing that a number or date could belong to stands before.
fn begins_clause(parser: &Parser<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let word = parser.text(before);
    let border = !parser.is_word(before) && !parser.is_number(before);
    // «18 р. 3-го» and «ст. 5» are no borders.
    (border && word != "." && word != "-") || is_function(parser, before) || is_verb(parser, before)
}

fn is_verb(parser: &Parser<'_>, at: usize) -> bool {
    let first = || (at == 0 && parser.is_word(at)).then(|| parser.text(at));
    let word = lower_word(parser, at).or_else(first);
    word.is_some_and(|word| parser.ctx.lang.words().may_be_verb(word))
}

/// Whether a number behind an adjective does not belong to the noun between them: «цього року 1500
/// козаків».
fn is_adjective(parser: &Parser<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let word = parser.text(before);
    let adjective = ends(parser, Class::AdjectiveEnding, word);
    (adjective && !parser.ctx.lang.words().is(words::Class::Opener, word))
        || parser.is_number(before)
}

/// Whether an adjective follows that ends as the ordinal before it does: «1917-й піхотний полк».
fn agrees(parser: &Parser<'_>, at: usize) -> bool {
    let Some(ending) = before(parser, at) else { return false };
    lower_word(parser, at)
        .is_some_and(|word| word.len() > 2 * ending.len() && word.ends_with(ending))
}

/// Whether a name and a comma stand before, as in «Київ, 1926. С. 12».
fn is_placed(parser: &Parser<'_>, at: usize) -> bool {
    let name = at.checked_sub(2).is_some_and(|at| parser.is_word(at) && parser.is_capital(at));
    before(parser, at) == Some(",") && name
}
