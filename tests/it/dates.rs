//! Dates: calendars against an oracle, what must hold for any text, context and policy.

use julian::{Calendar, Month};
use litopys::lang;
use litopys::lexicon::calendars;
use litopys::model::date::day::{Day, julian_month_length, month_length};
use litopys::model::date::value::{Date, Policy};
use litopys::model::mention::Value;
use litopys::model::record::Record;
use proptest::prelude::*;

use crate::program::{Work, record, record_with};

/// The dates of a record.
fn dates(record: &Record) -> Vec<&Date> {
    let values = record.mentions.iter().map(|mention| &mention.value);
    values
        .filter_map(|value| match value {
            Value::Date(date) => Some(&**date),
            Value::Name(_) => None,
        })
        .collect()
}

#[test]
fn every_day_from_1582_to_2100_has_the_number_of_the_oracle() {
    for year in 1582..=2100 {
        for month in 1..=12_u8 {
            let name = Month::try_from(u32::from(month)).unwrap();
            for day in 1..=month_length(year, month) {
                let oracle = Calendar::GREGORIAN.at_ymd(year, name, day.into()).unwrap();
                let ours = Day::gregorian(year, month, day);
                assert_eq!(ours, Day(oracle.julian_day_number()), "{year}-{month}-{day}");
                assert_eq!(ours.to_gregorian(), (year, month, day));
                assert_eq!(u32::from(ours.weekday()), oracle_weekday(&oracle));
            }
            for day in 1..=julian_month_length(year, month) {
                let oracle = Calendar::JULIAN.at_ymd(year, name, day.into()).unwrap();
                let ours = Day::julian(year, month, day);
                assert_eq!(ours, Day(oracle.julian_day_number()), "{year}-{month}-{day}");
                assert_eq!(ours.to_julian(), (year, month, day));
            }
        }
    }
}

/// From 1 for Monday.
fn oracle_weekday(date: &julian::Date) -> u32 {
    // Day 0 was a Monday.
    u32::try_from(date.julian_day_number().rem_euclid(7)).unwrap() + 1
}

