//! Values of dates: what an expression leaves out comes from the dates before it.
//!
//! The document is read from left to right. Each date that has a value is an anchor for those
//! behind it: a missing year is that of the nearest date that has one, «того ж року» is the year
//! of the nearest date, «через два дні» counts from the nearest day.

mod anchor;
pub mod calendar;
mod stretch;

use crate::link::date::anchor::{Anchor, Anchors, Field, Known, Lookup, century_of};
use crate::link::date::stretch::{Fields, Stretch};
use crate::model::date::day::Day;
use crate::model::date::edtf::{Mark, Partial, Season, When};
use crate::model::date::named::{Body, Era, Expression, Named, Slot};
use crate::model::date::value::{Calendar, Date, Inference, Kind, Operator, Policy, Precision};
use crate::model::diag::Code;

/// The dates of one document so far.
pub struct Dates {
    policy: Policy,
    anchors: Anchors,
}

/// A date with its value, and what is wrong with it.
#[derive(Debug, PartialEq)]
pub struct Resolved {
    /// The date.
    pub date: Date,
    /// What the text has wrong.
    pub fault: Option<Code>,
    /// Whether the policy chose its calendar.
    pub by_policy: bool,
}

/// One date as written, with where its parts came from.
#[derive(Debug, Clone, Copy)]
struct Placed {
    fields: Fields,
    stretch: Stretch,
    mark: Mark,
    style: Option<Calendar>,
    /// Anchor of a missing or relative part.
    anchor: Option<usize>,
    relative: bool,
    /// Whether its year is that of the document.
    by_document: bool,
    lent_year: bool,
}

impl Dates {
    /// No dates yet, in a document that was written then, if that is known.
    pub fn new(policy: Policy, document: Option<When>) -> Self {
        let year = |day: Day| day.to_gregorian().0;
        let year = document.and_then(|when| {
            let (from, to) = (year(when.not_before()?), year(when.not_after()?));
            (from == to).then_some(to)
        });
        let known = Known::default()
            .with(Field::Year, year)
            .with(Field::Decade, year.map(|year| year.div_euclid(10) * 10))
            .with(Field::Century, year.map(century_of));
        Self { policy, anchors: Anchors::in_document(known) }
    }

    /// The value of the next expression; none if the dates before it do not give it one.
    pub fn resolve(&mut self, expression: &Expression) -> Option<Resolved> {
        if matches!(expression.body, Body::One(Named { same: true, .. })) {
            return self.same();
        }
        let Spread { first, last, written, converted, fault } = self.spread(expression)?;
        let written = open(&written, expression.operator)?;
        let (calendar, when, by_policy) = match converted {
            Some((calendar, when)) => (calendar, open(&when, expression.operator)?, false),
            None => self.calendar(&first, &last, &written)?,
        };
        let precision = first.unit().max(last.unit());
        let relative = first.relative || last.relative;
        let anchor = first.anchor.or(last.anchor);
        let day = Some(first.stretch.from).filter(|_| precision == Precision::Day);
        let unmarked = calendar == Calendar::Unspecified && !(relative && self.is_settled(anchor));
        let named =
            day.filter(|_| matches!(expression.body, Body::One(_)) && first.fields.feast.is_none());
        let date = Date {
            when,
            written,
            calendar,
            precision,
            kind: match when {
                _ if relative => Kind::Relative,
                When::At(..) => Kind::Instant,
                When::Between(..) => Kind::Interval,
            },
            operator: operator(expression.operator, first.mark.or(last.mark)),
            inference: match anchor {
                Some(_) if relative => Inference::Anaphor,
                Some(_) => Inference::FromContext,
                None if first.by_document || last.by_document => Inference::DocumentDate,
                None if by_policy => Inference::Policy,
                None => Inference::None,
            },
            anchor,
            julian_shift: day.filter(|_| unmarked).and_then(calendar::julian_shift),
            weekday_style: named
                .zip(expression.weekday)
                .and_then(|(day, weekday)| calendar::weekday_style(day, weekday)),
        };
        self.anchors.push(Anchor { first: first.known(), last: last.known(), date: date.clone() });
        Some(Resolved { date, fault, by_policy })
    }

