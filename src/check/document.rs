//! One document: its row, its sentences and its problems against its source.

use crate::check::faults::{Faults, Spot, quote};
use crate::check::source::Source;
use crate::check::table::{self, Row};
use crate::check::walk::Sheets;
use crate::model::diag::Code;
use crate::model::document::Encoding;
use crate::model::table::Table;
use crate::read::{FORMATS, naming};

/// A document on which everything is checked.
pub struct Document<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its row in `documents`, if that is there.
    pub row: Option<Row<'a>>,
    /// Its text.
    pub source: Source,
    /// SHA-256 of its file.
    pub sha256: &'a str,
    /// Its rows.
    pub sheets: Sheets,
}

/// Checks the rows of a document that are about its text.
pub fn check(document: &Document<'_>, faults: &mut Faults) {
    document.sheets.foreign_keys(faults);
    if let Some(row) = document.row {
        own_row(document, row, &mut faults.at(&table::path(Table::Documents), document.id));
    }
    sentences(document, faults);
    problems(document, faults);
}

fn own_row(document: &Document<'_>, row: Row<'_>, spot: &mut Spot<'_>) {
    let Document { id, source, sha256, sheets, .. } = document;
    let fits = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    spot.must(fits, || "is no id of a document".to_owned());
    let place = row.get("source_path").strip_prefix("source/").unwrap_or_default();
    let place = place.strip_suffix(&format!("{id}.txt"));
    let is_shard = |place: &str| {
        let number = place.strip_suffix('/').unwrap_or_default();
        place.is_empty() || (number.len() >= 3 && number.bytes().all(|b| b.is_ascii_digit()))
    };
    spot.must(place.is_some_and(is_shard), || {
        format!("source_path is {}, which is not that of the document", row.get("source_path"))
    });
    let tei = format!("tei/{}{id}.tei.xml", place.unwrap_or_default());
    spot.same("tei_path", row.get("tei_path"), "the id", &tei);
    spot.same("sha256", row.get("sha256"), "the source", sha256);
    let is_text = FORMATS.iter().any(|one| one.is_text() && one.name == row.get("origin_format"));
    if stands_as_it_is(document, row) {
        spot.same("origin_sha256", row.get("origin_sha256"), "the source", sha256);
    } else if !is_text {
        let encoding = Encoding::Utf8.name();
        spot.same("encoding", row.get("encoding"), "what is read out of files", encoding);
    }
    spot.same("newline", row.get("newline"), "the source", source.newline());
    let mut count = |column: &str, witness: &str, expected: usize| {
        if let Some(found) = row.offset(column) {
            spot.equal(column, found, witness, expected);
        }
    };
    count("n_bytes", "the source", source.bytes);
    count("n_codepoints", "the source", source.code_points);
    if let Some(sentences) = sheets.table(Table::Sentences) {
        count("n_sentences", "the table sentences", sentences.len());
        let last = sentences.rows().filter_map(|row| row.offset("paragraph_no")).max();
        count("n_paragraphs", "the table sentences", last.unwrap_or_default());
    }
    if let Some(mentions) = sheets.table(Table::Mentions) {
        count("n_mentions", "the table mentions", mentions.len());
    }
}

/// The path of the input file and the one inside it, as one.
pub fn whole_name(row: Row<'_>) -> String {
    let (name, member) = (row.get("original_filename"), row.get("origin_member"));
    if member.is_empty() { name.to_owned() } else { format!("{name}/{member}") }
}

/// Whether the file at `source/` is the input file as it was: plain text that was neither packed
/// nor repaired.
fn stands_as_it_is(document: &Document<'_>, row: Row<'_>) -> bool {
    let format = naming::format(row.get("original_filename"));
    let problems = document.sheets.table(Table::Problems);
    let is_repaired = problems.is_some_and(|table| {
        table.rows().any(|row| row.get("code") == Code::Mojibake.name())
            && row.get("sha256") != row.get("origin_sha256")
    });
    row.get("origin_member").is_empty()
        && format.is_some_and(|format| format.is_text() && format.name == row.get("origin_format"))
        && !is_repaired
}

