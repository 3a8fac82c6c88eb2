//! What is changed in the folder itself: its list of files, its record, its descriptions.

use std::fs;

use crate::check::output::{Output, check, check_unsealed, told};
use crate::program::Work;

#[test]
fn every_file_is_the_one_that_is_listed() {
    const LIST: &str = "checksums.sha256";
    check_unsealed(&[
        ("a byte is added", |output| {
            output.0.get_mut("README.md").unwrap().push(b'!');
            told("README.md", "is not the file")
        }),
        ("a file is gone", |output| {
            output.0.remove("README.md");
            told("README.md", "is not there")
        }),
        ("a file is emptied", |output| {
            output.0.get_mut("source/lyst.txt").unwrap().clear();
            told("source/lyst.txt", "is not the file")
        }),
        ("a line of the list is gone", |output| {
            let list = output.text(LIST);
            let line = list.lines().find(|line| line.ends_with("source/lyst.txt")).unwrap();
            output.replace(LIST, &format!("{line}\n"), "");
            told("source/lyst.txt", "is not listed")
        }),
        ("a line of the list is no such line", |output| {
            output.replace(LIST, "  README", " README");
            told(LIST, "line ")
        }),
        ("a line of the list leads out of the folder", |output| {
            output.replace(LIST, "  README.md", "  ../README.md");
            told(LIST, "line ")
        }),
        ("the list stands twice", |output| {
            let list = output.text(LIST);
            output.0.insert(LIST.to_owned(), format!("{list}{list}").into_bytes());
            told(LIST, "twice")
        }),
        ("a file that nobody listed stands among ours", |output| {
            output.0.insert("tei/notes.txt".to_owned(), Vec::new());
            told("tei/notes.txt", "is not listed")
        }),
        ("the record is gone", |output| {
            output.0.remove("run.json");
            told("run.json", "is not there")
        }),
        ("the journal of a run is there", |output| {
            output.0.insert(".litopys-journal".to_owned(), Vec::new());
            told("run.json", "journal")
        }),
    ]);
}

#[test]
fn what_is_not_ours_is_only_noted() {
    let work = Work::new();
    let mut output = Output::new();
    output.0.insert("notes/mine.txt".to_owned(), b"mine".to_vec());
    output.0.insert(".hidden".to_owned(), b"".to_vec());
    output.write(&work.path("out"));
    let ended = work.run(&["check", "out"]);
    ended.expect(0, &["notes/mine.txt was not made by Litopys"]);
    assert_eq!(ended.stdout().lines().count(), 1);
    assert!(!ended.stderr().contains("hidden"));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_no_outputs() {
    let work = Work::new();
    Output::new().write(&work.path("out"));
    let source = work.path("out/source/lyst.txt");
    let elsewhere = work.path("elsewhere.txt");
    fs::rename(&source, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &source).unwrap();
    let stdout = work.run(&["check", "out"]).stdout();
    assert!(stdout.contains("source/lyst.txt: is a symbolic link"), "{stdout}");
    fs::remove_file(&source).unwrap();
    let status = std::process::Command::new("mkfifo").arg(&source).status();
    if status.is_ok_and(|status| status.success()) {
        let ended = work.run(&["check", "out"]);
        assert_eq!(ended.code(), 4, "a pipe is not waited for");
        assert!(ended.stdout().contains("source/lyst.txt: is no regular file"));
    }
}

#[test]
fn the_record_of_the_run_is_true() {
    check(&[
        ("a count is another one", |output| {
            output.json("run.json", |run| run["counts"]["mentions"] = 7.into());
            told("run.json", "counts.mentions is 7")
        }),
        ("entities are one more", |output| {
            output.json("run.json", |run| run["counts"]["entities"] = 999.into());
            told("run.json", "counts.entities")
        }),
        ("what was set aside is kept quiet", |output| {
            output.json("run.json", |run| run["set_aside"] = serde_json::json!([]));
            told("run.json", "set_aside")
        }),
        ("a format is left out", |output| {
            output.json("run.json", |run| run["to"] = serde_json::json!(["csv"]));
            told("run.json", "to lacks tei")
        }),
        ("a format is promised", |output| {
            output.json("run.json", |run| {
                run["to"].as_array_mut().unwrap().push("xlsx".into());
            });
            told("run.json", "to has xlsx")
        }),
        ("another program made it", |output| {
            output.json("run.json", |run| run["program"] = "other".into());
            told("run.json", "no record of a run")
        }),
        ("another version made it", |output| {
            output.json("run.json", |run| run["version"] = "9.9.9".into());
            told("tei/lyst.tei.xml", "version")
        }),
        ("a quarantined file is gone", |output| {
            output.0.remove("quarantine/zlamanyi.bin");
            told("tables/problems.csv", "zlamanyi")
        }),
        ("a file is quarantined that nobody speaks of", |output| {
            output.0.insert("quarantine/x.bin".to_owned(), vec![1]);
            told("quarantine/x.bin", "no problem")
        }),
    ]);
}

#[test]
fn the_package_describes_the_tables() {
    const PACKAGE: &str = "datapackage.json";
    check(&[
        ("bytes are another number", |output| {
            output.json(PACKAGE, |package| package["resources"][2]["bytes"] = 1.into());
            told(PACKAGE, "tables/mentions.csv")
        }),
        ("a sum is another one", |output| {
            output.json(PACKAGE, |package| package["resources"][2]["hash"] = "sha256:0".into());
            told(PACKAGE, "tables/mentions.csv")
        }),
        ("a table is not described", |output| {
            output.json(PACKAGE, |package| {
                package["resources"].as_array_mut().unwrap().remove(2);
            });
            told(PACKAGE, "tables/mentions.csv")
        }),
        ("a table is described that is not there", |output| {
            output.json(PACKAGE, |package| package["resources"][2]["path"] = "tables/m.csv".into());
            told(PACKAGE, "tables/m.csv")
        }),
        ("a column is renamed", |output| {
            output.json(PACKAGE, |package| {
                package["resources"][2]["schema"]["fields"][0]["name"] = "id".into();
            });
            told(PACKAGE, "tables/mentions.csv")
        }),
        ("a column is described in other words", |output| {
            output.json(PACKAGE, |package| {
                package["resources"][2]["schema"]["fields"][0]["description"] = "a number".into();
            });
            told(PACKAGE, "tables/mentions.csv")
        }),
    ]);
}
