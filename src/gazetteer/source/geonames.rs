//! GeoNames: `allCountries.txt` or the file of a country, with `alternateNamesV2.txt` beside it.
//!
//! Columns as in GeoNames' readme. Both files are brought into the order of ids by sorting on disk, so
//! neither need fit into memory nor be sorted.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::error::Error;
use crate::gazetteer::source::{Asked, Sink, fault, unread, year};
use crate::gazetteer::{Record, SORTED, Toponym, is_ukrainian};
use crate::lexicon::tsv;
use crate::sort::Sorter;

/// Columns of a place.
const COLUMNS: usize = 19;

/// Columns of an alternate name; since 2018 two more tell of its years.
const ALTERNATE_COLUMNS: usize = 8;

/// Languages whose names are kept; others are seldom met in our texts.
const LANGUAGES: [&str; 12] =
    ["uk", "ru", "be", "pl", "de", "kk", "crh", "la", "ro", "hu", "tr", "en"];

#[derive(Deserialize)]
struct Feature {
    code: String,
    r#type: String,
}

/// Subtypes by the beginning of a feature class and code, `P.PPLC`; the longest decides.
static FEATURES: LazyLock<Vec<Feature>> = LazyLock::new(|| {
    let text = include_str!("../../../data/gazetteer/geonames_features.tsv");
    let mut features: Vec<Feature> = tsv::rows("geonames_features", text);
    features.sort_by_key(|feature| std::cmp::Reverse(feature.code.len()));
    features
});

/// A line of 19 columns that begins with a number.
pub fn fits(_path: &Path, head: &str) -> bool {
    let line = head.lines().next().unwrap_or_default();
    let id = line.split('\t').next().unwrap_or_default();
    line.split('\t').count() == COLUMNS && id.parse::<u32>().is_ok()
}

/// Reads places with their alternate names.
pub fn read(asked: &Asked, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut all = Sorter::new(&asked.temporary, SORTED);
    let mut areas = Areas::default();
    let fail = |error| unread(&asked.path, error);
    each_line(&asked.path, sink, &mut |sink, n, line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let id = cells.first().and_then(|id| id.parse::<u32>().ok());
        match id.filter(|_| cells.len() == COLUMNS) {
            Some(id) => {
                areas.learn(id, &cells);
                all.push(&id.to_be_bytes(), format!("0{n}\t{line}").as_bytes()).map_err(fail)
            }
            None => {
                sink.fault(&asked.path, n, "has not the 19 columns of GeoNames");
                Ok(())
            }
        }
    })?;
    if let Some(path) = &asked.alternate_names {
        let fail = |error| unread(path, error);
        each_line(path, sink, &mut |sink, n, line| {
            let id = line.split('\t').nth(1).and_then(|id| id.parse::<u32>().ok());
            match id.filter(|_| line.split('\t').count() >= ALTERNATE_COLUMNS) {
                Some(id) if is_kept(line) => {
                    all.push(&id.to_be_bytes(), format!("1{line}").as_bytes()).map_err(fail)
                }
                Some(_) => Ok(()),
                None => {
                    sink.fault(path, n, "has not the columns of alternateNamesV2");
                    Ok(())
                }
            }
        })?;
    }
    let mut sorted = all.finish().map_err(fail)?;
    let mut place: Option<(u64, Record)> = None;
    let mut id = Vec::new();
    while let Some((key, value)) = sorted.next_pair().map_err(fail)? {
        if key != id {
            finish(asked, place.take(), sink)?;
            id = key;
        }
        let value = String::from_utf8_lossy(&value).into_owned();
        match (value.strip_prefix('0'), &mut place) {
            (Some(line), _) => place = read_place(line, &areas),
            (None, Some((_, record))) => alternate(value.get(1..).unwrap_or_default(), record),
            // A name of a place that the file does not have.
            (None, None) => {}
        }
    }
    finish(asked, place, sink)
}

/// The ids of countries and of their divisions, by codes: `UA`, `UA.07`, `UA.07.0701`.
///
/// There are some fifty thousand on earth, so they are held in memory.
#[derive(Default)]
struct Areas(HashMap<String, u32>);

impl Areas {
    fn learn(&mut self, id: u32, cells: &[&str]) {
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let key = match (cell(6), cell(7)) {
            ("A", "ADM1") => format!("{}.{}", cell(8), cell(10)),
            ("A", "ADM2") => format!("{}.{}.{}", cell(8), cell(10), cell(11)),
            ("A", "PCL" | "PCLI") => cell(8).to_owned(),
            _ => return,
        };
        self.0.insert(key, id);
    }

