//! What stands in zip archives besides texts, and how their members are called.

use litopys::charset::name::by_name;

use crate::charset::encode;
use crate::inputs::{convert, expect_aside, members, raw_zip, rows, zip};
use crate::program::{Work, files};

/// The flag that says that a name is in UTF-8.
const UTF8: u16 = 1 << 11;

#[test]
fn names_of_members_are_read_in_the_page_of_whoever_packed_them() {
    let work = Work::new();
    let names = ["Листи/Перший лист.txt", "Листи/Запрошення до друга.txt"];
    for (file, page, flags) in [
        ("dos", "cp866", 0),
        ("windows", "cp1251", 0),
        ("unix", "utf-8", 0),
        ("flag", "utf-8", UTF8),
    ] {
        let [one, other] = names.map(|name| encode(name, by_name(page).unwrap()));
        let members = [(&one[..], flags, "Київ.".as_bytes()), (&other, flags, "Львів.".as_bytes())];
        work.write(&format!("in/{file}.zip"), raw_zip(&members));
    }
    convert(&work, &[]).expect(0, &["8 documents"]);
    for file in ["dos", "windows", "unix", "flag"] {
        assert_eq!(members(&work, &format!("{file}.zip")), names, "{file}");
    }
    work.run(&["check", "out"]).expect(0, &[]);
}

#[test]
fn paths_that_lead_out_of_an_archive_are_names_and_no_more() {
    let work = Work::new();
    let names = [
        "/etc/a.txt",
        "../../b.txt",
        "..\\c.txt",
        "C:\\d.txt",
        "x/../../../e.txt",
        "//server/f.txt",
        "g\nh.txt",
    ];
    let of = |name: &'static str| (name.as_bytes(), UTF8, "Київ.".as_bytes());
    work.write("in/a.zip", raw_zip(&names.map(of)));
    let before = files(&work.path("in"));
    convert(&work, &[]).expect(0, &["7 documents"]);
    assert_eq!(members(&work, "a.zip"), names.map(|name| name.replace('\\', "/")));
    assert_eq!(files(&work.path("in")), before);
    let mut there: Vec<_> = std::fs::read_dir(work.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    assert_eq!(there, ["in", "out"], "nothing is written outside");
    for row in rows(&work, "documents") {
        let id = &row["doc_id"];
        assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{id}");
        assert!(work.has(&format!("out/source/{id}.txt")), "{id}");
    }
    work.run(&["check", "out"]).expect(0, &[]);
}

#[test]
fn folders_and_hidden_members_are_no_documents() {
    let work = Work::new();
    let text = "Київ.".as_bytes();
    let members_of = [
        (&b"dir/"[..], 0, &b""[..]),
        (b"dir/a.txt", 0, text),
        (b".hidden.txt", 0, text),
        (b".git/b.txt", 0, text),
        (b"__MACOSX/dir/._a.txt", 0, text),
        (b"dir\\.c.txt", 0, text),
    ];
    work.write("in/a.zip", raw_zip(&members_of));
    convert(&work, &[]).expect(0, &["1 documents"]);
    assert_eq!(members(&work, "a.zip"), ["dir/a.txt"]);
    assert_eq!(rows(&work, "problems").len(), 0);
}

#[test]
fn names_that_differ_only_in_case_are_two_documents() {
    let work = Work::new();
    let [one, other] = ["Київ.", "Львів."].map(str::as_bytes);
    work.write("in/a.zip", raw_zip(&[(b"a.txt", 0, one), (b"A.TXT", 0, other)]));
    convert(&work, &[]).expect(0, &["2 documents"]);
    assert_eq!(members(&work, "a.zip"), ["a.txt", "A.TXT"]);
    let ids: Vec<_> = rows(&work, "documents").iter().map(|row| row["doc_id"].clone()).collect();
    assert_ne!(ids[0].to_lowercase(), ids[1].to_lowercase());
}

#[test]
fn that_several_members_have_one_name_is_told() {
    let work = Work::new();
    let [one, other] = ["Київ.", "Львів."].map(str::as_bytes);
    let twice = raw_zip(&[(b"a.txt", 0, one), (b"b.txt", 0, one), (b"a.txt", 0, other)]);
    let said = "has several members of one name, of which only the last can be read";
    expect_aside(&work, &[], &[("двічі.zip".to_owned(), twice, "R008", said, None)]);
    assert_eq!(members(&work, "двічі.zip"), ["a.txt", "b.txt"]);
}

#[test]
fn an_archive_without_texts_says_so() {
    let work = Work::new();
    let empty = raw_zip(&[]);
    let folders = raw_zip(&[(b"dir/", 0, b""), (b".x/a.txt", 0, b"")]);
    let said = "holds no text; remove it";
    expect_aside(
        &work,
        &[],
        &[
            ("порожній.zip".to_owned(), empty.clone(), "R005", said, None),
            ("теки.zip".to_owned(), folders, "R005", said, None),
            (
                "в архіві.zip/порожній.zip".to_owned(),
                zip("порожній.zip", &empty),
                "R005",
                said,
                None,
            ),
        ],
    );
}

#[test]
fn a_book_in_an_archive_of_its_name_is_called_as_the_book_is() {
    let work = Work::new();
    work.write("in/книга.md.zip", zip("книга.md", "Київ.".as_bytes()));
    convert(&work, &[]).expect(0, &[]);
    let [row] = &rows(&work, "documents")[..] else { panic!("not one") };
    assert_eq!((&*row["doc_id"], &*row["origin_member"]), ("knyha", "книга.md"));
    assert!(work.has("out/tei/knyha.tei.xml"));
}
