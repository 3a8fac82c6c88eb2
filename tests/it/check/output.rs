//! An output folder in memory, as a hostile hand has it: changed at will and sealed anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use litopys::hash::sha256;
use serde_json::{Value, json};

use crate::program::{Work, files};

const LETTER: &str = "\u{feff}М. С. Грушевський писав 5 грудня 1917 року з Києва до Львова. Того ж року \
    Центральна Рада розіслала листи.\r\n\r\nУ травні 1905 р. за старим стилем Грушевський був у Полтаві; \
    \u{c}взимку 1921 р. він жив у Відні.\r\n";

const LIST: &str = "Фонд 127. Київське губернське жандармське управління.\n\nСправи про УНР та \
    Українську Центральну Раду, 1917–1920 рр. 25 жовтня (7 листопада) 1917 р. Дніпро, Одеса й Харків; \
    44 р. до н. е. був Рим.\n\nІван Петренко з села Вовчка Балка писав: Київ, Київ і ще раз Київ.\n";

static SAMPLE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let work = Work::new();
    work.write("in/лист.txt", LETTER).write("in/архів/опис.txt", LIST);
    work.write("in/порожній.txt", " \n").write("in/зламаний.txt", b"\x89PNG\0\0");
    work.write("c.toml", "[corpus]\ntitle = \"Листи & описи\"\nlicence = \"CC-BY-4.0\"\n");
    work.run(&["convert", "in", "-o", "out", "-q", "--config", "c.toml"]).expect(1, &[]);
    files(&work.path("out")).into_iter().collect()
});

/// The letter, whose place in the tables comes second.
pub const DOC: &str = "lyst";

/// A copy of one converted folder.
pub struct Output(pub BTreeMap<String, Vec<u8>>);

/// A row by its columns.
pub type Row = BTreeMap<String, String>;

impl Output {
    pub fn new() -> Self {
        Self(SAMPLE.clone())
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.0[path].clone()).unwrap()
    }

    /// Replaces the first occurrence in a file, which must have one.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        let text = self.text(path);
        assert!(text.contains(old) && old != new, "{path} has no «{old}»");
        self.0.insert(path.to_owned(), text.replacen(old, new, 1).into_bytes());
    }

    /// The rows of a table.
    pub fn rows(&self, table: &str) -> Vec<Row> {
        let mut reader = csv::Reader::from_reader(&self.0[&path(table)][..]);
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// The first row of a table of which a column is this.
    pub fn row(&self, table: &str, column: &str, value: &str) -> Row {
        let rows = self.rows(table);
        let found = rows.into_iter().find(|row| row[column] == value);
        found.unwrap_or_else(|| panic!("{table} has no {column} «{value}»"))
    }

    /// Changes the rows of a table, which stays CSV as Litopys writes it.
    pub fn change(&mut self, table: &str, change: impl FnOnce(&mut Vec<Row>)) {
        let mut reader = csv::Reader::from_reader(&self.0[&path(table)][..]);
        let header = reader.headers().unwrap().clone();
        let mut rows = self.rows(table);
        change(&mut rows);
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        for row in rows {
            writer.write_record(header.iter().map(|column| &row[column])).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        assert!(bytes != self.0[&path(table)], "nothing has changed in {table}");
        self.0.insert(path(table), bytes);
    }

    /// Sets a cell in every row of which a column is this.
    pub fn set(&mut self, table: &str, (column, value): (&str, &str), cell: &str, new: &str) {
        self.change(table, |rows| {
            for row in rows.iter_mut().filter(|row| row[column] == value) {
                row.insert(cell.to_owned(), new.to_owned());
            }
        });
    }

    pub fn json(&mut self, path: &str, change: impl FnOnce(&mut Value)) {
        let mut value = serde_json::from_slice(&self.0[path]).unwrap();
        change(&mut value);
        self.0.insert(path.to_owned(), serde_json::to_vec_pretty(&value).unwrap());
    }

    /// Makes every sum true again: the package, the list of files, the record of the run.
    pub fn seal(&mut self) {
        let known = self.0.clone();
        if self.0.get("datapackage.json").is_some_and(|bytes| *bytes == SAMPLE["datapackage.json"])
        {
            self.json("datapackage.json", |package| {
                for resource in package["resources"].as_array_mut().unwrap() {
                    let Some(bytes) = known.get(resource["path"].as_str().unwrap()) else {
                        continue;
                    };
                    resource["bytes"] = json!(bytes.len());
                    resource["hash"] = json!(format!("sha256:{}", sha256(bytes)));
                }
            });
        }
        let listed =
            || self.0.iter().filter(|(path, _)| *path != "checksums.sha256" && *path != "run.json");
        let list: String =
            listed().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes))).collect();
        let (count, size) =
            (listed().count(), listed().map(|(_, bytes)| bytes.len()).sum::<usize>());
        self.0.insert("checksums.sha256".to_owned(), list.into_bytes());
        self.json("run.json", |run| {
            run["files"] = json!(count);
            run["file_bytes"] = json!(size);
        });
    }

    pub fn write(&self, root: &Path) {
        for (path, bytes) in &self.0 {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

/// Adds to a number in a row.
pub fn shifted(row: &mut Row, column: &str, by: i64) {
    let number: i64 = row[column].parse().unwrap();
    row.insert(column.to_owned(), (number + by).to_string());
}

pub fn path(table: &str) -> String {
    format!("tables/{table}.csv")
}

/// Where something wrong must be told of: the file, and the id or position in it.
pub type Told = (String, String);

/// A hostile or careless hand: what it does, and where that must show.
pub type Mutation = (&'static str, fn(&mut Output) -> Told);

pub fn told(file: impl Into<String>, at: impl Into<String>) -> Told {
    (file.into(), at.into())
}

/// Every mutation, each in a fresh copy that is sealed anew, is told of by file and id.
pub fn check(mutations: &[Mutation]) {
    check_from(Output::new, mutations);
}

/// The same in copies of another folder.
pub fn check_from(fresh: fn() -> Output, mutations: &[Mutation]) {
    for (name, mutate) in mutations {
        let mut output = fresh();
        let told = mutate(&mut output);
        output.seal();
        assert_told(name, &output, &told);
    }
}

/// The same with sums left as they were.
pub fn check_unsealed(mutations: &[Mutation]) {
    for (name, mutate) in mutations {
        let mut output = Output::new();
        let told = mutate(&mut output);
        assert_told(name, &output, &told);
    }
}

/// The check of this folder has a line with both the file and the id.
pub fn assert_told(name: &str, output: &Output, (file, at): &Told) {
    let work = Work::new();
    output.write(&work.path("out"));
    let ended = work.run(&["check", "out"]);
    let stdout = ended.stdout();
    assert_eq!(ended.code(), 4, "{name}: {stdout}{}", ended.stderr());
    let line =
        stdout.lines().find(|line| line.starts_with(&format!("{file}: ")) && line.contains(at));
    assert!(line.is_some(), "{name}: no line with {file} and {at} in\n{stdout}");
}
