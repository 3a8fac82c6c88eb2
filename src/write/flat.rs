//! `flat/mentions-places-dates.csv`: each mention with all that tools want in one row who cannot
//! join tables.

use std::borrow::Cow;
use std::slice;

use crate::error::Error;
use crate::model::corpus::{Stretch, covering, stretch};
use crate::model::entity::{EntityType, Point};
use crate::model::mention::{Mention, Value};
use crate::model::record::{Outcome, Record, Run};
use crate::write::folder::Folder;
use crate::write::growing::Growing;
use crate::write::{Encoded, Sink, Writer, csv as tables};

const PATH: &str = "flat/mentions-places-dates.csv";

const COLUMNS: [&str; 20] = [
    "mention_id",
    "doc_id",
    "sentence_id",
    "document",
    "context",
    "surface",
    "type",
    "subtype",
    "entity_id",
    "name",
    "place",
    "coordinates",
    "lat",
    "lon",
    "begin",
    "end",
    "year",
    "edtf",
    "confidence",
    "wikidata_id",
];

/// Code points of the sentence that a row keeps on either side of its mention: a list of names
/// may be one sentence, and its rows must not be as long as the list.
const AROUND: usize = 200;

/// One table of everything.
pub struct Flat;

impl Writer for Flat {
    fn name(&self) -> Option<&'static str> {
        Some("flat")
    }

    fn encode(&self, _: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        let mut lines = tables::lines();
        for outcome in chunk {
            if let Outcome::Done(record) = outcome {
                rows(record, &mut lines).map_err(|error| Error::format(PATH, error))?;
            }
        }
        let bytes = lines.into_inner().map_err(|error| Error::format(PATH, error))?;
        Ok(Encoded::Lines(vec![(PATH.to_owned(), bytes)]))
    }

    fn open(&self, _: &Run, folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        let mut files = Growing::begin([PATH.to_owned()], folder)?;
        let header = COLUMNS.join(",") + "\r\n";
        files.append(vec![(PATH.to_owned(), header.into_bytes())])?;
        Ok(Box::new(files))
    }
}

/// What dates say together.
struct When {
    days: Option<Stretch>,
    edtf: String,
}

impl When {
    fn of(mentions: &[Mention]) -> Self {
        let date = |mention: &Mention| match &mention.value {
            Value::Date(date) => Some(stretch(date)),
            Value::Name(_) => None,
        };
        let days = mentions.iter().filter_map(date).fold(None, covering);
        let mut dates = mentions.iter().filter(|mention| date(mention).is_some());
        let edtf = match (dates.next(), dates.next(), days) {
            (Some(only), None, _) => only.canonical.clone(),
            (_, _, Some((first, last))) if first != last => format!("{first}/{last}"),
            (_, _, Some((day, _))) => day.to_string(),
            _ => String::new(),
        };
        Self { days, edtf }
    }
}

fn rows(record: &Record, lines: &mut csv::Writer<Vec<u8>>) -> csv::Result<()> {
    for sentence in record.mentions.chunk_by(|one, other| one.sentence == other.sentence) {
        let beside = When::of(sentence);
        for mention in sentence {
            let own = match mention.value {
                Value::Date(_) => Some(When::of(slice::from_ref(mention))),
                Value::Name(_) => None,
            };
            row(record, mention, own.as_ref().unwrap_or(&beside), lines)?;
        }
    }
    Ok(())
}

fn row(
    record: &Record,
    mention: &Mention,
    when: &When,
    lines: &mut csv::Writer<Vec<u8>>,
) -> csv::Result<()> {
    let entity = match &mention.value {
        Value::Name(entity) => Some(&**entity),
        Value::Date(_) => None,
    };
    let point = entity.and_then(|entity| entity.point);
    let place = entity.filter(|entity| entity.kind == EntityType::Place);
    let of_point = |text: fn(Point) -> String| point.map(text).unwrap_or_default();
    let of_days = |text: fn(Stretch) -> String| when.days.map(text).unwrap_or_default();
    let cells: [Cow<'_, str>; COLUMNS.len()] = [
        record.mention_id(mention).into(),
        record.document.place.id.as_str().into(),
        record.sentence_id(mention.sentence).into(),
        record.document.place.name.as_str().into(),
        context(record, mention).into(),
        one_line(record.document.text.slice(mention.span)).into(),
        mention.value.type_name().into(),
        entity.map_or("", |entity| &entity.subtype).into(),
        entity.map_or("", |entity| entity.id.as_str()).into(),
        entity.map_or("", |entity| &entity.name).into(),
        place.map_or("", |place| &place.name).into(),
        of_point(|point| format!("{},{}", point.lat, point.lon)).into(),
        of_point(|point| point.lat.to_string()).into(),
        of_point(|point| point.lon.to_string()).into(),
        of_days(|(first, _)| first.to_string()).into(),
        of_days(|(_, last)| last.to_string()).into(),
        of_days(|(first, _)| first.to_gregorian().0.to_string()).into(),
        when.edtf.as_str().into(),
        mention.confidence.to_string().into(),
        entity.map_or("", |entity| &entity.wikidata).into(),
    ];
    lines.write_record(cells.iter().map(|cell| cell.as_bytes()))
}

/// The sentence of a mention, or what is nearest to it.
fn context(record: &Record, mention: &Mention) -> String {
    let sentence = record.sentences.get(mention.sentence).copied().unwrap_or(mention.span);
    let text = record.document.text.as_str();
    let before = text.get(sentence.start()..mention.span.start()).unwrap_or_default();
    let after = text.get(mention.span.end()..sentence.end()).unwrap_or_default();
    let left_out = before.char_indices().nth_back(AROUND - 1).map_or(0, |(at, _)| at);
    let kept = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let (from, to) = (sentence.start() + left_out, mention.span.end() + kept);
    let mark = |cut: bool| if cut { "…" } else { "" };
    let line = one_line(text.get(from..to).unwrap_or_default());
    format!("{}{line}{}", mark(left_out > 0), mark(kept < after.len()))
}

/// The text without line ends and double spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
