//! `datapackage.json`, the data dictionary in the Data Package standard, and `README.md`.

use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::model::record::{Corpus, Outcome, Run};
use crate::model::table::Table;
use crate::write::codebook::{self, Column, Type};
use crate::write::folder::{Folder, Listed};
use crate::write::{Encoded, Sink, Writer};

/// The description of the folder.
pub struct Package;

impl Writer for Package {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn encode(&self, _: &Run, _: &[Outcome]) -> Result<Encoded, Error> {
        Ok(Encoded::Nothing)
    }

    fn open(&self, _: &Run, _: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(Files))
    }
}

struct Files;

impl Sink for Files {
    fn close(self: Box<Self>, run: &Run, _: &Corpus, folder: &mut Folder) -> Result<(), Error> {
        folder.put("README.md", readme().as_bytes())?;
        if folder.tables().is_empty() {
            return Ok(());
        }
        let package = package(run, folder.tables());
        let mut text = serde_json::to_string_pretty(&package)
            .map_err(|error| Error::format("datapackage.json", error))?;
        text.push('\n');
        folder.put("datapackage.json", text.as_bytes())
    }
}

/// Data Package 2.0, with a table schema for each table.
fn package(run: &Run, files: &[Listed]) -> Value {
    let path = |table: &Table| format!("tables/{}.csv", table.name());
    let resources: Vec<Value> = Table::ALL
        .iter()
        .filter_map(|table| {
            let file = files.iter().find(|file| file.path == path(table))?;
            Some(resource(*table, file))
        })
        .collect();
    let title = if run.title.is_empty() { "Litopys records" } else { &run.title };
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "litopys",
        "title": title,
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "resources": resources,
    })
}

fn resource(table: Table, file: &Listed) -> Value {
    let columns = codebook::columns(table);
    let alone = codebook::primary_key(table).len() == 1;
    let fields: Vec<Value> = columns.iter().map(|column| field(column, alone)).collect();
    let keys: Vec<Value> = columns.iter().filter_map(|c| foreign_key(table, c)).collect();
    let mut schema = Map::from_iter([
        ("fields".to_owned(), json!(fields)),
        ("missingValues".to_owned(), json!([""])),
    ]);
    let key = codebook::primary_key(table);
    if !key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(key));
    }
    if !keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(keys));
    }
    json!({
        "name": table.name(),
        "type": "table",
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "dialect": {"lineTerminator": "\r\n"},
        "schema": schema,
    })
}

fn field(column: &Column, alone: bool) -> Value {
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    if column.is_key && alone {
        constraints.insert("unique".to_owned(), json!(true));
    }
    let kind = match &column.kind {
        Type::Int => "integer",
        Type::Num => "number",
        Type::Bool => "boolean",
        Type::Enum(words) => {
            constraints.insert("enum".to_owned(), json!(words));
            "string"
        }
        // Readers' dates begin with year 1, so days are text of a known shape.
        Type::Date => {
            constraints.insert("pattern".to_owned(), json!("-?\\d{4,}-\\d\\d-\\d\\d"));
            "string"
        }
        // A list of strings is one string with | between its items.
        Type::Str | Type::List => "string",
    };
    let mut field = Map::from_iter([
        ("name".to_owned(), json!(column.name)),
        ("type".to_owned(), json!(kind)),
        ("description".to_owned(), json!(column.meaning_en)),
    ]);
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), Value::Object(constraints));
    }
    Value::Object(field)
}

fn foreign_key(table: Table, column: &Column) -> Option<Value> {
    let (other, key) = column.refers_to.as_ref()?;
    // The empty name is the standard's word for the table itself.
    let resource = if other == table.name() { "" } else { other };
    Some(json!({
        "fields": [column.name],
        "reference": {"resource": resource, "fields": [key]},
    }))
}

/// What the folder holds, the same for every run.
pub fn readme() -> String {
    let mut text = String::from(HEAD);
    for table in Table::ALL {
        text.push_str(&format!("\n### {}\n\n", table.name()));
        text.push_str("| column | type | meaning |\n|---|---|---|\n");
        for column in codebook::columns(table) {
            let star = if column.required { "" } else { ", may be empty" };
            let kind = match &column.kind {
                Type::Str => "text",
                Type::Int => "whole number",
                Type::Num => "number",
                Type::Date => "day",
                Type::Bool => "true or false",
                Type::List => "list",
                Type::Enum(_) => "word of a list",
            };
            text.push_str(&format!("| {} | {kind}{star} | {} |\n", column.name, column.meaning_en));
        }
    }
    text
}

const HEAD: &str = "\
# Output of Litopys

This folder is made by `litopys convert`; the next run replaces what changed and removes what no
longer has a source. Files that Litopys did not make are left alone.

| path | what it is |
|---|---|
| `source/` | the texts as they were read, byte for byte; every offset points into them |
| `tei/` | a TEI P5 document for each text; `registers.tei.xml` lists every place, organization and person; `corpus.tei.xml` includes them all |
| `tables/` | the records as CSV: UTF-8, comma, CRLF, one header row, empty cell = no value |
| `parquet/` | the same tables, cell for cell, typed; `places.parquet` is GeoParquet |
| `tables.xlsx` | the same tables for Excel, a sheet each; every text is a text, so no date or formula is made of it, and `notes` names cells longer than Excel's |
| `records.sqlite` | the same tables as one database with keys and indices; Datasette opens it |
| `sql/` | scripts that load the CSV tables into PostgreSQL, SQLite or DuckDB; each says how |
| `datapackage.json` | types, keys, sizes and checksums of the CSV tables, for Data Package readers |
| `quarantine/` | untouched copies of files that are no text; `problems` says why |
| `checksums.sha256` | SHA-256 of every other file but `run.json`; check with `sha256sum -c checksums.sha256` |
| `run.json` | what made this folder: version, options, counts |

Rows are in the order of the text; offsets are zero-based and half-open, in code points (`_cp`) or
bytes (`_byte`). Ids are the same in every format. The records are CC0-1.0; the licence of the
texts is in `documents.licence`.

## Tables
";
