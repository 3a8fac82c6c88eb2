//! Old and New Style: which one a date is written in, and what it is in the other.

use crate::model::date::day::{Day, julian_month_length};
use crate::model::date::edtf::{Partial, When};
use crate::model::date::value::WeekdayStyle;

/// A value as written, of which one end or both are Julian, in the Gregorian calendar; years stay as
/// they are, and so do dates from the day on at which the calendar changed.
pub fn from_julian(when: &When, ends: (bool, bool), until: Option<Day>) -> Option<When> {
    let convert = |julian: bool, date: Partial| {
        if !julian || until.is_some_and(|until| date.first() >= until) {
            return Some((date, date));
        }
        if let Some((year, month, day)) = date.as_day() {
            let day = Partial::of_day(Day::julian(year, month, day))?;
            return Some((day, day));
        }
        if let Some((year, month)) = date.as_month() {
            let last = julian_month_length(year, month);
            let day = |day| Partial::of_day(Day::julian(year, month, day));
            return Some((day(1)?, day(last)?));
        }
        Some((date, date))
    };
    when.map(|date| convert(ends.0, date), |date| convert(ends.1, date))
}

/// Days by which an unmarked day would move if it were Old Style.
///
/// Both calendars were in use from the Gregorian reform (papal bull «Inter gravissimas», in force
/// on 15 October 1582) until the last reform in Ukraine (law of the Central Rada of 12/25 February
/// 1918: 16 February became 1 March).
pub fn julian_shift(written: Partial) -> Option<i32> {
    let (year, month, day) = written.as_day()?;
    let unmoved = Day::gregorian(year, month, day);
    let both = Day::gregorian(1582, 10, 15)..Day::gregorian(1918, 3, 1);
    both.contains(&unmoved).then(|| Day::julian(year, month, day).0 - unmoved.0)
}

/// The calendar in which a day as written falls on a weekday.
pub fn weekday_style(written: Partial, weekday: u8) -> Option<WeekdayStyle> {
    let (year, month, day) = written.as_day()?;
    Some(if Day::gregorian(year, month, day).weekday() == weekday {
        WeekdayStyle::Gregorian
    } else if Day::julian(year, month, day).weekday() == weekday {
        WeekdayStyle::Julian
    } else {
        WeekdayStyle::Neither
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendars_part_by_the_days_that_history_knows() {
        let shift = |y, m, d| julian_shift(Partial::day(y, m, d).unwrap());
        assert_eq!(shift(1648, 5, 16), Some(10));
        assert_eq!(shift(1709, 6, 27), Some(11));
        assert_eq!(shift(1861, 2, 19), Some(12));
        assert_eq!(shift(1917, 10, 25), Some(13));
        assert_eq!(shift(1918, 3, 1), None);
        assert_eq!(shift(1500, 1, 1), None);
    }

    #[test]
    fn the_fourth_universal_was_a_friday_of_the_old_style() {
        let day = Partial::day(1918, 1, 26).unwrap();
        assert_eq!(weekday_style(day, 5), Some(WeekdayStyle::Julian));
        assert_eq!(weekday_style(day, 6), Some(WeekdayStyle::Gregorian));
        assert_eq!(weekday_style(day, 1), Some(WeekdayStyle::Neither));
    }
}
