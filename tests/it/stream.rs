//! Documents on a stream, and the rows that answer them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;

use arrow_array::{ArrayRef, Int32Array, LargeStringArray, RecordBatch, StringArray};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_json::LineDelimitedWriter;
use litopys::model::table::Table;
use litopys::write::codebook::{self, Type};
use serde_json::{Value, json};

use crate::program::{Ended, Work, files};

pub const JSONL: [&str; 6] = ["convert", "-", "--from", "jsonl", "--to", "jsonl"];
const ARROW: [&str; 6] = ["convert", "-", "--from", "arrow", "--to", "arrow"];

/// Texts of every kind by path, in the order in which a run takes them.
fn texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (folder, prefix) in [("input", ""), ("tests/golden", "g/"), ("tests/rules", "правила/")]
    {
        for (name, bytes) in files(Path::new(folder)) {
            let text = String::from_utf8(bytes).ok().filter(|_| name.ends_with(".txt"));
            texts.extend(text.map(|text| (format!("{prefix}{name}"), text)));
        }
    }
    texts.insert("а 1.txt".to_owned(), "\u{feff}Київ 31 лютого 1918 року.\r\n=1+1\r\n".to_owned());
    texts.insert("а-1.txt".to_owned(), "Львів, 44 до н. е.".to_owned());
    assert!(texts.len() > 12);
    texts
}

pub fn lines<'t>(documents: impl Iterator<Item = (&'t String, &'t String)>) -> String {
    documents.map(|(id, text)| json!({"id": id, "text": text}).to_string() + "\n").collect()
}

/// The rows of one table in a stream.
pub fn rows<'a>(answer: &'a [Value], table: &str) -> Vec<&'a Value> {
    answer.iter().filter_map(|row| row.get(table)).collect()
}