    /// The dates of an expression in their places.
    fn spread(&self, expression: &Expression) -> Option<Spread> {
        let mut spread = match &expression.body {
            Body::One(named) => {
                let one = self.place(&until_end(*named, expression.operator), None)?;
                Spread::new(one, one, one.when())
            }
            Body::Range(a, b) => {
                let (first, last) = self.range(a, b)?;
                let backwards = first.stretch.from.first() > last.stretch.to.last();
                let (first, last) = if backwards { (last, first) } else { (first, last) };
                let written = between(first.stretch.from, first.mark, last.stretch.to, last.mark)?;
                let fault = backwards.then_some(Code::Backwards);
                Spread { fault, ..Spread::new(first, last, written) }
            }
            Body::Night(named) => {
                let one = self.place(named, None)?;
                let day = one.stretch.from.as_day().map(|_| one.stretch.from.first())?;
                let before = Partial::of_day(day.plus(-1))?;
                Spread::new(one, one, between(before, one.mark, one.stretch.to, one.mark)?)
            }
            Body::Turn(a, b) => {
                let (first, last) = (self.place(a, None)?, self.place(b, None)?);
                let century = |placed: &Placed| placed.fields.unit == Precision::Century;
                if !century(&first) || !century(&last) {
                    return None;
                }
                let from = Partial::year(first.fields.year + 90)?;
                let to = Partial::year(last.fields.year + 9)?;
                Spread::new(first, last, between(from, first.mark, to, last.mark)?)
            }
            Body::Dual(pairs) => {
                let [head, other] = **pairs;
                self.dual(head, other)?
            }
        };
        if spread.first.stretch.impossible || spread.last.stretch.impossible {
            spread.fault = Some(Code::ImpossibleDate);
        }
        Some(spread)
    }

    /// «Тоді ж»: all of the nearest date.
    fn same(&mut self) -> Option<Resolved> {
        let number = self.anchors.len().checked_sub(1)?;
        let anchor = self.anchors.get(number)?.clone();
        let date = Date {
            kind: Kind::Relative,
            inference: Inference::Anaphor,
            anchor: Some(number),
            operator: Operator::None,
            weekday_style: None,
            ..anchor.date
        };
        self.anchors.push(Anchor { date: date.clone(), ..anchor });
        Some(Resolved { date, fault: None, by_policy: false })
    }

    /// Whether the calendar of a date is known, so that what counts from it has no other.
    fn is_settled(&self, anchor: Option<usize>) -> bool {
        let anchor = anchor.and_then(|number| self.anchors.get(number));
        anchor.is_some_and(|anchor| anchor.date.calendar != Calendar::Unspecified)
    }

    /// The calendar of a date, its value in the Gregorian one, and whether the policy chose.
    fn calendar(
        &self,
        first: &Placed,
        last: &Placed,
        written: &When,
    ) -> Option<(Calendar, When, bool)> {
        let style = first.style.or(last.style);
        let policy = style.is_none()
            && first.fields.unit <= Precision::Month
            && !first.relative
            && written
                .not_before()
                .or(written.not_after())
                .is_some_and(|day| self.policy.is_julian(day));
        let julian = |one: &Placed| policy || one.style == Some(Calendar::Julian);
        let until = self.policy.julian_until.filter(|_| policy);
        let when = calendar::from_julian(written, (julian(first), julian(last)), until)?;
        let unmarked = if policy { Calendar::Julian } else { Calendar::Unspecified };
        Some((style.unwrap_or(unmarked), when, policy))
    }

    /// Both halves of a range; one that borrowed its year from the other may lie beyond New Year.
    fn range(&self, a: &Named, b: &Named) -> Option<(Placed, Placed)> {
        let mut first = self.place(a, None)?;
        let mut last = self.place(b, Some(first.known()))?;
        first.wide_winter(&last.fields, true)?;
        last.wide_winter(&first.fields, false)?;
        if first.stretch.from.first() > last.stretch.to.last() {
            if first.lent_year && first.fields.month >= last.fields.month {
                first.move_year(-1)?;
            } else if !b.year.is_said() {
                last.move_year(1)?;
            }
        }
        Some((first, last))
    }

    /// A date with all its fields.
    fn place(&self, named: &Named, beside: Option<Known>) -> Option<Placed> {
        let mut look = Lookup { anchors: &self.anchors, beside, used: None, by_document: false };
        let unit = named.unit()?;
        let before = named.era == Some(Era::Before);
        let mut fields = Fields {
            unit,
            year: 0,
            month: 1,
            day: 1,
            season: named.season,
            later_year: None,
            feast: named.feast,
            part: named.part,
            julian: named.style == Some(Calendar::Julian) || named.feast.is_some(),
        };
        match (unit, named.day) {
            (Precision::Day, Slot::Shift(by)) => {
                let day = look.day(by < 0)?.plus(by.into());
                let (year, month, day) = day.to_gregorian();
                (fields.year, fields.month, fields.day) = (year, month.into(), day.into());
            }
            (Precision::Day | Precision::Month | Precision::Season | Precision::Year, _) => {
                self.date_fields(named, before, &mut look, &mut fields)?;
            }
            (Precision::Decade, _) => {
                fields.year = decade(named, before, &mut look)?;
            }
            (Precision::Century, _) => {
                fields.year = century(named.century, before, &mut look)?;
            }
            (Precision::Millennium, _) => {
                let Slot::Is(number) = named.millennium else { return None };
                let number = i32::from(number);
                fields.year = if before { 1 - number * 1000 } else { (number - 1) * 1000 + 1 };
            }
        }
        let style = if named.feast.is_some() { Some(Calendar::Julian) } else { named.style };
        let stretch = fields.stretch()?;
        let relative = named.is_relative();
        let (mark, lent_year) = (named.mark, named.lent_year);
        let Lookup { used: anchor, by_document, .. } = look;
        Some(Placed { fields, stretch, mark, style, anchor, relative, by_document, lent_year })
    }

