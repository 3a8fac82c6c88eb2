//! What happens when the disk does not play along: a sentence, and no half-written file.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::program::{Work, files};

fn letters() -> Work {
    let work = Work::new();
    for n in 0..40 {
        let text = format!("Лист {n}. 5 грудня 1917 року прибув до Києва.\n");
        work.write(&format!("in/{n:02}.txt"), text.repeat(60));
    }
    work
}

#[test]
fn a_place_that_cannot_be_written_to_stops_the_run_with_a_sentence() {
    let work = letters();
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    let before: BTreeMap<_, _> = files(&work.path("out")).into_iter().collect();
    fs::remove_file(work.path("out/tables/mentions.csv")).unwrap();
    work.write("out/tables/mentions.csv/mine.txt", "a folder is in the way");
    work.write("in/00.txt", "Львів.");
    work.run(&["convert", "in", "-o", "out"]).expect(
        2,
        &["cannot write «out/tables/mentions.csv»", "check the space and the permissions there"],
    );
    work.run(&["convert", "in", "-o", "new", "-q"]).expect(0, &[]);
    let new: BTreeMap<_, _> = files(&work.path("new")).into_iter().collect();
    for (name, bytes) in files(&work.path("out")) {
        let whole = [&before, &new].iter().any(|run| run.get(&name) == Some(&bytes));
        let ours = name != "tables/mentions.csv/mine.txt" && !name.starts_with(".litopys");
        assert!(whole || !ours, "{name} is half-written");
    }
    fs::remove_dir_all(work.path("out/tables/mentions.csv")).unwrap();
    work.run(&["convert", "in", "-o", "out"]).expect(0, &["40 documents"]);
    assert!(files(&work.path("out")) == files(&work.path("new")));
}

// In a small file system of its own, as far as the system lets one make it.
#[test]
fn a_full_disk_leaves_whole_files_only() {
    let work = letters();
    work.run(&["convert", "in", "-o", "whole", "-q", "--to", "all"]).expect(0, &[]);
    let whole: BTreeMap<_, _> = files(&work.path("whole")).into_iter().collect();
    for kilobytes in [64, 400, 900, 1600] {
        let script = format!(
            "mkdir -p small && mount -t tmpfs -o size={kilobytes}k tmpfs small && \
             {} convert in -o small/out --to all; echo code $?; cp -r small/out copy-{kilobytes}",
            env!("CARGO_BIN_EXE_litopys"),
        );
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c", &script]).current_dir(work.path("."));
        let ended = command.output();
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let made = ended.as_ref().is_ok_and(|ended| said(&ended.stdout).contains("code "));
        if !made || said(&ended.as_ref().unwrap().stderr).contains("mount:") {
            eprintln!("skipped: no file system of one's own can be mounted here");
            return;
        }
        let ended = ended.unwrap();
        let (out, err) = (said(&ended.stdout), said(&ended.stderr));
        assert!(out.contains("code 2"), "{kilobytes} kB: {out}{err}");
        assert!(err.contains("cannot write «small/out/"), "{err}");
        assert!(err.contains("check the space and the permissions there"), "{err}");
        for (name, bytes) in files(&work.path(&format!("copy-{kilobytes}"))) {
            let is_journal = name.starts_with(".litopys");
            assert!(is_journal || whole.get(&name) == Some(&bytes), "{name} is half-written");
        }
    }
}
