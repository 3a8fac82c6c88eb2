//! Streams: the rows of all tables in one schema, as lines of JSON or as Arrow record batches.

mod lane;
mod sheet;

use std::io::Write;
use std::slice;

use serde_json::Value;

use crate::error::Error;
use crate::model::corpus::Registered;
use crate::model::record::{Outcome, Run};
use crate::model::table::{Cell, Table};
use crate::write::codebook::{self, Type};
use crate::write::register::Register;
use crate::write::stream::lane::Lane;
use crate::write::stream::sheet::Sheet;
use crate::write::{Encoded, Writer, rows};

/// The column of what became of each document, and its own columns.
const STATUS: &str = "status";
const OF_STATUS: [&str; 5] = ["doc_id", "id", "status", "code", "message"];

/// The column of what the documents say of each entity, as JSON.
pub const REGISTER: &str = "register";

/// How a stream is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line.
    Jsonl,
    /// The streaming format of Arrow IPC.
    Arrow,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Jsonl, Self::Arrow];

    /// Its name in `--from` and `--to`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Arrow => "arrow",
        }
    }

    /// The form of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// What encodes the rows of documents in it.
    pub fn writer(self) -> &'static dyn Writer {
        match self {
            Self::Jsonl => &Answers(Self::Jsonl),
            Self::Arrow => &Answers(Self::Arrow),
        }
    }
}

/// What a stream of answers begins with.
///
/// # Errors
///
/// When Arrow cannot express the schema.
pub fn beginning(form: Form) -> Result<Vec<u8>, Error> {
    Ok(of_documents(form)?.take())
}

/// What documents say of entities.
///
/// # Errors
///
/// When it cannot be expressed.
pub fn register(form: Form, entities: &[Registered]) -> Result<Vec<u8>, Error> {
    let mut sheet = of_documents(form)?;
    sheet.take();
    for known in entities {
        let mut known =
            serde_json::to_value(known).map_err(|error| Error::format("JSON", error))?;
        leave_empty_out(&mut known);
        sheet.push(REGISTER, [Cell::from(known.to_string())].into_iter());
    }
    sheet.flush()?;
    Ok(sheet.take())
}

/// Leaves out what is empty, as most of what there could be of an entity is.
fn leave_empty_out(value: &mut Value) {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(leave_empty_out);
            fields.retain(|_, value| !is_empty(value));
        }
        Value::Array(items) => items.iter_mut().for_each(leave_empty_out),
        _ => {}
    }
}

/// What a stream of answers ends with.
///
/// # Errors
///
/// When Arrow cannot express it.
pub fn ending(form: Form) -> Result<Vec<u8>, Error> {
    let mut sheet = of_documents(form)?;
    sheet.take();
    sheet.finish()?;
    Ok(sheet.take())
}

/// Writes the rows that only the whole corpus gives.
///
/// # Errors
///
/// When they cannot be expressed or written.
pub fn corpus(form: Form, run: &Run, register: &Register, output: impl Write) -> Result<(), Error> {
    let mut sheet = Sheet::new(form, lanes(true), output)?;
    // A sheet writes its rows itself.
    rows::of_corpus(run, register, &mut sheet, &mut |_| Ok(()))?;
    sheet.finish()
}

fn of_documents(form: Form) -> Result<Sheet<Vec<u8>>, Error> {
    let mut lanes = lanes(false);
    lanes.push(Lane::new(STATUS, OF_STATUS.iter().map(|name| (*name, &Type::Str))));
    lanes.push(Lane::bare(REGISTER));
    Sheet::new(form, lanes, Vec::new())
}

/// The tables whose rows only the whole corpus gives, or those of documents.
fn lanes(of_corpus: bool) -> Vec<Lane> {
    let tables = Table::ALL.into_iter().filter(|table| table.is_of_corpus() == of_corpus);
    let lane = |table: Table| {
        let columns = codebook::columns(table).iter();
        Lane::new(table.name(), columns.map(|column| (column.name.as_str(), &column.kind)))
    };
    tables.map(lane).collect()
}

/// The rows of documents, each document with what became of it.
struct Answers(Form);

impl Writer for Answers {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        let mut sheet = of_documents(self.0)?;
        // The beginning of the stream has been sent.
        sheet.take();
        for outcome in chunk {
            rows::of_chunk(run, slice::from_ref(outcome), &mut sheet);
            status(outcome, &mut sheet);
        }
        sheet.flush()?;
        Ok(Encoded::Lines(vec![("-".to_owned(), sheet.take())]))
    }
}

fn status(outcome: &Outcome, sheet: &mut Sheet<Vec<u8>>) {
    let (place, said) = match outcome {
        Outcome::Done(record) => (&record.document.place, None),
        Outcome::SetAside(aside) => (&aside.place, Some(&aside.diagnostic)),
    };
    // What came without an id is a part of the stream instead.
    let has_id = place.member.is_none();
    let cells = [
        has_id.then_some(place.id.as_str()),
        has_id.then_some(&*place.name),
        Some(if said.is_some() { "set-aside" } else { "done" }),
        said.map(|diagnostic| diagnostic.code.name()),
        said.map(|diagnostic| &*diagnostic.message),
    ];
    sheet.push(STATUS, cells.into_iter().map(Cell::from));
}
