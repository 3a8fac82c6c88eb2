//! Lists of adjectives that share a noun: «Акмолинської, Тургайської та Уральської областей»,
//! «губерній: Псковської, Тверської».

use crate::decline::Gender;
use crate::find::name::line::Line;
use crate::find::name::{Unlisted, body, nominative};
use crate::lexicon::names::{Head, Sense};
use crate::lexicon::words::Class;
use crate::model::mention::{Found, LemmaSource, Noun};

/// An adjective of a list: its first piece and the one after it.
type Member = (usize, usize);

/// Proposes one name for each member of the lists that share the noun at this piece; the member
/// beside the noun takes it in.
pub fn propose(line: &Line<'_>, at: usize, found: &mut Vec<Found>) {
    let heads = heads(line, at);
    if heads.is_empty() {
        return;
    }
    let before = members_before(line, at);
    if before.len() > 1 {
        for (n, (from, to)) in before.iter().enumerate() {
            for (head, _) in &heads {
                let whole = body::whole_end(line, at + 1, head);
                let end = if n == 0 { whole } else { *to };
                let tail = body::tail(line, at + 1, whole);
                found.extend(name(line, (*from, *to), end, head, tail));
            }
        }
        return;
    }
    if !heads.iter().any(|(_, plural)| *plural) {
        return;
    }
    let after = members_after(line, at);
    // «повіти Канівський» names one that the noun does not fit.
    if line.folded(at + 1) == ":" || after.len() > 1 {
        for (from, to) in after {
            let plural = heads.iter().filter(|(_, plural)| *plural);
            found.extend(plural.filter_map(|(head, _)| name(line, (from, to), to, head, "")));
        }
    }
}

/// The nouns that the piece may be and a list may share, and whether each is a plural. What is
/// shared as a place is none of what else it may be.
fn heads<'a>(line: &Line<'a>, at: usize) -> Vec<(&'a Head, bool)> {
    let names = line.ctx.lang.names();
    let senses = line.get(at).map(|piece| piece.senses).unwrap_or_default();
    let head = |sense: &Sense| match sense {
        Sense::SharedHead(index, _) => Some((names.head(*index)?, true)),
        Sense::Head(index, _) => Some((names.head(*index)?, false)),
        _ => None,
    };
    let mut heads: Vec<(&Head, bool)> = senses.iter().filter_map(head).collect();
    if heads.iter().any(|(head, _)| head.shared) {
        heads.retain(|(head, _)| head.shared);
    } else {
        heads.retain(|(head, _)| head.adjective);
    }
    heads
}

/// One member of a list, with the noun and what completes all of them.
fn name(line: &Line<'_>, (from, to): Member, end: usize, head: &Head, tail: &str) -> Option<Found> {
    let adjective = nominative::member(line.ctx.lang, line.text(from, to), head.gender)?;
    let span = line.span(from, end);
    Some(
        Unlisted {
            canonical: format!("{adjective} {}{tail}", head.noun),
            source: LemmaSource::Coordination,
            noun: if end == to { Noun::Missing } else { Noun::Shared },
            ..Unlisted::new(span, "name.shared-head", head.kind, &head.subtype)
        }
        .found(line),
    )
}

/// The adjectives of a list that ends before the piece, the nearest first.
fn members_before(line: &Line<'_>, head: usize) -> Vec<Member> {
    let mut members = Vec::new();
    let mut end = head;
    while let Some(start) = member_before(line, end) {
        members.push((start, end));
        // «Гродненську і частину Віленської губернії»: a part may be told of.
        let part = |at: usize| line.ctx.lang.words().is(Class::Part, line.folded(at));
        let before = start.checked_sub(1).filter(|at| !part(*at)).or(start.checked_sub(2));
        match before.filter(|separator| line.separates(*separator)) {
            Some(separator) => end = separator,
            None => break,
        }
    }
    members
}

/// The first piece of the capital adjective, with its hyphened parts, that ends at `end`.
fn member_before(line: &Line<'_>, end: usize) -> Option<usize> {
    let mut start = end.checked_sub(1)?;
    while line.get(start).is_some_and(|piece| piece.is_word() && !piece.apart)
        && line.before(start).is_some_and(|hyphen| hyphen.text == "-" && !hyphen.apart)
    {
        start = start.checked_sub(2)?;
    }
    line.get(start).filter(|piece| piece.is_proper())?;
    // An adjective has a case; a noun in its place ends the list.
    nominative::member(line.ctx.lang, line.text(start, end), Gender::Masculine).map(|_| start)
}

/// The adjectives of a list that a colon or nothing ties to the noun before it.
fn members_after(line: &Line<'_>, head: usize) -> Vec<Member> {
    let mut members = Vec::new();
    let mut at = head + 1;
    if line.folded(at) == ":" {
        at += 1;
    }
    while let Some(end) = member_after(line, at) {
        members.push((at, end));
        if !line.separates(end) {
            break;
        }
        at = end + 1;
    }
    members
}

fn member_after(line: &Line<'_>, at: usize) -> Option<usize> {
    let honours = line.ctx.lang.words().is(Class::OfBody, line.folded(at));
    line.get(at).filter(|piece| piece.is_proper() && !honours)?;
    let mut end = at + 1;
    while line.folded(end) == "-"
        && line.get(end + 1).is_some_and(|piece| piece.is_word() && !piece.apart)
    {
        end += 2;
    }
    // What takes a noun of its own is no member.
    let own_noun = line.get(end).is_some_and(|next| next.may_be(|s| matches!(s, Sense::Head(..))));
    let adjective = nominative::member(line.ctx.lang, line.text(at, end), Gender::Masculine);
    (adjective.is_some() && !own_noun).then_some(end)
}
