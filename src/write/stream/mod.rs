//! Streams: the rows of all tables in one schema, as lines of JSON or as Arrow record batches.

mod lane;
mod sheet;

use std::slice;

use crate::error::Error;
use crate::model::record::{Outcome, Run};
use crate::write::rows;
use crate::write::stream::sheet::Sheet;
use crate::write::{Encoded, Writer};

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
    Ok(Sheet::of_documents(form)?.beginning())
}

/// What it ends with.
///
/// # Errors
///
/// When Arrow cannot express that.
pub fn end(form: Form) -> Result<Vec<u8>, Error> {
    Sheet::of_documents(form)?.end()
}

/// The rows of documents, each document with what became of it.
struct Answers(Form);

impl Writer for Answers {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        let mut sheet = Sheet::of_documents(self.0)?;
        for outcome in chunk {
            rows::of_chunk(run, slice::from_ref(outcome), &mut sheet);
            sheet.status(outcome);
        }
        Ok(Encoded::Lines(vec![("-".to_owned(), sheet.take()?)]))
    }
}
