//! Places that no table lists, by the noun or preposition before them and by their ending.

use crate::decline::{Cases, Part};
use crate::find::name::line::{Line, Piece};
use crate::find::name::{Unlisted, is_settled, nominative};
use crate::lexicon::names::{Head, Sense};
use crate::model::entity::{EntityType, NameParts};
use crate::model::mention::{Found, Reading};

/// The least logarithm of the probability of a place that only a preposition speaks for.
const LEAST: f64 = -24.0;

/// Proposes the place whose name begins at this piece.
pub fn propose(line: &Line<'_>, at: usize, found: &mut Vec<Found>) {
    let Some(piece) = line.get(at).filter(|piece| piece.is_proper() && !piece.is_unnamed()) else {
        return;
    };
    if line.is_shouted() || line.ctx.lang.words().is_function(piece.folded) {
        return;
    }
    if !piece.apart && line.before(at).is_some_and(|hyphen| hyphen.text == "-") {
        return;
    }
    if let Some((head, cases)) = line.place_noun(at) {
        found.extend(behind_noun(line, at, head, cases));
    }
    if is_settled(line, at, found) {
        return;
    }
    found.extend(land(line, at));
    found.extend(behind_preposition(line, at));
    found.extend(described(line, at));
    let listed = in_list(line, at, found);
    found.extend(listed);
    // Nothing else may be known of the word.
    let span = line.span(at, at + 1);
    if !found.iter().rev().take(4).any(|one| one.span.contains(&span)) {
        found.extend(unknown(line, at));
    }
}

/// A name of one to three capital words.
struct Name {
    end: usize,
    canonical: String,
    cases: Cases,
    score: f64,
}

/// «місті Мінську», «села Великих Сорочинців», «р. Рось».
fn behind_noun(line: &Line<'_>, at: usize, head: &Head, cases: Cases) -> Option<Found> {
    let abbreviated = head.noun.ends_with('.');
    let asked = if abbreviated { Cases::ALL } else { cases.or(Cases::NOMINATIVE) };
    let name = words(line, at, asked)?;
    let span = line.span(at, name.end);
    Some(
        Unlisted {
            canonical: name.canonical,
            ..Unlisted::new(span, "name.place-noun", EntityType::Place, &head.subtype)
        }
        .found(line),
    )
}

/// The name that begins here, of an adjective and a noun or of one word.
fn words(line: &Line<'_>, at: usize, cases: Cases) -> Option<Name> {
    let piece = line.get(at)?;
    let lang = line.ctx.lang;
    let next = line.get(at + 1).filter(|next| next.is_proper() && next.apart && !next.is_given());
    if let Some(next) = next {
        for guess in nominative::places(lang, next.text, cases).iter().take(3) {
            let adjective = nominative::adjective(lang, piece.text, guess.cases, guess.gender);
            if let Some(adjective) = adjective {
                let canonical = format!("{adjective} {}", guess.nominative);
                let (cases, score) = (guess.cases, guess.score);
                return Some(Name { end: at + 2, canonical, cases, score });
            }
        }
    }
    let guess = nominative::places(lang, piece.text, cases).first().cloned()?;
    let mut name =
        Name { end: at + 1, canonical: guess.nominative, cases: guess.cases, score: guess.score };
    // «Корсуня-Шевченківського», «Ростова-на-Дону».
    while line.folded(name.end) == "-"
        && let Some(part) = line.get(name.end + 1).filter(|part| part.is_word() && !part.apart)
    {
        let adjective = nominative::adjective(lang, part.text, name.cases, guess.gender);
        name.canonical.push('-');
        name.canonical.push_str(&adjective.unwrap_or_else(|| part.text.to_owned()));
        name.end += 2;
    }
    Some(name)
}

/// «Зангезурщина»: what ends so is a land.
fn land(line: &Line<'_>, at: usize) -> Option<Found> {
    let piece = line.get(at)?;
    let stem = ["щин", "ччин"].iter().any(|part| {
        piece
            .folded
            .rsplit_once(part)
            .is_some_and(|(stem, end)| stem.chars().count() > 2 && end.chars().count() <= 2)
    });
    let guess = (stem && !line.is_ordinary(at))
        .then(|| nominative::places(line.ctx.lang, piece.text, Cases::ALL))
        .and_then(|places| places.first().cloned())?;
    Some(
        Unlisted {
            canonical: guess.nominative,
            ..Unlisted::new(line.span(at, at + 1), "name.land", EntityType::Place, "region")
        }
        .found(line),
    )
}

/// «у Мотовилівці», «під Конотопом»: a preposition of place and a case that it asks for.
fn behind_preposition(line: &Line<'_>, at: usize) -> Option<Found> {
    let piece = line.get(at)?;
    let preposition = line.before(at)?.folded;
    let asked = line.ctx.lang.words().places(preposition)?;
    let person = is_person(line, at, preposition);
    if !piece.apart || person || line.is_attribute(at) {
        return None;
    }
    let name = words(line, at, asked)?;
    let ordinary = name.end == at + 1 && line.is_ordinary(at);
    (name.score > LEAST && !ordinary).then(|| {
        let span = line.span(at, name.end);
        Unlisted {
            canonical: name.canonical,
            ..Unlisted::new(span, "name.place-preposition", EntityType::Place, "settlement")
        }
        .found(line)
    })
}

