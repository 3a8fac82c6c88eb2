//! Which proposals are names: the model decides, and finds names that no rule proposed.

use crate::chain::{Example, Model, Segment};
use crate::decline::Cases;
use crate::find::name::features::{self, labels, sequences};
use crate::find::name::line::{Line, Piece};
use crate::find::name::{Sheet, Unlisted, nominative, whole};
use crate::lexicon::names::Sense;
use crate::lexicon::rules;
use crate::model::entity::{EntityType, NameParts};
use crate::model::mention::{Found, LemmaSource, Reading};
use crate::model::span::{Clean, Raw, Span};

/// What the features of a model mean, to be compared with [`Model::fits`].
pub const FEATURES: u32 = features::VERSION;

/// The types in the order of the model's kinds.
const KINDS: [EntityType; 3] = [EntityType::Place, EntityType::Organization, EntityType::Person];

/// Confidence from which a rule stands against a segment of which the model is less sure than
/// [`UNSURE`] and that contradicts it in span or type.
const SURE: f64 = 0.85;

/// Probability below which the model gives way to rules that are sure.
const UNSURE: f64 = 0.8;

/// Leaves of the proposals of a document those that the model takes for names, and adds what it
/// finds besides. Dates stand: their patterns are closed.
pub fn decide(model: &Model, sheets: &mut [Sheet<'_>]) {
    let labels = labels(sheets);
    for sheet in sheets {
        let mut segments: Vec<Segment> = Vec::new();
        for (from, sequence) in sequences(sheet, &labels) {
            segments.extend(model.segments(&sequence).into_iter().map(|one| Segment {
                from: one.from + from,
                to: one.to + from,
                ..one
            }));
        }
        let Sheet { line: Some(line), chosen, others } = sheet else { continue };
        let mut proposals: Vec<Found> = std::mem::take(others);
        let is_date = |one: &Found| matches!(one.reading, Reading::Date(_));
        let (dates, names): (Vec<_>, Vec<_>) = chosen.drain(..).partition(is_date);
        let contradicted = |one: &&Found| {
            let mut unsure = overlapping(line, &segments, one.span)
                .filter(|segment| segment.probability < UNSURE);
            one.confidence >= SURE && unsure.any(|segment| !says(line, segment, one))
        };
        // What stands already: dates, and what rules are surer of than the model.
        chosen.extend(names.iter().filter(contradicted).cloned());
        chosen.extend(dates);
        chosen.sort_by_key(|one| one.span);
        proposals.extend(names);
        proposals.sort_by_key(|one| one.span);
        let mut found = Vec::with_capacity(segments.len());
        for segment in &segments {
            let span = line.span(segment.from, segment.to);
            let next = chosen.partition_point(|one| one.span.end() <= span.start());
            if !chosen.get(next).is_some_and(|one| one.span.overlaps(&span)) {
                found.push(mention(line, segment, &proposals));
            }
        }
        chosen.extend(found);
        chosen.sort_by_key(|one| one.span);
    }
}

/// What the annotated names of a document teach: its stretches, and where names are in them.
pub fn examples(sheets: &[Sheet<'_>], names: &[(Span<Raw>, EntityType)]) -> Vec<Example> {
    let labels = labels(sheets);
    let mut examples = Vec::new();
    for sheet in sheets {
        let Some(line) = &sheet.line else { continue };
        let known = known(line, names);
        for (from, sequence) in sequences(sheet, &labels) {
            let to = from + sequence.len();
            let inside = known.iter().filter(|(start, end, _)| from <= *start && *end <= to);
            let segments: Vec<(usize, usize, usize)> =
                inside.map(|(start, end, kind)| (start - from, end - from, *kind)).collect();
            examples.push(Example::new(sequence, &segments));
        }
    }
    examples
}

/// The annotated names of a sentence: first piece, piece behind, kind.
fn known(line: &Line<'_>, names: &[(Span<Raw>, EntityType)]) -> Vec<(usize, usize, usize)> {
    let spans: Vec<Span<Raw>> =
        (0..line.pieces.len()).map(|at| line.ctx.cleaned.to_raw(line.span(at, at + 1))).collect();
    let mut known = Vec::new();
    for (name, kind) in names {
        let from = spans.iter().position(|span| span.start() == name.start());
        let to = spans.iter().position(|span| span.end() == name.end());
        let kind = KINDS.iter().position(|one| one == kind);
        if let (Some(from), Some(to), Some(kind)) = (from, to, kind) {
            known.push((from, to + 1, kind));
        }
    }
    known
}

/// The type of a segment.
fn kind_of(segment: &Segment) -> EntityType {
    KINDS.get(segment.kind).copied().unwrap_or(EntityType::Place)
}

/// The segments that overlap a span; a sentence may have too many to look at all.
fn overlapping<'s>(
    line: &Line<'_>,
    segments: &'s [Segment],
    span: Span<Clean>,
) -> impl Iterator<Item = &'s Segment> {
    let of = |segment: &Segment| line.span(segment.from, segment.to);
    let from = segments.partition_point(|segment| of(segment).end() <= span.start());
    let to = segments.partition_point(|segment| of(segment).start() < span.end());
    segments.get(from..to).unwrap_or_default().iter()
}

