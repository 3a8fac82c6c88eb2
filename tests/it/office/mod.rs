//! Documents of office programs, electronic books and web pages, read from bytes made here.

mod docx;
mod epub;
mod hocr;
mod html;
mod odt;

use std::io::{Cursor, Write};

use litopys::model::diag::{Code, Diagnostic};
use litopys::model::outline::{BlockKind, MarkKind};
use litopys::read;
use litopys::read::format::Holds;
use litopys::read::options::{Limits, Options};
use litopys::read::reading::Reading;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Reads bytes as the file of this name would be read.
fn read_with(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let Holds::One(read) = read::naming::format(name).unwrap().holds else {
        panic!("many documents")
    };
    read(bytes, options)
}

fn read(name: &str, bytes: &[u8]) -> Reading {
    read_with(name, bytes, &Options::default()).unwrap()
}

/// What is said against the bytes.
fn refused(name: &str, bytes: &[u8]) -> (Code, String) {
    let diagnostic = read_with(name, bytes, &Options::default()).unwrap_err();
    (diagnostic.code, diagnostic.message)
}

/// An archive of these members.
pub fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The blocks of a text, one a line, with their kinds and the marks in them.
fn shown(reading: &Reading) -> String {
    let Reading { text, outline, .. } = reading;
    let mut out = String::new();
    let mut marks = outline.marks.iter().peekable();
    let mut end = 0;
    for block in &outline.blocks {
        let (from, to) = (block.span.start(), block.span.end());
        assert!(end == 0 && from == 0 || text[end..from] == *"\n\n", "blocks tile the text");
        let blank = [' ', '\t', '\r', '\n', '\u{a0}'];
        assert_eq!(text[from..to].trim_matches(blank), &text[from..to], "no white space around");
        end = to;
        out += &match block.kind {
            BlockKind::Paragraph => "p|".to_owned(),
            BlockKind::Heading => "h|".to_owned(),
            BlockKind::Note(number) => format!("n{number}:{}|", block.label),
            BlockKind::Furniture => "f|".to_owned(),
        };
        for at in from..=to {
            while let Some(mark) = marks.next_if(|mark| mark.at <= at && mark.at < to) {
                out += &show_mark(mark.kind, &mark.label);
            }
            if let Some(c) = text.get(at..to).and_then(|rest| rest.chars().next()) {
                out.push(if c == '\n' { '/' } else { c });
            }
        }
        while let Some(mark) = marks.next_if(|mark| mark.at <= to) {
            out += &show_mark(mark.kind, &mark.label);
        }
        out.push('\n');
    }
    assert_eq!(end, text.len());
    out
}

fn show_mark(kind: MarkKind, label: &str) -> String {
    match kind {
        MarkKind::Division(level) => format!("<div{level}>"),
        MarkKind::Page => format!("<pb {label}>"),
        MarkKind::Line { in_word: true } => "<lb->".to_owned(),
        MarkKind::Line { in_word: false } => "<lb>".to_owned(),
        MarkKind::Note(number) => format!("<{number}>"),
    }
}

/// Asserts that the blocks of a file are these.
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let found = shown(&read(name, bytes));
    assert_eq!(found.lines().collect::<Vec<_>>(), expected, "\n{found}");
}

/// Small archives that their formats read.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.html", html::PAGE.as_bytes().to_vec()),
        ("a.hocr", hocr::PAGE.as_bytes().to_vec()),
        ("a.epub", epub::book()),
        ("a.docx", docx::letter()),
        ("a.odt", odt::letter()),
        ("a.fodt", odt::FLAT.as_bytes().to_vec()),
    ]
}

#[test]
fn archives_that_end_too_early_are_damaged() {
    for (name, bytes) in samples().iter().skip(2).take(3) {
        let half = &bytes[..bytes.len() / 2];
        let (code, message) = refused(name, half);
        assert_eq!(code, Code::Damaged, "{name}");
        let place = format!("at byte {}, its end", half.len());
        assert!(message.contains(&place) && message.contains("get a whole copy"), "{message}");
    }
}

