//! The tables of knowledge: in order, consistent, and every form of the declension as it should be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use litopys::decline::{self, Cases, Paradigms};
use litopys::lang;
use litopys::lexicon::rules;
use litopys::model::date::day::Day;
use litopys::model::date::value::Policy;

use crate::program::{record_dated, record_decided, record_with};

/// Header and rows of a table.
fn table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned).collect());
    (lines.next().unwrap(), lines.collect())
}

fn tables() -> Vec<std::path::PathBuf> {
    let folder = |path: &str| fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let files = ["data", "data/lexicon/uk", "data/lexicon/ru", "data/lexicon/en"]
        .into_iter()
        .flat_map(folder);
    files.filter(|path| path.extension().is_some_and(|ending| ending == "tsv")).collect()
}

fn column(path: &str, name: &str) -> Vec<String> {
    let (header, rows) = table(Path::new(path));
    let at = header.iter().position(|cell| cell == name).unwrap();
    rows.iter().map(|row| row[at].clone()).collect()
}

#[test]
fn tables_are_sorted_whole_and_in_nfc() {
    for path in tables() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(unicode_normalization::is_nfc(&text), "{path:?} is not NFC");
        let (header, rows) = table(&path);
        assert!(!rows.is_empty());
        for row in &rows {
            assert_eq!(row.len(), header.len(), "{path:?}: {row:?}");
            assert!(row.iter().all(|cell| cell.trim() == cell), "{path:?}: {row:?}");
        }
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{path:?} is unsorted or repeats");
    }
}

#[test]
fn every_name_has_a_genitive_of_as_many_parts() {
    for file in ["places", "organizations", "persons", "aliases"] {
        let path = format!("data/lexicon/uk/{file}.tsv");
        for (name, genitive) in column(&path, "name").iter().zip(column(&path, "genitive")) {
            let parts = |text: &str| text.split([' ', '-']).count();
            let foreign = file == "aliases" && genitive.is_empty();
            assert!(foreign || parts(name) == parts(&genitive), "{file}: {name}, {genitive}");
        }
    }
}

#[test]
fn ids_are_unique_and_parents_exist() {
    for file in ["places", "organizations", "persons"] {
        let ids = column(&format!("data/lexicon/uk/{file}.tsv"), "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{file}");
    }
    let ids: BTreeSet<String> = column("data/lexicon/uk/places.tsv", "id").into_iter().collect();
    for parents in column("data/lexicon/uk/places.tsv", "parents") {
        for parent in parents.split(';').filter(|parent| !parent.is_empty()) {
            assert!(ids.contains(parent.split('@').next().unwrap()), "{parent}");
        }
    }
}

#[test]
fn coordinates_are_on_earth_and_not_at_its_origin() {
    let path = "data/lexicon/uk/places.tsv";
    for (lat, lon) in column(path, "lat").iter().zip(column(path, "lon")) {
        assert_eq!(lat.is_empty(), lon.is_empty());
        if let (Ok(lat), Ok(lon)) = (lat.parse::<f64>(), lon.parse::<f64>()) {
            assert!(lat.abs() <= 90.0 && lon.abs() <= 180.0 && (lat, lon) != (0.0, 0.0));
        }
    }
}

#[test]
fn spans_of_years_are_in_order() {
    for file in ["places", "organizations", "persons", "aliases"] {
        let path = format!("data/lexicon/uk/{file}.tsv");
        for (start, end) in column(&path, "start").iter().zip(column(&path, "end")) {
            if let (Ok(start), Ok(end)) = (start.parse::<i32>(), end.parse::<i32>()) {
                assert!(start <= end, "{file}: {start} to {end}");
            }
        }
    }
}

