//! `tables-safe/`: the CSV tables again, with no cell that a spreadsheet would run as a formula.
//!
//! What begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it,
//! unless it is a number. The cells are then no longer those of the texts, so these tables come
//! beside the true ones and never instead of them.

use crate::error::Error;
use crate::model::table::is_formula;
use crate::write::csv as tables;

/// Where the copy of a table goes.
pub fn path(of_table: &str) -> String {
    of_table.replacen("tables/", "tables-safe/", 1)
}

/// Copies of rows of tables.
pub fn copies(tables: &[(String, Vec<u8>)]) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let copy = |(of_table, rows): &(String, Vec<u8>)| {
        let path = path(of_table);
        let bytes = disarmed(rows).map_err(|error| Error::format(&path, error))?;
        Ok((path, bytes))
    };
    tables.iter().map(copy).collect()
}

fn disarmed(rows: &[u8]) -> csv::Result<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(rows);
    let mut lines = tables::lines();
    let mut row = csv::StringRecord::new();
    let mut cell = String::new();
    while reader.read_record(&mut row)? {
        for text in &row {
            cell.clear();
            cell.push_str(if is_formula(text) { "'" } else { "" });
            cell.push_str(text);
            lines.write_field(&cell)?;
        }
        lines.write_record(None::<&[u8]>)?;
    }
    lines.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_an_apostrophe_and_numbers_none() {
        let rows = "a,=1+1,\"=x(\"\"y\"\")\",-5.5,-0043-01-01,\"\r\n=b\",b=c,\r\n";
        let found = String::from_utf8(disarmed(rows.as_bytes()).unwrap()).unwrap();
        assert_eq!(found, "a,'=1+1,\"'=x(\"\"y\"\")\",-5.5,'-0043-01-01,\"'\r\n=b\",b=c,\r\n");
    }
}
