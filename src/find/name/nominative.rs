//! The nominative of a word that no table lists, from what stands beside it.

use std::cell::RefCell;
use std::rc::Rc;

use crate::decline::{Cases, Gender, Guess, Stock};
use crate::find::name::line::{Line, Piece};
use crate::lang::{Language, capital};
use crate::lexicon::names::Sense;
use crate::memo::Memo;
use crate::model::cleaned::fold;
use crate::model::entity::EntityType;
use crate::model::mention::LemmaSource;

/// A word of a person's name and what it may be.
#[derive(Debug, Clone)]
pub struct Part {
    /// The nominative.
    pub nominative: String,
    /// The cases that it may stand in.
    pub cases: Cases,
    /// Masculine or feminine; plural for families.
    pub gender: Gender,
    /// Whether a table lists it.
    pub is_listed: bool,
    /// How likely it is, to be compared with other readings of the same word.
    pub score: f64,
}

/// How much likelier a listed surname is than a guessed one, as a logarithm.
const LISTED: f64 = 7.0;
/// The logarithm of the probability that a guessed surname usually has, its case apart.
const USUAL: f64 = -13.0;
/// How much likelier a man's surname is than a woman's, as a logarithm.
const MAN: f64 = 1.5;

/// The likeliest readings of a surname in these cases and of this gender, if that is known.
pub fn surnames(
    lang: &dyn Language,
    word: &str,
    cases: Cases,
    gender: Option<Gender>,
) -> Rc<[Part]> {
    let key = (cases, gender.map_or(4, |gender| gender as u8));
    SURNAMES.with_borrow_mut(|memo| {
        memo.get(key, word, || read_surname(lang, word, cases, gender).into())
    })
}

fn read_surname(
    lang: &dyn Language,
    word: &str,
    cases: Cases,
    gender: Option<Gender>,
) -> Vec<Part> {
    let folded = fold(word);
    let mut parts: Vec<Part> = Vec::new();
    for sense in lang.names().senses(&folded) {
        if let Sense::Surname(index, own, of) = sense
            && own.meets(cases)
            && gender.is_none_or(|gender| gender == *of)
        {
            let nominative = lang.names().nominative(*index).to_owned();
            let score = LISTED + of_gender(*of) + Stock::frequency(own.and(cases)).ln() + USUAL;
            parts.push(Part {
                nominative,
                cases: own.and(cases),
                gender: *of,
                is_listed: true,
                score,
            });
        }
    }
    if let Some((nominative, own)) = family(word, true).filter(|_| gender.is_none())
        && own.meets(cases)
    {
        let score = LISTED + Stock::frequency(own.and(cases)).ln() + USUAL;
        let cases = own.and(cases);
        parts.push(Part { nominative, cases, gender: Gender::Plural, is_listed: false, score });
    }
    let morphology = lang.morphology();
    let mut add = |stock: &Stock, of: Gender| {
        for guess in stock.guess(word, cases).take(4) {
            let score = guess.score + of_gender(of);
            let Guess { nominative, genitive, cases, .. } = guess;
            let cases = match of {
                Gender::Feminine => cases,
                _ => cases.of_living(word, &nominative, &genitive),
            };
            // «Дорожинська» is a woman, never of a Дорожинсько.
            let torn = ["сько", "цько", "зько"].iter().any(|end| nominative.ends_with(end));
            if cases == Cases::NONE || torn {
                continue;
            }
            parts.push(Part { nominative, cases, gender: of, is_listed: false, score });
        }
    };
    if gender != Some(Gender::Feminine) {
        add(&morphology.men, Gender::Masculine);
    }
    if gender != Some(Gender::Masculine) {
        add(&morphology.women, Gender::Feminine);
    }
    parts.sort_by(|a, b| b.score.total_cmp(&a.score));
    parts.truncate(6);
    parts
}

/// The plural of a surname and the cases that this form may stand in; the surest endings are those
/// that no surname of one person has.
pub fn family(word: &str, surest: bool) -> Option<(String, Cases)> {
    const SUREST: [(&str, &str); 13] = [
        ("ичів", "ичі"),
        ("енків", "енки"),
        ("чуків", "чуки"),
        ("ських", "ські"),
        ("цьких", "цькі"),
        ("зьких", "зькі"),
        ("ових", "ови"),
        ("євих", "єви"),
        ("енки", "енки"),
        ("овичі", "овичі"),
        ("евичі", "евичі"),
        ("чуки", "чуки"),
        ("щуки", "щуки"),
    ];
    const OTHERS: [(&str, &str); 3] = [("їв", "ї"), ("ів", "и"), ("их", "і")];
    let others = OTHERS.iter().filter(|_| !surest);
    SUREST.iter().chain(others).find_map(|(ending, nominative)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.chars().count() > 1)?;
        let cases = if ending == nominative {
            Cases::NOMINATIVE
        } else {
            Cases::GENITIVE_ACCUSATIVE.or(Cases::LOCATIVE)
        };
        Some((format!("{stem}{nominative}"), cases))
    })
}

