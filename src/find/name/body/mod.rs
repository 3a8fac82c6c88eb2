//! Bodies and areas by their noun: «Українська господарська академія», «Міністерство закордонних
//! справ», «газета „Рада“», «Степовий край».

mod complement;

use crate::decline::{Cases, Gender};
pub use crate::find::name::body::complement::tail;
use crate::find::name::body::complement::{Takes, complement};
use crate::find::name::line::{Line, Piece};
use crate::find::name::{Unlisted, nominative};
use crate::lang::capital;
use crate::lexicon::names::{Head, Sense};
use crate::lexicon::words::Class;
use crate::model::cleaned::fold;
use crate::model::entity::EntityType;
use crate::model::layout::TokenKind;
use crate::model::mention::{Found, LemmaSource};

/// How far before a noun its adjectives are looked for, in pieces.
const REACH: usize = 12;

/// Proposes the names that the noun at this piece makes.
pub fn propose(line: &Line<'_>, at: usize, found: &mut Vec<Found>) {
    let Some(piece) = line.get(at) else { return };
    let names = line.ctx.lang.names();
    for sense in piece.senses {
        match sense {
            Sense::Head(index, cases) => {
                let Some(head) = names.head(*index) else { continue };
                if head.adjective {
                    found.extend(described(line, at, head, *cases));
                }
                if head.complement {
                    found.extend(completed(line, at, head, *cases));
                }
                if head.quoted {
                    quoted(line, at, head, found);
                }
            }
            Sense::SharedHead(index, _) => {
                if let Some(head) = names.head(*index).filter(|head| head.quoted) {
                    quoted(line, at, head, found);
                }
            }
            _ => {}
        }
    }
}

/// Where a name ends whose noun, with an adjective, stands before this piece.
pub fn whole_end(line: &Line<'_>, from: usize, head: &Head) -> usize {
    if head.complement { complement(line, from, Takes::of(head, true)) } else { from }
}

/// A noun with the adjectives before it, and what completes it.
fn described(line: &Line<'_>, at: usize, head: &Head, cases: Cases) -> Option<Found> {
    let before = line.pieces.get(at.saturating_sub(REACH)..at)?;
    if !before.iter().any(|piece| piece.is_capital() || piece.kind == TokenKind::Number) {
        return None;
    }
    let words = attributes(line, at, head.gender, cases);
    let start = words.iter().rfind(|word| word.names)?.from;
    let words: Vec<&Attribute> = words.iter().filter(|word| word.from >= start).rev().collect();
    let end = whole_end(line, at + 1, head);
    let noun = line.get(at)?;
    if line.is_first(start) && !is_name_at_start(line, &words, head, end > at + 1, noun) {
        return None;
    }
    let mut canonical = String::new();
    for word in &words {
        canonical.push_str(&word.nominative);
        canonical.push(' ');
    }
    canonical.push_str(&cased(noun, &head.noun));
    canonical.push_str(tail(line, at + 1, end));
    let office = |word: &&&Attribute| {
        let nominative =
            nominative::member(line.ctx.lang, line.folded(word.from), Gender::Masculine);
        nominative.is_some_and(|word| line.ctx.lang.words().is(Class::Office, &fold(&word)))
    };
    let (kind, subtype) = match head.kind {
        EntityType::Place if words.iter().find(office).is_some() => {
            (EntityType::Organization, "institution")
        }
        kind => (kind, head.subtype.as_str()),
    };
    let rule = match kind {
        EntityType::Place => "name.adjective-place",
        _ => "name.adjective-body",
    };
    Some(
        Unlisted { canonical, ..Unlisted::new(line.span(start, end), rule, kind, subtype) }
            .found(line),
    )
}

