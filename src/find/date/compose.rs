//! What the parts of an expression say together.

use std::ops::Range;
use std::rc::Rc;

use crate::find::date::parse::Parsed;
use crate::lexicon::dates::Meaning;
use crate::lexicon::grammar::Production;
use crate::lexicon::grammar::item::Action;
use crate::model::date::edtf::Mark;
use crate::model::date::named::{Body, Era, Expression, Named, Part, Slot};
use crate::model::date::value::{Calendar, Operator, Precision};

/// Centuries that texts name, before Christ or after.
const CENTURIES: std::ops::RangeInclusive<i16> = 1..=40;

/// What a symbol or terminal says.
#[derive(Debug, Clone)]
pub enum Sense {
    /// Nothing by itself.
    Nothing,
    /// A number, whose unit the symbol above knows.
    Number(i32),
    /// A unit of time, so many at once.
    Unit(Precision, i32),
    /// A field of a date.
    Word(&'static Named),
    /// An expression.
    Expression(Rc<Expression>),
    /// Several expressions, each over some of the pieces.
    List(Rc<Vec<(Range<usize>, Expression)>>),
}

impl Sense {
    /// What a word says.
    pub fn of(meaning: &'static Meaning) -> Self {
        match meaning {
            Meaning::Nothing => Self::Nothing,
            Meaning::Number(number) => Self::Number(*number),
            Meaning::Unit(unit, times) => Self::Unit(*unit, *times),
            Meaning::Named(named) => Self::Word(named),
        }
    }

    fn expression(expression: impl Into<Expression>) -> Self {
        Self::Expression(Rc::new(expression.into()))
    }

    fn list(list: Vec<(Range<usize>, Expression)>) -> Self {
        Self::List(Rc::new(list))
    }
}

/// The parts of a symbol while it is put together.
#[derive(Default)]
struct Parts {
    /// What has a value, in order.
    expressions: Vec<(Range<usize>, Expression)>,
    /// Numbers that no action has taken yet.
    numbers: Vec<i32>,
    unit: Option<(Precision, i32)>,
}

/// What the children say together; nothing when they do not fit.
pub fn compose(children: &[Parsed], production: &Production) -> Option<Sense> {
    let Production { fields, does, .. } = production;
    // Most productions only give one part another name.
    if let ([child], [], []) = (children, fields.as_slice(), does.as_slice()) {
        return Some(child.sense.clone());
    }
    let mut fields = fields.iter();
    let mut parts = Parts::default();
    for child in children {
        let range = child.start..child.end;
        match &child.sense {
            Sense::Nothing => {}
            Sense::Unit(unit, times) => parts.unit = Some((*unit, *times)),
            Sense::Word(named) => parts.expressions.push((range, (**named).into())),
            Sense::Expression(expression) => {
                parts.expressions.push((range, Expression::clone(expression)));
            }
            Sense::List(list) => parts.expressions.extend(list.iter().cloned()),
            Sense::Number(number) => match fields.next() {
                Some(action) => parts.expressions.push((range, field(*action, *number)?.into())),
                None => parts.numbers.push(*number),
            },
        }
    }
    parts.finish(does)
}

fn field(action: Action, number: i32) -> Option<Named> {
    let named = Named::default();
    // Larger numbers are none of dates.
    let number = i16::try_from(number).ok()?;
    let is = Slot::Is(number);
    let shift = Slot::Shift(number);
    let within = |range: std::ops::RangeInclusive<i16>| range.contains(&number).then_some(());
    Some(match action {
        // Days up to 99 are impossible ones, which are reported as such.
        Action::Day => within(1..=99).map(|()| Named { day: is, ..named })?,
        Action::RealDay => within(1..=31).map(|()| Named { day: is, ..named })?,
        Action::LongYear => within(1000..=2100).map(|()| Named { year: is, ..named })?,
        Action::Month => Named { month: is, ..named },
        Action::Year => within(1..=9999).map(|()| Named { year: is, ..named })?,
        Action::ShortYear => Named { year: Slot::Short(number), ..named },
        Action::WordedYear if number >= 100 => Named { year: is, ..named },
        Action::WordedYear => {
            within(10..=99).map(|()| Named { year: Slot::Short(number), ..named })?
        }
        Action::LaterYear => Named { later_year: Some(number), ..named },
        Action::Decade => (number % 10 == 0).then_some(Named { decade: is, ..named })?,
        Action::ShortDecade => (number % 10 == 0 && (0..100).contains(&number))
            .then_some(Named { decade: Slot::Short(number), ..named })?,
        Action::Century => CENTURIES.contains(&number).then_some(Named { century: is, ..named })?,
        Action::Millennium => within(1..=9).map(|()| Named { millennium: is, ..named })?,
        Action::Bare => Named { bare: Some(number), ..named },
        Action::Third => {
            let n = u8::try_from(number).ok().filter(|n| *n <= 1)?;
            Named { part: Some(Part { n, of: 3 }), ..named }
        }
        Action::ShiftDay => Named { day: shift, ..named },
        Action::ShiftMonth => Named { month: shift, ..named },
        Action::ShiftYear => Named { year: shift, ..named },
        Action::ShiftCentury => Named { century: shift, ..named },
        _ => return None,
    })
}

impl Parts {
    fn finish(mut self, actions: &[Action]) -> Option<Sense> {
        if let [action @ (Action::Ahead | Action::Back)] = actions {
            let sign = if *action == Action::Ahead { 1 } else { -1 };
            return Some(Sense::expression(self.later(sign)?));
        }
        match actions {
            [Action::Fraction] => {
                let &[n, of] = self.numbers.as_slice() else { return None };
                let part = Part { n: u8::try_from(n).ok()?, of: u8::try_from(of).ok()? };
                part.index()?;
                let named = Named { part: Some(part), ..Named::default() };
                return Some(Sense::expression(named));
            }
            [Action::Same] => {
                let named = Named { same: true, ..Named::default() };
                return Some(Sense::expression(named));
            }
            [Action::Item] => return Some(Sense::list(self.expressions)),
            [Action::Range, Action::Item] => {
                let (Some(first), Some(last)) = (self.expressions.first(), self.expressions.last())
                else {
                    return None;
                };
                let (from, to) = (first.1.one()?, last.1.one()?);
                let from = with_unit(&from, &to).unwrap_or(from);
                let range = first.0.start..last.0.end;
                return Some(Sense::list(vec![(range, Body::Range(from, to).into())]));
            }
            [Action::List] => return self.list(),
            _ => {}
        }
        if self.expressions.is_empty() {
            // A number or a word whose meaning a symbol above knows.
            return Some(match (self.numbers.pop(), self.unit) {
                (Some(number), _) => Sense::Number(number),
                (None, Some((unit, times))) => Sense::Unit(unit, times),
                (None, None) => Sense::Nothing,
            });
        }
        let mut expression = match actions.iter().find(|action| is_joining(**action)) {
            Some(action) => self.join(*action)?,
            None => match self.merged() {
                Some(whole) => whole,
                // The items of a list before its last one do not go together.
                None if actions.is_empty() => return Some(Sense::list(self.expressions)),
                None => return None,
            },
        };
        for action in actions {
            operate(&mut expression, *action);
        }
        Some(Sense::expression(expression))
    }