/// What the gender alone says for a reading.
fn of_gender(gender: Gender) -> f64 {
    if gender == Gender::Masculine { MAN } else { 0.0 }
}

/// The likeliest readings of a place of one word in these cases.
pub fn places(lang: &dyn Language, word: &str, cases: Cases) -> Rc<[Guess]> {
    PLACES.with_borrow_mut(|memo| {
        memo.get(cases, word, || lang.morphology().places.guess(word, cases).collect())
    })
}

/// What one thread has found out of words by what was asked.
type Known<K, V> = RefCell<Memo<K, V, 2_000>>;

thread_local! {
    static SURNAMES: Known<(Cases, u8), Rc<[Part]>> = RefCell::default();
    static PLACES: Known<Cases, Rc<[Guess]>> = RefCell::default();
    static ADJECTIVES: Known<(Cases, u8), Option<Rc<str>>> = RefCell::default();
}

/// An adjective that may agree with a noun, in the nominative of the noun.
pub fn adjective(lang: &dyn Language, word: &str, cases: Cases, gender: Gender) -> Option<String> {
    let read = || read_adjective(lang, word, cases, gender).map(Rc::from);
    let known = ADJECTIVES.with_borrow_mut(|memo| memo.get((cases, gender as u8), word, read));
    known.map(|known| known.to_string())
}

fn read_adjective(lang: &dyn Language, word: &str, cases: Cases, gender: Gender) -> Option<String> {
    let adjective = &lang.morphology().adjective;
    let folded = fold(word);
    let readings = adjective.readings(&folded);
    let fits = readings.iter().find(|r| r.gender == gender && r.cases.meets(cases))?;
    let nominative = adjective.nominative(&folded, *fits, gender);
    Some(if word.starts_with(char::is_uppercase) { capital(&nominative) } else { nominative })
}

/// An adjective of a list whose members share a noun in the plural: «Київської» of «Київської та
/// Полтавської губерній», in the nominative of one such noun.
pub fn member(lang: &dyn Language, word: &str, gender: Gender) -> Option<String> {
    let adjective = &lang.morphology().adjective;
    let folded = fold(word);
    let reading = *adjective.readings(&folded).first()?;
    Some(capital(&adjective.nominative(&folded, reading, gender)))
}

/// The nominative of words of which no rule makes one name: the last noun decides, and adjectives
/// before it follow; what stands behind it stays.
pub fn of_words(line: &Line<'_>, kind: EntityType) -> (String, LemmaSource) {
    let lang = line.ctx.lang;
    let whole = line.text(0, line.pieces.len());
    let words: Vec<&str> = whole.split(' ').collect();
    let morphology = lang.morphology();
    let guesses = |word: &str| match kind {
        EntityType::Place => places(lang, word, Cases::ALL).to_vec(),
        EntityType::Organization => morphology.nouns.guess(word, Cases::ALL).collect(),
        EntityType::Person => Vec::new(),
    };
    if kind == EntityType::Person {
        return match surnames(lang, whole, Cases::ALL, None).first() {
            Some(part) if words.len() == 1 => (part.nominative.clone(), LemmaSource::Rule),
            // «Менґлі І Ґерай»: regnal numerals are in Latin letters.
            _ => (whole.replace(" І ", " I "), LemmaSource::Surface),
        };
    }
    if let Some(name) = with_noun(line, &words, kind) {
        return (name, LemmaSource::Rule);
    }
    for (n, word) in words.iter().enumerate().rev() {
        for guess in guesses(word).into_iter().take(4) {
            let before = words.get(..n).unwrap_or_default().iter();
            let agreeing: Option<Vec<String>> =
                before.map(|word| adjective(lang, word, guess.cases, guess.gender)).collect();
            let Some(mut name) = agreeing else { continue };
            name.push(guess.nominative);
            name.extend(
                words.get(n + 1..).unwrap_or_default().iter().map(|word| (*word).to_owned()),
            );
            return (name.join(" "), LemmaSource::Rule);
        }
    }
    (whole.to_owned(), LemmaSource::Surface)
}

