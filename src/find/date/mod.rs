//! Dates: the temporal expressions of a sentence, by the grammar.

mod compose;
mod guard;
mod parse;
mod piece;

use std::ops::Range;
use std::sync::LazyLock;

use crate::find::Ctx;
use crate::find::date::compose::Sense;
use crate::find::date::parse::{Parsed, Parser};
use crate::find::date::piece::{Piece, pieces};
use crate::lexicon::dates::{Class, Classes};
use crate::lexicon::{grammar, rules};
use crate::model::date::named::{Expression, Named};
use crate::model::date::value::Precision;
use crate::model::layout::Sentence;
use crate::model::mention::{Found, Reading, Rule};

/// How many pieces from a date its style may stand within one clause.
const CLAUSE: usize = 24;

static TELLING: LazyLock<Classes> = LazyLock::new(piece::telling);

/// Proposes every date of a sentence, from left to right.
pub fn find(ctx: &Ctx<'_>, sentence: &Sentence, found: &mut Vec<Found>) {
    let mut all = Vec::with_capacity(sentence.tokens.len());
    if !pieces(ctx, sentence.tokens.clone(), *TELLING, &mut all) {
        return;
    }
    let mut parser = Parser::new(ctx, &all, grammar::get());
    let repeats = (0..all.len()).any(|at| parser.word(Class::Set, at).is_some());
    let mut at = 0;
    while at < all.len() {
        let parsed = parser.expression(at).filter(|parsed| !is_torn(&parser, parsed));
        let Some(parsed) = parsed else {
            at += 1;
            continue;
        };
        at = parsed.end;
        let expressions = match &parsed.sense {
            Sense::Word(named) => vec![(parsed.start..parsed.end, (**named).into())],
            Sense::Expression(one) => {
                vec![(parsed.start..parsed.end, Expression::clone(one))]
            }
            Sense::List(list) => list.to_vec(),
            _ => continue,
        };
        for (range, mut expression) in expressions {
            let yearless = expression.each().iter().any(|named| is_yearless(named));
            if is_name(&parser, &range) || (yearless && (repeats || is_title(&parser, &range))) {
                continue;
            }
            expression.weekday = weekday(&parser, &range);
            style(&parser, &range, &mut expression);
            let rules = rules_of(parsed.rules);
            let tokens = token(&all, range.start)..token(&all, range.end - 1) + 1;
            let span = ctx.cover(tokens.start, tokens.end);
            found.push(Found { span, rules, reading: Reading::Date(expression) });
        }
    }
}

fn token(pieces: &[Piece], at: usize) -> usize {
    pieces.get(at).map(|piece| piece.token).unwrap_or_default()
}

/// The rules with these bits.
fn rules_of(bits: u64) -> Vec<&'static Rule> {
    let all = rules::all().iter().enumerate();
    all.filter(|(n, _)| bits >> n & 1 == 1).map(|(_, rule)| rule).collect()
}

/// Whether the year must come from another date.
fn is_yearless(named: &Named) -> bool {
    let unit = named.unit();
    !named.is_relative()
        && !named.year.is_said()
        && unit.is_some_and(|unit| unit <= Precision::Season)
}

/// Whether the expression is a part of a longer number or compound: «1.1917.5», «1917-Б».
fn is_torn(parser: &Parser<'_>, parsed: &Parsed) -> bool {
    let number = |at: usize| parser.piece(at).and_then(|piece| piece.number).is_some();
    let tight = |at: usize| parser.piece(at).is_some_and(|piece| piece.tight);
    let joint = |at: usize| matches!(parser.text(at), "." | "," | "/" | "-" | ":" | "–" | "'");
    let behind = parsed.start.checked_sub(2).is_some_and(|before| {
        let mark = before + 1;
        let torn = joint(mark) && tight(mark) && tight(parsed.start);
        torn && (number(before) || parser.text(mark) == "-") && number(parsed.start)
    });
    let large = parser.text(parsed.start).len() > 2;
    let worded = (parsed.start..parsed.end).any(|at| parser.ctx.is_word(token(parser.pieces, at)));
    let numbered = large && !worded && parser.is_behind(Class::Reference, parsed.start);
    let end = parsed.end;
    let figures_end = number(end - 1);
    let ahead = figures_end && joint(end) && tight(end) && tight(end + 1) && {
        let word =
            parser.ctx.is_word(token(parser.pieces, end + 1)) && parser.piece(end + 1).is_some();
        number(end + 1) || (word && parser.text(end) == "-")
    };
    // «1920а», «1917-го» is taken whole.
    // «Липень-Яр»
    let compound = parser.text(end) == "-"
        && tight(end)
        && tight(end + 1)
        && parser.piece(end + 1).is_some_and(|piece| parser.ctx.is_capital(piece.token));
    // «1845-А»
    let shelf = (parsed.start + 1..end).any(|at| {
        let capital = parser.piece(at).is_some_and(|piece| parser.ctx.is_capital(piece.token));
        capital
            && parser.text(at - 1) == "-"
            && tight(at)
            && number(at.saturating_sub(2))
            && parser.text(at).chars().count() == 1
    });
    let letter = figures_end
        && tight(end)
        && parser.piece(end).is_some()
        && parser.ctx.is_word(token(parser.pieces, end));
    behind || ahead || letter || compound || shelf || numbered
}

