//! Persons by their given names, initials, titles and surnames.

mod given;
mod initials;
mod surname;

use crate::decline::{Cases, Gender};
use crate::find::name::line::Line;
use crate::find::name::{Unlisted, is_settled};
use crate::lexicon::names::Sense;
use crate::model::entity::{EntityType, NameParts};
use crate::model::mention::{Found, LemmaSource};
use crate::model::name::Tier;

/// Proposes the persons whose names begin at this piece.
pub fn propose(line: &Line<'_>, at: usize, found: &mut Vec<Found>) {
    let Some(piece) = line.get(at).filter(|piece| piece.is_capital()) else { return };
    if piece.is_initial() {
        found.extend(initials::first(line, at));
    }
    if !piece.is_proper() && !line.is_shouted() {
        return;
    }
    if piece.is_unnamed() {
        return;
    }
    found.extend(given::listed(line, at));
    found.extend(given::by_patronymic(line, at));
    found.extend(given::by_agreement(line, at));
    found.extend(initials::last(line, at));
    found.extend(surname::by_title(line, at));
    found.extend(surname::family(line, at));
    if !is_settled(line, at, found) {
        found.extend(surname::alone(line, at));
    }
}

/// A person's name as far as it has been read.
#[derive(Debug, Clone)]
struct Reading {
    /// The nominative so far.
    canonical: String,
    parts: NameParts,
    cases: Cases,
    gender: Gender,
    /// The piece after the name.
    end: usize,
    /// How likely it is, to be compared with other readings that begin with the same word.
    score: f64,
    source: LemmaSource,
}

impl Reading {
    fn found(self, line: &Line<'_>, at: usize, rule: &'static str) -> Found {
        let span = line.span(at, self.end);
        Unlisted {
            canonical: self.canonical,
            parts: self.parts,
            source: self.source,
            ..Unlisted::new(span, rule, EntityType::Person, "person")
        }
        .found(line)
    }

    /// Adds a word with what stands before it.
    fn push(&mut self, border: &str, word: &str, end: usize) {
        self.canonical.push_str(border);
        self.canonical.push_str(word);
        self.end = end;
    }
}

/// Whether a capital word behind a name begins something else: a listed place or body that is no
/// surname.
fn is_elsewhere(line: &Line<'_>, at: usize) -> bool {
    let Some(piece) = line.get(at) else { return true };
    let noun = line
        .get(at + 1)
        .is_some_and(|next| next.apart && next.may_be(|s| matches!(s, Sense::Head(..))));
    if piece.is_relational() && noun {
        return true;
    }
    if piece.may_be(|sense| matches!(sense, Sense::Surname(..))) {
        return false;
    }
    let names = line.ctx.lang.names();
    let place = line.forms(at).filter(|(_, end)| *end == at + 1).any(|(form, _)| {
        names.of_form(form).iter().any(|(id, _)| {
            names.get(*id).is_some_and(|name| {
                name.entity.kind != EntityType::Person && name.tier == Tier::Anywhere
            })
        })
    });
    place && names.with_surname(piece.folded).is_empty()
}
