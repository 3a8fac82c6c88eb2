//! A mention as TEI: its element, its categories, and the attributes that say what it refers to.

use crate::model::date::edtf::{Partial, When};
use crate::model::date::value::{Calendar, Inference};
use crate::model::entity::EntityType;
use crate::model::mention::{Cert, Mention, Noun, Value};
use crate::model::record::Record;

/// Attributes in their order, in room that is used again.
#[derive(Default)]
pub struct Attributes {
    /// Their values, one behind the other.
    values: String,
    /// Names, with where the values end.
    names: Vec<(&'static str, usize)>,
}

impl Attributes {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.values.clear();
        self.names.clear();
    }

    /// Adds one whose value has these parts.
    pub fn add(&mut self, name: &'static str, parts: &[&str]) {
        parts.iter().for_each(|part| self.values.push_str(part));
        self.names.push((name, self.values.len()));
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.names.iter().map(move |(name, end)| {
            let value = self.values.get(start..*end).unwrap_or_default();
            start = *end;
            (*name, value)
        })
    }
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

/// A mention's type and subtype, of which its category has the name.
pub fn type_of(value: &Value) -> [&str; 2] {
    match value {
        Value::Date(date) => ["date", date.kind.name()],
        Value::Name(entity) => [entity.kind.name(), &entity.subtype],
    }
}

/// Adds what the mention refers to: an entity, or the date with this number.
pub fn reference(record: &Record, mention: &Mention, date: usize, to: &mut Attributes) {
    let doc = record.document.place.id.as_str();
    match &mention.value {
        Value::Name(entity) => {
            to.add("type", &[&entity.subtype]);
            to.add("ref", &["#", doc, ".", entity.id.as_str()]);
            if mention.noun == Noun::Missing {
                to.add("full", &["abb"]);
            }
        }
        Value::Date(value) => {
            to.add("corresp", &["#", &record.date_id(date)]);
            bounds(&value.when).iter().for_each(|(name, day)| to.add(name, &[day]));
            to.add("when-custom", &[&value.written.to_string()]);
            let calendar = value.calendar.name();
            to.add("datingMethod", &["#", doc, ".edtf-", calendar]);
            if value.calendar != Calendar::Unspecified {
                to.add("calendar", &["#", doc, ".cal-", calendar]);
            }
            if value.inference != Inference::None {
                to.add("evidence", &["conjecture"]);
            }
        }
    }
}

/// Adds why the mention is there, how sure it is, and who says so.
pub fn grounds(record: &Record, mention: &Mention, to: &mut Attributes) {
    let doc = record.document.place.id.as_str();
    let [kind, subtype] = type_of(&mention.value);
    let mut ana = ["#", doc, ".type.", kind, ".", subtype].concat();
    for rule in &mention.rules {
        [" #", doc, ".rule.", &rule.id].iter().for_each(|part| ana.push_str(part));
    }
    to.add("ana", &[&ana]);
    to.add("cert", &[Cert::of(mention.confidence).name()]);
    to.add("resp", &["#", doc, ".litopys"]);
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
