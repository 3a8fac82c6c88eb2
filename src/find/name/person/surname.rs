//! Persons by their surname alone, behind a title or not: «гетьман Дорошенко», «Шварцбарда».

use crate::decline::Cases;
use crate::find::name::Unlisted;
use crate::find::name::line::Line;
use crate::find::name::nominative;
use crate::find::name::person::given::compound;
use crate::find::name::person::{Reading, is_elsewhere};
use crate::lexicon::names::Sense;
use crate::lexicon::words::Class;
use crate::model::entity::{EntityType, NameParts};
use crate::model::mention::{Found, LemmaSource};

/// A surname behind what is written already.
pub fn surname_reading(
    line: &Line<'_>,
    at: usize,
    before: String,
    cases: Cases,
) -> Option<Reading> {
    let piece = line.get(at)?;
    let fits = |asked| nominative::surnames(line.ctx.lang, piece.text, asked, None);
    let part = fits(cases).first().cloned().or_else(|| fits(Cases::ALL).first().cloned())?;
    let source = if part.is_listed { LemmaSource::Gazetteer } else { LemmaSource::Rule };
    Some(Reading {
        canonical: format!("{before}{}", part.nominative),
        parts: NameParts { surname: part.nominative.clone(), ..NameParts::default() },
        cases: part.cases,
        gender: part.gender,
        end: at + 1,
        score: part.score,
        source,
    })
}

/// «родини Шенборнів», «рід Острозьких»: a family behind the noun that says so.
pub fn family(line: &Line<'_>, at: usize) -> Option<Found> {
    let piece = line.get(at).filter(|piece| piece.apart && piece.is_proper())?;
    let words = line.ctx.lang.words();
    line.before(at).filter(|noun| words.is(Class::Family, noun.folded))?;
    let (canonical, _) = nominative::family(piece.text, false)?;
    let parts = NameParts { surname: canonical.clone(), ..NameParts::default() };
    let span = line.span(at, at + 1);
    let unlisted = Unlisted::new(span, "name.family", EntityType::Person, "family");
    Some(Unlisted { canonical, parts, ..unlisted }.found(line))
}

/// «гетьмана Дорошенка», «полковник Бондарівський».
pub fn by_title(line: &Line<'_>, at: usize) -> Option<Found> {
    let cases = line.title_before(at)?;
    let piece = line.get(at)?;
    if !piece.apart || is_elsewhere(line, at) || line.is_attribute(at) {
        return None;
    }
    let mut name = surname_reading(line, at, String::new(), cases)?;
    hyphened(line, &mut name);
    let listed = piece.may_be(|sense| matches!(sense, Sense::Surname(..)));
    // «владика Лука» has a given name.
    if !listed && piece.is_given() {
        return None;
    }
    // «пане Начальнику» has no surname.
    if !listed
        && piece.senses.iter().all(|sense| matches!(sense, Sense::Title(_)))
        && line.is_ordinary(at)
    {
        return None;
    }
    // A place may stand behind a title too: «князь Острога».
    let agrees = name.cases.meets(cases);
    let place = nominative::places(line.ctx.lang, piece.text, Cases::GENITIVE);
    let likelier = place.first().is_some_and(|place| place.score > name.score + 2.0);
    (agrees && (listed || !likelier)).then(|| name.found(line, at, "name.titled"))
}

/// «Шварцбарда», «Грищенко»: a surname alone.
pub fn alone(line: &Line<'_>, at: usize) -> Option<Found> {
    let piece = line.get(at)?;
    let words = line.ctx.lang.words();
    let ending = words.may_be_surname(piece.folded);
    let is_listed = piece.may_be(|sense| matches!(sense, Sense::Surname(..)));
    if line.is_shouted()
        || line.is_attribute(at)
        || line.before(at).is_some_and(|b| b.text == "-" && !piece.apart)
    {
        return None;
    }
    if !is_listed && !ending
        || line.is_first(at) && !is_listed && !piece.folded.ends_with("енко")
        || line.is_first(at) && !ending
    {
        return None;
    }
    let ordinary = line.is_ordinary(at);
    if ordinary && (line.is_first(at) || !is_listed) || !is_listed && is_elsewhere(line, at) {
        return None;
    }
    // «Самарський» that nobody lists stands for what the adjective describes.
    let begins = piece.is_relational() && piece.begins_names();
    if !is_listed && (begins || piece.is_relational_feminine()) {
        return None;
    }
    // «— Жук!» calls nobody by name.
    if ordinary && line.before(at).is_some_and(|before| !before.is_word() && before.text != ",") {
        return None;
    }
    let governed = line.governed(at).unwrap_or(Cases::ALL);
    let mut name = surname_reading(line, at, String::new(), governed)?;
    hyphened(line, &mut name);
    Some(name.found(line, at, "name.surname-alone"))
}

/// Takes the second part of a double surname in.
pub fn hyphened(line: &Line<'_>, name: &mut Reading) {
    let hyphen = line.get(name.end).is_some_and(|piece| piece.text == "-" && !piece.apart);
    if hyphen && line.get(name.end + 1).is_some_and(|piece| piece.is_proper() && !piece.apart) {
        compound(line, name);
    }
}
