//! `geo/places.geojson`: GeoJSON (RFC 7946), every place, with the columns of the tables.

use serde::Serialize;

use crate::error::Error;
use crate::model::corpus::Registered;
use crate::write::folder::Folder;
use crate::write::geo::features::{self, Describe, Each, Geometry};
use crate::write::register::Register;

#[derive(Serialize)]
struct Collection<F: Serialize> {
    r#type: &'static str,
    features: F,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<Geometry>,
    properties: Properties<'a>,
}

/// All of them in each feature, so that tools that look at the first know the columns of all.
#[derive(Serialize)]
struct Properties<'a> {
    place_id: &'a str,
    name: &'a str,
    name_romanized: Option<&'a str>,
    place_type: &'a str,
    fclass: Option<char>,
    coord_precision: Option<&'static str>,
    parent_id: Option<&'a str>,
    wikidata_id: Option<&'a str>,
    geonames_id: Option<&'a str>,
    whg_id: Option<&'a str>,
    n_mentions: u32,
    /// Of the dates in the same sentences.
    first_date: Option<String>,
    last_date: Option<String>,
}

/// Writes the places.
pub fn write(register: &Register, folder: &mut Folder) -> Result<(), Error> {
    let collection = Collection { r#type: "FeatureCollection", features: Each(register, Every) };
    features::write("geo/places.geojson", &collection, folder)
}

/// Describes every place.
struct Every;

impl Describe for Every {
    type Feature<'a> = Feature<'a>;

    fn feature<'a>(&'a self, register: &'a Register, place: &'a Registered) -> Option<Feature<'a>> {
        Some(feature(register, place))
    }
}

fn feature<'a>(register: &'a Register, place: &'a Registered) -> Feature<'a> {
    let entity = &*place.entity;
    let filled = |text: &'a str| (!text.is_empty()).then_some(text);
    Feature {
        r#type: "Feature",
        id: entity.id.as_str(),
        geometry: entity.point.map(Geometry::from),
        properties: Properties {
            place_id: entity.id.as_str(),
            name: &entity.name,
            name_romanized: filled(&entity.romanized),
            place_type: &entity.subtype,
            fclass: entity.fclass,
            coord_precision: entity.point.map(|point| point.precision.name()),
            parent_id: register.parent(entity).map(|parent| parent.id.as_str()),
            wikidata_id: filled(&entity.wikidata),
            geonames_id: filled(&entity.geonames),
            whg_id: filled(&entity.whg),
            n_mentions: place.n_mentions,
            first_date: place.beside.map(|(first, _)| first.to_string()),
            last_date: place.beside.map(|(_, last)| last.to_string()),
        },
    }
}