    /// Year, month and day of a date no coarser than a year.
    fn date_fields(
        &self,
        named: &Named,
        before: bool,
        look: &mut Lookup<'_>,
        fields: &mut Fields,
    ) -> Option<()> {
        if let Slot::Is(day) = named.day {
            fields.day = day.into();
        }
        let monthly = fields.unit <= Precision::Month && named.feast.is_none();
        let month_at = if monthly {
            fields.month = look.slot(named.month, Field::Month)?;
            // A month that comes from another date comes with its year.
            (!matches!(named.month, Slot::Is(_))).then_some(look.used).flatten()
        } else {
            None
        };
        let year = match (named.year, month_at) {
            (Slot::Unsaid, Some(number)) => {
                let anchor = self.anchors.get(number)?;
                anchor.last.get(Field::Year).or(anchor.first.get(Field::Year))?
            }
            (Slot::Short(figures), _) => look.century()? + i32::from(figures),
            (slot, _) => look.slot(slot, Field::Year)?,
        };
        fields.year = match named.year {
            Slot::Is(year) if before => 1 - i32::from(year),
            _ => year,
        };
        // «Через два місяці» may lead into another year.
        if let Slot::Shift(_) = named.month {
            fields.year += (fields.month - 1).div_euclid(12);
            fields.month = (fields.month - 1).rem_euclid(12) + 1;
        }
        fields.later_year = named.later_year.map(|later| match i32::from(later) {
            later @ 0..=99 => century_of(fields.year) + later,
            later => later,
        });
        Some(())
    }

    /// A day or stretch in two calendars: the later one is Gregorian and is the value.
    fn dual(&self, head: (Named, Named), other: (Named, Named)) -> Option<Spread> {
        let place = |named: &Named| self.place(named, None);
        let mut head = (place(&head.0)?, place(&head.1)?);
        let mut other = (place(&other.0)?, place(&other.1)?);
        // «31 грудня (13 січня) 1918»: the year belongs to the later half.
        for (head, other) in [(&mut head.0, &mut other.0), (&mut head.1, &mut other.1)] {
            let (a, b) = (head.fields, other.fields);
            match (a.month, b.month) {
                (12, 1) if a.year == b.year && head.lent_year => head.move_year(-1)?,
                (12, 1) if a.year == b.year && other.lent_year => other.move_year(1)?,
                (1, 12) if a.year == b.year && other.lent_year => other.move_year(-1)?,
                (1, 12) if a.year == b.year && head.lent_year => head.move_year(1)?,
                _ => {}
            }
        }
        let old_first = head.0.stretch.from.first() <= other.0.stretch.from.first();
        let (old, new) = if old_first { (&head, &other) } else { (&other, &head) };
        let agree = |old: &Placed, new: &Placed| {
            let (month, day) = (u8::try_from(old.fields.month), u8::try_from(old.fields.day));
            let (Ok(month), Ok(day)) = (month, day) else { return false };
            Day::julian(old.fields.year, month, day) == new.stretch.from.first()
        };
        let agreed = agree(&old.0, &new.0) && agree(&old.1, &new.1);
        let when = |pair: &(Placed, Placed)| {
            if pair.0.stretch == pair.1.stretch {
                return Some(pair.0.when());
            }
            between(pair.0.stretch.from, pair.0.mark, pair.1.stretch.to, pair.1.mark)
        };
        let calendar = if old_first { Calendar::Julian } else { Calendar::Gregorian };
        Some(Spread {
            converted: Some((calendar, when(new)?)),
            fault: (!agreed).then_some(Code::DualDate),
            ..Spread::new(head.0, head.1, when(&head)?)
        })
    }
}

/// An expression with its first and last date in their places.
struct Spread {
    first: Placed,
    last: Placed,
    /// The value as written.
    written: When,
    /// Calendar and Gregorian value, where the text says both.
    converted: Option<(Calendar, When)>,
    fault: Option<Code>,
}

impl Spread {
    fn new(first: Placed, last: Placed, written: When) -> Self {
        Self { first, last, written, converted: None, fault: None }
    }
}

