//! Is a compiled gazetteer whole, and does it say what can be?

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use fst::Streamer;

use crate::error::Error;
use crate::gazetteer::source::fault;
use crate::gazetteer::{Gazetteer, Record};
use crate::lexicon::types;

/// Everything that is wrong with a gazetteer, a sentence each.
///
/// # Errors
///
/// When it cannot be opened.
pub fn lint(path: &Path) -> Result<Vec<String>, Error> {
    let gazetteer = Gazetteer::open(path)?;
    let file = &gazetteer.file;
    if file.computed_hash() != file.hash() {
        return Ok(vec!["its bytes are not those that were built; build it again".to_owned()]);
    }
    let mut faults = Vec::new();
    let names = records(&gazetteer, &mut faults);
    let mut forms = file.fst().stream();
    while let Some((form, value)) = forms.next() {
        let hits = file.hits(value.value());
        let known = |record: u32| names.get(record as usize).copied().unwrap_or_default();
        let lost = hits.is_empty() || hits.iter().any(|hit| hit.name >= known(hit.record));
        if lost || std::str::from_utf8(form).is_err() {
            faults.push(format!("the form «{}» leads nowhere", String::from_utf8_lossy(form)));
        }
    }
    Ok(faults)
}

/// Checks every record; returns how many names each has.
fn records(gazetteer: &Gazetteer, faults: &mut Vec<String>) -> Vec<u8> {
    let all = || 0..u32::try_from(gazetteer.len()).unwrap_or(u32::MAX);
    let mut ids = HashSet::new();
    let mut names = Vec::with_capacity(gazetteer.len());
    for n in all() {
        let Some(record) = gazetteer.record(n) else {
            faults.push(format!("record {n} cannot be read"));
            names.push(0);
            continue;
        };
        names.push(u8::try_from(record.names.len()).unwrap_or(u8::MAX));
        if !ids.insert(key(&record.id)) {
            faults.push(format!("{} stands twice", record.id));
        }
        faults.extend(own_fault(&record).map(|what| format!("{} {what}", record.id)));
    }
    for record in all().filter_map(|n| gazetteer.record(n)) {
        let Record { id, parent, .. } = record;
        if !parent.is_empty() && !ids.contains(&key(&parent)) {
            faults.push(format!("{id} belongs to «{parent}», which is not listed"));
        }
    }
    names
}

/// What is wrong with a record by itself.
fn own_fault(record: &Record) -> Option<String> {
    if types::fclass(&record.kind).is_none() {
        return Some(format!("has the unknown type «{}»", record.kind));
    }
    fault(record).map(str::to_owned)
}

/// Millions of ids as numbers; two that are alike by chance are a matter of one run in a hundred
/// thousand.
fn key(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
