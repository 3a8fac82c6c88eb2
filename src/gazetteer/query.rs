//! Looks a name up in any case form, in the built-in tables and in users' files.

use crate::decline::Cases;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::spelling::{folded, plain};
use crate::lang::Language;
use crate::model::name::{Name, Years};

/// What a name may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Key: `plc-kyiv`, `geonames:703448`.
    pub id: String,
    /// The nominative of the name asked for.
    pub name: String,
    /// The main name.
    pub main: String,
    /// Type and subtype.
    pub kind: String,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
    /// First and last year of the name.
    pub years: Years,
    /// The cases that the form may stand in.
    pub cases: Cases,
}

/// Everything that the form may name, in use in the year if one is given.
pub fn query(
    form: &str,
    at: Option<i32>,
    lang: &dyn Language,
    gazetteers: &[Gazetteer],
) -> Vec<Answer> {
    let folded = folded(&plain(form));
    let names = lang.names();
    let listed = names.exact(&folded).into_iter().flat_map(|form| names.of_form(form));
    let mut answers: Vec<Answer> = listed
        .filter_map(|(id, cases)| Some((names.get(*id)?, *cases)))
        .filter(|(name, _)| in_use(name, at))
        .map(|(name, cases)| answer(name, name.entity.id.to_string(), cases))
        .collect();
    for gazetteer in gazetteers {
        let hits = gazetteer.beginning(&folded).into_iter().filter(|(len, _)| *len == folded.len());
        for hit in hits.flat_map(|(_, hits)| hits) {
            let named = gazetteer.record(hit.record).zip(gazetteer.name(hit));
            if let Some((record, name)) = named.filter(|(_, name)| in_use(name, at)) {
                answers.push(answer(&name, record.id, hit.cases));
            }
        }
    }
    answers.dedup();
    answers
}

fn in_use(name: &Name, at: Option<i32>) -> bool {
    name.in_use(at.map(|year| (year, year)))
}

fn answer(name: &Name, id: String, cases: Cases) -> Answer {
    let entity = &name.entity;
    Answer {
        id,
        name: name.canonical.clone(),
        main: entity.name.clone(),
        kind: format!("{}.{}", entity.kind.name(), entity.subtype),
        point: entity.point.map(|point| (point.lat, point.lon)),
        years: name.years,
        cases,
    }
}