/// The word that changes a date; what is said of an end is said of the whole.
fn operator(operator: Operator, mark: Mark) -> Operator {
    match operator {
        Operator::None if mark.about => Operator::About,
        Operator::None if mark.uncertain => Operator::Uncertain,
        operator => operator,
    }
}

impl Placed {
    /// The smallest unit that has a value.
    fn unit(&self) -> Precision {
        let coarser = || match self.stretch.from.as_month() {
            Some(_) => Precision::Month,
            None => Precision::Year,
        };
        if self.stretch.impossible { coarser() } else { self.fields.unit }
    }

    /// Its value as written.
    fn when(&self) -> When {
        if self.stretch.from == self.stretch.to {
            return When::at(self.stretch.from, self.mark);
        }
        let (from, to) = (self.stretch.from, self.stretch.to);
        // A part of a unit never runs backwards.
        When::Between(Some((from, self.mark)), Some((to, self.mark)))
    }

    /// What it says of each field.
    fn known(&self) -> Known {
        let Fields { unit, year, month, day, .. } = self.fields;
        let monthly = unit <= Precision::Month && !self.stretch.impossible;
        let feast = self.fields.feast.is_some();
        let last = self.stretch.to.as_day().filter(|_| feast);
        let day = match last {
            Some((_, _, day)) => Some(day.into()),
            None => (unit == Precision::Day && monthly).then_some(day),
        };
        let month = match last {
            Some((_, month, _)) => Some(month.into()),
            None => monthly.then_some(month),
        };
        Known::default()
            .with(Field::Day, day)
            .with(Field::Month, month)
            .with(Field::Year, (unit <= Precision::Year).then_some(year))
            .with(Field::Decade, (unit <= Precision::Decade).then(|| year.div_euclid(10) * 10))
            .with(Field::Century, (unit <= Precision::Century).then(|| century_of(year)))
    }

    fn move_year(&mut self, by: i32) -> Option<()> {
        self.fields.year += by;
        self.stretch = self.fields.stretch()?;
        Some(())
    }

    /// Gives a bare winter in a range the end of its year that the other half leaves it.
    fn wide_winter(&mut self, other: &Fields, starts: bool) -> Option<()> {
        let bare = self.fields.season == Some(Season::Winter)
            && self.fields.later_year.is_none()
            && self.fields.part.is_none();
        if bare {
            let same_year = self.fields.year == other.year;
            let month = match (starts, same_year) {
                (true, true) => 1,
                (true, false) | (false, true) => 12,
                (false, false) => 2,
            };
            self.stretch.from = Partial::month(self.fields.year, month)?;
            self.stretch.to = self.stretch.from;
        }
        Some(())
    }
}

fn between(from: Partial, a: Mark, to: Partial, b: Mark) -> Option<When> {
    When::between(Some((from, a)), Some((to, b)))
}

/// «До кінця 1917 року» is until 1917: the last part ends with the whole.
fn until_end(named: Named, operator: Operator) -> Named {
    let until = matches!(operator, Operator::Before | Operator::Until);
    let last = named.part.is_some_and(|part| part.index() == Some(i32::from(part.of)));
    if until && last { Named { part: None, ..named } } else { named }
}

/// The value that an operator leaves open at one end.
fn open(when: &When, operator: Operator) -> Option<When> {
    let (from, to) = match *when {
        When::At(at, mark) => (Some((at, mark)), Some((at, mark))),
        When::Between(from, to) => (from, to),
    };
    match operator {
        Operator::None | Operator::About | Operator::Uncertain => Some(*when),
        Operator::Before | Operator::Until => When::between(None, to),
        Operator::After | Operator::Since => When::between(from, None),
    }
}

/// First year of a decade.
fn decade(named: &Named, before: bool, look: &mut Lookup<'_>) -> Option<i32> {
    match named.decade {
        Slot::Is(year) => {
            let year = i32::from(year);
            Some(if before { 1 - year - 9 } else { year })
        }
        Slot::Short(figures) => {
            let figures = i32::from(figures);
            let Slot::Is(number) = named.century else { return Some(look.century()? + figures) };
            let first = (i32::from(number) - 1) * 100 + figures;
            Some(if before { 1 - first - 9 } else { first })
        }
        slot @ Slot::Shift(by) => {
            Some(look.slot(slot, Field::Decade)?.checked_add(9 * i32::from(by))?)
        }
        Slot::Unsaid => None,
    }
}

/// First year of a century.
fn century(slot: Slot, before: bool, look: &mut Lookup<'_>) -> Option<i32> {
    match slot {
        Slot::Is(number) if before => Some(1 - i32::from(number) * 100),
        Slot::Is(number) => Some((i32::from(number) - 1) * 100 + 1),
        Slot::Shift(by) => Some(look.century()? + 1 + 100 * i32::from(by)),
        Slot::Short(_) | Slot::Unsaid => None,
    }
}
