//! The dates of a document against its mentions and the calendar.

use std::collections::HashSet;

use crate::check::document::Document;
use crate::check::faults::{Faults, Spot};
use crate::check::table::Row;
use crate::model::date::day::{Day, julian_month_length};
use crate::model::date::edtf::{Partial, When};
use crate::model::diag::Code;
use crate::model::table::Table;

/// Checks the dates, and that every mention of one has its own.
pub fn check(document: &Document<'_>, faults: &mut Faults) {
    let Some(dates) = document.sheets.table(Table::Dates) else { return };
    let (mut last, disputed) = (0, disputed(document));
    for (n, row) in dates.rows().enumerate() {
        let id = row.get("date_id");
        let mut spot = faults.at(dates.path(), id);
        let expected = format!("{}.dat-{:03}", document.id, n + 1);
        spot.same("date_id", id, "its place", &expected);
        spot.must(row.get("anchor_date_id") != id, || "is its own anchor".to_owned());
        value(row, &mut spot);
        let mention = document.sheets.get(Table::Mentions, row.get("mention_id"));
        let start = mention.map_or("", |mention| mention.get("start_cp"));
        if !disputed.contains(start) {
            calendar(row, &mut spot);
        }
        let Some(mentions) = document.sheets.table(Table::Mentions) else { continue };
        let key = row.get("mention_id");
        let Some(mention) = mentions.get(key) else {
            spot.fault(format!("mention_id is {key}, of which there is no mention"));
            continue;
        };
        of_mention(row, mention, &mut spot);
        let place = mentions.place(key).unwrap_or_default();
        spot.must(last <= place, || "stands behind a later date, out of order".to_owned());
        last = place;
    }
    if let Some(mentions) = document.sheets.table(Table::Mentions) {
        let named = mentions.rows().filter(|mention| !mention.get("date_id").is_empty()).count();
        faults.at(dates.path(), document.id).equal(
            "the number of dates",
            dates.len(),
            "mentions",
            named,
        );
    }
}

/// Where the text gives two days that are not one, or a day that is none: the problems say so, and
/// nothing follows for the value.
fn disputed<'a>(document: &'a Document<'_>) -> HashSet<&'a str> {
    let codes = [Code::DualDate, Code::ImpossibleDate].map(Code::name);
    let problems = document.sheets.rows(Table::Problems);
    let disputed = problems.filter(|row| codes.contains(&row.get("code")));
    disputed.map(|row| row.get("start_cp")).collect()
}

/// What a mention repeats of its date.
fn of_mention(row: Row<'_>, mention: Row<'_>, spot: &mut Spot<'_>) {
    spot.same("date_id", row.get("date_id"), "the mention", mention.get("date_id"));
    spot.same("edtf", row.get("edtf"), "canonical of the mention", mention.get("canonical"));
    spot.same("cert", row.get("cert"), "the mention", mention.get("cert"));
    let inferred = if row.get("inference") == "none" { "false" } else { "true" };
    spot.same("inferred of the mention", mention.get("inferred"), "inference", inferred);
}

/// The value and its bounds say the same.
fn value(row: Row<'_>, spot: &mut Spot<'_>) {
    let Some(when) = When::parse(row.get("edtf")) else {
        spot.fault(format!("edtf is «{}», which is no value that Litopys writes", row.get("edtf")));
        return;
    };
    for (day, column, number) in
        [(when.not_before(), "not_before", "jdn_start"), (when.not_after(), "not_after", "jdn_end")]
    {
        let text = day.map(|day| day.to_string()).unwrap_or_default();
        spot.same(column, row.get(column), "edtf", &text);
        let text = day.map(|day| day.0.to_string()).unwrap_or_default();
        spot.same(number, row.get(number), "edtf", &text);
    }
}

/// The value as written and the value in the Gregorian calendar are one.
fn calendar(row: Row<'_>, spot: &mut Spot<'_>) {
    let Some(written) = When::parse(row.get("edtf_source")) else {
        let text = row.get("edtf_source");
        spot.fault(format!("edtf_source is «{text}», which is no value that Litopys writes"));
        return;
    };
    shift(row, &written, spot);
    if row.get("calendar") != "julian" {
        spot.same("edtf_source", row.get("edtf_source"), "edtf", row.get("edtf"));
        return;
    }
    let (from, to) = written.ends();
    let start = from.map(|from| (julian(from).0, from.first()));
    let end = to.map(|to| (julian(to).1, to.last()));
    let found =
        |column: &str| row.int(column).and_then(|number| i32::try_from(number).ok()).map(Day);
    let (found_start, found_end) = (found("jdn_start"), found("jdn_end"));
    // Of a stretch one end may be written in the new style.
    let is_one = matches!(written, When::At(..));
    let fits = |found: Option<Day>, ends: Option<(Day, Day)>| match (found, ends) {
        (Some(found), Some((old, new))) => found == old || (!is_one && found == new),
        (found, ends) => found.is_none() && ends.is_none(),
    };
    spot.must(fits(found_start, start) && fits(found_end, end), || {
        let (edtf, source) = (row.get("edtf"), row.get("edtf_source"));
        format!("edtf is {edtf}, which the Julian {source} is not")
    });
}

/// First and last day of a date of the Julian calendar; years and what is coarser stay as they
/// are.
fn julian(date: Partial) -> (Day, Day) {
    if let Some((year, month, day)) = date.as_day() {
        let day = Day::julian(year, month, day);
        return (day, day);
    }
    match date.as_month() {
        Some((year, month)) => {
            let last = julian_month_length(year, month);
            (Day::julian(year, month, 1), Day::julian(year, month, last))
        }
        None => (date.first(), date.last()),
    }
}

/// How far an unmarked day would move.
fn shift(row: Row<'_>, written: &When, spot: &mut Spot<'_>) {
    let (Some(shift), When::At(at, _)) = (row.int("julian_shift"), written) else { return };
    if let Some((year, month, day)) = at.as_day() {
        let expected = Day::julian(year, month, day).0 - Day::gregorian(year, month, day).0;
        spot.equal("julian_shift", shift, "the calendar", i64::from(expected));
    }
}
