//! Forms of a name of which only the nominative is known.
//!
//! Which word of it is the noun, which agree with that and which are complements, a nominative alone
//! does not say: every way that the grammar allows is generated. Too many forms do no harm, since
//! nobody writes them; a missing one does.

mod noun;

use crate::decline::{Adjective, Cases, Form, Gender, Guess, Paradigms, Stock, phrase};

/// Classes that are tried for a word beside the noun.
const BESIDE: usize = 2;

/// Letters of the longest preposition within a name, «Франкфурт-над-Одером».
const PREPOSITION: usize = 4;

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

/// Nominative and genitive of a name or of its part.
///
/// The nominative of «Зміїв» in «Зміїв вал» is «Змієвий» here, by which it declines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    nominative: String,
    genitive: String,
    gender: Gender,
}

impl Pair {
    fn unchanged(word: &str, gender: Gender) -> Self {
        Self { nominative: word.to_owned(), genitive: word.to_owned(), gender }
    }

    fn of(guess: Guess) -> Self {
        Self { nominative: guess.nominative, genitive: guess.genitive, gender: guess.gender }
    }

    /// This part, something between, and one behind, with the gender of the first.
    fn with(&self, border: char, next: &Self) -> Self {
        Self {
            nominative: format!("{}{border}{}", self.nominative, next.nominative),
            genitive: format!("{}{border}{}", self.genitive, next.genitive),
            gender: self.gender,
        }
    }

    fn with_gender(self, gender: Gender) -> Self {
        Self { gender, ..self }
    }
}

/// Every form of a name, by what is known of names that end like it. Adjectives follow the noun
/// beside them; complements and what begins with a preposition stay.
pub fn forms_of(known: Known<'_>, nominative: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for pair in ways(known, nominative) {
        for form in phrase::forms(known.paradigms, &pair.nominative, &pair.genitive) {
            let own = form.text != pair.nominative;
            let text = if own { form.text } else { nominative.to_owned() };
            super::push_form(&mut forms, text, form.cases, form.gender);
        }
    }
    forms
}

/// The ways in which a name may decline, each once.
fn ways(known: Known<'_>, nominative: &str) -> Vec<Pair> {
    let words: Vec<&str> = nominative.split(' ').collect();
    let mut found: Vec<Pair> = Vec::new();
    for head in 0..words.len() {
        let (before, rest) = words.split_at(head);
        let Some((noun, behind)) = rest.split_first() else { break };
        // «Великий» is no noun while another word may be; «Черкаське на Дону» has no other.
        let other = behind.first().is_some_and(|word| !is_preposition(word));
        if other && is_surely_adjective(noun) {
            continue;
        }
        for pair in group(known, noun) {
            for whole in with_neighbours(known, before, &pair, behind) {
                if !found.contains(&whole) {
                    found.push(whole);
                }
            }
        }
    }
    found
}

/// The name around a noun: what stands before it agrees, what stands behind it stays, agrees or is
/// a name beside a noun.
fn with_neighbours(known: Known<'_>, before: &[&str], noun: &Pair, behind: &[&str]) -> Vec<Pair> {
    let agreeing: Option<Vec<Pair>> =
        before.iter().map(|word| attribute(known.adjective, word, noun.gender)).collect();
    let staying = |words: &[&str]| -> Vec<Pair> {
        words.iter().map(|word| Pair::unchanged(word, noun.gender)).collect()
    };
    let befores: Vec<Vec<Pair>> = match agreeing {
        Some(agreeing) => vec![agreeing],
        // «Буенос Айрес», «Гуляй Поле»: only where nothing stands behind, or all would be a noun.
        None if behind.is_empty() => {
            let beside = |word: &&str| group(known, word).into_iter().next();
            let declined = before.iter().filter_map(beside).collect();
            vec![staying(before), declined]
        }
        None => return Vec::new(),
    };
    let mut behinds: Vec<Vec<Pair>> = vec![staying(behind)];
    let agree = |word: &&str| attribute(known.adjective, word, noun.gender);
    let adjectives: Vec<Pair> = behind.iter().map_while(agree).collect();
    if let Some(rest) = behind.get(adjectives.len()..).filter(|_| !adjectives.is_empty()) {
        behinds.push(adjectives.into_iter().chain(staying(rest)).collect());
    }
    // «Вільне місто Краків», «Піп Іван», «Боснія та Герцеговина».
    if let [.., name] = behind
        && (behind.len() == 1 || matches!(behind, ["і" | "й" | "та", _]))
        && name.starts_with(char::is_uppercase)
    {
        let links = staying(behind.get(..behind.len() - 1).unwrap_or_default());
        let beside = group(known, name).into_iter().take(BESIDE);
        behinds.extend(beside.map(|name| links.iter().cloned().chain([name]).collect()));
    }
    let mut all = Vec::new();
    for before in &befores {
        for behind in &behinds {
            let parts = before.iter().chain([noun]).chain(behind);
            let whole = parts.cloned().reduce(|whole, part| whole.with(' ', &part));
            all.extend(whole.map(|whole| whole.with_gender(noun.gender)));
        }
    }
    all
}

