//! Places, organizations and persons as the registers list them.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

words! {
    /// What a name names.
    pub enum EntityType {
        /// A place of any kind.
        Place = "place",
        /// A body of people.
        Organization = "organization",
        /// A person or a family.
        Person = "person",
    }
}

impl EntityType {
    /// The type by the word that tables use for it.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Place, Self::Organization, Self::Person].into_iter().find(|kind| kind.name() == name)
    }

    /// How its ids begin.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Place => "plc",
            Self::Organization => "org",
            Self::Person => "per",
        }
    }
}

/// The corpus-wide key of an entity, safe as xml:id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(String);

impl EntityId {
    /// `plc-`, `org-` or `per-` and a slug.
    pub fn new(kind: EntityType, slug: &str) -> Self {
        Self(format!("{}-{slug}", kind.prefix()))
    }

    /// The same id with a mark that tells it from another.
    #[must_use]
    pub fn with_mark(&self, mark: &str) -> Self {
        Self(format!("{}-{mark}", self.0))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

words! {
    /// How well coordinates fit a place.
    pub enum CoordPrecision {
        /// The centre of a settlement or another small feature.
        Settlement = "settlement",
        /// The middle of an area.
        Centroid = "centroid",
        /// Somewhere in a large or changing area.
        Region = "region",
    }
}

/// A point on WGS 84, in decimal degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Longitude, -180 to 180.
    pub lon: f64,
    /// How well it fits.
    pub precision: CoordPrecision,
}

impl Point {
    /// Whether the other point is less than some ten kilometres away.
    pub fn is_near(self, other: Self) -> bool {
        let (north, east) =
            (self.lat - other.lat, (self.lon - other.lon) * self.lat.to_radians().cos());
        north.hypot(east) < 0.09
    }
}

/// The parts of a personal name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NameParts {
    /// Given name.
    #[serde(default)]
    pub forename: String,
    /// Name after the father.
    #[serde(default)]
    pub patronymic: String,
    /// Family name.
    #[serde(default)]
    pub surname: String,
}

impl NameParts {
    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A place, organization or person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Its key.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityType,
    /// What it is more closely, one of `types.tsv`.
    #[serde(default)]
    pub subtype: String,
    /// Its main name, in the nominative.
    #[serde(default)]
    pub name: String,
    /// Language code of the name.
    #[serde(default)]
    pub lang: Cow<'static, str>,
    /// The name in Latin letters.
    #[serde(default)]
    pub romanized: String,
    /// Wikidata id, or empty.
    #[serde(default)]
    pub wikidata: String,
    /// GeoNames id, or empty.
    #[serde(default)]
    pub geonames: String,
    /// World Historical Gazetteer id, or empty.
    #[serde(default)]
    pub whg: String,
    /// GeoNames feature class of a place.
    #[serde(default)]
    pub fclass: Option<char>,
    /// Where a place is, if known.
    #[serde(default)]
    pub point: Option<Point>,
    /// What it belongs to, the earliest first.
    #[serde(default)]
    pub parents: Vec<EntityId>,
    /// The parts of a person's name.
    #[serde(default)]
    pub parts: NameParts,
}

impl Entity {
    /// The same entity, with the identifiers that it lacks taken from another record of it.
    #[must_use]
    pub fn with_ids_of(&self, other: &Self) -> Self {
        let either = |own: &String, other: &String| {
            if own.is_empty() { other.clone() } else { own.clone() }
        };
        Self {
            wikidata: either(&self.wikidata, &other.wikidata),
            geonames: either(&self.geonames, &other.geonames),
            whg: either(&self.whg, &other.whg),
            ..self.clone()
        }
    }
}
