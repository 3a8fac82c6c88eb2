//! An output folder judged by annotated texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::Event;
use rayon::prelude::*;
use serde::Deserialize;

use crate::corpus;
use crate::corpus::score::{Labelled, Report};
use crate::error::Error;
use crate::find::Aids;
use crate::lang::Language;
use crate::model::date::value::Policy;
use crate::model::document::{DocId, Place};
use crate::model::mention::{Mention, Value};
use crate::model::span::{CodePoints, Raw, Text};
use crate::pipeline::process;
use crate::read;

/// The types of names, as the tables write them.
const NAMES: [&str; 3] = ["place", "organization", "person"];

/// What is annotated in one document, and which types that covers.
struct Gold {
    document: String,
    kinds: Vec<&'static str>,
    labelled: Vec<Labelled>,
}

/// Judges the tables of an output folder by a file or folder of annotated texts: the inline
/// format, tables of names or of dates, or TEI.
///
/// # Errors
///
/// When something cannot be read, or an annotated document is not in the output.
pub fn evaluate(gold: &Path, out: &Path) -> Result<Report, Error> {
    let found = Found::read(out)?;
    let mut report = Report::default();
    for one in all_gold(gold, &found)? {
        let Some(document) = found.documents.get(&one.document) else {
            return Err(Error::Usage(format!(
                "«{}» is annotated but is not among the documents of «{}»; convert it first",
                one.document,
                out.display()
            )));
        };
        let of_kind = |labelled: &&Labelled| one.kinds.contains(&labelled.kind.as_str());
        let found: Vec<Labelled> = document.labelled.iter().filter(of_kind).cloned().collect();
        report.add(&one.document, &one.labelled, &found);
    }
    Ok(report)
}

/// Judges the program itself by texts in the inline format, all or those of one part.
///
/// # Errors
///
/// When a text cannot be read.
pub fn own(
    gold: &Path,
    part: Option<&str>,
    lang: &dyn Language,
    aids: Aids<'_>,
) -> Result<Report, Error> {
    let mut texts = corpus::read(gold)?;
    texts.retain(|text| part.is_none_or(|part| text.part == part));
    let judged = |text: corpus::Text| {
        let id = DocId::from_romanized(&lang.romanize(&text.name));
        let place = Place { id, name: text.name.clone(), member: None, shard: None };
        let plain = read::plain(place, text.text.clone());
        let gold = inline(text);
        // What has no text has no names.
        let Ok(document) = plain else { return (gold, Vec::new()) };
        let record = process(document, lang, Policy::default(), aids, false);
        let label = |mention: &Mention| {
            let Value::Name(entity) = &mention.value else { return None };
            let text = &record.document.text;
            Some(Labelled {
                start: record.code_point(mention.span.start()) as usize,
                end: record.code_point(mention.span.end()) as usize,
                surface: text.slice(mention.span).to_owned(),
                kind: entity.kind.name().to_owned(),
                canonical: mention.canonical.clone(),
            })
        };
        let found: Vec<Labelled> = record.mentions.iter().filter_map(label).collect();
        (gold, found)
    };
    let judged: Vec<(Gold, Vec<Labelled>)> = texts.into_par_iter().map(judged).collect();
    let mut report = Report::default();
    for (gold, found) in judged {
        report.add(&gold.document, &gold.labelled, &found);
    }
    Ok(report)
}

/// A document of the output.
struct Document {
    source: PathBuf,
    labelled: Vec<Labelled>,
}

