//! From the fields of a date to its first and last day, month or year.

use crate::model::date::day::{Day, julian_month_length, month_length, orthodox_easter};
use crate::model::date::edtf::{Partial, Season};
use crate::model::date::named::{Feast, Part};
use crate::model::date::value::Precision;

/// A date with every field that its unit needs; years, decades and centuries are astronomical.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The smallest unit that is named.
    pub unit: Precision,
    /// Year; for a decade its first year, for centuries and millennia the first of theirs.
    pub year: i32,
    /// Month, 1 to 12 unless the text is wrong.
    pub month: i32,
    /// Day of the month, from 1.
    pub day: i32,
    /// Season.
    pub season: Option<Season>,
    /// The later year of a winter.
    pub later_year: Option<i32>,
    /// Feast in the place of month and day.
    pub feast: Option<Feast>,
    /// Part of the unit.
    pub part: Option<Part>,
    /// Whether month and day are of the Julian calendar.
    pub julian: bool,
}

/// A date from its first to its last part, equal for one that EDTF can say in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// First part.
    pub from: Partial,
    /// Last part.
    pub to: Partial,
    /// Whether something was left out that no calendar has.
    pub impossible: bool,
}

impl Fields {
    /// What they name in the calendar as written; nothing beyond the years that EDTF has, and
    /// nothing that ends before it begins: «взимку 1919/18 року».
    pub fn stretch(&self) -> Option<Stretch> {
        self.whole().filter(|stretch| stretch.from.first() <= stretch.to.last())
    }

    fn whole(&self) -> Option<Stretch> {
        let parts = self.part.map(|part| Some((part.index()?, i32::from(part.of))));
        let part = match parts {
            Some(part) => Some(part?),
            None => None,
        };
        match self.unit {
            Precision::Day => self.of_day(),
            Precision::Month => self.of_month(part),
            Precision::Season => self.of_season(part),
            Precision::Year => self.of_year(part),
            Precision::Decade => self.of_decade(part),
            Precision::Century => years(self.year, 100, part),
            Precision::Millennium => years(self.year, 1000, part),
        }
    }

    fn of_day(&self) -> Option<Stretch> {
        let (month, day) = match self.feast {
            Some(Feast::Fixed(month, day)) => (i32::from(month), i32::from(day)),
            Some(Feast::Easter(days)) => {
                let (month, day) = orthodox_easter(self.year);
                let (_, month, day) =
                    Day::julian(self.year, month, day).plus(days.into()).to_julian();
                (i32::from(month), i32::from(day))
            }
            None => (self.month, self.day),
        };
        let day = u8::try_from(day).ok().filter(|day| (1..=self.month_length(month)).contains(day));
        let exists =
            u8::try_from(month).ok().zip(day).filter(|(month, _)| (1..=12).contains(month));
        match exists {
            Some((month, day)) => {
                let leap = || Partial::julian_leap_day(self.year).filter(|_| self.julian);
                Partial::day(self.year, month, day).or_else(leap).map(Stretch::of)
            }
            None => Fields { unit: Precision::Month, part: None, month, ..*self }
                .of_month(None)
                .map(|stretch| Stretch { impossible: true, ..stretch }),
        }
    }

    fn month_length(&self, month: i32) -> u8 {
        let length = if self.julian { julian_month_length } else { month_length };
        u8::try_from(month).map_or(0, |month| length(self.year, month))
    }

    fn of_month(&self, part: Option<(i32, i32)>) -> Option<Stretch> {
        let month = u8::try_from(self.month).ok().and_then(|m| Partial::month(self.year, m));
        let Some(month) = month else {
            let year = Partial::year(self.year)?;
            return Some(Stretch { impossible: true, ..Stretch::of(year) });
        };
        let last = i32::from(self.month_length(self.month));
        let (from, to) = match part {
            None => return Some(Stretch::of(month)),
            Some((n, 2)) => {
                if n == 1 {
                    (1, 15)
                } else {
                    (16, last)
                }
            }
            Some((n, 3)) => (10 * n - 9, if n == 3 { last } else { 10 * n }),
            Some((n, of)) => (last * (n - 1) / of + 1, last * n / of),
        };
        let day = |day: i32| {
            Fields { unit: Precision::Day, day, part: None, ..*self }.of_day().map(|one| one.from)
        };
        Some(Stretch { from: day(from)?, to: day(to)?, impossible: false })
    }

    fn of_season(&self, part: Option<(i32, i32)>) -> Option<Stretch> {
        let season = self.season?;
        let later = self.later_year.unwrap_or(self.year);
        let winter = season == Season::Winter;
        if let Some((n, 3)) = part {
            // December stands first, in the year before; a bare winter keeps to its year.
            let month =
                if winter { [12, 1, 2] } else { [0, 1, 2].map(|n| season.first_month() + n) };
            let month = *month.get(usize::try_from(n - 1).ok()?)?;
            let year = if winter && month < 12 { later } else { self.year };
            return Partial::month(year, month).map(Stretch::of);
        }
        if part.is_some() {
            return None;
        }
        match self.later_year {
            None => Partial::season(self.year, season).map(Stretch::of),
            Some(later) => {
                let last = if winter { 2 } else { season.first_month() + 2 };
                let from = Partial::month(self.year, season.first_month())?;
                Some(Stretch { from, to: Partial::month(later, last)?, impossible: false })
            }
        }
    }

    fn of_year(&self, part: Option<(i32, i32)>) -> Option<Stretch> {
        let Some((n, of)) = part else { return Partial::year(self.year).map(Stretch::of) };
        let months = 12 / of.max(1);
        let month = |month: i32| Partial::month(self.year, u8::try_from(month).ok()?);
        let (from, to) = (month(months * (n - 1) + 1)?, month(months * n)?);
        Some(Stretch { from, to, impossible: false })
    }

    fn of_decade(&self, part: Option<(i32, i32)>) -> Option<Stretch> {
        // Digits 0–3, 4–6 and 7–9, or 0–4 and 5–9.
        let (from, to) = match part {
            None => match Partial::decade(self.year) {
                Some(decade) => return Some(Stretch::of(decade)),
                None => (0, 9),
            },
            Some((1, 3)) => (0, 3),
            Some((2, 3)) => (4, 6),
            Some((3, 3)) => (7, 9),
            Some((1, 2)) => (0, 4),
            Some((2, 2)) => (5, 9),
            Some(_) => return None,
        };
        let (from, to) = (Partial::year(self.year + from)?, Partial::year(self.year + to)?);
        Some(Stretch { from, to, impossible: false })
    }
}

/// A part of so many years from the first.
fn years(first: i32, length: i32, part: Option<(i32, i32)>) -> Option<Stretch> {
    let (n, of) = part.unwrap_or((1, 1));
    let border = |n: i32| first + length * n / of.max(1);
    let (from, to) = (Partial::year(border(n - 1))?, Partial::year(border(n) - 1)?);
    Some(Stretch { from, to, impossible: false })
}

impl Stretch {
    fn of(one: Partial) -> Self {
        Self { from: one, to: one, impossible: false }
    }
}