/// Sentences tile the text, white space apart, and are counted without a gap.
fn sentences(document: &Document<'_>, faults: &mut Faults) {
    let Some(sentences) = document.sheets.table(Table::Sentences) else { return };
    let source = &document.source;
    let (mut done, mut paragraph) = (0, 0);
    for (n, row) in sentences.rows().enumerate() {
        let mut spot = faults.at(sentences.path(), row.get("sentence_id"));
        let id = format!("{}.s{:04}", document.id, n + 1);
        spot.same("sentence_id", row.get("sentence_id"), "its place", &id);
        spot.same("sentence_no", row.get("sentence_no"), "its place", &(n + 1).to_string());
        let number = row.offset("paragraph_no").unwrap_or_default();
        spot.must(number == paragraph || number == paragraph + 1, || {
            format!("paragraph_no is {number} behind a sentence of paragraph {paragraph}")
        });
        paragraph = number;
        let (Some(start), Some(end)) = (row.offset("start_cp"), row.offset("end_cp")) else {
            continue;
        };
        let Some(text) = source.slice(start, end).filter(|text| !text.is_empty()) else {
            spot.fault(format!("{start}..{end} is no stretch of the source"));
            continue;
        };
        spot.same("text", row.get("text"), "the source", text);
        blank(source, done, start, &mut spot);
        done = end;
    }
    blank(source, done, source.code_points, &mut faults.at(sentences.path(), document.id));
}

/// What stands between sentences is nothing that can be read.
fn blank(source: &Source, from: usize, to: usize, spot: &mut Spot<'_>) {
    match source.slice(from, to) {
        None => spot.fault(format!("begins at {to}, before the sentence in front of it ends")),
        Some(between) => {
            let left_out = between.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
            spot.must(left_out.is_empty(), || {
                let quoted = quote(left_out);
                format!("the source has {quoted} before {to}, which is in no sentence")
            });
        }
    }
}

/// Characters without a shape that a sentence may leave out at its end: controls and joiners.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn problems(document: &Document<'_>, faults: &mut Faults) {
    let Some(problems) = document.sheets.table(Table::Problems) else { return };
    let source = &document.source;
    let mut has_mark = false;
    for (n, row) in problems.rows().enumerate() {
        let mut spot = faults.at(problems.path(), row.get("problem_id"));
        let id = format!("{}.p{:03}", document.id, n + 1);
        spot.same("problem_id", row.get("problem_id"), "its place", &id);
        if let Some(own) = document.row {
            spot.same("path", row.get("path"), "documents", &whole_name(own));
        }
        severity(row, &mut spot);
        has_mark |= row.get("code") == Code::ByteOrderMark.name();
        let (Some(start), Some(end)) = (row.offset("start_cp"), row.offset("end_cp")) else {
            continue;
        };
        match (source.file_byte(start), source.slice(start, end)) {
            (Some(expected), Some(_)) => {
                spot.equal(
                    "start_byte",
                    row.offset("start_byte").unwrap_or_default(),
                    "the source",
                    expected,
                );
            }
            _ => spot.fault(format!("{start}..{end} is no stretch of the source")),
        }
    }
    let mut spot = faults.at(problems.path(), document.id);
    spot.must(has_mark == (source.bom > 0), || {
        "the source begins with a byte order mark, or a problem says so, but not both".to_owned()
    });
}

/// A known code has its own weight.
pub fn severity(row: Row<'_>, spot: &mut Spot<'_>) {
    let code = Code::ALL.into_iter().find(|code| code.name() == row.get("code"));
    if let Some(code) = code {
        spot.same("severity", row.get("severity"), "its code", code.severity().name());
    }
}
