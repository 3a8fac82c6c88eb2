//! `datapackage.json` and `tables/csv-metadata.json`, against the tables that they describe.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::check::table;
use crate::model::table::Table;
use crate::write::codebook;

const PACKAGE: &str = "datapackage.json";
const METADATA: &str = "tables/csv-metadata.json";

/// Checks both descriptions, as far as they are there.
pub fn check(files: &Files, faults: &mut Faults) {
    if let Some(package) = json(files, PACKAGE, faults) {
        let resources = list(&package, "resources");
        let described = resources.iter().map(|resource| text(resource, "path").to_owned());
        all_described(files, PACKAGE, described.collect(), faults);
        for resource in resources {
            self::resource(files, resource, faults);
        }
    }
    if let Some(metadata) = json(files, METADATA, faults) {
        let tables = list(&metadata, "tables");
        let described = tables.iter().map(|one| format!("tables/{}", text(one, "url")));
        all_described(files, METADATA, described.collect(), faults);
        for one in tables {
            let path = format!("tables/{}", text(one, "url"));
            columns(METADATA, &path, list(within(one, "tableSchema"), "columns"), faults);
        }
    }
}

/// A file of JSON that is there.
pub fn json(files: &Files, path: &str, faults: &mut Faults) -> Option<Value> {
    let text = files.text(path, faults)?;
    let value = serde_json::from_str(&text);
    value.map_err(|error| faults.add(path, "", format!("is no JSON: {error}"))).ok()
}

/// A list in an object; empty when it has none.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A value in an object; null when it has none.
pub fn within<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or(&Value::Null)
}

/// A text in an object; empty when it has none.
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn all_described(files: &Files, path: &str, described: BTreeSet<String>, faults: &mut Faults) {
    for table in Table::ALL.into_iter().map(table::path).filter(|table| files.has(table)) {
        if !described.contains(&table) {
            faults.add(path, &table, "is not described");
        }
    }
}

fn resource(files: &Files, resource: &Value, faults: &mut Faults) {
    let path = text(resource, "path");
    let Some(present) = files.get(path) else {
        faults.add(PACKAGE, path, "is described but not there");
        return;
    };
    let mut spot = faults.at(PACKAGE, path);
    let bytes = resource.get("bytes").and_then(Value::as_u64).unwrap_or_default();
    spot.equal("bytes", bytes, "the file", present.bytes);
    let hash = format!("sha256:{}", present.sha256);
    spot.same("hash", text(resource, "hash"), "the file", &hash);
    let fields = list(within(resource, "schema"), "fields");
    columns(PACKAGE, path, fields, faults);
    let table = Table::ALL.into_iter().find(|table| table::path(*table) == path);
    let columns = table.map(codebook::columns).unwrap_or_default();
    for (field, column) in fields.iter().zip(columns) {
        let mut spot = faults.at(PACKAGE, path);
        let what = format!("the description of {}", column.name);
        spot.same(&what, text(field, "description"), "the codebook", &column.meaning_en);
    }
}

/// The columns of a table are those of the codebook.
fn columns(file: &str, path: &str, columns: &[Value], faults: &mut Faults) {
    let Some(table) = Table::ALL.into_iter().find(|one| table::path(*one) == path) else {
        faults.add(file, path, "is no table of Litopys");
        return;
    };
    let found: Vec<&str> = columns.iter().map(|column| text(column, "name")).collect();
    let expected: Vec<&str> =
        codebook::columns(table).iter().map(|column| column.name.as_str()).collect();
    let mut spot = faults.at(file, path);
    spot.same("the list of columns", &found.join(","), "the codebook", &expected.join(","));
}
