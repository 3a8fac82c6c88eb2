//! Reads the tables of names, `places.tsv`, `organizations.tsv`, `persons.tsv` and `aliases.tsv`,
//! and generates every form of every name.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::hash;
use crate::lexicon::names::{Form, Name, NameKind, Names, Years};
use crate::lexicon::{tsv, types};
use crate::model::entity::{CoordPrecision, Entity, EntityId, EntityType, NameParts, Point};
use crate::model::mention::NameId;

/// The embedded tables of one language.
#[derive(Debug, Clone, Copy)]
pub struct Tables {
    /// `places.tsv`.
    pub places: &'static str,
    /// `organizations.tsv`.
    pub organizations: &'static str,
    /// `persons.tsv`.
    pub persons: &'static str,
    /// `aliases.tsv`.
    pub aliases: &'static str,
}

/// What a language does to names.
pub trait Grammar {
    /// All forms of a name by its nominative and genitive.
    fn forms(&self, nominative: &str, genitive: &str) -> Vec<String>;
    /// The genitive of a patronymic.
    fn patronymic_genitive(&self, nominative: &str) -> String;
    /// The name in Latin letters.
    fn romanize(&self, name: &str) -> String;
    /// Its ISO 639-1 code.
    fn code(&self) -> &'static str;
}

/// Reads embedded tables and generates every form.
pub fn read(tables: Tables, grammar: &dyn Grammar) -> Names {
    let mut builder = Builder {
        names: Names::default(),
        entities: FxHashMap::default(),
        lives: FxHashMap::default(),
        grammar,
    };
    builder.places(tables.places);
    builder.organizations(tables.organizations);
    builder.persons(tables.persons);
    builder.aliases(tables.aliases);
    builder.finish()
}

#[derive(Deserialize)]
struct PlaceLine {
    id: String,
    name: String,
    genitive: String,
    r#type: String,
    lat: Option<f64>,
    lon: Option<f64>,
    coord_precision: String,
    start: Option<i32>,
    end: Option<i32>,
    parents: String,
    wikidata: String,
}

#[derive(Deserialize)]
struct OrganizationLine {
    id: String,
    name: String,
    genitive: String,
    r#type: String,
    parent: String,
    start: Option<i32>,
    end: Option<i32>,
    wikidata: String,
}

#[derive(Deserialize)]
struct PersonLine {
    id: String,
    name: String,
    genitive: String,
    forename: String,
    patronymic: String,
    surname: String,
    start: Option<i32>,
    end: Option<i32>,
    wikidata: String,
}

#[derive(Deserialize)]
struct AliasLine {
    r#type: String,
    id: String,
    name: String,
    genitive: String,
    start: Option<i32>,
    end: Option<i32>,
    kind: String,
}

/// Entity ids by table id.
type Ids = FxHashMap<String, EntityId>;

struct Builder<'a> {
    names: Names,
    entities: FxHashMap<(EntityType, String), Arc<Entity>>,
    /// Years of birth and death.
    lives: FxHashMap<EntityId, Years>,
    grammar: &'a dyn Grammar,
}

