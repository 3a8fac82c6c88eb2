//! Places, organizations and persons: listed ones in any case form, and others by what they are
//! made of.
//!
//! Each rule is a function that proposes; `choose` decides between proposals. A sentence becomes a
//! [`Line`] first, so that every word is looked up once.

mod abbreviation;
mod body;
mod coordination;
pub mod decide;
mod features;
mod line;
mod listed;
mod nominative;
mod person;
mod place;
pub mod recall;
mod word;

use crate::find::Ctx;
use crate::find::name::line::Line;
use crate::lexicon::rules;
use crate::model::entity::{EntityType, NameParts};
use crate::model::layout::{Sentence, TokenKind};
use crate::model::mention::{Found, LemmaSource, Naming, Noun, Reading};
use crate::model::span::{Clean, Span};

/// A rule proposes what begins at, or hangs on, one piece of a sentence.
type Propose = fn(&Line<'_>, usize, &mut Vec<Found>);

/// The rules for names that begin at a piece.
static RULES: &[Propose] = &[person::propose, place::propose, abbreviation::propose];

/// The rules for names that a noun makes, which may stand at their end.
static NOUN_RULES: &[Propose] = &[body::propose, coordination::propose];

/// A sentence with what the rules propose of it.
pub struct Sheet<'a> {
    /// Its pieces; none when nothing in it can be part of a name.
    pub line: Option<Line<'a>>,
    /// What stands, in order and without overlaps; dates too.
    pub chosen: Vec<Found>,
    /// What else was proposed.
    pub others: Vec<Found>,
}

/// Proposes every name of a sentence.
pub fn find<'a>(ctx: &'a Ctx<'a>, sentence: &Sentence, found: &mut Vec<Found>) -> Option<Line<'a>> {
    let line = Line::of(ctx, sentence);
    if !line.has_names() {
        return None;
    }
    apply(&line, found);
    Some(line)
}

/// Whether a proposal covers a piece that no weak rule can beat.
fn is_settled(line: &Line<'_>, at: usize, found: &[Found]) -> bool {
    let span = line.span(at, at + 1);
    let covers = |one: &Found| one.span.contains(&span) && one.confidence >= SETTLED;
    found.iter().rev().take_while(|one| one.span.end() + NEAR > span.start()).any(covers)
}

/// Confidence from which a proposal makes weak rules needless.
const SETTLED: f64 = 0.8;

/// How far back proposals are looked at, in bytes.
const NEAR: usize = 200;

/// Applies every rule at every piece.
fn apply(line: &Line<'_>, found: &mut Vec<Found>) {
    // What a listed name covers begins no other name; only a noun behind it may take it in.
    let mut covered = 0;
    for (at, piece) in line.pieces.iter().enumerate() {
        if piece.kind == TokenKind::Mark {
            body::quoted_alone(line, at, found);
            continue;
        }
        // Most words are small and listed nowhere.
        if piece.senses.is_empty() && !piece.is_capital() {
            continue;
        }
        if at >= covered {
            if let Some(end) = listed::propose(line, at, found) {
                covered = end;
            }
            for rule in RULES {
                rule(line, at, found);
            }
        }
        for rule in NOUN_RULES {
            rule(line, at, found);
        }
    }
}

/// The nominative of a name that stands without a text, when it is known to name a place, body or
/// person, and where it comes from.
pub fn nominative(ctx: &Ctx<'_>, kind: EntityType) -> (String, LemmaSource) {
    let all = Sentence { span: ctx.cleaned.text.span(), tokens: 0..ctx.layout.tokens.len() };
    let mut line = Line::of(ctx, &all);
    line.is_name = true;
    match whole(&line, kind) {
        Some(naming) => (naming.canonical, naming.source),
        None => nominative::of_words(&line, kind),
    }
}

/// What the rules make of all pieces of a line, as a name of this type.
fn whole(line: &Line<'_>, kind: EntityType) -> Option<Naming> {
    let mut found = Vec::new();
    apply(line, &mut found);
    let whole = line.span(0, line.pieces.len());
    let fits = |one: &Found| one.span == whole;
    let readings = found.into_iter().filter(fits).filter_map(|one| match one.reading {
        Reading::Name(naming) if naming.kind == kind => Some((one.confidence, *naming)),
        Reading::Name(naming) => of_kind(*naming, kind).map(|naming| (one.confidence, naming)),
        Reading::Date(_) => None,
    });
    let best = readings.max_by(|a, b| {
        let listed = |naming: &Naming| naming.source == LemmaSource::Gazetteer;
        listed(&a.1).cmp(&listed(&b.1)).then(a.0.total_cmp(&b.0))
    });
    best.map(|(_, naming)| naming)
}

/// The reading of a listed form that names something of another type as well.
fn of_kind(mut naming: Naming, kind: EntityType) -> Option<Naming> {
    naming.candidates.retain(|one| one.name.entity.kind == kind);
    let best = listed::likeliest(&naming.candidates)?;
    naming.canonical.clone_from(&best.name.canonical);
    Some(naming)
}

/// A name that no table lists.
struct Unlisted {
    span: Span<Clean>,
    rule: &'static str,
    kind: EntityType,
    subtype: String,
    canonical: String,
    source: LemmaSource,
    noun: Noun,
    parts: NameParts,
}

impl Unlisted {
    fn new(span: Span<Clean>, rule: &'static str, kind: EntityType, subtype: &str) -> Self {
        Self {
            span,
            rule,
            kind,
            subtype: subtype.to_owned(),
            canonical: String::new(),
            source: LemmaSource::Rule,
            noun: Noun::Own,
            parts: NameParts::default(),
        }
    }

    /// The proposal, with the listed names that have the same nominative.
    fn found(self, line: &Line<'_>) -> Found {
        let rule = rules::get(self.rule);
        let canonical = nominative::mended(line.ctx.lang, self.canonical);
        let candidates = listed::with_canonical(line, &canonical, self.kind, rule);
        let naming = Naming {
            kind: self.kind,
            subtype: self.subtype,
            canonical,
            source: self.source,
            candidates,
            noun: self.noun,
            parts: self.parts,
        };
        let reading = Reading::Name(Box::new(naming));
        Found { span: self.span, rules: vec![rule], confidence: rule.confidence, reading }
    }
}
