//! Rule tables in `tests/rules/<language>/<kind>.tsv`: one line, one test.
//!
//! A line whose remark begins with «open:» records what we get wrong today; it fails when it
//! passes, so that the table always says what works.

use std::fs;
use std::path::{Path, PathBuf};

use litopys::model::mention::{Mention, Value};
use litopys::model::record::Record;
use litopys::model::span::{Raw, Text};
use litopys::{clean, lang, split};

use crate::program::{record, record_in};

const SENTENCE_BORDER: char = '‖';

/// One test: input, what must come out, remark.
struct Line {
    input: String,
    expected: String,
    remark: String,
}

/// The lines of a table without its header.
fn lines(path: &Path) -> Vec<Line> {
    let kind = path.display();
    let text = fs::read_to_string(path).unwrap();
    let line = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 3, "a line of {kind} has not three cells: {line}");
        Line {
            input: unescape(cells[0]),
            expected: unescape(cells[1]),
            remark: cells[2].to_owned(),
        }
    };
    text.lines().skip(1).map(line).collect()
}

/// The cell with `\n` and `\u{HEX}` for what they stand for.
fn unescape(cell: &str) -> String {
    let mut out = String::new();
    let mut rest = cell;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('n') {
            out.push('\n');
            rest = after;
        } else if let Some(after) = rest.strip_prefix("u{") {
            let end = after.find('}').unwrap();
            let code = u32::from_str_radix(&after[..end], 16).unwrap();
            out.push(char::from_u32(code).unwrap());
            rest = &after[end + 1..];
        } else {
            out.push('\\');
        }
    }
    out.push_str(rest);
    out
}

/// The tables of a language whose names begin so.
fn tables(lang: &str, kind: &str) -> Vec<PathBuf> {
    let folder = Path::new("tests/rules").join(lang);
    let named = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(kind);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut tables: Vec<PathBuf> = files.filter(named).collect();
    tables.sort();
    assert!(!tables.is_empty());
    tables
}

/// Runs every line of a Ukrainian table and reports all that differ from what it says.
fn check(kind: &str, run: impl Fn(&Line) -> (String, String)) {
    check_all(&Path::new("tests/rules/uk").join(kind).with_extension("tsv"), run);
}

/// Runs every line of a table.
fn check_all(path: &Path, run: impl Fn(&Line) -> (String, String)) {
    let lines = lines(path);
    let kind = path.display();
    assert!(!lines.is_empty());
    let mut wrong = Vec::new();
    let mut right = 0;
    for line in &lines {
        let (found, expected) = run(line);
        let open = line.remark.starts_with("open:");
        right += usize::from(found == expected);
        if (found == expected) == open {
            let what = if open { "passes now, take «open:» away" } else { "differs" };
            let text = &line.input;
            wrong.push(format!("{what}: {text}\n  want {expected}\n  have {found}"));
        }
    }
    println!("{kind}: {right} of {} lines right", lines.len());
    assert!(wrong.is_empty(), "{} lines of {kind}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The mentions that `show` shows, as the tables write them.
fn mentions(record: &Record, show: impl Fn(&Mention) -> Option<String>) -> String {
    let shown = record.mentions.iter().filter_map(|mention| {
        let surface = record.document.text.slice(mention.span);
        show(mention).map(|value| format!("{surface}={value}"))
    });
    shown.collect::<Vec<_>>().join(" ; ")
}

#[test]
fn dates_have_the_spans_and_values_of_the_tables() {
    for lang in lang::LANGUAGES {
        for table in tables(lang.code(), "date") {
            check_all(&table, |line| {
                let date = |mention: &Mention| match &mention.value {
                    Value::Date(date) => Some(date.when.to_string()),
                    Value::Name(_) => None,
                };
                (mentions(&record_in(*lang, &line.input), date), line.expected.clone())
            });
        }
    }
}

#[test]
fn names_have_the_spans_and_forms_of_the_table() {
    check("name", |line| {
        let name = |mention: &Mention| match &mention.value {
            Value::Date(_) => None,
            Value::Name(entity) => Some(format!("{}:{}", entity.kind.name(), mention.canonical)),
        };
        (mentions(&record(&line.input), name), line.expected.clone())
    });
}

#[test]
fn words_have_what_the_table_says_is_certain() {
    check("words", |line| {
        let analysis = lang::default().analysis().unwrap();
        let known = analysis.of(&line.input, &line.input.to_lowercase()).unwrap_or_default();
        let lemma = if known.lemma.is_empty() { "?" } else { &known.lemma };
        (format!("{lemma} {}", known.features), line.expected.clone())
    });
}

#[test]
fn the_cleaned_view_is_that_of_the_table() {
    check("clean", |line| {
        let cleaned = clean::clean(&Text::<Raw>::new(line.input.clone()));
        (cleaned.text.as_str().to_owned(), line.expected.clone())
    });
}

#[test]
fn sentences_end_where_the_table_says() {
    check("sentences", |line| {
        let plain = line.input.replace(SENTENCE_BORDER, "");
        (with_borders(&plain), line.input.clone())
    });
}

/// The text with a mark before each sentence but the first.
fn with_borders(text: &str) -> String {
    let raw = Text::<Raw>::new(text.to_owned());
    let cleaned = clean::clean(&raw);
    let layout = split::split(&raw, &cleaned, lang::default());
    let mut out = String::new();
    let mut done = 0;
    for (n, sentence) in layout.sentences.iter().enumerate() {
        let start = cleaned.to_raw(sentence.span).start();
        out.push_str(&text[done..start]);
        if n > 0 {
            out.push(SENTENCE_BORDER);
        }
        done = start;
    }
    out.push_str(&text[done..]);
    out
}
