//! What documents add up to: the registers of entities, and sums.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::date::day::Day;
use crate::model::date::value::Date;
use crate::model::entity::{Entity, EntityId};
use crate::model::mention::Value;
use crate::model::name::Name;
use crate::model::record::Record;

/// What only several documents together know: those of a chunk, or all of them.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corpus {
    /// Every entity mentioned.
    pub entities: BTreeMap<EntityId, Registered>,
    /// Sums over all documents.
    pub totals: Totals,
}

/// An entity with what the texts say of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// The entity.
    pub entity: Arc<Entity>,
    /// How often it is mentioned.
    pub n_mentions: u32,
    /// The nominatives by which it is named, with the number of mentions.
    #[serde(default)]
    pub forms: Forms,
    /// Its names in gazetteers, and in the lexicon once the corpus is whole.
    #[serde(default)]
    pub listed: Vec<Arc<Name>>,
    /// From the first to the last day that the dates in its sentences may mean.
    #[serde(default)]
    pub beside: Option<Stretch>,
    /// The same of all dates of the documents that mention it.
    #[serde(default)]
    pub documents: Option<Stretch>,
}

/// Names in order with their numbers of mentions; nearly every entity has one, for which a map would
/// take the room of eleven.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Forms(Vec<(String, u32)>);

/// First and last day.
pub type Stretch = (Day, Day);

/// The stretch that covers both.
pub fn covering(one: Option<Stretch>, other: Option<Stretch>) -> Option<Stretch> {
    match (one, other) {
        (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
        _ => one.or(other),
    }
}

/// Sums over documents.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Documents converted.
    pub documents: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Their code points.
    pub code_points: u64,
    /// Their paragraphs.
    pub paragraphs: u64,
    /// Their sentences.
    pub sentences: u64,
    /// Their words.
    pub words: u64,
    /// Their mentions.
    pub mentions: u64,
    /// Sources set aside.
    pub set_aside: u64,
    /// Sources of unknown formats, empty ones, and descriptions of the folder.
    pub passed_over: u64,
}

impl Totals {
    /// Adds those of later documents.
    pub fn add(&mut self, later: &Self) {
        self.documents += later.documents;
        self.bytes += later.bytes;
        self.code_points += later.code_points;
        self.paragraphs += later.paragraphs;
        self.sentences += later.sentences;
        self.words += later.words;
        self.mentions += later.mentions;
        self.set_aside += later.set_aside;
        self.passed_over += later.passed_over;
    }
}

impl Forms {
    /// Adds mentions of a name.
    pub fn add(&mut self, form: &str, mentions: u32) {
        match self.place(form) {
            Ok(at) => self.0.iter_mut().skip(at).take(1).for_each(|(_, count)| *count += mentions),
            Err(at) => self.0.insert(at, (form.to_owned(), mentions)),
        }
    }

    /// How often a name is used.
    pub fn count(&self, form: &str) -> u32 {
        let at = self.place(form).ok();
        at.and_then(|at| self.0.get(at)).map_or(0, |(_, count)| *count)
    }

    fn place(&self, form: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(form))
    }
}

/// As a map.
impl Serialize for Forms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(form, count)| (form, count)))
    }
}

impl<'de> Deserialize<'de> for Forms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let forms = BTreeMap::deserialize(deserializer)?;
        Ok(Self(forms.into_iter().collect()))
    }
}

impl Corpus {
    /// Adds a finished document.
    pub fn add(&mut self, record: &Record) {
        let beside = stretches(record);
        let whole = beside.values().fold(None, |sum, one| covering(sum, Some(*one)));
        for mention in &record.mentions {
            let Value::Name(entity) = &mention.value else { continue };
            let known = self.register(entity);
            known.n_mentions += 1;
            known.forms.add(&mention.canonical, 1);
            // Of users' gazetteers the names that are used are known, and no others.
            let mut used = mention.candidates.iter().filter(|one| one.chosen);
            known.list(used.find(|one| one.name.is_foreign()).map(|one| &one.name));
            known.beside = covering(known.beside, beside.get(&mention.sentence).copied());
            known.documents = covering(known.documents, whole);
        }
        self.totals.documents += 1;
        self.totals.bytes += record.document.bytes.len() as u64;
        self.totals.code_points +=
            u64::from(record.code_point(record.document.text.as_str().len()));
        self.totals.paragraphs += record.paragraphs.len() as u64;
        self.totals.sentences += record.sentences.len() as u64;
        self.totals.words += record.words as u64;
        self.totals.mentions += record.mentions.len() as u64;
    }

