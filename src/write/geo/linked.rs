//! `geo/places.lpf.json`: Linked Places format 1.3, every place that some date attests.
//!
//! Specification: github.com/LinkedPasts/linked-places-format. Places for which there is no date
//! are left out, since the format wants one; the member `litopys` counts them.

use serde::Serialize;

use crate::error::Error;
use crate::model::corpus::{KnownAs, NameType, Registered};
use crate::model::record::Run;
use crate::write::folder::Folder;
use crate::write::geo::attested;
use crate::write::geo::features::{self, Describe, Each, Geometry};
use crate::write::iri;
use crate::write::register::Register;

/// The file.
pub const PATH: &str = "geo/places.lpf.json";

const CONTEXT: &str = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld";

#[derive(Serialize)]
struct Collection<F: Serialize> {
    #[serde(rename = "@context")]
    context: &'static str,
    r#type: &'static str,
    litopys: LeftOut,
    features: F,
}

#[derive(Serialize)]
struct LeftOut {
    left_out: u64,
}

#[derive(Serialize)]
struct Feature<'a> {
    #[serde(rename = "@id")]
    id: String,
    r#type: &'static str,
    properties: Properties<'a>,
    when: When,
    names: Vec<Name<'a>>,
    types: Vec<Type<'a>>,
    geometry: Geometry,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<Relation<'a>>,
}

#[derive(Serialize)]
struct Properties<'a> {
    title: &'a str,
    fclasses: Vec<char>,
}

#[derive(Serialize)]
struct When {
    timespans: [Timespan; 1],
    label: &'static str,
}

#[derive(Serialize)]
struct Timespan {
    start: In,
    end: In,
}

#[derive(Serialize)]
struct In {
    r#in: String,
}

#[derive(Serialize)]
struct Name<'a> {
    toponym: &'a str,
    lang: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citations: Vec<Label<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Type<'a> {
    identifier: String,
    label: &'a str,
    source_labels: [Label<'a>; 2],
}

#[derive(Serialize)]
struct Link {
    r#type: &'static str,
    identifier: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Relation<'a> {
    relation_type: &'static str,
    relation_to: String,
    label: &'a str,
}

/// Writes the places.
pub fn write(
    run: &Run,
    register: &Register,
    left_out: u64,
    folder: &mut Folder,
) -> Result<(), Error> {
    let collection = Collection {
        context: CONTEXT,
        r#type: "FeatureCollection",
        litopys: LeftOut { left_out },
        features: Each(register, Attested(run)),
    };
    features::write(PATH, &collection, folder)
}

/// Describes the places that some date attests.
struct Attested<'r>(&'r Run);

impl Describe for Attested<'_> {
    type Feature<'a>
        = Feature<'a>
    where
        Self: 'a;

    fn feature<'a>(&'a self, register: &'a Register, place: &'a Registered) -> Option<Feature<'a>> {
        feature(self.0, register, place)
    }
}

fn feature<'a>(run: &'a Run, register: &'a Register, place: &'a Registered) -> Option<Feature<'a>> {
    let ((first, last), label) = attested(run, place)?;
    let on = |day: String| In { r#in: day };
    let entity = &*place.entity;
    Some(Feature {
        id: iri::entity(run, PATH, entity.id.as_str()),
        r#type: "Feature",
        properties: Properties {
            title: &entity.name,
            fclasses: entity.fclass.into_iter().collect(),
        },
        when: When {
            timespans: [Timespan { start: on(first.to_string()), end: on(last.to_string()) }],
            label,
        },
        names: place.names().into_iter().map(|name| self::name(run, name)).collect(),
        types: types(run, &entity.subtype),
        geometry: entity.point.map_or(Geometry::Unknown { geometries: [] }, Geometry::from),
        links: links(place),
        relations: relation(run, register, place).into_iter().collect(),
    })
}

/// One name must say where it is from.
fn name<'a>(run: &'a Run, name: KnownAs<'a>) -> Name<'a> {
    let cited = name.name_type == NameType::Main;
    let citation = || Label { label: run.colophon.title_of_records(), lang: None };
    Name {
        toponym: name.name,
        lang: name.lang,
        citations: cited.then(citation).into_iter().collect(),
    }
}

fn types(run: &Run, subtype: &str) -> Vec<Type<'static>> {
    let of_place = run.types.iter().filter(|kind| kind.kind == "place" && !kind.aat.is_empty());
    let kind = of_place.filter(|kind| kind.subtype == subtype).map(|kind| Type {
        identifier: format!("aat:{}", kind.aat),
        label: &kind.aat_label,
        source_labels: [
            Label { label: &kind.label_uk, lang: Some("uk") },
            Label { label: &kind.label_en, lang: Some("en") },
        ],
    });
    kind.collect()
}

fn links(place: &Registered) -> Vec<Link> {
    let entity = &*place.entity;
    // The World Historical Gazetteer has no prefix for its own places, but pages.
    let identifiers = [
        ("wd:", &entity.wikidata, ""),
        ("gn:", &entity.geonames, ""),
        ("https://whgazetteer.org/places/", &entity.whg, "/portal/"),
    ];
    let known = identifiers.into_iter().filter(|(_, id, _)| !id.is_empty());
    let link = |(before, id, after)| Link {
        r#type: "closeMatch",
        identifier: format!("{before}{id}{after}"),
    };
    known.map(link).collect()
}

fn relation<'a>(run: &Run, register: &'a Register, place: &Registered) -> Option<Relation<'a>> {
    let parent = register.parent(&place.entity)?;
    Some(Relation {
        relation_type: "gvp:broaderPartitive",
        relation_to: iri::entity(run, PATH, parent.id.as_str()),
        label: &parent.name,
    })
}