/// The documents of an output folder, by the names of their files without the ending.
struct Found {
    documents: BTreeMap<String, Document>,
    /// The same by the names of their TEI files.
    by_tei: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct DocumentRow {
    doc_id: String,
    source_path: String,
    original_filename: String,
    tei_path: String,
}

#[derive(Deserialize)]
struct MentionRow {
    doc_id: String,
    start_cp: usize,
    end_cp: usize,
    surface: String,
    canonical: String,
    r#type: String,
}

impl Found {
    fn read(out: &Path) -> Result<Self, Error> {
        let mut names = BTreeMap::new();
        let mut documents = BTreeMap::new();
        let mut by_tei = BTreeMap::new();
        for row in rows::<DocumentRow>(&out.join("tables/documents.csv"), b',')? {
            let name = stem(Path::new(&row.original_filename));
            by_tei.insert(stem(Path::new(&row.tei_path)), name.clone());
            names.insert(row.doc_id, name.clone());
            let document = Document { source: out.join(row.source_path), labelled: Vec::new() };
            documents.insert(name, document);
        }
        for row in rows::<MentionRow>(&out.join("tables/mentions.csv"), b',')? {
            let name = names.get(&row.doc_id);
            if let Some(document) = name.and_then(|name| documents.get_mut(name)) {
                document.labelled.push(Labelled {
                    start: row.start_cp,
                    end: row.end_cp,
                    surface: row.surface,
                    kind: row.r#type,
                    canonical: row.canonical,
                });
            }
        }
        Ok(Self { documents, by_tei })
    }

    /// The text of a document.
    fn text(&self, document: &str) -> Result<String, Error> {
        let Some(known) = self.documents.get(document) else { return Ok(String::new()) };
        content(&known.source)
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn content(path: &Path) -> Result<String, Error> {
    let next = "give annotated texts and the folder of a finished run";
    let wrong = |source| Error::Io { action: "read", path: path.to_owned(), source, next };
    fs::read_to_string(path).map_err(wrong)
}

fn rows<T: for<'de> Deserialize<'de>>(path: &Path, delimiter: u8) -> Result<Vec<T>, Error> {
    let text = content(path)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter == b',')
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows: Result<Vec<T>, csv::Error> = reader.deserialize().collect();
    let wrong = |error: csv::Error| {
        Error::Usage(format!("cannot use «{}»: {error}; see docs/evaluation.md", path.display()))
    };
    rows.map_err(wrong)
}

/// What is annotated in a file, or in every file of a folder.
fn all_gold(path: &Path, found: &Found) -> Result<Vec<Gold>, Error> {
    if !path.is_dir() {
        return gold(path, found);
    }
    let next = "give annotated texts and the folder of a finished run";
    let wrong = |source| Error::Io { action: "read", path: path.to_owned(), source, next };
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(wrong)? {
        files.push(entry.map_err(wrong)?.path());
    }
    files.sort();
    let ending = |file: &&PathBuf| file.extension().is_some_and(|e| e == "txt" || e == "xml");
    let texts: Result<Vec<_>, Error> =
        files.iter().filter(ending).map(|file| gold(file, found)).collect();
    Ok(texts?.into_iter().flatten().collect())
}

fn gold(path: &Path, found: &Found) -> Result<Vec<Gold>, Error> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("tsv") if content(path)?.starts_with("doc\t") => names(path),
        Some("tsv") => dates(path),
        Some("xml") => tei(path, found).map(Vec::from_iter),
        _ => Ok(corpus::read(path)?.into_iter().map(inline).collect()),
    }
}

/// A text in the inline format.
fn inline(text: corpus::Text) -> Gold {
    let raw: Text<Raw> = Text::new(text.text);
    let points = CodePoints::of(&raw);
    let label = |one: corpus::Annotation| Labelled {
        start: points.before(&raw, one.span.start()) as usize,
        end: points.before(&raw, one.span.end()) as usize,
        surface: raw.slice(one.span).to_owned(),
        kind: one.kind.name().to_owned(),
        canonical: one.canonical,
    };
    let labelled = text.annotations.into_iter().map(label).collect();
    Gold { document: text.name, kinds: NAMES.to_vec(), labelled }
}

#[derive(Deserialize)]
struct NameRow {
    doc: String,
    start: usize,
    end: usize,
    text: String,
    r#type: String,
    canonical: String,
}

