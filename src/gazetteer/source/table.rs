//! Tables: any CSV or TSV with a header, LP-TSV of Linked Places among them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use crate::error::Error;
use crate::gazetteer::source::{Asked, Sink, fault, unread, year};
use crate::gazetteer::{Record, Toponym};
use crate::lexicon::types;

/// The columns of a field when no map names another: those of LP-TSV, and the plain ones.
const COLUMNS: [(&str, &[&str]); 12] = [
    ("id", &["id", "place_id"]),
    ("name", &["title", "name"]),
    ("variants", &["variants", "aliases", "alternate_names"]),
    ("type", &["type", "types"]),
    ("fclass", &["fclasses", "fclass"]),
    ("lat", &["lat", "latitude"]),
    ("lon", &["lon", "lng", "longitude"]),
    ("start", &["start", "attestation_year", "start_year"]),
    ("end", &["end", "end_year"]),
    ("parent", &["parent_id", "parent"]),
    ("wikidata", &["wikidata", "wikidata_id"]),
    ("matches", &["matches", "links"]),
];

/// A header with the columns that LP-TSV requires.
pub fn fits_lp_tsv(_path: &Path, head: &str) -> bool {
    let header = head.lines().next().unwrap_or_default();
    let has = |name: &str| header.split('\t').any(|cell| cell == name);
    has("id") && has("title") && has("title_source")
}

/// A file whose name says so.
pub fn fits(path: &Path, _head: &str) -> bool {
    path.extension().is_some_and(|ending| ["csv", "tsv", "tab"].iter().any(|one| ending == *one))
}

/// Reads every row.
pub fn read(asked: &Asked, sink: &mut dyn Sink) -> Result<(), Error> {
    let path = &asked.path;
    let wrong = |what: String| Error::Usage(format!("«{}» {what}", path.display()));
    let text = File::open(path).map_err(|error| unread(path, error))?;
    let delimiter = delimiter(path).map_err(|error| unread(path, error))?;
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter != b'\t')
        .flexible(true)
        .from_reader(text);
    let header =
        reader.headers().map_err(|error| wrong(format!("cannot be read: {error}")))?.clone();
    let columns = columns(asked, &header).map_err(wrong)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut row = StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut row) {
            Ok(false) => return Ok(()),
            Ok(true) if row.len() != header.len() => {
                sink.fault(path, line, "has another number of columns than the header");
            }
            Ok(true) => match record(&row, &columns, || format!("{stem}:{line}")) {
                Ok(record) => sink.record(record)?,
                Err(what) => sink.fault(path, line, what),
            },
            Err(error) => match error.kind() {
                csv::ErrorKind::Utf8 { .. } => sink.fault(path, line, "is not UTF-8"),
                _ => return Err(wrong(format!("cannot be read: {error}"))),
            },
        }
    }
}

/// Where each field stands.
struct Columns([Option<usize>; 12]);

impl Columns {
    fn get<'r>(&self, row: &'r StringRecord, field: &str) -> &'r str {
        let at = COLUMNS.iter().position(|(name, _)| *name == field);
        let column = at.and_then(|at| self.0.get(at).copied().flatten());
        column.and_then(|column| row.get(column)).unwrap_or_default().trim()
    }
}

fn columns(asked: &Asked, header: &StringRecord) -> Result<Columns, String> {
    let place =
        |name: &str| header.iter().position(|cell| cell.trim_start_matches('\u{FEFF}') == name);
    if let Some((field, _)) =
        asked.columns.iter().find(|(field, _)| !COLUMNS.iter().any(|(name, _)| name == field))
    {
        let known: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        return Err(format!("has no field «{field}»; --columns takes {}", known.join(", ")));
    }
    let mut found = [None; 12];
    for ((field, usual), found) in COLUMNS.iter().zip(found.iter_mut()) {
        *found = match asked.columns.get(*field) {
            Some(name) => Some(place(name).ok_or_else(|| format!("has no column «{name}»"))?),
            None => usual.iter().find_map(|name| place(name)),
        };
    }
    if found.get(1).is_none_or(Option::is_none) {
        return Err("has no column for names; name it with --columns name=…".to_owned());
    }
    Ok(Columns(found))
}

/// What stands between the columns: of comma, semicolon and tab the one that the header has most.
fn delimiter(path: &Path) -> io::Result<u8> {
    let mut header = Vec::new();
    let mut file = BufReader::new(File::open(path)?).take(1 << 16);
    file.read_until(b'\n', &mut header)?;
    let count = |delimiter: &u8| header.iter().filter(|byte| *byte == delimiter).count();
    Ok([b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b','))
}

/// A row as a place; one without a key of its own takes the other.
fn record(
    row: &StringRecord,
    columns: &Columns,
    key: impl Fn() -> String,
) -> Result<Record, &'static str> {
    let get = |field: &str| columns.get(row, field);
    let number = |field: &str| match get(field) {
        "" => Ok(None),
        text => text.parse::<f64>().map(Some).map_err(|_| "has coordinates that are no numbers"),
    };
    let span = |field: &str| match get(field) {
        "" => Ok(None),
        text => year(text).map(Some).ok_or("has a year that is no number"),
    };
    let name = get("name").to_owned();
    let mut names = vec![Toponym { name: name.clone(), ..Toponym::default() }];
    for variant in get("variants").split(';').map(str::trim).filter(|one| !one.is_empty()) {
        let (name, lang) = variant.split_once('@').unwrap_or((variant, ""));
        names.push(Toponym { name: name.to_owned(), lang: lang.to_owned(), ..Toponym::default() });
    }
    let id = match get("id") {
        "" => key(),
        id => id.to_owned(),
    };
    let linked = |prefix: &str| {
        let matches = get("matches").split(';').map(str::trim);
        matches.filter_map(|one| one.strip_prefix(prefix)).next().unwrap_or_default().to_owned()
    };
    let wikidata = match get("wikidata") {
        "" => linked("wd:"),
        id => id.to_owned(),
    };
    let record = Record {
        id,
        name,
        kind: kind(get("type"), get("fclass")),
        lat: number("lat")?,
        lon: number("lon")?,
        years: (span("start")?, span("end")?),
        parent: get("parent").to_owned(),
        wikidata,
        geonames: linked("gn:"),
        whg: linked("whg:"),
        names,
    };
    fault(&record).map_or(Ok(record), Err)
}

/// Our subtype: the one named, else the usual one of a GeoNames class, else a settlement.
pub fn kind(named: &str, fclass: &str) -> String {
    let known = types::all().iter().any(|label| label.kind == "place" && label.subtype == named);
    if known && !named.is_empty() {
        return named.to_owned();
    }
    let usual = match fclass.chars().next() {
        Some('A') => "district",
        Some('H') => "hydro",
        Some('L') => "region",
        Some('R') => "street",
        Some('S') => "building",
        Some('T') => "mountain",
        _ => "settlement",
    };
    usual.to_owned()
}
