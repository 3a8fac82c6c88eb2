//! The mentions of a document and what they could have been, against its source and the registers.

use std::collections::BTreeMap;

use crate::check::document::Document;
use crate::check::faults::{Faults, Spot};
use crate::check::registers::Registers;
use crate::check::table::Row;
use crate::model::mention::Cert;
use crate::model::table::Table;

/// Checks mentions and candidates, and counts what is mentioned.
pub fn check(document: &Document<'_>, registers: &mut Registers, faults: &mut Faults) {
    let Some(mentions) = document.sheets.table(Table::Mentions) else { return };
    let mut last = (0, 0);
    for row in mentions.rows() {
        let id = row.get("mention_id");
        let mut spot = faults.at(mentions.path(), id);
        if let Some((start, end)) = place(document, row, &mut spot) {
            // The longer of two that begin together stands first.
            let order = (start, usize::MAX - end);
            spot.must(last <= order, || "stands behind a later mention, out of order".to_owned());
            last = order;
        }
        words(row, &mut spot);
        reference(row, registers, &mut spot);
        rules(row, registers, &mut spot);
        registers.count(row.get("entity_id"), row.get("subtype"));
    }
    candidates(document, faults);
}

/// Where it stands: in the source, in its sentence, in its parent.
fn place(document: &Document<'_>, row: Row<'_>, spot: &mut Spot<'_>) -> Option<(usize, usize)> {
    let source = &document.source;
    let (start, end) = (row.offset("start_cp")?, row.offset("end_cp")?);
    let id = format!("{}.m{start:06}-{end:06}", document.id);
    spot.same("mention_id", row.get("mention_id"), "its offsets", &id);
    let Some(text) = source.slice(start, end).filter(|text| !text.is_empty()) else {
        spot.fault(format!("{start}..{end} is no stretch of the source"));
        return None;
    };
    spot.same("surface", row.get("surface"), "the source", text);
    let bytes = [source.file_byte(start), source.file_byte(end)];
    for (column, at) in ["start_byte", "end_byte"].into_iter().zip(bytes) {
        if let (Some(found), Some(at)) = (row.offset(column), at) {
            spot.equal(column, found, "the source", at);
        }
    }
    for (table, column, what) in [
        (Table::Sentences, "sentence_id", "its sentence"),
        (Table::Mentions, "parent_mention_id", "the mention around it"),
    ] {
        let Some(outer) = document.sheets.get(table, row.get(column)) else { continue };
        let (Some(from), Some(to)) = (outer.offset("start_cp"), outer.offset("end_cp")) else {
            continue;
        };
        spot.must(from <= start && end <= to, || format!("reaches out of {what}, {from}..{to}"));
    }
    Some((start, end))
}

/// Words that follow from others.
fn words(row: Row<'_>, spot: &mut Spot<'_>) {
    if let Some(confidence) = row.num("confidence") {
        let is_share = (0.0..=1.0).contains(&confidence);
        spot.must(is_share, || format!("confidence is {confidence}, not from 0 to 1"));
        spot.same("cert", row.get("cert"), "its confidence", Cert::of(confidence).name());
    }
    let canonical = row.get("canonical");
    let letters = canonical.chars().zip(canonical.chars().skip(1));
    let has_stress = letters.into_iter().any(|(a, b)| a.is_alphabetic() && b == '\u{301}');
    spot.must(!has_stress, || "canonical has stress marks".to_owned());
    spot.must(canonical == canonical.trim(), || "canonical has white space around it".to_owned());
    let is_date = row.get("type") == "date";
    for (column, given) in [
        ("date_id", is_date),
        ("entity_id", !is_date),
        ("lemma_source", !is_date),
        ("subtype", !is_date),
    ] {
        spot.must(row.get(column).is_empty() != given, || {
            let what = if given { "empty" } else { "not empty" };
            format!("{column} is {what} although it is a {}", row.get("type"))
        });
    }
    if !is_date {
        spot.same("inferred", row.get("inferred"), "its type", "false");
    }
}

fn reference(row: Row<'_>, registers: &Registers, spot: &mut Spot<'_>) {
    let id = row.get("entity_id");
    if id.is_empty() || registers.table(Table::Entities).is_none() {
        return;
    }
    match registers.entity(id) {
        Some(entity) => spot.same("type", row.get("type"), id, entity.get("type")),
        None => spot.fault(format!("entity_id is {id}, of which there is no entity")),
    }
    if let Some(names) = registers.names_of(id) {
        let canonical = row.get("canonical");
        spot.must(names.iter().any(|name| name == canonical), || {
            format!("canonical is «{canonical}», which the table names does not give for {id}")
        });
    }
}

fn rules(row: Row<'_>, registers: &Registers, spot: &mut Spot<'_>) {
    let Some(rules) = registers.table(Table::Rules) else { return };
    for rule in row.get("rule_ids").split('|').filter(|rule| rules.get(rule).is_none()) {
        spot.fault(format!("rule_ids has «{rule}», of which there is no rule"));
    }
}

/// Candidates stand behind one another by rank, mention after mention.
fn candidates(document: &Document<'_>, faults: &mut Faults) {
    let Some(candidates) = document.sheets.table(Table::Candidates) else { return };
    let mentions = document.sheets.table(Table::Mentions);
    let mut ranks: BTreeMap<&str, (usize, Option<&str>)> = BTreeMap::new();
    let mut last = 0;
    for row in candidates.rows() {
        let key = row.key();
        let mut spot = faults.at(candidates.path(), &key);
        let id = row.get("mention_id");
        let (rank, chosen) = ranks.entry(id).or_default();
        *rank += 1;
        spot.same("rank", row.get("rank"), "its place", &rank.to_string());
        score(row, &mut spot);
        let place = mentions.and_then(|mentions| mentions.place(id)).unwrap_or(last);
        spot.must(last <= place, || "stands behind those of a later mention".to_owned());
        last = place;
        if row.get("chosen") != "true" {
            continue;
        }
        let entity = row.get("gazetteer_id");
        spot.must(chosen.replace(entity).is_none(), || "is the second that is chosen".to_owned());
        if let Some(mention) = document.sheets.get(Table::Mentions, id) {
            spot.same("gazetteer_id", entity, "the mention", mention.get("entity_id"));
        }
    }
}

/// The score is the product that the codebook says, as far as three decimals tell.
fn score(row: Row<'_>, spot: &mut Spot<'_>) {
    let factors = ["name_score", "time_score", "tier_score", "context_score", "score"];
    let numbers: Vec<f64> = factors.iter().filter_map(|column| row.num(column)).collect();
    for (column, number) in factors.iter().zip(&numbers) {
        spot.must((0.0..=1.0).contains(number), || {
            format!("{column} is {number}, not from 0 to 1")
        });
    }
    if let [name, time, tier, context, score] = *numbers.as_slice() {
        let product = name * time * tier * (0.7 + 0.3 * context);
        // Each of five numbers is rounded by half a thousandth at the most.
        spot.must((product - score).abs() < 0.0025, || {
            format!("score is {score} but its factors give {product:.3}")
        });
    }
}
