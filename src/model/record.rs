//! A finished document, as writers take it, and what the whole corpus adds up to.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::licence::Licence;
use crate::model::corpus::Stretch;
use crate::model::date::day::Day;
use crate::model::diag::Diagnostic;
use crate::model::document::{Document, Place};
use crate::model::entity::{Entity, EntityId};
use crate::model::gloss::Gloss;
use crate::model::mention::{Mention, Rule, Value};
use crate::model::span::{CodePoints, FileBytes, Raw, Span};

/// A paragraph in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it covers.
    pub span: Span<Raw>,
    /// How many sentences end with it, counted from the beginning of the document.
    pub sentences_end: usize,
}

/// A document with everything found in it.
#[derive(Debug)]
pub struct Record {
    /// The document.
    pub document: Document,
    /// Code of its language.
    pub lang: &'static str,
    /// English name of its language.
    pub lang_name: &'static str,
    /// Offsets in code points.
    pub points: CodePoints,
    /// Offsets in bytes of the file.
    pub file_bytes: FileBytes,
    /// In order.
    pub paragraphs: Vec<Paragraph>,
    /// In order; each within one paragraph.
    pub sentences: Vec<Span<Raw>>,
    /// How many words the text has.
    pub words: usize,
    /// By start, the longer first; they may lie in one another and cross.
    pub mentions: Vec<Mention>,
    /// Words and marks in order, if they were asked for; none otherwise.
    pub glosses: Vec<Gloss>,
    /// In order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Record {
    /// The licence of its text, if it is stated: its own, or that of the corpus.
    pub fn licence<'r>(&'r self, run: &'r Run) -> Option<&'r Licence> {
        self.document.metadata.licence.as_ref().or(run.colophon.licence.as_ref())
    }

    /// Code point offset of byte `at` of the text.
    pub fn code_point(&self, at: usize) -> u32 {
        self.points.before(&self.document.text, at)
    }

    /// Offset of byte `at` of the text in the file at `source/`, of which a byte order mark is part.
    pub fn file_byte(&self, at: usize) -> u32 {
        let Document { encoding, bom_len, .. } = &self.document;
        bom_len + self.file_bytes.before(at, self.code_point(at), *encoding)
    }

    /// Key of a mention of this record: `<doc>.mSTART-END` in code points, with `.2` and so on
    /// behind it for further ones on the same span.
    pub fn mention_id(&self, mention: &Mention) -> String {
        let start = self.code_point(mention.span.start());
        let end = self.code_point(mention.span.end());
        let id = format!("{}.m{start:06}-{end:06}", self.document.place.id);
        let key = |one: &Mention| (one.span.start(), Reverse(one.span.end()));
        let first = self.mentions.partition_point(|one| key(one) < key(mention));
        let on_span = self.mentions.iter().skip(first).take_while(|one| one.span == mention.span);
        match on_span.enumerate().find(|(_, one)| std::ptr::eq(*one, mention)) {
            Some((n, _)) if n > 0 => format!("{id}.{}", n + 1),
            _ => id,
        }
    }

    /// Key of the sentence with this index.
    pub fn sentence_id(&self, index: usize) -> String {
        format!("{}.s{:04}", self.document.place.id, index + 1)
    }

    /// Key of the `n`th date, from 0.
    pub fn date_id(&self, n: usize) -> String {
        format!("{}.dat-{:03}", self.document.place.id, n + 1)
    }

    /// The entities mentioned, by key, each as the first of its mentions has it.
    pub fn entities<'r>(&'r self) -> BTreeMap<&'r EntityId, &'r Arc<Entity>> {
        let named = |mention: &'r Mention| match &mention.value {
            Value::Name(entity) => Some((&entity.id, entity)),
            Value::Date(_) => None,
        };
        self.mentions.iter().rev().filter_map(named).collect()
    }
}

/// What became of one source.
#[derive(Debug)]
pub enum Outcome {
    /// Converted.
    Done(Box<Record>),
    /// Not converted, with the reason and the bytes to keep, if they could be read.
    SetAside(SetAside),
}

/// A source that was not converted.
#[derive(Debug)]
pub struct SetAside {
    /// Where it came from.
    pub place: Place,
    /// Why.
    pub diagnostic: Diagnostic,
    /// The untouched bytes; empty when there are none to keep.
    pub bytes: Vec<u8>,
}

/// A kind of thing that is recorded: a row of `types.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeLabel {
    /// `place`, `organization`, `person` or `date`.
    pub kind: String,
    /// Its closer type, empty in the row of the type itself.
    pub subtype: String,
    /// In Ukrainian.
    pub label_uk: String,
    /// In English.
    pub label_en: String,
    /// The concept of the Getty thesaurus that covers a place of it, or empty.
    pub aat: String,
    /// What the thesaurus calls that.
    pub aat_label: String,
}

/// What its owner says of the corpus, as the last page of a book does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Colophon {
    /// Title of the corpus, or empty.
    pub title: String,
    /// Licence of the source texts, if it is stated.
    pub licence: Option<Licence>,
    /// Licence of the records.
    pub records_licence: Licence,
    /// Who publishes the corpus, or empty.
    pub publisher: String,
    /// Where the output folder will be published, ending with `/`, or empty.
    pub base: String,
    /// When the texts are from, if that is said.
    pub dates: Option<Stretch>,
    /// The day to date the output with, if one is given.
    pub day: Option<Day>,
}

impl Colophon {
    /// The title, or what the records are called without one.
    pub fn title_of_records(&self) -> &str {
        if self.title.is_empty() { "Litopys records" } else { &self.title }
    }
}

/// What writers must know of the run besides the documents.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Run {
    /// What its owner says of the corpus.
    pub colophon: Colophon,
    /// What annotations depend on besides the version of the program: what it is, and its hash.
    pub knowledge: Vec<(Cow<'static, str>, String)>,
    /// Whether CSV tables come a second time, without formulas.
    pub escape_formulas: bool,
    /// Every rule, by id; the program has them.
    #[serde(skip)]
    pub rules: &'static [Rule],
    /// Every entity type, by type and subtype; the program has them.
    #[serde(skip)]
    pub types: &'static [TypeLabel],
}
