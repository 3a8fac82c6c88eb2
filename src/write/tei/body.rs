//! The `body`: the source text, code point for code point, with paragraphs, sentences, names and
//! dates around it.

use crate::model::date::edtf::{Partial, When};
use crate::model::date::value::{Calendar, Inference};
use crate::model::entity::EntityType;
use crate::model::mention::{Cert, Mention, Noun, Value};
use crate::model::record::Record;
use crate::model::span::{Raw, Span};
use crate::write::tei::xml::{Xml, is_forbidden};

/// Writes the body of a document.
pub fn body(xml: &mut Xml, record: &Record) {
    let mut body = Body { xml, record, done: 0, dates: 0, mentions: 0 };
    body.xml.start_preserved("body", &[("xml:space", "preserve")]);
    let mut sentence = 0;
    for (n, paragraph) in record.paragraphs.iter().enumerate() {
        body.text_to(paragraph.span.start());
        let id = body.id(&format!("p{:04}", n + 1));
        body.xml.start("p", &[("xml:id", &id)]);
        while sentence < paragraph.sentences_end {
            body.sentence(sentence);
            sentence += 1;
        }
        body.text_to(paragraph.span.end());
        body.xml.end();
    }
    body.text_to(record.document.text.as_str().len());
    xml.end();
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
        Value::Date(date) => format!("type.date.{}", date.kind.name()),
        Value::Name(entity) => format!("type.{}.{}", entity.kind.name(), entity.subtype),
    }
}

struct Body<'a> {
    xml: &'a mut Xml,
    record: &'a Record,
    /// How much of the text is written.
    done: usize,
    /// How many dates are.
    dates: usize,
    /// How many mentions are.
    mentions: usize,
}

impl Body<'_> {
    fn id(&self, local: &str) -> String {
        format!("{}.{local}", self.record.document.place.id)
    }

    fn pointer(&self, local: &str) -> String {
        format!("#{}", self.id(local))
    }

    /// Writes the text up to a byte offset, forbidden characters as `g`.
    fn text_to(&mut self, end: usize) {
        let span = Span::<Raw>::new(self.done, end);
        self.done = self.done.max(end);
        let mut rest = self.record.document.text.slice(span);
        while let Some(at) = rest.find(is_forbidden) {
            let (before, from) = rest.split_at_checked(at).unwrap_or_default();
            self.xml.text(before);
            let mut chars = from.chars();
            if let Some(c) = chars.next() {
                let reference = self.pointer(&format!("u{:04X}", c as u32));
                self.xml.empty("g", &[("ref", &reference)]);
            }
            rest = chars.as_str();
        }
        self.xml.text(rest);
    }

    fn sentence(&mut self, index: usize) {
        let Some(span) = self.record.sentences.get(index).copied() else { return };
        self.text_to(span.start());
        let n = (index + 1).to_string();
        self.xml.start("s", &[("xml:id", &self.record.sentence_id(index)), ("n", &n)]);
        let record = self.record;
        while let Some(mention) = record.mentions.get(self.mentions).filter(|m| m.sentence == index)
        {
            self.mention(mention);
            self.mentions += 1;
        }
        self.text_to(span.end());
        self.xml.end();
    }

    fn mention(&mut self, mention: &Mention) {
        self.text_to(mention.span.start());
        let id = self.record.mention_id(mention);
        let mut ana = self.pointer(&type_category(&mention.value));
        for rule in &mention.rules {
            ana.push(' ');
            ana.push_str(&self.pointer(&format!("rule.{}", rule.id)));
        }
        let cert = Cert::of(mention.confidence).name();
        let resp = self.pointer("litopys");
        let common = [("ana", &*ana), ("cert", cert), ("resp", &*resp)];
        let name = element(&mention.value);
        match &mention.value {
            Value::Name(entity) => {
                let reference = self.pointer(entity.id.as_str());
                let own = [("xml:id", &*id), ("type", &*entity.subtype), ("ref", &*reference)];
                let full: &[_] =
                    if mention.noun == Noun::Missing { &[("full", "abb")] } else { &[] };
                self.xml.start(name, &[&own[..], full, &common[..]].concat());
            }
            Value::Date(date) => {
                let local = self.record.date_id(self.dates);
                self.dates += 1;
                let corresp = format!("#{local}");
                let written = date.written.to_string();
                let method = self.pointer(&format!("edtf-{}", date.calendar.name()));
                let calendar = self.pointer(&format!("cal-{}", date.calendar.name()));
                let bounds = bounds(&date.when);
                let mut attributes = vec![("xml:id", &*id), ("corresp", &*corresp)];
                attributes.extend(bounds.iter().map(|(name, value)| (*name, &**value)));
                attributes.extend([("when-custom", &*written), ("datingMethod", &*method)]);
                if date.calendar != Calendar::Unspecified {
                    attributes.push(("calendar", &calendar));
                }
                if date.inference != Inference::None {
                    attributes.push(("evidence", "conjecture"));
                }
                attributes.extend(common);
                self.xml.start(name, &attributes);
            }
        }
        self.text_to(mention.span.end());
        self.xml.end();
    }
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