    /// One expression of which all the parts are fields.
    fn merged(&self) -> Option<Expression> {
        let ((_, first), rest) = self.expressions.split_first()?;
        let mut whole = first.clone();
        for (_, other) in rest {
            whole = match (whole.one(), other.one()) {
                (Some(a), Some(b)) => Expression { body: Body::One(a.merged(&b)?), ..whole },
                // A style behind a range belongs to all of it.
                (None, Some(b)) if b.unit().is_none() && b.style.is_some() => {
                    for named in whole.each() {
                        named.style = b.style;
                    }
                    whole
                }
                _ => return None,
            };
        }
        Some(whole)
    }

    fn pair(&self) -> Option<(&Expression, &Expression)> {
        match self.expressions.as_slice() {
            [(_, first), (_, second)] => Some((first, second)),
            _ => None,
        }
    }

    fn join(&self, action: Action) -> Option<Expression> {
        Some(match action {
            Action::Night => match self.merged()?.body {
                Body::One(day) => Body::Night(day).into(),
                // «Ніч на 12 (25) січня»: both say the same, the first in the Julian calendar.
                Body::Dual(pairs) => {
                    let [(head, _), _] = *pairs;
                    Body::Night(Named { style: Some(Calendar::Julian), ..head }).into()
                }
                _ => return None,
            },
            Action::Dual => return self.dual(),
            _ => {
                let (first, second) = self.pair()?;
                if let (Body::Dual(from), Body::Dual(to)) = (&first.body, &second.body) {
                    return Some(between_duals(from, to));
                }
                let (first, second) = (first.one()?, second.one()?);
                let second = with_century(second, &first)?;
                let first = with_unit(&first, &second)?;
                if action == Action::Turn {
                    Body::Turn(first, second)
                } else {
                    Body::Range(first, second)
                }
                .into()
            }
        })
    }

    /// «4 (17) березня 1917»: what stands behind the brackets belongs to both.
    fn dual(&self) -> Option<Expression> {
        let [(_, head), (_, other), rest @ ..] = self.expressions.as_slice() else { return None };
        let mut shared = Named::default();
        for (_, one) in rest {
            shared = shared.merged(&one.one()?)?;
        }
        let halves = |expression: &Expression| match expression.body {
            Body::One(one) => Some((one, one)),
            Body::Range(a, b) => Some((a, b)),
            _ => None,
        };
        let (mut head, mut other) = (halves(head)?, halves(other)?);
        let all = [&mut head.0, &mut head.1, &mut other.0, &mut other.1];
        for named in all {
            if let Some(number) = named.bare.take() {
                named.day = Slot::Is(number);
            }
            if named.unit() != Some(Precision::Day) {
                return None;
            }
            named.month = named.month.or(shared.month);
            named.lend_year(shared.year);
            named.era = named.era.or(shared.era);
        }
        let said = |slot: fn(&Named) -> Slot| {
            let all = [other.1, other.0, head.1, head.0];
            all.iter().map(slot).find(|slot| slot.is_said())
        };
        let month = said(|named| named.month)?;
        let year = said(|named| named.year).unwrap_or_default();
        for named in [&mut head.0, &mut head.1, &mut other.0, &mut other.1] {
            named.month = named.month.or(month);
            named.lend_year(year);
        }
        Some(Body::Dual(Box::new([head, other])).into())
    }

