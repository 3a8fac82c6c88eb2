//! The `teiHeader`: what the file is, where it comes from, and how it was made.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::date::value::Calendar;
use crate::model::record::{Record, Run, TypeLabel};
use crate::write::tei::editorial;
use crate::write::tei::file_desc::{self, About, Counts};
use crate::write::tei::markup::Markup;
use crate::write::tei::mention;
use crate::write::tei::xml::Xml;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The header of one document.
pub fn of_document(xml: &mut Xml, run: &Run, markup: &Markup<'_>) {
    let record = markup.record;
    let document = &record.document;
    let id = document.place.id.as_str();
    xml.start("teiHeader", &[("xml:lang", "en")]);
    file_desc::of_document(xml, run, record);
    xml.start("encodingDesc", &[]);
    editorial::declaration(xml, markup);
    tag_usage(xml, markup);
    geo_decl(xml, id);
    categories(xml, run, record);
    characters(xml, markup);
    authorities(xml);
    application(xml, run);
    xml.end();
    profile(xml, record);
    revision(xml, run, id);
    xml.end();
}

/// The header of the registers or of the corpus.
pub fn of_corpus(xml: &mut Xml, run: &Run, about: &About<'_>) {
    xml.start("teiHeader", &[("xml:lang", "en")]);
    file_desc::of_corpus(xml, run, about);
    let About { id, counts, .. } = about;
    xml.start("encodingDesc", &[]);
    if matches!(counts, Counts::Entities(_)) {
        geo_decl(xml, id);
        authorities(xml);
    }
    application(xml, run);
    xml.end();
    revision(xml, run, id);
    xml.end();
}

fn tag_usage(xml: &mut Xml, markup: &Markup<'_>) {
    let record = markup.record;
    let mut counts = BTreeMap::from([("g", markup.forbidden.len()), ("s", record.sentences.len())]);
    for element in markup.frames.counts() {
        *counts.entry(element).or_default() += 1;
    }
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
    let used: BTreeSet<[&str; 2]> =
        record.mentions.iter().map(|mention| mention::type_of(&mention.value)).collect();
    let local = |label: &TypeLabel| match label.subtype.as_str() {
        "" => format!("type.{}", label.kind),
        subtype => format!("type.{}.{subtype}", label.kind),
    };
    xml.start("taxonomy", &[("xml:id", &format!("{id}.types"))]);
    for kind in ["place", "organization", "person", "date"] {
        let of_kind = || run.types.iter().filter(|label| label.kind == kind);
        let is_used = |label: &&TypeLabel| {
            !label.subtype.is_empty() && used.contains(&[&*label.kind, &*label.subtype])
        };
        let subtypes: Vec<_> = of_kind().filter(is_used).collect();
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
        let rule_xml_id = format!("{id}.rule.{rule_id}");
        xml.start("category", &[("xml:id", &rule_xml_id), ("n", &rule.version)]);
        labels(xml, &rule.description_uk, &rule.description_en);
        xml.end();
    }
    xml.end();
}

/// The characters that XML forbids, if the text has any.
fn characters(xml: &mut Xml, markup: &Markup<'_>) {
    let document = &markup.record.document;
    let used: BTreeSet<char> = markup.forbidden.iter().map(|(_, c)| *c).collect();
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

/// The program, and what it knew: tables of the same hash make the same annotations.
fn application(xml: &mut Xml, run: &Run) {
    xml.start("appInfo", &[]);
    xml.start("application", &[("ident", "litopys"), ("version", VERSION)]);
    xml.leaf("label", &[], "Litopys");
    for (what, hash) in &run.knowledge {
        xml.leaf("desc", &[], &format!("{what}: SHA-256 {hash}"));
    }
    xml.end();
    xml.end();
}

fn profile(xml: &mut Xml, record: &Record) {
    let id = record.document.place.id.as_str();
    xml.start("profileDesc", &[]);
    let written = &record.document.metadata.date;
    if !written.is_empty() {
        xml.start("creation", &[]);
        file_desc::date(xml, written);
        xml.end();
    }
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

fn revision(xml: &mut Xml, run: &Run, id: &str) {
    xml.start("revisionDesc", &[]);
    let who = format!("#{id}.litopys");
    let when = run.colophon.day.map(|day| day.to_string());
    let mut attributes = vec![("who", &*who)];
    attributes.extend(when.as_deref().map(|when| ("when", when)));
    xml.leaf("change", &attributes, &format!("Generated by Litopys {VERSION}."));
    xml.end();
}
