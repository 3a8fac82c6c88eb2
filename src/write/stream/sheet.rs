//! Rows of several tables in the order in which they come, each with its table filled in and the
//! others null.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use arrow_json::LineDelimitedWriter;
use arrow_schema::{ArrowError, Field, Schema};
use serde_json::json;

use crate::error::Error;
use crate::model::table::{Cell, Row};
use crate::write::SCHEMA_VERSION;
use crate::write::rows::RowSink;
use crate::write::stream::Form;
use crate::write::stream::lane::Lane;

/// Rows of a batch at the most.
const ROWS: usize = 1 << 13;

/// Rows on their way to bytes.
pub struct Sheet<W: Write> {
    lanes: Vec<Lane>,
    rows: usize,
    schema: Arc<Schema>,
    encoder: Encoder<W>,
    failure: Option<ArrowError>,
}

impl<W: Write> Sheet<W> {
    /// Begins a stream of such columns.
    pub fn new(form: Form, lanes: Vec<Lane>, output: W) -> Result<Self, Error> {
        let fields: Vec<Field> = lanes.iter().map(Lane::field).collect();
        let about = json!({"schema_version": SCHEMA_VERSION, "version": env!("CARGO_PKG_VERSION")});
        let metadata = HashMap::from([("litopys".to_owned(), about.to_string())]);
        let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
        let encoder = Encoder::new(form, &schema, output).map_err(failed)?;
        Ok(Self { lanes, rows: 0, schema, encoder, failure: None })
    }

    /// Takes the next row, which the column of this name holds.
    pub fn push<'a>(&mut self, name: &str, cells: impl Iterator<Item = Cell<'a>>) {
        if let Some(lane) = self.lanes.iter_mut().find(|lane| lane.name == name) {
            lane.push(self.rows, cells);
            self.rows += 1;
        }
        if self.rows == ROWS {
            self.pack();
        }
    }

    /// Writes all rows so far.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.pack();
        self.failure.take().map_or(Ok(()), |failure| Err(failed(failure)))
    }

    /// Ends the stream.
    pub fn finish(&mut self) -> Result<(), Error> {
        self.flush()?;
        self.encoder.finish().map_err(failed)
    }

    fn pack(&mut self) {
        if self.rows > 0 && self.failure.is_none() {
            self.failure = self.batch().and_then(|batch| self.encoder.write(&batch)).err();
        }
        self.rows = 0;
    }

    fn batch(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns: Result<Vec<_>, ArrowError> =
            self.lanes.iter_mut().map(|lane| lane.finish(self.rows)).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns?)
    }
}

impl Sheet<Vec<u8>> {
    /// The bytes that have been written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(self.encoder.output())
    }
}

impl<W: Write> RowSink for Sheet<W> {
    fn row<'a, R: Row<'a>>(&mut self, row: R) {
        self.push(R::TABLE.name(), row.cells());
    }
}

fn failed(failure: ArrowError) -> Error {
    match failure {
        ArrowError::IoError(_, error) => Error::write(Path::new("standard output"), error),
        failure => Error::format("a stream", failure),
    }
}

/// Batches on their way to bytes.
enum Encoder<W: Write> {
    Jsonl(LineDelimitedWriter<W>),
    Arrow(Box<StreamWriter<W>>),
}

impl<W: Write> Encoder<W> {
    /// Writes what comes before all rows.
    fn new(form: Form, schema: &Schema, output: W) -> Result<Self, ArrowError> {
        Ok(match form {
            Form::Jsonl => Self::Jsonl(LineDelimitedWriter::new(output)),
            Form::Arrow => Self::Arrow(Box::new(StreamWriter::try_new(output, schema)?)),
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

    fn output(&mut self) -> &mut W {
        match self {
            Self::Jsonl(writer) => writer.get_mut(),
            Self::Arrow(writer) => writer.get_mut(),
        }
    }
}