/// Whether a proposal says the same as a segment.
fn says(line: &Line<'_>, segment: &Segment, one: &Found) -> bool {
    let kind = kind_of(segment);
    one.span == line.span(segment.from, segment.to)
        && matches!(&one.reading, Reading::Name(naming) if naming.kind == kind)
}

/// A segment as a mention: the surest proposal that says the same, of those in order, or a reading
/// of its own.
fn mention(line: &Line<'_>, segment: &Segment, proposals: &[Found]) -> Found {
    let span = line.span(segment.from, segment.to);
    let from = proposals.partition_point(|one| one.span < span);
    let same = proposals.get(from..).unwrap_or_default().iter();
    let same = same.take_while(|one| one.span == span).filter(|one| says(line, segment, one));
    let mut found = match same.max_by(|a, b| a.confidence.total_cmp(&b.confidence)) {
        Some(best) => {
            let mut found = best.clone();
            found.rules.push(rules::get("name.model"));
            found
        }
        None => unproposed(line, segment),
    };
    // Three digits say all that the calibration supports.
    found.confidence = (segment.probability * 1e3).round() / 1e3;
    found
}

/// What the model alone takes for a name.
fn unproposed(line: &Line<'_>, segment: &Segment) -> Found {
    let Segment { from, to, .. } = *segment;
    let kind = kind_of(segment);
    let own = Line::alone(line.ctx, line.pieces.get(from..to).unwrap_or_default().to_vec());
    let one_word = line.get(from).filter(|_| to == from + 1);
    let in_quotes = line.before(from).is_some_and(|mark| "«„“\"".contains(mark.text));
    let (canonical, source, parts) = one_word
        .and_then(|piece| elliptical(line, from, piece, kind))
        .or_else(|| of_word(line, from, one_word?, kind))
        .or_else(|| {
            let short =
                in_quotes || one_word.is_some() || line.get(from).is_some_and(Piece::is_upper);
            let quoted = kind == EntityType::Organization && short;
            quoted.then(|| {
                let cases = line.governed(from - usize::from(in_quotes)).unwrap_or(Cases::ALL);
                let canonical = nominative::of_quoted(line, from, to, cases);
                (canonical, LemmaSource::Rule, NameParts::default())
            })
        })
        .or_else(|| whole(&own, kind).map(|known| (known.canonical, known.source, known.parts)))
        .unwrap_or_else(|| {
            let (canonical, source) = nominative::of_words(&own, kind);
            (canonical, source, NameParts::default())
        });
    let usual = match kind {
        EntityType::Place => "settlement",
        EntityType::Organization => "institution",
        EntityType::Person => "person",
    };
    let head = (from..to).find_map(|at| line.head(at, |head| head.kind == kind));
    let subtype = head.map_or(usual, |(head, _)| &head.subtype);
    let unlisted = Unlisted::new(line.span(from, to), "name.model", kind, subtype);
    Unlisted { canonical, source, parts, ..unlisted }.found(line)
}

/// How far from an adjective its noun is looked for, in pieces.
const REACH: usize = 14;

/// «Дубенське» beside «Луцьке братство»: an adjective with the nearest noun of its sentence that
/// makes names of this type and that it agrees with.
fn elliptical(
    line: &Line<'_>,
    at: usize,
    piece: &Piece<'_>,
    kind: EntityType,
) -> Option<(String, LemmaSource, NameParts)> {
    if kind == EntityType::Person || !piece.is_relational() {
        return None;
    }
    let lang = line.ctx.lang;
    let readings = lang.morphology().adjective.readings(piece.folded);
    let near = (1..=REACH).flat_map(|far| [at.checked_sub(far), Some(at + far)]).flatten();
    let mut heads = near.filter_map(|noun| {
        let names = lang.names();
        line.get(noun)?.senses.iter().find_map(|sense| {
            let (index, plural) = match sense {
                Sense::Head(index, _) => (index, false),
                Sense::SharedHead(index, _) => (index, true),
                _ => return None,
            };
            let head = names.head(*index).filter(|head| head.kind == kind && head.adjective)?;
            let agrees = plural || readings.iter().any(|one| one.gender == head.gender);
            agrees.then_some(head)
        })
    });
    let head = heads.next()?;
    let adjective = nominative::member(lang, piece.text, head.gender)?;
    let canonical = format!("{adjective} {}", head.noun);
    Some((canonical, LemmaSource::Coordination, NameParts::default()))
}

/// The likeliest nominative of a place or person of one word, by what stands before it.
fn of_word(
    line: &Line<'_>,
    at: usize,
    piece: &Piece<'_>,
    kind: EntityType,
) -> Option<(String, LemmaSource, NameParts)> {
    let lang = line.ctx.lang;
    let cases = line.governed(at).unwrap_or(Cases::ALL);
    let (canonical, parts) = match kind {
        EntityType::Organization => return None,
        EntityType::Place => {
            let guess = nominative::places(lang, piece.text, cases).first().cloned()?;
            (guess.nominative, NameParts::default())
        }
        // A given name tells its nominative better than endings do.
        EntityType::Person if piece.is_given() => return None,
        EntityType::Person => {
            let part = nominative::surnames(lang, piece.text, cases, None).first().cloned()?;
            let surname = part.nominative.clone();
            (part.nominative, NameParts { surname, ..NameParts::default() })
        }
    };
    Some((canonical, LemmaSource::Rule, parts))
}
