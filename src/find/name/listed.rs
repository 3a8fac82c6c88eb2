//! Names that the lexicon lists, in any case form.

use std::sync::Arc;

use crate::decline::Cases;
use crate::find::name::line::Line;
use crate::lexicon::names::{Head, NameId};
use crate::lexicon::rules;
use crate::model::cleaned::fold;
use crate::model::entity::EntityType;
use crate::model::mention::{Candidate, Found, LemmaSource, Naming, Noun, Reading, Rule};
use crate::model::name::{Name, NameKind, Tier};
use crate::model::span::{Clean, Span};

/// The most places of a user's gazetteer that a form is taken for.
const MOST: usize = 20;

/// Confidence from which a listed name leaves no room for others in its place.
const SURE: f64 = 0.9;

/// Proposes the longest listed form that begins at this piece, and says which piece is behind it
/// when it needs nothing more.
pub fn propose(line: &Line<'_>, at: usize, found: &mut Vec<Found>) -> Option<usize> {
    let piece = line.get(at)?;
    let names = line.ctx.lang.names();
    let mut own = from_gazetteers(line, at);
    for (form, end) in line.forms(at) {
        let span = line.span(at, end);
        if !is_whole(line, span) {
            continue;
        }
        let surface = line.ctx.cleaned.text.slice(span);
        let candidate = |(id, cases): &(NameId, Cases)| {
            let name = names.get(*id)?;
            if name.kind == NameKind::Surname && has_forename(line, at) {
                return None;
            }
            let rule = spelling(name, surface)?;
            let fit = surroundings(line, at, span, name, *cases)?;
            Some(Candidate { name: Arc::clone(name), rule, fit })
        };
        let mut candidates: Vec<Candidate> =
            names.of_form(form).iter().filter_map(candidate).collect();
        if let Some((_, own)) = own.as_mut().filter(|(known, _)| *known == span) {
            add(&mut candidates, std::mem::take(own));
        }
        if let Some(one) = proposal(span, candidates) {
            let sure = one.confidence >= SURE && !piece.is_given();
            let longer = own.filter(|(known, _)| known.len() > one.span.len());
            found.extend(longer.and_then(|(span, own)| proposal(span, own)));
            found.push(one);
            return Some(end).filter(|_| sure);
        }
    }
    found.extend(own.and_then(|(span, own)| proposal(span, own)));
    None
}

/// The longest form of the user's gazetteers that begins at this piece, and its names.
fn from_gazetteers(line: &Line<'_>, at: usize) -> Option<(Span<Clean>, Vec<Candidate>)> {
    let piece = line.get(at).filter(|piece| piece.is_capital())?;
    let start = line.span(at, at + 1).start();
    let end = line.span(0, line.pieces.len()).end();
    let text = line.ctx.cleaned.folded.slice(Span::new(start, end));
    let mut best: Option<(Span<Clean>, Vec<Candidate>)> = None;
    for gazetteer in line.ctx.gazetteers {
        for (len, hits) in gazetteer.beginning(text) {
            let span = Span::new(start, start + len);
            if best.as_ref().is_some_and(|(known, _)| known.len() > len) || !is_whole(line, span) {
                continue;
            }
            let surface = line.ctx.cleaned.text.slice(span);
            let candidate = |hit| {
                let name = gazetteer.name(hit)?;
                let rule = spelling(&name, surface)?;
                let fit = surroundings(line, at, span, &name, hit.cases)?;
                Some(Candidate { name, rule, fit })
            };
            let found: Vec<Candidate> = hits.into_iter().take(MOST).filter_map(candidate).collect();
            match best.as_mut().filter(|(known, _)| known.len() == len) {
                Some((_, known)) => known.extend(found),
                None if !found.is_empty() => best = Some((span, found)),
                None => {}
            }
        }
    }
    best.filter(|_| !piece.is_unnamed())
}

/// Adds the names of the user's gazetteers to listed ones. A place that both have is one, and takes
/// the identifiers of the gazetteer.
fn add(listed: &mut Vec<Candidate>, own: Vec<Candidate>) {
    for one in own {
        let entity = &one.name.entity;
        let same = |known: &&mut Candidate| {
            let other = &known.name.entity;
            let near = entity.point.zip(other.point).is_some_and(|(a, b)| a.is_near(b));
            near && entity.fclass == other.fclass
        };
        match listed.iter_mut().find(same) {
            Some(known) => {
                let entity = Arc::new(known.name.entity.with_ids_of(entity));
                known.name = Arc::new(Name { entity, ..Name::clone(&known.name) });
            }
            None => listed.push(one),
        }
    }
}

/// A proposal of listed names, unless there are none.
pub fn proposal(span: Span<Clean>, candidates: Vec<Candidate>) -> Option<Found> {
    let best = likeliest(&candidates)?;
    let name = &best.name;
    let rule = best.rule;
    let naming = Naming {
        kind: name.entity.kind,
        subtype: name.entity.subtype.clone(),
        canonical: name.canonical.clone(),
        source: LemmaSource::Gazetteer,
        noun: Noun::Own,
        parts: name.entity.parts.clone(),
        candidates,
    };
    let reading = Reading::Name(Box::new(naming));
    Some(Found { span, rules: vec![rule], confidence: rule.confidence, reading })
}

/// The candidate that fits best; of equals the one with the main name.
pub fn likeliest(candidates: &[Candidate]) -> Option<&Candidate> {
    let fit = |one: &Candidate| one.fit * one.rule.confidence;
    let order = |a: &&Candidate, b: &&Candidate| {
        fit(b).total_cmp(&fit(a)).then(a.name.kind.cmp(&b.name.kind))
    };
    candidates.iter().min_by(order)
}

