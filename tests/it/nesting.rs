//! Mentions that lie in one another or cross: what TEI and the tables make of them.

use std::collections::BTreeSet;

use litopys::model::mention::Mention;
use litopys::model::record::Record;
use litopys::model::span::Span;
use litopys::write::Encoded;
use proptest::prelude::*;

use crate::program::{encoded, record};
use crate::tei;

const TEXT: &str = "Рада у Києві 5 грудня 1917 року.\n\nМикола Василенко жив у Полтаві.";

/// `mention_id` and `parent_mention_id` of every row.
fn parents(record: Record) -> Vec<(String, String)> {
    let Encoded::Lines(tables) = encoded("csv", record) else { panic!("no table") };
    let (_, bytes) = tables.iter().find(|(table, _)| table == "tables/mentions.csv").unwrap();
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(&**bytes);
    let row = |row: csv::StringRecord| (row[0].to_owned(), row[row.len() - 1].to_owned());
    rows.records().map(|one| row(one.unwrap())).collect()
}

/// The record of a text with other mentions: each a copy of the one with this number, moved to what
/// the text between two words covers, both included.
fn with(text: &str, wanted: &[(usize, &str, &str)]) -> Record {
    let mut record = record(text);
    let mention = |(number, from, to): &(usize, &str, &str)| {
        let start = text.find(from).unwrap();
        let end = start + text[start..].find(to).unwrap() + to.len();
        moved(&record, *number, start, end)
    };
    let mentions: Vec<Mention> = wanted.iter().map(mention).collect();
    set(&mut record, mentions);
    record
}

/// A copy of a mention with another span.
fn moved(record: &Record, number: usize, start: usize, end: usize) -> Mention {
    let span = Span::new(start, end);
    let sentence = record.sentences.iter().position(|sentence| sentence.contains(&span)).unwrap();
    Mention { span, sentence, ..record.mentions[number].clone() }
}

fn set(record: &mut Record, mut mentions: Vec<Mention>) {
    mentions.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end())));
    record.mentions = mentions;
}

#[test]
fn the_text_has_mentions_of_three_kinds_to_copy() {
    let surfaces: Vec<String> = record(TEXT)
        .mentions
        .iter()
        .map(|m| format!("{}:{}", m.value.type_name(), &TEXT[m.span.start()..m.span.end()]))
        .collect();
    assert_eq!(
        surfaces,
        ["place:Києві", "date:5 грудня 1917 року", "person:Микола Василенко", "place:Полтаві"]
    );
}

#[test]
fn a_mention_in_another_is_an_element_in_an_element() {
    let wanted = [(0, "Рада", "Києві"), (0, "Києві", "Києві"), (1, "5", "року")];
    let found = tei::of(with(TEXT, &wanted));
    let names: Vec<_> = found.named(&tei::MENTIONS).map(|one| (&*one.name, &*one.text)).collect();
    assert_eq!(
        names,
        [("placeName", "Рада у Києві"), ("placeName", "Києві"), ("date", "5 грудня 1917 року")]
    );
    assert!(found.annotations.is_empty());
    assert_eq!(
        parents(with(TEXT, &wanted)),
        [
            ("text.m000000-000012".to_owned(), String::new()),
            ("text.m000007-000012".to_owned(), "text.m000000-000012".to_owned()),
            ("text.m000013-000031".to_owned(), String::new()),
        ]
    );
}

#[test]
fn of_two_that_cross_the_shorter_becomes_an_annotation() {
    let wanted = [(0, "Рада", "Києві"), (1, "Києві", "року"), (1, "1917", "1917")];
    let found = tei::of(with(TEXT, &wanted));
    let inline: Vec<_> = found.named(&tei::MENTIONS).map(|one| &*one.text).collect();
    assert_eq!(inline, ["Києві 5 грудня 1917 року", "1917"]);
    assert_eq!(found.usage.get("date"), Some(&2));
    assert_eq!(found.usage.get("placeName"), None, "only what is in the text counts");
    let [(annotation, element, reference)] = &*found.annotations else { panic!("not one") };
    assert_eq!(annotation["xml:id"], "text.m000000-000012");
    assert_eq!(annotation["target"], "#text.s0001");
    assert_eq!(annotation["cert"], "high");
    assert!(annotation["ana"].starts_with("#text.type.place.settlement #text.rule."));
    assert_eq!((&**element, &*reference["ref"]), ("placeName", "#text.plc-kyiv"));
}

