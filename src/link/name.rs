//! Which place, body or person a name means, and which names mean the same one.
//!
//! Listed names are weighed by form, time, tier and context; what stays below [`THRESHOLD`], and
//! what no table lists, gets an entity of its own without an authority's id. The id of such an
//! entity follows from its type and nominative alone, so another document changes nothing.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::hash;
use crate::lang::Language;
use crate::lexicon::authority::slug;
use crate::lexicon::types;
use crate::link::persons::Persons;
use crate::model::cleaned::fold;
use crate::model::entity::{Entity, EntityId, EntityType, NameParts};
use crate::model::mention::{Candidate, LemmaSource, Mention, Naming, Noun, Rule, Scored, Value};
use crate::model::name::{NameKind, Tier};
use crate::model::span::{Raw, Span};

/// Confidence that no mention exceeds whose name two entities share, or whose only candidate does
/// not fit the time of the text.
const DOUBTFUL: f64 = 0.7;

/// The rule of what the model decided.
const MODEL: &str = "name.model";

/// The score that a listed name must reach.
const THRESHOLD: f64 = 0.3;

/// How much less likely the second entity must be for the first to be sure.
const MARGIN: f64 = 0.97;

/// A name in its document, before it is known whose.
#[derive(Debug)]
pub struct Pending {
    /// Index among the mentions.
    pub at: usize,
    /// Where it stands.
    pub span: Span<Raw>,
    /// Index of its sentence.
    pub sentence: usize,
    /// What the finder read.
    pub naming: Naming,
    /// Why.
    pub rules: Vec<&'static Rule>,
    /// How sure the finder is.
    pub confidence: f64,
    /// First and last year of the dates nearest to it.
    pub years: Option<(i32, i32)>,
}

/// The entities that a document makes, since names recur.
type Made = FxHashMap<(EntityType, String, String), Arc<Entity>>;

/// What a document says about the names in it.
pub struct Context<'a> {
    lang: &'a dyn Language,
    /// Entities that the document names in a way that leaves no choice, surnames apart.
    named: FxHashSet<EntityId>,
    /// What those belong to.
    around: FxHashSet<EntityId>,
}

impl<'a> Context<'a> {
    /// The context that the names of a document make.
    pub fn of(pending: &[Pending], lang: &'a dyn Language) -> Self {
        let mut named = FxHashSet::default();
        let mut around = FxHashSet::default();
        for naming in pending.iter().map(|one| &one.naming) {
            let mut entities = naming.candidates.iter().map(|one| &one.name.entity);
            let Some(first) = entities
                .next()
                .filter(|_| naming.candidates.iter().all(|one| one.name.kind != NameKind::Surname))
            else {
                continue;
            };
            if entities.all(|other| other.id == first.id) {
                around.extend(first.parents.iter().cloned());
                named.insert(first.id.clone());
            }
        }
        Self { lang, named, around }
    }

    /// The names of a document as mentions, with their indices.
    pub fn link(&self, pending: Vec<Pending>) -> Vec<(usize, Mention)> {
        let mut scored: Vec<Vec<Scored>> = pending.iter().map(|one| self.weigh(one)).collect();
        one_sense(&mut scored);
        let mut entities: Vec<Option<Arc<Entity>>> = scored.iter().map(|s| chosen(s)).collect();
        self.unlisted(&pending, &mut entities);
        let mentions = pending.into_iter().zip(scored).zip(entities);
        mentions
            .filter_map(|((pending, scored), entity)| {
                Some((pending.at, mention(pending, scored, entity?)))
            })
            .collect()
    }

    /// The candidates of a name by their likelihood.
    fn weigh(&self, pending: &Pending) -> Vec<Scored> {
        let mut scored: Vec<Scored> = Vec::new();
        for candidate in &pending.naming.candidates {
            let one = self.score(candidate, pending.years);
            // Several names of one entity may have the same form; the best of them counts.
            match scored.iter_mut().find(|known| known.name.entity.id == one.name.entity.id) {
                Some(known) if known.score < one.score => *known = one,
                Some(_) => {}
                None => scored.push(one),
            }
        }
        scored.sort_by(likelier);
        scored
    }