    /// Every item of a list, with what it leaves to those behind it.
    fn list(mut self) -> Option<Sense> {
        let mut model = match &self.expressions.last()?.1.body {
            Body::One(one) | Body::Range(_, one) => *one,
            Body::Dual(pairs) => {
                let [_, (_, last)] = **pairs;
                last
            }
            _ => return None,
        };
        for (_, expression) in self.expressions.iter_mut().rev().skip(1) {
            expression.body = match &expression.body {
                Body::One(one) => Body::One(item(one, &model)?),
                Body::Range(from, to) => {
                    let to = item(to, &model)?;
                    Body::Range(item(from, &to)?, to)
                }
                Body::Dual(pairs) => {
                    let mut pairs = pairs.clone();
                    for (from, to) in pairs.iter_mut() {
                        from.lend_year(model.year);
                        to.lend_year(model.year);
                    }
                    Body::Dual(pairs)
                }
                _ => return None,
            };
            if let Body::One(one) | Body::Range(one, _) = &expression.body {
                model = *one;
            }
        }
        Some(Sense::list(self.expressions))
    }

    /// So many units later, or earlier with a negative sign.
    fn later(&self, sign: i32) -> Option<Named> {
        let named = Named::default();
        let count = self.numbers.first().copied();
        let Some((unit, times)) = self.unit else {
            // «Через півроку»: the number is of months.
            let months = i16::try_from(sign.checked_mul(count?)?).ok()?;
            return Some(Named { month: Slot::Shift(months), ..named });
        };
        let units = sign.checked_mul(count.unwrap_or(1))?.checked_mul(times)?;
        let shift = Slot::Shift(i16::try_from(units).ok()?);
        Some(match unit {
            Precision::Day => Named { day: shift, ..named },
            Precision::Month | Precision::Season => Named { month: shift, ..named },
            Precision::Year => Named { year: shift, ..named },
            Precision::Decade => Named { decade: shift, ..named },
            Precision::Century | Precision::Millennium => Named { century: shift, ..named },
        })
    }
}

/// An item of a list, with what it leaves to the one behind it; a list is of one kind.
fn item(one: &Named, next: &Named) -> Option<Named> {
    // Ordinary numbers stand beside years as well: «12 і 1917 року».
    let fits = one.bare.is_none() || next.unit() != Some(Precision::Year);
    let one = one.completed_by(next).filter(|_| fits)?;
    (one.unit() == next.unit()).then_some(one)
}

fn is_joining(action: Action) -> bool {
    matches!(action, Action::Range | Action::Night | Action::Turn | Action::Dual)
}

/// From a day in two calendars to another: a stretch in two calendars.
fn between_duals(from: &[(Named, Named); 2], to: &[(Named, Named); 2]) -> Expression {
    let ([(mut a, _), (mut b, _)], [(_, c), (_, d)]) = (*from, *to);
    a.lend_year(c.year);
    b.lend_year(d.year);
    Body::Dual(Box::new([(a, c), (b, d)])).into()
}

/// The second half of a range with the figures that it leaves out: «1918–21».
fn with_century(second: Named, first: &Named) -> Option<Named> {
    match (second.year, first.year) {
        (Slot::Short(short), Slot::Is(year)) if first.era != Some(Era::Before) => {
            let ending = |figures: i16| year - year % figures + short;
            // «1718/9» leaves out three figures.
            let later = if ending(100) < year && short < 10 { ending(10) } else { ending(100) };
            // A number that does not end a later year is none of a year.
            (later >= year).then_some(Named { year: Slot::Is(later), ..second })
        }
        _ => Some(second),
    }
}

/// The first half of a range with what it leaves to the second.
fn with_unit(first: &Named, second: &Named) -> Option<Named> {
    // «15 – 1917 рік»: a number of things beside a year.
    let small = first.bare.is_some_and(|number| number < 100) && second.era.is_none();
    if small && second.unit() == Some(Precision::Year) {
        return None;
    }
    first.completed_by(second)
}

fn operate(expression: &mut Expression, action: Action) {
    let mark = match action {
        Action::About => Mark { about: true, uncertain: false },
        Action::Uncertain => Mark { about: false, uncertain: true },
        _ => Mark::default(),
    };
    for named in expression.each() {
        named.mark = named.mark.or(mark);
    }
    expression.operator = match action {
        Action::About => Operator::About,
        Action::Uncertain => Operator::Uncertain,
        Action::Before => Operator::Before,
        Action::Until => Operator::Until,
        Action::After => Operator::After,
        Action::Since => Operator::Since,
        _ => return,
    };
}
