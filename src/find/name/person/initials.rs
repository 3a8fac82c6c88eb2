//! Persons with initials: «М. С. Грушевський», «Грушевський М. С.».

use std::sync::Arc;

use crate::decline::Cases;
use crate::find::name::line::Line;
use crate::find::name::person::is_elsewhere;
use crate::find::name::person::surname::{hyphened, surname_reading};
use crate::lexicon::names::Sense;
use crate::lexicon::rules;
use crate::model::layout::TokenKind;
use crate::model::mention::{self, Candidate, Found, LemmaSource};
use crate::model::name::Name;

/// «М. С. Грушевський», «В. Винниченка».
pub fn first(line: &Line<'_>, at: usize) -> Option<Found> {
    // The first of two initials does not begin again with the second.
    let begun = at.checked_sub(2).is_some_and(|before| line.is_initial(before));
    // «220 В.» has a unit.
    let counted = line
        .before(at)
        .is_some_and(|before| before.kind == TokenKind::Number && !before.text.is_empty());
    if !line.is_initial(at) || begun || counted {
        return None;
    }
    let two = line.is_initial(at + 2);
    let last = if two { at + 4 } else { at + 2 };
    let piece = line.get(last).filter(|piece| piece.is_proper() || piece.is_upper())?;
    // «А. Кнопка» is an item of a list, «P. S. Дорогі» an afterthought.
    let listed = piece.may_be(|sense| matches!(sense, Sense::Surname(..)));
    let latin = line.folded(at).is_ascii();
    if (line.is_first(at) || latin) && !listed && line.is_ordinary(last) {
        return None;
    }
    let mut canonical = format!("{}. ", line.get(at)?.text);
    if two {
        canonical.push_str(&format!("{}. ", line.get(at + 2)?.text));
    }
    let governed = line.governed(at).unwrap_or(Cases::ALL);
    let persons = with_initials(line, at, two.then_some(at + 2), piece.folded);
    let initials = canonical.clone();
    let mut name = surname_reading(line, last, canonical, governed)?;
    hyphened(line, &mut name);
    // The surname of the one person that it may be is known.
    if let Some(person) = persons.first() {
        name.canonical = format!("{initials}{}", person.name.entity.parts.surname);
        name.source = LemmaSource::Gazetteer;
    }
    name.parts.forename = initials.trim_end().to_owned();
    let mut found = name.found(line, at, "name.initials");
    if let mention::Reading::Name(naming) = &mut found.reading {
        naming.candidates = persons;
    }
    Some(found)
}

/// The listed persons of a surname whose given name and patronymic begin with these initials.
fn with_initials(
    line: &Line<'_>,
    first: usize,
    second: Option<usize>,
    surname: &str,
) -> Vec<Candidate> {
    let names = line.ctx.lang.names();
    let begins = |part: &str, at: usize| part.to_lowercase().starts_with(line.folded(at));
    let fits = |name: &&Arc<Name>| {
        let parts = &name.entity.parts;
        begins(&parts.forename, first)
            && second.is_none_or(|at| parts.patronymic.is_empty() || begins(&parts.patronymic, at))
    };
    let rule = rules::get("name.initials");
    let persons = names.with_surname(surname).iter().filter_map(|id| names.get(*id)).filter(fits);
    persons.map(|name| Candidate { name: Arc::clone(name), rule, fit: 1.0 }).collect()
}

/// «Грушевський М. С.».
pub fn last(line: &Line<'_>, at: usize) -> Option<Found> {
    if !line.is_initial(at + 1) || !line.get(at + 1)?.apart || is_elsewhere(line, at) {
        return None;
    }
    let two = line.is_initial(at + 3);
    let end = if two { at + 5 } else { at + 3 };
    // Initials before a capital belong to what follows.
    if line.get(end).is_some_and(|next| next.is_proper()) {
        return None;
    }
    let governed = line.governed(at).unwrap_or(Cases::ALL);
    let mut name = surname_reading(line, at, String::new(), governed)?;
    let persons = with_initials(line, at + 1, two.then_some(at + 3), line.folded(at));
    let initials = line.text(at + 1, end).to_owned();
    name.push(" ", &initials, end);
    name.parts.forename = initials;
    let mut found = name.found(line, at, "name.initials");
    if let mention::Reading::Name(naming) = &mut found.reading {
        naming.candidates = persons;
    }
    Some(found)
}
