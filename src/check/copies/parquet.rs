//! `parquet/*.parquet`: the cells, what the file says of itself, and the points of places.

use std::fs::File;

use polars::prelude::{AnyValue, Column as Series, DataFrame, ParquetReader, SerReader};
use serde_json::{Value, json};

use crate::check::copies::{Comparison, Given};
use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::model::date::day::Day;
use crate::model::table::Table;
use crate::write::codebook;

/// Rows that are read at once, a row group of ours.
const ROWS: usize = 131_072;

/// Julian day number of 1970-01-01.
const EPOCH: i32 = 2_440_588;

/// Checks the Parquet file of a table; an error when it is none.
pub fn check(path: &str, table: Table, files: &Files, faults: &mut Faults) -> Result<(), String> {
    let open = || File::open(files.path(path)).map(ParquetReader::new);
    let open = || open().map_err(|error| format!("cannot be read: {error}"));
    let wrong = |error: &dyn std::fmt::Display| format!("is no Parquet: {error}");
    let mut reader = open()?;
    let metadata = reader.get_metadata().map_err(|error| wrong(&error))?.clone();
    let own = metadata.key_value_metadata().iter().flatten().find(|one| one.key == "litopys");
    let own = own.and_then(|one| one.value.as_deref()).unwrap_or_default();
    said(path, table, own, metadata.num_rows, faults);
    let Some(mut comparison) = Comparison::new(path, table, files, faults) else { return Ok(()) };
    let mut from = 0;
    loop {
        let reader = open()?.with_slice(Some((from, ROWS)));
        let frame = reader.finish().map_err(|error| wrong(&error))?;
        if !compare(&frame, table, &mut comparison, faults) {
            return Ok(());
        }
        from += ROWS;
        if from >= metadata.num_rows {
            break;
        }
    }
    comparison.end(faults);
    Ok(())
}

/// What the file says of itself under the key `litopys`.
fn said(path: &str, table: Table, own: &str, rows: usize, faults: &mut Faults) {
    let said: Value = serde_json::from_str(own).unwrap_or_default();
    let mut spot = faults.at(path, "litopys");
    let key = match codebook::primary_key(table).as_slice() {
        [key] => json!(key),
        keys => json!(keys),
    };
    let expected = [
        ("schema_version", json!(crate::write::SCHEMA_VERSION)),
        ("table", json!(table.name())),
        ("primary_key", key),
        ("rows", json!(rows)),
    ];
    for (name, expected) in expected {
        let found = said.get(name).unwrap_or(&Value::Null);
        spot.same(name, &found.to_string(), "the file", &expected.to_string());
    }
}

/// Compares some rows; false when the columns are others.
fn compare(
    frame: &DataFrame,
    table: Table,
    comparison: &mut Comparison<'_>,
    faults: &mut Faults,
) -> bool {
    let columns = frame.columns();
    let is_point = |series: &&Series| table == Table::Places && series.name() == "geometry";
    let points = columns.iter().find(is_point);
    let columns: Vec<&Series> = columns.iter().filter(|series| !is_point(series)).collect();
    let names: Vec<&str> = columns.iter().map(|series| series.name().as_str()).collect();
    if !comparison.header(&names, faults) {
        return false;
    }
    if table == Table::Places && points.is_none() {
        faults.add(comparison.path, "geometry", "is not there");
    }
    for n in 0..frame.height() {
        let cells: Vec<Given<'_>> = columns.iter().map(|series| given(series, n)).collect();
        comparison.row(&cells, |_, _| false, faults);
        if let Some(points) = points {
            let found = points.get(n).ok().map(|value| point(&value));
            let number = |name: &str| {
                let at = names.iter().position(|one| *one == name);
                match at.and_then(|at| cells.get(at)) {
                    Some(Given::Number(number)) => Some(*number),
                    _ => None,
                }
            };
            if found != Some(number("lon").zip(number("lat"))) {
                let id = cells.first().map(Given::told).unwrap_or_default();
                faults.add(comparison.path, &id, "geometry is not the point of lon and lat");
            }
        }
    }
    true
}

fn given<'s>(series: &'s Series, n: usize) -> Given<'s> {
    match series.get(n) {
        Ok(AnyValue::Null) => Given::Missing,
        Ok(AnyValue::String(text)) => Given::Text(text),
        Ok(AnyValue::StringOwned(text)) => Given::Made(text.to_string()),
        Ok(AnyValue::Int32(number)) => Given::Number(number.into()),
        Ok(AnyValue::Float64(number)) => Given::Number(number),
        Ok(AnyValue::Boolean(flag)) => Given::Flag(flag),
        Ok(AnyValue::Date(days)) => Given::Made(Day(days.saturating_add(EPOCH)).to_string()),
        Ok(AnyValue::List(items)) => match items.str() {
            Ok(items) if items.is_empty() => Given::Missing,
            Ok(items) => Given::Made(items.iter().flatten().collect::<Vec<_>>().join("|")),
            Err(_) => Given::Other,
        },
        Ok(value) => value.get_str().map_or(Given::Other, |text| Given::Made(text.to_owned())),
        Err(_) => Given::Other,
    }
}

/// Longitude and latitude of a point in well-known binary, as Litopys writes it.
fn point(value: &AnyValue<'_>) -> Option<(f64, f64)> {
    let bytes = match value {
        AnyValue::Binary(bytes) => bytes,
        AnyValue::BinaryOwned(bytes) => bytes.as_slice(),
        _ => return None,
    };
    let rest = bytes.strip_prefix(&[1, 1, 0, 0, 0])?;
    let (lon, lat) = rest.split_at_checked(8)?;
    let number = |bytes: &[u8]| bytes.try_into().ok().map(f64::from_le_bytes);
    number(lon).zip(number(lat))
}
