//! Packed files that break off, lie or are under a password.

use crate::inputs::{Bad, bz2, convert, expect_aside, gz, members, raw_zip, rows, zip, zst};
use crate::program::Work;

/// A text that takes some room however it is packed.
fn long_text() -> Vec<u8> {
    let mut seed = 7_u32;
    let mut word = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("слово{} ", seed >> 12)
    };
    (0..4000).map(|_| word()).collect::<String>().into_bytes()
}

type Pack = fn(&[u8]) -> Vec<u8>;

const PACKERS: [(&str, Pack); 3] = [("gz", gz), ("bz2", bz2), ("zst", zst)];

#[test]
fn packed_files_that_break_off_are_named_with_the_byte() {
    let work = Work::new();
    let mut bad: Vec<Bad> = Vec::new();
    for (ending, pack) in PACKERS {
        let whole = pack(&long_text());
        for length in [3, 9, 100, whole.len() / 2, whole.len() - 5, whole.len() - 1] {
            let name = format!("{length}.txt.{ending}");
            let cut = whole[..length].to_vec();
            bad.push((name, cut, "R008", "get a whole copy and run again", Some(length)));
        }
    }
    expect_aside(&work, &[], &bad);
}

#[test]
fn archives_that_break_off_are_named() {
    let work = Work::new();
    let whole = zip("a.txt", &long_text());
    let mut bad: Vec<Bad> = Vec::new();
    for length in [1, 4, 100, whole.len() / 2, whole.len() - 30, whole.len() - 1] {
        let cut = whole[..length].to_vec();
        bad.push((format!("{length}.zip"), cut, "R008", "is no whole zip archive", Some(length)));
    }
    expect_aside(&work, &[], &bad);
}

#[test]
fn sums_that_do_not_fit_are_damage() {
    let work = Work::new();
    let text = long_text();
    let mut bad: Vec<Bad> = Vec::new();
    let mut wrong = |name: &str, mut bytes: Vec<u8>, at: usize, byte: Option<usize>| {
        bytes[at] ^= 0x55;
        bad.push((name.to_owned(), bytes, "R008", "is damaged near byte", byte));
    };
    let (packed, sum) = (gz(&text), 8);
    wrong("a.txt.gz", packed.clone(), packed.len() - sum, Some(packed.len()));
    let packed = zst(&text);
    wrong("a.txt.zst", packed.clone(), packed.len() - 1, Some(packed.len()));
    let packed = bz2(&text);
    // The sum of the first block stands behind its mark.
    wrong("a.txt.bz2", packed.clone(), 11, Some(packed.len()));
    // The sum of a member stands twice; that of the directory counts.
    let mut packed = zip("b.txt", &text);
    let directory = packed.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    packed[directory + 16] ^= 0x55;
    bad.push(("z.zip/b.txt".to_owned(), packed, "R008", "is damaged near byte", Some(directory)));
    expect_aside(&work, &[], &bad);
}

#[test]
fn garbage_behind_a_packed_file_is_told() {
    let work = Work::new();
    let mut bad: Vec<Bad> = Vec::new();
    for (ending, pack) in PACKERS {
        let packed = [pack("Київ.".as_bytes()), b"garbage behind".to_vec()].concat();
        let end = Some(packed.len());
        bad.push((format!("a.txt.{ending}"), packed, "R008", "is damaged near byte", end));
    }
    expect_aside(&work, &[], &bad);
}

#[test]
fn several_packed_streams_in_one_file_are_one_text() {
    let work = Work::new();
    for (ending, pack) in PACKERS {
        let packed = [pack("У Києві ".as_bytes()), pack("й Львові.".as_bytes())].concat();
        work.write(&format!("in/a.txt.{ending}"), packed);
    }
    convert(&work, &[]).expect(0, &["3 documents"]);
    for row in rows(&work, "documents") {
        assert_eq!(work.read(&format!("out/{}", row["source_path"])), "У Києві й Львові.");
    }
}

#[test]
fn members_that_cannot_be_unpacked_are_named_and_their_neighbours_converted() {
    let work = Work::new();
    let text = "Київ.".as_bytes();
    let password = raw_zip(&[(b"b.txt", 0, text), (b"a.txt", 1, text)]);
    // The method stands behind the flags, twice.
    let second = Some(30 + 5 + text.len());
    let mut method = raw_zip(&[(b"a.txt", 0, text), (b"b.txt", 0, text)]);
    let directory = method.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    method[8] = 97;
    method[directory + 10] = 97;
    // The local header of the first member is overwritten.
    let mut header = raw_zip(&[(b"a.txt", 0, text), (b"b.txt", 0, text)]);
    header[0] = 0;
    let encrypted = "is encrypted; unpack it with its password";
    let file = |name: &str| format!("{name}.zip/a.txt");
    expect_aside(
        &work,
        &[],
        &[
            (file("password"), password, "R009", encrypted, second),
            (file("method"), method, "R008", "is packed in a way that is not read", Some(35)),
            (file("header"), header, "R008", "get a whole copy and run again", None),
        ],
    );
    for name in ["password", "method", "header"] {
        assert_eq!(members(&work, &format!("{name}.zip")), ["b.txt"], "{name}");
    }
}

#[test]
fn what_came_before_the_fault_of_a_dump_is_converted() {
    let work = Work::new();
    let dump = crate::dump::synthetic(60);
    let mut bad: Vec<Bad> = Vec::new();
    let half = dump.rfind("<title>").unwrap();
    bad.push(("a.xml".into(), dump.as_bytes()[..half].to_vec(), "R008", "", Some(half)));
    for (ending, pack) in PACKERS {
        let packed = pack(&[dump.as_bytes(), &long_text()].concat());
        let length = packed.len() - 9;
        let cut = packed[..length].to_vec();
        bad.push((format!("a.xml.{ending}"), cut, "R008", "is damaged near byte", Some(length)));
    }
    work.write("litopys.toml", "[limits]\nratio = 100000\n");
    expect_aside(&work, &[], &bad);
    assert_eq!(members(&work, "a.xml").len(), 59);
    for (ending, _) in PACKERS {
        let found = members(&work, &format!("a.xml.{ending}")).len();
        // bzip2 and Zstandard give nothing of a block that is not whole.
        assert!(ending == "bz2" || 50 < found, "{ending}: {found}");
    }
}
