//! Reads the tables of names and of what names are made of, and generates every form.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::decline::{self, Paradigms};
use crate::lexicon::names::{Form, NameId, Names, Sense, first_two_words, first_word};
use crate::lexicon::{tsv, types};
use crate::model::entity::{CoordPrecision, Entity, EntityId, EntityType, NameParts, Point};
use crate::model::name::{Name, NameKind, Tier, Years};

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
    /// `quoted.tsv`.
    pub quoted: &'static str,
    /// `given_names.tsv`.
    pub given_names: &'static str,
    /// `surnames.tsv`.
    pub surnames: &'static str,
    /// `heads.tsv`.
    pub heads: &'static str,
    /// `titles.tsv`.
    pub titles: &'static str,
    /// `complements.tsv`.
    pub complements: &'static str,
    /// `unnamed.tsv`.
    pub unnamed: &'static str,
}

/// About how many forms the tables have.
const FORMS: usize = 1 << 17;

/// What a language does to names.
pub trait Grammar {
    /// Its declension classes.
    fn paradigms(&self) -> &Paradigms;
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
        index: FxHashMap::default(),
        grammar,
    };
    // Growing tables of this size costs more than filling them.
    builder.index.reserve(FORMS);
    builder.names.senses.reserve(FORMS);
    builder.names.forms.reserve(FORMS);
    builder.places(tables.places);
    builder.organizations(tables.organizations);
    builder.persons(tables.persons);
    builder.aliases(tables.aliases);
    builder.quoted(tables.quoted);
    builder.words(&tables);
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
    tier: String,
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
    lang: String,
    start: Option<i32>,
    end: Option<i32>,
    kind: String,
}

#[derive(Deserialize)]
struct QuotedLine {
    name: String,
    genitive: String,
    r#type: String,
    id: String,
}

pub(super) struct Builder<'a> {
    pub(super) names: Names,
    entities: FxHashMap<(EntityType, String), Arc<Entity>>,
    /// Years of birth and death.
    lives: FxHashMap<EntityId, Years>,
    /// Forms by their text.
    index: FxHashMap<Box<str>, u32>,
    pub(super) grammar: &'a dyn Grammar,
}

/// What a new name is, besides its letters.
struct New {
    kind: NameKind,
    tier: Tier,
    years: Years,
}

