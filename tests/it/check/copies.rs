//! Parquet against CSV.

use crate::check::output::{check, told};

const MENTIONS: &str = "parquet/mentions.parquet";

#[test]
fn parquet_is_the_csv_cell_for_cell() {
    check(&[
        ("a canonical form is another one in CSV alone", |output| {
            let id = output.row("mentions", "surface", "Києва")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "canonical", "Киев");
            told(MENTIONS, id)
        }),
        ("a file is cut", |output| {
            let bytes = output.0.get_mut(MENTIONS).unwrap();
            bytes.truncate(bytes.len() - 9);
            told(MENTIONS, "is no Parquet")
        }),
        ("a file is that of another table", |output| {
            let other = output.0["parquet/dates.parquet"].clone();
            output.0.insert(MENTIONS.to_owned(), other);
            told(MENTIONS, "columns of the codebook")
        }),
        ("a file is gone", |output| {
            output.0.remove(MENTIONS);
            told(MENTIONS, "is not there")
        }),
        ("a file is older than the CSV", |output| {
            // A row less than the table of today.
            output.change("problems", |rows| rows.insert(1, rows[0].clone()));
            told("parquet/problems.parquet", "problems")
        }),
        ("a place has moved in CSV alone", |output| {
            output.set("places", ("place_id", "plc-kyiv"), "lat", "50.0");
            told("parquet/places.parquet", "plc-kyiv")
        }),
    ]);
}
