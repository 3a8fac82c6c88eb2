//! Reads the tables that are compiled into the program.

use serde::de::DeserializeOwned;

/// The rows of an embedded table: a header, then tab-separated cells without quoting; lines that
/// begin with `#` are remarks.
#[expect(clippy::panic, reason = "a table in the binary is malformed; a test reads each of them")]
pub fn rows<T: DeserializeOwned>(name: &str, table: &str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .comment(Some(b'#'))
        .quoting(false)
        .from_reader(table.as_bytes());
    let rows: Result<Vec<T>, _> = reader.deserialize().collect();
    rows.unwrap_or_else(|error| panic!("embedded table «{name}»: {error}"))
}