/// A table of names: doc, start, end, text, type, subtype, canonical.
fn names(path: &Path) -> Result<Vec<Gold>, Error> {
    let mut documents: BTreeMap<String, Vec<Labelled>> = BTreeMap::new();
    for row in rows::<NameRow>(path, b'\t')? {
        // What is neither place, body nor person is not judged.
        let Some(kind) = corpus::kind_of(&row.r#type) else { continue };
        documents.entry(row.doc).or_default().push(Labelled {
            start: row.start,
            end: row.end,
            surface: row.text,
            kind: kind.name().to_owned(),
            canonical: row.canonical,
        });
    }
    let gold = |(document, labelled)| Gold { document, kinds: NAMES.to_vec(), labelled };
    Ok(documents.into_iter().map(gold).collect())
}

#[derive(Deserialize)]
struct DateRow {
    id: String,
    text: String,
    span: String,
    occurrence: Option<usize>,
    edtf: String,
}

/// A table of dates, whose documents are called by the first part of the id.
fn dates(path: &Path) -> Result<Vec<Gold>, Error> {
    let mut documents: BTreeMap<String, Vec<Labelled>> = BTreeMap::new();
    for row in rows::<DateRow>(path, b'\t')? {
        let document = row.id.split('.').next().unwrap_or_default().to_owned();
        let labelled = documents.entry(document).or_default();
        let (text, span) = (unescaped(&row.text), unescaped(&row.span));
        let nth = row.occurrence.unwrap_or(1).max(1) - 1;
        let place = text.match_indices(&span).nth(nth).filter(|_| !span.is_empty());
        let Some((at, _)) = place else { continue };
        let start = text.get(..at).unwrap_or_default().chars().count();
        labelled.push(Labelled {
            start,
            end: start + span.chars().count(),
            surface: span,
            kind: "date".to_owned(),
            canonical: row.edtf,
        });
    }
    let gold = |(document, labelled)| Gold { document, kinds: vec!["date"], labelled };
    Ok(documents.into_iter().map(gold).collect())
}

/// Line feeds and tabs of a cell.
fn unescaped(cell: &str) -> String {
    cell.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
}

/// The names and dates of a TEI file, which stand in the text of the output in the same order;
/// none for a file that only lists others.
fn tei(path: &Path, found: &Found) -> Result<Option<Gold>, Error> {
    let xml = content(path)?;
    let wrong = |what: String| {
        Error::Usage(format!("cannot use «{}»: {what}; give a TEI file", path.display()))
    };
    let name = stem(path);
    let document = found.by_tei.get(&name).cloned().unwrap_or(name);
    let text = found.text(&document)?;
    let mut labelled = Vec::new();
    let mut reader = Reader::from_str(&xml);
    let mut in_body = false;
    let mut open: Option<(&'static str, String)> = None;
    let mut from = 0;
    loop {
        match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Eof => break,
            Event::Start(start) if start.local_name().as_ref() == "body" => in_body = true,
            Event::End(end) if end.local_name().as_ref() == "body" => break,
            Event::Start(start) if in_body && open.is_none() => {
                open = kind(start.local_name().as_ref()).map(|kind| (kind, String::new()));
            }
            Event::Text(part) => {
                if let Some((_, surface)) = &mut open {
                    surface.push_str(&part);
                }
            }
            Event::GeneralRef(name) => {
                if let (Some((_, surface)), Some(c)) = (&mut open, character(&name)) {
                    surface.push(c);
                }
            }
            Event::End(end) if in_body && kind(end.local_name().as_ref()).is_some() => {
                let Some((kind, surface)) = open.take() else { continue };
                let rest = text.get(from..).unwrap_or_default();
                let Some(at) = rest.find(&surface) else {
                    return Err(wrong(format!("«{surface}» is not in the text of the output")));
                };
                let start = text.get(..from + at).unwrap_or_default().chars().count();
                from += at + surface.len();
                labelled.push(Labelled {
                    start,
                    end: start + surface.chars().count(),
                    surface,
                    kind: kind.to_owned(),
                    canonical: String::new(),
                });
            }
            _ => {}
        }
    }
    let kinds = NAMES.into_iter().chain(["date"]).collect();
    Ok(in_body.then_some(Gold { document, kinds, labelled }))
}

/// The type that a TEI element says.
fn kind(element: &str) -> Option<&'static str> {
    match element {
        "placeName" => Some("place"),
        "orgName" => Some("organization"),
        "persName" => Some("person"),
        "date" => Some("date"),
        _ => None,
    }
}

/// The character of a predefined entity.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
