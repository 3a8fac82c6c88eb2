//! The body of a TEI file: the source, code point for code point, and what is marked in it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::check::document::Document;
use crate::check::faults::{Faults, quote};
use crate::check::table::Row;
use crate::check::tei::mark;
use crate::check::tei::xml::{Part, Tag, Xml};
use crate::model::table::Table;

/// The elements that a paragraph may be.
const PARAGRAPHS: [&str; 3] = ["p", "head", "fw"];

/// What a body marks.
#[derive(Default)]
pub struct Marked {
    /// Elements by their names.
    pub counts: BTreeMap<String, usize>,
    /// Ids of mentions.
    pub mentions: HashSet<String>,
}

/// A body being read.
struct Body<'a> {
    document: &'a Document<'a>,
    path: &'a str,
    /// Characters that XML has no place for, by the ids of their descriptions.
    characters: &'a HashMap<String, char>,
    /// How much of the source has come, in bytes.
    done: usize,
    /// The same in code points.
    code_points: usize,
    open: Vec<Open>,
    marked: Marked,
}

/// An element that has begun.
struct Open {
    tag: Tag,
    start: usize,
}

/// Reads a body to its end; an error when it is not the source.
pub fn read(
    xml: &mut Xml<'_>,
    document: &Document<'_>,
    path: &str,
    characters: &HashMap<String, char>,
    faults: &mut Faults,
) -> Result<Marked, String> {
    let marked = Marked::default();
    let open = Vec::new();
    let mut body = Body { document, path, characters, done: 0, code_points: 0, open, marked };
    loop {
        match xml.part()? {
            Part::Text(text) => body.text(&text)?,
            Part::Start(tag) => body.start(tag, faults)?,
            Part::End => match body.open.pop() {
                Some(open) => body.end(&open, faults),
                None => break,
            },
        }
    }
    let rest = document.source.text.get(body.done..).unwrap_or_default();
    if !rest.is_empty() {
        let quoted = quote(rest);
        return Err(format!(
            "body ends at {}, where the source goes on with {quoted}",
            body.code_points
        ));
    }
    body.count(faults);
    Ok(body.marked)
}

