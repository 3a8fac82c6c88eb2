//! Reads the tables of names and of what names are made of, and generates every form.

mod morphology;
mod parts;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;

use serde::Deserialize;

use crate::decline::{self, Paradigms};
use crate::lexicon::compiled::{
    Compiled, Head, Index, Listed, NameId, Sense, first_two_words, first_word,
};
use crate::lexicon::romanization::{Romanization, slug};
use crate::lexicon::tsv;
use crate::model::entity::{CoordPrecision, Entity, EntityId, EntityType, NameParts, Point};
use crate::model::name::{NameKind, Tier, Years};

/// What the program opens: entities, names with their forms, and how unlisted names decline.
pub struct Output {
    pub entities: Vec<u8>,
    pub names: Vec<u8>,
    pub morphology: Vec<u8>,
}

/// The text of a table by its name.
pub type Table<'t> = &'t dyn Fn(&str) -> std::io::Result<String>;

/// Compiles the tables of a language.
pub fn compile(code: &'static str, table: Table<'_>) -> Result<Output, Box<dyn Error>> {
    let paradigms = Paradigms::read(&table("paradigms")?);
    let romanization = Romanization::read("romanization", &table("romanization")?);
    let mut builder = Builder { code, paradigms, romanization, ..Builder::default() };
    builder.places(&table("places")?);
    builder.organizations(&table("organizations")?);
    builder.persons(&table("persons")?);
    builder.aliases(&table("aliases")?);
    builder.quoted(&table("quoted")?);
    builder.words(table)?;
    builder.finish();
    let morphology = morphology::learn(&builder.paradigms, table)?;
    Ok(Output {
        entities: postcard::to_stdvec(&builder.entities)?,
        names: postcard::to_stdvec(&builder.compiled())?,
        morphology: postcard::to_stdvec(&morphology)?,
    })
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

/// A name being built.
struct Name {
    entity: u32,
    canonical: String,
    lang: String,
    new: New,
    replaced: Vec<(i32, i32)>,
}

impl Name {
    fn listed(&self) -> Listed<'_> {
        let New { kind, tier, years } = self.new;
        Listed {
            entity: self.entity,
            canonical: &self.canonical,
            lang: &self.lang,
            kind,
            tier,
            years,
            replaced: self.replaced.clone(),
        }
    }
}

/// Values by text, in the order in which the texts came.
struct Growing<V> {
    places: HashMap<String, usize>,
    values: Vec<(String, Vec<V>)>,
}

impl<V> Default for Growing<V> {
    fn default() -> Self {
        Self { places: HashMap::new(), values: Vec::new() }
    }
}

impl<V: Clone> Growing<V> {
    /// The number of a text, and its values.
    fn of(&mut self, text: String) -> (usize, &mut Vec<V>) {
        let next = self.values.len();
        let place = *self.places.entry(text.clone()).or_insert(next);
        if place == next {
            self.values.push((text, Vec::new()));
        }
        (place, &mut self.values[place].1)
    }

    fn get(&self, text: &str) -> &[V] {
        self.places.get(text).map(|place| &*self.values[*place].1).unwrap_or_default()
    }

    fn index(&self) -> Index<'_, V> {
        let keys = self.values.iter().map(|one| (one.0.as_str(), number(one.1.len()))).collect();
        let values = self.values.iter().flat_map(|(_, values)| values.iter().cloned()).collect();
        Index { keys, values }
    }
}

#[derive(Default)]
struct Builder {
    code: &'static str,
    paradigms: Paradigms,
    romanization: Romanization,
    entities: Vec<Entity>,
    /// Entities by their ids.
    known: BTreeMap<EntityId, u32>,
    /// Years of birth and death.
    lives: BTreeMap<EntityId, Years>,
    names: Vec<Name>,
    forms: Growing<(NameId, decline::Cases)>,
    heads: Vec<Head>,
    nominatives: Vec<String>,
    senses: Growing<Sense>,
    longer: Growing<u32>,
    surnames: Growing<NameId>,
    canonicals: Growing<NameId>,
}

