//! `records.sqlite`: the tables as one database, keys declared, for Datasette and SQL.

use std::{io, path};

use rusqlite::{Connection, ErrorCode, OpenFlags, Statement};

use crate::error::Error;
use crate::model::record::{Outcome, Run};
use crate::model::table::{Cell, Table};
use crate::write::columns::{self, Batch};
use crate::write::ddl::{self, Dialect};
use crate::write::folder::{Folder, Pending};
use crate::write::register::Whole;
use crate::write::{Encoded, SCHEMA_VERSION, Sink, Writer};

const FILE: &str = "records.sqlite";

/// «LiTo», by which `file` and others tell our databases.
const APPLICATION_ID: i32 = 0x4C69_546F;

/// One SQLite database.
pub struct Sqlite;

impl Writer for Sqlite {
    fn name(&self) -> Option<&'static str> {
        Some("sqlite")
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        Ok(Encoded::Batches(columns::of_chunk(run, chunk)))
    }

    fn open(&self, _: &Run, folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        let (file, pending) = folder.begin(FILE)?;
        // Closing it later would take away the locks that SQLite has on the same file.
        drop(file);
        let connection = open(&pending).map_err(failed(&pending))?;
        Ok(Box::new(Database { connection, pending }))
    }
}

/// The database on its way to its file, all of it one transaction.
struct Database {
    connection: Connection,
    pending: Pending,
}

fn open(pending: &Pending) -> rusqlite::Result<Connection> {
    // A relative path might begin like an address.
    let path = path::absolute(pending.temporary());
    let path = path.unwrap_or_else(|_| pending.temporary().to_owned());
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // A run that fails throws the file away, so nothing need be undone or wait for the disk. Keys
    // are checked at the end, when all that they refer to is there.
    connection.execute_batch(&format!(
        "PRAGMA page_size = 4096;
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA foreign_keys = OFF;
        BEGIN;
        PRAGMA application_id = {APPLICATION_ID};
        PRAGMA user_version = {};",
        user_version()
    ))?;
    for table in ddl::in_order() {
        connection.execute_batch(&ddl::create(table, Dialect::Sqlite))?;
    }
    Ok(connection)
}

/// The version of the tables as a number: 1002 for 1.2.
fn user_version() -> u32 {
    let parts = SCHEMA_VERSION.split('.').filter_map(|part| part.parse::<u32>().ok());
    parts.fold(0, |version, part| version * 1000 + part)
}

impl Database {
    fn insert(&self, batches: &[Batch]) -> Result<(), Error> {
        for batch in batches.iter().filter(|batch| batch.rows > 0) {
            insert(&self.connection, batch).map_err(failed(&self.pending))?;
        }
        Ok(())
    }

    /// Checks what has been left for the end.
    fn check(&self) -> Result<(), Error> {
        let lost = lost_reference(&self.connection).map_err(failed(&self.pending))?;
        lost.map_or(Ok(()), |message| Err(Error::format(FILE, message)))
    }

    fn finish(self) -> rusqlite::Result<Pending> {
        self.connection.execute_batch("COMMIT;")?;
        self.connection.close().map_err(|(_, error)| error)?;
        Ok(self.pending)
    }
}

fn insert(connection: &Connection, batch: &Batch) -> rusqlite::Result<()> {
    let places = vec!["?"; batch.columns.len()].join(", ");
    let table = ddl::quoted(batch.table.name());
    let mut statement = connection.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
    for row in 0..batch.rows {
        for (cell, at) in batch.flat(row).zip(1..) {
            bind(&mut statement, at, &cell)?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

fn bind(statement: &mut Statement<'_>, at: usize, cell: &Cell<'_>) -> rusqlite::Result<()> {
    match cell {
        Cell::Str(text) => statement.raw_bind_parameter(at, text.as_ref()),
        Cell::Int(number) => statement.raw_bind_parameter(at, number),
        Cell::Num(number) => statement.raw_bind_parameter(at, number),
        Cell::Bool(flag) => statement.raw_bind_parameter(at, flag),
        // There are no others in the rows of a batch.
        Cell::Empty | Cell::Date(_) | Cell::List(_) => {
            statement.raw_bind_parameter(at, rusqlite::types::Null)
        }
    }
}

/// A row that refers to one that does not exist.
fn lost_reference(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (table, number, parent): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(Some(format!("row {number} of {table} refers to a row that {parent} does not have")))
}

impl Sink for Database {
    fn append(&mut self, encoded: Encoded, _: &mut Folder) -> Result<(), Error> {
        match encoded {
            Encoded::Batches(batches) => self.insert(&batches),
            _ => Ok(()),
        }
    }

    fn complete(&mut self, run: &Run, whole: &Whole) -> Result<(), Error> {
        columns::of_corpus(run, &whole.register, |batches| self.insert(&batches))?;
        // Making an index of all rows at once is faster than keeping it in order row by row.
        let indices: String = Table::ALL.into_iter().map(ddl::indices).collect();
        self.connection.execute_batch(&indices).map_err(failed(&self.pending))?;
        self.check()
    }

    fn close(self: Box<Self>, _: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        let path = self.pending.path().to_owned();
        let pending = self.finish().map_err(|error| wrong(&path, error))?;
        folder.adopt(pending.written()?)
    }
}

fn failed(pending: &Pending) -> impl Fn(rusqlite::Error) -> Error {
    |error| wrong(pending.path(), error)
}

/// What the disk refuses is not what the database refuses.
fn wrong(path: &path::Path, error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied,
        ) => Error::write(path, io::Error::other(error)),
        _ => Error::format(FILE, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_refers_to_nothing_is_named() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for table in ddl::in_order() {
            connection.execute_batch(&ddl::create(table, Dialect::Sqlite)).unwrap();
        }
        assert_eq!(lost_reference(&connection), Ok(None));
        let row = "INSERT INTO persons (person_id, name) VALUES ('per-a', 'А.')";
        connection.execute_batch(row).unwrap();
        let expected = "row 1 of persons refers to a row that entities does not have";
        assert_eq!(lost_reference(&connection), Ok(Some(expected.to_owned())));
    }
}