    fn register(&mut self, entity: &Arc<Entity>) -> &mut Registered {
        let known =
            self.entities.entry(entity.id.clone()).or_insert_with(|| Registered::of(entity));
        known.see(entity);
        known
    }
}

words! {
    /// How a name relates to its entity.
    pub enum NameType {
        /// The name in the registers.
        Main = "main",
        /// Another one that the lexicon lists.
        Variant = "variant",
        /// Main name in Latin letters.
        Romanized = "romanized",
        /// A nominative of the texts that no list has.
        SourceForm = "source-form",
    }
}

/// A name of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAs<'a> {
    /// How it relates to the entity.
    pub name_type: NameType,
    /// The name.
    pub name: &'a str,
    /// Its language and script, as BCP 47 writes them.
    pub lang: String,
    /// The mentions that use it, if the name is of a kind that mentions can use.
    pub n_mentions: Option<u32>,
}

impl Registered {
    /// An entity of which no text has said anything yet.
    pub fn of(entity: &Arc<Entity>) -> Self {
        Self {
            entity: Arc::clone(entity),
            n_mentions: 0,
            forms: Forms::default(),
            listed: Vec::new(),
            beside: None,
            documents: None,
        }
    }

    /// The same in memory of its own: what stays is copied, since where a worker made it, it would
    /// lie among what is gone, and keep that memory.
    pub fn copied(&self) -> Self {
        Self { entity: Arc::new(Entity::clone(&self.entity)), ..self.clone() }
    }

    /// Adds what later documents say of the same entity.
    pub fn unite(&mut self, later: &Self) {
        self.see(&later.entity);
        self.n_mentions += later.n_mentions;
        later.forms.0.iter().for_each(|(form, count)| self.forms.add(form, *count));
        self.list(&later.listed);
        self.beside = covering(self.beside, later.beside);
        self.documents = covering(self.documents, later.documents);
    }

    /// A gazetteer knows an entity by some of its names only.
    fn see(&mut self, entity: &Arc<Entity>) {
        if self.entity.geonames.is_empty() && !entity.geonames.is_empty() {
            self.entity = Arc::clone(entity);
        }
    }

    /// Notes names that lists have for it.
    pub fn list<'n>(&mut self, names: impl IntoIterator<Item = &'n Arc<Name>>) {
        for name in names {
            if !self.listed.contains(name) {
                self.listed.push(Arc::clone(name));
            }
        }
    }

    /// All its names, each once: the main one, its romanization, what lists have, what texts have.
    pub fn names(&self) -> Vec<KnownAs<'_>> {
        let entity = &*self.entity;
        let count = |name: &str| Some(self.forms.count(name));
        let mut others = BTreeMap::new();
        for name in self.listed.iter().filter(|name| name.canonical != entity.name) {
            others.entry((NameType::Variant, &*name.canonical)).or_insert(&*name.lang);
        }
        for (form, _) in self.forms.0.iter().filter(|(form, _)| *form != entity.name) {
            if !others.contains_key(&(NameType::Variant, &**form)) {
                others.insert((NameType::SourceForm, form), &*entity.lang);
            }
        }
        let of_texts = |name_type, name, lang: &str| KnownAs {
            name_type,
            name,
            lang: lang.to_owned(),
            n_mentions: count(name),
        };
        let mut names = vec![of_texts(NameType::Main, &*entity.name, &entity.lang)];
        if !entity.romanized.is_empty() {
            names.push(KnownAs {
                name_type: NameType::Romanized,
                name: &entity.romanized,
                lang: format!("{}-Latn", entity.lang),
                n_mentions: None,
            });
        }
        let other = |((name_type, name), lang)| of_texts(name_type, name, lang);
        names.extend(others.into_iter().map(other));
        names
    }
}

/// The stretch that a date may mean; an open end is as near as the other.
pub fn stretch(date: &Date) -> Option<Stretch> {
    let (first, last) = (date.when.not_before(), date.when.not_after());
    first.or(last).zip(last.or(first))
}

/// What the dates of each sentence that has some cover.
fn stretches(record: &Record) -> BTreeMap<usize, Stretch> {
    let mut stretches = BTreeMap::new();
    for mention in &record.mentions {
        let Value::Date(date) = &mention.value else { continue };
        let sum = stretches.remove(&mention.sentence);
        if let Some(sum) = covering(sum, stretch(date)) {
            stretches.insert(mention.sentence, sum);
        }
    }
    stretches
}