    /// The key of the smallest area that a place lies in, itself left out; empty when none is known.
    fn parent(&self, cells: &[&str]) -> String {
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let (country, first, second) = (cell(8), cell(10), cell(11));
        let keys =
            [format!("{country}.{first}.{second}"), format!("{country}.{first}"), country.into()];
        // An area lies in none that is smaller.
        let skipped = match (cell(6), cell(7)) {
            ("A", "ADM1") => 2,
            ("A", code) if code.starts_with("PCL") => 3,
            _ => 0,
        };
        let ids = keys.iter().skip(skipped).filter_map(|key| self.0.get(key));
        let other = ids.map(u32::to_string).find(|id| id != cell(0));
        other.map(|id| format!("geonames:{id}")).unwrap_or_default()
    }
}

/// Takes a line by its number.
type Take<'a> = dyn FnMut(&mut dyn Sink, u64, &str) -> Result<(), Error> + 'a;

/// Every line of a file in UTF-8; a line that is none is a fault.
fn each_line(path: &Path, sink: &mut dyn Sink, take: &mut Take<'_>) -> Result<(), Error> {
    let fail = |error: io::Error| unread(path, error);
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path).map_err(fail)?);
    let mut bytes = Vec::new();
    let mut n = 0;
    while reader.read_until(b'\n', &mut bytes).map_err(fail)? > 0 {
        n += 1;
        match std::str::from_utf8(&bytes) {
            Ok(line) => {
                let line = line.trim_end_matches(['\n', '\r']);
                if !line.is_empty() {
                    take(sink, n, line)?;
                }
            }
            Err(_) => sink.fault(path, n, "is not UTF-8"),
        }
        bytes.clear();
    }
    Ok(())
}

fn is_kept(line: &str) -> bool {
    let lang = line.split('\t').nth(2).unwrap_or_default();
    let name = line.split('\t').nth(3).unwrap_or_default();
    lang == "wkdt" || LANGUAGES.contains(&lang) || lang.is_empty() && is_ukrainian(name, "")
}

/// The number of the line and the place that it tells of.
fn read_place(line: &str, areas: &Areas) -> Option<(u64, Record)> {
    let mut cells = line.split('\t');
    let n = cells.next()?.parse().ok()?;
    let cells: Vec<&str> = cells.collect();
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let code = format!("{}.{}", cell(6), cell(7));
    let feature = FEATURES.iter().find(|feature| code.starts_with(&feature.code));
    // What the table does not have (wells, hotels) is no place of ours.
    let kind = feature.map(|feature| feature.r#type.clone())?;
    let name = cell(1).to_owned();
    Some((
        n,
        Record {
            id: format!("geonames:{}", cell(0)),
            kind,
            lat: cell(4).parse().ok(),
            lon: cell(5).parse().ok(),
            parent: areas.parent(&cells),
            geonames: cell(0).to_owned(),
            names: vec![Toponym { name: name.clone(), ..Toponym::default() }],
            name,
            ..Record::default()
        },
    ))
}

/// Adds an alternate name; the preferred Ukrainian one becomes the main name.
fn alternate(line: &str, record: &mut Record) {
    let cells: Vec<&str> = line.split('\t').collect();
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let (lang, name, is_old) = (cell(2), cell(3), cell(7) == "1");
    if lang == "wkdt" {
        record.wikidata = name.to_owned();
        return;
    }
    let years = (year(cell(8)), year(cell(9)));
    let toponym = Toponym { name: name.to_owned(), lang: lang.to_owned(), years };
    if record.names.iter().any(|known| known.name == toponym.name) {
        return;
    }
    let first_is_ours = record.names.first().is_some_and(|first| first.lang == "uk");
    let main = lang == "uk" && !is_old && (!first_is_ours || cell(4) == "1");
    if main {
        record.name = name.to_owned();
        record.names.insert(0, toponym);
    } else {
        record.names.push(toponym);
    }
}

fn finish(asked: &Asked, place: Option<(u64, Record)>, sink: &mut dyn Sink) -> Result<(), Error> {
    let Some((n, record)) = place else { return Ok(()) };
    // Every place of GeoNames has a point, so a cell that is none is a fault of its own.
    let unplaced = record.lat.is_none() || record.lon.is_none();
    let what = unplaced.then_some("has coordinates that are no numbers");
    match what.or_else(|| fault(&record)) {
        Some(what) => sink.fault(&asked.path, n, what),
        None => return sink.record(record),
    }
    Ok(())
}
