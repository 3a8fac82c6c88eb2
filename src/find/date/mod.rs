//! Dates: the temporal expressions of a sentence, by the grammar.

mod around;
mod compose;
mod guard;
mod parse;
mod piece;

use std::ops::Range;

use crate::find::Ctx;
use crate::find::date::around::{Around, is_torn};
use crate::find::date::compose::Sense;
use crate::find::date::parse::{Parsed, Parser};
use crate::find::date::piece::{Piece, pieces};
use crate::lexicon::{grammar, rules};
use crate::model::date::named::{Expression, Named};
use crate::model::date::value::Precision;
use crate::model::layout::Sentence;
use crate::model::mention::{Found, Reading, Rule};

/// An expression of a sentence, over some of its pieces.
struct Proposed {
    range: Range<usize>,
    expression: Expression,
    /// The rules that made it, a bit for each.
    rules: u64,
}

/// Proposes every date of a sentence, from left to right.
pub fn find(ctx: &Ctx<'_>, sentence: &Sentence, found: &mut Vec<Found>) {
    let Some(all) = pieces(ctx, sentence.tokens.clone()) else { return };
    let mut parser = Parser::new(ctx, &all, grammar::get());
    let mut proposed = expressions(&mut parser);
    for n in 0..proposed.len() {
        let before = n.checked_sub(1).and_then(|n| proposed.get(n)).map_or(0, |one| one.range.end);
        let after = proposed.get(n + 1).map_or(all.len(), |one| one.range.start);
        let Some(Proposed { range, expression, rules }) = proposed.get_mut(n) else { continue };
        let around = Around { parser: &parser, range, free: before..after };
        let yearless = expression.each().iter().any(|named| is_yearless(named));
        if around.is_name() || (yearless && (around.repeats() || around.is_title())) {
            continue;
        }
        expression.weekday = around.weekday();
        around.mark(expression);
        let tokens = token(&all, range.start)..token(&all, range.end - 1) + 1;
        let span = ctx.cover(tokens.start, tokens.end);
        let (rules, reading) = (rules_of(*rules), Reading::Date(expression.clone()));
        let confidence = rules.first().map_or(0.0, |rule| rule.confidence);
        found.push(Found { span, rules, confidence, reading });
    }
}

/// Every expression of a sentence, from left to right; the longest at each place.
fn expressions(parser: &mut Parser<'_>) -> Vec<Proposed> {
    let mut proposed = Vec::new();
    let mut at = 0;
    while at < parser.pieces.len() {
        let parsed = parser.expression(at).filter(|parsed| !is_torn(parser, parsed));
        let Some(Parsed { start, end, sense, rules }) = parsed else {
            at += 1;
            continue;
        };
        at = end;
        let mut add = |range, expression| proposed.push(Proposed { range, expression, rules });
        match sense {
            Sense::Word(named) => add(start..end, (*named).into()),
            Sense::Expression(one) => add(start..end, Expression::clone(&one)),
            Sense::List(list) => {
                list.iter().for_each(|(range, one)| add(range.clone(), one.clone()));
            }
            Sense::Nothing | Sense::Number(_) | Sense::Unit(..) => {}
        }
    }
    proposed
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
