//! Places, organizations and persons that the lexicon lists, in any case form.

use crate::find::Ctx;
use crate::lexicon::names::{Name, NameKind};
use crate::lexicon::rules;
use crate::lexicon::words::Class;
use crate::model::entity::EntityType;
use crate::model::layout::{Case, Sentence, TokenKind};
use crate::model::mention::{Candidate, Found, NameId, Noun, Reading, Rule};
use crate::model::span::{Clean, Span};

/// Proposes every listed name of a sentence.
pub fn find(ctx: &Ctx<'_>, sentence: &Sentence, found: &mut Vec<Found>) {
    for at in sentence.tokens.clone() {
        let Some(token) = ctx.token(at) else { break };
        match token.kind {
            TokenKind::Space | TokenKind::Mark => continue,
            TokenKind::Word(Case::Initial) => found.extend(initials(ctx, at, sentence)),
            TokenKind::Word(_) | TokenKind::Number => {}
        }
        found.extend(listed(ctx, at, sentence));
        coordinated(ctx, at, sentence, found);
    }
}

/// A proposal of names, unless there are none.
fn proposal(span: Span<Clean>, names: Vec<Candidate>, canonical: Option<String>) -> Option<Found> {
    let rule = names.first()?.rule;
    let reading = Reading::Name { names, canonical, noun: Noun::Own };
    Some(Found { span, rules: vec![rule], reading })
}

