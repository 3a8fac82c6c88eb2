//! The day count beneath all dates, and the two calendars over it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day by its Julian day number (the civil day that begins at the preceding midnight).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

    /// The day that a Gregorian date of ISO 8601 names, `-?YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, figures) = text.strip_prefix('-').map_or((1, text), |figures| (-1, figures));
        let mut parts = figures.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let (year, month, day) = (year.parse::<i32>(), month.parse().ok()?, day.parse().ok()?);
        let year = sign * year.ok().filter(|year| (0..=9999).contains(year))?;
        let exists = (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&day);
        (exists && parts.next().is_none()).then(|| Self::gregorian(year, month, day))
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
        from_days_since_march(year + era * 400, of_year)
    }

    /// Year, month and day in the proleptic Julian calendar.
    pub fn to_julian(self) -> (i32, u8, u8) {
        let days = self.0 - 1_721_118;
        let year = (4 * days + 3).div_euclid(1_461);
        let of_year = days - (365 * year + year.div_euclid(4));
        from_days_since_march(year, of_year)
    }

    /// The day of the week by ISO 8601, from 1 for Monday.
    pub fn weekday(self) -> u8 {
        // Day 0 was a Monday; the remainder is below 7.
        self.0.rem_euclid(7) as u8 + 1
    }

    /// The day so many days later.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The day so many days after 1970-01-01.
    pub fn from_epoch(days: i32) -> Self {
        Self(days.saturating_add(EPOCH))
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

/// Year, month and day from a year that begins in March and the days since then.
fn from_days_since_march(year: i32, days: i32) -> (i32, u8, u8) {
    let month = (5 * days + 2) / 153;
    let day = days - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    // Both fit: a month is 1 to 12, a day 1 to 31.
    (year + carry, month as u8, day as u8)
}

/// ISO 8601, `-?YYYY-MM-DD`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_gregorian();
        write_year(f, year)?;
        write!(f, "-{month:02}-{day:02}")
    }
}

pub(super) fn write_year(f: &mut fmt::Formatter<'_>, year: i32) -> fmt::Result {
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

/// Last day of a Julian month.
pub fn julian_month_length(year: i32, month: u8) -> u8 {
    if month == 2 && year.rem_euclid(4) == 0 { 29 } else { month_length(year, month) }
}

/// Month and day of Easter in the Julian calendar, as the Eastern churches reckon it.
///
/// Source: J. Meeus, Astronomical Algorithms, 2nd ed. (1998), chapter 8.
pub fn orthodox_easter(year: i32) -> (u8, u8) {
    let (a, b, c) = (year.rem_euclid(4), year.rem_euclid(7), year.rem_euclid(19));
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let sum = d + e + 114;
    // March or April, and a day of it.
    ((sum / 31) as u8, (sum % 31) as u8 + 1)
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
            let (year, month, day) = Day(number).to_julian();
            assert_eq!(Day::julian(year, month, day), Day(number));
            assert!(day <= julian_month_length(year, month));
        }
    }

    #[test]
    fn what_is_displayed_is_parsed() {
        for text in ["1917-12-05", "0000-02-29", "-0043-03-15", "9999-12-31"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        for text in ["1917-02-29", "1917-13-01", "1917-12", "99999-01-01", "--1917-01-01", ""] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn easter_and_weekdays_are_those_of_history() {
        assert_eq!(orthodox_easter(1917), (4, 2));
        assert_eq!(orthodox_easter(1943), (4, 12));
        assert_eq!(orthodox_easter(2024), (4, 22));
        assert_eq!(Day::julian(1918, 1, 26).weekday(), 5, "a Friday");
        assert_eq!(Day::gregorian(1991, 8, 24).weekday(), 6, "a Saturday");
    }
}
