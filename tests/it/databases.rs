//! Workbook and database say what the CSV tables say, cell for cell, whatever stands in a text.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook};
use litopys::model::table::Table;
use litopys::write::codebook::{self, Column, Type};
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::program::{Work, files};

const TO: &str = "csv,xlsx,sqlite,sql";

/// What spreadsheets and databases are known to get wrong.
const HARD: &str = "=1+1 у Києві 1917-12.\n\n-5 і +7, @Львів «лапки» \"і ще\"; 0049.\r\n\r\n\
    true, FALSE, NULL, 1e5. _x0041_ \u{1}\u{1b}\u{fffe}\u{ffff}\u{0} \r кінець.\n\n\
    5 грудня 1917 р. у Чернігові. Через два роки. У 44 р. до н. е. убито Цезаря. УНР.\n";

fn converted() -> Work {
    let work = Work::new();
    work.write("in/важке.txt", HARD).write("in/порожнє.txt", " ");
    work.write("in/зламане.txt", b"\x89PNG\0\0");
    work.run(&["convert", "in", "-o", "out", "-q", "--model", "none", "--to", TO])
        .expect(1, &["зламане.txt"]);
    work
}

/// The rows of a table as text, without the header.
fn csv_rows(work: &Work, table: Table) -> Vec<Vec<String>> {
    let path = work.path(&format!("out/tables/{}.csv", table.name()));
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

/// A number as CSV has it, or the text when it is none.
fn number(column: &Column, value: f64) -> String {
    if column.kind == Type::Int { format!("{value}") } else { format!("{value:?}") }
}

fn sqlite_rows(work: &Work, table: Table) -> Vec<Vec<String>> {
    let database = Connection::open(work.path("out/records.sqlite")).unwrap();
    let sql = format!("SELECT * FROM \"{}\" ORDER BY rowid", table.name());
    let mut statement = database.prepare(&sql).unwrap();
    let columns = codebook::columns(table);
    assert_eq!(statement.column_count(), columns.len());
    let rows = statement.query_map([], |row| {
        let cells = columns.iter().enumerate();
        cells.map(|(at, column)| Ok(sqlite_cell(column, row.get(at)?))).collect()
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn sqlite_cell(column: &Column, value: Value) -> String {
    match (value, &column.kind) {
        (Value::Null, _) => String::new(),
        (Value::Integer(flag @ 0..=1), Type::Bool) => (flag == 1).to_string(),
        (Value::Integer(number), Type::Int) => number.to_string(),
        (Value::Real(value), Type::Num) => number(column, value),
        (Value::Text(text), Type::Str | Type::Enum(_) | Type::Date | Type::List) => text,
        (other, kind) => panic!("{}: {other:?} is no {kind:?}", column.name),
    }
}

fn xlsx_rows(work: &Work, table: Table) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(work.path("out/tables.xlsx")).unwrap();
    let range = book.worksheet_range(table.name()).unwrap();
    let columns = codebook::columns(table);
    let header: Vec<String> = range.rows().next().unwrap().iter().map(Data::to_string).collect();
    assert_eq!(header, columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>());
    let row = |row: &[Data]| columns.iter().zip(row).map(|(c, cell)| xlsx_cell(c, cell)).collect();
    range.rows().skip(1).map(row).collect()
}

fn xlsx_cell(column: &Column, cell: &Data) -> String {
    match (cell, &column.kind) {
        (Data::Empty, _) => String::new(),
        (Data::Bool(flag), Type::Bool) => flag.to_string(),
        (Data::Float(value), Type::Int | Type::Num) => number(column, *value),
        (Data::Int(value), Type::Int | Type::Num) => number(column, *value as f64),
        (Data::String(text), Type::Str | Type::Enum(_) | Type::Date | Type::List) => text.clone(),
        (other, kind) => panic!("{}: {other:?} is no {kind:?}", column.name),
    }
}

fn check(work: &Work) {
    for table in Table::ALL {
        let expected = csv_rows(work, table);
        assert_eq!(sqlite_rows(work, table), expected, "{}", table.name());
        assert_eq!(xlsx_rows(work, table), expected, "{}", table.name());
    }
}

#[test]
fn database_and_workbook_say_what_the_csv_says() {
    let work = converted();
    check(&work);
    let sentences = csv_rows(&work, Table::Sentences);
    assert!(sentences[0][6].starts_with("=1+1") && sentences.iter().any(|s| s[6].contains('\0')));
    let dates = csv_rows(&work, Table::Dates);
    assert!(dates.iter().any(|date| date[6].starts_with("-0043")), "{dates:?}");
    assert!(!csv_rows(&work, Table::Problems).is_empty());
}

#[test]
fn the_database_declares_what_the_codebook_says_and_keeps_it() {
    let work = converted();
    let database = Connection::open(work.path("out/records.sqlite")).unwrap();
    let one = |sql: &str| database.query_row(sql, [], |row| row.get::<_, Value>(0)).unwrap();
    assert_eq!(one("PRAGMA integrity_check"), Value::Text("ok".to_owned()));
    assert_eq!(one("PRAGMA application_id"), Value::Integer(0x4C69_546F));
    let lost = database.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
    assert!(!lost, "a key refers to nothing");
    for table in Table::ALL {
        let sql = format!(
            "SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list('{}')",
            table.name()
        );
        let mut statement = database.prepare(&sql).unwrap();
        let keys = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))));
        let keys: BTreeMap<String, (String, String)> = keys.unwrap().map(Result::unwrap).collect();
        let columns = codebook::columns(table).iter();
        let expected = columns.filter_map(|c| Some((c.name.clone(), c.refers_to.clone()?)));
        assert_eq!(keys, expected.collect(), "{}", table.name());
    }
    for wrong in [
        "UPDATE dates SET calendar = 'aztec'",
        "UPDATE mentions SET surface = NULL",
        "UPDATE mentions SET inferred = 2",
        "UPDATE sentences SET start_cp = 'first'",
        "INSERT INTO rules SELECT * FROM rules",
        "DELETE FROM documents",
    ] {
        database.execute(wrong, []).expect_err(wrong);
    }
}

