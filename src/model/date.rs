//! Dates: civil dates of reduced precision, intervals of them, and the day count beneath.

use std::fmt;

/// A day by its Julian day number (the civil day that begins at the preceding midnight).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// Julian day number of 1970-01-01, from which date32 columns count.
const EPOCH: i32 = 2_440_588;

impl Day {
    /// The day of a proleptic Gregorian date with an astronomical year (1 BC is 0).
    ///
    /// Source: E. G. Richards, "Calendars", in Explanatory Supplement to the Astronomical
    /// Almanac, 3rd ed. (2013), 15.11.
    pub fn gregorian(year: i32, month: u8, day: u8) -> Self {
        let (year, month) = from_march(year, month);
        let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        Self(month_days(month) + i32::from(day) + 365 * year + leaps + 1_721_119)
    }

    /// The day of a Julian date with an astronomical year; same source.
    pub fn julian(year: i32, month: u8, day: u8) -> Self {
        let (year, month) = from_march(year, month);
        Self(month_days(month) + i32::from(day) + 365 * year + year.div_euclid(4) + 1_721_117)
    }

    /// Year, month and day in the proleptic Gregorian calendar.
    pub fn to_gregorian(self) -> (i32, u8, u8) {
        let days = self.0 - 1_721_120;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        // Both fit: a month is 1 to 12, a day 1 to 31.
        (year + era * 400 + carry, month as u8, day as u8)
    }

    /// Days since 1970-01-01.
    pub fn since_epoch(self) -> i32 {
        self.0 - EPOCH
    }
}

/// The year and month counted from March, so that the leap day comes last.
fn from_march(year: i32, month: u8) -> (i32, i32) {
    let month = i32::from(month);
    if month > 2 { (year, month - 3) } else { (year - 1, month + 9) }
}

fn month_days(month_from_march: i32) -> i32 {
    (153 * month_from_march + 2) / 5
}

/// ISO 8601, `-?YYYY-MM-DD`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_gregorian();
        write_year(f, year)?;
        write!(f, "-{month:02}-{day:02}")
    }
}

fn write_year(f: &mut fmt::Formatter<'_>, year: i32) -> fmt::Result {
    let sign = if year < 0 { "-" } else { "" };
    write!(f, "{sign}{:04}", year.unsigned_abs())
}

/// Last day of a Gregorian month.
pub fn month_length(year: i32, month: u8) -> u8 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

words! {
    /// The calendar that a date is written in.
    pub enum Calendar {
        /// The text does not say.
        Unspecified = "unspecified",
    }
}

words! {
    /// How fine a date is.
    pub enum Precision {
        /// To the day.
        Day = "day",
        /// To the month.
        Month = "month",
        /// To the year.
        Year = "year",
    }
}

/// A year, a month or a day; displayed as EDTF.
///
/// Invariant: months are 1–12 and days exist in their month, by the constructor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partial {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

impl Partial {
    /// The date, unless the Gregorian calendar, which EDTF is written in, has no such day.
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let month_ok = month.is_none_or(|month| (1..=12).contains(&month));
        let day_ok = match (month, day) {
            (_, None) => true,
            (Some(month), Some(day)) => (1..=month_length(year, month)).contains(&day),
            (None, Some(_)) => false,
        };
        (month_ok && day_ok).then_some(Self { year, month, day })
    }

    /// The year, astronomical.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// How fine it is.
    pub fn precision(&self) -> Precision {
        match (self.month, self.day) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }

    /// Its first day.
    pub fn first(&self) -> Day {
        Day::gregorian(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Its last day.
    pub fn last(&self) -> Day {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| month_length(self.year, month));
        Day::gregorian(self.year, month, day)
    }

    /// By how many days it would move if it were written in the Julian calendar.
    fn julian_shift(&self) -> Option<i32> {
        let (month, day) = (self.month?, self.day?);
        let shift = Day::julian(self.year, month, day).0 - self.first().0;
        self.may_be_old_style().then_some(shift)
    }

    /// Whether both calendars were in use: from the Gregorian reform (papal bull «Inter
    /// gravissimas», in force on 15 October 1582) until the last reform in Ukraine (law of the
    /// Central Rada of 12/25 February 1918: 16 February became 1 March).
    fn may_be_old_style(&self) -> bool {
        (Day::gregorian(1582, 10, 15)..Day::gregorian(1918, 3, 1)).contains(&self.first())
    }
}

