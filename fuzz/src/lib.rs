//! What must hold of any bytes, whatever they are taken for; also replayed by `tests/it/fuzzed.rs`.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use litopys::charset::{self, decode, mojibake, name};
use litopys::find::Aids;
use litopys::lang::{self, LANGUAGES, Language};
use litopys::lexicon::{rules, types};
use litopys::model::date::value::Policy;
use litopys::model::diag::Diagnostic;
use litopys::model::document::{DocId, Document, Place};
use litopys::model::mention::Value;
use litopys::model::outline::MarkKind;
use litopys::model::record::{Outcome, Record, Run};
use litopys::pipeline;
use litopys::read::format::{Format, Tasks};
use litopys::read::options::{Limits, Options};
use litopys::read::packing::{Content, Found, Unpacker};
use litopys::read::reading::{self, Origin, Reading};
use litopys::read::{self, FORMATS};
use litopys::write::{Encoded, WRITERS};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Begins every member of an archive that is written as text, its name being the rest of the line.
const MEMBER: &str = "\n=== ";

/// Checks what the target of this name promises: `read_` and the name of an input format,
/// `charset`, `outline` or `find_date`.
pub fn check(target: &str, bytes: &[u8]) {
    match target {
        "charset" => charset(bytes),
        "outline" => outline(bytes),
        "find_date" => find_date(bytes),
        _ => {
            let format = target.strip_prefix("read_").unwrap_or_default();
            let format = FORMATS.iter().find(|one| one.name == format);
            read_as(format.unwrap_or_else(|| panic!("no target {target}")), bytes);
        }
    }
}

/// Reads bytes as a file of a format.
fn read_as(format: &Format, bytes: &[u8]) {
    let ending = format.endings.first().unwrap_or(&"xml");
    // Of what is packed, the root tells the format.
    let name = match format.name {
        "gz" | "bz2" | "zst" => format!("text.xml.{ending}"),
        _ => format!("text.{ending}"),
    };
    match format.name {
        "docx" | "odt" | "epub" | "zip" if !bytes.starts_with(b"PK") => {
            documents(&name, &archive(bytes))
        }
        _ => documents(&name, bytes),
    };
}