impl Body<'_> {
    fn id(&self, local: &str) -> String {
        format!("{}.{local}", self.document.id)
    }

    /// Text must be what the source has next.
    fn text(&mut self, text: &str) -> Result<(), String> {
        let expected = self.document.source.text.get(self.done..).unwrap_or_default();
        if expected.starts_with(text) {
            self.done += text.len();
            self.code_points += text.chars().count();
            return Ok(());
        }
        let common = text.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
        let from = |text: &str| text.chars().skip(common).take(20).collect::<String>();
        let [found, expected] = [from(text), from(expected)].map(|text| quote(&text));
        let at = self.code_points + common;
        Err(format!("the text of body goes on with {found} at {at} but the source has {expected}"))
    }

    fn start(&mut self, tag: Tag, faults: &mut Faults) -> Result<(), String> {
        let around = self.open.last().map_or("body", |open| open.tag.name.as_str());
        let fits = match tag.name.as_str() {
            "div" => matches!(around, "body" | "div"),
            "p" | "head" | "fw" => matches!(around, "body" | "div" | "note"),
            "note" => matches!(around, "body" | "div"),
            "s" => is_paragraph(around),
            "g" => around != "g",
            "pb" | "lb" => around != "g",
            "ptr" => is_paragraph(around) || around == "s" || mark::type_of(around).is_some(),
            "w" | "pc" => around == "s" || mark::type_of(around).is_some(),
            name => {
                mark::type_of(name).is_some() && (around == "s" || mark::type_of(around).is_some())
            }
        };
        if !fits {
            return Err(format!("has {} in {around} at {}", tag.name, self.code_points));
        }
        *self.marked.counts.entry(tag.name.clone()).or_default() += 1;
        match tag.name.as_str() {
            "p" | "head" | "fw" => self.paragraph(&tag, faults),
            "s" => self.sentence(&tag, faults),
            "g" => self.character(&tag)?,
            "w" | "pc" => self.token(&tag, faults),
            "div" | "note" | "pb" | "lb" | "ptr" => {}
            _ => self.mention(&tag, faults),
        }
        self.open.push(Open { tag, start: self.code_points });
        Ok(())
    }

    fn counted(&self, name: &str) -> usize {
        self.marked.counts.get(name).copied().unwrap_or_default()
    }

    /// Paragraphs that have begun, whatever they are.
    fn paragraphs(&self) -> usize {
        PARAGRAPHS.iter().map(|name| self.counted(name)).sum()
    }

    fn paragraph(&self, tag: &Tag, faults: &mut Faults) {
        let id = self.id(&format!("p{:04}", self.paragraphs()));
        faults.at(self.path, tag.id()).same("xml:id", tag.id(), "its place", &id);
    }

    fn sentence(&self, tag: &Tag, faults: &mut Faults) {
        let n = self.counted("s");
        let id = self.id(&format!("s{n:04}"));
        let mut spot = faults.at(self.path, tag.id());
        spot.same("xml:id", tag.id(), "its place", &id);
        spot.same("n", tag.get("n"), "its place", &n.to_string());
        let Some(sentences) = self.document.sheets.table(Table::Sentences) else { return };
        match sentences.get(tag.id()) {
            Some(row) => {
                let paragraph = self.paragraphs().to_string();
                let witness = "the table sentences";
                spot.same("its paragraph", &paragraph, witness, row.get("paragraph_no"));
                let start = self.code_points.to_string();
                spot.same("its start", &start, witness, row.get("start_cp"));
            }
            None => spot.fault("is no sentence of the table sentences"),
        }
    }

    /// A character that XML has no place for.
    fn character(&mut self, tag: &Tag) -> Result<(), String> {
        let id = tag.get("ref").strip_prefix('#').unwrap_or_default();
        match self.characters.get(id) {
            Some(c) => self.text(&c.to_string()),
            None => Err(format!("has g at {} without a char in charDecl", self.code_points)),
        }
    }

    /// A word or mark says nothing but its lemma and its features.
    fn token(&self, tag: &Tag, faults: &mut Faults) {
        for (name, value) in &tag.attributes {
            let fits = match name.as_str() {
                "lemma" => tag.name == "w" && !value.is_empty(),
                "msd" => value.split('|').all(|feature| feature.contains('=')),
                _ => false,
            };
            faults
                .at(self.path, &self.code_points.to_string())
                .must(fits, || format!("has a {} with {name}=\"{value}\"", tag.name));
        }
    }

    fn mention(&mut self, tag: &Tag, faults: &mut Faults) {
        let mut spot = faults.at(self.path, tag.id());
        self.marked.mentions.insert(tag.id().to_owned());
        let Some(mentions) = self.document.sheets.table(Table::Mentions) else { return };
        let Some(row) = mentions.get(tag.id()) else {
            spot.fault("is no mention of the table mentions");
            return;
        };
        let start = self.code_points.to_string();
        spot.same("its start", &start, "the table mentions", row.get("start_cp"));
        let sentence = self.open.iter().find(|open| open.tag.name == "s");
        let sentence = sentence.map_or("", |open| open.tag.id());
        spot.same("its sentence", sentence, "the table mentions", row.get("sentence_id"));
        let date = self.document.sheets.get(Table::Dates, row.get("date_id"));
        mark::check(tag, row, date, self.document.id, &mut spot);
    }

    /// What only the end of an element tells.
    fn end(&self, Open { tag, start }: &Open, faults: &mut Faults) {
        let end = self.code_points;
        let mut spot = faults.at(self.path, tag.id());
        let row: Option<Row<'_>> = match tag.name.as_str() {
            "s" => self.document.sheets.get(Table::Sentences, tag.id()),
            "div" | "fw" | "g" | "head" | "lb" | "note" | "p" | "pb" | "pc" | "ptr" | "w" => None,
            _ => {
                let id = self.id(&format!("m{start:06}-{end:06}"));
                spot.same("xml:id", tag.id(), "its text", &id);
                None
            }
        };
        if let Some(row) = row {
            spot.same("its end", &end.to_string(), "the table sentences", row.get("end_cp"));
        }
    }

    /// Paragraphs and sentences are as many as the tables have.
    fn count(&self, faults: &mut Faults) {
        let mut spot = faults.at(self.path, "body");
        if let Some(n) = self.document.row.and_then(|row| row.offset("n_paragraphs")) {
            let witness = "the table documents";
            spot.equal("the number of p, head and fw", self.paragraphs(), witness, n);
        }
        if let Some(sentences) = self.document.sheets.table(Table::Sentences) {
            spot.equal(
                "the number of s",
                self.counted("s"),
                "the table sentences",
                sentences.len(),
            );
        }
    }
}

fn is_paragraph(name: &str) -> bool {
    PARAGRAPHS.contains(&name)
}
