//! Rows of several tables in the order in which they come, each with its table filled in and the
//! others null.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use arrow_json::LineDelimitedWriter;
use arrow_schema::{ArrowError, Field, Schema};
use serde_json::json;

use crate::error::Error;
use crate::model::record::Outcome;
use crate::model::table::{Cell, Row, Table};
use crate::write::SCHEMA_VERSION;
use crate::write::codebook::{self, Type};
use crate::write::rows::RowSink;
use crate::write::stream::Form;
use crate::write::stream::lane::Lane;

/// The tables whose rows documents give.
const OF_DOCUMENTS: [Table; 6] = [
    Table::Documents,
    Table::Sentences,
    Table::Mentions,
    Table::Dates,
    Table::Candidates,
    Table::Problems,
];

/// What became of each document.
const STATUS: &str = "status";

/// The columns of that.
const OF_STATUS: [&str; 5] = ["doc_id", "id", "status", "code", "message"];

/// What the documents say of each entity.
const REGISTER: &str = "register";

/// Rows of a batch at the most.
const ROWS: usize = 1 << 13;

/// Rows on their way to bytes.
pub struct Sheet {
    lanes: Vec<Lane>,
    rows: usize,
    schema: Arc<Schema>,
    beginning: Vec<u8>,
    encoder: Encoder,
    failure: Option<Error>,
}

impl Sheet {
    /// Begins to take the rows of documents.
    pub fn of_documents(form: Form) -> Result<Self, Error> {
        let mut lanes: Vec<Lane> = OF_DOCUMENTS.into_iter().map(lane).collect();
        lanes.push(Lane::new(STATUS, OF_STATUS.iter().map(|name| (*name, &Type::Str))));
        lanes.push(Lane::bare(REGISTER));
        Self::new(form, lanes)
    }

    fn new(form: Form, lanes: Vec<Lane>) -> Result<Self, Error> {
        let fields: Vec<Field> = lanes.iter().map(Lane::field).collect();
        let about = json!({"schema_version": SCHEMA_VERSION, "version": env!("CARGO_PKG_VERSION")});
        let metadata = HashMap::from([("litopys".to_owned(), about.to_string())]);
        let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
        let mut encoder = Encoder::new(form, &schema).map_err(failed)?;
        let beginning = encoder.take();
        Ok(Self { lanes, rows: 0, schema, beginning, encoder, failure: None })
    }

    /// What comes before all rows.
    pub fn beginning(self) -> Vec<u8> {
        self.beginning
    }

    /// What comes after all rows.
    pub fn end(mut self) -> Result<Vec<u8>, Error> {
        self.encoder.finish().map_err(failed)?;
        Ok(self.encoder.take())
    }

    /// Takes what became of a document.
    pub fn status(&mut self, outcome: &Outcome) {
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
        self.push(STATUS, cells.into_iter().map(Cell::from));
    }

    /// The bytes of all rows so far.
    pub fn take(&mut self) -> Result<Vec<u8>, Error> {
        self.pack();
        match self.failure.take() {
            Some(failure) => Err(failure),
            None => Ok(self.encoder.take()),
        }
    }

    fn push<'a>(&mut self, name: &str, cells: impl Iterator<Item = Cell<'a>>) {
        if let Some(lane) = self.lanes.iter_mut().find(|lane| lane.name == name) {
            lane.push(self.rows, cells);
            self.rows += 1;
        }
        if self.rows == ROWS {
            self.pack();
        }
    }

    fn pack(&mut self) {
        if self.rows > 0
            && let Err(failure) = self.batch().and_then(|batch| self.encoder.write(&batch))
        {
            self.failure.get_or_insert(failed(failure));
        }
        self.rows = 0;
    }

    fn batch(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns: Result<Vec<_>, ArrowError> =
            self.lanes.iter_mut().map(|lane| lane.finish(self.rows)).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns?)
    }
}

impl RowSink for Sheet {
    fn row<'a, R: Row<'a>>(&mut self, row: R) {
        self.push(R::TABLE.name(), row.cells());
    }
}

fn lane(table: Table) -> Lane {
    let columns = codebook::columns(table).iter();
    Lane::new(table.name(), columns.map(|column| (column.name.as_str(), &column.kind)))
}

fn failed(failure: ArrowError) -> Error {
    Error::format("a stream", failure)
}

/// Batches on their way to bytes.
enum Encoder {
    Jsonl(LineDelimitedWriter<Vec<u8>>),
    Arrow(Box<StreamWriter<Vec<u8>>>),
}

impl Encoder {
    /// Has written what comes before all rows.
    fn new(form: Form, schema: &Schema) -> Result<Self, ArrowError> {
        Ok(match form {
            Form::Jsonl => Self::Jsonl(LineDelimitedWriter::new(Vec::new())),
            Form::Arrow => Self::Arrow(Box::new(StreamWriter::try_new(Vec::new(), schema)?)),
        })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        match self {
            Self::Jsonl(writer) => writer.write(batch),
            Self::Arrow(writer) => writer.write(batch),
        }
    }

    fn finish(&mut self) -> Result<(), ArrowError> {
        match self {
            Self::Jsonl(writer) => writer.finish(),
            Self::Arrow(writer) => writer.finish(),
        }
    }

    /// What has been written since the last time.
    fn take(&mut self) -> Vec<u8> {
        std::mem::take(match self {
            Self::Jsonl(writer) => writer.get_mut(),
            Self::Arrow(writer) => writer.get_mut(),
        })
    }
}
