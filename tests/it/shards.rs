//! Runs in shards, and what is written so that another process can go on from there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use litopys::corpus;
use litopys::model::corpus::{Corpus, Registered};
use litopys::model::date::day::Day;
use litopys::model::entity::{CoordPrecision, Entity, EntityId, EntityType, NameParts, Point};
use litopys::model::name::{Name, NameKind, Tier};

use crate::program::record;

/// An entity of which everything is known, with the language that gazetteers give when they know none.
fn known() -> Registered {
    let id = |slug| EntityId::new(EntityType::Place, slug);
    let entity = Arc::new(Entity {
        id: id("kyiv"),
        kind: EntityType::Place,
        subtype: "city".to_owned(),
        name: "Київ".to_owned(),
        lang: "und".into(),
        romanized: "Kyiv".to_owned(),
        wikidata: "Q1899".to_owned(),
        geonames: "703448".to_owned(),
        whg: "1".to_owned(),
        fclass: Some('P'),
        // Neither has a short decimal fraction.
        point: Some(Point {
            lat: 50.0 + 1.0 / 3.0,
            lon: f64::from_bits(0x403E_8617_C1BD_A511),
            precision: CoordPrecision::Settlement,
        }),
        parents: vec![id("a"), id("b")],
        parts: NameParts { surname: "Київ".to_owned(), ..NameParts::default() },
    });
    let name = Name {
        entity: Arc::clone(&entity),
        canonical: "Кіевъ".to_owned(),
        lang: String::new(),
        kind: NameKind::Variant,
        tier: Tier::WithCue,
        years: (None, Some(1917)),
        replaced: vec![(-5, 3)],
    };
    Registered {
        n_mentions: 7,
        forms: BTreeMap::from([("«Київ»\n".to_owned(), 7)]),
        listed: vec![Arc::new(name)],
        beside: Some((Day(i32::MIN), Day(i32::MAX))),
        documents: Some((Day(0), Day(1))),
        ..Registered::of(&entity)
    }
}

fn of_texts() -> Corpus {
    let mut sum = Corpus::default();
    for text in corpus::read(Path::new("corpus/uk")).unwrap().iter().take(40) {
        sum.add(&record(&text.text));
    }
    assert!(sum.entities.len() > 40);
    sum
}

#[test]
fn what_a_corpus_adds_up_to_is_read_as_it_was_written() {
    let mut sum = of_texts();
    let known = known();
    sum.entities.insert(known.entity.id.clone(), known);
    let json = serde_json::to_string(&sum).unwrap();
    assert_eq!(serde_json::from_str::<Corpus>(&json).unwrap(), sum);
}

#[test]
fn an_entity_in_json_has_the_words_of_the_tables_and_nothing_empty() {
    let sum = of_texts();
    let person = sum.entities.values().find(|known| known.entity.kind == EntityType::Person);
    let json = serde_json::to_value(person.unwrap()).unwrap();
    assert_eq!(json["entity"]["kind"], "person");
    assert_eq!(json["entity"]["lang"], "uk");
    for absent in ["fclass", "point", "geonames", "parents"] {
        assert!(json["entity"].get(absent).is_none(), "{absent}: {json}");
    }
    assert!(json.get("listed").is_none());
}
