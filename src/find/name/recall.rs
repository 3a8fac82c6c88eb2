//! What a document says of its own names: surnames and places that it names clearly somewhere are
//! found everywhere, and of two nominatives the one that stands in the text is right.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::decline::Cases;
use crate::find::Ctx;
use crate::find::name::line::{Line, Piece};
use crate::find::name::{Sheet, Unlisted, nominative};
use crate::lexicon::names::Sense;
use crate::model::cleaned::fold;
use crate::model::entity::{EntityType, NameParts};
use crate::model::mention::{Found, LemmaSource, Naming, Reading};
use crate::model::span::{Clean, Span};

/// Confidence from which a mention is clear; weaker ones prove nothing and stand back.
const SURE: f64 = 0.7;

/// A name that the document names clearly.
#[derive(Debug, Clone)]
struct Known {
    kind: EntityType,
    subtype: String,
    nominative: String,
}

/// Adds the proposals that follow from the names of the whole document to those of its sentences,
/// and settles nominatives by its words.
pub fn recall(ctx: &Ctx<'_>, sheets: &mut [Sheet<'_>]) {
    let known = known(sheets);
    let beginnings: FxHashSet<&str> = known.keys().map(|name| beginning(name)).collect();
    // Most documents have no nominative to settle.
    let words = LazyCell::new(|| words(ctx));
    for sheet in sheets {
        for one in &mut sheet.chosen {
            if let Reading::Name(naming) = &mut one.reading {
                settle(ctx, &words, one.span, naming);
            }
        }
        if let Some(line) = sheet.line.as_ref().filter(|_| !known.is_empty()) {
            again(line, &known, &beginnings, &mut sheet.chosen);
        }
    }
}

/// The surnames, places and one-word bodies of the mentions, by their nominative in lower case.
fn known(sheets: &[Sheet<'_>]) -> FxHashMap<String, Known> {
    let mut known: FxHashMap<String, Known> = FxHashMap::default();
    let chosen = sheets.iter().flat_map(|sheet| &sheet.chosen);
    let sure = chosen.filter(|one| one.confidence >= SURE);
    for one in sure {
        let Reading::Name(naming) = &one.reading else { continue };
        let nominative = match naming.kind {
            EntityType::Person => &naming.parts.surname,
            _ => &naming.canonical,
        };
        if nominative.is_empty() || nominative.contains([' ', '.']) {
            continue;
        }
        known.entry(fold(nominative)).or_insert_with(|| Known {
            kind: naming.kind,
            subtype: naming.subtype.clone(),
            nominative: nominative.clone(),
        });
    }
    known
}

/// Every capital word of the document, in lower case.
fn words<'a>(ctx: &Ctx<'a>) -> FxHashSet<&'a str> {
    let capital = ctx.layout.tokens.iter().filter(|token| token.is_capital());
    capital.map(|token| ctx.cleaned.folded.slice(token.span)).collect()
}

/// Proposes what the document names elsewhere for capital words that nothing covers, or only a
/// weak guess does.
fn again(
    line: &Line<'_>,
    known: &FxHashMap<String, Known>,
    beginnings: &FxHashSet<&str>,
    found: &mut Vec<Found>,
) {
    // Both the words and what was found come in order, so that each is passed once.
    let mut before = std::mem::take(found).into_iter().peekable();
    for (at, piece) in line.pieces.iter().enumerate() {
        let span = line.span(at, at + 1);
        found.extend(std::iter::from_fn(|| before.next_if(|one| one.span.end() <= span.start())));
        let sure = |one: &Found| one.confidence >= SURE && one.span.overlaps(&span);
        if !piece.is_proper()
            || !beginnings.contains(beginning(piece.folded))
            || piece.is_unnamed()
            || before.peek().is_some_and(sure)
            || line.is_first(at) && line.is_ordinary(at)
        {
            continue;
        }
        let Some(one) = known_form(line, piece, known) else { continue };
        while before.next_if(|other| other.span.overlaps(&span)).is_some() {}
        let parts = match one.kind {
            EntityType::Person => {
                NameParts { surname: one.nominative.clone(), ..NameParts::default() }
            }
            _ => NameParts::default(),
        };
        found.push(
            Unlisted {
                canonical: one.nominative.clone(),
                source: LemmaSource::Evidence,
                parts,
                ..Unlisted::new(span, "name.recalled", one.kind, &one.subtype)
            }
            .found(line),
        );
    }
    found.extend(before);
}

/// The first letters of a name, which no case changes.
fn beginning(name: &str) -> &str {
    name.char_indices().nth(3).and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

/// The known name of which the word is a form.
fn known_form<'k>(
    line: &Line<'_>,
    piece: &Piece<'_>,
    known: &'k FxHashMap<String, Known>,
) -> Option<&'k Known> {
    if let Some(one) = known.get(piece.folded) {
        return Some(one);
    }
    let lang = line.ctx.lang;
    let surnames = nominative::surnames(lang, piece.text, Cases::ALL, None);
    let known_as = |name: &str| known.get(&fold(name));
    let mut person = surnames.iter().filter_map(|part| known_as(&part.nominative));
    let person = person.find(|one| one.kind == EntityType::Person);
    person.or_else(|| {
        let places = nominative::places(lang, piece.text, Cases::ALL);
        let mut other = places.iter().filter_map(|guess| known_as(&guess.nominative));
        other.find(|one| one.kind != EntityType::Person)
    })
}

/// Takes the nominative that the document itself has for the one that rules would choose, when
/// only one of the possible ones stands there.
fn settle<'a>(
    ctx: &Ctx<'a>,
    words: &LazyCell<FxHashSet<&'a str>, impl FnOnce() -> FxHashSet<&'a str>>,
    span: Span<Clean>,
    naming: &mut Naming,
) {
    let guessed = naming.source == LemmaSource::Rule && naming.candidates.is_empty();
    if !guessed
        || naming.canonical.contains([' ', '-'])
        || words.contains(&*fold(&naming.canonical))
    {
        return;
    }
    let surface = ctx.cleaned.text.slice(span);
    let listed = |sense: &Sense| matches!(sense, Sense::Surname(..));
    if ctx.lang.names().senses(ctx.cleaned.folded.slice(span)).iter().any(listed) {
        return;
    }
    let nominatives: BTreeSet<String> = match naming.kind {
        EntityType::Person => nominative::surnames(ctx.lang, surface, Cases::ALL, None)
            .iter()
            .map(|part| part.nominative.clone())
            .collect(),
        EntityType::Place => nominative::places(ctx.lang, surface, Cases::ALL)
            .iter()
            .map(|guess| guess.nominative.clone())
            .collect(),
        EntityType::Organization => return,
    };
    let other = |name: &&String| **name != surface && words.contains(&*fold(name));
    let mut there = nominatives.iter().filter(other);
    if let (Some(name), None) = (there.next(), there.next()) {
        naming.canonical.clone_from(name);
        naming.source = LemmaSource::Evidence;
        if naming.kind == EntityType::Person {
            naming.parts.surname.clone_from(name);
        }
    }
}
