//! Which places do the users' own gazetteers list? One memory-mapped file for each.
//!
//! `litopys gazetteer build` compiles GeoNames, Linked Places or a table into a file: an automaton of
//! all case forms (`fst`), and the records. Opening reads its header alone, a look-up the pages that
//! it needs, so a file costs nothing until it is asked.

pub mod build;
mod file;
pub mod lint;
pub mod query;
pub mod source;
mod spelling;

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::decline::Cases;
use crate::error::Error;
use crate::gazetteer::file::File;
use crate::lexicon::romanization::slug;
use crate::lexicon::types;
use crate::model::entity::{CoordPrecision, Entity, EntityId, EntityType, NameParts, Point};
use crate::model::name::{Name, NameKind, Tier, Years};

/// Bytes that sorting holds at once.
const SORTED: usize = 64 << 20;

/// A place of a gazetteer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Record {
    /// Its key in the source.
    pub id: String,
    /// Its main name.
    pub name: String,
    /// One of the subtypes of places in `types.tsv`.
    pub kind: String,
    /// Degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// First and last year.
    #[serde(default)]
    pub years: Years,
    /// The key of what it belongs to, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parent: String,
    /// Wikidata id, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wikidata: String,
    /// GeoNames id, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub geonames: String,
    /// World Historical Gazetteer id, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub whg: String,
    /// All its names, the main one first.
    pub names: Vec<Toponym>,
}

/// One name of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Toponym {
    /// The nominative.
    pub name: String,
    /// ISO 639-1 code, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// First and last year in which it was in use.
    #[serde(default)]
    pub years: Years,
}

/// A name that a form may be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Index of the record.
    pub record: u32,
    /// Index among the names of the record.
    pub name: u8,
    /// The cases of the form.
    pub cases: Cases,
}

/// An open gazetteer.
pub struct Gazetteer {
    file: File,
}

impl Gazetteer {
    /// Opens a compiled gazetteer.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is no gazetteer, is cut short or is of another version.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self { file: File::open(path)? })
    }

    /// The hash of everything behind the header, as it was when the file was built.
    pub fn hash(&self) -> &str {
        self.file.hash()
    }

    /// How many places it lists.
    pub fn len(&self) -> usize {
        self.file.records()
    }

    /// Whether it lists none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The forms that a lower-case text begins with, with their length in bytes, longest first.
    pub fn beginning(&self, text: &str) -> Vec<(usize, Vec<Hit>)> {
        self.file.beginning(text)
    }

    /// A place by its index.
    pub fn record(&self, index: u32) -> Option<Record> {
        self.file.record(index)
    }

    /// The name that a hit is of, as the finder takes it.
    pub fn name(&self, hit: Hit) -> Option<Arc<Name>> {
        let record = self.record(hit.record)?;
        let toponym = record.names.get(usize::from(hit.name))?;
        let kind = if toponym.name == record.name { NameKind::Main } else { NameKind::Variant };
        let years = (toponym.years.0.or(record.years.0), toponym.years.1.or(record.years.1));
        let canonical = toponym.name.clone();
        // Of names that anyone may list, one without a cue is too often something else.
        let tier = if canonical.contains(' ') { Tier::Anywhere } else { Tier::WithCue };
        let lang = toponym.lang.clone();
        let entity = Arc::new(entity(record));
        let lang = if lang.is_empty() { entity.lang.to_string() } else { lang };
        Some(Arc::new(Name { entity, canonical, lang, kind, tier, years, replaced: Vec::new() }))
    }
}

/// The place as registers list it.
fn entity(record: Record) -> Entity {
    let key = |id: &str| EntityId::new(EntityType::Place, &slug(id));
    let precision = match record.kind.as_str() {
        "settlement" | "building" | "street" | "fortress" => CoordPrecision::Settlement,
        _ => CoordPrecision::Centroid,
    };
    let lang = if is_ukrainian(&record.name, "") { "uk".into() } else { "und".into() };
    let parent = Some(&record.parent).filter(|parent| !parent.is_empty());
    Entity {
        id: key(&record.id),
        kind: EntityType::Place,
        fclass: types::fclass(&record.kind),
        point: record.lat.zip(record.lon).map(|(lat, lon)| Point { lat, lon, precision }),
        parents: parent.map(|parent| key(parent)).into_iter().collect(),
        subtype: record.kind,
        romanized: crate::lang::default().romanize(&record.name),
        name: record.name,
        lang,
        wikidata: record.wikidata,
        geonames: record.geonames,
        whg: record.whg,
        parts: NameParts::default(),
    }
}

/// Whether a name is to be declined as a Ukrainian one: said so, or of unknown language in letters
/// that Ukrainian has.
pub(crate) fn is_ukrainian(name: &str, lang: &str) -> bool {
    let ours = |c: char| match c {
        'ы' | 'э' | 'ъ' | 'ё' | 'Ы' | 'Э' | 'Ъ' | 'Ё' => false,
        // A modifier letter that many write for an apostrophe.
        '\u{2BC}' => true,
        'а'..='я' | 'А'..='Я' | 'є' | 'і' | 'ї' | 'ґ' | 'Є' | 'І' | 'Ї' | 'Ґ' => true,
        _ => !c.is_alphabetic(),
    };
    let has_letter = name.chars().any(char::is_alphabetic);
    has_letter && name.chars().all(ours) && matches!(lang, "" | "uk")
}