#[test]
fn places_are_near_what_they_belong_to() {
    // Kilometres from the middle or seat of the parent; the North and Siberia are wide.
    let limits =
        [("county", 350.0), ("voivodeship", 450.0), ("oblast", 2000.0), ("governorate", 2000.0)];
    let (header, rows) = table(Path::new("data/lexicon/uk/places.tsv"));
    let cell = |row: &[String], name: &str| {
        row[header.iter().position(|cell| cell == name).unwrap()].clone()
    };
    let point = |row: &[String]| {
        let number = |name| cell(row, name).parse::<f64>().ok();
        number("lat").zip(number("lon"))
    };
    let by_id: BTreeMap<String, &Vec<String>> =
        rows.iter().map(|row| (cell(row, "id"), row)).collect();
    let mut compared = 0;
    for row in rows.iter().filter(|row| cell(row, "type") == "settlement") {
        for parent in cell(row, "parents").split(';').filter(|parent| !parent.is_empty()) {
            let parent = by_id[parent.split('@').next().unwrap()];
            let limit = limits.iter().find(|(kind, _)| *kind == cell(parent, "type"));
            let points = point(row).zip(point(parent));
            if let (Some((_, limit)), Some(((lat, lon), (other_lat, other_lon)))) = (limit, points)
            {
                let east = (lon - other_lon) * lat.to_radians().cos();
                let kilometres = (lat - other_lat).hypot(east) * 111.2;
                assert!(
                    kilometres < *limit,
                    "{} lies {kilometres:.0} km from {}",
                    row[0],
                    parent[0]
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 1_000);
}

#[test]
fn every_line_of_the_grammar_has_an_example() {
    let text = fs::read_to_string("data/grammar/dates.tsv").unwrap();
    for line in text.lines().skip(1).filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() == 5 && !cells[4].trim().is_empty(), "{line}");
    }
}

#[test]
fn every_rule_fires() {
    let text = fs::read_to_string("tests/rules/every-rule.txt").unwrap();
    let day = Day::parse("1918-02-14");
    let records = [None, day]
        .map(|julian_until| record_with(lang::default(), Policy { julian_until }, &text));
    let decided = record_decided(&text);
    let dated = record_dated("1917", "5 грудня.");
    let mentions = records.iter().chain([&decided, &dated]).flat_map(|record| &record.mentions);
    let rules = mentions.flat_map(|mention| &mention.rules);
    let fired: BTreeSet<&str> = rules.map(|rule| rule.id.as_str()).collect();
    let listed: BTreeSet<&str> = rules::all().iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(fired, listed);
}

#[test]
fn entity_ids_are_unique() {
    let names = lang::default().names();
    let mut entities = BTreeMap::new();
    for name in names.iter() {
        let known = entities.entry(name.entity.id.to_string()).or_insert(&name.entity);
        assert_eq!(*known, &name.entity, "two entities share an id");
    }
    assert!(entities.len() > 600);
}

#[test]
fn names_decline_as_grammars_have_it() {
    let table = include_str!("../../data/lexicon/uk/paradigms.tsv");
    let paradigms = Paradigms::read(table);
    assert_eq!(paradigms.iter().count(), table.lines().count() - 1, "a line has another shape");
    let (_, rows) = table_of("tests/rules/uk/declension.tsv");
    assert!(rows.len() > 60);
    for row in rows {
        let forms = decline::forms(&paradigms, &row[0], &row[1]);
        let expected: Vec<&str> = row[2].split(", ").collect();
        for form in &expected {
            assert!(
                forms.iter().any(|found| found.text == *form),
                "{}: {form} is not in {forms:?}",
                row[0]
            );
        }
    }
}

fn table_of(path: &str) -> (Vec<String>, Vec<Vec<String>>) {
    table(Path::new(path))
}

#[test]
fn ordinary_words_are_known_in_any_form() {
    let words = lang::default().ordinary();
    for form in ["роботи", "робіт", "роботами", "сторонами", "рапорти", "пляшок", "зібрань"]
    {
        assert!(words.roles(form).noun().is_some(), "{form}");
    }
    assert!(words.roles("робіт").noun().is_some_and(|cases| cases.meets(Cases::GENITIVE)));
    assert!(words.roles("новою").is_adjective() && words.roles("сільських").is_adjective());
    for form in ["казати", "каже", "кажуть", "кажіть", "казала"] {
        assert!(words.roles(form).is_verb(), "{form}");
    }
    assert!(words.is_compound("субпідрядників") && !words.is_compound("ґудзоватий"));
}
