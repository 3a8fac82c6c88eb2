//! Every format in every packing.

use litopys::hash::sha256;

use crate::inputs::{Row, bz2, convert, gz, rows, zip, zst};
use crate::program::{Work, files};
use crate::{dump, formats, office};

/// A file of each format under each kind of name, and the format that its documents are of.
fn samples() -> Vec<(String, &'static str, Vec<u8>)> {
    let text = "У Києві 1917 року.\n\nДалі — у Львові.";
    let own = |name: &str, format, text: &str| (name.to_owned(), format, text.as_bytes().to_vec());
    let csv = format!("id;title;text\nа;Лист;{text}\n;;Полтава.\n").replace("\n\n", " ");
    let jsonl = "{\"id\":\"а\",\"text\":\"У Києві\\n1917 року.\"}\n{\"text\":\"Полтава.\"}\n";
    let mut samples = vec![
        own("a.txt", "txt", text),
        own("a.text", "txt", text),
        own("a.md", "md", text),
        own("a.csv", "csv", &csv),
        own("a.tsv", "csv", &csv.replace(';', "\t")),
        own("a.jsonl", "jsonl", jsonl),
        own("a.ndjson", "jsonl", jsonl),
        own("mediawiki.xml", "mediawiki", &dump::synthetic(3)),
    ];
    for (format, sample) in formats::SAMPLES {
        samples.push(own(&format!("{format}.xml"), format, sample));
        if matches!(format, "fb2" | "tei") {
            samples.push(own(&format!("a.{format}"), format, sample));
        }
    }
    for (name, bytes) in office::samples() {
        let format = name.split_once('.').unwrap().1;
        samples.push((name.to_owned(), format, bytes.clone()));
        match format {
            "html" => samples.push(("a.htm".to_owned(), format, bytes)),
            "hocr" => {
                // Known by what is in it.
                samples.push(("page.html".to_owned(), format, bytes.clone()));
                samples.push(("html.xml".to_owned(), format, bytes));
            }
            "docx" => samples.push(("a.docm".to_owned(), format, bytes)),
            "odt" => samples.push(("a.ott".to_owned(), format, bytes)),
            _ => {}
        }
    }
    samples
}

/// A folder of one packing, the ending of its files, what lies before a member, and the bytes.
type Packing = (&'static str, &'static str, fn(&str) -> String, fn(&str, &[u8]) -> Vec<u8>);

const PACKINGS: [Packing; 6] = [
    ("bare", "", |_| String::new(), |_, bytes| bytes.to_vec()),
    ("gz", ".gz", |_| String::new(), |_, bytes| gz(bytes)),
    ("bz2", ".bz2", |_| String::new(), |_, bytes| bz2(bytes)),
    ("zst", ".zst", |_| String::new(), |_, bytes| zst(bytes)),
    ("zip", ".zip", str::to_owned, zip),
    (
        "zips",
        ".zip",
        |name| format!("усередині.zip/{name}"),
        |name, bytes| zip("усередині.zip", &zip(name, bytes)),
    ),
];

fn inputs() -> Work {
    let work = Work::new();
    for (name, _, bytes) in samples() {
        for (folder, ending, _, pack) in PACKINGS {
            work.write(&format!("in/{folder}/{name}{ending}"), pack(&name, &bytes));
        }
    }
    work
}

/// Members and texts of the documents of a file, whose rows must say where they are from.
fn documents(work: &Work, documents: &[Row], file: &str, format: &str) -> Vec<(String, Vec<u8>)> {
    let sha256 = sha256(&std::fs::read(work.path(&format!("in/{file}"))).unwrap());
    let of_file = documents.iter().filter(|row| row["original_filename"] == file);
    let document = |row: &Row| {
        assert_eq!(row["origin_format"], format, "{file}");
        assert_eq!(row["origin_sha256"], sha256, "{file}");
        let tei = work.read(&format!("out/{}", row["tei_path"]));
        assert!(tei.contains(&format!(">{file}<")), "{file} is not named in its TEI");
        let text = std::fs::read(work.path(&format!("out/{}", row["source_path"]))).unwrap();
        (row["origin_member"].clone(), text)
    };
    of_file.map(document).collect()
}

#[test]
fn every_format_is_read_in_every_packing() {
    let work = inputs();
    convert(&work, &["-j", "1"]).expect(0, &[]);
    let table = rows(&work, "documents");
    for (name, format, _) in samples() {
        let bare = documents(&work, &table, &format!("bare/{name}"), format);
        let holds_many = matches!(format, "csv" | "jsonl" | "mediawiki");
        assert!(!bare.is_empty(), "{name}");
        assert_eq!(1 < bare.len(), holds_many, "{name}");
        for (folder, ending, around, _) in PACKINGS {
            let file = format!("{folder}/{name}{ending}");
            let around = around(&name);
            let inside = |member: &str| match (around.is_empty(), member.is_empty()) {
                (true, _) => member.to_owned(),
                (false, true) => around.clone(),
                (false, false) => format!("{around}/{member}"),
            };
            let expected: Vec<_> =
                bare.iter().map(|(member, text)| (inside(member), text.clone())).collect();
            assert_eq!(documents(&work, &table, &file, format), expected, "{file}");
        }
    }
    work.run(&["check", "out"]).expect(0, &[]);
    let once = files(&work.path("out"));
    std::fs::remove_dir_all(work.path("out")).unwrap();
    convert(&work, &["-j", "3"]).expect(0, &[]);
    let again = files(&work.path("out"));
    assert_eq!(once.len(), again.len());
    for (one, other) in once.iter().zip(&again) {
        assert!(one == other, "{} and {} differ", one.0, other.0);
    }
}

#[test]
fn standard_input_is_plain_text() {
    let work = Work::new();
    work.run_with(&["convert", "-", "-o", "out", "-q"], "Київ.".as_bytes()).expect(0, &[]);
    let [row] = &rows(&work, "documents")[..] else { panic!("not one") };
    assert_eq!((&*row["origin_format"], &*row["original_filename"]), ("txt", "stdin"));
    assert_eq!(row["origin_sha256"], sha256("Київ.".as_bytes()));
}
