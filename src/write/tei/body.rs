//! The `body`: the source text, code point for code point, with paragraphs, sentences, names and
//! dates around it.

use crate::model::date::{Calendar, Day, Partial, When};
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
        Value::Date(when) => format!("type.date.{}", when.kind()),
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
        let rule = self.pointer(&format!("rule.{}", mention.rule.id));
        let ana = format!("{} {rule}", self.pointer(&type_category(&mention.value)));
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
            Value::Date(when) => {
                let local = self.record.date_id(self.dates);
                self.dates += 1;
                let corresp = format!("#{local}");
                let edtf = when.to_string();
                let method = self.pointer(&format!("edtf-{}", Calendar::Unspecified.name()));
                let bounds = w3c(when);
                let mut attributes = vec![("xml:id", &*id), ("corresp", &*corresp)];
                attributes.extend(bounds.iter().map(|(name, value)| (*name, &**value)));
                attributes.extend([("when-custom", &*edtf), ("datingMethod", &*method)]);
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
fn w3c(when: &When) -> Vec<(&'static str, String)> {
    let iso = when.not_before() < Day::gregorian(1, 1, 1);
    let at = |partial: &Partial| partial.to_string();
    match when {
        When::At(one) => vec![(if iso { "when-iso" } else { "when" }, at(one))],
        When::Between(from, to) => vec![
            (if iso { "from-iso" } else { "from" }, at(from)),
            (if iso { "to-iso" } else { "to" }, at(to)),
        ],
    }
}
