//! The tables as SQL, from the codebook, in the dialect of each database.

use std::collections::HashSet;

use crate::model::table::Table;
use crate::write::codebook::{self, Column, Type};

/// What a database understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// What PostgreSQL and SQLite have in common.
    Common,
    /// SQLite with strict types.
    Sqlite,
    /// DuckDB, which has lists, and checks every foreign key as soon as a row arrives.
    DuckDb,
}

/// Columns that people sort and filter by, besides keys.
const ORDERED_BY: [(Table, &str); 2] = [(Table::Dates, "jdn_start"), (Table::Dates, "jdn_end")];

/// Every table, behind those to which it refers.
pub fn in_order() -> Vec<Table> {
    let mut placed = Vec::new();
    let mut names = HashSet::new();
    let is_next = |table: &Table, names: &HashSet<&str>| {
        !names.contains(table.name()) && parents(*table).all(|parent| names.contains(parent))
    };
    while let Some(table) = Table::ALL.into_iter().find(|table| is_next(table, &names)) {
        names.insert(table.name());
        placed.push(table);
    }
    placed
}

/// The other tables to which a table refers.
fn parents(table: Table) -> impl Iterator<Item = &'static str> {
    let references = codebook::columns(table).iter().filter_map(|column| column.refers_to.as_ref());
    references.map(|(parent, _)| parent.as_str()).filter(move |parent| *parent != table.name())
}

/// The statement that makes a table.
pub fn create(table: Table, dialect: Dialect) -> String {
    let mut lines: Vec<String> = codebook::columns(table)
        .iter()
        .map(|column| {
            format!("  -- {}\n  {}", column.meaning_en, definition(table, column, dialect))
        })
        .collect();
    let key = codebook::primary_key(table).into_iter().map(quoted).collect::<Vec<_>>();
    lines.push(format!("  PRIMARY KEY ({})", key.join(", ")));
    let strict = if dialect == Dialect::Sqlite { " STRICT" } else { "" };
    format!("CREATE TABLE {} (\n{}\n){strict};\n", quoted(table.name()), lines.join(",\n"))
}

fn definition(table: Table, column: &Column, dialect: Dialect) -> String {
    let name = quoted(&column.name);
    let mut text = format!("{name} {}", type_name(&column.kind, dialect));
    if column.required {
        text.push_str(" NOT NULL");
    }
    let words: Vec<String> = match (&column.kind, dialect) {
        (Type::Enum(words), _) => words.iter().map(|word| literal(word)).collect(),
        (Type::Bool, Dialect::Common) => vec!["TRUE".to_owned(), "FALSE".to_owned()],
        (Type::Bool, Dialect::Sqlite) => vec!["0".to_owned(), "1".to_owned()],
        _ => Vec::new(),
    };
    if !words.is_empty() {
        // For a list after IN, SQLite would build a table for each row.
        let words: Vec<String> = words.iter().map(|word| format!("{name} = {word}")).collect();
        text.push_str(&format!(" CHECK ({})", words.join(" OR ")));
    }
    if let Some((parent, key)) = &column.refers_to {
        let reference = format!(" REFERENCES {} ({})", quoted(parent), quoted(key));
        match dialect {
            // A row may refer to one that comes later in its own table.
            Dialect::DuckDb if parent == table.name() => {}
            Dialect::DuckDb => text.push_str(&reference),
            Dialect::Common | Dialect::Sqlite => {
                text.push_str(&format!("{reference} DEFERRABLE INITIALLY DEFERRED"));
            }
        }
    }
    text
}

/// Days are text, since PostgreSQL and many readers have none before year 1.
fn type_name(kind: &Type, dialect: Dialect) -> &'static str {
    match (kind, dialect) {
        (Type::Int, _) | (Type::Bool, Dialect::Sqlite) => "INTEGER",
        (Type::Num, Dialect::Sqlite) => "REAL",
        (Type::Num, _) => "DOUBLE PRECISION",
        (Type::Bool, _) => "BOOLEAN",
        (Type::List, Dialect::DuckDb) => "TEXT[]",
        (Type::Str | Type::Enum(_) | Type::Date | Type::List, _) => "TEXT",
    }
}

/// The statements that make the indices of a table; a primary key has one of its own, which also
/// serves its first column.
pub fn indices(table: Table) -> String {
    let first = codebook::primary_key(table).first().copied().unwrap_or_default();
    let wanted = |column: &&Column| {
        let name = column.name.as_str();
        (column.refers_to.is_some() && name != first) || ORDERED_BY.contains(&(table, name))
    };
    let statement = |column: &Column| {
        let index = quoted(&format!("{}_{}", table.name(), column.name));
        let (table, column) = (quoted(table.name()), quoted(&column.name));
        format!("CREATE INDEX {index} ON {table} ({column});\n")
    };
    codebook::columns(table).iter().filter(wanted).map(statement).collect()
}

/// A name as an identifier.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as a literal.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_comes_behind_those_to_which_it_refers() {
        let order = in_order();
        assert_eq!(order.len(), Table::ALL.len(), "tables refer to each other in a circle");
        for (at, table) in order.iter().enumerate() {
            for parent in parents(*table) {
                assert!(order[..at].iter().any(|before| before.name() == parent), "{table:?}");
            }
        }
    }
}
