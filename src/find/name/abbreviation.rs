//! Abbreviations of capitals: «УВУ», «ЦК КП(б)У».

use crate::find::name::Unlisted;
use crate::find::name::line::{Line, Piece};
use crate::lexicon::names::Form;
use crate::model::entity::EntityType;
use crate::model::mention::{Found, LemmaSource};
use crate::model::name::NameKind;

/// Proposes what begins with an abbreviation at this piece.
pub fn propose(line: &Line<'_>, at: usize, found: &mut Vec<Found>) {
    let Some(piece) = line.get(at).filter(|piece| piece.is_upper()) else { return };
    let letters = piece.text.chars().count();
    if letters > 8 || piece.is_roman() || line.is_shouted() || piece.is_unnamed() {
        return;
    }
    let end = listed_end(line, at);
    let first = end.unwrap_or(at + 1);
    // «РНК УСРР», «ЦК КП(б)У»: the second completes the first.
    let second = line.get(first).filter(|next| next.apart && next.is_capital());
    let whole = second.and_then(|_| listed_end(line, first));
    let last = line
        .before(first)
        .is_some_and(|last| last.is_upper() || last.is_initial() || last.text == ")");
    let (end, rule) = match (whole, end) {
        (Some(whole), _) if last && !is_state(line, at) => (whole, "name.abbreviation-of"),
        (_, None) if letters > 1 && !has_neighbour(line, at) && !is_emphatic(line, at) => {
            (at + 1, "name.capitals")
        }
        _ => return,
    };
    let text = line.text(at, end);
    found.push(
        Unlisted {
            canonical: text.to_owned(),
            source: LemmaSource::Surface,
            ..Unlisted::new(line.span(at, end), rule, EntityType::Organization, "institution")
        }
        .found(line),
    );
}

/// Where the listed abbreviation that begins here ends.
fn listed_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let names = line.ctx.lang.names();
    let abbreviation = |form: &Form| {
        names
            .of_form(form)
            .iter()
            .any(|(id, _)| names.get(*id).is_some_and(|name| name.kind == NameKind::Abbreviation))
    };
    line.forms(at).find(|(form, _)| abbreviation(form)).map(|(_, end)| end)
}

/// Whether the abbreviation at this piece is that of a state, which nothing completes.
fn is_state(line: &Line<'_>, at: usize) -> bool {
    let names = line.ctx.lang.names();
    line.forms(at).filter(|(_, end)| *end == at + 1).any(|(form, _)| {
        names
            .of_form(form)
            .iter()
            .any(|(id, _)| names.get(*id).is_some_and(|name| name.entity.kind == EntityType::Place))
    })
}

/// Whether it is an ordinary word in capitals, or in Latin letters, which is no body of ours.
fn is_emphatic(line: &Line<'_>, at: usize) -> bool {
    let words = line.ctx.lang.words();
    let letters = line.folded(at);
    let vowels = letters.chars().filter(|c| "аеєиіїоуюя".contains(*c)).count();
    line.get(at).is_some_and(Piece::has_latin)
        || letters.chars().count() > 5 && vowels > 1
        || line.is_ordinary(at)
        || words.is_function(line.folded(at))
}

/// Whether another word of capitals stands beside, as in headings.
fn has_neighbour(line: &Line<'_>, at: usize) -> bool {
    let upper = |piece: Option<&Piece<'_>>| {
        piece.is_some_and(|piece| piece.is_upper() && piece.text.chars().count() > 3)
    };
    upper(line.before(at)) || upper(line.get(at + 1))
}
