//! `sql/`: scripts that make databases of the CSV tables, for PostgreSQL, SQLite and DuckDB.

use crate::error::Error;
use crate::model::record::Run;
use crate::model::table::Table;
use crate::write::codebook::{self, Column, Type};
use crate::write::ddl::{self, Dialect, literal, quoted};
use crate::write::folder::Folder;
use crate::write::register::Whole;
use crate::write::{Sink, WholeFile, Writer};

/// Scripts in SQL.
pub struct Sql;

impl Writer for Sql {
    fn name(&self) -> Option<&'static str> {
        Some("sql")
    }

    fn needs(&self) -> Option<&'static str> {
        Some("csv")
    }

    fn open(&self, _: &Run, _: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(Scripts))
    }
}

struct Scripts;

impl Sink for Scripts {
    fn close(self: Box<Self>, _: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        let scripts = [
            ("schema.sql", schema(COMMON, Dialect::Common)),
            ("schema-duckdb.sql", schema(DUCKDB, Dialect::DuckDb)),
            ("load-postgres.sql", load(LOAD_POSTGRES, postgres, END_POSTGRES)),
            ("load-sqlite.sql", load(LOAD_SQLITE, sqlite, "\nCOMMIT;\n")),
            ("load-duckdb.sql", load(LOAD_DUCKDB, duckdb, "\nCOMMIT;\n")),
        ];
        for (name, text) in scripts {
            folder.put(&WholeFile::new(format!("sql/{name}"), text.into_bytes()))?;
        }
        Ok(())
    }
}

const COMMON: &str = "-- The tables of Litopys for PostgreSQL and SQLite.\n";

const DUCKDB: &str = "\
-- The tables of Litopys for DuckDB. Keys that refer to their own table are left out, since DuckDB
-- checks each row as it arrives.
";

const LOAD_POSTGRES: &str = "\
-- Makes the tables in PostgreSQL and fills them from tables/*.csv. From the folder above sql/:
--     psql -d database -f sql/load-postgres.sql
-- PostgreSQL holds no text with U+0000; if a table has one, loading stops there.
\\set ON_ERROR_STOP on
BEGIN;
\\ir schema.sql

";

const END_POSTGRES: &str = "
COMMIT;

-- With PostGIS, places become points like this:
-- CREATE EXTENSION IF NOT EXISTS postgis;
-- ALTER TABLE places ADD geom geometry(Point, 4326);
-- UPDATE places SET geom = ST_SetSRID(ST_MakePoint(lon, lat), 4326);
-- CREATE INDEX places_geom ON places USING gist (geom);
";

const LOAD_SQLITE: &str = "\
-- Makes the tables in SQLite and fills them from tables/*.csv. From the folder above sql/:
--     sqlite3 records.db '.read sql/load-sqlite.sql'
-- The format sqlite of Litopys gives the same database ready-made. Text with U+0000 ends there
-- when sqlite3 imports it.
.bail on
PRAGMA foreign_keys = ON;
BEGIN;
.read sql/schema.sql
";

const LOAD_DUCKDB: &str = "\
-- Fills the tables of schema-duckdb.sql from tables/*.csv. From the folder above sql/:
--     duckdb records.duckdb '.read sql/schema-duckdb.sql' '.read sql/load-duckdb.sql'
BEGIN;
";

fn schema(head: &str, dialect: Dialect) -> String {
    let mut text = head.to_owned();
    for table in ddl::in_order() {
        text.push('\n');
        text.push_str(&ddl::create(table, dialect));
        text.push_str(&ddl::indices(table));
    }
    text
}

fn load(head: &str, fill: fn(Table) -> String, end: &str) -> String {
    let fills: String = ddl::in_order().into_iter().map(fill).collect();
    format!("{head}{fills}{end}")
}

/// `\\copy` ends with its line.
fn postgres(table: Table) -> String {
    let name = table.name();
    let options = "(FORMAT csv, HEADER true, ENCODING 'UTF8')";
    format!("\\copy {} FROM 'tables/{name}.csv' WITH {options}\n", quoted(name))
}

/// `.import` makes text of what is missing and of yes and no, so rows take a step between.
fn sqlite(table: Table) -> String {
    let cell = |column: &Column| {
        let cell = format!("NULLIF({}, '')", quoted(&column.name));
        if column.kind == Type::Bool { format!("{cell} = 'true'") } else { cell }
    };
    let cells: Vec<String> = codebook::columns(table).iter().map(cell).collect();
    let (cells, name, to) = (cells.join(",\n  "), table.name(), quoted(table.name()));
    format!(
        "
CREATE TEMPORARY TABLE staging AS SELECT * FROM {to} LIMIT 0;
.import --csv --skip 1 tables/{name}.csv staging
INSERT INTO {to} SELECT
  {cells}
FROM staging;
DROP TABLE staging;
"
    )
}

/// Types are given, since DuckDB would guess them from some of the rows.
fn duckdb(table: Table) -> String {
    let columns = codebook::columns(table);
    let kind = |column: &Column| {
        let kind = match column.kind {
            Type::Int => "INTEGER",
            Type::Num => "DOUBLE",
            Type::Bool => "BOOLEAN",
            Type::Str | Type::Enum(_) | Type::Date | Type::List => "VARCHAR",
        };
        format!("{}: '{kind}'", literal(&column.name))
    };
    let list = |column: &Column| {
        let cell = quoted(&column.name);
        (column.kind == Type::List).then(|| format!("string_split({cell}, '|') AS {cell}"))
    };
    let kinds: Vec<String> = columns.iter().map(kind).collect();
    let lists: Vec<String> = columns.iter().filter_map(list).collect();
    let lists =
        if lists.is_empty() { String::new() } else { format!(" REPLACE ({})", lists.join(", ")) };
    let (kinds, name, to) = (kinds.join(",\n  "), table.name(), quoted(table.name()));
    format!(
        "
INSERT INTO {to} SELECT *{lists}
FROM read_csv('tables/{name}.csv', {CSV}, columns = {{
  {kinds}
}});
"
    )
}

/// The format of our tables. Line ends inside quotation marks rule out reading from several places
/// at once, and a line may be a whole document.
const CSV: &str = "header = true, delim = ',', quote = '\"', escape = '\"', parallel = false, \
                   max_line_size = 268435456";