#[test]
fn files_without_anything_in_them_are_empty() {
    for name in ["a.epub", "a.docx", "a.odt"] {
        assert_eq!(refused(name, b"").0, Code::Empty, "{name}");
    }
    assert_eq!(read("a.html", b"").text, "");
    assert_eq!(refused("a.fodt", b"<office:document><a>").0, Code::Damaged);
}

#[test]
fn archives_that_swell_are_refused() {
    let bomb = format!("<a>{}</a>", " ".repeat(4 << 20));
    let members = [
        ("a.epub", "META-INF/container.xml"),
        ("a.docx", "word/document.xml"),
        ("a.odt", "content.xml"),
    ];
    for (name, member) in members {
        let bytes = zipped(&[(member, &bomb)]);
        let (code, message) = refused(name, &bytes);
        assert_eq!(code, Code::TooDense, "{name}: {message}");
        assert!(message.contains("limits.ratio"), "{message}");
        let limits = Limits { document: 1 << 16, ..Limits::default() };
        let options = Options { limits, ..Options::default() };
        let diagnostic = read_with(name, &bytes, &options).unwrap_err();
        assert_eq!(diagnostic.code, Code::TooLarge, "{name}: {}", diagnostic.message);
    }
}

#[test]
fn members_under_a_password_are_named() {
    let mut bytes = zipped(&[("content.xml", "<a>text</a>")]);
    // The lowest bit of the flags of a member, which stand twice.
    for (header, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == header).unwrap();
        bytes[at + flags] |= 1;
    }
    let (code, message) = refused("a.odt", &bytes);
    assert_eq!(code, Code::Encrypted);
    assert!(message.contains("«content.xml», which is encrypted"), "{message}");
}

#[test]
fn elements_in_one_another_have_a_limit() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    for (name, member) in [("a.docx", "word/document.xml"), ("a.odt", "content.xml")] {
        assert_eq!(refused(name, &zipped(&[(member, &deep)])).0, Code::TooDeep, "{name}");
    }
    assert_eq!(refused("a.fodt", deep.as_bytes()).0, Code::TooDeep);
}

#[test]
fn xml_that_is_not_well_formed_is_named_with_its_member_and_place() {
    for (name, member) in [("a.docx", "word/document.xml"), ("a.odt", "content.xml")] {
        let (code, message) = refused(name, &zipped(&[(member, "<a><b></a>")]));
        assert_eq!(code, Code::Damaged);
        let start = format!("has «{member}», which is not well-formed at byte 6");
        assert!(message.starts_with(&start), "{message}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damaged_bytes_are_read_or_refused(
        which in 0..6_usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let (name, mut bytes) = samples().swap_remove(which);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        match read_with(name, &bytes, &Options::default()) {
            Ok(reading) => {
                shown(&reading);
            }
            Err(diagnostic) => prop_assert!(!diagnostic.message.is_empty()),
        }
    }

    #[test]
    fn damaged_members_are_read_or_refused(
        which in 0..4_usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<char>()), 1..8),
    ) {
        let damaged = |text: &str| {
            let mut chars: Vec<char> = text.chars().collect();
            for (at, c) in &damage {
                let at = at.index(chars.len());
                chars[at] = *c;
            }
            chars.into_iter().collect::<String>()
        };
        let (name, mut members) = match which {
            0 => ("a.epub", epub::BOOK.to_vec()),
            1 => ("a.docx", docx::LETTER.to_vec()),
            2 => ("a.odt", odt::LETTER.to_vec()),
            _ => ("a.html", vec![("", html::PAGE)]),
        };
        let last = members.last_mut().unwrap();
        let text = damaged(last.1);
        last.1 = &text;
        let bytes = if which < 3 { zipped(&members) } else { text.clone().into_bytes() };
        if let Ok(reading) = read_with(name, &bytes, &Options::default()) {
            shown(&reading);
        }
    }
}
