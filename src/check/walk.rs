//! The tables that are ordered by document, read side by side.

use std::collections::{BTreeMap, HashMap};

use csv::StringRecord;

use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::check::table::{self, Held, Row, Rows};
use crate::model::table::Table;

/// The tables whose rows belong to documents.
const TABLES: [Table; 5] =
    [Table::Sentences, Table::Mentions, Table::Dates, Table::Candidates, Table::Problems];

/// Tables on their way through the documents.
pub struct Walk {
    /// Each with the row that comes next.
    streams: Vec<(Rows, Option<StringRecord>)>,
    /// Problems of files that became no document.
    pub asides: Held,
}

/// The rows of one document.
pub struct Sheets(BTreeMap<Table, Held>);

impl Walk {
    /// Opens the tables that are there.
    pub fn begin(files: &Files, faults: &mut Faults) -> Self {
        let mut streams = Vec::new();
        for table in TABLES {
            let Some(mut rows) = Rows::open(files, table, faults) else { continue };
            let first = rows.next(faults);
            streams.push((rows, first));
        }
        Self { streams, asides: Held::new(Table::Problems) }
    }

    /// The rows of the document with this place among all.
    pub fn take(
        &mut self,
        place: usize,
        order: &HashMap<String, usize>,
        faults: &mut Faults,
    ) -> Sheets {
        let mut sheets = BTreeMap::new();
        for (rows, next) in &mut self.streams {
            let mut held = Held::new(rows.table);
            while let Some(record) = next.take() {
                let row = Row::new(rows.table, &record);
                let document = row.document();
                match order.get(document) {
                    Some(later) if place < *later => {
                        *next = Some(record);
                        break;
                    }
                    Some(here) if *here == place => held.push(record, faults),
                    None if document.is_empty() && rows.table == Table::Problems => {
                        self.asides.push(record, faults);
                    }
                    known => {
                        let what = match known {
                            Some(_) => format!("stands behind rows of documents after {document}"),
                            None => format!("belongs to {document}, of which there is no document"),
                        };
                        faults.add(&table::path(rows.table), &row.key(), what);
                    }
                }
                *next = rows.next(faults);
            }
            sheets.insert(rows.table, held);
        }
        Sheets(sheets)
    }
}

impl Sheets {
    /// The rows of a table, if it is there.
    pub fn table(&self, table: Table) -> Option<&Held> {
        self.0.get(&table)
    }

    /// The rows of a table, none if it is not there.
    pub fn rows(&self, table: Table) -> impl Iterator<Item = Row<'_>> {
        self.table(table).into_iter().flat_map(Held::rows)
    }

    /// A row by its key.
    pub fn get(&self, table: Table, key: &str) -> Option<Row<'_>> {
        self.table(table)?.get(key)
    }

    /// Notes every foreign key into these tables that leads nowhere.
    pub fn foreign_keys(&self, faults: &mut Faults) {
        for held in self.0.values() {
            for row in held.rows() {
                for (column, cell) in row.cells().filter(|(_, cell)| !cell.is_empty()) {
                    let Some((other, _)) = &column.refers_to else { continue };
                    let Some(other) = self.0.values().find(|held| held.is(other)) else { continue };
                    if other.get(cell).is_none() {
                        let what = format!("{} is {cell}, of which there is no row", column.name);
                        faults.add(held.path(), &row.key(), what);
                    }
                }
            }
        }
    }
}
