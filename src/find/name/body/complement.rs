//! What completes the name of a body: «закордонних справ», «УНР», «імені Тараса Шевченка».

use crate::decline::Cases;
use crate::find::name::line::{Line, Piece};
use crate::find::name::nominative;
use crate::lexicon::names::{Form, Head, Sense};
use crate::lexicon::words::Class;
use crate::model::entity::EntityType;

/// The most words that a complement has.
const LONGEST: usize = 14;

/// What may complete a name.
#[derive(Debug, Clone, Copy)]
pub struct Takes {
    /// Small words: «закордонних справ».
    pub words: bool,
    /// Persons whose name it bears: «Бібліотека Оссолінських».
    pub persons: bool,
    /// Places of any kind: «Управління Карлагу».
    pub places: bool,
    /// What it cares for: «про початкову освіту».
    pub cares: bool,
}

impl Takes {
    /// What completes the names that a noun makes. «Тимчасовий уряд амністії» is no name of a
    /// government, «Тимчасовий уряд УНР» is.
    pub fn of(head: &Head, is_described: bool) -> Self {
        let subtype = head.subtype.as_str();
        let bears = matches!(subtype, "library" | "museum" | "university")
            || subtype == "institution" && head.quoted;
        Self {
            words: !is_described || !matches!(subtype, "government" | "army"),
            persons: bears && !is_described,
            places: !is_described && matches!(subtype, "government" | "assembly" | "institution"),
            cares: matches!(subtype, "society" | "union"),
        }
    }
}

/// Where the complement that begins at `from` ends; `from` when there is none.
pub fn complement(line: &Line<'_>, from: usize, mut takes: Takes) -> usize {
    let mut end = from;
    let mut at = from;
    let words = line.ctx.lang.words();
    while at < from + LONGEST {
        let Some(piece) = line.get(at) else { break };
        if !piece.apart && piece.text != "," {
            break;
        }
        if let Some(next) = honoured(line, at) {
            return next;
        } else if piece.is_upper() && !piece.is_roman() {
            at = abbreviation_end(line, at);
            end = at;
            takes.words = false;
        } else if piece.is_capital() {
            takes.persons &= at == from;
            let Some(next) = (end == at).then(|| proper_end(line, at, takes)).flatten() else {
                break;
            };
            at = next;
            end = next;
            takes.words = false;
        } else if piece.is_word() {
            if !takes.words {
                // «1-ша дивізія внутрішніх військ» is not told from what it did.
                break;
            } else if is_complement(line, at) {
                at = hyphened(line, at + 1);
                end = at;
            } else if is_genitive_adjective(line, at)
                || words.is(Class::And, piece.folded) && end == at && end > from
            {
                at += 1;
            } else if let Some(next) = purpose_end(line, at, takes).filter(|_| end == at) {
                at = next;
                end = next;
            } else {
                break;
            }
        } else if piece.text == "," && end == at && end > from && follows_in_list(line, at + 1) {
            at += 1;
        } else {
            break;
        }
    }
    end
}

/// The end of parts between hyphens: «соціалістів-революціонерів».
fn hyphened(line: &Line<'_>, mut at: usize) -> usize {
    while line.folded(at) == "-" && line.get(at + 1).is_some_and(|p| p.is_word() && !p.apart) {
        at += 2;
    }
    at
}

/// The end of what a body is for: «у справах українізації», «для вивчення права», «про початкову
/// освіту», «при НКВС».
fn purpose_end(line: &Line<'_>, at: usize, takes: Takes) -> Option<usize> {
    let lang = line.ctx.lang;
    let matter = matches!(line.folded(at), "у" | "в") && line.folded(at + 1).starts_with("справа");
    let mut noun = at + 1;
    if line.folded(at) == "при" {
        let upper = line.get(noun).is_some_and(|piece| piece.is_upper() && !piece.is_roman());
        return if upper {
            Some(abbreviation_end(line, noun))
        } else {
            noun_end(line, noun, Cases::LOCATIVE)
        };
    }
    if line.folded(at) == "про" && !takes.cares {
        return None;
    }
    if !matter && !lang.words().is(Class::Purpose, line.folded(at)) {
        return None;
    }
    let small = |at: usize| line.get(at).is_some_and(|p| p.is_word() && !p.is_capital());
    while noun < at + 3 && small(noun) && line.roles(noun).is_adjective() {
        noun += 1;
    }
    let known = is_complement(line, noun)
        || line.roles(noun).noun().is_some_and(|_| lang.dates().get(line.folded(noun)).is_none());
    (small(noun) && known).then_some(noun + 1)
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
    let lang = line.ctx.lang;
    piece.may_be(|sense| matches!(sense, Sense::Complement))
        || ENDINGS.iter().any(|ending| piece.folded.ends_with(ending))
        || line.roles(at).noun().is_some_and(|cases| {
            cases.meets(Cases::GENITIVE)
                && !cases.meets(Cases::NOMINATIVE)
                && lang.dates().get(piece.folded).is_none()
        })
        || piece.folded.chars().count() > 5
            && (piece.folded.ends_with("ів") || piece.folded.ends_with("їв"))
            && line.before(at).is_some_and(|before| before.folded.ends_with("их"))
}