pub fn parsed(answer: &str) -> Vec<Value> {
    answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The sorted rows of a table as CSV has them, from a stream.
pub fn cells(answer: &[Value], table: Table) -> Vec<Vec<String>> {
    let cell = |row: &Value, column: &codebook::Column| match (&row[&column.name], &column.kind) {
        (Value::Null, _) => String::new(),
        (Value::String(text), _) => text.clone(),
        (Value::Array(items), _) => {
            items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join("|")
        }
        (number, Type::Num) => format!("{:?}", number.as_f64().unwrap()),
        (other, _) => other.to_string(),
    };
    let columns = codebook::columns(table);
    let row = |row: &Value| columns.iter().map(|column| cell(row, column)).collect();
    let mut found: Vec<Vec<String>> = rows(answer, table.name()).into_iter().map(row).collect();
    found.sort();
    found
}

/// The sorted rows of a table of a run.
pub fn of_run(work: &Work, table: Table) -> Vec<Vec<String>> {
    let path = work.path(&format!("out/tables/{}.csv", table.name()));
    let mut reader = csv::Reader::from_path(path).unwrap();
    let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    let mut found: Vec<Vec<String>> = reader.records().map(|record| row(record.unwrap())).collect();
    found.sort();
    found
}

/// Documents as an Arrow stream in batches of this size.
fn arrow(documents: &[(String, String)], size: usize) -> Vec<u8> {
    let batch = |documents: &[(String, String)]| {
        let ids = StringArray::from_iter_values(documents.iter().map(|(id, _)| id));
        let texts = LargeStringArray::from_iter_values(documents.iter().map(|(_, text)| text));
        let numbers = Int32Array::from_iter_values(0..documents.len() as i32);
        let columns: [(&str, ArrayRef); 3] =
            [("n", Arc::new(numbers)), ("id", Arc::new(ids)), ("text", Arc::new(texts))];
        RecordBatch::try_from_iter(columns).unwrap()
    };
    let mut writer = StreamWriter::try_new(Vec::new(), &batch(&[]).schema()).unwrap();
    documents.chunks(size).for_each(|chunk| writer.write(&batch(chunk)).unwrap());
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

/// The rows of an Arrow stream as lines of JSON.
fn as_lines(stream: &[u8]) -> String {
    let mut writer = LineDelimitedWriter::new(Vec::new());
    for batch in StreamReader::try_new(stream, None).unwrap() {
        writer.write(&batch.unwrap()).unwrap();
    }
    String::from_utf8(writer.into_inner()).unwrap()
}

/// Enough documents for several chunks on several threads.
fn many() -> Vec<(String, String)> {
    let text =
        |n: u32| format!("Року {} у Києві, Львові та Чигирині.\n\nСправа {n}: УНР.\n", 1600 + n);
    (0..60).map(|n| (format!("тека/{n}.txt"), text(n).repeat(1 + n as usize * 2))).collect()
}

fn started(work: &Work, args: &[&str]) -> Child {
    work.command(args).stdin(Stdio::piped()).spawn().unwrap()
}

#[test]
fn the_rows_are_those_of_a_run_over_a_folder() {
    let work = Work::new();
    let texts = texts();
    for (name, text) in &texts {
        work.write(&format!("in/{name}"), text);
    }
    work.run(&["convert", "in", "-o", "out", "--to", "csv", "-q"]).expect(0, &[]);
    let ended = work.run_with(&JSONL, lines(texts.iter()).as_bytes());
    ended.expect(0, &["1 set aside"]);
    let answer = parsed(&ended.stdout());
    let tables = ["documents", "sentences", "mentions", "dates", "candidates", "problems"];
    let of_documents = |table: &Table| tables.contains(&table.name());
    for table in Table::ALL.into_iter().filter(of_documents) {
        assert!(!cells(&answer, table).is_empty(), "{}", table.name());
        assert_eq!(cells(&answer, table), of_run(&work, table), "{}", table.name());
    }
    // What two halves say of entities adds up to what the whole run says.
    let all: Vec<_> = texts.iter().collect();
    let (first, second) = all.split_at(5);
    let halves = [first, second]
        .map(|half| work.run_with(&JSONL, lines(half.iter().copied()).as_bytes()).stdout());
    let merge = ["merge", "-", "--from", "jsonl", "--to", "jsonl"];
    let united = work.run_with(&merge, halves.concat().as_bytes());
    united.expect(0, &[" entities"]);
    let united = parsed(&united.stdout());
    for table in Table::ALL.into_iter().filter(|table| !of_documents(table)) {
        assert!(!cells(&united, table).is_empty(), "{}", table.name());
        assert_eq!(cells(&united, table), of_run(&work, table), "{}", table.name());
    }
}

#[test]
fn answers_keep_the_order_of_documents_on_any_number_of_threads() {
    let work = Work::new();
    let documents = many();
    let input = lines(documents.iter().map(|(id, text)| (id, text)));
    let by_lines = ["1", "4"].map(|jobs| {
        work.run_with(&[&JSONL[..], &["-q", "-j", jobs]].concat(), input.as_bytes()).stdout()
    });
    assert!(by_lines[0] == by_lines[1]);
    let answer = parsed(&by_lines[0]);
    let ids: Vec<_> = rows(&answer, "status").iter().map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, documents.iter().map(|(id, _)| Some(id.as_str())).collect::<Vec<_>>());
    let input = arrow(&documents, 25);
    let by_batches = ["1", "4"].map(|jobs| {
        work.run_with(&[&ARROW[..], &["-q", "-j", jobs]].concat(), &input).bytes().to_owned()
    });
    assert!(by_batches[0] == by_batches[1]);
    assert!(as_lines(&by_batches[0]) == by_lines[0]);
}

#[test]
fn a_document_ends_with_its_status_and_entities_come_last_by_key() {
    let work = Work::new();
    let answer = work.run_with(
        &[&JSONL[..], &["-q"]].concat(),
        "{\"id\":\"а/1.txt\",\"text\":\"Київ. Львів.\"}\n{\"id\":\"б\",\"text\":\"Одеса. Київ.\"}"
            .as_bytes(),
    );
    let answer = parsed(&answer.stdout());
    assert!(answer.iter().all(|row| row.as_object().unwrap().len() == 1), "one column a row");
    let kinds: Vec<_> = answer.iter().filter_map(|row| row.as_object()?.keys().next()).collect();
    let at = |kind: &str| kinds.iter().position(|one| *one == kind).unwrap();
    assert!(kinds[0] == "documents" && at("status") < at("register"));
    assert_eq!(kinds[at("status") + 1], "documents");
    assert!(kinds[at("register")..].iter().all(|kind| *kind == "register"));
    let keys = rows(&answer, "register").into_iter().map(|row| {
        let known: Value = serde_json::from_str(row.as_str().unwrap()).unwrap();
        (known["entity"]["id"].as_str().unwrap().to_owned(), known["n_mentions"].as_u64().unwrap())
    });
    let keys: Vec<_> = keys.collect();
    let expected = [("plc-kyiv", 2), ("plc-lviv", 1), ("plc-odesa", 1)];
    assert_eq!(keys, expected.map(|(id, count)| (id.to_owned(), count)));
}

#[test]
fn whoever_sends_a_document_and_waits_is_answered() {
    let work = Work::new();
    let mut child = started(&work, &JSONL);
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for n in 0..3 {
        writeln!(stdin, "{{\"id\":\"{n}\",\"text\":\"Київ.\"}}").unwrap();
        let is_status = |line: &String| line.starts_with("{\"status\"");
        let status = answers.by_ref().map(Result::unwrap).find(is_status).unwrap();
        assert!(status.contains(&format!("\"id\":\"{n}\"")), "{status}");
    }
    drop(stdin);
    assert!(answers.next().unwrap().unwrap().starts_with("{\"register\""));
    assert!(answers.next().is_none() && child.wait().unwrap().success());
}

#[test]
fn the_schema_comes_before_any_document_and_a_batch_for_each_that_comes() {
    let work = Work::new();
    let mut child = started(&work, &ARROW);
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = StreamReader::try_new(child.stdout.take().unwrap(), None).unwrap();
    let about: Value = serde_json::from_str(&answers.schema().metadata()["litopys"]).unwrap();
    assert_eq!(about["schema_version"], litopys::write::SCHEMA_VERSION);
    let sent =
        arrow(&[("а".to_owned(), "Київ.".to_owned()), ("б".to_owned(), "Львів.".to_owned())], 1);
    // The schema and the first batch, which ends before what says so again for the second.
    let first = arrow(&[("а".to_owned(), "Київ.".to_owned())], 1);
    let length = first.len() - 8;
    stdin.write_all(&sent[..length]).unwrap();
    assert!(answers.next().unwrap().unwrap().num_rows() > 3);
    stdin.write_all(&sent[length..]).unwrap();
    assert!(answers.next().unwrap().unwrap().num_rows() > 3);
    drop(stdin);
    let entities: usize = answers.map(|batch| batch.unwrap().num_rows()).sum();
    assert_eq!(entities, 2);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_is_wrong_with_a_document_is_its_status_and_stops_nothing() {
    let work = Work::new();
    work.write("litopys.toml", "[limits]\ndocument_mib = 1\n");
    let large = "слово ".repeat(100_000);
    let input = format!(
        "{{\"id\":\"1\",\"text\":\"Київ.\"}}\n{{\"text\":\"Київ.\"}}\n{{\"id\":\"2\",\"text\":5}}\n\
         {{\"id\":\"3\",\"text\":null}}\n{{\"id\":\"4\"}}\n{{зламано\n\n{{\"id\":\"1\",\"text\":\"Львів.\"}}\n\
         {{\"id\":\"5\",\"text\":\"{large}\"}}\n{{\"id\":\"\",\"text\":\"Київ.\"}}\n\
         {{\"id\":\"6\",\"text\":\" \"}}\n{{\"id\":\"7\",\"text\":\"Київ.\",\"licence\":\"моя\"}}\n[]\n\
         {{\"id\":\"8\",\"text\":\"Одеса.\",\"title\":\"Лист\"}}"
    );
    let ended = work.run_with(&JSONL, input.as_bytes());
    ended.expect(0, &["«1» came before in this stream", "2 documents", "11 set aside"]);
    let answer = parsed(&ended.stdout());
    let statuses = rows(&answer, "status");
    let shown: Vec<_> = statuses
        .iter()
        .map(|row| (row["id"].as_str(), row["code"].as_str().map(|code| &code[..4])))
        .collect();
    let damaged = Some("R008");
    assert_eq!(
        shown,
        [
            (Some("1"), None),
            (None, damaged),
            (Some("2"), damaged),
            (Some("3"), damaged),
            (Some("4"), damaged),
            (None, damaged),
            (Some("1"), Some("R016")),
            (Some("5"), Some("R003")),
            (None, damaged),
            (Some("6"), Some("R005")),
            (Some("7"), damaged),
            (None, damaged),
            (Some("8"), None),
        ]
    );
    let at = input.find("{зламано").unwrap();
    let message = statuses[5]["message"].as_str().unwrap();
    assert!(message.starts_with(&format!("line 6 at byte {at} of the stream was left out")));
    let problems = rows(&answer, "problems");
    let keys: std::collections::BTreeSet<_> =
        problems.iter().map(|row| row["problem_id"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), 11, "{problems:?}");
    assert_eq!(rows(&answer, "documents")[1]["title"], "Лист");
}

#[test]
fn nulls_of_arrow_are_statuses_too() {
    let work = Work::new();
    let columns: [(&str, ArrayRef); 2] = [
        ("id", Arc::new(StringArray::from(vec![Some("а"), None, Some("б")]))),
        ("Текст", Arc::new(StringArray::from(vec![None, Some("Київ."), Some("Київ.")]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    let to_lines = ["convert", "-", "--from", "arrow", "--to", "jsonl", "-q"];
    let answer = work.run_with(&to_lines, &writer.into_inner().unwrap());
    answer.expect(0, &["row 1 of the stream was left out: its field «Текст» is null"]);
    let statuses: Vec<_> = parsed(&answer.stdout());
    let statuses: Vec<_> = rows(&statuses, "status")
        .iter()
        .map(|row| row["status"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(statuses, ["set-aside", "set-aside", "done"]);
}

#[test]
fn an_empty_stream_gives_the_schema_and_nothing_else() {
    let work = Work::new();
    let empty = work.run_with(&ARROW, &arrow(&[], 1));
    empty.expect(0, &["0 documents"]);
    let mut answers = StreamReader::try_new(empty.bytes(), None).unwrap();
    assert!(answers.schema().column_with_name("register").is_some() && answers.next().is_none());
    let nothing = work.run_with(&JSONL, b"");
    nothing.expect(0, &["0 documents"]);
    assert_eq!(nothing.stdout(), "");
}

#[test]
fn a_reader_that_has_enough_ends_the_program_quietly() {
    for args in [JSONL, ARROW] {
        let work = Work::new();
        let mut child = started(&work, &args);
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let input = match args == JSONL {
            true => "{\"id\":\"1\",\"text\":\"Київ.\"}\n".as_bytes().to_vec(),
            false => arrow(&many(), 60),
        };
        if args == ARROW {
            stdout.read_exact(&mut [0; 100]).unwrap();
        }
        drop(stdout);
        // What was sent is not read to its end either.
        let _ = stdin.write_all(&input);
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0));
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
        drop(stdin);
    }
}

#[test]
fn what_cannot_be_a_stream_is_exit_2() {
    let work = Work::new();
    let run = |args: &str, input: &[u8]| -> Ended {
        work.run_with(&args.split(' ').collect::<Vec<_>>(), input)
    };
    let stream = "convert - --from jsonl --to jsonl";
    for (args, said) in [
        (
            "convert - --from xml --to jsonl",
            "there is no form of streams «xml»; give jsonl or arrow",
        ),
        (
            "convert - --from jsonl --to csv",
            "there is no form of streams «csv»; give jsonl or arrow to --to",
        ),
        ("convert - --from jsonl", "must be one; give jsonl or arrow to --to"),
        ("convert - --from jsonl --to jsonl,arrow", "must be one; give jsonl or arrow to --to"),
        ("convert in --from jsonl --to jsonl", "give - as the only input"),
        ("convert - in --from jsonl --to jsonl", "give - as the only input"),
        ("convert in -o out --to jsonl", "--to jsonl is a stream; give - as the input, and --from"),
        ("merge in --from jsonl --to jsonl", "give - instead"),
        ("merge - --from jsonl", "give jsonl or arrow to --to"),
        ("merge - --to jsonl", "give jsonl or arrow to --from"),
    ] {
        run(args, b"").expect(2, &[said]);
    }
    for option in
        ["-o out", "--metadata m.csv", "--encoding cp1251", "--csv-escape-formulas", "--tei-tokens"]
    {
        let name = option.split(' ').next().unwrap();
        let said = format!("{name} has no use for a stream to standard output; leave it out");
        run(&format!("{stream} {option}"), b"").expect(2, &[&said]);
    }
    assert!(!work.has("out"));
}

#[test]
fn what_is_no_arrow_stream_is_exit_2() {
    let work = Work::new();
    let whole = arrow(&many(), 20);
    let other =
        RecordBatch::try_from_iter([("id", Arc::new(Int32Array::from(vec![1])) as ArrayRef)]);
    let no_text =
        RecordBatch::try_from_iter([("id", Arc::new(StringArray::from(vec!["1"])) as ArrayRef)]);
    let no_id =
        RecordBatch::try_from_iter([("text", Arc::new(StringArray::from(vec!["1"])) as ArrayRef)]);
    let stream = |batch: &RecordBatch| {
        StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap().into_inner().unwrap()
    };
    for (input, said) in [
        (Vec::new(), "there is no Arrow stream on standard input (it is empty)"),
        (
            b"{\"id\":\"1\"}\n".to_vec(),
            "there is no Arrow stream on standard input (it begins otherwise)",
        ),
        (whole[..whole.len() / 2].to_vec(), "breaks off or is damaged"),
        (
            stream(&other.unwrap()),
            "the column «id» of the Arrow stream is Int32 and no text; cast it to utf8",
        ),
        (
            stream(&no_text.unwrap()),
            "has no column «text», only «id»; name the column with the text by --text-column",
        ),
        (stream(&no_id.unwrap()), "has no column «id», only «text»"),
    ] {
        let ended = work.run_with(&ARROW, &input);
        ended.expect(2, &[said]);
        assert_eq!(ended.stderr().lines().count(), 1, "{}", ended.stderr());
    }
    let merge = ["merge", "-", "--from", "arrow", "--to", "jsonl"];
    work.run_with(&merge, &arrow(&many()[..1], 1))
        .expect(2, &["has no column «register», only «n», «id», «text»"]);
    let merge = ["merge", "-", "--from", "jsonl", "--to", "jsonl"];
    work.run_with(&merge, b"{\"register\":\"{}\"}").expect(2, &["a row of register is none"]);
    work.run_with(&merge, b"{\"regis").expect(2, &["line 1 on standard input is no answer"]);
}

#[test]
fn a_damaged_arrow_stream_ends_in_exit_2_or_in_answers() {
    let work = Work::new();
    let documents = [("а".to_owned(), "Київ.".to_owned()), ("б".to_owned(), "Львів.".to_owned())];
    let whole = arrow(&documents, 1);
    let mut refused = 0;
    for at in (0..whole.len()).step_by(whole.len() / 10) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x7F;
        let ended = work.run_with(&[&ARROW[..], &["-q"]].concat(), &damaged);
        assert!([0, 2].contains(&ended.code()), "byte {at}: {}", ended.stderr());
        assert!(!ended.stderr().contains("panicked"), "byte {at}: {}", ended.stderr());
        refused += usize::from(ended.code() == 2);
    }
    assert!(refused > 1, "{refused}");
}

#[test]
fn options_on_reading_hold_for_streams() {
    let work = Work::new();
    let line = json!({"id": "1", "зміст": "РЈРєСЂР°С—РЅР° Рё РєСЂР°Р№", "text": "ні"}).to_string();
    let ended = work
        .run_with(&[&JSONL[..], &["--text-column", "зміст", "--repair"]].concat(), line.as_bytes());
    ended.expect(0, &["it has been repaired as asked"]);
    let answer = parsed(&ended.stdout());
    assert!(rows(&answer, "sentences")[0]["text"].as_str().unwrap().starts_with("Україна"));
    let ended = work.run_with(
        &[&JSONL[..], &["--lang", "ru", "--log", "json"]].concat(),
        b"{\"id\":\"1\",\"text\":\"x\"}",
    );
    let answer = parsed(&ended.stdout());
    assert_eq!(rows(&answer, "documents")[0]["lang"], "ru");
    for line in ended.stderr().lines() {
        assert!(serde_json::from_str::<Value>(line).unwrap()["message"].is_string());
    }
}

#[test]
fn the_version_names_the_hashes_that_the_tei_names() {
    let work = Work::new();
    work.write("in/a.txt", "Київ.").run(&["convert", "in", "-o", "out", "--to", "tei", "-q"]);
    let tei = fs::read_to_string(work.path("out/tei/a.tei.xml")).unwrap();
    let ended = work.run(&["--version", "--json"]);
    let about: Value = serde_json::from_str(&ended.stdout()).unwrap();
    assert_eq!(about["program"], "litopys");
    assert_eq!(about["schema_version"], litopys::write::SCHEMA_VERSION);
    let version = about["version"].as_str().unwrap();
    assert!(tei.contains(&format!("ident=\"litopys\" version=\"{version}\"")));
    for (key, what) in [("rules_and_lexicons", "rules and lexicons"), ("model", "model")] {
        let hash = about[key].as_str().unwrap();
        assert!(tei.contains(&format!("<desc>{what}: SHA-256 {hash}</desc>")), "{key}");
    }
    assert_eq!(work.run(&["--version"]).stdout(), format!("litopys {version}\n"));
    work.run(&["--json"]).expect(2, &["--version"]);
}
