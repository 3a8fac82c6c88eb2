//! The description of every table and column, from `schema/tables.tsv`; CSV headers, Parquet
//! types and the data dictionary all come from it.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::table::Table;

/// The codebook as it stands in the repository.
pub const TEXT: &str = include_str!("../../schema/tables.tsv");

#[derive(Deserialize)]
struct Line {
    table: String,
    column: String,
    r#type: String,
    required: String,
    key: String,
    meaning_uk: String,
    meaning_en: String,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Str,
    /// 32-bit whole number.
    Int,
    /// 64-bit floating point number.
    Num,
    /// Proleptic Gregorian day.
    Date,
    /// Yes or no.
    Bool,
    /// List of strings.
    List,
    /// One of these words.
    Enum(Vec<String>),
}

/// What days look like as text. Few readers know years before 1, so tables have no other form.
pub const DAY_PATTERN: &str = "-?\\d{4,}-\\d\\d-\\d\\d";

/// One column.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// Whether its text is in the Extended Date/Time Format.
    pub is_edtf: bool,
    /// Whether it is never empty.
    pub required: bool,
    /// Whether it identifies the row, alone or with others.
    pub is_key: bool,
    /// The table and column that it refers to.
    pub refers_to: Option<(String, String)>,
    /// What it means, in Ukrainian.
    pub meaning_uk: String,
    /// What it means, in English.
    pub meaning_en: String,
}

static TABLES: LazyLock<Vec<Vec<Column>>> = LazyLock::new(|| {
    let mut tables: Vec<Vec<Column>> = Table::ALL.iter().map(|_| Vec::new()).collect();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(TEXT.as_bytes());
    for line in reader.deserialize::<Line>().flatten() {
        let at = Table::ALL.iter().position(|table| table.name() == line.table);
        if let Some(columns) = at.and_then(|at| tables.get_mut(at)) {
            columns.push(column(line));
        }
    }
    tables
});

fn column(line: Line) -> Column {
    // «PK», «FK:table.column», or both.
    let mut keys = line.key.split(' ');
    let foreign = keys.clone().find_map(|key| key.strip_prefix("FK:")?.split_once('.'));
    Column {
        name: line.column,
        kind: kind(&line.r#type),
        is_edtf: line.r#type == "edtf",
        required: line.required == "yes",
        is_key: keys.any(|key| key == "PK"),
        refers_to: foreign.map(|(table, column)| (table.to_owned(), column.to_owned())),
        meaning_uk: line.meaning_uk,
        meaning_en: line.meaning_en,
    }
}

fn kind(name: &str) -> Type {
    let words = name.strip_prefix("enum(").and_then(|words| words.strip_suffix(')'));
    match (name, words) {
        (_, Some(words)) => Type::Enum(words.split('|').map(str::to_owned).collect()),
        ("int", _) => Type::Int,
        ("num", _) => Type::Num,
        ("date", _) => Type::Date,
        ("bool", _) => Type::Bool,
        ("list", _) => Type::List,
        _ => Type::Str,
    }
}

/// The columns of a table, in order.
pub fn columns(table: Table) -> &'static [Column] {
    let at = Table::ALL.iter().position(|one| *one == table);
    at.and_then(|at| TABLES.get(at)).map(Vec::as_slice).unwrap_or_default()
}

/// The columns that together identify the rows of a table.
pub fn primary_key(table: Table) -> Vec<&'static str> {
    columns(table).iter().filter(|column| column.is_key).map(|c| c.name.as_str()).collect()
}
