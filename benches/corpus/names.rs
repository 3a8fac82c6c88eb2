//! Listed names of one kind, so that one may stand for another.

use std::collections::HashMap;

use fastrand::Rng;
use litopys::decline::{self, Cases, Paradigms};
use litopys::model::entity::EntityType;

use super::shapes::rows;

/// A name of a pool in one of its cases.
#[derive(Clone, Copy)]
pub struct Listed {
    /// Its pool.
    pub pool: usize,
    /// Its place there.
    pub entry: usize,
    /// Its case, from 0.
    pub case: usize,
}

/// Names that may stand for one another: of one type and subtype, of as many words, and all of them
/// main names, abbreviations, other names or surnames.
type Key<'a> = (&'a str, &'a str, &'a str, usize);

/// The forms of a name, case by case.
type Forms = [String; 7];

/// The listed names.
#[derive(Default)]
pub struct Pools {
    pools: Vec<Vec<Forms>>,
    known: HashMap<(&'static str, String), (usize, usize)>,
}

impl Pools {
    /// Reads the tables.
    pub fn new() -> Self {
        let mut pools = Self::default();
        let paradigms = Paradigms::read(include_str!("../../data/lexicon/uk/paradigms.tsv"));
        let mut keys: HashMap<Key<'_>, usize> = HashMap::new();
        let mut subtypes = HashMap::new();
        let mut add = |kind, subtype, alias, name: &str, genitive| {
            let words = name.split(' ').count();
            let next = keys.len();
            let pool = *keys.entry((kind, subtype, alias, words)).or_insert(next);
            pools.add(pool, kind, name, decline::forms(&paradigms, name, genitive));
        };
        for (kind, table) in [
            ("place", include_str!("../../data/lexicon/uk/places.tsv")),
            ("organization", include_str!("../../data/lexicon/uk/organizations.tsv")),
            ("person", include_str!("../../data/lexicon/uk/persons.tsv")),
        ] {
            for row in rows(table) {
                subtypes.insert((kind, row[0]), row[3]);
                add(kind, row[3], "", row[1], row[2]);
            }
        }
        for row in rows(include_str!("../../data/lexicon/uk/aliases.tsv")) {
            let [kind, id, name, genitive, .., alias] = row.as_slice() else { continue };
            let kind = ["place", "organization", "person"].into_iter().find(|one| one == kind);
            let Some(kind) = kind.filter(|_| !genitive.is_empty()) else { continue };
            let subtype = subtypes.get(&(kind, *id)).copied().unwrap_or_default();
            add(kind, subtype, alias, name, genitive);
        }
        pools
    }

    fn add(&mut self, pool: usize, kind: &'static str, name: &str, forms: Vec<decline::Form>) {
        self.pools.resize_with(self.pools.len().max(pool + 1), Vec::new);
        let entry = (pool, self.pools[pool].len());
        self.known.entry((kind, name.to_owned())).or_insert(entry);
        let in_case = |case| {
            let form = forms.iter().find(|form| form.cases.meets(Cases::nth(case)));
            form.map_or(name, |form| &form.text).to_owned()
        };
        self.pools[pool].push(std::array::from_fn(in_case));
    }

    /// The listed name that is written so.
    pub fn get(&self, kind: EntityType, canonical: &str, surface: &str) -> Option<Listed> {
        let (pool, entry) = *self.known.get(&(kind.name(), canonical.to_owned()))?;
        let case = self.pools[pool][entry].iter().position(|form| form == surface)?;
        Some(Listed { pool, entry, case })
    }

    /// Some name of a pool.
    pub fn draw(&self, pool: usize, rng: &mut Rng) -> usize {
        rng.usize(..self.pools[pool].len())
    }

    /// A name in a case.
    pub fn form(&self, pool: usize, entry: usize, case: usize) -> &str {
        &self.pools[pool][entry][case]
    }
}
