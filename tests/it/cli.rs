//! The program as a user runs it: arguments, messages, exit codes.

use std::fs;

use crate::program::Work;

fn convert(work: &Work, args: &[&str]) -> crate::program::Ended {
    work.run(&[&["convert"], args].concat())
}

#[test]
fn a_file_that_is_not_utf8_is_set_aside_and_the_rest_goes_on() {
    let work = Work::new();
    let broken = [&b"\xD0\x9A"[..], "иїв і Львів".as_bytes(), b"\xFF"].concat();
    work.write("in/добрий.txt", "Київ.").write("in/поганий.txt", &broken);
    convert(&work, &["in", "-o", "out"]).expect(
        1,
        &["«поганий.txt» is not utf-8 from byte 22 (0xFF); mend that byte, or name", "1 set aside"],
    );
    assert!(work.has("out/tei/dobryi.tei.xml"));
    assert_eq!(fs::read(work.path("out/quarantine/pohanyi.bin")).unwrap(), broken);
    let problems = work.read("out/tables/problems.csv");
    assert!(problems.contains("pohanyi.p001,поганий.txt,,,,22,error,R002-not-text,"), "{problems}");
}

#[test]
fn an_unreadable_file_is_set_aside() {
    let work = Work::new();
    work.write("in/a.txt", "Київ.");
    std::os::unix::fs::symlink("nowhere.txt", work.path("in/b.txt")).unwrap();
    convert(&work, &["in", "-o", "out"]).expect(1, &["«b.txt» cannot be read"]);
    assert!(work.has("out/tei/a.tei.xml"));
}

#[test]
fn a_document_over_the_limit_is_set_aside() {
    let work = Work::new();
    work.write("litopys.toml", "[limits]\ndocument_mib = 1\n");
    work.write("in/a.txt", "Київ.").write("in/b.txt", "слово ".repeat(200_000));
    convert(&work, &["in", "-o", "out"])
        .expect(1, &["«b.txt» is larger than 1 MiB; split it, or raise limits.document_mib"]);
}

#[test]
fn unknown_formats_empty_files_and_readmes_only_warn() {
    let work = Work::new();
    work.write("in/a.txt", "Київ.").write("in/b.pdf", "%PDF").write("in/c.txt", " \n");
    work.write("in/README.md", "about").write("in/.hidden.txt", "Львів");
    convert(&work, &["in", "-o", "out"]).expect(
        0,
        &[
            "«b.pdf» is PDF and was passed over; convert it with «pdftotext",
            "«c.txt» holds no text",
            "1 documents",
        ],
    );
    let problems = work.read("out/tables/problems.csv");
    assert_eq!(problems.matches("README.md").count(), 1);
    assert!(!problems.contains("hidden"));
}

#[test]
fn nothing_convertible_is_exit_3_and_leaves_the_output_alone() {
    let work = Work::new();
    fs::create_dir(work.path("empty")).unwrap();
    convert(&work, &["empty", "-o", "out"])
        .expect(3, &["there is no text to convert in «empty»; put texts there, in files that end in .txt, .text, .md"]);
    assert!(!work.has("out"));
    work.write("in/a.txt", "Київ.");
    convert(&work, &["in", "-o", "out", "-q"]).expect(0, &[]);
    let before = work.read("out/tables/mentions.csv");
    work.write("in/a.txt", b"\x89PNG\0\0");
    convert(&work, &["in", "-o", "out"]).expect(3, &["none of the 1 files could be converted"]);
    assert_eq!(work.read("out/tables/mentions.csv"), before);
    assert!(work.has("out/tei/a.tei.xml"));
}

#[test]
fn paths_that_cannot_be_are_exit_2() {
    let work = Work::new();
    work.write("in/a.txt", "Київ.").write("file", "mine");
    convert(&work, &["nowhere", "-o", "out"]).expect(2, &["there is no «nowhere»; give a file or"]);
    convert(&work, &["in", "-o", "file"]).expect(2, &["«file» is a file; give a folder to -o"]);
    convert(&work, &["in", "-o", "in/out"]).expect(2, &["lie in one another"]);
    convert(&work, &["in", "-o", "in"]).expect(2, &["lie in one another"]);
    convert(&work, &["in", "-o", "."]).expect(2, &["lie in one another"]);
    assert_eq!(work.read("file"), "mine");
    assert!(!work.has("in/out") && !work.has("out"));
}

#[test]
fn a_folder_that_is_not_ours_is_not_written_to() {
    let work = Work::new();
    work.write("in/a.txt", "Київ.").write("mine/README.md", "my own");
    convert(&work, &["in", "-o", "mine"])
        .expect(2, &["«mine» holds «README.md», which Litopys did not make"]);
    assert_eq!(work.read("mine/README.md"), "my own");
}

