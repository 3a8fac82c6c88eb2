//! Persons whose name begins with a given name: «Симона Петлюру», «Карл X Густав», «Ольга».

use crate::decline::{Cases, Gender};
use crate::find::name::line::{Line, Piece};
use crate::find::name::nominative::{self, Part};
use crate::find::name::person::{Reading, is_elsewhere};
use crate::lang::capital;
use crate::lexicon::names::Sense;
use crate::lexicon::words::Class;
use crate::model::entity::NameParts;
use crate::model::mention::{Found, LemmaSource};

/// Words and marks that a name may have behind its given name; what is longer is a list, in which
/// every word would begin another name of all that follow.
const MOST: usize = 24;

/// «Симона Петлюру», «Івана Івановича Скоропадського», «Карл X Густав», «Ольга».
pub fn listed(line: &Line<'_>, at: usize) -> Option<Found> {
    let piece = line.get(at)?;
    // «Люба Маріє» is no Люба.
    let is_word = |at: usize| {
        let folded = line.folded(at);
        line.ctx.lang.words().is(Class::Homonym, folded) && line.roles(at).is_adjective()
    };
    let is_name = |piece: Option<&Piece<'_>>| piece.is_some_and(|p| p.is_given() && p.is_proper());
    let next = line.get(at + 1).filter(|next| next.apart);
    if is_word(at) && is_name(next) {
        return None;
    }
    // The second given name of a person does not begin another.
    let before = line.before(at).filter(|_| piece.apart);
    if is_name(before) && !is_word(at - 1) {
        return None;
    }
    // «у Києві» is of no Кий.
    let preposition = line.before(at).and_then(|one| line.ctx.lang.words().places(one.folded));
    if preposition.is_some() && is_elsewhere(line, at) {
        return None;
    }
    let governed = line.governed(at).unwrap_or(Cases::ALL);
    let mut best: Option<Reading> = None;
    for sense in piece.senses {
        let Sense::Given(index, cases, gender) = sense else { continue };
        let fits = if cases.meets(governed) { 8.0 } else { 0.0 };
        let name = line.ctx.lang.names().nominative(*index);
        let cases = if cases.meets(governed) { cases.and(governed) } else { *cases };
        let nominative = if cases.meets(Cases::NOMINATIVE) { 3.0 } else { 0.0 };
        let man = if *gender == Gender::Masculine { 1.0 } else { 0.0 };
        let begun = Reading {
            canonical: name.to_owned(),
            parts: NameParts { forename: name.to_owned(), ..NameParts::default() },
            cases,
            gender: *gender,
            end: at + 1,
            score: fits + nominative + man,
            source: LemmaSource::GivenName,
        };
        let whole = rest(line, begun);
        if best.as_ref().is_none_or(|best| (whole.end, whole.score) > (best.end, best.score)) {
            best = Some(whole);
        }
    }
    let best = best?;
    if best.end > at + 1 {
        return Some(best.found(line, at, "name.given-surname"));
    }
    // A given name that is an ordinary word may be one at the beginning of a sentence.
    let ordinary = line.ctx.lang.words().is(Class::Homonym, piece.folded);
    let doubtful = ordinary && line.is_first(at);
    (!doubtful && !line.is_shouted()).then(|| best.found(line, at, "name.given"))
}

/// What belongs to a name behind its given name.
fn rest(line: &Line<'_>, mut name: Reading) -> Reading {
    let lang = line.ctx.lang;
    let mut surnames = 0;
    let most = name.end + MOST;
    while let Some(piece) = line.get(name.end).filter(|_| name.end < most) {
        let at = name.end;
        if piece.text == "-" && !piece.apart {
            if !compound(line, &mut name) {
                break;
            }
            continue;
        }
        if !piece.apart || !piece.is_word() {
            break;
        }
        if piece.is_roman() && surnames == 0 && !line.is_shouted() {
            name.push(" ", &piece.latin(), at + 1);
            continue;
        }
        if piece.is_initial() {
            if !line.is_initial(at) || !line.get(at + 2).is_some_and(Piece::is_capital) {
                break;
            }
            name.push(" ", &format!("{}.", piece.text), at + 2);
            continue;
        }
        if lang.words().is(Class::Particle, piece.folded) {
            let Some(next) = line.get(at + 1).filter(|next| next.is_proper()) else { break };
            let Some(part) = surname(line, next.text, &name) else { break };
            name.push(" ", piece.text, at + 1);
            take_surname(&mut name, &part, " ", at + 2);
            surnames += 1;
            continue;
        }
        let is_name = piece.is_proper() || piece.is_upper() && line.is_shouted();
        if !is_name || piece.is_unnamed() {
            break;
        }
        if let Some((nominative, gender, cases)) = lang.patronymic(piece.folded)
            && gender == name.gender
            && cases.meets(name.cases)
            && name.parts.patronymic.is_empty()
            && surnames == 0
        {
            let nominative = capital(&nominative);
            name.cases = name.cases.and(cases);
            name.push(" ", &nominative, at + 1);
            name.parts.patronymic = nominative;
            name.score += 10.0;
            continue;
        }
        if surnames == 0
            && let Some((second, cases)) = second_given(line, at, &name)
        {
            name.cases = cases;
            name.push(" ", &second, at + 1);
            name.parts.forename = format!("{} {second}", name.parts.forename);
            name.score += 6.0;
            continue;
        }
        if surnames > 1 || is_elsewhere(line, at) {
            break;
        }
        let Some(part) = surname(line, piece.text, &name) else { break };
        if surnames == 1 && !part.is_listed && part.score < -16.0 {
            break;
        }
        take_surname(&mut name, &part, " ", at + 1);
        surnames += 1;
    }
    name
}

