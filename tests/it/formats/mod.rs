//! The structured formats: what is read out of each, and that nothing bad breaks it.

mod alto;
mod fb2;
mod page;
mod tei;

use litopys::model::diag::{Code, Diagnostic};
use litopys::model::outline::{BlockKind, MarkKind};
use litopys::read::FORMATS;
use litopys::read::format::Holds;
use litopys::read::options::Options;
use litopys::read::reading::Reading;
use proptest::prelude::*;

/// A rich file of each format.
pub const SAMPLES: [(&str, &str); 4] =
    [("fb2", fb2::SAMPLE), ("tei", tei::SAMPLE), ("page", page::SAMPLE), ("alto", alto::SAMPLE)];

/// What the reader of a format makes of a file.
pub fn read(format: &str, bytes: &[u8]) -> Result<Reading, Diagnostic> {
    let format = FORMATS.iter().find(|one| one.name == format).unwrap();
    let Holds::One(read) = format.holds else { panic!("{} holds many", format.name) };
    read(bytes, &Options::default())
}

/// The blocks of a file, one a line, with their marks shown in them.
pub fn shown(format: &str, file: &str) -> String {
    let reading = read(format, file.as_bytes()).unwrap();
    check_outline(&reading);
    let mut shown = String::new();
    let mut marks = reading.outline.marks.iter().peekable();
    for block in &reading.outline.blocks {
        shown += &match block.kind {
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Heading => "h".to_owned(),
            BlockKind::Note(number) => format!("n{number}"),
            BlockKind::Furniture => "f".to_owned(),
        };
        shown += &format!("({})|", block.label);
        let span = block.span.start()..=block.span.end();
        for at in span {
            while let Some(mark) = marks.next_if(|mark| mark.at <= at) {
                shown += &match mark.kind {
                    MarkKind::Division(level) => format!("<div{level}>"),
                    MarkKind::Page => format!("<pb {}>", mark.label),
                    MarkKind::Line { in_word: true } => format!("<-{}>", mark.label),
                    MarkKind::Line { in_word: false } => format!("<{}>", mark.label),
                    MarkKind::Note(number) => format!("<note {number}>"),
                };
            }
            let text = &reading.text[..block.span.end()];
            if text.is_char_boundary(at) {
                shown.extend(text[at..].chars().next());
            }
        }
        shown.push('\n');
    }
    shown.replace('\t', "⇥").replace("\n<>", "¶")
}

/// What the outline promises of itself.
fn check_outline(reading: &Reading) {
    let Reading { text, outline, .. } = reading;
    let mut end = 0;
    for block in &outline.blocks {
        let between = &text[end..block.span.start()];
        assert!(between.trim().is_empty(), "{between:?} is in no block");
        let inside = &text[block.span.start()..block.span.end()];
        assert!(!inside.is_empty());
        assert_eq!(inside, inside.trim_matches([' ', '\t', '\n', '\r']));
        end = block.span.end();
    }
    assert_eq!(end, text.len());
    assert!(outline.marks.is_sorted_by_key(|mark| mark.at));
    for mark in &outline.marks {
        assert!(text.is_char_boundary(mark.at), "{mark:?}");
    }
}

/// Text without white space.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Everything between the tags of a stretch of XML, without white space.
pub fn content(xml: &str) -> String {
    squeezed(
        &xml.split('<')
            .map(|part| part.split_once('>').map_or(part, |it| it.1))
            .collect::<String>(),
    )
}

fn error(format: &str, bytes: &[u8]) -> (Code, String) {
    let diagnostic = read(format, bytes).unwrap_err();
    (diagnostic.code, diagnostic.message)
}

