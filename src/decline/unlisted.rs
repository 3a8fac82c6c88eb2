//! Forms of a name of which only the nominative is known.

use crate::decline::{Adjective, Cases, Form, Gender, Guess, Paradigms, Part, Stock, phrase};

/// Classes of a noun that are generated; too many forms do no harm, a missing one does.
const CLASSES: usize = 6;

/// What is known of names and nouns, to tell of others.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Declension classes.
    pub paradigms: &'a Paradigms,
    /// Names of one word.
    pub names: &'a Stock,
    /// Common nouns, which names of several words end with.
    pub nouns: &'a Stock,
    /// Endings of adjectives.
    pub adjective: &'a Adjective,
}

/// Every form of a name, by what is known of names that end like it. Adjectives follow the noun
/// beside them; what begins with a preposition stays.
pub fn forms_of(known: Known<'_>, nominative: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for genitive in genitives(known, nominative) {
        for form in phrase::forms(known.paradigms, nominative, &genitive) {
            super::push_form(&mut forms, form.text, form.cases, form.gender);
        }
    }
    forms
}

/// A word of a name, and what stands behind it.
type Word<'n> = (&'n str, &'n str);

/// The likely genitives of a name, the likeliest first.
fn genitives(known: Known<'_>, nominative: &str) -> Vec<String> {
    let bare = |part: &str| part.trim_end_matches([' ', '-']).len();
    let words: Vec<Word<'_>> = nominative
        .split_inclusive([' ', '-'])
        .map(|part| part.split_at_checked(bare(part)).unwrap_or((part, "")))
        .collect();
    // «Ростов-на-Дону», «Франкфурт-на-Майні»: what follows a preposition stays.
    let is_small = |pair: &[Word<'_>]| {
        matches!(pair, [(_, "-"), (word, _)] if word.starts_with(char::is_lowercase))
            && pair.iter().all(|(word, _)| word.chars().count() < 12)
    };
    let preposition = words.windows(2).position(is_small).map(|at| at + 1);
    let preposition = preposition.filter(|at| at + 1 < words.len());
    let declined = words.get(..preposition.unwrap_or(words.len())).unwrap_or_default();
    let Some(last) = declined.len().checked_sub(1) else { return vec![nominative.to_owned()] };
    let mut all = with_head(known, &words, last, last);
    // «Скала-Подільська», «Михайлівка Перша»: the adjective may stand behind its noun.
    let is_adjective = |at: usize| {
        words.get(at).is_some_and(|(word, _)| {
            let readings = known.adjective.readings(&word.to_lowercase());
            readings.iter().any(|reading| reading.cases.meets(Cases::NOMINATIVE))
        })
    };
    if last > 0 && is_adjective(last) {
        all.extend(with_head(known, &words, last - 1, last));
    }
    let mut seen = Vec::new();
    all.retain(|genitive| {
        !seen.contains(genitive) && {
            seen.push(genitive.clone());
            true
        }
    });
    all
}

/// The genitives of a name whose noun is the word at `head`; nothing behind `last` declines.
fn with_head(known: Known<'_>, words: &[Word<'_>], head: usize, last: usize) -> Vec<String> {
    let Some((noun, _)) = words.get(head) else { return Vec::new() };
    let common = noun.starts_with(char::is_lowercase);
    let stock = if common { known.nouns } else { known.names };
    let genitive = |guess: &Guess| -> String {
        let form = |(at, (word, border)): (usize, &Word<'_>)| {
            let agreeing = || attribute(known.adjective, word, guess.gender);
            let other = || known.names.genitives(word).into_iter().next().map(|one| one.genitive);
            let form = match at {
                _ if at == head => Some(guess.genitive.clone()),
                _ if at > last => None,
                // «Івано-Франківськ»: a first part in -о is no word of its own.
                _ if *border == "-" && word.ends_with('о') => None,
                _ => agreeing().or_else(other),
            };
            format!("{}{border}", form.as_deref().unwrap_or(word))
        };
        words.iter().enumerate().map(form).collect()
    };
    let mut all: Vec<String> = nouns(stock, noun).iter().map(genitive).collect();
    // «Тянь-Шань»: of parts that nothing is known of only the last may decline.
    if let (Some((_, "-")), Some(first)) = (words.first(), nouns(stock, noun).first())
        && head == last
        && head > 0
    {
        let form = |(at, (word, border)): (usize, &Word<'_>)| {
            let form = if at == head { first.genitive.as_str() } else { word };
            format!("{form}{border}")
        };
        all.push(words.iter().enumerate().map(form).collect());
    }
    all
}

/// The classes that a noun may belong to; both genitives of masculine ones.
fn nouns(stock: &Stock, noun: &str) -> Vec<Guess> {
    let unchanged = Guess {
        nominative: noun.to_owned(),
        genitive: noun.to_owned(),
        cases: Cases::ALL,
        gender: Gender::Masculine,
        part: Part::Noun,
        score: f64::MIN,
    };
    // «АРСР»
    if noun.chars().all(char::is_uppercase) {
        return vec![unchanged];
    }
    let mut guesses = stock.genitives(noun);
    guesses.truncate(CLASSES);
    if guesses.is_empty() {
        guesses.push(unchanged);
    }
    let consonant = noun.ends_with(|c: char| !"аеєиіїоуюяьй".contains(c.to_ascii_lowercase()));
    if let Some(first) = guesses.first().filter(|first| {
        consonant && first.gender == Gender::Masculine && first.genitive.starts_with(noun)
    }) {
        let other = |ending: char| Guess { genitive: format!("{noun}{ending}"), ..first.clone() };
        let both = [other('а'), other('у')];
        guesses.extend(both);
    }
    // «Петриків» and «Петрик» are both heard of «Петрики».
    if let (Some(first), Some(stem)) = (guesses.first(), noun.strip_suffix(['и', 'і']))
        && first.gender == Gender::Plural
        && first.part == Part::Noun
    {
        let other = |ending: &str| Guess { genitive: format!("{stem}{ending}"), ..first.clone() };
        let both = [other("ів"), other("")];
        guesses.extend(both);
    }
    guesses
}

/// The genitive of an adjective that agrees with a noun of this gender.
fn attribute(adjective: &Adjective, word: &str, gender: Gender) -> Option<String> {
    let folded = word.to_lowercase();
    let readings = adjective.readings(&folded);
    // In the plural only the stem tells «нових» from «верхніх».
    let soft = ["ерхні", "ижні", "едні", "райні", "адні"].iter().any(|end| folded.ends_with(end));
    let reading = readings.iter().find(|reading| {
        let class = gender != Gender::Plural || reading.is_soft() == soft;
        reading.gender == gender && reading.cases.meets(Cases::NOMINATIVE) && class
    })?;
    let genitive = adjective.genitive(&folded, *reading, gender);
    let kept = word
        .chars()
        .zip(genitive.chars())
        .take_while(|(a, b)| a.to_lowercase().eq(b.to_lowercase()));
    // The capitals of the word as written.
    let kept = kept.count();
    let head: String = word.chars().take(kept).collect();
    Some(head + &genitive.chars().skip(kept).collect::<String>())
}
