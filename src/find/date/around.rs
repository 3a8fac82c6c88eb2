//! What stands around an expression: whether it is one, and what is said of it from outside.

use std::ops::Range;

use crate::find::date::compose::Sense;
use crate::find::date::parse::{Parsed, Parser};
use crate::lexicon::dates::Class;
use crate::model::date::named::Expression;
use crate::model::date::value::Precision;

/// How many pieces from a date its style may stand within one clause.
const CLAUSE: usize = 24;

/// How many pieces from a date a word may stand that makes it happen every year.
const NEAR: usize = 6;

/// Whether the expression is a part of a longer number or compound: «1.1917.5», «1917-Б».
pub fn is_torn(parser: &Parser<'_>, parsed: &Parsed) -> bool {
    let number = |at: usize| parser.piece(at).and_then(|piece| piece.number).is_some();
    let tight = |at: usize| parser.piece(at).is_some_and(|piece| piece.tight);
    let joint = |at: usize| matches!(parser.text(at), "." | "," | "/" | "-" | ":" | "–" | "'");
    let behind = parsed.start.checked_sub(2).is_some_and(|before| {
        let mark = before + 1;
        let torn = joint(mark) && tight(mark) && tight(parsed.start);
        torn && (number(before) || parser.text(mark) == "-") && number(parsed.start)
    });
    let large = parser.text(parsed.start).len() > 2;
    let worded = (parsed.start..parsed.end).any(|at| parser.ctx.is_word(token(parser, at)));
    let numbered = large && !worded && parser.is_behind(Class::Reference, parsed.start);
    let end = parsed.end;
    let figures_end = number(end - 1);
    let ahead = figures_end && joint(end) && tight(end) && tight(end + 1) && {
        let word = parser.ctx.is_word(token(parser, end + 1)) && parser.piece(end + 1).is_some();
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
        && parser.ctx.is_word(token(parser, end));
    behind || ahead || letter || compound || shelf || numbered
}

/// The index of the token of a piece.
fn token(parser: &Parser<'_>, at: usize) -> usize {
    parser.piece(at).map(|piece| piece.token).unwrap_or_default()
}

fn is_quote(text: &str) -> bool {
    text.starts_with(['«', '„', '"', '“', '”', '»'])
}

/// An expression among the pieces of its sentence.
pub struct Around<'a> {
    /// The sentence.
    pub parser: &'a Parser<'a>,
    /// The pieces of the expression.
    pub range: &'a Range<usize>,
    /// The pieces up to the expressions before and behind it.
    pub free: Range<usize>,
}

impl Around<'_> {
    /// Whether a date is the name of a street, a ship or a book: «вулиця 1905 року», «роман «1984»».
    pub fn is_name(&self) -> bool {
        let start = self.range.start;
        let quoted = start.checked_sub(1).filter(|at| is_quote(self.parser.text(*at)));
        self.parser.is_behind(Class::Street, start)
            || quoted.is_some_and(|at| self.parser.is_behind(Class::Titled, at))
    }

    /// Whether a date without a year stands for a name: in quotation marks, or with a capital
    /// month.
    pub fn is_title(&self) -> bool {
        let Range { start, end } = *self.range;
        let before = start.checked_sub(1).map(|at| self.parser.text(at)).unwrap_or_default();
        let quoted = is_quote(before) && is_quote(self.parser.text(end));
        let capital = !self.parser.ctx.lang.months_are_capital()
            && (start + 1..end).any(|at| {
                let token = token(self.parser, at);
                let ctx = self.parser.ctx;
                let name = ctx.is_capital(token) && !ctx.is_upper(token);
                name && self.parser.word(Class::Month, at).is_some()
            });
        quoted || capital
    }

    /// Whether a word beside it says that it comes again and again: «щороку 5 травня».
    pub fn repeats(&self) -> bool {
        let start = self.free.start.max(self.range.start.saturating_sub(NEAR));
        let end = self.free.end.min(self.range.end + NEAR);
        let around = (start..self.range.start).chain(self.range.end..end);
        around.into_iter().any(|at| self.parser.word(Class::Set, at).is_some())
    }

    /// The day of the week beside the expression, with a comma or brackets between.
    pub fn weekday(&self) -> Option<u8> {
        let parser = self.parser;
        let day = |at: usize| match parser.word(Class::Weekday, at)?.sense {
            Sense::Number(number) => u8::try_from(number).ok(),
            _ => None,
        };
        let before = || {
            let mut at = self.range.start.checked_sub(1)?;
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
            let mut at = self.range.end;
            at += usize::from(matches!(parser.text(at), "," | "("));
            at += usize::from(parser.word(Class::When, at).is_some());
            day(at)
        };
        before().or_else(after)
    }

    /// Marks the date with a style that stands elsewhere in its clause, with no other date between.
    pub fn mark(&self, expression: &mut Expression) {
        let marked = expression.each().iter().any(|named| named.style.is_some());
        let daily = expression.each().iter().all(|named| named.unit() <= Some(Precision::Month));
        if marked || !daily {
            return;
        }
        let style = |at: usize| match self.parser.word(Class::Style, at)?.sense {
            Sense::Word(named) => named.style,
            _ => None,
        };
        let inside = |at: &usize| !matches!(self.parser.text(*at), ";" | ":");
        let end = self.free.end.min(self.range.end + CLAUSE);
        let start = self.free.start.max(self.range.start.saturating_sub(CLAUSE));
        let ahead = (self.range.end..end).take_while(inside);
        let behind = (start..self.range.start).rev().take_while(inside);
        if let Some(style) = ahead.chain(behind).find_map(style) {
            for named in expression.each() {
                named.style = Some(style);
            }
        }
    }
}