/// The nominative of a body by the first of its words that is a noun of bodies: «Куреня смерті»,
/// «Великого війська Донського».
fn with_noun(line: &Line<'_>, words: &[&str], kind: EntityType) -> Option<String> {
    let lang = line.ctx.lang;
    let names = lang.names();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    // Of several nouns one of this type, whose adjective behind it agrees, goes first.
    let mut best: Option<(bool, bool, String)> = None;
    for (n, word) in words.iter().enumerate() {
        for sense in names.senses(&fold(word)) {
            let Sense::Head(index, cases) = sense else { continue };
            let Some(head) = names.head(*index) else { continue };
            let agree = |word: &&str| adjective(lang, word, *cases, head.gender);
            let before: Option<Vec<String>> = words.get(..n)?.iter().map(agree).collect();
            let Some(mut name) = before else { continue };
            name.push(if is_capital(word) { capital(&head.noun) } else { head.noun.clone() });
            // «Військо Запорозьке», but «Директорія Підкарпатської Руси».
            let next = words.get(n + 1).filter(|word| is_capital(word));
            let beside = next.filter(|_| !words.get(n + 2).is_some_and(is_capital));
            let agreeing = beside.and_then(agree);
            let agrees = agreeing.is_some();
            let behind = words.iter().skip(n + 1).map(|word| (*word).to_owned());
            name.extend(agreeing.into_iter().chain(behind.skip(usize::from(agrees))));
            let found = (head.kind == kind, agrees, name.join(" "));
            if best.as_ref().is_none_or(|best| (found.0, found.1) > (best.0, best.1)) {
                best = Some(found);
            }
        }
        if best.is_some() {
            break;
        }
    }
    best.map(|(_, _, name)| name)
}

/// «Вукоп-спілки», «рай-парткому»: the nominative of a body whose name ends with a noun of bodies.
fn compound(lang: &dyn Language, word: &str) -> Option<String> {
    let names = lang.names();
    word.char_indices().map(|(at, _)| at).skip(2).find_map(|at| {
        let (beginning, noun) = word.split_at_checked(at)?;
        names.senses(&fold(noun)).iter().find_map(|sense| match sense {
            Sense::Head(index, _) => {
                let head = names.head(*index).filter(|h| h.kind == EntityType::Organization)?;
                Some(format!("{beginning}{}", head.noun))
            }
            _ => None,
        })
    })
}

/// Whether it is the nominative of an ordinary noun.
fn is_noun(lang: &dyn Language, nominative: &str) -> bool {
    let cases = lang.ordinary().roles(&fold(nominative)).noun();
    cases.is_some_and(|cases| cases.meets(Cases::NOMINATIVE))
}

/// The nominative of an adjective in its own gender.
fn own_adjective(lang: &dyn Language, word: &str) -> Option<String> {
    let adjective = &lang.morphology().adjective;
    let folded = fold(word);
    let reading = *adjective.readings(&folded).first()?;
    Some(capital(&adjective.nominative(&folded, reading, reading.gender)))
}

/// The nominative of a name in quotation marks, of a noun alone or with an adjective before it;
/// as it stands when it has neither.
pub fn of_quoted(line: &Line<'_>, from: usize, to: usize, cases: Cases) -> String {
    let lang = line.ctx.lang;
    let whole = line.text(from, to);
    let word = |at: usize| line.get(at).map(|piece| piece.text).unwrap_or_default();
    let noun = |at: usize| {
        let mut guesses: Vec<Guess> = lang.morphology().nouns.guess(word(at), cases).collect();
        guesses.sort_by_key(|guess| !is_noun(lang, &guess.nominative));
        guesses.truncate(4);
        guesses
    };
    let in_nominative = cases.meets(Cases::NOMINATIVE);
    let is_adjective = |at: usize| {
        let relational = line.get(at).is_some_and(Piece::is_relational);
        relational || line.roles(at).is_adjective()
    };
    match to - from {
        _ if line.get(from).is_some_and(Piece::is_upper) => whole.to_owned(),
        // «Густинського» of «Густинського монастиря».
        1 if is_adjective(from) => {
            own_adjective(lang, word(from)).unwrap_or_else(|| whole.to_owned())
        }
        1 if let Some(noun) = compound(lang, word(from)) => noun,
        1 => match noun(from).first() {
            Some(guess) if !in_nominative || is_noun(lang, &guess.nominative) => {
                guess.nominative.clone()
            }
            _ => whole.to_owned(),
        },
        2 if !in_nominative || line.roles(from).is_adjective() => {
            let both = noun(from + 1).into_iter().find_map(|guess| {
                let first = adjective(lang, word(from), guess.cases, guess.gender)?;
                Some(format!("{first} {}", guess.nominative))
            });
            both.unwrap_or_else(|| whole.to_owned())
        }
        _ => whole.to_owned(),
    }
}

/// A nominative without the hyphens that the ends of lines left in its words: «Торговель-на».
pub fn mended(lang: &dyn Language, nominative: String) -> String {
    if !nominative.contains('-') {
        return nominative;
    }
    let word = |word: &str| {
        let joined = word.replace('-', "");
        let folded = fold(&joined);
        let known =
            lang.ordinary().roles(&folded).is_word() || !lang.names().senses(&folded).is_empty();
        let one = word.split('-').skip(1).all(|part| part.starts_with(char::is_lowercase));
        if known && one { joined } else { word.to_owned() }
    };
    nominative.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