/// Whether a name whose only capital begins the sentence is one: «Київська губернія» is, «Міська
/// рада» is not.
fn is_name_at_start(
    line: &Line<'_>,
    words: &[&Attribute],
    head: &Head,
    is_completed: bool,
    noun: &Piece<'_>,
) -> bool {
    let others = words.iter().skip(1).any(|word| word.names) || noun.is_capital();
    let of_place = words.first().is_some_and(|word| {
        let folded = line.folded(word.from);
        let generic = nominative::member(line.ctx.lang, folded, Gender::Masculine)
            .is_some_and(|word| line.ctx.lang.words().is(Class::Generic, &fold(&word)));
        // «Полтавська» begins listed names, «Батьківські» does not.
        let begins = line.get(word.from).is_some_and(|piece| {
            let listed = piece.begins_names();
            piece.is_relational() && (listed || !line.roles(word.from).is_adjective())
        });
        begins && !generic
    });
    let loose =
        matches!(head.subtype.as_str(), "army" | "government" | "country" | "church" | "region");
    others || (of_place && (!loose || is_completed || words.len() > 1))
}

/// A noun with a capital and what completes it; without, the noun alone inside a sentence.
fn completed(line: &Line<'_>, at: usize, head: &Head, cases: Cases) -> Option<Found> {
    let noun = line.get(at).filter(|piece| piece.is_proper())?;
    let end = complement(line, at + 1, Takes::of(head, false));
    let alone = end == at + 1;
    // At the beginning of a sentence «Уряд УНР» is a government, «Рада народних комісарів» a name.
    if line.is_first(at) && line.get(at + 1).is_some_and(Piece::is_capital) {
        return None;
    }
    // «Союз кореня та гриба» is none; «Рада старшин» is.
    let names = line.pieces.get(at + 1..end).unwrap_or_default();
    let telling = names.iter().any(Piece::is_capital)
        || names
            .first()
            .is_some_and(|word| word.may_be(|sense| matches!(sense, Sense::Complement)));
    if line.is_first(at) && !telling {
        return None;
    }
    let begins = line.before(at).is_none_or(|before| !before.is_word() && before.text != ",");
    if alone
        && (line.is_first(at)
            || begins
            || head.quoted
            || !attributes(line, at, head.gender, cases).is_empty())
    {
        return None;
    }
    let canonical = format!("{}{}", cased(noun, &head.noun), tail(line, at + 1, end));
    let rule = if alone { "name.noun-alone" } else { "name.noun-completed" };
    Some(
        Unlisted { canonical, ..Unlisted::new(line.span(at, end), rule, head.kind, &head.subtype) }
            .found(line),
    )
}

/// A word before a noun that agrees with it.
struct Attribute {
    /// Its first piece.
    from: usize,
    nominative: String,
    /// Whether its capital or number makes the whole a name.
    names: bool,
}

/// The adjectives and numbers before a noun, the nearest first.
fn attributes(line: &Line<'_>, noun: usize, gender: Gender, cases: Cases) -> Vec<Attribute> {
    let mut found: Vec<Attribute> = Vec::new();
    let mut end = noun;
    while let Some(last) = end.checked_sub(1)
        && line.get(end).is_some_and(|piece| piece.apart)
    {
        let mut from = last;
        // Parts between hyphens: «соціал-демократична», «11-та».
        while line.get(from).is_some_and(|piece| !piece.apart)
            && line.before(from).is_some_and(|hyphen| hyphen.text == "-" && !hyphen.apart)
            && from >= 2
        {
            from -= 2;
        }
        let Some(first) = line.get(from) else { break };
        let is_number = first.kind == TokenKind::Number && first.text.len() < 4;
        if is_number && from < last || first.is_roman() && from == last {
            let nominative = if is_number { ordinal(first.text, gender) } else { first.latin() };
            found.push(Attribute { from, nominative, names: true });
            break;
        }
        let verb = first.folded.ends_with("ся") || line.ctx.lang.words().may_be_verb(first.folded);
        if !first.is_word() || verb {
            break;
        }
        let text = line.text(from, end);
        let Some(nominative) = nominative::adjective(line.ctx.lang, text, cases, gender) else {
            break;
        };
        found.push(Attribute {
            from,
            nominative,
            names: first.is_capital() && !first.is_unnamed(),
        });
        if found.len() > 6 {
            break;
        }
        end = from;
    }
    found
}

