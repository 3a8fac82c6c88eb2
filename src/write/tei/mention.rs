//! A mention as TEI: its element, its categories, and the attributes that say what it refers to.

use crate::model::date::edtf::{Partial, When};
use crate::model::date::value::{Calendar, Inference};
use crate::model::entity::EntityType;
use crate::model::mention::{Cert, Mention, Noun, Value};
use crate::model::record::Record;

/// Attributes in their order.
pub type Attributes = Vec<(&'static str, String)>;

/// Attributes as the writer of XML takes them.
pub fn borrowed(attributes: &Attributes) -> Vec<(&str, &str)> {
    attributes.iter().map(|(name, value)| (*name, &**value)).collect()
}

/// The name of the element that a mention becomes.
pub fn element(value: &Value) -> &'static str {
    match value {
        Value::Date(_) => "date",
        Value::Name(entity) => match entity.kind {
            EntityType::Place => "placeName",
            EntityType::Organization => "orgName",
            EntityType::Person => "persName",
        },
    }
}

/// The local name of the category of a mention's type, without the document's prefix.
pub fn type_category(value: &Value) -> String {
    match value {
        Value::Date(date) => ["type.date.", date.kind.name()].concat(),
        Value::Name(entity) => ["type.", entity.kind.name(), ".", &entity.subtype].concat(),
    }
}

/// What points to an id of the record's document.
fn pointer(record: &Record, local: &[&str]) -> String {
    let mut pointer = ["#", record.document.place.id.as_str(), "."].concat();
    local.iter().for_each(|part| pointer.push_str(part));
    pointer
}

/// What the mention refers to: an entity, or the date with this number.
pub fn reference(record: &Record, mention: &Mention, date: usize) -> Attributes {
    match &mention.value {
        Value::Name(entity) => {
            let mut attributes = vec![("type", entity.subtype.clone())];
            attributes.push(("ref", pointer(record, &[entity.id.as_str()])));
            if mention.noun == Noun::Missing {
                attributes.push(("full", "abb".to_owned()));
            }
            attributes
        }
        Value::Date(value) => {
            let mut attributes = vec![("corresp", ["#", &record.date_id(date)].concat())];
            attributes.extend(bounds(&value.when));
            attributes.push(("when-custom", value.written.to_string()));
            let calendar = value.calendar.name();
            attributes.push(("datingMethod", pointer(record, &["edtf-", calendar])));
            if value.calendar != Calendar::Unspecified {
                attributes.push(("calendar", pointer(record, &["cal-", calendar])));
            }
            if value.inference != Inference::None {
                attributes.push(("evidence", "conjecture".to_owned()));
            }
            attributes
        }
    }
}

/// Why the mention is there, how sure it is, and who says so.
pub fn grounds(record: &Record, mention: &Mention) -> Attributes {
    let mut ana = pointer(record, &[&type_category(&mention.value)]);
    for rule in &mention.rules {
        for part in [" #", record.document.place.id.as_str(), ".rule.", &rule.id] {
            ana.push_str(part);
        }
    }
    let cert = Cert::of(mention.confidence).name().to_owned();
    vec![("ana", ana), ("cert", cert), ("resp", pointer(record, &["litopys"]))]
}

/// The date as attributes of the W3C datatypes, or of ISO 8601 where it reaches before year 1,
/// which they lack.
///
/// A stretch has `from` and `to`; what is one date of unknown place within its bounds, such as a
/// season, a decade or all that an open bound says, has `notBefore` and `notAfter`.
pub fn bounds(when: &When) -> Vec<(&'static str, String)> {
    let w3c = |one: Option<Partial>| one.is_none_or(|one| one.first().to_gregorian().0 > 0);
    let (from, to) = when.ends();
    let iso = !w3c(from) || !w3c(to);
    let name = |plain: &'static str, other: &'static str| if iso { other } else { plain };
    match *when {
        When::At(at, _) if at.is_iso() => vec![(name("when", "when-iso"), at.to_string())],
        When::Between(Some((from, _)), Some((to, _))) => vec![
            (name("from", "from-iso"), from.to_string()),
            (name("to", "to-iso"), to.to_string()),
        ],
        _ => {
            let first = when.not_before();
            let last = when.not_after();
            let first = first.map(|day| (name("notBefore", "notBefore-iso"), day.to_string()));
            let last = last.map(|day| (name("notAfter", "notAfter-iso"), day.to_string()));
            first.into_iter().chain(last).collect()
        }
    }
}
