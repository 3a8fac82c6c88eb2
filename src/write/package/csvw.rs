//! `tables/csv-metadata.json`: the tables as CSV on the Web (W3C, 2015) describes them.

use serde_json::{Map, Value, json};

use crate::model::record::Run;
use crate::model::table::Table;
use crate::write::codebook::{self, Column, DAY_PATTERN, Type};

/// The Extended Date/Time Format as a datatype of the Library of Congress.
const EDTF: &str = "http://id.loc.gov/datatypes/edtf";

/// The metadata of all tables; their addresses are those beside the file.
pub fn metadata(run: &Run) -> Value {
    json!({
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": run.colophon.title_of_records(),
        "dialect": {"encoding": "utf-8", "header": true, "lineTerminators": ["\r\n"]},
        "tables": Table::ALL.map(table),
    })
}

fn table(table: Table) -> Value {
    let columns: Vec<Value> = codebook::columns(table).iter().map(column).collect();
    let keys: Vec<Value> = codebook::columns(table).iter().filter_map(foreign_key).collect();
    let mut schema = Map::from_iter([
        ("columns".to_owned(), json!(columns)),
        ("primaryKey".to_owned(), json!(codebook::primary_key(table))),
    ]);
    if !keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(keys));
    }
    json!({ "url": address(table.name()), "tableSchema": schema })
}

fn address(table: &str) -> String {
    format!("{table}.csv")
}

fn column(column: &Column) -> Value {
    let pattern = |format: &str| json!({"base": "string", "format": format});
    let datatype = match &column.kind {
        Type::Str if column.is_edtf => json!({"@id": EDTF, "base": "string"}),
        Type::Str | Type::List => json!("string"),
        Type::Int => json!("integer"),
        Type::Num => json!("double"),
        Type::Bool => json!("boolean"),
        Type::Enum(words) => pattern(&words.join("|")),
        Type::Date => pattern(DAY_PATTERN),
    };
    let mut described = Map::from_iter([
        ("name".to_owned(), json!(column.name)),
        ("titles".to_owned(), json!(column.name)),
        ("dc:description".to_owned(), json!(column.meaning_en)),
        ("datatype".to_owned(), datatype),
    ]);
    if column.required {
        described.insert("required".to_owned(), json!(true));
    }
    if column.kind == Type::List {
        described.insert("separator".to_owned(), json!("|"));
    }
    Value::Object(described)
}

/// Only of columns that are never empty: validators look for the empty cell in the other table.
fn foreign_key(column: &Column) -> Option<Value> {
    let (other, key) = column.refers_to.as_ref().filter(|_| column.required)?;
    Some(json!({
        "columnReference": column.name,
        "reference": {"resource": address(other), "columnReference": key},
    }))
}
