//! What is too large, too dense or too deep, and the limits that say so.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::inputs::{Bad, bz2, convert, expect_aside, gz, members, raw_zip, rows, zip, zst};
use crate::program::Work;

/// So many MiB of zeros, packed without ever being in memory.
fn zeros(mib: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..mib {
        encoder.write_all(&[0; 1 << 20]).unwrap();
    }
    encoder.finish().unwrap()
}

/// A packed file in so many archives, each called after what lies in it.
fn nested(times: usize) -> Vec<u8> {
    (1..times).fold(zip("a.txt", "Київ.".as_bytes()), |inner, _| zip("a.zip", &inner))
}

fn too_dense(name: &str, bytes: Vec<u8>) -> Bad {
    (name.to_owned(), bytes, "R011", "unpacks to more than 250 times its size", None)
}

#[test]
fn bombs_are_named_and_their_neighbours_converted() {
    let work = Work::new();
    let bomb = zeros(200);
    let blanks = vec![b' '; 40 << 20];
    let bad = [
        too_dense("a.txt.gz", bomb.clone()),
        too_dense("b.xml.gz", [&gz(b"<mediawiki>")[..], &bomb].concat()),
        too_dense("c.csv.gz", [&gz(b"text\n")[..], &bomb].concat()),
        too_dense("d.txt.bz2", bz2(&blanks)),
        too_dense("e.txt.zst", zst(&blanks)),
        too_dense("f.zip/f.txt", zip("f.txt", &blanks)),
        too_dense("g.zip/g.txt.gz", zip("g.txt.gz", &bomb)),
        too_dense("h.zip.gz", bomb.clone()),
    ];
    for (name, bytes, ..) in &bad {
        let file = name.split_once(".zip/").map_or(name.clone(), |(file, _)| format!("{file}.zip"));
        work.write(&format!("in/{file}"), bytes);
    }
    work.write("in/добрий.txt", "Київ.");
    convert(&work, &[]).expect(1, &["1 documents", "8 set aside"]);
    for (row, (name, bytes, code, said, _)) in rows(&work, "problems").iter().zip(&bad) {
        assert_eq!(row["path"], *name);
        assert!(row["code"].starts_with(code) && row["message"].starts_with(said), "{row:?}");
        // Nothing is read behind the byte at which it showed.
        let at: usize = row["start_byte"].parse().unwrap();
        assert!(0 < at && at <= bytes.len(), "{row:?}");
    }
    work.run(&["check", "out"]).expect(0, &[]);
}

#[test]
fn a_text_of_blanks_is_no_bomb() {
    let work = Work::new();
    let text = format!("Київ.{}Львів.", "\n".repeat(4 << 20));
    work.write("in/a.txt.gz", gz(text.as_bytes())).write("in/b.zip", zip("b.txt", text.as_bytes()));
    convert(&work, &[]).expect(0, &["2 documents"]);
}

#[test]
fn archives_may_lie_in_one_another_four_deep() {
    let work = Work::new();
    work.write("in/4.zip", nested(4));
    let path = format!("6.zip/{}a.zip", "a.zip/".repeat(4));
    let bad = (path, nested(6), "R010", "lies in more than 4 archives", None);
    expect_aside(&work, &[], &[bad]);
    assert_eq!(members(&work, "4.zip"), ["a.zip/a.zip/a.zip/a.txt"]);
    assert_eq!(members(&work, "6.zip").len(), 0);
    work.write("litopys.toml", "[limits]\narchives = 6\n");
    convert(&work, &[]).expect(0, &["3 documents"]);
    assert_eq!(members(&work, "6.zip").len(), 1);
    work.write("litopys.toml", "[limits]\narchives = 1\n");
    convert(&work, &[]).expect(1, &["1 documents", "lies in more than 1 archives"]);
}

