//! Rule tables in `tests/rules/<language>/<kind>.tsv`: one line, one test.

use std::fs;
use std::path::Path;

use litopys::lang;
use litopys::model::span::{Raw, Text};
use litopys::{clean, split};

const SENTENCE_BORDER: char = '‖';

/// The lines of a table without its header, as cells.
fn lines(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
    text.lines().skip(1).map(cells).collect()
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

#[test]
fn sentences_end_where_the_table_says() {
    let mut wrong = Vec::new();
    let mut total = 0;
    for line in lines(Path::new("tests/rules/uk/sentences.tsv")) {
        total += 1;
        let found = with_borders(&line[0].replace(SENTENCE_BORDER, ""));
        if found != line[0] {
            wrong.push(format!("{}\n  want {}\n  have {found}", line[1], line[0]));
        }
    }
    println!("{} of {total}\n{}", total - wrong.len(), wrong.join("\n"));
    assert!(wrong.is_empty());
}