/// An archive whose members are written as text, since damage to a real one is found by its sums
/// before a reader sees it.
fn archive(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let how =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for member in text.split(MEMBER) {
        let (name, content) = member.split_once('\n').unwrap_or_default();
        // No archive has two members of one name.
        if writer.start_file(name, how).is_ok() {
            writer.write_all(content.as_bytes()).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// Finds the documents of bytes, which a name says how to read, and checks each; gives those that
/// have a text.
fn documents(name: &str, bytes: &[u8]) -> Vec<Document> {
    let options = options();
    let tasks = Tasks { threads: 1, spawn: &|task| task() };
    let unpacker = Unpacker { options: &options, tasks: &tasks, counts: false };
    let mut documents = Vec::new();
    let flow = unpacker.bytes(name, bytes, &mut |Found { member, content }| {
        match content {
            Ok(content) => documents.extend(document(member, &content, &options)),
            Err(diagnostic) => said(&diagnostic, None),
        }
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    documents
}

fn options() -> Options {
    let limits = Limits { document: 1 << 20, ..Limits::default() };
    Options { limits, ..Options::default() }
}

/// Reads a document, and once more.
fn document(member: Option<String>, content: &Content, options: &Options) -> Option<Document> {
    let Content { format, read, bytes, .. } = content;
    let (first, second) = (read(bytes, options), read(bytes, options));
    let (first, second) = match (first, second) {
        (Ok(first), Ok(second)) => (first, second),
        (Err(first), Err(second)) => {
            assert_eq!(first.message, second.message);
            said(&first, None);
            return None;
        }
        _ => panic!("read once, and not a second time"),
    };
    assert_eq!(first.text, second.text);
    assert_eq!(first.outline, second.outline);
    assert_eq!(first.metadata, second.metadata);
    whole(&first);
    let id = DocId::from_romanized("text");
    let place = Place { id, name: "text".to_owned(), member, shard: None };
    let origin = Origin { place, format, sha256: None };
    reading::document(origin, bytes, first).ok().map(|(document, _)| document)
}

/// What the outline of a text promises.
fn whole(reading: &Reading) {
    let Reading { text, outline, .. } = reading;
    let mut end = 0;
    for block in &outline.blocks {
        let between = &text[end..block.span.start()];
        assert!(between.trim().is_empty(), "{between:?} is in no block");
        end = block.span.end();
        let inside = &text[block.span.start()..end];
        assert!(!inside.is_empty(), "an empty block at {end}");
        assert_eq!(inside, inside.trim_matches([' ', '\t', '\r', '\n']));
    }
    if !outline.blocks.is_empty() {
        assert!(text[end..].trim().is_empty(), "{:?} is in no block", &text[end..]);
    }
    assert!(outline.marks.is_sorted_by_key(|mark| mark.at));
    for mark in &outline.marks {
        assert!(text.is_char_boundary(mark.at), "{mark:?}");
        assert!(mark.kind != MarkKind::Division(0), "a division of no level");
    }
    reading.diagnostics.iter().for_each(|diagnostic| said(diagnostic, Some(text)));
}

/// What is said must say something, and of a place that there is.
fn said(diagnostic: &Diagnostic, text: Option<&str>) {
    assert!(!diagnostic.message.is_empty());
    if let (Some(span), Some(text)) = (diagnostic.span, text) {
        assert!(text.get(span.start()..span.end()).is_some(), "{diagnostic:?}");
    }
}

/// Encodings: whatever is guessed can be asked for, and what is repaired stays a text.
fn charset(bytes: &[u8]) {
    let guess = charset::detect(bytes);
    if let Some(guess) = guess {
        assert!((0.0..=1.0).contains(&guess.confidence), "{guess:?}");
        assert_eq!(name::by_name(guess.encoding.name()), Some(guess.encoding));
    }
    for encoding in name::names().filter_map(name::by_name) {
        match decode::decode(bytes, encoding) {
            Ok(decoded) => {
                assert!(decoded.bom_len as usize <= bytes.len());
                if guess.is_some_and(|guess| guess.encoding == encoding) {
                    damage(&decoded.text);
                }
            }
            Err(at) => assert!(at < bytes.len(), "byte {at} in {}", encoding.name()),
        }
    }
}

fn damage(text: &str) {
    if let Some(found) = mojibake::mojibake(text) {
        assert!(text.get(found.span.0..found.span.1).is_some_and(|part| !part.is_empty()));
        assert!(!found.repaired.is_empty());
        assert!((0.0..=1.0).contains(&found.confidence), "{}", found.confidence);
    }
}

/// Texts with blocks and marks through every stage, to TEI that is well-formed and keeps the text.
fn outline(bytes: &[u8]) {
    for name in ["text.xml", "text.html", "text.hocr"] {
        for document in documents(name, bytes) {
            let record = record(document, lang::default());
            let text = record.document.text.as_str().to_owned();
            assert_eq!(body(&tei(record)), squeezed(&text));
        }
    }
}

fn record(document: Document, lang: &dyn Language) -> Record {
    let model = lang.model();
    let aids = Aids { model: model.as_deref(), ..Aids::default() };
    pipeline::process(document, lang, Policy::default(), aids, false)
}

fn tei(record: Record) -> String {
    let run = Run { rules: rules::all(), types: types::all(), ..Run::default() };
    let writer = WRITERS.iter().find(|one| one.name() == Some("tei")).unwrap();
    let encoded = writer.encode(&run, &[Outcome::Done(Box::new(record))]).unwrap();
    let Encoded::Files(mut files) = encoded else { panic!("no file") };
    String::from_utf8(files.swap_remove(0).bytes).unwrap()
}

/// The text of a body without its white space and what XML has no characters for.
fn body(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let (mut inside, mut text) = (false, String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "body" => inside = true,
            Event::End(tag) if tag.name().as_ref() == "body" => inside = false,
            Event::Text(piece) if inside => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) if inside => {
                let named = || match &*reference.xml10_content() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    other => panic!("&{other};"),
                };
                text.push(reference.resolve_char_ref().unwrap().unwrap_or_else(named));
            }
            Event::Eof => return squeezed(&text),
            _ => {}
        }
    }
}

fn squeezed(text: &str) -> String {
    let is_left_out =
        |c: &char| c.is_whitespace() || c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(|c| !is_left_out(c)).collect()
}

/// Any text through the stages in every language: spans lie in the text, bounds are in order.
fn find_date(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for lang in LANGUAGES {
        let id = DocId::from_romanized("text");
        let place = Place { id, name: "text.txt".to_owned(), member: None, shard: None };
        let Ok(document) = read::plain(place, text.to_owned()) else { continue };
        let record = record(document, *lang);
        let mut end = 0;
        for mention in &record.mentions {
            assert!(mention.span.start() >= end && !mention.span.is_empty());
            end = mention.span.end();
            if let Value::Date(date) = &mention.value
                && let (Some(first), Some(last)) = (date.when.not_before(), date.when.not_after())
            {
                assert!(first <= last, "{}", date.when);
            }
        }
        assert!(end <= record.document.text.as_str().len());
    }
}