/// Text that looks like dates: words of the lexicon, numbers and marks in any order.
fn text() -> impl Strategy<Value = String> {
    let words: Vec<String> = include_str!("../../data/lexicon/uk/dates.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(1).map(str::to_owned))
        .collect();
    let piece = prop_oneof![
        4 => prop::sample::select(words),
        3 => (1..2100_i32).prop_map(|number| number.to_string()),
        2 => (1..40_i32).prop_map(|number| number.to_string()),
        2 => prop::sample::select(vec!["XIX", "ХVІІ", "IV", "V", "І", "XII"]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![
            "-", "–", " — ", "/", ".", ",", "(", ")", "?", "«", "»", "-го", "-х", ";", ". ", "\n",
        ])
        .prop_map(str::to_owned),
        1 => "[а-яіїє]{1,6}",
        1 => any::<String>(),
    ];
    let spaced = (piece, prop::sample::select(vec![" ", " ", " ", "", "\u{a0}"]));
    prop::collection::vec(spaced, 0..40).prop_map(|pieces| {
        pieces.into_iter().flat_map(|(piece, space)| [piece, space.to_owned()]).collect()
    })
}

/// Reads a value as another program would and says its first and last year.
fn is_edtf(text: &str) -> bool {
    // The crate has no intervals of years before 0 and no qualified ends with an open one.
    let end = |end: &str| end == ".." || edtf::level_1::Edtf::parse(end).is_ok();
    match text.split_once('/') {
        Some((from, to)) => end(from) && end(to) && (from, to) != ("..", ".."),
        None => edtf::level_1::Edtf::parse(text).is_ok_and(|edtf| edtf.to_string() == text),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_looks_like_dates_has_values_that_hold(text in text()) {
        // A number before it, since a text of nothing is none.
        let text = format!("1 {text}");
        let record = record(&text);
        let mut numbered = 0;
        for mention in &record.mentions {
            prop_assert!(mention.span.end() <= text.len() && !mention.span.is_empty());
            prop_assert!(!mention.rules.is_empty());
            let Value::Date(date) = &mention.value else { continue };
            for when in [date.when.to_string(), date.written.to_string()] {
                // A Julian leap day stands as written.
                prop_assert!(is_edtf(&when) || when.contains("00-02-29"), "{when}");
            }
            let (first, last) = (date.when.not_before(), date.when.not_after());
            prop_assert!(first.is_some() || last.is_some());
            if let (Some(first), Some(last)) = (first, last) {
                prop_assert!(first <= last, "{}", date.when);
            }
            prop_assert!(date.anchor.is_none_or(|anchor| anchor < numbered));
            numbered += 1;
        }
    }
}

const CONGRESS: &str = "Влітку 1917 року постала партія. 5-13 грудня відбувся конгрес.";

#[test]
fn a_missing_year_names_the_date_that_it_comes_from() {
    let record = record(CONGRESS);
    let dates = dates(&record);
    assert_eq!(dates[1].when.to_string(), "1917-12-05/1917-12-13");
    assert_eq!((dates[1].anchor, dates[1].inference.name()), (Some(0), "from-context"));
    assert_eq!(dates[1].julian_shift, Some(13));
    assert!(record.mentions[1].confidence < 0.85, "below high");
}

#[test]
fn a_policy_reads_unmarked_dates_as_julian_up_to_a_day() {
    let until = |text: &str| {
        let policy = Policy { julian_until: Some(Day::parse("1918-02-14").unwrap()) };
        let record = record_with(lang::default(), policy, text);
        let show = |date: &&Date| (date.when.to_string(), date.calendar.name());
        dates(&record).iter().map(show).collect::<Vec<_>>()
    };
    assert_eq!(until(CONGRESS)[1], ("1917-12-18/1917-12-26".to_owned(), "julian"));
    let day = |text: &str| until(text).remove(0);
    assert_eq!(day("31 січня 1918 року"), ("1918-02-13".to_owned(), "julian"));
    assert_eq!(day("14 лютого 1918 року"), ("1918-02-14".to_owned(), "unspecified"));
    assert_eq!(day("5 грудня 1917 року н. ст."), ("1917-12-05".to_owned(), "gregorian"));
    assert_eq!(day("у 1917 році"), ("1917".to_owned(), "unspecified"));
}

#[test]
fn every_territory_of_the_table_can_be_the_policy() {
    let rows = include_str!("../../data/calendars.tsv").lines().count() - 1;
    let territories = calendars::all();
    assert_eq!(territories.len(), rows);
    for (territory, day) in territories {
        assert!((Day::gregorian(1582, 10, 15)..=Day::gregorian(1930, 1, 1)).contains(&day));
        let work = Work::new();
        work.write("in/a.txt", "5 грудня 1580 року.");
        work.write("litopys.toml", format!("[dates]\ncalendar = \"julian-in={territory}\"\n"));
        work.run(&["convert", "in", "-o", "out", "--to", "csv"]).expect(0, &[]);
        assert!(work.read("out/tables/dates.csv").contains(",1580-12-15,1580-12-05,julian,"));
    }
}

#[test]
fn an_unknown_calendar_or_language_is_a_usage_error() {
    let work = Work::new();
    work.write("in/a.txt", "1917 року.");
    for calendar in ["julian", "julian-until=1918-02-31", "julian-in=moon"] {
        work.write("litopys.toml", format!("[dates]\ncalendar = \"{calendar}\"\n"));
        work.run(&["convert", "in", "-o", "out"]).expect(2, &[calendar, "julian-until", "ukraine"]);
    }
    work.write("litopys.toml", "");
    work.run(&["convert", "in", "-o", "out", "--lang", "xx"]).expect(2, &["«xx»", "uk, ru, en"]);
}

#[test]
fn what_a_text_says_of_its_calendar_is_kept() {
    let record = record(
        "Декрет підписано в п'ятницю, 26 січня 1918 року. Раду обрали 4 (17) березня 1917 р.",
    );
    let dates = dates(&record);
    assert_eq!(dates[0].weekday_style.map(|style| style.name()), Some("julian"));
    assert_eq!((dates[0].julian_shift, dates[0].calendar.name()), (Some(13), "unspecified"));
    assert_eq!(
        (dates[1].when.to_string(), dates[1].written.to_string()),
        ("1917-03-17".to_owned(), "1917-03-04".to_owned())
    );
    assert_eq!((dates[1].julian_shift, dates[1].calendar.name()), (None, "julian"));
}

#[test]
fn what_is_wrong_with_a_date_is_reported_and_not_mended() {
    for (text, value, code) in [
        ("45 травня 1919 року", Some("1919-05"), "D001-impossible-date"),
        ("05.13.1917", Some("1917"), "D001-impossible-date"),
        ("12 (30) травня 1917 року", Some("1917-05-30"), "D002-dual-date"),
        ("у понеділок, 9 лютого 1918 р.", Some("1918-02-09"), "D003-weekday"),
        ("5 грудня прийшов лист", None, "D004-no-year"),
        ("у 1920–1917 рр. тривала війна", Some("1917/1920"), "D005-backwards"),
    ] {
        let record = record(text);
        let found = dates(&record).first().map(|date| date.when.to_string());
        assert_eq!(found.as_deref(), value, "{text}");
        let codes: Vec<&str> = record.diagnostics.iter().map(|one| one.code.name()).collect();
        assert_eq!(codes, [code], "{text}");
    }
}
