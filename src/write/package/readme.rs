//! `README.md`: what the output folder holds, for people.

use crate::model::table::Table;
use crate::write::codebook::{self, Type};

/// What the folder holds, the same for every run.
pub fn text() -> String {
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
| `source/` | the texts: plain text byte for byte, other formats as read out of them, in UTF-8; every offset points into them |
| `tei/` | a TEI P5 document for each text; `registers.tei.xml` lists every place, organization and person; `corpus.tei.xml` includes them all |
| `tables/` | the records as CSV: UTF-8, comma, CRLF, one header row, empty cell = no value |
| `tables-safe/` | the same with an apostrophe before cells that a spreadsheet would run as formulas, if it was asked for |
| `parquet/` | the same tables, cell for cell, typed; `places.parquet` is GeoParquet |
| `tables.xlsx` | the same tables for Excel, a sheet each; every text is a text, so no date or formula is made of it, and `notes` names cells longer than Excel's |
| `records.sqlite` | the same tables as one database with keys and indices; Datasette opens it |
| `sql/` | scripts that load the CSV tables into PostgreSQL, SQLite or DuckDB; each says how |
| `geo/` | the places for maps and gazetteers: GeoJSON, Linked Places, Linked Places as a table |
| `annotations/` | every mention as a W3C Web Annotation, one a line, a file for each text |
| `flat/` | every mention with its sentence, place and dates in one table, for tools that join none |
| `datapackage.json` | types, keys, sizes and checksums of the CSV tables, for Data Package readers |
| `quarantine/` | untouched copies of files that are no text; `problems` says why |
| `checksums.sha256` | SHA-256 of every other file but `run.json`; check with `sha256sum -c checksums.sha256` |
| `run.json` | what made this folder: version, options, counts |

Rows are in the order of the text; offsets are zero-based and half-open, in code points (`_cp`) or
bytes (`_byte`). Ids are the same in every format. The records are CC0-1.0; the licence of the
texts is in `documents.licence`.

## Tables
";