/// «11-та», «3-й»: a number as an adjective of this gender.
fn ordinal(number: &str, gender: Gender) -> String {
    let last = number.chars().next_back().unwrap_or('0');
    let teen = number.len() > 1 && number.chars().rev().nth(1) == Some('1');
    let consonant = match last {
        _ if teen => "т",
        '1' => "ш",
        '2' => "г",
        '3' => "т",
        '7' | '8' => "м",
        _ => "т",
    };
    let soft = last == '3' && !teen;
    let ending = match (gender, soft) {
        (Gender::Feminine, true) => "я".to_owned(),
        (Gender::Feminine, false) => "а".to_owned(),
        (Gender::Neuter, true) => "є".to_owned(),
        (Gender::Neuter, false) => "е".to_owned(),
        (Gender::Plural, _) => "і".to_owned(),
        (Gender::Masculine, _) => return format!("{number}-й"),
    };
    format!("{number}-{consonant}{ending}")
}

/// The nominative of a noun with a capital where the text has one.
fn cased(piece: &Piece<'_>, noun: &str) -> String {
    if piece.is_capital() { capital(noun) } else { noun.to_owned() }
}

/// Proposes the names in quotation marks behind a noun: «газети „Рада“ і „Діло“».
fn quoted(line: &Line<'_>, at: usize, head: &Head, found: &mut Vec<Found>) {
    let mut open = at + 1;
    while let Some((from, to)) = quotation(line, open) {
        let text = line.text(from, to);
        found.push(
            Unlisted {
                canonical: text.to_owned(),
                source: LemmaSource::Surface,
                ..Unlisted::new(line.span(from, to), "name.quoted-body", head.kind, &head.subtype)
            }
            .found(line),
        );
        open = to + 1;
        if !line.separates(open) {
            break;
        }
        open += 1;
    }
}

/// The pieces between quotation marks that open at this piece.
fn quotation(line: &Line<'_>, open: usize) -> Option<(usize, usize)> {
    let is_mark = |text: &str, marks: &str| text.chars().count() == 1 && marks.contains(text);
    if !is_mark(line.get(open)?.text, "«„“\"") {
        return None;
    }
    let from = open + 1;
    let to = (from..(from + 9).min(line.pieces.len()))
        .find(|at| line.get(*at).is_some_and(|piece| is_mark(piece.text, "»“”\"")))?;
    let capital = line.get(from).is_some_and(Piece::is_capital);
    (to > from && capital).then_some((from, to))
}

/// The most words of a name in quotation marks that nothing announces.
const LONGEST_QUOTED: usize = 4;

/// Proposes the name in quotation marks that opens at this piece and that no noun announces; most
/// are periodicals and societies: «у „Ділі“». What a noun of another kind announces («роман», «кнопка») and speech are none.
pub fn quoted_alone(line: &Line<'_>, open: usize, found: &mut Vec<Found>) {
    let Some((from, to)) = quotation(line, open) else { return };
    let Some(before) = line.before(open) else { return };
    let lang = line.ctx.lang;
    let words = line.pieces.get(from..to).unwrap_or_default();
    let plain = words.iter().all(|piece| piece.is_word() || piece.text == "-");
    if !plain || words.len() > LONGEST_QUOTED || line.is_shouted() {
        return;
    }
    let announces = before.is_word()
        && line.roles(open - 1).noun().is_some()
        && !lang.words().is(Class::Issue, before.folded)
        && !lang.words().is_function(before.folded)
        && !before.is_title()
        && !line.roles(open - 1).is_verb();
    let is_mark = !before.is_word() && before.text != "," && before.text != "(";
    if announces || is_mark || line.head(open - 1, |head| head.kind == EntityType::Place).is_some()
    {
        return;
    }
    // «натисніть „Далі“» has a word of the language itself, «у „Путівці“» hardly.
    let end = line.span(0, open - 1).end().saturating_sub("»".len());
    let goes_on = line.separates(open - 1) && found.iter().any(|one| one.span.end() == end);
    if before.text == "," && !goes_on {
        return;
    }
    let joined = goes_on
        || line.governed(open).is_some()
        || line.ctx.lang.words().is(Class::Issue, before.folded);
    if to == from + 1 && line.is_ordinary(from) && !joined {
        return;
    }
    let governed = line.governed(open).unwrap_or(Cases::ALL);
    let canonical = nominative::of_quoted(line, from, to, governed);
    let span = line.span(from, to);
    found.push(
        Unlisted {
            canonical,
            ..Unlisted::new(span, "name.quoted-alone", EntityType::Organization, "newspaper")
        }
        .found(line),
    );
}
