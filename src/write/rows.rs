//! The rows of every table, from records; CSV and Parquet both take them from here.

use crate::error::Error;
use crate::licence::Licence;
use crate::model::corpus::{KnownAs, Registered};
use crate::model::date::value::{Date, Inference};
use crate::model::diag::Diagnostic;
use crate::model::document::Place;
use crate::model::entity::EntityType;
use crate::model::mention::{Cert, Mention, Scored, Value};
use crate::model::nesting;
use crate::model::record::{Outcome, Record, Run};
use crate::model::table::{
    CandidateRow, DateRow, DocumentRow, EntityRow, MentionRow, NameRow, OrganizationRow, PersonRow,
    PlaceRow, ProblemRow, Row, RuleRow, SentenceRow,
};
use crate::write::register::Register;

/// Takes rows of any table.
pub trait RowSink {
    /// Takes one row.
    fn row<'a, R: Row<'a>>(&mut self, row: R);
}

/// The rows that a chunk of sources gives.
pub fn of_chunk(run: &Run, chunk: &[Outcome], sink: &mut impl RowSink) {
    for outcome in chunk {
        match outcome {
            Outcome::Done(record) => of_record(run, record, sink),
            Outcome::SetAside(aside) => problem(&aside.place, None, 0, &aside.diagnostic, sink),
        }
    }
}

/// Entities whose rows are taken at once.
const ENTITIES: usize = 1 << 13;

/// The rows that only the whole corpus gives; `take` gets them out of the sink, some at a time.
pub fn of_corpus<S: RowSink>(
    run: &Run,
    register: &Register,
    sink: &mut S,
    take: &mut dyn FnMut(&mut S) -> Result<(), Error>,
) -> Result<(), Error> {
    for (n, known) in (1..).zip(register.iter()) {
        entity_rows(register, &*known?, sink);
        if n % ENTITIES == 0 {
            take(sink)?;
        }
    }
    for rule in run.rules {
        sink.row(RuleRow {
            rule_id: &rule.id,
            description_uk: &rule.description_uk,
            description_en: &rule.description_en,
            version: &rule.version,
        });
    }
    take(sink)
}

/// An empty string is a missing value.
fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn of_record(run: &Run, record: &Record, sink: &mut impl RowSink) {
    let document = &record.document;
    let text = document.text.as_str();
    sink.row(DocumentRow {
        doc_id: document.place.id.as_str(),
        source_path: document.place.path("source", ".txt"),
        original_filename: &document.place.name,
        origin_format: document.format,
        origin_member: document.place.member.as_deref(),
        origin_sha256: &document.origin_sha256,
        title: filled(&document.metadata.title),
        lang: record.lang,
        sha256: &document.sha256,
        n_bytes: count(document.bytes.len()),
        n_codepoints: record.code_point(text.len()),
        n_paragraphs: count(record.paragraphs.len()),
        n_sentences: count(record.sentences.len()),
        n_mentions: count(record.mentions.len()),
        encoding: document.encoding,
        newline: document.newline,
        tei_path: document.place.path("tei", ".tei.xml"),
        licence: record.licence(run).map(Licence::as_str),
    });
    sentences(record, sink);
    mentions(record, sink);
    for (n, diagnostic) in record.diagnostics.iter().enumerate() {
        problem(&document.place, Some(record), n, diagnostic, sink);
    }
}

fn sentences(record: &Record, sink: &mut impl RowSink) {
    let mut paragraph = 0;
    for (index, span) in record.sentences.iter().enumerate() {
        while record.paragraphs.get(paragraph).is_some_and(|p| p.sentences_end <= index) {
            paragraph += 1;
        }
        sink.row(SentenceRow {
            sentence_id: record.sentence_id(index),
            doc_id: record.document.place.id.as_str(),
            paragraph_no: count(paragraph + 1),
            sentence_no: count(index + 1),
            start_cp: record.code_point(span.start()),
            end_cp: record.code_point(span.end()),
            text: record.document.text.slice(*span),
        });
    }
}

fn mentions(record: &Record, sink: &mut impl RowSink) {
    let mut n_dates = 0;
    for (mention, place) in record.mentions.iter().zip(nesting::places(&record.mentions)) {
        let mention_id = record.mention_id(mention);
        let inferred =
            matches!(&mention.value, Value::Date(date) if date.inference != Inference::None);
        let (date_id, entity) = match &mention.value {
            Value::Date(value) => {
                let date_id = record.date_id(n_dates);
                n_dates += 1;
                date(record, mention, &mention_id, &date_id, value, sink);
                (Some(date_id), None)
            }
            Value::Name(entity) => (None, Some(entity)),
        };
        let rule_ids: Vec<&str> = mention.rules.iter().map(|rule| rule.id.as_str()).collect();
        let parent = place.parent.and_then(|number| record.mentions.get(number));
        let parent = parent.map(|parent| record.mention_id(parent));
        sink.row(MentionRow {
            mention_id: &mention_id,
            doc_id: record.document.place.id.as_str(),
            sentence_id: record.sentence_id(mention.sentence),
            start_cp: record.code_point(mention.span.start()),
            end_cp: record.code_point(mention.span.end()),
            start_byte: record.file_byte(mention.span.start()),
            end_byte: record.file_byte(mention.span.end()),
            surface: record.document.text.slice(mention.span),
            canonical: &mention.canonical,
            lemma_source: mention.lemma_source,
            type_: mention.value.type_name(),
            subtype: entity.and_then(|entity| filled(&entity.subtype)),
            entity_id: entity.map(|entity| entity.id.as_str()),
            date_id: date_id.as_deref(),
            confidence: mention.confidence,
            cert: Cert::of(mention.confidence),
            rule_ids: &rule_ids,
            inferred,
            parent_mention_id: parent.as_deref(),
        });
        candidates(&mention_id, &mention.candidates, sink);
    }
}

