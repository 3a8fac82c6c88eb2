//! The attributes of a mention in TEI, as they follow from the tables.

use std::collections::BTreeMap;

use crate::check::faults::Spot;
use crate::check::table::Row;
use crate::check::tei::xml::Tag;
use crate::model::date::edtf::{Partial, When};

/// Elements of mentions, with the type that tables say.
const ELEMENTS: [(&str, &str); 4] =
    [("placeName", "place"), ("orgName", "organization"), ("persName", "person"), ("date", "date")];

/// The type of mention that an element is.
pub fn type_of(element: &str) -> Option<&'static str> {
    ELEMENTS.iter().find(|(name, _)| *name == element).map(|(_, kind)| *kind)
}

/// Compares a mention with its row, and with that of its date.
pub fn check(tag: &Tag, row: Row<'_>, date: Option<Row<'_>>, document: &str, spot: &mut Spot<'_>) {
    let kind = type_of(&tag.name).unwrap_or_default();
    spot.same("its type", kind, "the table mentions", row.get("type"));
    let mut expected = common(row, date, document);
    if row.get("type") == "date" {
        let Some(date) = date else { return };
        expected.extend(of_date(date, document));
    } else {
        expected.insert("type", row.get("subtype").to_owned());
        expected.insert("ref", format!("#{document}.{}", row.get("entity_id")));
    }
    // No table says whether a name lacks the noun that it shares with others.
    let may_be =
        |(name, value): (&str, &str)| row.get("type") != "date" && (name, value) == ("full", "abb");
    for (name, value) in &tag.attributes {
        match expected.remove(name.as_str()) {
            Some(expected) => spot.same(name, value, "the tables", &expected),
            None if may_be((name, value)) => {}
            None => spot.fault(format!("has {name}=\"{value}\", of which the tables say nothing")),
        }
    }
    for (name, value) in expected {
        spot.fault(format!("has no {name}, which is «{value}» by the tables"));
    }
}

fn common(row: Row<'_>, date: Option<Row<'_>>, document: &str) -> BTreeMap<&'static str, String> {
    let subtype = date.map_or(row.get("subtype"), |date| date.get("kind"));
    let mut ana = format!("#{document}.type.{}.{subtype}", row.get("type"));
    for rule in row.get("rule_ids").split('|') {
        ana.push_str(&format!(" #{document}.rule.{rule}"));
    }
    BTreeMap::from([
        ("xml:id", row.get("mention_id").to_owned()),
        ("ana", ana),
        ("cert", row.get("cert").to_owned()),
        ("resp", format!("#{document}.litopys")),
    ])
}

fn of_date(date: Row<'_>, document: &str) -> BTreeMap<&'static str, String> {
    let calendar = date.get("calendar");
    let mut expected = BTreeMap::from([
        ("corresp", format!("#{}", date.get("date_id"))),
        ("when-custom", date.get("edtf_source").to_owned()),
        ("datingMethod", format!("#{document}.edtf-{calendar}")),
    ]);
    if calendar != "unspecified" {
        expected.insert("calendar", format!("#{document}.cal-{calendar}"));
    }
    if date.get("inference") != "none" {
        expected.insert("evidence", "conjecture".to_owned());
    }
    // What is no value is told of where the tables are checked.
    expected.extend(When::parse(date.get("edtf")).into_iter().flat_map(|when| bounds(&when)));
    expected
}

/// The value in the attributes of the W3C datatypes, or in those of ISO 8601 where it reaches
/// before year 1: one date, a stretch of two, or the first and last day of what is neither.
fn bounds(when: &When) -> Vec<(&'static str, String)> {
    let (from, to) = when.ends();
    let is_early = |end: Option<Partial>| end.is_some_and(|end| end.first().to_gregorian().0 <= 0);
    let name = |plain, iso| if is_early(from) || is_early(to) { iso } else { plain };
    match *when {
        When::At(at, _) if at.is_iso() => vec![(name("when", "when-iso"), at.to_string())],
        When::Between(Some((from, _)), Some((to, _))) => vec![
            (name("from", "from-iso"), from.to_string()),
            (name("to", "to-iso"), to.to_string()),
        ],
        _ => {
            let first = when.not_before().map(|day| day.to_string());
            let last = when.not_after().map(|day| day.to_string());
            let first = first.map(|day| (name("notBefore", "notBefore-iso"), day));
            first
                .into_iter()
                .chain(last.map(|day| (name("notAfter", "notAfter-iso"), day)))
                .collect()
        }
    }
}