/// The ways in which a noun declines that may have hyphens, the likeliest first.
fn group(known: Known<'_>, word: &str) -> Vec<Pair> {
    let Some((first, rest)) = word.split_once('-') else {
        return noun::guesses(known, word).into_iter().map(Pair::of).collect();
    };
    // «Ростов-на-Дону»: what follows a preposition stays.
    let small = rest.split('-').next().unwrap_or_default();
    let firsts = || noun::guesses(known, first).into_iter().map(Pair::of);
    let mut all = Vec::new();
    if rest.len() > small.len() && is_preposition(small) {
        let complement = Pair::unchanged(rest, Gender::Masculine);
        all.extend(firsts().map(|pair| pair.with('-', &complement)));
    }
    let (start, last) = word.rsplit_once('-').unwrap_or((first, rest));
    // «Рава-Руська», «Слобідка-Романівка»: both parts decline. «Івано-Франківськ»: the first is no
    // word of its own.
    if start == first && !first.ends_with('о') {
        for pair in firsts() {
            let adjective = attribute(known.adjective, last, pair.gender);
            all.extend(adjective.map(|adjective| pair.with('-', &adjective)));
        }
        for last in noun::guesses(known, last).into_iter().take(2 * BESIDE).map(Pair::of) {
            let both = firsts().take(BESIDE).map(|pair| pair.with('-', &last));
            all.extend(both.map(|pair| pair.with_gender(last.gender)));
        }
    }
    let start = Pair::unchanged(start, Gender::Masculine);
    let lasts = noun::guesses(known, last).into_iter().map(Pair::of);
    all.extend(lasts.map(|last| start.with('-', &last).with_gender(last.gender)));
    all
}

/// A word that agrees with a noun of this gender, if it can.
fn attribute(adjective: &Adjective, word: &str, gender: Gender) -> Option<Pair> {
    // «ІІ Річ Посполита», «3 Інтернаціонал»
    let is_number = |c: char| c.is_ascii_digit() || "IVXІХ".contains(c);
    if word.chars().all(is_number) {
        return Some(Pair::unchanged(word, gender));
    }
    // «Новгород-Сіверська губернія»
    if let Some((first, last)) = word.rsplit_once('-') {
        let last = attribute(adjective, last, gender)?;
        return Some(Pair::unchanged(first, gender).with('-', &last));
    }
    agreeing(adjective, word, gender).or_else(|| possessive(word, gender))
}

fn agreeing(adjective: &Adjective, word: &str, gender: Gender) -> Option<Pair> {
    let folded = word.to_lowercase();
    let readings = adjective.readings(&folded);
    // In the plural only the stem tells «нових» from «верхніх».
    let soft = ["ерхні", "ижні", "едні", "райні", "адні", "ишні", "ішні", "сині"];
    let soft = soft.iter().any(|end| folded.ends_with(end));
    let reading = readings.iter().find(|reading| {
        let class = gender != Gender::Plural || reading.is_soft() == soft;
        reading.gender == gender && reading.cases.meets(Cases::NOMINATIVE) && class
    })?;
    let genitive = adjective.genitive(&folded, *reading, gender);
    let genitive = as_written(word, &genitive);
    Some(Pair { nominative: word.to_owned(), genitive, gender })
}

/// «Бабин Яр, Бабиного Яру»; «Часів Яр, Часового Яру»; «Зміїв вал, Змієвого валу».
fn possessive(word: &str, gender: Gender) -> Option<Pair> {
    if gender != Gender::Masculine || word.chars().count() < 4 {
        return None;
    }
    let full = match word.strip_suffix('в').and_then(|stem| stem.char_indices().last()) {
        Some((at, 'і')) => format!("{}ов", word.get(..at)?),
        Some((at, 'ї')) => format!("{}єв", word.get(..at)?),
        Some((_, 'о' | 'е' | 'є')) => word.to_owned(),
        _ if ["ин", "ін", "їн"].iter().any(|end| word.ends_with(end)) => word.to_owned(),
        _ => return None,
    };
    Some(Pair { nominative: format!("{full}ий"), genitive: format!("{full}ого"), gender })
}

fn is_preposition(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && word.chars().count() <= PREPOSITION
}

/// Lower-case text with the capitals of a word that begins alike.
fn as_written(word: &str, lower: &str) -> String {
    let alike = |(a, b): &(char, char)| a.to_lowercase().eq(b.to_lowercase());
    let kept = word.chars().zip(lower.chars()).take_while(alike).count();
    word.chars().take(kept).chain(lower.chars().skip(kept)).collect()
}

/// Whether a word ends as adjectives do and nouns hardly ever.
fn is_surely_adjective(word: &str) -> bool {
    let word = word.to_lowercase();
    let last = word.rsplit('-').next().unwrap_or(&word);
    let stem = last.strip_suffix(['а', 'е', 'і']);
    let relational = stem.is_some_and(|stem| {
        ["ськ", "цьк", "зьк"].iter().any(|end| stem.ends_with(end)) && stem.chars().count() > 4
    });
    relational || ["ий", "ній"].iter().any(|end| last.ends_with(end))
}