fn is_genitive_adjective(line: &Line<'_>, at: usize) -> bool {
    let Some(piece) = line.get(at) else { return false };
    let ends = ["их", "іх", "ого", "ої"].iter().any(|end| piece.folded.ends_with(end));
    let next = || {
        (1..3).any(|n| is_complement(line, at + n) || line.get(at + n).is_some_and(Piece::is_upper))
    };
    let words = line.ctx.lang.words();
    ends && piece.folded.chars().count() > 4 && !words.is_function(piece.folded) && next()
}

/// «імені Тараса Шевченка», «ім. М. Драгоманова», «св. Миколая»: the end of the name of whom a body
/// honours.
fn honoured(line: &Line<'_>, at: usize) -> Option<usize> {
    let words = line.ctx.lang.words();
    if !words.is(Class::OfBody, line.folded(at)) {
        return None;
    }
    let mut from = at + 1;
    if line.folded(from) == "." {
        from += 1;
    }
    // «імені князів Острозьких».
    while line.get(from).is_some_and(|piece| piece.is_title() && !piece.is_capital()) {
        from += 1;
    }
    let mut end = from;
    while line.get(end).is_some_and(|piece| piece.is_capital() && piece.apart | (end > from))
        && end < from + 6
    {
        end = hyphened(line, end + 1);
        if line.is_initial(end - 1) {
            end += 1;
        }
    }
    (end > from).then_some(end)
}

/// The end of a name in the genitive: «Чехословаччини», «Верховного суду», «Академії наук»,
/// «Оссолінських».
fn proper_end(line: &Line<'_>, at: usize, takes: Takes) -> Option<usize> {
    let names = line.ctx.lang.names();
    let completes = |form: &Form| {
        names.of_form(form).iter().any(|(id, cases)| {
            let place = names.get(*id).is_some_and(|name| name.entity.kind != EntityType::Person);
            place && cases.meets(Cases::GENITIVE)
        })
    };
    let listed = line.forms(at).find(|(form, _)| completes(form)).map(|(_, end)| end);
    listed
        .max(noun_end(line, at, Cases::GENITIVE))
        .or_else(|| person_end(line, at).filter(|_| takes.persons))
        .or_else(|| place_end(line, at).filter(|_| takes.places))
}

/// The end of the name that a noun makes in the genitive, and of what completes that: «Томського
/// університету», «Міністерства внутрішніх справ».
fn noun_end(line: &Line<'_>, at: usize, asked: Cases) -> Option<usize> {
    let lang = line.ctx.lang;
    let noun = (at..at + 5).find(|noun| {
        line.head(*noun, |head| head.adjective).is_some() || !line.may_be_adjective(*noun)
    })?;
    let (head, cases) = line.head(noun, |head| head.adjective)?;
    if !cases.meets(asked) {
        return None;
    }
    let agrees = |word: usize| {
        let text = line.get(word).map(|piece| piece.text).unwrap_or_default();
        nominative::adjective(lang, text, asked, head.gender).is_some()
    };
    if !(at..noun).all(agrees) {
        return None;
    }
    if head.kind != EntityType::Organization || !head.complement {
        return (noun > at).then_some(noun + 1);
    }
    let end = complement(line, noun + 1, Takes::of(head, noun > at));
    (noun > at || end > noun + 1).then_some(end)
}

/// The end of a word of which nothing is known, when it may be a place in the genitive.
fn place_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let piece = line.get(at).filter(|piece| piece.is_proper() && piece.senses.is_empty())?;
    let guesses = nominative::places(line.ctx.lang, piece.text, Cases::GENITIVE);
    let person = line.ctx.lang.words().may_be_surname(piece.folded);
    (!guesses.is_empty() && !person && !line.is_ordinary(at)).then_some(at + 1)
}

/// The end of a person's name in the genitive.
fn person_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    while line.is_initial(end) {
        end += 2;
    }
    if line.get(end).is_some_and(Piece::is_given) {
        end += 1;
    }
    let piece = line.get(end).filter(|piece| piece.is_proper() && piece.apart && end < at + 5);
    let surname = piece.is_some_and(|piece| {
        let likeliest = nominative::surnames(line.ctx.lang, piece.text, Cases::GENITIVE, None);
        line.ctx.lang.words().may_be_surname(piece.folded) && !likeliest.is_empty()
            || piece.may_be(|sense| matches!(sense, Sense::Surname(_, cases, _) if cases.meets(Cases::GENITIVE)))
    });
    if surname {
        end += 1;
    }
    (end > at).then_some(end)
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
