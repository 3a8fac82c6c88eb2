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

/// Whether the expression is torn out of a longer number, reference or compound.
pub fn is_torn(parser: &Parser<'_>, parsed: &Parsed) -> bool {
    let (start, end) = (parsed.start, parsed.end);
    let pieces = Joints { parser };
    pieces.tied_before(start)
        || pieces.tied_behind(end)
        || pieces.is_reference(start, end)
        || (start + 1..end).any(|at| pieces.is_shelf_mark(at))
}

/// How the pieces of a sentence hang together.
struct Joints<'a> {
    parser: &'a Parser<'a>,
}

impl Joints<'_> {
    /// Whether a mark without white space around it ties this piece to the one before.
    fn is_joint(&self, mark: usize) -> bool {
        let joint = matches!(self.parser.text(mark), "." | "," | "/" | "-" | ":" | "–" | "'");
        joint && self.parser.is_tight(mark) && self.parser.is_tight(mark + 1)
    }

    /// «278-19-17», «1917.5»
    fn tied_before(&self, start: usize) -> bool {
        start.checked_sub(2).is_some_and(|before| {
            let mark = before + 1;
            let tied = self.parser.is_number(before) || self.parser.text(mark) == "-";
            self.parser.is_number(start) && self.is_joint(mark) && tied
        })
    }

    /// «1917,5», «1917-Б», «1920а», «Липень-Яр»
    fn tied_behind(&self, end: usize) -> bool {
        let hyphen = self.parser.text(end) == "-";
        let figures = self.parser.is_number(end - 1);
        let number =
            figures && (self.parser.is_number(end + 1) || (hyphen && self.parser.is_word(end + 1)));
        let name = hyphen && self.parser.is_capital(end + 1);
        let letter = figures && self.parser.is_tight(end) && self.parser.is_word(end);
        letter || (self.is_joint(end) && (number || name))
    }

    /// «с. 1812–1815», «№ 1905»
    fn is_reference(&self, start: usize, end: usize) -> bool {
        let large = self.parser.text(start).len() > 2;
        let figures = !(start..end).any(|at| self.parser.is_word(at));
        large && figures && self.parser.is_behind(Class::Reference, start)
    }

    /// The letter of «1845-А».
    fn is_shelf_mark(&self, at: usize) -> bool {
        let letter = self.parser.is_capital(at) && self.parser.text(at).chars().count() == 1;
        let tied = self.parser.text(at - 1) == "-" && self.is_joint(at - 1);
        letter && tied && at.checked_sub(2).is_some_and(|at| self.parser.is_number(at))
    }
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
                let parser = self.parser;
                let upper = parser.piece(at).is_some_and(|one| parser.ctx.is_upper(one.token));
                parser.is_capital(at) && !upper && parser.word(Class::Month, at).is_some()
            });
        quoted || capital
    }

    /// Whether a word beside it says that it comes again and again: «щороку 5 травня».
    pub fn repeats(&self) -> bool {
        let start = self.free.start.max(self.range.start.saturating_sub(NEAR));
        let end = self.free.end.min(self.range.end + NEAR);
        let mut around = (start..self.range.start).chain(self.range.end..end);
        around.any(|at| self.parser.word(Class::Set, at).is_some())
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
