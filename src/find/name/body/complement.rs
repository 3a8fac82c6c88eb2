//! What completes the name of a body: «закордонних справ», «УНР», «імені Тараса Шевченка».

use crate::decline::Cases;
use crate::find::name::line::{Line, Piece};
use crate::lexicon::names::{Form, Sense};
use crate::lexicon::words::Class;
use crate::model::entity::EntityType;

/// The most words that a complement has.
const LONGEST: usize = 12;

/// Where the complement that begins at `from` ends; `from` when there is none. Names of states
/// complete only what no adjective describes yet.
pub fn complement(line: &Line<'_>, from: usize, takes_states: bool) -> usize {
    let mut end = from;
    let mut at = from;
    let words = line.ctx.lang.words();
    while at < from + LONGEST {
        let Some(piece) = line.get(at) else { break };
        if piece.is_upper() && piece.apart && !piece.is_roman() {
            end = abbreviation_end(line, at);
            at = end;
            continue;
        }
        if piece.is_word() && !piece.is_capital() && piece.apart {
            if is_complement(line, at) {
                at += 1;
                end = at;
                // «соціалістів-революціонерів».
                while line.folded(at) == "-"
                    && line.get(at + 1).is_some_and(|p| p.is_word() && !p.apart)
                {
                    at += 2;
                    end = at;
                }
                continue;
            }
            if is_genitive_adjective(line, at) || words.is(Class::OfBody, piece.folded) {
                at += 1;
                continue;
            }
            if words.is(Class::And, piece.folded) && end == at && end > from {
                at += 1;
                continue;
            }
            break;
        }
        if piece.is_proper() && piece.apart {
            if words.is(Class::OfBody, line.folded(at.saturating_sub(1)))
                || (takes_states && end == at)
            {
                match proper_end(line, at, takes_states) {
                    Some(next) => {
                        at = next;
                        end = next;
                        continue;
                    }
                    None => break,
                }
            }
            break;
        }
        if piece.text == "," && end == at && end > from && follows_in_list(line, at + 1) {
            at += 1;
            continue;
        }
        break;
    }
    end
}

/// The end of an abbreviation of capitals that completes a name here.
pub fn abbreviated(line: &Line<'_>, from: usize) -> usize {
    let upper =
        line.get(from).is_some_and(|piece| piece.is_upper() && piece.apart && !piece.is_roman());
    if upper { abbreviation_end(line, from) } else { from }
}

/// Whether a noun or adjective of the complement stands behind a comma.
fn follows_in_list(line: &Line<'_>, at: usize) -> bool {
    is_complement(line, at)
        && line.get(at + 1).is_some_and(|next| {
            line.ctx.lang.words().is(Class::And, next.folded) || next.text == ","
        })
}

/// Whether a lower-case word completes names of bodies: a listed one, or one whose ending says so.
fn is_complement(line: &Line<'_>, at: usize) -> bool {
    const ENDINGS: [&str; 7] = ["ння", "ття", "ості", "ства", "цтва", "ції", "ізму"];
    let Some(piece) = line.get(at).filter(|piece| piece.is_word() && !piece.is_capital()) else {
        return false;
    };
    piece.may_be(|sense| matches!(sense, Sense::Complement))
        || ENDINGS.iter().any(|ending| piece.folded.ends_with(ending))
        || piece.folded.chars().count() > 5
            && (piece.folded.ends_with("ів") || piece.folded.ends_with("їв"))
            && line.before(at).is_some_and(|before| before.folded.ends_with("их"))
}

fn is_genitive_adjective(line: &Line<'_>, at: usize) -> bool {
    let Some(piece) = line.get(at) else { return false };
    let ends =
        ["их", "іх", "ого", "ого", "ої", "ьої"].iter().any(|end| piece.folded.ends_with(end));
    let next = || {
        (1..3).any(|n| is_complement(line, at + n) || line.get(at + n).is_some_and(Piece::is_upper))
    };
    let words = line.ctx.lang.words();
    ends && piece.folded.chars().count() > 4 && !words.is_function(piece.folded) && next()
}

/// The end of a name in the genitive: «УНР», «Чехословаччини», «Тараса Шевченка».
fn proper_end(line: &Line<'_>, at: usize, takes_states: bool) -> Option<usize> {
    let names = line.ctx.lang.names();
    let honoured = line.ctx.lang.words().is(Class::OfBody, line.folded(at.checked_sub(1)?));
    if honoured {
        let mut end = at;
        while line.get(end).is_some_and(|piece| piece.is_capital() && piece.apart) && end < at + 3 {
            end += 1;
            if line.folded(end) == "." {
                end += 1;
            }
        }
        return (end > at).then_some(end);
    }
    if !takes_states {
        return None;
    }
    let completes = |form: &&Form| {
        form.names.iter().any(|(id, cases)| {
            let place = names.get(*id).is_some_and(|name| name.entity.kind != EntityType::Person);
            place && cases.meets(Cases::GENITIVE)
        })
    };
    names.forms(line.folded(at)).filter(completes).find_map(|form| line.form_end(at, form))
}

/// The end of an abbreviation of capitals, with what stands in brackets inside it: «КП(б)У».
fn abbreviation_end(line: &Line<'_>, at: usize) -> usize {
    let mut end = at + 1;
    let glued = |at: usize| line.get(at).is_some_and(|piece| !piece.apart);
    if line.folded(end) == "(" && glued(end) && glued(end + 1) && line.folded(end + 2) == ")" {
        end += 3;
        if glued(end) && line.get(end).is_some_and(Piece::is_capital) {
            end += 1;
        }
    }
    end
}

/// What completes a name, with the space before it.
pub fn tail<'a>(line: &Line<'a>, from: usize, end: usize) -> &'a str {
    if end <= from {
        return "";
    }
    let noun = line.span(from - 1, from).end();
    let whole = line.span(from, end);
    line.ctx.cleaned.text.as_str().get(noun..whole.end()).unwrap_or_default()
}