/// The likeliest reading of a surname that agrees with what stands before it.
fn surname(line: &Line<'_>, word: &str, name: &Reading) -> Option<Part> {
    nominative::surnames(line.ctx.lang, word, name.cases, Some(name.gender)).first().cloned()
}

fn take_surname(name: &mut Reading, part: &Part, border: &str, end: usize) {
    name.cases = name.cases.and(part.cases);
    name.push(border, &part.nominative, end);
    name.score += part.score;
    let surname = &mut name.parts.surname;
    if !surname.is_empty() {
        surname.push_str(border);
    }
    surname.push_str(&part.nominative);
}

/// «Фаталі-хана», «Жан-Жака», «Полонської-Василенко»: the part behind a hyphen.
pub fn compound(line: &Line<'_>, name: &mut Reading) -> bool {
    let at = name.end + 1;
    let Some(piece) = line.get(at).filter(|piece| piece.is_word() && !piece.apart) else {
        return false;
    };
    let given = agreeing(line, piece, name).filter(|_| name.parts.surname.is_empty());
    let guessed = || surname(line, piece.text, name).map(|part| part.nominative);
    let Some(nominative) = given.map(|(given, _)| given).or_else(guessed) else { return false };
    name.push("-", &nominative, at + 1);
    let parts = &mut name.parts;
    let part = if parts.surname.is_empty() { &mut parts.forename } else { &mut parts.surname };
    part.push('-');
    part.push_str(&nominative);
    true
}

/// «Франц Йосиф»: another given name that agrees with the first.
fn second_given(line: &Line<'_>, at: usize, name: &Reading) -> Option<(String, Cases)> {
    let piece = line.get(at)?;
    // A listed surname is taken for one when nothing follows: «Іван Франко».
    let last = !line.get(at + 1).is_some_and(|next| next.apart && next.is_capital());
    if last && piece.may_be(|sense| matches!(sense, Sense::Surname(..))) {
        return None;
    }
    agreeing(line, piece, name)
}

/// The given name that a word is, if it agrees with what stands before it, and their common cases.
fn agreeing(line: &Line<'_>, piece: &Piece<'_>, name: &Reading) -> Option<(String, Cases)> {
    piece.senses.iter().find_map(|sense| match sense {
        Sense::Given(index, cases, gender) if *gender == name.gender && cases.meets(name.cases) => {
            let nominative = line.ctx.lang.names().nominative(*index).to_owned();
            Some((nominative, cases.and(name.cases)))
        }
        _ => None,
    })
}

/// «Кирило Григорович», with a given name that no table lists.
pub fn by_patronymic(line: &Line<'_>, at: usize) -> Option<Found> {
    let (piece, next) = (line.get(at)?, line.get(at + 1)?);
    if piece.is_given() || !next.apart || !next.is_proper() {
        return None;
    }
    let (_, gender, cases) = line.ctx.lang.patronymic(next.folded)?;
    // A surname in -ович has no other capital behind it.
    let third = line.get(at + 2).is_some_and(|third| third.is_proper() && third.apart);
    if !third && (line.is_first(at) || gender == Gender::Masculine) {
        return None;
    }
    let begun = unlisted_given(line, at, cases, gender)?;
    let whole = rest(line, begun);
    Some(whole.found(line, at, "name.given-surname"))
}

/// A given name that no table lists.
fn unlisted_given(line: &Line<'_>, at: usize, cases: Cases, gender: Gender) -> Option<Reading> {
    let morphology = line.ctx.lang.morphology();
    let stock = match gender {
        Gender::Feminine => &morphology.given_women,
        _ => &morphology.given_men,
    };
    let guess = stock.guess(line.get(at)?.text, cases).next()?;
    Some(Reading {
        parts: NameParts { forename: guess.nominative.clone(), ..NameParts::default() },
        canonical: guess.nominative,
        cases: guess.cases,
        gender,
        end: at + 1,
        score: guess.score,
        source: LemmaSource::Rule,
    })
}

/// «Анрі Торреса»: two capital words, neither of which a table lists, that agree as a given name
/// and a surname do.
pub fn by_agreement(line: &Line<'_>, at: usize) -> Option<Found> {
    let (piece, next) = (line.get(at)?, line.get(at + 1)?);
    let plain = |at: usize| {
        !is_elsewhere(line, at) && !line.get(at).is_some_and(|p| p.is_unnamed() || p.is_title())
    };
    let alone = !line.before(at).is_some_and(|before| before.is_proper() && piece.apart);
    if piece.is_given()
        || !next.is_proper()
        || !next.apart
        || !plain(at)
        || !plain(at + 1)
        || !alone
    {
        return None;
    }
    // The first word of a sentence is capital whatever it is.
    let ordinary =
        |at: usize| line.is_ordinary(at) || line.ctx.lang.words().is_function(line.folded(at));
    if line.is_first(at) || piece.has_latin() || ordinary(at) || ordinary(at + 1) {
        return None;
    }
    if line.head(at, |_| true).is_some()
        || line.head(at + 1, |_| true).is_some()
        || line.is_adjective(at)
    {
        return None;
    }
    // Of a man and a woman the likelier one: «Славка Дорожинська» is no man.
    let genders = [Gender::Masculine, Gender::Feminine].into_iter();
    let readings = genders.filter_map(|gender| {
        let cases = line.governed(at).unwrap_or(Cases::ALL);
        let begun = unlisted_given(line, at, cases, gender)
            .or_else(|| unlisted_given(line, at, Cases::ALL, gender))?;
        Some(rest(line, begun))
    });
    let best = |a: &Reading, b: &Reading| a.end.cmp(&b.end).then(a.score.total_cmp(&b.score));
    let whole = readings.max_by(best)?;
    (whole.end > at + 1).then(|| whole.found(line, at, "name.two-capitals"))
}
