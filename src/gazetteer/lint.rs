//! Is a compiled gazetteer whole, and does it say what can be?

use std::collections::HashSet;
use std::path::Path;

use fst::Streamer;

use crate::error::Error;
use crate::gazetteer::Gazetteer;
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
    let count = u32::try_from(gazetteer.len()).unwrap_or(u32::MAX);
    let ids: HashSet<String> =
        (0..count).filter_map(|n| gazetteer.record(n)).map(|record| record.id).collect();
    let mut seen = HashSet::new();
    for n in 0..count {
        let Some(record) = gazetteer.record(n) else {
            faults.push(format!("record {n} cannot be read"));
            continue;
        };
        let id = &record.id;
        if !seen.insert(id.clone()) {
            faults.push(format!("{id} stands twice"));
        }
        if !record.parent.is_empty() && !ids.contains(&record.parent) {
            faults.push(format!("{id} belongs to «{}», which is not listed", record.parent));
        }
        if types::fclass(&record.kind).is_none() {
            faults.push(format!("{id} has the unknown type «{}»", record.kind));
        }
        let backwards = |years: (Option<i32>, Option<i32>)| {
            years.0.zip(years.1).is_some_and(|(start, end)| start > end)
        };
        for name in record.names.iter().filter(|name| backwards(name.years)) {
            faults.push(format!("{id} has the name «{}», which ends before it begins", name.name));
        }
    }
    let mut forms = file.fst().stream();
    while let Some((form, value)) = forms.next() {
        let hits = file.hits(value.value());
        let lost = hits.is_empty() || hits.iter().any(|hit| hit.record >= count);
        if lost || std::str::from_utf8(form).is_err() {
            faults.push(format!("the form «{}» leads nowhere", String::from_utf8_lossy(form)));
        }
    }
    Ok(faults)
}
