//! Same input, same bytes: on any number of threads, run after run, and after a run was killed.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime};

use litopys::write::folder::Folder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program::{Work, files};

/// Enough documents for several chunks on several threads.
fn corpus(work: &Work) {
    for n in 0..60 {
        let text = format!(
            "Року {} у Києві, Львові та Чигирині.\n\nСправа {n}: М. С. Грушевський, УНР.\n",
            1600 + n
        );
        work.write(&format!("in/тека {}/лист {n}.txt", n % 7), text.repeat(1 + n * 20));
    }
    work.write("in/зламаний.txt", b"\x89PNG\0\0");
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let work = Work::new();
    corpus(&work);
    for jobs in ["1", "2", "5"] {
        let out = format!("out{jobs}");
        work.run(&["convert", "in", "-o", &out, "-j", jobs, "-q", "--to", "all"]).expect(1, &[]);
    }
    let one = files(&work.path("out1"));
    assert!(one.len() > 130);
    assert!(one == files(&work.path("out2")) && one == files(&work.path("out5")));
}

#[test]
fn a_second_run_touches_nothing_and_says_so() {
    let work = Work::new();
    corpus(&work);
    work.run(&["convert", "in", "-o", "out"]).expect(1, &["зламаний.txt"]);
    let times = |work: &Work| -> Vec<_> {
        let files = files(&work.path("out"));
        files
            .iter()
            .map(|(f, _)| fs::metadata(work.path("out").join(f)).unwrap().modified().unwrap())
            .collect()
    };
    let before = times(&work);
    // Touching an input changes nothing either.
    work.write("in/зламаний.txt", b"\x89PNG\0\0");
    work.run(&["convert", "in", "-o", "out"])
        .expect(1, &["nothing to do, the output of 60 documents is up to date", "зламаний.txt"]);
    assert_eq!(before, times(&work));
}

#[test]
fn outputs_follow_their_inputs() {
    let work = Work::new();
    work.write("in/а.txt", "Київ.").write("in/б.txt", "Львів.");
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    work.write("out/tei/mine.xml", "<mine/>");
    let untouched = fs::metadata(work.path("out/tei/a.tei.xml")).unwrap().modified().unwrap();
    fs::remove_file(work.path("in/б.txt")).unwrap();
    work.run(&["convert", "in", "-o", "out"]).expect(0, &["2 removed"]);
    assert!(!work.has("out/tei/b.tei.xml") && !work.has("out/source/b.txt"));
    assert!(work.has("out/tei/mine.xml"), "what we did not make stays");
    let now = fs::metadata(work.path("out/tei/a.tei.xml")).unwrap().modified().unwrap();
    assert_eq!(untouched, now, "an output whose bytes do not change is not touched");
    assert!(!work.read("out/tables/entities.csv").contains("plc-lviv"));
}

#[test]
fn a_format_no_longer_asked_for_goes() {
    let work = Work::new();
    work.write("in/а.txt", "Київ.");
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    work.run(&["convert", "in", "-o", "out", "-q", "--to", "csv"]).expect(0, &[]);
    assert!(
        work.has("out/tables/mentions.csv") && !work.has("out/tei") && !work.has("out/parquet")
    );
}

#[test]
fn an_output_that_was_changed_by_hand_is_made_again() {
    let work = Work::new();
    work.write("in/а.txt", "Київ.");
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    let before = files(&work.path("out"));
    work.write("out/tables/mentions.csv", "ruined");
    fs::remove_file(work.path("out/tei/corpus.tei.xml")).unwrap();
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    assert!(before == files(&work.path("out")));
}

#[test]
fn an_edit_of_the_same_size_is_made_good() {
    let work = Work::new();
    work.write("in/а.txt", "Київ.");
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    let before = work.read("out/tables/mentions.csv");
    work.write("out/tables/mentions.csv", before.replace("Київ", "Ківи"));
    // The clock of file systems ticks in milliseconds, and an edit is later than that.
    let edited = File::options().write(true).open(work.path("out/tables/mentions.csv")).unwrap();
    edited.set_modified(SystemTime::now() + Duration::from_secs(1)).unwrap();
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    assert_eq!(work.read("out/tables/mentions.csv"), before);
    work.run(&["convert", "in", "-o", "out"]).expect(0, &["nothing to do"]);
}

#[test]
fn a_list_cannot_reach_outside_its_folder() {
    let work = Work::new();
    work.write("in/а.txt", "Київ.").write("precious", "mine");
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    let outside = work.path("precious");
    let list = format!(
        "{}00  ../precious\n00  {}\n",
        work.read("out/checksums.sha256"),
        outside.display()
    );
    work.write("out/checksums.sha256", list).write("in/б.txt", "Львів.");
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    assert_eq!(work.read("precious"), "mine");
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let work = Work::new();
    work.write("in/а.txt", "Київ.");
    let folder = Folder::open(&work.path("out")).unwrap();
    work.run(&["convert", "in", "-o", "out"]).expect(2, &["another run is writing to «out»"]);
    drop(folder);
    work.run(&["convert", "in", "-o", "out"]).expect(0, &["1 documents"]);
}

/// Files in a folder and below it, hidden ones too.
fn count(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries.flatten().map(|entry| 1 + count(&entry.path())).sum()
}

#[test]
fn a_killed_run_leaves_no_half_file_and_the_next_one_completes_it() {
    let work = Work::new();
    let text = |n: u32| format!("Року {} у Києві, Львові та Чигирині.\n\nСправа {n}.\n", 1600 + n);
    let mut archive =
        ZipWriter::new(fs::File::create(work.write("in/а.txt", "Київ.").path("in/я.zip")).unwrap());
    for n in 0..40 {
        archive.start_file(format!("лист {n}.txt"), SimpleFileOptions::default()).unwrap();
        archive.write_all(text(n).as_bytes()).unwrap();
        work.write(&format!("in/тека/лист {n}.txt"), text(n).repeat(20));
    }
    archive.finish().unwrap();
    work.run(&["convert", "in", "-o", "whole", "-q"]).expect(0, &[]);
    let whole = files(&work.path("whole"));
    let mut killed = 0;
    // Killed once so many files are there: at the start, among the documents, near the end.
    for reached in [0, 1, 3, 20, 60, 100, 150, whole.len() - 3, whole.len()] {
        let out = format!("out-{reached}");
        let mut child = work.command(&["convert", "in", "-o", &out, "-q"]).spawn().unwrap();
        while count(&work.path(&out)) < reached && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        for (name, bytes) in if work.has(&out) { files(&work.path(&out)) } else { Vec::new() } {
            let hidden = name.rsplit('/').next().unwrap().starts_with('.');
            let same = whole.iter().any(|(other, content)| *other == name && *content == bytes);
            assert!(hidden || same, "{name} is half written");
        }
        work.run(&["convert", "in", "-o", &out, "-q"]).expect(0, &[]);
        assert!(whole == files(&work.path(&out)), "killed after {reached} files");
    }
    assert!(killed > 4, "only {killed} runs were killed in time");
}
