//! `datapackage.json`: the data dictionary in the Data Package standard.

use serde_json::{Map, Value, json};

use crate::licence::Licence;
use crate::model::record::Run;
use crate::model::table::Table;
use crate::write::codebook::{self, Column, DAY_PATTERN, Type};
use crate::write::folder::Listed;

/// Data Package 2.0, with a table schema for each table.
pub fn package(run: &Run, files: &[Listed]) -> Value {
    let path = |table: &Table| format!("tables/{}.csv", table.name());
    let resources: Vec<Value> = Table::ALL
        .iter()
        .filter_map(|table| {
            let file = files.iter().find(|file| file.path == path(table))?;
            Some(resource(*table, file))
        })
        .collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "litopys",
        "title": run.colophon.title_of_records(),
        "licenses": [licence(&run.colophon.records_licence)],
        "resources": resources,
    })
}

/// One licence has its name and its page; an expression of several, or one's own, what there is.
fn licence(licence: &Licence) -> Value {
    match (licence.id(), licence.url()) {
        (Some(id), Some(url)) => json!({"name": id, "path": url}),
        (_, Some(url)) => json!({"path": url}),
        _ => json!({"name": licence.as_str()}),
    }
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
            constraints.insert("pattern".to_owned(), json!(DAY_PATTERN));
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