/// Whether a date is the name of a street, a ship or a book: «вулиця 1905 року», «роман «1984»».
fn is_name(parser: &Parser<'_>, range: &Range<usize>) -> bool {
    let quoted = range.start.checked_sub(1).filter(|at| is_quote(parser.text(*at)));
    parser.is_behind(Class::Street, range.start)
        || quoted.is_some_and(|at| parser.is_behind(Class::Titled, at))
}

fn is_quote(text: &str) -> bool {
    text.starts_with(['«', '„', '"', '“', '”', '»'])
}

/// Whether a date without a year stands for a name: in quotation marks, or with a capital month.
fn is_title(parser: &Parser<'_>, range: &Range<usize>) -> bool {
    let lower = !parser.ctx.lang.months_are_capital();
    let quoted = range
        .start
        .checked_sub(1)
        .is_some_and(|before| parser.text(before).starts_with(['«', '„', '"', '“']))
        && parser.text(range.end).starts_with(['»', '“', '"', '”']);
    let capital = lower
        && (range.start + 1..range.end).any(|at| {
            parser.word(Class::Month, at).is_some()
                && parser.piece(at).is_some_and(|piece| parser.ctx.is_capital(piece.token))
        });
    quoted || capital
}

/// The day of the week beside the expression, with a comma or brackets between.
fn weekday(parser: &Parser<'_>, range: &Range<usize>) -> Option<u8> {
    let day = |at: usize| match parser.word(Class::Weekday, at)?.sense {
        Sense::Number(number) => u8::try_from(number).ok(),
        _ => None,
    };
    let before = || {
        let mut at = range.start.checked_sub(1)?;
        for _ in 0..3 {
            let skipped = parser.text(at) == "," || parser.word(Class::DayNoun, at).is_some();
            if !skipped {
                break;
            }
            at = at.checked_sub(1)?;
        }
        day(at)
    };
    let after = || {
        let mark = |at: usize| matches!(parser.text(at), "," | "(");
        let preposition = |at: usize| parser.word(Class::When, at).is_some();
        let mut at = range.end;
        at += usize::from(mark(at));
        at += usize::from(preposition(at));
        day(at)
    };
    before().or_else(after)
}

/// Marks the date with a style that stands elsewhere in its clause.
fn style(parser: &Parser<'_>, range: &Range<usize>, expression: &mut Expression) {
    let marked = expression.each().iter().any(|named| named.style.is_some());
    let daily = expression.each().iter().all(|named| named.unit() <= Some(Precision::Month));
    if marked || !daily {
        return;
    }
    let style = |at: usize| match parser.word(Class::Style, at)?.sense {
        Sense::Word(named) => named.style,
        _ => None,
    };
    let border = |at: &usize| matches!(parser.text(*at), ";" | ":");
    let year =
        |at: &usize| parser.piece(*at).is_some_and(|piece| piece.number.is_some_and(|n| n > 31));
    let ahead = (range.end..range.end + CLAUSE).take_while(|at| !border(at) && !year(at));
    let behind = (range.start.saturating_sub(CLAUSE)..range.start).rev();
    let behind = behind.take_while(|at| !border(at) && !year(at));
    if let Some(style) = ahead.chain(behind).find_map(style) {
        for named in expression.each() {
            named.style = Some(style);
        }
    }
}
