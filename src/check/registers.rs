//! The tables of the whole corpus: entities of every kind, their names, and rules.

use std::collections::{BTreeMap, HashMap};

use crate::check::faults::Faults;
use crate::check::files::Files;
use crate::check::table::{Held, Row};
use crate::model::entity::EntityType;
use crate::model::table::Table;
use crate::write::codebook;

/// The tables of the corpus, as far as they are there.
pub struct Registers {
    held: BTreeMap<Table, Held>,
    /// Every name of each entity, where there is a table of them.
    names: Option<HashMap<String, Vec<String>>>,
    /// How often each entity is mentioned, by its place among the entities.
    mentions: Vec<u64>,
    /// Whether a mention of it has the subtype that its own table says.
    is_subtype_met: Vec<bool>,
}

/// The kinds of entities, with their tables and the column of their subtype.
const KINDS: [(EntityType, Table, &str); 3] = [
    (EntityType::Place, Table::Places, "place_type"),
    (EntityType::Organization, Table::Organizations, "org_type"),
    (EntityType::Person, Table::Persons, ""),
];

fn by_entity(names: &Held) -> HashMap<String, Vec<String>> {
    let mut by_entity: HashMap<String, Vec<String>> = HashMap::new();
    for row in names.rows() {
        by_entity
            .entry(row.get("entity_id").to_owned())
            .or_default()
            .push(row.get("name").to_owned());
    }
    by_entity
}

impl Registers {
    /// Reads the tables that do not belong to documents.
    pub fn read(files: &Files, faults: &mut Faults) -> Self {
        let mut held = BTreeMap::new();
        let of_corpus = |table: &Table| {
            let of_document = |name: &str| codebook::columns(*table).iter().any(|c| c.name == name);
            !of_document("doc_id") && !of_document("mention_id")
        };
        for table in Table::ALL.into_iter().filter(of_corpus) {
            held.extend(Held::read(files, table, true, faults).map(|rows| (table, rows)));
        }
        let entities = held.get(&Table::Entities).map_or(0, Held::len);
        let names = held.values().find(|held: &&Held| held.is("names")).map(by_entity);
        let (mentions, is_subtype_met) = (vec![0; entities], vec![false; entities]);
        Self { held, names, mentions, is_subtype_met }
    }

    /// A table.
    pub fn table(&self, table: Table) -> Option<&Held> {
        self.held.get(&table)
    }

