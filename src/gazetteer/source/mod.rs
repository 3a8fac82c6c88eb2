//! What gazetteers come from: GeoNames, Linked Places, tables.

mod geonames;
mod linked;
mod table;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::gazetteer::Record;
use crate::model::name::Years;

/// What is read, and how.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The file.
    pub path: PathBuf,
    /// Where files may lie that are gone afterwards.
    pub temporary: PathBuf,
    /// GeoNames' alternateNamesV2, if there is one.
    pub alternate_names: Option<PathBuf>,
    /// Column of a table for each field: `name`, `lat` and so on.
    pub columns: BTreeMap<String, String>,
}

/// Takes what a source holds.
pub trait Sink {
    /// A place.
    fn record(&mut self, record: Record) -> Result<(), Error>;
    /// Something that cannot be read: the file, its line, and what is wrong.
    fn fault(&mut self, path: &Path, line: u64, what: &str);
}

/// A format of sources.
pub struct Format {
    /// Its name for `--format`.
    pub name: &'static str,
    /// Whether a file of this name, that begins so, has the format.
    pub fits: fn(&Path, &str) -> bool,
    /// Reads a file.
    pub read: fn(&Asked, &mut dyn Sink) -> Result<(), Error>,
}

/// Every format; of those that fit the first is taken.
pub static FORMATS: &[Format] = &[
    Format { name: "lpf", fits: linked::fits, read: linked::read },
    Format { name: "geonames", fits: geonames::fits, read: geonames::read },
    Format { name: "lp-tsv", fits: table::fits_lp_tsv, read: table::read },
    Format { name: "csv", fits: table::fits, read: table::read },
];

/// The format with this name, or the one that fits the file.
///
/// # Errors
///
/// When there is none.
pub fn format(name: Option<&str>, path: &Path) -> Result<&'static Format, Error> {
    let names = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    if let Some(name) = name {
        let known = FORMATS.iter().find(|format| format.name == name);
        let message = || format!("there is no format «{name}»; give one of {}", names());
        return known.ok_or_else(|| Error::Usage(message()));
    }
    let mut head = vec![0; 4096];
    let mut file = std::fs::File::open(path).map_err(|error| unread(path, error))?;
    let len = io::Read::read(&mut file, &mut head).map_err(|error| unread(path, error))?;
    let head = String::from_utf8_lossy(head.get(..len).unwrap_or_default()).into_owned();
    FORMATS.iter().find(|format| (format.fits)(path, &head)).ok_or_else(|| {
        let message = format!(
            "«{}» is no gazetteer that is known; name its format with --format: {}",
            path.display(),
            names()
        );
        Error::Usage(message)
    })
}

fn unread(path: &Path, source: io::Error) -> Error {
    let next = "check the path and its permissions";
    Error::Io { action: "read", path: path.to_owned(), source, next }
}

/// A year of «1850», «-0043», «1850-06-01»; none when it is empty or no year.
fn year(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    digits.split('-').next()?.parse::<i32>().ok().map(|year| sign * year)
}

/// What is wrong with a record, if anything.
pub(super) fn fault(record: &Record) -> Option<&'static str> {
    let off = |value: Option<f64>, most: f64| value.is_some_and(|v| !(-most..=most).contains(&v));
    let backwards = |years: Years| years.0.zip(years.1).is_some_and(|(start, end)| start > end);
    if record.name.trim().is_empty() {
        Some("has no name")
    } else if record.lat.is_some() != record.lon.is_some() {
        Some("has one coordinate without the other")
    } else if off(record.lat, 90.0) || off(record.lon, 180.0) {
        Some("has coordinates that are not on earth")
    } else if backwards(record.years) {
        Some("ends before it begins")
    } else if record.names.iter().any(|name| backwards(name.years)) {
        Some("has a name that ends before it begins")
    } else {
        None
    }
}
