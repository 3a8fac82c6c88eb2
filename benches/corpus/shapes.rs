//! Words that decline alike, so that one may stand for another.

use std::collections::{HashMap, HashSet};

use fastrand::Rng;
use litopys::decline::{self, Paradigms};

#[path = "../../build/inflect.rs"]
mod inflect;

/// One of so many words is made up, of the halves of two listed ones.
const MADE_UP: usize = 8;

/// Fewer words that decline alike say too little.
const FEWEST: usize = 5;

/// A form: a stem of a series with one of the endings.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Its series.
    pub series: usize,
    /// Its stem in the series.
    pub stem: usize,
    ending: usize,
}

/// Words of one table whose forms differ in the same way.
struct Series {
    endings: Vec<String>,
    stems: Vec<String>,
}

/// All series, and where the words stand that were asked for.
#[derive(Default)]
pub struct Shapes {
    series: Vec<Series>,
    by_endings: HashMap<(&'static str, Vec<String>), usize>,
    known: HashMap<String, Shape>,
}

impl Shapes {
    /// The words of the tables, and the shapes of these forms.
    pub fn of(wanted: &HashSet<String>) -> Self {
        let mut shapes = Self::default();
        let paradigms = Paradigms::read(include_str!("../../data/lexicon/uk/paradigms.tsv"));
        let decline = |pair: &(String, String)| {
            let forms = decline::forms(&paradigms, &pair.0, &pair.1);
            forms.into_iter().map(|form| form.text).collect::<Vec<_>>()
        };
        let pair = |row: &[&str]| (row[0].to_owned(), row[1].to_owned());
        for row in rows(include_str!("../../data/lexicon/uk/ordinary_nouns.tsv")) {
            let plural = inflect::plurals(row[0], row[1]).into_iter().take(1);
            let forms = std::iter::once(pair(&row)).chain(plural);
            shapes.add("noun", forms.flat_map(|pair| decline(&pair)).collect(), wanted);
        }
        for row in rows(include_str!("../../data/lexicon/uk/ordinary_adjectives.tsv")) {
            let genders = inflect::genders(row[0]);
            shapes.add("adjective", genders.iter().flat_map(decline).collect(), wanted);
        }
        for row in rows(include_str!("../../data/lexicon/uk/ordinary_verbs.tsv")) {
            let finite = inflect::others(row[1]).into_iter().chain(inflect::pasts(row[2]));
            let forms = finite.chain([row[0].to_owned(), row[1].to_owned()]);
            shapes.add("verb", forms.collect(), wanted);
        }
        for row in rows(include_str!("../../data/lexicon/uk/given_names.tsv")) {
            let table = if row[2] == "f" { "woman" } else { "man" };
            shapes.add(table, decline(&pair(&row)), wanted);
        }
        for row in rows(include_str!("../../data/lexicon/uk/surnames.tsv")) {
            let woman = paradigms.woman(row[0], row[1]);
            let forms = [pair(&row), woman];
            shapes.add("surname", forms.iter().flat_map(decline).collect(), wanted);
        }
        for adjective in of_places() {
            let genders = inflect::genders(&adjective);
            shapes.add("of a place", genders.iter().flat_map(decline).collect(), wanted);
        }
        shapes
    }

    fn add(&mut self, table: &'static str, forms: Vec<String>, wanted: &HashSet<String>) {
        let Some(first) = forms.first() else { return };
        let shared = |form: &String| {
            let differ = first.char_indices().zip(form.chars()).find(|((_, a), b)| a != b);
            differ.map_or(first.len().min(form.len()), |((at, _), _)| at)
        };
        let stem = forms.iter().map(shared).min().unwrap_or_default();
        let endings: Vec<String> = forms.iter().map(|form| form[stem..].to_owned()).collect();
        let key = (table, endings);
        let series = *self.by_endings.entry(key.clone()).or_insert_with(|| {
            self.series.push(Series { endings: key.1, stems: Vec::new() });
            self.series.len() - 1
        });
        let stems = &mut self.series[series].stems;
        for (ending, form) in forms.iter().enumerate().filter(|(_, form)| wanted.contains(*form)) {
            let shape = Shape { series, stem: stems.len(), ending };
            self.known.entry(form.clone()).or_insert(shape);
        }
        stems.push(first[..stem].to_owned());
    }

    /// The shape of a word that was asked for, if there are others like it.
    pub fn get(&self, word: &str) -> Option<Shape> {
        let shape = *self.known.get(word)?;
        (self.series[shape.series].stems.len() >= FEWEST).then_some(shape)
    }

    /// Some stem of the series.
    pub fn draw(&self, shape: Shape, rng: &mut Rng) -> String {
        let stems = &self.series[shape.series].stems;
        let mut any = || &*stems[rng.usize(..stems.len())];
        let (one, other) = (any(), any());
        if rng.usize(..MADE_UP) > 0 {
            return one.to_owned();
        }
        let half = |stem: &str| stem.chars().count().div_ceil(2);
        one.chars().take(half(one)).chain(other.chars().skip(half(other))).collect()
    }

    /// The ending of a shape.
    pub fn ending(&self, shape: Shape) -> &str {
        &self.series[shape.series].endings[shape.ending]
    }
}

/// The rows of a table below its header.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).map(|row| row.split('\t').collect())
}

/// The adjectives with which names of places and bodies begin, in the masculine: «Полтавський».
fn of_places() -> Vec<String> {
    let tables = [
        include_str!("../../data/lexicon/uk/places.tsv"),
        include_str!("../../data/lexicon/uk/organizations.tsv"),
    ];
    let mut adjectives = Vec::new();
    for row in tables.into_iter().flat_map(rows) {
        let first = row[1].split_once(' ').map_or("", |(first, _)| first);
        let stem = first.strip_suffix("ий").or(first.strip_suffix(['а', 'е', 'і']));
        let relational = stem.filter(|stem| stem.ends_with("ськ") || stem.ends_with("цьк"));
        adjectives.extend(relational.map(|stem| format!("{stem}ий")));
    }
    adjectives.sort();
    adjectives.dedup();
    adjectives
}
