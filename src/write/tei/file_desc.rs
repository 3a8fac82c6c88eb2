//! The `fileDesc` of a header: title, extent, licence, and the source with its shelf mark.

use crate::licence::Licence;
use crate::model::corpus::Totals;
use crate::model::date::edtf::When;
use crate::model::document::{Document, Metadata, Newline};
use crate::model::record::{Record, Run};
use crate::write::tei::mention;
use crate::write::tei::xml::Xml;

const NOT_STATED: &str = "not stated";

/// A file without text of its own.
pub struct About<'a> {
    /// What its ids begin with.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Language of the title.
    pub lang: &'a str,
    /// Its licence, if it is stated.
    pub licence: Option<&'a Licence>,
    /// What its extent counts.
    pub counts: Counts,
}

/// What the extent of a file without text of its own counts.
#[derive(Clone, Copy)]
pub enum Counts {
    /// Places, organizations and persons.
    Entities([(&'static str, u64); 3]),
    /// Sums over all documents.
    Documents(Totals),
}

/// The description of a document.
pub fn of_document(xml: &mut Xml, run: &Run, record: &Record) {
    let document = &record.document;
    let Metadata { title, author, .. } = &document.metadata;
    let id = document.place.id.as_str();
    let (lang, title) = match title.as_str() {
        "" => ("und", &*document.place.whole_name()),
        title => (record.lang, title),
    };
    xml.start("fileDesc", &[]);
    title_statement(xml, id, lang, title, author);
    let text = document.text.as_str();
    extent(
        xml,
        &[
            ("paragraphs", record.paragraphs.len() as u64),
            ("sentences", record.sentences.len() as u64),
            ("words", record.words as u64),
            ("codepoints", u64::from(record.code_point(text.len()))),
            ("bytes", document.bytes.len() as u64),
        ],
    );
    publication(xml, run, Some(id), record.licence(run));
    if !run.colophon.title.is_empty() {
        xml.start("seriesStmt", &[]);
        xml.leaf("title", &[("xml:lang", "und")], &run.colophon.title);
        xml.end();
    }
    source(xml, document);
    xml.end();
}

/// The description of the registers or of the corpus.
pub fn of_corpus(xml: &mut Xml, run: &Run, about: &About<'_>) {
    xml.start("fileDesc", &[]);
    title_statement(xml, about.id, about.lang, about.title, "");
    let compiled = match about.counts {
        Counts::Entities(counts) => {
            extent(xml, &counts);
            "Compiled from the names in the documents of the corpus."
        }
        Counts::Documents(totals) => {
            extent(
                xml,
                &[
                    ("documents", totals.documents),
                    ("paragraphs", totals.paragraphs),
                    ("sentences", totals.sentences),
                    ("words", totals.words),
                    ("codepoints", totals.code_points),
                    ("bytes", totals.bytes),
                ],
            );
            "The documents of the corpus; the header of each names its source file."
        }
    };
    publication(xml, run, None, about.licence);
    xml.start("sourceDesc", &[]);
    xml.leaf("p", &[], compiled);
    xml.end();
    xml.end();
}

fn title_statement(xml: &mut Xml, id: &str, lang: &str, title: &str, author: &str) {
    xml.start("titleStmt", &[]);
    xml.leaf("title", &[("xml:lang", lang)], title);
    if !author.is_empty() {
        xml.leaf("author", &[("xml:lang", "und")], author);
    }
    xml.start("respStmt", &[("xml:id", &format!("{id}.litopys"))]);
    xml.leaf("resp", &[], "automatic extraction of dates, places, organizations and persons");
    xml.leaf("name", &[], "Litopys");
    xml.end();
    xml.end();
}

fn extent(xml: &mut Xml, measures: &[(&str, u64)]) {
    xml.start("extent", &[]);
    for (unit, quantity) in measures {
        xml.empty("measure", &[("unit", unit), ("quantity", &quantity.to_string())]);
    }
    xml.end();
}

fn publication(xml: &mut Xml, run: &Run, id: Option<&str>, licence: Option<&Licence>) {
    xml.start("publicationStmt", &[]);
    let publisher = run.colophon.publisher.as_str();
    xml.leaf("publisher", &[], if publisher.is_empty() { NOT_STATED } else { publisher });
    if let Some(day) = run.colophon.day {
        xml.leaf("date", &[("when", &day.to_string())], &day.to_string());
    }
    if let Some(id) = id {
        xml.leaf("idno", &[("type", "doc_id")], id);
    }
    xml.start("availability", &[]);
    let url = licence.and_then(Licence::url);
    let target: Vec<_> = url.iter().map(|url| ("target", url.as_str())).collect();
    xml.leaf("licence", &target, licence.map_or(NOT_STATED, Licence::as_str));
    xml.end();
    xml.end();
}

/// The file that was read, and the original that it was made from, where that is known.
fn source(xml: &mut Xml, document: &Document) {
    let mark = if document.bom_len > 0 { "byte order mark removed" } else { "no byte order mark" };
    let encoding = document.encoding.name();
    let ends = match document.newline {
        Newline::None => "no",
        newline => newline.name(),
    };
    let note = format!("{encoding}, {mark}, {ends} line ends");
    xml.start("sourceDesc", &[]);
    xml.start("bibl", &[]);
    xml.leaf("idno", &[("type", "filename")], &document.place.name);
    if let Some(member) = &document.place.member {
        xml.leaf("idno", &[("type", "member")], member);
    }
    xml.leaf("idno", &[("type", "sha256")], &document.sha256);
    if document.origin_sha256 != document.sha256 {
        xml.leaf("idno", &[("type", "origin_sha256")], &document.origin_sha256);
    }
    xml.leaf("note", &[("type", "encoding")], &note);
    if !document.metadata.published.is_empty() {
        date(xml, &document.metadata.published);
    }
    if !document.metadata.lang.is_empty() {
        xml.leaf("note", &[("type", "language")], &document.metadata.lang);
    }
    xml.end();
    original(xml, &document.metadata);
    xml.end();
}

/// The shelf mark of an archive: fonds, inventory and file.
fn original(xml: &mut Xml, metadata: &Metadata) {
    let Metadata { archive, fond, opys, sprava, .. } = metadata;
    let marks = [("fond", fond), ("opys", opys), ("sprava", sprava)];
    if archive.is_empty() && marks.iter().all(|(_, number)| number.is_empty()) {
        return;
    }
    xml.start("msDesc", &[("xml:lang", "und")]);
    xml.start("msIdentifier", &[]);
    xml.leaf("repository", &[], if archive.is_empty() { NOT_STATED } else { archive });
    for (kind, number) in marks.iter().filter(|(_, number)| !number.is_empty()) {
        xml.leaf("idno", &[("type", kind)], number);
    }
    xml.end();
    xml.end();
}

/// A date of the metadata: as written, and normalized if it is EDTF.
pub fn date(xml: &mut Xml, written: &str) {
    let bounds = When::parse(written).map(|when| mention::bounds(&when)).unwrap_or_default();
    let attributes: Vec<_> = bounds.iter().map(|(name, value)| (*name, &**value)).collect();
    xml.leaf("date", &attributes, written);
}