#[test]
fn entities_are_never_expanded() {
    let work = Work::new();
    let mut entities = "<!ENTITY e0 'ха'>".to_owned();
    for n in 1..30 {
        let inner = format!("&e{};", n - 1).repeat(10);
        entities += &format!("<!ENTITY e{n} '{inner}'>");
    }
    let mut bad: Vec<Bad> = Vec::new();
    for (ending, root, text) in [
        ("fb2", "FictionBook", "<body><section><p>&e29;</p></section></body>"),
        ("tei", "TEI", "<text><body><p>&e29;</p></body></text>"),
        ("xml", "PcGts", "<Page><TextRegion>&e29;</TextRegion></Page>"),
        ("fodt", "document", "<body><text><p>&e29;</p></text></body>"),
    ] {
        let file =
            format!("<?xml version='1.0'?><!DOCTYPE {root} [{entities}]><{root}>{text}</{root}>");
        let at = file.find("&e29;").unwrap();
        let said = "the entity «&e29;», which is not expanded";
        bad.push((format!("a.{ending}"), file.into_bytes(), "R008", said, Some(at)));
    }
    let file =
        "<!DOCTYPE TEI [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><TEI><text>&x;</text></TEI>";
    let at = file.find("&x;").unwrap();
    let said = "the entity «&x;», which is not expanded";
    bad.push(("b.tei".into(), file.into(), "R008", said, Some(at)));
    expect_aside(&work, &[], &bad);
}

#[test]
fn elements_may_lie_in_one_another_512_deep() {
    let work = Work::new();
    let deep = |root: &str, times: usize, element: &str| {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        format!("<{root}><body>{}Дно{}</body></{root}>", open.repeat(times), close.repeat(times))
            .into_bytes()
    };
    let bad: Vec<Bad> =
        [("fb2", "FictionBook", "section"), ("tei", "TEI", "div"), ("html", "html", "div")]
            .map(|(ending, root, element)| {
                let file = deep(root, 100_000, element);
                (format!("a.{ending}"), file, "R010", "elements in one another", None)
            })
            .into();
    for (name, file, ..) in &bad {
        work.write(&format!("in/{name}"), file);
    }
    work.write("in/добрий.txt", "Київ.").write("in/b.fb2", deep("FictionBook", 400, "section"));
    convert(&work, &[]).expect(1, &["2 documents", "3 set aside"]);
    for row in rows(&work, "problems") {
        assert!(row["code"].starts_with("R010"), "{row:?}");
        // HTML is read by rules that keep no places.
        assert_eq!(row["start_byte"].is_empty(), row["path"] == "a.html", "{row:?}");
    }
    work.write("litopys.toml", "[limits]\nelements = 100\n");
    convert(&work, &[])
        .expect(1, &["1 documents", "«b.fb2» at byte", "has more than 100 elements"]);
}

#[test]
fn limits_are_raised_and_lowered_in_the_configuration() {
    let work = Work::new();
    let text = "слово ".repeat(200_000);
    work.write("in/a.txt", "Київ.")
        .write("in/b.txt", &text)
        .write("in/c.txt.gz", gz(text.as_bytes()));
    work.write("in/d.zip", zip("d.txt", text.as_bytes()));
    convert(&work, &[]).expect(0, &["4 documents"]);
    work.write("litopys.toml", "[limits]\ndocument_mib = 1\n");
    let larger =
        ["«b.txt» is larger than 1 MiB", "«c.txt.gz» is larger", "«d.zip/d.txt» is larger"];
    convert(&work, &[]).expect(1, &larger);
    let blanks = gz(&vec![b' '; 17 << 20]);
    work.write("in/e.txt.gz", [&blanks[..], &gz("Київ.".as_bytes())].concat());
    work.write("litopys.toml", "[limits]\nratio = 2000\n");
    convert(&work, &[]).expect(0, &["5 documents"]);
    work.write("litopys.toml", "[limits]\nratio = 2\n");
    convert(&work, &[]).expect(1, &["«e.txt.gz» unpacks to more than 2 times its size"]);
    for (limit, said) in [
        ("ratio = 1", "limits.ratio is 1; choose from 2"),
        ("archives = 33", "limits.archives is 33; choose from 0 to 32"),
        ("elements = 1", "limits.elements is 1; choose from 16"),
        ("document_mib = 4096", "limits.document_mib is 4096; choose from 1 to 1024"),
    ] {
        work.write("litopys.toml", format!("[limits]\n{limit}\n"));
        convert(&work, &[]).expect(2, &[said]);
    }
}

#[test]
fn members_that_share_their_bytes_are_a_bomb() {
    let work = Work::new();
    // Each member says that it is as long as what lies behind it.
    let text = "Київ.".as_bytes();
    let mut file = raw_zip(&[(b"a.txt", 0, text), (b"b.txt", 0, text)]);
    let directory = file.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for at in [directory + 20, directory + 24] {
        file[at] = 60;
    }
    let said = "has members that share bytes";
    expect_aside(&work, &[], &[("a.zip".to_owned(), file, "R011", said, None)]);
}
