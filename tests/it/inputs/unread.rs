//! What is no text, or in a format that is not read.

use std::ops::ControlFlow;

use litopys::read::format::Tasks;
use litopys::read::options::Options;
use litopys::read::packing::Unpacker;
use litopys::read::source::Source;

use crate::inputs::{Bad, bz2, convert, expect_aside, gz, rows, zip, zst};
use crate::program::Work;

fn bad(name: &str, bytes: impl AsRef<[u8]>, code: &'static str, said: &'static str) -> Bad {
    (name.to_owned(), bytes.as_ref().to_vec(), code, said, None)
}

#[test]
fn what_is_not_read_is_named_with_the_program_that_converts_it() {
    let work = Work::new();
    let in_zip = zip("скан.pdf", b"%PDF-1.7");
    expect_aside(
        &work,
        &[],
        &[
            bad(
                "a.pdf",
                "%PDF-1.7",
                "R004",
                "is PDF and was passed over; convert it with «pdftotext",
            ),
            bad(
                "a.djvu",
                "AT&TFORM",
                "R004",
                "is DjVu and was passed over; convert it with «djvutxt",
            ),
            bad("a.doc", b"\xD0\xCF\x11\xE0", "R004", "is a document of old Word"),
            bad(
                "a.jpg",
                b"\xFF\xD8\xFF",
                "R004",
                "is an image, whose text must be recognized first",
            ),
            bad("a.7z", "7z", "R004", "convert it with «7z x FILE»"),
            bad("a.pdf.gz", gz(b"%PDF-1.7"), "R004", "is PDF and was passed over"),
            bad("b.zip/скан.pdf", in_zip, "R004", "is PDF and was passed over"),
            bad(
                "a.xyz",
                "Київ",
                "R004",
                "has no known format and was passed over; give one of .txt",
            ),
            bad("без закінчення", "Київ", "R004", "has no known format"),
            bad("a.gz", gz(b"x"), "R004", "has no known format"),
            bad("svg.xml", "<svg/>", "R004", "its root being «svg»"),
            bad("no.xml", "Київ", "R004", "is no XML, though its name ends in .xml"),
            bad("png.xml", b"\x89PNG\0", "R004", "is no XML, though its name ends in .xml"),
            bad("b.csv", "a,b\n1,2\n", "R004", "has no column «text», only «a», «b»"),
            bad("b.jsonl", "{\"a\":1}\n", "R004", "has no column «text», only «a»"),
            bad("README.txt", "опис", "R006", "describes the folder"),
        ],
    );
}

#[test]
fn bytes_that_are_no_text_are_named_with_the_first() {
    let work = Work::new();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0";
    let mut bad: Vec<Bad> = ["txt", "md", "csv", "jsonl", "fb2", "tei", "html", "fodt"]
        .map(|ending| bad(&format!("a.{ending}"), png, "R002", ""))
        .into();
    for (name, _, code, said, byte) in &mut bad {
        (*said, *byte) = ("byte 0", Some(0));
        if matches!(&**name, "a.csv" | "a.jsonl") {
            // Of tables, which may be of any size, no copy is kept.
            *code = "R008";
        }
    }
    let cut = ["Київ і Львів".repeat(9).as_bytes(), b"\xD0 a"].concat();
    let at = Some(cut.len() - 3);
    bad.push(("b.txt".into(), cut.clone(), "R002", "is not utf-8 from byte", at));
    bad.push(("b.txt.gz".into(), gz(&cut), "R002", "is not utf-8 from byte", at));
    expect_aside(&work, &[], &bad);
    assert_eq!(std::fs::read(work.path("out/quarantine/b.bin")).unwrap(), cut);
}

#[test]
fn an_empty_file_of_any_ending_is_named() {
    let work = Work::new();
    let endings = [
        "txt", "text", "md", "fb2", "tei", "html", "htm", "xhtml", "hocr", "epub", "docx", "odt",
        "fodt", "csv", "tsv", "jsonl", "ndjson", "gz", "bz2", "zst", "zip", "xml", "txt.gz",
        "txt.bz2", "txt.zst",
    ];
    for ending in endings {
        work.write(&format!("in/a.{ending}"), "");
    }
    for (ending, packed) in
        [("gz", gz(b"")), ("bz2", bz2(b"")), ("zst", zst(b"")), ("zip", zip("a.txt", b""))]
    {
        work.write(&format!("in/packed.txt.{ending}"), packed);
    }
    work.write("in/добрий.txt", "Київ.");
    convert(&work, &[]).expect(0, &["1 documents"]);
    let problems = rows(&work, "problems");
    assert_eq!(problems.len(), endings.len() + 4);
    for row in &problems {
        assert!(row["code"] == "R005-empty" && row["severity"] == "warning", "{row:?}");
    }
    work.run(&["check", "out"]).expect(0, &[]);
}

#[test]
fn a_folder_with_the_name_of_a_file_is_a_folder() {
    let work = Work::new();
    work.write("in/x.txt/a.txt", "Київ.").write("in/y.zip/b.txt", "Львів.");
    convert(&work, &[]).expect(0, &["2 documents"]);
    let names: Vec<_> =
        rows(&work, "documents").iter().map(|row| row["original_filename"].clone()).collect();
    assert_eq!(names, ["x.txt/a.txt", "y.zip/b.txt"]);
}

#[test]
fn what_is_no_regular_file_is_passed_over() {
    let work = Work::new();
    work.write("in/a.txt", "Київ.");
    let pipe = work.path("in/труба.txt");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    convert(&work, &[]).expect(0, &["«труба.txt» is no regular file and was passed over"]);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_told() {
    let work = Work::new();
    work.write("a.txt", "Київ.");
    let mut source = Source::new("a.txt", Some(work.path("a.txt")), None);
    source.fingerprint().unwrap();
    let tasks = Tasks { threads: 1, spawn: &|task| task() };
    let unpacker = Unpacker { options: &Options::default(), tasks: &tasks, counts: false };
    let said = || {
        let mut said = Vec::new();
        let _ = source.unpack(&unpacker, &mut |found| {
            said.extend(found.content.err().map(|diagnostic| diagnostic.message));
            ControlFlow::Continue(())
        });
        said
    };
    assert_eq!(said(), [""; 0]);
    work.write("a.txt", "Київ і Львів.");
    assert_eq!(said(), ["changed while it was being read; run again"]);
}