    /// The row of an entity.
    pub fn entity(&self, id: &str) -> Option<Row<'_>> {
        self.table(Table::Entities)?.get(id)
    }

    /// The row of an entity in the table of its kind.
    pub fn kind(&self, entity: Row<'_>) -> Option<Row<'_>> {
        let (_, table, _) = KINDS.iter().find(|(kind, ..)| kind.name() == entity.get("type"))?;
        self.table(*table)?.get(entity.get("entity_id"))
    }

    /// The subtype of an entity; empty for persons.
    pub fn subtype(&self, entity: Row<'_>) -> &str {
        let column = KINDS.iter().find(|(kind, ..)| kind.name() == entity.get("type"));
        let column = column.map_or("", |(_, _, column)| column);
        self.kind(entity).map_or("", |row| row.get(column))
    }

    /// The names of an entity, where the codebook has a table of names.
    pub fn names_of(&self, entity_id: &str) -> Option<&[String]> {
        self.names.as_ref()?.get(entity_id).map(Vec::as_slice)
    }

    /// Counts a mention of an entity.
    pub fn count(&mut self, entity_id: &str, subtype: &str) {
        let Some(entities) = self.held.get(&Table::Entities) else { return };
        let Some(place) = entities.place(entity_id) else { return };
        let own = entities.get(entity_id).map_or("", |entity| self.subtype(entity));
        let is_met = own.is_empty() || own == subtype;
        if let Some(count) = self.mentions.get_mut(place) {
            *count += 1;
        }
        if let Some(met) = self.is_subtype_met.get_mut(place) {
            *met |= is_met;
        }
    }

    /// Checks the tables among themselves and against the mentions counted.
    pub fn check(&self, faults: &mut Faults) {
        for held in self.held.values() {
            self.foreign_keys(held, faults);
        }
        self.entities(faults);
        for (kind, table, _) in KINDS {
            self.of_kind(kind, table, faults);
        }
        self.places(faults);
        self.names(faults);
    }

    fn foreign_keys(&self, held: &Held, faults: &mut Faults) {
        for row in held.rows() {
            for (column, cell) in row.cells().filter(|(_, cell)| !cell.is_empty()) {
                let Some((other, _)) = &column.refers_to else { continue };
                let other = self.held.values().find(|held| held.is(other));
                if other.is_some_and(|other| other.get(cell).is_none()) {
                    let what = format!("{} is {cell}, of which there is no row", column.name);
                    faults.add(held.path(), &row.key(), what);
                }
            }
        }
    }

    fn entities(&self, faults: &mut Faults) {
        let Some(entities) = self.table(Table::Entities) else { return };
        for ((row, count), is_met) in entities.rows().zip(&self.mentions).zip(&self.is_subtype_met)
        {
            let id = row.get("entity_id");
            let mut spot = faults.at(entities.path(), id);
            if let Some(n_mentions) = row.int("n_mentions") {
                let count = i64::try_from(*count).unwrap_or(i64::MAX);
                spot.equal("n_mentions", n_mentions, "the table mentions", count);
            }
            let prefix = EntityType::from_name(row.get("type")).map_or("", EntityType::prefix);
            let is_id = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            spot.must(is_id && id.starts_with(&format!("{prefix}-")), || {
                format!("is no id of a {}", row.get("type"))
            });
            let held = KINDS.iter().all(|(_, table, _)| self.held.contains_key(table));
            let Some(own) = self.kind(row) else {
                spot.must(!held, || format!("is not in the table of every {}", row.get("type")));
                continue;
            };
            for column in ["name", "wikidata_id"] {
                spot.same(column, row.get(column), "the table of its kind", own.get(column));
            }
            spot.must(*is_met, || {
                let subtype = self.subtype(row);
                format!("is a {subtype} in the table of its kind, which no mention says of it")
            });
        }
    }

    fn of_kind(&self, kind: EntityType, table: Table, faults: &mut Faults) {
        let (Some(held), Some(_)) = (self.table(table), self.table(Table::Entities)) else {
            return;
        };
        for row in held.rows() {
            let id = row.key();
            let found = self.entity(&id).map_or("", |entity| entity.get("type"));
            let mut spot = faults.at(held.path(), &id);
            // An id without an entity is a foreign key that leads nowhere.
            spot.must(found.is_empty() || found == kind.name(), || {
                format!("is a {} here but a {found} in entities", kind.name())
            });
            spot.must(row.get("parent_id") != id, || "is its own parent".to_owned());
        }
    }

    fn places(&self, faults: &mut Faults) {
        let Some(places) = self.table(Table::Places) else { return };
        for row in places.rows() {
            let mut spot = faults.at(places.path(), row.get("place_id"));
            let given = |column: &str| !row.get(column).is_empty();
            let together = given("lat") == given("lon") && given("lat") == given("coord_precision");
            spot.must(together, || "has a part of lat, lon and coord_precision only".to_owned());
            for (column, limit) in [("lat", 90.0), ("lon", 180.0)] {
                let value = row.num(column);
                spot.must(value.is_none_or(|value| value.abs() <= limit), || {
                    format!("{column} is {}, beyond {limit}", row.get(column))
                });
            }
        }
    }

    /// What holds of names beyond their columns, where the codebook has such a table.
    fn names(&self, faults: &mut Faults) {
        let names = self.held.values().find(|held| held.is("names"));
        let (Some(names), Some(entities)) = (names, self.table(Table::Entities)) else { return };
        let mut sums: HashMap<&str, (i64, u64)> = HashMap::new();
        for row in names.rows() {
            let id = row.get("entity_id");
            let (sum, mains) = sums.entry(id).or_default();
            let Some(entity) = entities.get(id) else { continue };
            let mut spot = faults.at(names.path(), id);
            let name = row.get("name");
            match row.get("name_type") {
                "romanized" => {
                    let expected = entity.get("name_romanized");
                    spot.same("the romanized name", name, "entities", expected);
                    continue;
                }
                "main" => {
                    *mains += 1;
                    spot.same("the main name", name, "entities", entity.get("name"));
                }
                _ => {}
            }
            *sum += row.int("n_mentions").unwrap_or_default();
        }
        for row in entities.rows() {
            let id = row.get("entity_id");
            let (sum, mains) = sums.get(id).copied().unwrap_or_default();
            let mut spot = faults.at(names.path(), id);
            spot.must(mains == 1, || format!("has {mains} main names instead of one"));
            spot.equal(
                "the sum of n_mentions",
                sum,
                "entities",
                row.int("n_mentions").unwrap_or(sum),
            );
        }
    }
}