/// The longest listed form that begins at this token.
fn listed(ctx: &Ctx<'_>, at: usize, sentence: &Sentence) -> Option<Found> {
    let forms = ctx.lang.names().forms(ctx.folded(at));
    let start = ctx.token(at)?.span.start();
    for form in forms {
        let span = Span::new(start, start + form.folded.len());
        if span.end() > sentence.span.end() || ctx.cleaned.folded.slice(span) != form.folded {
            continue;
        }
        if !is_whole(ctx, span) {
            continue;
        }
        let surface = ctx.cleaned.text.slice(span);
        let candidate = |id: &NameId| {
            let name = ctx.lang.names().get(*id)?;
            if name.kind == NameKind::Surname && has_forename(ctx, at, sentence) {
                return None;
            }
            Some(Candidate { name: *id, rule: spelling(name, surface)? })
        };
        let found = proposal(span, form.names.iter().filter_map(candidate).collect(), None);
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The rule by which a surface with these capitals is the name; none when they do not fit.
fn spelling(name: &Name, surface: &str) -> Option<&'static Rule> {
    let capitals = |text: &str| -> Vec<bool> {
        let words = text.split([' ', '-']);
        words.map(|word| word.starts_with(char::is_uppercase)).collect()
    };
    let fits = capitals(&name.canonical).iter().zip(capitals(surface)).all(|(a, b)| !a || b);
    let first = surface.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let many_words = name.canonical.contains(' ');
    let rule = match (name.kind, name.entity.kind) {
        (NameKind::Abbreviation, _) if surface == name.canonical => "name.abbreviation",
        // A syllabic one declines like a noun: «Раднаркомом».
        (NameKind::Abbreviation, _) if fits && has_small(&name.canonical) => "name.abbreviation",
        (NameKind::Abbreviation, _) => return None,
        (NameKind::Surname, _) if fits => "name.surname",
        (_, EntityType::Person) if fits && many_words => "name.forename-surname",
        (_, EntityType::Organization) if first => "name.listed",
        (_, EntityType::Organization) if many_words => "name.listed-lower",
        _ if fits => "name.listed",
        _ => return None,
    };
    Some(rules::get(rule))
}

/// Whether a surname has a forename or initial before it: it is then somebody else's, since that
/// of the known person makes a longer name.
fn has_forename(ctx: &Ctx<'_>, at: usize, sentence: &Sentence) -> bool {
    let Some(before) = ctx.before(at).filter(|before| *before >= sentence.tokens.start) else {
        return false;
    };
    let initial =
        |at: usize| ctx.token(at).is_some_and(|token| token.kind == TokenKind::Word(Case::Initial));
    if ctx.folded(before) == "." {
        return before.checked_sub(1).is_some_and(initial);
    }
    // The first word of a sentence has a capital whatever it is.
    before > sentence.tokens.start && is_capital(ctx, before)
}

fn has_small(text: &str) -> bool {
    text.contains(char::is_lowercase)
}

/// Whether the span is no part of a longer word, also over a hyphen: «Алаш» in «Алаш-орда» is
/// not, «Київ» in «Київ-Львів» is, since both parts are names.
fn is_whole(ctx: &Ctx<'_>, span: Span<Clean>) -> bool {
    let text = ctx.cleaned.folded.as_str();
    let left = text.get(..span.start()).unwrap_or_default();
    let right = text.get(span.end()..).unwrap_or_default();
    let outside = |c: char| !(c.is_alphanumeric() || c == '\'');
    if !right.starts_with(outside) && !right.is_empty() && !right.starts_with("' ") {
        return false;
    }
    let is_name = |word: &str| {
        word.is_empty() || ctx.lang.names().forms(word).iter().any(|form| form.folded == word)
    };
    let before = left.strip_suffix('-').and_then(|left| left.rsplit(outside).next());
    let after = right.strip_prefix('-').and_then(|right| right.split(outside).next());
    before.is_none_or(is_name) && after.is_none_or(is_name)
}

/// «М. С. Грушевський», «В. Винниченка».
fn initials(ctx: &Ctx<'_>, at: usize, sentence: &Sentence) -> Option<Found> {
    let is_initial = |at: usize| {
        ctx.token(at).is_some_and(|t| t.kind == TokenKind::Word(Case::Initial))
            && ctx.folded(at + 1) == "."
    };
    let second = ctx.after(at + 2);
    let two = is_initial(second);
    let surname = if two { ctx.after(second + 2) } else { second };
    let capital = ctx.token(surname).is_some_and(|token| token.is_capital());
    // The first of two initials does not begin again with the second.
    let begun = at.checked_sub(2).is_some_and(|b| is_initial(b) || is_initial(b.saturating_sub(1)));
    if !is_initial(at) || !capital || begun || surname >= sentence.tokens.end {
        return None;
    }
    let names = ctx.lang.names();
    let fits = |id: &&NameId| {
        names.get(**id).is_some_and(|name| {
            let parts = &name.entity.parts;
            let begins = |part: &str, at: usize| part.to_lowercase().starts_with(ctx.folded(at));
            begins(&parts.forename, at)
                && (!two || parts.patronymic.is_empty() || begins(&parts.patronymic, second))
        })
    };
    let rule = rules::get("name.initials");
    let candidate = |name: &NameId| Candidate { name: *name, rule };
    let persons = names.with_surname(ctx.folded(surname)).iter().filter(fits);
    let persons: Vec<Candidate> = persons.map(candidate).collect();
    let person = &names.get(persons.first()?.name)?.entity;
    let mut canonical = format!("{}. ", ctx.surface(at));
    if two {
        canonical.push_str(&format!("{}. ", ctx.surface(second)));
    }
    canonical.push_str(&person.parts.surname);
    proposal(ctx.cover(at, surname + 1), persons, Some(canonical))
}

/// «Акмолинської, Тургайської та Уральської областей», «губерній: Псковської, Тверської»: one
/// name for each adjective, of which the one beside the noun takes it in.
fn coordinated(ctx: &Ctx<'_>, at: usize, sentence: &Sentence, found: &mut Vec<Found>) {
    let Some(head) = ctx.lang.words().head(ctx.folded(at)) else { return };
    let before = members_before(ctx, at, sentence);
    if before.len() > 1 {
        for (n, member) in before.iter().enumerate() {
            let end = if n == 0 { at + 1 } else { member + 1 };
            found.extend(member_name(ctx, *member, end, head));
        }
        return;
    }
    for member in members_after(ctx, at, sentence) {
        found.extend(member_name(ctx, member, member + 1, head));
    }
}

fn member_name(ctx: &Ctx<'_>, at: usize, end: usize, head: &str) -> Option<Found> {
    let names = ctx.lang.names();
    let of_head = |id: &&NameId| {
        names.get(**id).is_some_and(|name| name.canonical.rsplit(' ').next() == Some(head))
    };
    let rule = rules::get("name.shared-head");
    let candidate = |name: &NameId| Candidate { name: *name, rule };
    let places = names.with_adjective(ctx.folded(at)).iter().filter(of_head).map(candidate);
    let mut found = proposal(ctx.cover(at, end), places.collect(), None)?;
    if let Reading::Name { noun, .. } = &mut found.reading {
        *noun = if end == at + 1 { Noun::Missing } else { Noun::Shared };
    }
    Some(found)
}

/// The adjectives of a list that ends before the token, the nearest first.
fn members_before(ctx: &Ctx<'_>, head: usize, sentence: &Sentence) -> Vec<usize> {
    let mut members = Vec::new();
    let mut next = ctx.before(head);
    while let Some(at) = next.filter(|at| *at >= sentence.tokens.start && is_capital(ctx, *at)) {
        members.push(at);
        next = ctx.before(at).filter(|sep| separates(ctx, *sep)).and_then(|sep| ctx.before(sep));
    }
    members
}

/// The adjectives of a list that a colon or nothing ties to the noun before it.
fn members_after(ctx: &Ctx<'_>, head: usize, sentence: &Sentence) -> Vec<usize> {
    let mut members = Vec::new();
    let mut at = ctx.after(head + 1);
    if ctx.folded(at) == ":" {
        at = ctx.after(at + 1);
    }
    while at < sentence.tokens.end && is_capital(ctx, at) {
        members.push(at);
        let separator = ctx.after(at + 1);
        if !separates(ctx, separator) {
            break;
        }
        at = ctx.after(separator + 1);
    }
    members
}

fn is_capital(ctx: &Ctx<'_>, at: usize) -> bool {
    ctx.token(at).is_some_and(|token| token.is_capital())
}

fn separates(ctx: &Ctx<'_>, at: usize) -> bool {
    ctx.folded(at) == "," || ctx.lang.words().is(Class::And, ctx.folded(at))
}