impl Builder<'_> {
    fn places(&mut self, table: &str) {
        let lines: Vec<PlaceLine> = tsv::rows("places", table);
        let ids = self.ids(EntityType::Place, lines.iter().map(|line| (&*line.id, &*line.name)));
        for line in lines {
            // «id@1708-1925», the years being for the history of a place, not for its row.
            let parents = line.parents.split(';').filter_map(|parent| {
                ids.get(parent.split('@').next().unwrap_or_default()).cloned()
            });
            let precision = match line.coord_precision.as_str() {
                "settlement" => CoordPrecision::Settlement,
                "centroid" => CoordPrecision::Centroid,
                _ => CoordPrecision::Region,
            };
            let entity = Entity {
                fclass: types::fclass(&line.r#type),
                point: line.lat.zip(line.lon).map(|(lat, lon)| Point { lat, lon, precision }),
                parents: parents.collect(),
                subtype: line.r#type,
                ..self.entity(&ids, EntityType::Place, &line.id, &line.name, &line.wikidata)
            };
            let years = (line.start, line.end);
            self.add(&line.id, entity, &line.genitive, years);
        }
    }

    fn organizations(&mut self, table: &str) {
        let lines: Vec<OrganizationLine> = tsv::rows("organizations", table);
        let kind = EntityType::Organization;
        let ids = self.ids(kind, lines.iter().map(|line| (&*line.id, &*line.name)));
        for line in lines {
            let entity = Entity {
                parents: ids.get(&line.parent).cloned().into_iter().collect(),
                subtype: line.r#type,
                ..self.entity(&ids, kind, &line.id, &line.name, &line.wikidata)
            };
            let years = (line.start, line.end);
            self.add(&line.id, entity, &line.genitive, years);
        }
    }

    fn persons(&mut self, table: &str) {
        let lines: Vec<PersonLine> = tsv::rows("persons", table);
        let kind = EntityType::Person;
        let ids = self.ids(kind, lines.iter().map(|line| (&*line.id, &*line.name)));
        for line in lines {
            let parts = NameParts {
                forename: line.forename,
                patronymic: line.patronymic,
                surname: line.surname,
            };
            let entity = Entity {
                subtype: "person".to_owned(),
                parts,
                ..self.entity(&ids, kind, &line.id, &line.name, &line.wikidata)
            };
            self.lives.insert(entity.id.clone(), (line.start, line.end));
            // A person is named in full at any time after the birth.
            let years = (line.start, None);
            let (main, entity) = self.add(&line.id, entity, &line.genitive, years);
            self.person_forms(main, &entity, &line.genitive, years);
        }
    }

    /// The full name with the patronymic, and the surname for names with initials.
    fn person_forms(&mut self, main: NameId, entity: &Arc<Entity>, genitive: &str, years: Years) {
        let NameParts { forename, patronymic, surname } = &entity.parts;
        let name_is_both = entity.name == format!("{forename} {surname}");
        let Some((forename_gen, surname_gen)) = genitive.split_once(' ').filter(|_| name_is_both)
        else {
            return;
        };
        if !patronymic.is_empty() {
            let full = format!("{forename} {patronymic} {surname}");
            let patronymic_gen = self.grammar.patronymic_genitive(patronymic);
            let full_gen = format!("{forename_gen} {patronymic_gen} {surname_gen}");
            self.name(Arc::clone(entity), full, &full_gen, NameKind::Variant, years);
        }
        for form in self.grammar.forms(surname, surname_gen) {
            self.names.surnames.entry(form.to_lowercase()).or_default().push(main);
        }
    }

    fn aliases(&mut self, table: &str) {
        for line in tsv::rows::<AliasLine>("aliases", table) {
            let Some(kind) = EntityType::from_name(&line.r#type) else { continue };
            let Some(entity) = self.entities.get(&(kind, line.id)).cloned() else { continue };
            let kind = match line.kind.as_str() {
                "abbreviation" => NameKind::Abbreviation,
                "surname" => NameKind::Surname,
                _ => NameKind::Variant,
            };
            if let (NameKind::Variant, Some(start), Some(end)) = (kind, line.start, line.end) {
                self.replace_main(&entity, start, end);
            }
            // A bare surname most likely names somebody who lives.
            let life = self.lives.get(&entity.id).filter(|_| kind == NameKind::Surname).copied();
            let years = life.unwrap_or((line.start, line.end));
            self.name(entity, line.name, &line.genitive, kind, years);
        }
    }

    /// Notes that the main name of an entity was not its name in these years.
    fn replace_main(&mut self, entity: &Arc<Entity>, start: i32, end: i32) {
        let is_main = |name: &&mut Name| name.kind == NameKind::Main && name.entity == *entity;
        if let Some(main) = self.names.names.iter_mut().find(is_main) {
            main.replaced.push((start, end));
        }
    }

    /// The entity id of each table id: the romanized name, with a hash where two would be alike.
    fn ids<'l>(&self, kind: EntityType, lines: impl Iterator<Item = (&'l str, &'l str)>) -> Ids {
        let mut ids = Ids::default();
        let mut seen: FxHashMap<EntityId, Vec<&str>> = FxHashMap::default();
        for (key, name) in lines {
            let id = EntityId::new(kind, &slug(&self.grammar.romanize(name)));
            seen.entry(id).or_default().push(key);
        }
        for (id, keys) in seen {
            let alone = keys.len() == 1;
            for key in keys {
                let id = if alone { id.clone() } else { id.with_mark(&hash::short(key)) };
                ids.insert(key.to_owned(), id);
            }
        }
        ids
    }

    fn entity(&self, ids: &Ids, kind: EntityType, key: &str, name: &str, wikidata: &str) -> Entity {
        Entity {
            id: ids.get(key).cloned().unwrap_or_else(|| EntityId::new(kind, key)),
            kind,
            subtype: String::new(),
            name: name.to_owned(),
            lang: self.grammar.code(),
            romanized: self.grammar.romanize(name),
            wikidata: wikidata.to_owned(),
            fclass: None,
            point: None,
            parents: Vec::new(),
            parts: NameParts::default(),
        }
    }

    /// Adds an entity with its main name.
    fn add(
        &mut self,
        key: &str,
        entity: Entity,
        genitive: &str,
        years: Years,
    ) -> (NameId, Arc<Entity>) {
        let entity = Arc::new(entity);
        self.entities.insert((entity.kind, key.to_owned()), Arc::clone(&entity));
        let name = entity.name.clone();
        let id = self.name(Arc::clone(&entity), name, genitive, NameKind::Main, years);
        (id, entity)
    }

    /// Adds a name of an entity in all its forms.
    fn name(
        &mut self,
        entity: Arc<Entity>,
        canonical: String,
        genitive: &str,
        kind: NameKind,
        years: Years,
    ) -> NameId {
        let id = NameId(u32::try_from(self.names.names.len()).unwrap_or(u32::MAX));
        for form in self.grammar.forms(&canonical, genitive) {
            let folded = form.to_lowercase();
            if let Some((adjective, _)) = folded.rsplit_once(' ')
                && entity.kind == EntityType::Place
            {
                push_new(self.names.adjectives.entry(adjective.to_owned()).or_default(), id);
            }
            let forms = self.names.forms.entry(first_word(&folded).to_owned()).or_default();
            match forms.iter_mut().find(|known| known.folded == folded) {
                Some(known) => push_new(&mut known.names, id),
                None => forms.push(Form { folded, names: vec![id] }),
            }
        }
        self.names.names.push(Name { entity, canonical, kind, years, replaced: Vec::new() });
        id
    }

    fn finish(mut self) -> Names {
        for forms in self.names.forms.values_mut() {
            forms.sort_by_key(|form| std::cmp::Reverse(form.folded.len()));
        }
        self.names
    }
}

/// Adds the id unless it is there; ids come in order.
fn push_new(ids: &mut Vec<NameId>, id: NameId) {
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}

/// The letters that a form begins with, as a word token has them.
fn first_word(form: &str) -> &str {
    let end = form.find(|c: char| !(c.is_alphanumeric() || c == '\'')).unwrap_or(form.len());
    form.get(..end).unwrap_or(form)
}

/// Lower-case ASCII letters and digits with single hyphens between.
fn slug(romanized: &str) -> String {
    let words = romanized.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> =
        words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    words.join("-")
}