/// The listed names with this nominative, of one type.
pub fn with_canonical(
    line: &Line<'_>,
    canonical: &str,
    kind: EntityType,
    rule: &'static Rule,
) -> Vec<Candidate> {
    let names = line.ctx.lang.names();
    let listed = names.with_canonical(&fold(canonical)).iter();
    let of_kind = listed.filter_map(|id| names.get(*id)).filter(|name| name.entity.kind == kind);
    of_kind.map(|name| Candidate { name: Arc::clone(name), rule, fit: 1.0 }).collect()
}

/// The rule by which a surface with these capitals is the name; none when they do not fit.
fn spelling(name: &Name, surface: &str) -> Option<&'static Rule> {
    let words = |text| str::split(text, [' ', '-']);
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut pairs = words(&name.canonical).zip(words(surface));
    let fits = pairs.all(|(word, written)| is_capital(written) || !is_capital(word));
    let first = surface.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let many_words = name.canonical.contains(' ');
    let rule = match (name.kind, name.entity.kind) {
        (NameKind::Abbreviation, _) if surface == name.canonical => "name.abbreviation",
        // A syllabic one declines like a noun: «Раднаркомом».
        (NameKind::Abbreviation, _) if fits && has_small(&name.canonical) => "name.abbreviation",
        (NameKind::Abbreviation, _) => return None,
        (NameKind::Surname, _) if fits => "name.surname",
        (_, EntityType::Person) if fits && many_words => "name.forename-surname",
        (_, EntityType::Organization) if name.tier == Tier::Quoted && first => "name.quoted",
        (_, EntityType::Organization) if first => "name.listed",
        (_, EntityType::Organization) if many_words => "name.listed-lower",
        _ if fits => "name.listed",
        _ => return None,
    };
    Some(rules::get(rule))
}

/// How well what stands around fits the name, 0 to 1; none when the name needs a cue and has none.
fn surroundings(
    line: &Line<'_>,
    at: usize,
    span: Span<Clean>,
    name: &Name,
    cases: Cases,
) -> Option<f64> {
    let governed = line.governed(at);
    let agrees = governed.is_none_or(|asked| asked.meets(cases));
    let fit = if agrees { 1.0 } else { 0.7 } * hint(line, at, name);
    // «Решта» that begins a sentence is not of Решт.
    let oblique = !cases.meets(Cases::NOMINATIVE) && name.entity.kind == EntityType::Place;
    if oblique && line.is_first(at) && line.is_ordinary(at) && !name.canonical.contains(' ') {
        return None;
    }
    match name.tier {
        Tier::Anywhere => Some(fit),
        _ if line.is_name => Some(fit),
        Tier::Quoted => is_quoted(line, span).then_some(fit),
        Tier::WithCue => {
            let noun = line.place_noun(at).is_some();
            // A preposition before a place: «у Раві», not «Рава».
            let preposition = governed.is_some() && agrees && !line.is_first(at);
            let after_given =
                line.before(at).is_some_and(|piece| piece.is_capital() && piece.is_given());
            if after_given || !(noun || preposition) {
                return None;
            }
            Some(if noun { fit } else { 0.9 * fit })
        }
    }
}

/// How well the noun before a name, over an opening quotation mark, fits what it names: «партія
/// „Алаш“» is no autonomy.
fn hint(line: &Line<'_>, at: usize, name: &Name) -> f64 {
    let marked = line.before(at).is_some_and(|mark| "«„“\"".contains(mark.text));
    let Some(noun) = at.checked_sub(if marked { 2 } else { 1 }) else { return 1.0 };
    let entity = &name.entity;
    let before = |head: &Head| head.name || head.quoted;
    if line.head(noun, before).is_none() {
        return 1.0;
    }
    let same = |head: &Head| head.kind == entity.kind && head.subtype == entity.subtype;
    if line.head(noun, same).is_some() { 1.0 } else { 0.7 }
}

/// Whether quotation marks stand at both ends.
fn is_quoted(line: &Line<'_>, span: Span<Clean>) -> bool {
    let text = line.ctx.cleaned.text.as_str();
    let before = text.get(..span.start()).unwrap_or_default();
    let after = text.get(span.end()..).unwrap_or_default();
    before.ends_with(['«', '„', '“', '"']) && after.starts_with(['»', '“', '”', '"'])
}

/// Whether a surname has a forename or initial before it: it is then somebody else's, since that
/// of the known person makes a longer name.
fn has_forename(line: &Line<'_>, at: usize) -> bool {
    let Some(before) = line.before(at) else { return false };
    if before.text == "." {
        return at >= 2 && line.get(at - 2).is_some_and(super::line::Piece::is_initial);
    }
    before.is_given() && before.is_capital()
}

fn has_small(text: &str) -> bool {
    text.contains(char::is_lowercase)
}

/// Whether the span is no part of a longer word, also over a hyphen: «Алаш» in «Алаш-орда» is
/// not, «Київ» in «Київ-Львів» is, since both parts are names.
fn is_whole(line: &Line<'_>, span: Span<Clean>) -> bool {
    let text = line.ctx.cleaned.folded.as_str();
    let left = text.get(..span.start()).unwrap_or_default();
    let right = text.get(span.end()..).unwrap_or_default();
    let outside = |c: char| !(c.is_alphanumeric() || c == '\'');
    if !right.starts_with(outside) && !right.is_empty() && !right.starts_with("' ") {
        return false;
    }
    let names = line.ctx.lang.names();
    let is_name = |word: &str| word.is_empty() || names.is_form(word);
    let before = left.strip_suffix('-').and_then(|left| left.rsplit(outside).next());
    let after = right.strip_prefix('-').and_then(|right| right.split(outside).next());
    before.is_none_or(is_name) && after.is_none_or(is_name)
}