    fn score(&self, candidate: &Candidate, years: Option<(i32, i32)>) -> Scored {
        let name = &candidate.name;
        let entity = &name.entity;
        let kind = match name.kind {
            NameKind::Main => 1.0,
            NameKind::Variant => 0.97,
            NameKind::Abbreviation => 0.95,
            NameKind::Surname => 0.9,
        };
        let by_name = kind * candidate.fit;
        let by_time = match (name.in_use(years), name.is_later_than(years)) {
            _ if years.is_none() => 0.95,
            (true, _) => 1.0,
            // What is over is spoken of more often than what is to come; a bare surname is not.
            (false, false) if name.kind == NameKind::Surname => 0.6,
            (false, false) => 0.85,
            (false, true) => 0.4,
        };
        let by_tier = match name.tier {
            Tier::Anywhere => 1.0,
            Tier::WithCue | Tier::Quoted => 0.9,
        };
        let parent = entity.parents.iter().any(|parent| self.named.contains(parent));
        let named = self.named.contains(&entity.id);
        let around = self.around.contains(&entity.id);
        let by_context = 0.4
            + if named { 0.4 } else { 0.0 }
            + if parent { 0.1 } else { 0.0 }
            + if around { 0.1 } else { 0.0 };
        let score = by_name * by_time * by_tier * (0.7 + 0.3 * by_context);
        let name = Arc::clone(name);
        Scored { name, score, by_name, by_time, by_tier, by_context, chosen: false }
    }

    /// Gives entities to the names that no listed one fits.
    fn unlisted(&self, pending: &[Pending], entities: &mut [Option<Arc<Entity>>]) {
        let mut made = Made::default();
        for (one, entity) in pending.iter().zip(entities.iter_mut()) {
            if entity.is_none() && (is_full_person(&one.naming) || is_full_body(&one.naming)) {
                *entity = Some(self.entity(&one.naming, &mut made));
            }
        }
        let persons = Persons::of(pending, entities);
        let mut bodies: FxHashMap<String, Arc<Entity>> = FxHashMap::default();
        for (one, entity) in pending.iter().zip(entities.iter()) {
            let naming = &one.naming;
            let Some(entity) = entity.as_ref().filter(|_| is_full_body(naming)) else { continue };
            for short in [initials(&naming.canonical), head(&naming.canonical)] {
                bodies.entry(short).or_insert_with(|| Arc::clone(entity));
            }
        }
        for (one, entity) in pending.iter().zip(entities.iter_mut()) {
            let naming = &one.naming;
            let known = match naming.kind {
                EntityType::Person => persons.whose(naming),
                EntityType::Organization if !naming.canonical.contains(' ') => {
                    bodies.get(&fold(&naming.canonical)).cloned()
                }
                _ => None,
            };
            // A bare surname is rather that of the person whom the document names in full.
            let bare = naming.parts.forename.is_empty() && naming.kind == EntityType::Person;
            if entity.is_none() || (bare && known.is_some()) {
                *entity = Some(known.unwrap_or_else(|| self.entity(naming, &mut made)));
            }
        }
    }

    /// An entity that no table lists.
    fn entity(&self, naming: &Naming, made: &mut Made) -> Arc<Entity> {
        let NameParts { forename, patronymic, surname } = &naming.parts;
        // With or without the patronymic it is the same person.
        let name = match naming.kind {
            EntityType::Person if !patronymic.is_empty() && !surname.is_empty() => {
                format!("{forename} {surname}")
            }
            _ => naming.canonical.clone(),
        };
        let key = (naming.kind, naming.subtype.clone(), name);
        if let Some(known) = made.get(&key).filter(|known| known.parts == naming.parts) {
            return Arc::clone(known);
        }
        let entity = Arc::new(self.make(naming, key.2.clone()));
        made.insert(key, Arc::clone(&entity));
        entity
    }

    fn make(&self, naming: &Naming, name: String) -> Entity {
        let romanized = self.lang.romanize(&name);
        let key = slug(&romanized);
        let mark = hash::short(&fold(&name));
        let id =
            EntityId::new(naming.kind, if key.is_empty() { "x" } else { &key }).with_mark(&mark);
        Entity {
            id,
            kind: naming.kind,
            subtype: naming.subtype.clone(),
            name,
            lang: self.lang.code().into(),
            romanized,
            wikidata: String::new(),
            geonames: String::new(),
            whg: String::new(),
            fclass: types::fclass(&naming.subtype).filter(|_| naming.kind == EntityType::Place),
            point: None,
            parents: Vec::new(),
            parts: naming.parts.clone(),
        }
    }
}

