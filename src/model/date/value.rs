//! A date with its value, and all that is recorded of it.

use crate::model::date::day::Day;
use crate::model::date::edtf::When;

words! {
    /// The calendar that a date is written in.
    pub enum Calendar {
        /// Old Style.
        Julian = "julian",
        /// New Style.
        Gregorian = "gregorian",
        /// The text does not say.
        Unspecified = "unspecified",
    }
}

words! {
    /// How fine a date is: the smallest unit that is named.
    pub enum Precision {
        /// A day.
        Day = "day",
        /// A month.
        Month = "month",
        /// A season.
        Season = "season",
        /// A year.
        Year = "year",
        /// A decade.
        Decade = "decade",
        /// A century.
        Century = "century",
        /// A millennium.
        Millennium = "millennium",
    }
}

words! {
    /// The word that changes the value of a date.
    pub enum Operator {
        /// There is none.
        None = "none",
        /// «Близько».
        About = "about",
        /// «Імовірно».
        Uncertain = "uncertain",
        /// «До».
        Before = "before",
        /// «Не пізніше».
        Until = "until",
        /// «Після».
        After = "after",
        /// «Від», «не раніше».
        Since = "since",
    }
}

words! {
    /// Where a part of the value comes from that the expression does not say.
    pub enum Inference {
        /// It says all.
        None = "none",
        /// From a date before it.
        FromContext = "from-context",
        /// It points to a date before it: «того ж року».
        Anaphor = "anaphor",
        /// From the date of the document, which the metadata give.
        DocumentDate = "document-date",
        /// Its calendar is that of the policy for the corpus.
        Policy = "policy",
    }
}

words! {
    /// The shape of a date.
    pub enum Kind {
        /// A point in time, of whatever precision.
        Instant = "instant",
        /// A stretch.
        Interval = "interval",
        /// An expression that points to another date.
        Relative = "relative",
    }
}

words! {
    /// The calendar that the weekday beside a date fits.
    pub enum WeekdayStyle {
        /// New Style.
        Gregorian = "gregorian",
        /// Old Style.
        Julian = "julian",
        /// None of the two.
        Neither = "neither",
    }
}

/// How dates are read whose style the text does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// The first day of the Gregorian calendar in the corpus; every date before it is Julian.
    pub julian_until: Option<Day>,
}

impl Policy {
    /// Whether an unmarked date, of which this is the first day as written, is Julian.
    pub fn is_julian(&self, written: Day) -> bool {
        self.julian_until.is_some_and(|until| written < until)
    }
}

/// A date with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// The value in the proleptic Gregorian calendar.
    pub when: When,
    /// The value in the calendar as written.
    pub written: When,
    /// The calendar as written.
    pub calendar: Calendar,
    /// How fine it is.
    pub precision: Precision,
    /// Its shape.
    pub kind: Kind,
    /// The word that changes the value.
    pub operator: Operator,
    /// Where a missing part was taken from.
    pub inference: Inference,
    /// The date that it was taken from, by its number in the document, from 0.
    pub anchor: Option<usize>,
    /// Days by which an unmarked date would move if it were Old Style.
    pub julian_shift: Option<i32>,
    /// The calendar that the weekday beside it fits.
    pub weekday_style: Option<WeekdayStyle>,
}
