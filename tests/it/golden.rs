//! Whole runs on small inputs: `tests/golden/<case>/input/` and what must come out beside it.
//!
//! `make accept` rewrites the expected files; read the difference before committing it.

use std::fs;
use std::path::Path;

use expect_test::expect_file;

use crate::program::Work;

/// The outputs that a case keeps.
const KEPT: [&str; 6] = ["mentions", "dates", "entities", "names", "sentences", "problems"];

#[test]
fn golden_cases_come_out_as_expected() {
    let mut cases: Vec<_> =
        fs::read_dir("tests/golden").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let case = fs::canonicalize(case).unwrap();
        check(&case);
    }
}

fn check(case: &Path) {
    let work = Work::new();
    let input = case.join("input");
    let ended =
        work.run(&["convert", "--model", "none", input.to_str().unwrap(), "-o", "out", "-q"]);
    assert!(ended.code() <= 1, "{}: {}", case.display(), ended.stderr());
    for table in KEPT {
        let found = work.read(&format!("out/tables/{table}.csv")).replace("\r\n", "\n");
        expect_file![case.join(format!("{table}.csv"))].assert_eq(&found);
    }
    for entry in fs::read_dir(work.path("out/tei")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let tei = without_hashes(&work.read(&format!("out/tei/{name}")));
        expect_file![case.join(&name)].assert_eq(&tei);
    }
}

/// The file without the hashes of tables, which change with every word of theirs.
fn without_hashes(tei: &str) -> String {
    let line = |line: &str| match line.split_once("<desc>rules and lexicons: SHA-256 ") {
        Some((indent, hash)) if hash.len() == "</desc>".len() + 64 => {
            format!("{indent}<desc>rules and lexicons: SHA-256 HASH</desc>\n")
        }
        _ => format!("{line}\n"),
    };
    tei.lines().map(line).collect()
}
