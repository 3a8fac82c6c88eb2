//! The `teiHeader`: what the file is, where it comes from, and how it was made.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::corpus::Totals;
use crate::model::date::value::Calendar;
use crate::model::document::{Document, Newline};
use crate::model::record::{Record, Run, TypeLabel};
use crate::write::tei::editorial;
use crate::write::tei::markup::Markup;
use crate::write::tei::mention;
use crate::write::tei::xml::{Xml, is_forbidden};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const NOT_STATED: &str = "not stated";

/// The header of one document.
pub fn of_document(xml: &mut Xml, run: &Run, markup: &Markup<'_>) {
    let record = markup.record;
    let document = &record.document;
    let id = document.place.id.as_str();
    xml.start("teiHeader", &[("xml:lang", "en")]);
    xml.start("fileDesc", &[]);
    title(xml, id, "und", &document.place.name);
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
    publication(xml, Some(id), &run.licence);
    source(xml, document);
    xml.end();
    xml.start("encodingDesc", &[]);
    editorial::declaration(xml, markup);
    tag_usage(xml, markup);
    geo_decl(xml, id);
    categories(xml, run, record);
    characters(xml, document);
    authorities(xml);
    application(xml);
    xml.end();
    profile(xml, record);
    revision(xml, id);
    xml.end();
}

/// The header of the registers or of the corpus.
pub fn of_corpus(xml: &mut Xml, id: &str, lang: &str, name: &str, licence: &str, counts: Counts) {
    xml.start("teiHeader", &[("xml:lang", "en")]);
    xml.start("fileDesc", &[]);
    title(xml, id, lang, name);
    match counts {
        Counts::Entities(counts) => {
            extent(xml, &counts);
            publication(xml, None, licence);
            about(xml, "Compiled from the names in the documents of the corpus.");
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
            publication(xml, None, licence);
            about(xml, "The documents of the corpus; the header of each names its source file.");
        }
    }
    xml.end();
    xml.start("encodingDesc", &[]);
    if matches!(counts, Counts::Entities(_)) {
        geo_decl(xml, id);
        authorities(xml);
    }
    application(xml);
    xml.end();
    revision(xml, id);
    xml.end();
}

