//! `annotations/`: each mention as a W3C Web Annotation, one a line, a file for each text.
//!
//! Tags are what Recogito and Annotorious show and filter by: the type and, if there is one, the
//! subtype. Bodies that identify point to the registers and to Wikidata; the one that describes
//! holds the nominative of a name or the EDTF of a date. Positions count code points of the
//! decoded text, as the standard has it; the quotation finds the place even where a tool counts
//! otherwise. There is no time of creation, since the same input gives the same bytes.

use serde::Serialize;

use crate::error::Error;
use crate::model::mention::{Mention, Value};
use crate::model::record::{Outcome, Record, Run};
use crate::write::{Encoded, WholeFile, Writer, iri};

/// Code points before and after a mention that tell it from others.
const AROUND: usize = 32;

/// W3C Web Annotations.
pub struct Annotations;

impl Writer for Annotations {
    fn name(&self) -> Option<&'static str> {
        Some("annotations")
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        let file = |outcome: &Outcome| match outcome {
            Outcome::Done(record) => Some(lines(run, record)),
            Outcome::SetAside(_) => None,
        };
        chunk.iter().filter_map(file).collect::<Result<_, Error>>().map(Encoded::Files)
    }
}

#[derive(Serialize)]
struct Annotation<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    generator: Generator,
    body: Vec<Body<'a>>,
    target: Target<'a>,
}

#[derive(Serialize)]
struct Generator {
    r#type: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Body<'a> {
    TextualBody { purpose: &'static str, format: &'static str, value: &'a str },
    SpecificResource { purpose: &'static str, source: String },
}

#[derive(Serialize)]
struct Target<'a> {
    source: &'a str,
    selector: [Selector<'a>; 2],
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector<'a> {
    #[serde(rename = "TextPositionSelector")]
    Position { start: u32, end: u32 },
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: &'a str, prefix: &'a str, suffix: &'a str },
}

/// A document's file.
fn lines(run: &Run, record: &Record) -> Result<WholeFile, Error> {
    let place = &record.document.place;
    let path = place.path("annotations", ".jsonl");
    let source = iri::file(run, &path, &place.path("source", ".txt"));
    let mut bytes = Vec::new();
    for mention in &record.mentions {
        let annotation = Annotation {
            context: "http://www.w3.org/ns/anno.jsonld",
            id: iri::within(run, &path, &record.mention_id(mention)),
            r#type: "Annotation",
            motivation: match mention.value {
                Value::Date(_) => "describing",
                Value::Name(_) => "identifying",
            },
            generator: Generator {
                r#type: "Software",
                name: concat!("Litopys ", env!("CARGO_PKG_VERSION")),
            },
            body: bodies(run, &path, mention),
            target: target(record, mention, &source),
        };
        serde_json::to_writer(&mut bytes, &annotation)
            .map_err(|error| Error::format(&path, error))?;
        bytes.push(b'\n');
    }
    Ok(WholeFile::new(path, bytes))
}

fn bodies<'a>(run: &Run, path: &str, mention: &'a Mention) -> Vec<Body<'a>> {
    let text = |purpose, value| Body::TextualBody { purpose, format: "text/plain", value };
    let thing = |source| Body::SpecificResource { purpose: "identifying", source };
    let mut bodies = vec![text("tagging", mention.value.type_name())];
    if let Value::Name(entity) = &mention.value {
        bodies.extend((!entity.subtype.is_empty()).then(|| text("tagging", &entity.subtype)));
        bodies.push(thing(iri::entity(run, path, entity.id.as_str())));
        let wikidata = || thing(format!("http://www.wikidata.org/entity/{}", entity.wikidata));
        bodies.extend((!entity.wikidata.is_empty()).then(wikidata));
    }
    bodies.push(text("describing", &mention.canonical));
    bodies
}

fn target<'a>(record: &'a Record, mention: &Mention, source: &'a str) -> Target<'a> {
    let (from, to) = (mention.span.start(), mention.span.end());
    let text = record.document.text.as_str();
    let before = text.get(..from).unwrap_or_default();
    let after = text.get(to..).unwrap_or_default();
    let prefix = before.char_indices().nth_back(AROUND - 1).map_or(0, |(at, _)| at);
    let suffix = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let position =
        Selector::Position { start: record.code_point(from), end: record.code_point(to) };
    let quote = Selector::Quote {
        exact: record.document.text.slice(mention.span),
        prefix: before.get(prefix..).unwrap_or_default(),
        suffix: after.get(..suffix).unwrap_or_default(),
    };
    Target { source, selector: [position, quote] }
}