/// What a new name is, besides its letters.
struct New {
    kind: NameKind,
    tier: Tier,
    years: Years,
}

impl Builder {
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
                point: line.lat.zip(line.lon).map(|(lat, lon)| Point { lat, lon, precision }),
                parents,
                subtype: line.r#type,
                ..self.entity(EntityType::Place, &line.id, &line.name, &line.wikidata)
            };
            let tier = if line.tier == "B" { Tier::WithCue } else { Tier::Anywhere };
            let new = New { kind: NameKind::Main, tier, years: (line.start, line.end) };
            self.add(entity, &line.genitive, new);
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
            self.add(entity, &line.genitive, new);
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
            let (main, parts) = (entity.name.clone(), entity.parts.clone());
            let (id, entity) = self.add(entity, &line.genitive, new);
            self.person_forms(id, entity, &main, &parts, &line.genitive, years);
        }
    }

    /// The full name with the patronymic, and the surname for names with initials.
    fn person_forms(
        &mut self,
        main: NameId,
        entity: u32,
        name: &str,
        parts: &NameParts,
        genitive: &str,
        years: Years,
    ) {
        let NameParts { forename, patronymic, surname } = parts;
        let name_is_both = name == format!("{forename} {surname}");
        let Some((forename_gen, surname_gen)) = genitive.split_once(' ').filter(|_| name_is_both)
        else {
            return;
        };
        if !patronymic.is_empty() {
            let full = format!("{forename} {patronymic} {surname}");
            let patronymic_gen = patronymic_genitive(patronymic);
            let full_gen = format!("{forename_gen} {patronymic_gen} {surname_gen}");
            let new = New { kind: NameKind::Variant, tier: Tier::Anywhere, years };
            self.name(entity, full, &full_gen, new);
        }
        for form in decline::forms(&self.paradigms, surname, surname_gen) {
            self.surnames.of(form.text.to_lowercase()).1.push(main);
        }
    }

    fn aliases(&mut self, table: &str) {
        for line in tsv::rows::<AliasLine>("aliases", table) {
            let Some(kind) = EntityType::from_name(&line.r#type) else { continue };
            let id = EntityId::new(kind, &line.id);
            let Some(entity) = self.known.get(&id).copied() else { continue };
            let kind = match line.kind.as_str() {
                "abbreviation" => NameKind::Abbreviation,
                "surname" => NameKind::Surname,
                _ => NameKind::Variant,
            };
            if let (NameKind::Variant, Some(start), Some(end)) = (kind, line.start, line.end) {
                self.replace_main(entity, start, end);
            }
            // A bare surname most likely names somebody who lives.
            let life = self.lives.get(&id).filter(|_| kind == NameKind::Surname).copied();
            let years = life.unwrap_or((line.start, line.end));
            // What must have a cue by its own name must have it by another, unless that is longer.
            let main = self.names_of(entity).next().map(|id| self.names[id.0 as usize].new.tier);
            let many = line.name.contains(' ');
            let tier = main.filter(|_| !many).unwrap_or(Tier::Anywhere);
            let id = self.name(entity, line.name, &line.genitive, New { kind, tier, years });
            self.names[id.0 as usize].lang = line.lang;
        }
    }

    /// The names of an entity that are written as its main one.
    fn names_of(&self, entity: u32) -> impl Iterator<Item = NameId> {
        let main = self.entities[entity as usize].name.to_lowercase();
        let own = move |id: &NameId| self.names[id.0 as usize].entity == entity;
        self.canonicals.get(&main).iter().copied().filter(own)
    }

    /// Names that are ordinary words, and count in quotation marks alone.
    fn quoted(&mut self, table: &str) {
        let kind = EntityType::Organization;
        for line in tsv::rows::<QuotedLine>("quoted", table) {
            let known = self.known.get(&EntityId::new(kind, &line.id)).copied();
            let entity = known.unwrap_or_else(|| {
                let key = slug(&self.romanization.text(&line.name));
                let key = format!("{key}-{}", line.r#type);
                let entity = self.entity(kind, &key, &line.name, "");
                self.entities.push(Entity { subtype: line.r#type.clone(), ..entity });
                number(self.entities.len() - 1)
            });
            let is_main = self.entities[entity as usize].name == line.name;
            let kind = if is_main { NameKind::Main } else { NameKind::Variant };
            let new = New { kind, tier: Tier::Quoted, years: (None, None) };
            self.name(entity, line.name, &line.genitive, new);
        }
    }

    /// Notes that the main name of an entity was not its name in these years.
    fn replace_main(&mut self, entity: u32, start: i32, end: i32) {
        let ids: Vec<NameId> = self.names_of(entity).collect();
        for id in ids {
            let name = &mut self.names[id.0 as usize];
            if name.new.kind == NameKind::Main {
                name.replaced.push((start, end));
            }
        }
    }

    fn entity(&self, kind: EntityType, key: &str, name: &str, wikidata: &str) -> Entity {
        Entity {
            id: EntityId::new(kind, key),
            kind,
            subtype: String::new(),
            name: name.to_owned(),
            lang: self.code.into(),
            romanized: self.romanization.text(name),
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
    fn add(&mut self, entity: Entity, genitive: &str, new: New) -> (NameId, u32) {
        let (index, name) = (number(self.entities.len()), entity.name.clone());
        self.known.insert(entity.id.clone(), index);
        self.entities.push(entity);
        (self.name(index, name, genitive, new), index)
    }

    /// Adds a name of an entity in all its forms.
    fn name(&mut self, entity: u32, canonical: String, genitive: &str, new: New) -> NameId {
        let id = NameId(number(self.names.len()));
        let genitive = if genitive.is_empty() { &canonical } else { genitive };
        let (lower, lower_gen) = (canonical.to_lowercase(), genitive.to_lowercase());
        for form in decline::forms(&self.paradigms, &lower, &lower_gen) {
            self.form(form.text, id, form.cases);
        }
        self.canonicals.of(lower).1.push(id);
        let lang = self.code.to_owned();
        self.names.push(Name { entity, canonical, lang, new, replaced: Vec::new() });
        id
    }

    fn form(&mut self, folded: String, id: NameId, cases: decline::Cases) {
        let (index, names) = self.forms.of(folded.clone());
        let is_new = names.is_empty();
        match names.last_mut().filter(|(last, _)| *last == id) {
            Some((_, known)) => *known = known.or(cases),
            None => names.push((id, cases)),
        }
        if !is_new {
            return;
        }
        let (index, first) = (number(index), first_word(&folded));
        if first.len() == folded.len() {
            self.sense(folded, Sense::Form(index));
        } else {
            self.sense(first.to_owned(), Sense::Begins);
            self.longer.of(first_two_words(&folded).to_owned()).1.push(index);
        }
    }

    /// Notes what a lower-case word may be.
    fn sense(&mut self, word: String, sense: Sense) {
        let senses = self.senses.of(word).1;
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }

    /// The longest of the forms that begin alike goes first.
    fn finish(&mut self) {
        let forms = &self.forms.values;
        for (_, indices) in &mut self.longer.values {
            indices.sort_by_key(|index| std::cmp::Reverse(forms[*index as usize].0.len()));
        }
    }

    fn compiled(&self) -> Compiled<'_> {
        Compiled {
            names: self.names.iter().map(Name::listed).collect(),
            forms: self.forms.index(),
            heads: self.heads.clone(),
            nominatives: self.nominatives.iter().map(String::as_str).collect(),
            senses: self.senses.index(),
            longer: self.longer.index(),
            surnames: self.surnames.index(),
            canonicals: self.canonicals.index(),
        }
    }
}

/// «Сергійович, Сергійовича»; «Григорівна, Григорівни».
fn patronymic_genitive(nominative: &str) -> String {
    match nominative.strip_suffix('а') {
        Some(stem) => format!("{stem}и"),
        None => format!("{nominative}а"),
    }
}

/// An index as it is kept.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