impl fmt::Display for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_year(f, self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The value of a temporal expression; displayed as EDTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// One day, month or year.
    At(Partial),
    /// From the start of one to the end of another, never backwards.
    Between(Partial, Partial),
}

impl When {
    /// An interval, unless it ends before it begins.
    pub fn between(from: Partial, to: Partial) -> Option<Self> {
        (from.first() <= to.last()).then_some(Self::Between(from, to))
    }

    /// First and last part; the same for a single date.
    pub fn ends(&self) -> (Partial, Partial) {
        match *self {
            When::At(at) => (at, at),
            When::Between(from, to) => (from, to),
        }
    }

    /// The first possible day.
    pub fn not_before(&self) -> Day {
        self.ends().0.first()
    }

    /// The last possible day.
    pub fn not_after(&self) -> Day {
        self.ends().1.last()
    }

    /// What the tables call its shape: `instant` or `interval`.
    pub fn kind(&self) -> &'static str {
        match self {
            When::At(_) => "instant",
            When::Between(..) => "interval",
        }
    }

    /// How fine it is, the coarser end deciding.
    pub fn precision(&self) -> Precision {
        let (from, to) = self.ends();
        from.precision().max(to.precision())
    }

    /// Days by which a day-precise date would move if it were Old Style.
    pub fn julian_shift(&self) -> Option<i32> {
        match self.precision() {
            Precision::Day => self.ends().0.julian_shift(),
            Precision::Month | Precision::Year => None,
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::At(at) => at.fmt(f),
            When::Between(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_are_those_of_the_almanac() {
        // Explanatory Supplement, table 15.14, and the epochs of the two calendars.
        for (year, month, day, number) in
            [(2000, 1, 1, 2_451_545), (1582, 10, 15, 2_299_161), (1858, 11, 17, 2_400_001)]
        {
            assert_eq!(Day::gregorian(year, month, day), Day(number));
        }
        assert_eq!(Day::julian(-4712, 1, 1), Day(0));
        assert_eq!(Day::julian(1582, 10, 4), Day(2_299_160));
    }

    #[test]
    fn every_day_turns_back_into_itself() {
        for number in (-500_000..3_000_000).step_by(17) {
            let (year, month, day) = Day(number).to_gregorian();
            assert_eq!(Day::gregorian(year, month, day), Day(number));
            assert!(day <= month_length(year, month));
        }
    }

    #[test]
    fn the_calendars_part_by_the_days_that_history_knows() {
        let shift = |y, m, d| Partial::new(y, Some(m), Some(d)).unwrap().julian_shift();
        assert_eq!(shift(1648, 5, 16), Some(10));
        assert_eq!(shift(1709, 6, 27), Some(11));
        assert_eq!(shift(1861, 2, 19), Some(12));
        assert_eq!(shift(1917, 10, 25), Some(13));
        assert_eq!(shift(1918, 3, 1), None);
        assert_eq!(shift(1500, 1, 1), None);
    }

    #[test]
    fn years_before_one_are_astronomical() {
        let year = Partial::new(-43, Some(3), None).unwrap();
        assert_eq!(year.to_string(), "-0043-03");
        assert_eq!(year.first().to_string(), "-0043-03-01");
    }

    #[test]
    fn impossible_days_have_no_value() {
        assert_eq!(Partial::new(1918, Some(2), Some(31)), None);
        assert_eq!(Partial::new(1917, Some(13), None), None);
        assert_eq!(Partial::new(1900, Some(2), Some(29)), None, "only Old Style had that day");
    }
}