fn candidates(mention_id: &str, candidates: &[Scored], sink: &mut impl RowSink) {
    // Products of scores have no more meaning than this.
    let rounded = |score: f64| (score * 1000.0).round() / 1000.0;
    for (n, one) in candidates.iter().enumerate() {
        sink.row(CandidateRow {
            mention_id,
            rank: count(n + 1),
            gazetteer_id: one.name.entity.id.as_str(),
            name: &one.name.canonical,
            score: rounded(one.score),
            name_score: rounded(one.by_name),
            time_score: rounded(one.by_time),
            tier_score: rounded(one.by_tier),
            context_score: rounded(one.by_context),
            chosen: one.chosen,
        });
    }
}

fn date(
    record: &Record,
    mention: &Mention,
    mention_id: &str,
    date_id: &str,
    date: &Date,
    sink: &mut impl RowSink,
) {
    let when = date.when;
    let written = date.written.to_string();
    let anchor = date.anchor.map(|number| record.date_id(number));
    sink.row(DateRow {
        date_id,
        doc_id: record.document.place.id.as_str(),
        mention_id,
        edtf: &mention.canonical,
        edtf_source: &written,
        calendar: date.calendar,
        not_before: when.not_before(),
        not_after: when.not_after(),
        jdn_start: when.not_before().map(|day| day.0),
        jdn_end: when.not_after().map(|day| day.0),
        precision: date.precision,
        kind: date.kind,
        operator: date.operator,
        inference: date.inference,
        anchor_date_id: anchor.as_deref(),
        julian_shift: date.julian_shift,
        weekday_style: date.weekday_style,
        cert: Cert::of(mention.confidence),
    });
}

fn problem(
    place: &Place,
    record: Option<&Record>,
    n: usize,
    diagnostic: &Diagnostic,
    sink: &mut impl RowSink,
) {
    let cp = |at: usize| record.map(|record| record.code_point(at));
    let byte = |at: usize| record.map(|record| record.file_byte(at));
    let span = diagnostic.span;
    sink.row(ProblemRow {
        problem_id: format!("{}.p{:03}", place.id, n + 1),
        path: place.whole_name().into_owned(),
        doc_id: record.map(|record| record.document.place.id.as_str()),
        start_cp: span.and_then(|span| cp(span.start())),
        end_cp: span.and_then(|span| cp(span.end())),
        start_byte: diagnostic.byte.map(count).or(span.and_then(|span| byte(span.start()))),
        severity: diagnostic.code.severity(),
        code: diagnostic.code.name(),
        message: &diagnostic.message,
    });
}

fn entity_rows(register: &Register, known: &Registered, sink: &mut impl RowSink) {
    let entity = &known.entity;
    let id = entity.id.as_str();
    let wikidata_id = filled(&entity.wikidata);
    let parent_id = register.parent(entity).map(|parent| parent.id.as_str());
    sink.row(EntityRow {
        entity_id: id,
        type_: entity.kind,
        name: &entity.name,
        lang: &entity.lang,
        name_romanized: filled(&entity.romanized),
        wikidata_id,
        n_mentions: known.n_mentions,
    });
    for KnownAs { name_type, name, lang, n_mentions } in known.names() {
        sink.row(NameRow { entity_id: id, name, lang, name_type, n_mentions });
    }
    match entity.kind {
        EntityType::Place => sink.row(PlaceRow {
            place_id: id,
            name: &entity.name,
            place_type: &entity.subtype,
            fclass: entity.fclass,
            lat: entity.point.map(|point| point.lat),
            lon: entity.point.map(|point| point.lon),
            coord_precision: entity.point.map(|point| point.precision),
            parent_id,
            wikidata_id,
            geonames_id: filled(&entity.geonames),
            whg_id: filled(&entity.whg),
        }),
        EntityType::Organization => sink.row(OrganizationRow {
            org_id: id,
            name: &entity.name,
            org_type: &entity.subtype,
            parent_id,
            wikidata_id,
        }),
        EntityType::Person => sink.row(PersonRow {
            person_id: id,
            name: &entity.name,
            forename: filled(&entity.parts.forename),
            patronymic: filled(&entity.parts.patronymic),
            surname: filled(&entity.parts.surname),
            wikidata_id,
        }),
    }
}