impl Builder<'_> {
    fn places(&mut self, table: &str) {
        for line in tsv::rows::<PlaceLine>("places", table) {
            // «id@1708-1925», the years being for the history of a place, not for its row.
            let keys = line.parents.split(';').filter_map(|parent| parent.split('@').next());
            let parents = keys.filter(|key| !key.is_empty());
            let parents = parents.map(|key| EntityId::new(EntityType::Place, key)).collect();
            let precision = match line.coord_precision.as_str() {
                "settlement" => CoordPrecision::Settlement,
                "centroid" => CoordPrecision::Centroid,
                _ => CoordPrecision::Region,
            };
            let entity = Entity {
                fclass: types::fclass(&line.r#type),
                point: line.lat.zip(line.lon).map(|(lat, lon)| Point { lat, lon, precision }),
                parents,
                subtype: line.r#type,
                ..self.entity(EntityType::Place, &line.id, &line.name, &line.wikidata)
            };
            let tier = if line.tier == "B" { Tier::WithCue } else { Tier::Anywhere };
            let new = New { kind: NameKind::Main, tier, years: (line.start, line.end) };
            self.add(&line.id, entity, &line.genitive, new);
        }
    }

    fn organizations(&mut self, table: &str) {
        let kind = EntityType::Organization;
        for line in tsv::rows::<OrganizationLine>("organizations", table) {
            let parent = Some(&line.parent).filter(|parent| !parent.is_empty());
            let entity = Entity {
                parents: parent.map(|key| EntityId::new(kind, key)).into_iter().collect(),
                subtype: line.r#type,
                ..self.entity(kind, &line.id, &line.name, &line.wikidata)
            };
            let years = (line.start, line.end);
            let new = New { kind: NameKind::Main, tier: Tier::Anywhere, years };
            self.add(&line.id, entity, &line.genitive, new);
        }
    }

    fn persons(&mut self, table: &str) {
        for line in tsv::rows::<PersonLine>("persons", table) {
            let parts = NameParts {
                forename: line.forename,
                patronymic: line.patronymic,
                surname: line.surname,
            };
            let entity = Entity {
                subtype: "person".to_owned(),
                parts,
                ..self.entity(EntityType::Person, &line.id, &line.name, &line.wikidata)
            };
            self.lives.insert(entity.id.clone(), (line.start, line.end));
            // A person is named in full at any time after the birth.
            let years = (line.start, None);
            let new = New { kind: NameKind::Main, tier: Tier::Anywhere, years };
            let (main, entity) = self.add(&line.id, entity, &line.genitive, new);
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
            let new = New { kind: NameKind::Variant, tier: Tier::Anywhere, years };
            self.name(Arc::clone(entity), full, &full_gen, new);
        }
        for form in decline::forms(self.grammar.paradigms(), surname, surname_gen) {
            self.names.surnames.entry(form.text.to_lowercase()).or_default().push(main);
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
            let main = self.names.canonicals.get(&entity.name.to_lowercase());
            let same =
                |id: &&NameId| self.names.get(**id).is_some_and(|name| name.entity.id == entity.id);
            let main =
                main.and_then(|ids| ids.iter().find(same)).and_then(|id| self.names.get(*id));
            // What must have a cue by its own name must have it by another, unless that is longer.
            let many = line.name.contains(' ');
            let tier = main.map_or(Tier::Anywhere, |main| main.tier);
            let tier = if many { Tier::Anywhere } else { tier };
            let id = self.name(entity, line.name, &line.genitive, New { kind, tier, years });
            if let Some(name) = self.names.names.get_mut(id.0 as usize).and_then(Arc::get_mut) {
                name.lang = line.lang;
            }
        }
    }

    /// Names that are ordinary words, and count in quotation marks alone.
    fn quoted(&mut self, table: &str) {
        let kind = EntityType::Organization;
        for line in tsv::rows::<QuotedLine>("quoted", table) {
            let known = self.entities.get(&(kind, line.id)).cloned();
            let entity = known.unwrap_or_else(|| {
                let key = slug(&self.grammar.romanize(&line.name));
                let key = format!("{key}-{}", line.r#type);
                Arc::new(Entity {
                    subtype: line.r#type.clone(),
                    ..self.entity(kind, &key, &line.name, "")
                })
            });
            let kind = if entity.name == line.name { NameKind::Main } else { NameKind::Variant };
            let new = New { kind, tier: Tier::Quoted, years: (None, None) };
            self.name(entity, line.name, &line.genitive, new);
        }
    }

    /// Notes that the main name of an entity was not its name in these years.
    fn replace_main(&mut self, entity: &Arc<Entity>, start: i32, end: i32) {
        let Some(ids) = self.names.canonicals.get(&entity.name.to_lowercase()) else { return };
        for id in ids {
            let main = self.names.names.get_mut(id.0 as usize);
            let main = main.filter(|m| m.kind == NameKind::Main && m.entity.id == entity.id);
            if let Some(main) = main.and_then(Arc::get_mut) {
                main.replaced.push((start, end));
            }
        }
    }

    fn entity(&self, kind: EntityType, key: &str, name: &str, wikidata: &str) -> Entity {
        Entity {
            id: EntityId::new(kind, key),
            kind,
            subtype: String::new(),
            name: name.to_owned(),
            lang: self.grammar.code().into(),
            romanized: self.grammar.romanize(name),
            wikidata: wikidata.to_owned(),
            geonames: String::new(),
            whg: String::new(),
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
        new: New,
    ) -> (NameId, Arc<Entity>) {
        let entity = Arc::new(entity);
        self.entities.insert((entity.kind, key.to_owned()), Arc::clone(&entity));
        let name = entity.name.clone();
        let id = self.name(Arc::clone(&entity), name, genitive, new);
        (id, entity)
    }

    /// Adds a name of an entity in all its forms.
    fn name(&mut self, entity: Arc<Entity>, canonical: String, genitive: &str, new: New) -> NameId {
        let id = NameId(number(self.names.names.len()));
        let genitive = if genitive.is_empty() { &canonical } else { genitive };
        let (lower, lower_gen) = (canonical.to_lowercase(), genitive.to_lowercase());
        for form in decline::forms(self.grammar.paradigms(), &lower, &lower_gen) {
            self.form(form.text, id, form.cases);
        }
        let names = self.names.canonicals.entry(lower).or_default();
        names.push(id);
        let New { kind, tier, years } = new;
        let lang = entity.lang.to_string();
        let name = Name { entity, canonical, lang, kind, tier, years, replaced: Vec::new() };
        self.names.names.push(Arc::new(name));
        id
    }

    fn form(&mut self, folded: String, id: NameId, cases: decline::Cases) {
        if let Some(form) = self.index.get(&*folded) {
            if let Some(form) = self.names.forms.get_mut(*form as usize) {
                match form.names.last_mut().filter(|(last, _)| *last == id) {
                    Some((_, known)) => *known = known.or(cases),
                    None => form.names.push((id, cases)),
                }
            }
            return;
        }
        let index = number(self.names.forms.len());
        let first = first_word(&folded);
        if first.len() == folded.len() {
            self.sense(first.to_owned(), Sense::Form(index));
        } else {
            self.sense(first.to_owned(), Sense::Begins);
            let key = first_two_words(&folded);
            self.names.longer.entry(key.into()).or_default().push(index);
        }
        let folded = folded.into_boxed_str();
        self.index.insert(folded.clone(), index);
        self.names.forms.push(Form { folded, names: vec![(id, cases)] });
    }

    /// Notes what a lower-case word may be.
    pub(super) fn sense(&mut self, word: String, sense: Sense) {
        let senses = self.names.senses.entry(word.into_boxed_str()).or_default();
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }

    fn finish(mut self) -> Names {
        let forms = &self.names.forms;
        let length = |index: &u32| forms.get(*index as usize).map_or(0, |form| form.folded.len());
        for indices in self.names.longer.values_mut().filter(|indices| indices.len() > 1) {
            indices.sort_by_key(|index| std::cmp::Reverse(length(index)));
        }
        self.names
    }
}

/// An index as it is kept.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Lower-case ASCII letters and digits with single hyphens between.
pub fn slug(romanized: &str) -> String {
    let words = romanized.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> =
        words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    words.join("-")
}