/// What the extent of a file without text of its own counts.
#[derive(Clone, Copy)]
pub enum Counts {
    /// Places, organizations and persons.
    Entities([(&'static str, u64); 3]),
    /// Sums over all documents.
    Documents(Totals),
}

fn title(xml: &mut Xml, id: &str, lang: &str, name: &str) {
    xml.start("titleStmt", &[]);
    xml.leaf("title", &[("xml:lang", lang)], name);
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

fn publication(xml: &mut Xml, id: Option<&str>, licence: &str) {
    xml.start("publicationStmt", &[]);
    xml.leaf("publisher", &[], NOT_STATED);
    if let Some(id) = id {
        xml.leaf("idno", &[("type", "doc_id")], id);
    }
    xml.start("availability", &[]);
    xml.leaf("licence", &[], if licence.is_empty() { NOT_STATED } else { licence });
    xml.end();
    xml.end();
}

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
    xml.leaf("idno", &[("type", "sha256")], &document.sha256);
    xml.leaf("note", &[("type", "encoding")], &note);
    xml.end();
    xml.end();
}

fn about(xml: &mut Xml, text: &str) {
    xml.start("sourceDesc", &[]);
    xml.leaf("p", &[], text);
    xml.end();
}

fn tag_usage(xml: &mut Xml, markup: &Markup<'_>) {
    let record = markup.record;
    let forbidden = record.document.text.as_str().matches(is_forbidden).count();
    let mut counts = BTreeMap::from([
        ("g", forbidden),
        ("p", record.paragraphs.len()),
        ("s", record.sentences.len()),
    ]);
    for token in &markup.tokens {
        *counts.entry(if token.is_mark { "pc" } else { "w" }).or_default() += 1;
    }
    for marked in &markup.inline {
        *counts.entry(mention::element(&marked.mention.value)).or_default() += 1;
    }
    xml.start("tagsDecl", &[("partial", "true")]);
    xml.start("namespace", &[("name", super::TEI_NAMESPACE)]);
    for (element, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        xml.empty("tagUsage", &[("gi", element), ("occurs", &count.to_string())]);
    }
    xml.end();
    xml.end();
}

fn geo_decl(xml: &mut Xml, id: &str) {
    let attributes = [("xml:id", &*format!("{id}.WGS84")), ("datum", "WGS84")];
    xml.leaf("geoDecl", &attributes, "Latitude and longitude in decimal degrees, in this order.");
}

/// Labels of a category in Ukrainian and English.
fn labels(xml: &mut Xml, uk: &str, en: &str) {
    xml.leaf("catDesc", &[("xml:lang", "uk")], uk);
    xml.leaf("catDesc", &[("xml:lang", "en")], en);
}

/// The categories that the annotations of this document point to, and no others.
fn categories(xml: &mut Xml, run: &Run, record: &Record) {
    let id = record.document.place.id.as_str();
    xml.start("classDecl", &[]);
    xml.start("taxonomy", &[("xml:id", &format!("{id}.dating-methods"))]);
    for (calendar, uk, en) in [
        ("gregorian", "EDTF за григоріанським календарем", "EDTF in the Gregorian calendar"),
        ("julian", "EDTF за юліанським календарем", "EDTF in the Julian calendar"),
        (Calendar::Unspecified.name(), "EDTF, календар не визначено", "EDTF, calendar not decided"),
    ] {
        xml.start("category", &[("xml:id", &format!("{id}.edtf-{calendar}"))]);
        labels(xml, uk, en);
        xml.end();
    }
    xml.end();
    if !record.mentions.is_empty() {
        types(xml, run, record);
        rules(xml, record);
    }
    xml.end();
}

fn types(xml: &mut Xml, run: &Run, record: &Record) {
    let id = record.document.place.id.as_str();
    let used: BTreeSet<String> =
        record.mentions.iter().map(|mention| mention::type_category(&mention.value)).collect();
    let local = |label: &TypeLabel| match label.subtype.as_str() {
        "" => format!("type.{}", label.kind),
        subtype => format!("type.{}.{subtype}", label.kind),
    };
    xml.start("taxonomy", &[("xml:id", &format!("{id}.types"))]);
    for kind in ["place", "organization", "person", "date"] {
        let of_kind = || run.types.iter().filter(|label| label.kind == kind);
        let subtypes: Vec<_> = of_kind().filter(|label| used.contains(&local(label))).collect();
        let Some(whole) = of_kind().find(|l| l.subtype.is_empty() && !subtypes.is_empty()) else {
            continue;
        };
        xml.start("category", &[("xml:id", &format!("{id}.{}", local(whole)))]);
        labels(xml, &whole.label_uk, &whole.label_en);
        for label in subtypes {
            xml.start("category", &[("xml:id", &format!("{id}.{}", local(label)))]);
            labels(xml, &label.label_uk, &label.label_en);
            xml.end();
        }
        xml.end();
    }
    xml.end();
}

fn rules(xml: &mut Xml, record: &Record) {
    let id = record.document.place.id.as_str();
    let used: BTreeMap<&str, _> = record
        .mentions
        .iter()
        .flat_map(|mention| mention.rules.iter().map(|rule| (rule.id.as_str(), *rule)))
        .collect();
    xml.start("taxonomy", &[("xml:id", &format!("{id}.rules"))]);
    for (rule_id, rule) in used {
        xml.start("category", &[("xml:id", &format!("{id}.rule.{rule_id}"))]);
        labels(xml, &rule.description_uk, &rule.description_en);
        xml.end();
    }
    xml.end();
}

/// The characters that XML forbids, if the text has any.
fn characters(xml: &mut Xml, document: &Document) {
    let used: BTreeSet<char> =
        document.text.as_str().chars().filter(|c| is_forbidden(*c)).collect();
    if used.is_empty() {
        return;
    }
    xml.start("charDecl", &[]);
    for c in used {
        let code = format!("{:04X}", c as u32);
        xml.start("char", &[("xml:id", &format!("{}.u{code}", document.place.id))]);
        xml.empty("localProp", &[("name", "codepoint"), ("value", &code)]);
        xml.end();
    }
    xml.end();
}

fn authorities(xml: &mut Xml) {
    xml.start("listPrefixDef", &[]);
    for (ident, pattern, url) in [
        ("wikidata", "(Q[0-9]+)", "http://www.wikidata.org/entity/$1"),
        ("geonames", "([0-9]+)", "https://sws.geonames.org/$1/"),
    ] {
        let attributes = [("ident", ident), ("matchPattern", pattern), ("replacementPattern", url)];
        xml.start("prefixDef", &attributes);
        xml.leaf("p", &[], &format!("An idno of type {ident} expands in this way."));
        xml.end();
    }
    xml.end();
}

fn application(xml: &mut Xml) {
    xml.start("appInfo", &[]);
    xml.start("application", &[("ident", "litopys"), ("version", VERSION)]);
    xml.leaf("label", &[], "Litopys");
    xml.end();
    xml.end();
}

fn profile(xml: &mut Xml, record: &Record) {
    let id = record.document.place.id.as_str();
    xml.start("profileDesc", &[]);
    xml.start("langUsage", &[]);
    xml.leaf("language", &[("ident", record.lang)], record.lang_name);
    xml.end();
    xml.start("calendarDesc", &[]);
    for (calendar, label) in
        [("gregorian", "Gregorian calendar (New Style)"), ("julian", "Julian calendar (Old Style)")]
    {
        xml.start("calendar", &[("xml:id", &format!("{id}.cal-{calendar}"))]);
        xml.leaf("p", &[], label);
        xml.end();
    }
    xml.end();
    xml.end();
}

fn revision(xml: &mut Xml, id: &str) {
    xml.start("revisionDesc", &[]);
    let who = format!("#{id}.litopys");
    xml.leaf("change", &[("who", &who)], &format!("Generated by Litopys {VERSION}."));
    xml.end();
}
