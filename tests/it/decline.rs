//! The declension engine: forms of listed names, and what the listed names tell of others.

use std::fs;

use litopys::decline::{self, Adjective, Cases, Known, Paradigms, Stock};
use litopys::lang;
use litopys::model::entity::EntityType;
use litopys::pipeline::lemma::nominative;

/// Nominatives and genitives of one word from a table.
fn pairs(path: &str, name: &str, keep: impl Fn(&[&str]) -> bool) -> Vec<(String, String)> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let column = |name: &str| header.iter().position(|cell| *cell == name).unwrap();
    let (nominative, genitive) = (column(name), column("genitive"));
    lines
        .filter(|row| !row[nominative].contains([' ', '-']) && keep(row))
        .map(|row| (row[nominative].to_owned(), row[genitive].to_owned()))
        .collect()
}

fn paradigms() -> Paradigms {
    Paradigms::read(&fs::read_to_string("data/lexicon/uk/paradigms.tsv").unwrap())
}

/// How many of the oblique forms of names lead back to the nominative when the name itself is
/// left out of the tables, and how many forms.
fn led_back(names: &[(String, String)]) -> (usize, usize) {
    let paradigms = paradigms();
    let mut stock = Stock::default();
    for (nominative, genitive) in names {
        stock.learn(&paradigms, nominative, genitive);
    }
    let (mut right, mut all) = (0, 0);
    for (nominative, genitive) in names {
        stock.forget(&paradigms, nominative, genitive);
        for form in decline::forms(&paradigms, nominative, genitive) {
            // Nobody calls a town.
            if form.cases.meets(Cases::NOMINATIVE) || form.cases == Cases::VOCATIVE {
                continue;
            }
            let guess = stock.guess(&form.text, Cases::ALL).next();
            all += 1;
            let fits = guess.is_some_and(|guess| guess.nominative == *nominative);
            right += usize::from(fits);
            if !fits && std::env::var("SHOW").is_ok() {
                let top = stock.guess(&form.text, Cases::ALL);
                let shown = top.take(3).map(|g| format!("{} {:.1}", g.nominative, g.score));
                let top: Vec<_> = shown.collect();
                println!("{} {nominative} {genitive}: {top:?}", form.text);
            }
        }
        stock.learn(&paradigms, nominative, genitive);
    }
    (right, all)
}

#[test]
fn unlisted_names_are_led_back_to_their_nominative() {
    let uk = |file: &str| format!("data/lexicon/uk/{file}.tsv");
    let any = |_: &[&str]| true;
    let gender = |asked: &'static str| move |row: &[&str]| row[2] == asked;
    for (kind, names, least) in [
        ("places", pairs(&uk("places"), "name", any), 0.75),
        ("surnames", pairs(&uk("surnames"), "name", any), 0.8),
        ("given names of men", pairs(&uk("given_names"), "name", gender("m")), 0.88),
        ("given names of women", pairs(&uk("given_names"), "name", gender("f")), 0.9),
    ] {
        let (right, all) = led_back(&names);
        let share = right as f64 / all.max(1) as f64;
        println!("{kind}: {right} of {all} oblique forms, {:.1} %", share * 100.0);
        assert!(share >= least, "{kind}: {share}");
    }
}

/// The share of the oblique forms of places that are generated from the nominative alone when the
/// name is left out of the tables.
#[test]
fn forms_of_unlisted_places_are_generated() {
    let paradigms = paradigms();
    let adjective = Adjective::of(&paradigms);
    let nouns = &lang::default().morphology().nouns;
    let words = pairs("data/lexicon/uk/places.tsv", "name", |_| true);
    let mut stock = Stock::default();
    for (nominative, genitive) in &words {
        stock.learn(&paradigms, nominative, genitive);
    }
    let text = fs::read_to_string("data/lexicon/uk/places.tsv").unwrap();
    let (mut made, mut all) = (0_usize, 0_u32);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (nominative, genitive) = (cells[1], cells[2]);
        let is_word = !nominative.contains([' ', '-']);
        if is_word {
            stock.forget(&paradigms, nominative, genitive);
        }
        let known = Known { paradigms: &paradigms, names: &stock, nouns, adjective: &adjective };
        let generated = decline::forms_of(known, nominative);
        for form in decline::forms(&paradigms, nominative, genitive) {
            all += 1;
            let fits = generated.iter().any(|one| one.text == form.text);
            made += usize::from(fits);
            if !fits && std::env::var("SHOW").is_ok() {
                println!("MISS {nominative} {genitive}: {}", form.text);
            }
        }
        if is_word {
            stock.learn(&paradigms, nominative, genitive);
        }
    }
    let share = made as f64 / f64::from(all);
    println!("{made} of {all} forms, {:.2} %", share * 100.0);
    assert!(share > 0.995, "{share}");
}

/// Every form that the grammar has of every class, from nominative and genitive.
#[test]
fn every_form_of_every_class_is_generated() {
    let paradigms = paradigms();
    let text = fs::read_to_string("tests/rules/uk/paradigms.tsv").unwrap();
    let (mut made, mut all) = (0_u32, 0_u32);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (nominative, genitives) = (cells[1], cells[2]);
        let mut forms = Vec::new();
        for genitive in genitives.split('|') {
            forms.extend(decline::forms(&paradigms, nominative, genitive));
        }
        for (index, cell) in cells[1..].iter().enumerate() {
            for form in cell.split('|').filter(|form| !form.is_empty()) {
                all += 1;
                let fits =
                    forms.iter().any(|one| one.text == form && one.cases.meets(Cases::nth(index)));
                made += u32::from(fits);
                if !fits {
                    println!("MISS {nominative} {genitives}: {form}");
                }
            }
        }
    }
    println!("{made} of {all} forms of the paradigms");
    assert!(all > 1_500 && f64::from(made) / f64::from(all) >= 0.99);
}

/// Names without a context, in oblique cases, led back to their nominative.
#[test]
fn names_without_a_context_are_led_back() {
    let text = fs::read_to_string("tests/rules/uk/lemma.tsv").unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let kind = EntityType::from_name(cells[0]).unwrap();
        let (canonical, _) = nominative(cells[1], kind, lang::default());
        let (right, all) = counts.entry(cells[0]).or_insert((0_u32, 0_u32));
        *all += 1;
        // How a typographer spaces initials is no matter of grammar.
        let plain = |name: &str| name.replace(' ', "").to_lowercase();
        *right += u32::from(plain(&canonical) == plain(cells[2]));
    }
    println!("{counts:?}");
    let share = |right: u32, all: u32| f64::from(right) / f64::from(all);
    assert!(counts.values().all(|(right, all)| share(*right, *all) >= 0.92));
    let (right, all) = counts.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(all > 900 && share(right, all) >= 0.95, "{right} of {all}");
}
