//! The persons whom a document names in full, by their surnames.

use std::collections::HashMap;
use std::sync::Arc;

use crate::link::name::Pending;
use crate::model::cleaned::fold;
use crate::model::entity::{Entity, EntityType, NameParts};
use crate::model::mention::Naming;

/// A person named in full.
#[derive(Debug)]
struct Person {
    parts: NameParts,
    entity: Arc<Entity>,
}

/// The persons of a document.
#[derive(Debug, Default)]
pub struct Persons {
    /// By surname in lower case.
    by_surname: HashMap<String, Vec<Person>>,
}

impl Persons {
    /// The persons whom the names of a document name with forename and surname; unlisted ones
    /// as far as `entities` has them.
    pub fn of(pending: &[Pending], entities: &[Option<Arc<Entity>>]) -> Self {
        let mut persons = Self::default();
        for (one, entity) in pending.iter().zip(entities) {
            let naming = &one.naming;
            if naming.kind != EntityType::Person || naming.parts.surname.is_empty() {
                continue;
            }
            let Some(entity) = entity else { continue };
            persons.add(naming.parts.clone(), entity);
        }
        persons
    }

    fn add(&mut self, parts: NameParts, entity: &Arc<Entity>) {
        if parts.forename.is_empty() {
            return;
        }
        let persons = self.by_surname.entry(fold(&parts.surname)).or_default();
        if !persons.iter().any(|person| person.entity.id == entity.id) {
            persons.push(Person { parts, entity: Arc::clone(entity) });
        }
    }

    /// The one person whom a surname, alone or with initials, can mean; none when there are
    /// several.
    pub fn whose(&self, naming: &Naming) -> Option<Arc<Entity>> {
        let NameParts { forename, surname, .. } = &naming.parts;
        let persons = self.by_surname.get(&fold(surname))?;
        let fits = |person: &&Person| begins(&person.parts.forename, forename);
        let mut fitting = persons.iter().filter(fits);
        let first = fitting.next()?;
        fitting.next().is_none().then(|| Arc::clone(&first.entity))
    }
}

/// Whether a forename may be what is written of it: all of it, an initial, or nothing.
fn begins(forename: &str, written: &str) -> bool {
    match written.split('.').next() {
        None | Some("") => true,
        Some(first) if written.contains('.') => forename.starts_with(first),
        Some(_) => forename == written,
    }
}
