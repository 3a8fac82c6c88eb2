//! When territories went over to the Gregorian calendar, from `data/calendars.tsv`.

use serde::Deserialize;

use crate::lexicon::tsv;
use crate::model::date::day::Day;

/// The table as it stands in the repository.
pub const TEXT: &str = include_str!("../../data/calendars.tsv");

#[derive(Deserialize)]
struct Line {
    territory: String,
    gregorian_from: String,
}

/// Every territory with its first day of the Gregorian calendar.
pub fn all() -> Vec<(String, Day)> {
    let lines: Vec<Line> = tsv::rows("calendars", TEXT);
    let day = |line: Line| Some((line.territory, Day::parse(&line.gregorian_from)?));
    lines.into_iter().filter_map(day).collect()
}
