//! Is this a known name, and whose? Names in all their forms (a gazetteer with authority files),
//! and the words that names are made of.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::decline::Cases;
use crate::lexicon::compiled::{Compiled, Index, Listed, first_two_words};
pub use crate::lexicon::compiled::{Head, NameId, Sense};
use crate::lexicon::{embedded, types};
use crate::model::entity::{Entity, EntityType};
use crate::model::name::Name;

/// A written form of names.
#[derive(Debug)]
pub struct Form {
    /// The form in lower case.
    pub folded: &'static str,
    /// Where its names are in the list of all.
    names: (u32, u32),
}

/// Values by text.
#[derive(Debug)]
struct Table<V> {
    places: FxHashMap<&'static str, (u32, u32)>,
    values: Vec<V>,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { places: FxHashMap::default(), values: Vec::new() }
    }
}

impl<V> Table<V> {
    fn of(index: Index<'static, V>) -> Self {
        Self { places: places(&index.keys).collect(), values: index.values }
    }

    fn get(&self, text: &str) -> &[V] {
        self.places.get(text).map(|place| slice(&self.values, *place)).unwrap_or_default()
    }
}

/// Where the values of each text are.
fn places<'i>(
    keys: &'i [(&'static str, u32)],
) -> impl ExactSizeIterator<Item = (&'static str, (u32, u32))> + 'i {
    let mut start = 0;
    keys.iter().map(move |(text, count)| {
        let place = (start, start + count);
        start += count;
        (*text, place)
    })
}

fn slice<V>(values: &[V], (from, to): (u32, u32)) -> &[V] {
    values.get(from as usize..to as usize).unwrap_or_default()
}

/// Known names and their forms.
#[derive(Debug, Default)]
pub struct Names {
    names: Vec<Arc<Name>>,
    forms: Vec<Form>,
    /// The names of all forms.
    named: Vec<(NameId, Cases)>,
    heads: Vec<Head>,
    nominatives: Vec<&'static str>,
    senses: Table<Sense>,
    longer: Table<u32>,
    surnames: Table<NameId>,
    canonicals: Table<NameId>,
}

impl Names {
    /// What the build script made of the tables: entities, and names with their forms.
    pub fn open(entities: &'static [u8], names: &'static [u8]) -> Self {
        let entities: Vec<Entity> = embedded("entities", entities);
        let with_class = |mut entity: Entity| {
            let place = entity.kind == EntityType::Place;
            entity.fclass = types::fclass(&entity.subtype).filter(|_| place);
            Arc::new(entity)
        };
        let entities: Vec<Arc<Entity>> = entities.into_iter().map(with_class).collect();
        let compiled: Compiled<'static> = embedded("names", names);
        let name = |listed: Listed<'static>| {
            let Listed { entity, canonical, lang, kind, tier, years, replaced } = listed;
            let entity = Arc::clone(entities.get(entity as usize)?);
            let (canonical, lang) = (canonical.to_owned(), lang.to_owned());
            Some(Arc::new(Name { entity, canonical, lang, kind, tier, years, replaced }))
        };
        let form = |(folded, names)| Form { folded, names };
        Self {
            names: compiled.names.into_iter().filter_map(name).collect(),
            forms: places(&compiled.forms.keys).map(form).collect(),
            named: compiled.forms.values,
            heads: compiled.heads,
            nominatives: compiled.nominatives,
            senses: Table::of(compiled.senses),
            longer: Table::of(compiled.longer),
            surnames: Table::of(compiled.surnames),
            canonicals: Table::of(compiled.canonicals),
        }
    }

    /// Every name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Name>> {
        self.names.iter()
    }

    /// The name with this id.
    pub fn get(&self, id: NameId) -> Option<&Arc<Name>> {
        self.names.get(id.0 as usize)
    }

    /// What a lower-case word may be or begin.
    pub fn senses(&self, word: &str) -> &[Sense] {
        self.senses.get(word)
    }

    /// A form of listed names.
    pub fn form(&self, index: u32) -> Option<&Form> {
        self.forms.get(index as usize)
    }

    /// The names that a form may stand for, in the order of the tables, with the cases that it has
    /// of each.
    pub fn of_form(&self, form: &Form) -> &[(NameId, Cases)] {
        slice(&self.named, form.names)
    }

    /// The forms that begin with these two words, the longest first.
    pub fn longer(&self, two_words: &str) -> impl Iterator<Item = &Form> {
        self.longer.get(two_words).iter().filter_map(|index| self.form(*index))
    }

    /// The form with this lower-case text.
    pub fn exact(&self, text: &str) -> Option<&Form> {
        let single = self.senses(text).iter().find_map(|sense| match sense {
            Sense::Form(index) => self.form(*index),
            _ => None,
        });
        single.or_else(|| self.longer(first_two_words(text)).find(|form| form.folded == text))
    }

    /// Whether this lower-case word alone is a form of a listed name.
    pub fn is_form(&self, word: &str) -> bool {
        self.senses(word).iter().any(|sense| matches!(sense, Sense::Form(_)))
    }

    /// The nominative of a given name or surname.
    pub fn nominative(&self, index: u32) -> &str {
        self.nominatives.get(index as usize).copied().unwrap_or_default()
    }

    /// A noun that makes names.
    pub fn head(&self, index: u32) -> Option<&Head> {
        self.heads.get(index as usize)
    }

    /// The persons whose surname has this lower-case form.
    pub fn with_surname(&self, form: &str) -> &[NameId] {
        self.surnames.get(form)
    }

    /// Whether this lower-case word is a form of a surname that some table lists.
    pub fn is_surname(&self, form: &str) -> bool {
        self.surnames.places.contains_key(form)
            || self.senses(form).iter().any(|sense| matches!(sense, Sense::Surname(..)))
    }

    /// The names with this nominative, in lower case.
    pub fn with_canonical(&self, canonical: &str) -> &[NameId] {
        self.canonicals.get(canonical)
    }
}