#[test]
fn what_cannot_be_read_is_named() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>";
    for (format, sample) in SAMPLES {
        assert_eq!(error(format, b"").0, Code::Empty, "{format}");
        assert_eq!(error(format, b" \n").0, Code::Empty, "{format}");
        assert_eq!(error(format, "Року Божого".as_bytes()).0, Code::Damaged, "{format}");
        assert_eq!(error(format, b"\x89PNG\0\xff").0, Code::NotText, "{format}");

        let (code, message) = error(format, b"<html><p>a</p></html>");
        assert_eq!(code, Code::Damaged);
        assert!(message.starts_with("has the root «html» and not «"), "{message}");

        let half = &sample.as_bytes()[..sample.rfind("</").unwrap()];
        let (code, message) = error(format, half);
        assert_eq!(code, Code::Damaged);
        assert!(message.contains("ends before its elements do"), "{format}: {message}");

        let root = FORMATS.iter().find(|one| one.name == format).unwrap().roots[0];
        let (code, message) = error(format, format!("{bomb}<{root}>&b;</{root}>").as_bytes());
        assert_eq!(code, Code::Damaged);
        assert!(message.contains("the entity «&b;», which is not expanded"), "{message}");

        for inner in ["div", "section", "TextRegion", "ComposedBlock", "note", "choice"] {
            for outer in ["text", "body", "Page", "Layout", "description"] {
                let deep = format!("<{inner}>").repeat(10_000);
                let file = format!("<{root}><{outer}>{deep}");
                assert_eq!(error(format, file.as_bytes()).0, Code::TooDeep, "{format}");
            }
        }
    }
}

#[test]
fn endings_and_roots_lead_to_their_formats() {
    for (ending, root, name) in [
        ("fb2", "FictionBook", "fb2"),
        ("tei", "teiCorpus", "tei"),
        ("", "PcGts", "page"),
        ("", "alto", "alto"),
    ] {
        let by_root = FORMATS.iter().find(|format| format.roots.contains(&root)).unwrap();
        assert_eq!(by_root.name, name);
        assert!(ending.is_empty() || by_root.endings.contains(&ending));
    }
}

/// A sample with a few stretches of it deleted, moved or doubled, and perhaps without its end.
fn broken() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let edits = prop::collection::vec((any::<u16>(), any::<u16>(), 0..40_usize, 0..4_u8), 1..4);
    (0..SAMPLES.len(), edits).prop_map(|(sample, edits)| {
        let (format, text) = SAMPLES[sample];
        let mut bytes = text.as_bytes().to_vec();
        for (from, to, len, how) in edits {
            let from = usize::from(from) % bytes.len();
            let piece = bytes[from..(from + len).min(bytes.len())].to_vec();
            if how < 2 {
                bytes.drain(from..from + piece.len());
            }
            let to = usize::from(to) % (bytes.len() + 1);
            match how {
                0 => {}
                1 | 2 => drop(bytes.splice(to..to, piece)),
                _ if len == 0 => bytes.truncate(from.max(1)),
                _ => bytes[from] = b'<',
            }
            if bytes.is_empty() {
                bytes.push(b'<');
            }
        }
        (format, bytes)
    })
}

/// A sample with some of its elements given the names of others, so that it stays well-formed.
fn renamed() -> impl Strategy<Value = (&'static str, String)> {
    (0..SAMPLES.len(), any::<u64>()).prop_map(|(sample, mut seed)| {
        let (format, text) = SAMPLES[sample];
        let names = |text: &str| -> Vec<String> {
            let tags = text.split('<').skip(1).filter(|tag| tag.starts_with(char::is_alphabetic));
            tags.map(|tag| tag.split([' ', '>', '/', '\n']).next().unwrap().to_owned()).collect()
        };
        let names = names(text);
        let mut text = text.to_owned();
        for _ in 0..3 {
            let mut any = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                &names[1 + (seed >> 33) as usize % (names.len() - 1)]
            };
            let (one, other) = (any(), any());
            for (before, after) in [("<", ">"), ("<", " "), ("</", ">")] {
                let [from, to] = [one, other].map(|name| format!("{before}{name}{after}"));
                text = text.replace(&from, &to);
            }
        }
        (format, text)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_damage_makes_a_reader_fail_inside((format, bytes) in broken()) {
        if let Ok(reading) = read(format, &bytes) {
            check_outline(&reading);
        }
    }

    #[test]
    fn elements_in_places_that_are_not_theirs_are_read_all_the_same((format, file) in renamed()) {
        if let Ok(reading) = read(format, file.as_bytes()) {
            check_outline(&reading);
        }
    }
}