#[test]
fn any_number_of_threads_writes_the_same_databases() {
    let work = Work::new();
    for n in 0..40 {
        work.write(&format!("in/{n:02}.txt"), HARD.repeat(1 + n));
    }
    for jobs in ["1", "3"] {
        let out = format!("out{jobs}");
        work.run(&["convert", "in", "-o", &out, "-j", jobs, "-q", "--model", "none", "--to", TO])
            .expect(0, &[]);
    }
    let one = files(&work.path("out1"));
    assert!(one == files(&work.path("out3")));
    let names: Vec<&str> = one.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.contains(&"tables.xlsx") && names.contains(&"sql/schema.sql"));
    let beside = names.iter().filter(|name| name.contains("records.sqlite")).count();
    assert_eq!(beside, 1, "a journal is left over: {names:?}");
}

#[test]
fn a_cell_too_long_for_excel_is_cut_and_named() {
    let work = Work::new();
    let long = format!("У Києві {}.", "слово ".repeat(6000));
    work.write("in/довге.txt", format!("Львів.\n\n{long}\n")).write("in/а.txt", "Київ.");
    work.run(&["convert", "in", "-o", "out", "-q", "--model", "none", "--to", TO]).expect(0, &[]);
    let rows = csv_rows(&work, Table::Sentences);
    assert_eq!(sqlite_rows(&work, Table::Sentences), rows);
    let mut expected = rows.clone();
    let row = expected.iter_mut().find(|row| row[0] == "dovhe.s0002").unwrap();
    row[6] = row[6].chars().take(32_767).collect();
    assert_eq!(xlsx_rows(&work, Table::Sentences), expected);
    let mut book: Xlsx<_> = open_workbook(work.path("out/tables.xlsx")).unwrap();
    let notes = book.worksheet_range("notes").unwrap();
    let found: Vec<String> = notes.rows().nth(1).unwrap().iter().map(Data::to_string).collect();
    assert_eq!(notes.height(), 2);
    let length = long.chars().count().to_string();
    assert_eq!(found[..4], ["sentences", "dovhe.s0002", "text", &length]);
}

#[test]
fn a_workbook_without_long_cells_has_no_notes() {
    let book: Xlsx<_> = open_workbook(converted().path("out/tables.xlsx")).unwrap();
    let names = Table::ALL.map(Table::name);
    assert_eq!(book.sheet_names(), names);
}

#[test]
fn scripts_bring_the_tables_that_they_load() {
    let work = Work::new();
    work.write("in/а.txt", "Київ.");
    work.run(&["convert", "in", "-o", "out", "-q", "--to", "sql"]).expect(0, &[]);
    assert!(work.has("out/sql/load-sqlite.sql") && work.has("out/tables/mentions.csv"));
    assert!(!work.has("out/records.sqlite") && !work.has("out/tei"));
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_with_the_file() {
    let work = Work::new();
    for n in 0..200 {
        work.write(
            &format!("in/{n}.txt"),
            "У Києві, Львові та Чигирині 5 грудня 1917 р. ".repeat(20),
        );
    }
    for (format, file) in [("xlsx", "tables.xlsx"), ("sqlite", "records.sqlite")] {
        let script = format!(
            "trap '' XFSZ; ulimit -f 200; exec '{}' convert in -o out -q --model none --to {format}",
            env!("CARGO_BIN_EXE_litopys")
        );
        let mut shell = std::process::Command::new("sh");
        let ended = shell.args(["-c", &script]).current_dir(work.path("")).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{said}");
        assert!(said.contains(&format!("cannot write «out/{file}»")), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(files(&work.path("out")).iter().all(|(name, _)| !name.contains(file)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_a_text_holds_every_format_has_it(
        texts in prop::collection::vec(any::<String>(), 20),
        controls in "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{fff0}-\u{ffff}_x0-9A-F ]{1,40}",
    ) {
        let work = Work::new();
        work.write("in/zero.txt", format!("Київ, 1917 р. {controls}"));
        for (n, text) in texts.iter().enumerate() {
            work.write(&format!("in/t{n}.txt"), format!("{text} у Львові {text}"));
        }
        let ended = work.run(&["convert", "in", "-o", "out", "-q", "--model", "none", "--to", TO]);
        prop_assert_eq!(ended.code(), 0, "{}", ended.stderr());
        check(&work);
    }
}