/// Whether a person is named with forename and surname.
fn is_full_person(naming: &Naming) -> bool {
    let NameParts { forename, surname, .. } = &naming.parts;
    !forename.is_empty() && !forename.contains('.') && !surname.is_empty()
}

/// Whether a body is named by more than one word.
fn is_full_body(naming: &Naming) -> bool {
    naming.kind == EntityType::Organization && naming.canonical.contains(' ')
}

fn likelier(a: &Scored, b: &Scored) -> Ordering {
    let by_id = || a.name.entity.id.cmp(&b.name.entity.id);
    b.score.total_cmp(&a.score).then(a.name.kind.cmp(&b.name.kind)).then_with(by_id)
}

/// Where two entities are nearly as likely, the one that the document means elsewhere is meant.
fn one_sense(scored: &mut [Vec<Scored>]) {
    let mut meant: FxHashMap<EntityId, usize> = FxHashMap::default();
    for best in scored.iter().filter_map(|scored| scored.first()) {
        *meant.entry(best.name.entity.id.clone()).or_default() += 1;
    }
    for candidates in scored.iter_mut() {
        let Some(top) = candidates.first().map(|best| best.score) else { continue };
        let times = |one: &Scored| meant.get(&one.name.entity.id).copied().unwrap_or_default();
        let near = candidates.partition_point(|one| one.score > top * MARGIN);
        if let Some(near) = candidates.get_mut(..near) {
            near.sort_by(|a, b| times(b).cmp(&times(a)).then_with(|| likelier(a, b)));
        }
        if let Some(best) = candidates.first_mut().filter(|best| best.score >= THRESHOLD) {
            best.chosen = true;
        }
    }
}

fn chosen(scored: &[Scored]) -> Option<Arc<Entity>> {
    scored.first().filter(|best| best.chosen).map(|best| Arc::clone(&best.name.entity))
}

fn mention(pending: Pending, mut scored: Vec<Scored>, entity: Arc<Entity>) -> Mention {
    let Pending { span, sentence, naming, mut rules, mut confidence, .. } = pending;
    let best = scored.first().filter(|best| best.chosen);
    let mut canonical = naming.canonical;
    let mut source = naming.source;
    if let Some(best) = best {
        let rule = naming.candidates.iter().find(|one| Arc::ptr_eq(&one.name, &best.name));
        if let Some(rule) = rule.map(|candidate| candidate.rule) {
            // The model has weighed the rule already.
            let model = rules.iter().copied().find(|one| one.id == MODEL);
            rules = std::iter::once(rule).chain(model).collect();
            if model.is_none() {
                confidence = rule.confidence;
            }
        }
        let is_name = naming.candidates.iter().any(|one| one.name.canonical == canonical);
        if is_name && source == LemmaSource::Gazetteer && naming.noun == Noun::Own {
            canonical = best.name.canonical.clone();
        }
        if source == LemmaSource::Rule {
            source = LemmaSource::Gazetteer;
        }
        let rival = scored.get(1).is_some_and(|second| second.score > best.score * MARGIN);
        if rival || best.by_time < 0.5 {
            confidence = confidence.min(DOUBTFUL);
        }
    }
    // A bare surname may have turned out to be another person's.
    scored.iter_mut().for_each(|one| one.chosen &= one.name.entity.id == entity.id);
    Mention {
        span,
        sentence,
        canonical,
        lemma_source: Some(source),
        confidence,
        rules,
        noun: naming.noun,
        value: Value::Name(entity),
        candidates: scored,
    }
}

/// The first letters of the words of a name that have four letters or a capital, as abbreviations
/// are made of them, in lower case.
fn initials(canonical: &str) -> String {
    let words = canonical.split([' ', '-']);
    let counts = |word: &&str| word.chars().count() > 3 || word.starts_with(char::is_uppercase);
    words
        .filter(counts)
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The last word that begins with a capital, or the first word, in lower case: what a body is
/// called for short.
fn head(canonical: &str) -> String {
    let words: Vec<&str> = canonical.split(' ').collect();
    let capital = words.iter().rfind(|word| word.starts_with(char::is_uppercase));
    capital.or(words.first()).map(|word| word.to_lowercase()).unwrap_or_default()
}