#[test]
fn usage_and_configuration_errors_are_exit_2() {
    let work = Work::new();
    work.write("in/a.txt", "Київ.").write("bad.toml", "[convert]\njobz = 2\n");
    convert(&work, &["in"]).expect(2, &["--output"]);
    convert(&work, &["in", "-o", "out", "--to", "docx"])
        .expect(2, &["there is no output format «docx»; choose from csv"]);
    convert(&work, &["in", "-o", "out", "--to", "tie"])
        .expect(2, &["there is no output format «tie»; did you mean «tei»? choose"]);
    convert(&work, &["in", "-o", "out", "--config", "bad.toml"]).expect(
        2,
        &["cannot use «bad.toml»: line 2: there is no key «jobz» here; did you mean «jobs»"],
    );
    work.write("licence.toml", "[corpus]\nlicence = \"CC BY-SA 4\"\n");
    convert(&work, &["in", "-o", "out", "--config", "licence.toml"])
        .expect(2, &["in corpus.licence «CC BY-SA 4» is no", "CC-BY-SA-4.0"]);
    convert(&work, &["in", "-o", "out", "--config", "none.toml"]).expect(2, &["«none.toml»"]);
}

#[test]
fn standard_input_is_a_document() {
    let work = Work::new();
    let ended = work.run_with(&["convert", "-", "-o", "out"], "У Києві 1917 року.".as_bytes());
    ended.expect(0, &["1 documents"]);
    assert_eq!(ended.stdout(), "");
    assert!(work.read("out/tables/mentions.csv").contains("stdin.m000002-000007"));
    work.run_with(&["convert", "-", "-o", "out", "-q"], "У Львові.".as_bytes()).expect(0, &[]);
    assert!(work.read("out/tables/mentions.csv").contains("Львові"));
}

#[test]
fn several_inputs_and_odd_names_become_documents() {
    let work = Work::new();
    work.write("a/1917 р.txt", "Київ.").write("b/1917 р.txt", "Львів.");
    work.write("c & <d>.md", "Одеса.").write("листи/«Ї».TXT", "Полтава.");
    convert(&work, &["a", "b", "c & <d>.md", "листи", "-o", "out"]).expect(0, &["4 documents"]);
    let documents = work.read("out/tables/documents.csv");
    assert!(documents.contains("\r\nd-1917-r,"), "{documents}");
    assert!(documents.contains("\r\nc-d,source/c-d.txt,c & <d>.md,md,"), "{documents}");
    assert!(documents.contains("\r\nyi,"), "{documents}");
    assert!(work.read("out/tei/c-d.tei.xml").contains("c &amp; &lt;d&gt;.md"));
}

#[test]
fn messages_follow_the_flags() {
    let work = Work::new();
    work.write("in/a.txt", "Київ.").write("in/b.pdf", "%PDF").write("in/c.txt", b"\x89PNG\0\0");
    let quiet = convert(&work, &["in", "-o", "q", "-q"]);
    assert!(quiet.stderr().contains("c.txt") && !quiet.stderr().contains("b.pdf"));
    let loud = convert(&work, &["in", "-o", "v", "-v"]);
    assert!(loud.stderr().contains("whole run: "));
    let json = convert(&work, &["in", "-o", "j", "--log", "json"]);
    for line in json.stderr().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["severity"].is_string() && line["message"].is_string());
    }
}

#[test]
fn the_configuration_reaches_the_output() {
    let work = Work::new();
    let toml = "[corpus]\ntitle = \"Листи\"\nlicence = \"CC-BY-4.0\"\n[convert]\nto = [\"tei\", \"csv\"]\n";
    work.write("litopys.toml", toml).write("in/a.txt", "Київ.");
    convert(&work, &["in", "-o", "out", "-q"]).expect(0, &[]);
    assert!(work.read("out/tei/corpus.tei.xml").contains("Листи</title>"));
    assert!(work.read("out/tei/a.tei.xml").contains(
        "<licence target=\"https://creativecommons.org/licenses/by/4.0/\">CC-BY-4.0</licence>"
    ));
    assert!(work.read("out/tables/documents.csv").contains(",CC-BY-4.0\r\n"));
    assert!(!work.has("out/parquet"));
}

#[test]
fn an_impossible_day_is_recorded_coarser_and_reported() {
    let work = Work::new();
    work.write("in/a.txt", "Сталося 31 лютого 1918 року в Києві.");
    convert(&work, &["in", "-o", "out"])
        .expect(0, &["the calendar has no date «31 лютого 1918 року»"]);
    assert!(
        work.read("out/tables/dates.csv")
            .contains(",1918-02,1918-02,unspecified,1918-02-01,1918-02-28,")
    );
    assert!(work.read("out/tables/problems.csv").contains(",8,27,"));
}

#[test]
fn an_interrupt_ends_with_130_and_the_next_run_completes() {
    let work = Work::new();
    for n in 0..300 {
        work.write(&format!("in/{n}.txt"), "Року 1648 у Києві, Львові.\n\n".repeat(400));
    }
    let child = work.command(&["convert", "in", "-o", "out", "-j", "1"]).spawn().unwrap();
    while !work.has("out/source") {
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&output.stderr).contains("interrupted; run the same command"));
    assert!(!work.has("out/run.json"));
    convert(&work, &["in", "-o", "out"]).expect(0, &["300 documents"]);
}
