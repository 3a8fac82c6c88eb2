//! A stream of documents as Arrow record batches.

use std::io::{BufRead, BufReader, Read};

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{DataType, Schema};

use crate::error::Error;
use crate::read::feed::{BUFFER, Draft, Each, Take};
use crate::read::options::Options;
use crate::read::rows::Role;

/// What every message of a stream begins with.
const MARK: [u8; 4] = [0xFF; 4];

/// Reads a stream to its end, batch by batch; one more may follow it.
///
/// # Errors
///
/// When there is none, it is damaged, or it lacks a column.
pub fn read(input: impl Read, options: &Options, take: &mut Take<'_>) -> Result<(), Error> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut number = 0;
    loop {
        let stream = open(&mut input)?;
        let columns = columns(&stream.schema(), options)?;
        for batch in stream {
            let batch = batch.map_err(|error| broken(&error))?;
            for row in 0..batch.num_rows() {
                number += 1;
                let draft = draft(&columns, &batch, row);
                let sent = draft.sent(number, &format!("row {number}"), options);
                if take(Some(sent)).is_break() {
                    return Ok(());
                }
            }
            if take(None).is_break() {
                return Ok(());
            }
        }
        if input.fill_buf().map_err(|error| broken(&error))?.is_empty() {
            return Ok(());
        }
    }
}

/// Reads what answers say of entities, in one stream or several.
///
/// # Errors
///
/// When there is none, one is damaged, or it lacks the column of this name.
pub fn registers(input: impl Read, name: &str, each: &mut Each<'_>) -> Result<(), Error> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    loop {
        let stream = open(&mut input)?;
        let schema = stream.schema();
        let Some((index, _)) = schema.column_with_name(name) else {
            let names: Vec<&str> = schema.fields().iter().map(|field| &**field.name()).collect();
            return Err(missing(name, &names, "send what `litopys convert -` answers"));
        };
        for batch in stream {
            let batch = batch.map_err(|error| broken(&error))?;
            let column = batch.column(index).as_ref();
            let mut texts = (0..batch.num_rows()).filter_map(|row| text(column, row));
            texts.try_for_each(&mut *each)?;
        }
        if input.fill_buf().map_err(|error| broken(&error))?.is_empty() {
            return Ok(());
        }
    }
}

/// A stream that begins here.
fn open<R: BufRead>(mut input: R) -> Result<StreamReader<R>, Error> {
    let head = input.fill_buf().map_err(|error| none(&error))?;
    // Anything else would be taken for the length of a message, and read as far as that.
    if head.is_empty() || head.iter().zip(MARK).any(|(byte, mark)| *byte != mark) {
        return Err(none(&if head.is_empty() { "it is empty" } else { "it begins otherwise" }));
    }
    StreamReader::try_new(input, None).map_err(|error| none(&error))
}

/// A column that is of use, by its index in the batch.
struct Column {
    index: usize,
    name: String,
    role: Role,
}

fn columns(schema: &Schema, options: &Options) -> Result<Vec<Column>, Error> {
    let mut columns = Vec::new();
    for (index, field) in schema.fields().iter().enumerate() {
        let (name, role) = (field.name().clone(), Role::of(field.name(), options));
        match field.data_type() {
            _ if matches!(role, Role::Other) => {}
            // A column of nothing, which says nothing.
            DataType::Null if matches!(role, Role::Known(_)) => {}
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
                columns.push(Column { index, name, role });
            }
            kind => {
                return Err(Error::Usage(format!(
                    "the column «{name}» of the Arrow stream is {kind} and no text; cast it to utf8"
                )));
            }
        }
    }
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let has = |is: fn(&Role) -> bool| columns.iter().any(|column| is(&column.role));
    if !has(|role| matches!(role, Role::Text)) {
        let next = "name the column with the text by --text-column NAME";
        return Err(missing(&options.text_column, &names, next));
    }
    if !has(|role| matches!(role, Role::Id)) {
        return Err(missing("id", &names, "send one with the path-like name of each text"));
    }
    Ok(columns)
}

fn draft(columns: &[Column], batch: &RecordBatch, row: usize) -> Draft {
    let mut draft = Draft::default();
    for Column { index, name, role } in columns {
        match text(batch.column(*index).as_ref(), row) {
            Some(value) => draft.put(*role, value),
            None if matches!(role, Role::Known(_)) => {}
            None => draft.fault(format!("its field «{name}» is null")),
        }
    }
    draft
}

/// A cell of a column of text, unless it is null.
fn text(column: &dyn Array, row: usize) -> Option<&str> {
    if column.is_null(row) {
        return None;
    }
    let short = column.as_string_opt::<i32>().map(|column| column.value(row));
    let long = || column.as_string_opt::<i64>().map(|column| column.value(row));
    let view = || column.as_string_view_opt().map(|column| column.value(row));
    short.or_else(long).or_else(view)
}

fn missing(name: &str, names: &[&str], next: &str) -> Error {
    let names = names.join("», «");
    Error::Usage(format!("the Arrow stream has no column «{name}», only «{names}»; {next}"))
}

fn none(what: &impl ToString) -> Error {
    let what = plain(what);
    Error::Usage(format!(
        "there is no Arrow stream on standard input ({what}); send it in the streaming format of Arrow IPC, as pyarrow.ipc.new_stream writes it"
    ))
}

fn broken(what: &impl ToString) -> Error {
    let what = plain(what);
    Error::Usage(format!(
        "the Arrow stream on standard input breaks off or is damaged ({what}); send it whole and without compression"
    ))
}

/// The message of the library on one line.
fn plain(what: &impl ToString) -> String {
    what.to_string().trim_end_matches('.').replace('\n', " ")
}