#[test]
fn a_date_that_crosses_keeps_its_value_and_its_number() {
    let wanted = [(1, "у Києві", "грудня"), (0, "Рада у Києві 5", "5"), (1, "1917", "року")];
    let found = tei::of(with(TEXT, &wanted));
    assert_eq!(
        found.named(&["date"]).map(|one| one.get("corresp")).collect::<Vec<_>>(),
        ["#text.dat-001", "#text.dat-002"]
    );
    let wanted = [(1, "Рада", "Києві"), (0, "Києві", "грудня"), (1, "1917", "року")];
    let found = tei::of(with(TEXT, &wanted));
    let [(_, element, reference)] = &*found.annotations else { panic!("not one") };
    assert_eq!((&**element, &*reference["corresp"]), ("date", "#text.dat-001"));
    assert_eq!(reference["when-custom"], "1917-12-05");
    assert_eq!(found.named(&["date"]).next().unwrap().get("corresp"), "#text.dat-002");
}

#[test]
fn mentions_on_one_span_nest_and_have_ids_of_their_own() {
    let wanted = [(0, "Києві", "Києві"), (3, "Києві", "Києві"), (2, "Києві", "Києві")];
    let found = tei::of(with(TEXT, &wanted));
    let ids: Vec<_> = found.named(&tei::MENTIONS).map(|one| one.get("xml:id")).collect();
    assert_eq!(ids, ["text.m000007-000012", "text.m000007-000012.2", "text.m000007-000012.3"]);
    let parents: Vec<_> = parents(with(TEXT, &wanted)).into_iter().map(|(_, p)| p).collect();
    assert_eq!(parents, ["", "text.m000007-000012", "text.m000007-000012.2"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_mention_is_lost_and_the_text_stays(
        wanted in prop::collection::vec((0..4_usize, 0..80_usize, 1..30_usize), 0..24)
    ) {
        let mut record = record(TEXT);
        let borders: Vec<usize> =
            TEXT.char_indices().map(|(at, _)| at).chain([TEXT.len()]).collect();
        let mention = |(number, from, len): &(usize, usize, usize)| {
            let span = Span::new(*borders.get(*from)?, *borders.get(from + len)?);
            let inside = record.sentences.iter().any(|sentence| sentence.contains(&span));
            inside.then(|| moved(&record, *number, span.start(), span.end()))
        };
        let mentions = wanted.iter().filter_map(mention).collect();
        set(&mut record, mentions);
        let points = |m: &Mention| (
            record.code_point(m.span.start()) as usize,
            record.code_point(m.span.end()) as usize,
        );
        let all: Vec<(String, (usize, usize))> =
            record.mentions.iter().map(|m| (record.mention_id(m), points(m))).collect();
        let ids: BTreeSet<&String> = all.iter().map(|(id, _)| id).collect();
        prop_assert_eq!(ids.len(), all.len());

        let bytes = |start: usize, end: usize| borders[end] - borders[start];

        let found = tei::of(record);
        prop_assert_eq!(&found.text, TEXT);
        let inline: Vec<(String, (usize, usize))> = found
            .named(&tei::MENTIONS)
            .map(|one| (one.get("xml:id").to_owned(), (one.start, one.end)))
            .collect();
        let aside: BTreeSet<&str> = found.annotations.iter().map(|(a, ..)| &*a["xml:id"]).collect();
        let counted: usize = tei::MENTIONS.iter().filter_map(|name| found.usage.get(*name)).sum();
        prop_assert_eq!(counted, inline.len());
        prop_assert_eq!(inline.len() + aside.len(), all.len());
        for one in &all {
            let crossed = inline.iter().any(|(_, (start, end))| {
                let (a, b) = one.1;
                let crosses = (*start < a && a < *end && *end < b) || (a < *start && *start < b && b < *end);
                crosses && bytes(*start, *end) >= bytes(a, b)
            });
            prop_assert_eq!(inline.contains(one), !crossed);
            prop_assert_eq!(aside.contains(&*one.0), crossed);
        }
    }
}