/// «Гнилий Тікич», «Великого Глибочка»: an ordinary adjective and a noun, both with a capital.
fn described(line: &Line<'_>, at: usize) -> Option<Found> {
    let next = line.get(at + 1).filter(|next| {
        next.is_proper() && next.apart && !next.is_given() && !line.is_ordinary(at + 1)
    })?;
    let adjective = line.roles(at).is_adjective();
    if line.is_first(at) || !adjective || next.is_unnamed() || near_quote(line, at) {
        return None;
    }
    let name = words(line, at, line.governed(at).unwrap_or(Cases::ALL))?;
    (name.end == at + 2).then(|| {
        let span = line.span(at, name.end);
        Unlisted {
            canonical: name.canonical,
            ..Unlisted::new(span, "name.place-adjective", EntityType::Place, "settlement")
        }
        .found(line)
    })
}

/// «сіл Сприня та Недільна», «у Ставищі, Любчі»: what a list of places goes on with.
fn in_list(line: &Line<'_>, at: usize, found: &[Found]) -> Option<Found> {
    let mut from = at;
    loop {
        let separator = from.checked_sub(1).filter(|before| line.separates(*before))?;
        let end = line.span(0, separator).end();
        let is_place = |one: &&Found| matches!(&one.reading, Reading::Name(name) if name.kind == EntityType::Place);
        let place = found.iter().filter(is_place).find(|one| one.span.end() == end)?;
        from =
            (0..separator).rev().find(|at| line.span(*at, at + 1).start() <= place.span.start())?;
        let preposition =
            line.before(from).and_then(|one| line.ctx.lang.words().places(one.folded));
        let noun = line.place_noun(from).map(|(_, cases)| cases.or(Cases::NOMINATIVE));
        let Some(asked) = preposition.or(noun) else { continue };
        if line.is_attribute(at) || line.is_ordinary(at) || line.get(at)?.is_given() {
            return None;
        }
        let name = words(line, at, asked)?;
        let person = line.get(name.end).is_some_and(|next| next.is_proper() && next.apart);
        return (name.score > LEAST && !person).then(|| {
            let span = line.span(at, name.end);
            Unlisted {
                canonical: name.canonical,
                ..Unlisted::new(span, "name.place-list", EntityType::Place, "settlement")
            }
            .found(line)
        });
    }
}

/// Whether the word looks like a surname or given name more than like a place. A locative behind
/// «в» or «на» is no person's.
fn is_person(line: &Line<'_>, at: usize, preposition: &str) -> bool {
    let Some(piece) = line.get(at) else { return true };
    if piece.is_given()
        && matches!(preposition, "від" | "од" | "з" | "із" | "зі" | "за" | "до" | "через")
    {
        return true;
    }
    let inside =
        matches!(preposition, "в" | "у" | "на" | "по" | "під" | "біля" | "коло" | "поблизу");
    let surname = piece.may_be(|sense| matches!(sense, Sense::Surname(..)))
        || line.ctx.lang.words().may_be_surname(piece.folded);
    surname && !inside
}

/// A capital word inside a sentence of which nothing else is known: what it ends like decides.
fn unknown(line: &Line<'_>, at: usize) -> Option<Found> {
    let piece = line.get(at)?;
    let known =
        |sense: &Sense| !matches!(sense, Sense::Form(_) | Sense::Begins | Sense::Complement);
    if line.is_first(at)
        || piece.has_latin()
        || piece.may_be(known)
        || line.is_ordinary(at)
        || line.is_abbreviated(at)
        || line.is_attribute(at)
        || !piece.apart && line.folded(at.checked_sub(1)?) != "("
    {
        return None;
    }
    if line.get(at + 1).is_some_and(|next| next.text == "-" && !next.apart) || near_quote(line, at)
    {
        return None;
    }
    let lang = line.ctx.lang;
    let governed = line.governed(at).unwrap_or(Cases::ALL);
    let place = nominative::places(lang, piece.text, governed).first().cloned();
    let person = nominative::surnames(lang, piece.text, governed, None).first().cloned();
    let place_score = place.as_ref().map_or(f64::MIN, |place| place.score);
    let person_score = person.as_ref().map_or(f64::MIN, |person| person.score);
    let adjective = place.as_ref().is_some_and(|place| place.part == Part::Adjective)
        || !lang.morphology().adjective.readings(piece.folded).is_empty()
            && line.get(at + 1).is_some_and(|next| next.is_word() && next.apart);
    let surname = lang.words().may_be_surname(piece.folded);
    if adjective && (!surname || piece.is_relational_feminine()) {
        return None;
    }
    let span = line.span(at, at + 1);
    let unlisted = |kind, subtype| Unlisted::new(span, "name.capital", kind, subtype);
    let one = if place_score > person_score {
        let canonical = place?.nominative;
        Unlisted { canonical, ..unlisted(EntityType::Place, "settlement") }
    } else {
        let canonical = person?.nominative;
        let parts = NameParts { surname: canonical.clone(), ..NameParts::default() };
        Unlisted { canonical, parts, ..unlisted(EntityType::Person, "person") }
    };
    Some(one.found(line))
}

/// Whether the word is the first or last inside quotation marks, as in titles of works.
fn near_quote(line: &Line<'_>, at: usize) -> bool {
    let mark =
        |piece: Option<&Piece<'_>>| piece.is_some_and(|piece| "«»„“”\"".contains(piece.text));
    mark(line.before(at)) || mark(line.get(at + 1))
}
