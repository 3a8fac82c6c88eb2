//! `records.sqlite`: sound by SQLite's own checks, and the tables in it.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use crate::check::copies::{Comparison, Given};
use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::model::table::Table;
use crate::write::codebook::{self, Type};

/// Where the database is in the folder.
pub const PATH: &str = "records.sqlite";

/// Checks the database; an error when SQLite cannot read it.
pub fn check(files: &Files, faults: &mut Faults) -> Result<(), String> {
    // Read-only keeps SQLite from mending anything.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(files.path(PATH), flags).map_err(unreadable)?;
    pragma(&connection, "integrity_check", faults).map_err(unreadable)?;
    pragma(&connection, "foreign_key_check", faults).map_err(unreadable)?;
    let tables = tables(&connection).map_err(unreadable)?;
    for table in Table::ALL {
        if !tables.iter().any(|name| name == table.name()) {
            faults.add(PATH, table.name(), "is not there");
        } else if let Some(comparison) = Comparison::new(PATH, table, files, faults) {
            compare(&connection, table, comparison, faults).map_err(unreadable)?;
        }
    }
    Ok(())
}

fn unreadable(error: rusqlite::Error) -> String {
    format!("cannot be read: {error}")
}

fn pragma(connection: &Connection, name: &str, faults: &mut Faults) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(&format!("PRAGMA {name}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let first = row.get_ref(0)?.as_str().unwrap_or_default().to_owned();
        if first != "ok" {
            faults.add(PATH, &first, format!("does not hold by {name} of SQLite"));
        }
    }
    Ok(())
}

/// What is a table; a view could be anything.
fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn compare(
    connection: &Connection,
    table: Table,
    mut comparison: Comparison<'_>,
    faults: &mut Faults,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{}\"", table.name()))?;
    let names: Vec<&str> = statement.column_names().collect();
    if !comparison.header(&names, faults) {
        return Ok(());
    }
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let cells: rusqlite::Result<Vec<Given<'_>>> = codebook::columns(table)
            .iter()
            .enumerate()
            .map(|(n, c)| given(row, n, &c.kind))
            .collect();
        comparison.row(&cells?, |_, _| false, faults);
    }
    comparison.end(faults);
    Ok(())
}

fn given<'r>(row: &'r Row<'_>, n: usize, kind: &Type) -> rusqlite::Result<Given<'r>> {
    Ok(match row.get_ref(n)? {
        ValueRef::Null => Given::Missing,
        ValueRef::Integer(number) if *kind == Type::Bool => match number {
            0 | 1 => Given::Flag(number == 1),
            _ => Given::Other,
        },
        ValueRef::Integer(number) => Given::Number(number as f64),
        ValueRef::Real(number) => Given::Number(number),
        ValueRef::Text(text) => std::str::from_utf8(text).map_or(Given::Other, Given::Text),
        ValueRef::Blob(_) => Given::Other,
    })
}
