//! How may a noun decline of which only the nominative is known?

use crate::decline::unlisted::Known;
use crate::decline::{Cases, Gender, Guess, Part};

/// Classes of a noun that are generated.
const CLASSES: usize = 6;

/// Classes that common nouns add to those of names, or names to those of nouns.
const OTHERS: usize = 2;

/// Masculine guesses whose other genitive is generated as well.
const TWINS: usize = 5;

/// Genitives by the end of the nominative that too few listed names have to be seen: «Козелець,
/// Козельця»; «Краковець, Краківця»; «Відень, Відня».
const RARE: [(&str, &str, Gender); 10] = [
    ("лець", "льця", Gender::Masculine),
    ("єць", "йця", Gender::Masculine),
    ("овець", "івця", Gender::Masculine),
    ("евець", "івця", Gender::Masculine),
    ("онець", "інця", Gender::Masculine),
    ("ень", "ня", Gender::Masculine),
    ("тік", "току", Gender::Masculine),
    ("їв", "єва", Gender::Masculine),
    ("ья", "ьї", Gender::Feminine),
    ("є", "я", Gender::Neuter),
];

/// Ends of neuters in the plural: «Погребища», «Мостиська», «Калниболота», «Дикі Поля».
const PLURALS: [&str; 5] = ["ища", "ська", "ота", "ення", "оля"];

/// The classes that a noun may belong to, the likeliest first.
pub fn guesses(known: Known<'_>, noun: &str) -> Vec<Guess> {
    // «АРСР», «Караганда-3»: what agrees with it may have any gender.
    if noun.chars().count() < 2 || !noun.chars().any(char::is_lowercase) {
        let genders = [Gender::Masculine, Gender::Feminine, Gender::Neuter, Gender::Plural];
        return genders.map(|gender| guess(noun, noun.to_owned(), gender)).into();
    }
    let common = noun.starts_with(char::is_lowercase);
    let (stock, other) =
        if common { (known.nouns, known.names) } else { (known.names, known.nouns) };
    let mut all: Vec<Guess> = Vec::new();
    for (stock, most) in [(stock, CLASSES), (other, OTHERS)] {
        stock.genitives(noun).into_iter().take(most).for_each(|guess| add(&mut all, guess));
    }
    if all.is_empty() {
        all.push(guess(noun, noun.to_owned(), Gender::Masculine));
    }
    let unlike = others(&all, noun);
    unlike.into_iter().for_each(|guess| add(&mut all, guess));
    all
}

fn guess(noun: &str, genitive: String, gender: Gender) -> Guess {
    let (nominative, cases, score) = (noun.to_owned(), Cases::ALL, f64::MIN);
    Guess { nominative, genitive, cases, gender, part: Part::Noun, score }
}

fn add(all: &mut Vec<Guess>, guess: Guess) {
    let same = |known: &Guess| known.genitive == guess.genitive && known.gender == guess.gender;
    if !all.iter().any(same) {
        all.push(guess);
    }
}

/// What grammar has beside the guesses.
fn others(guesses: &[Guess], noun: &str) -> Vec<Guess> {
    let mut found = Vec::new();
    // «Парижа», «Криму»: what is a town and what a land no ending tells.
    let nouns = guesses.iter().filter(|guess| guess.part == Part::Noun);
    let masculine = nouns.clone().filter(|guess| guess.gender == Gender::Masculine);
    for one in masculine.take(TWINS) {
        for (ending, twin) in [('а', 'у'), ('у', 'а'), ('я', 'ю'), ('ю', 'я')] {
            if let Some(stem) = one.genitive.strip_suffix(ending) {
                found.push(guess(noun, format!("{stem}{twin}"), Gender::Masculine));
            }
        }
    }
    for (ending, genitive, gender) in RARE {
        if let Some(stem) = noun.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            found.push(guess(noun, format!("{stem}{genitive}"), gender));
        }
    }
    found.extend(old_vowel(noun));
    let plural = nouns.clone().any(|guess| guess.gender == Gender::Plural);
    if plural || PLURALS.iter().any(|ending| noun.ends_with(ending)) {
        found.extend(plural_genitives(noun).into_iter().map(|g| guess(noun, g, Gender::Plural)));
    }
    found
}

/// What «і» was before it closed a syllable: «Ріг, Рогу»; «Сіль, Солі»; «Підкамінь, Підкаменя».
fn old_vowel(noun: &str) -> Vec<Guess> {
    let is_vowel = |c: char| "аеєиіїоуюя".contains(c.to_lowercase().next().unwrap_or(c));
    let bare = noun.strip_suffix('ь').unwrap_or(noun);
    let Some((at, last)) = bare.char_indices().last() else { return Vec::new() };
    let start = bare.get(..at).and_then(|start| start.strip_suffix('і'));
    let Some(start) = start.filter(|_| !is_vowel(last)) else { return Vec::new() };
    let is_short = !start.chars().any(is_vowel);
    let soft = bare.len() < noun.len();
    // Longer words without a soft sign are common, and the stock knows them.
    if !is_short && !soft {
        return Vec::new();
    }
    let endings: &[(&str, Gender)] = match (soft, last) {
        (true, _) => &[("я", Gender::Masculine), ("і", Gender::Feminine)],
        (_, 'ч' | 'ж' | 'ш') => &[("а", Gender::Masculine), ("і", Gender::Feminine)],
        _ => &[("а", Gender::Masculine), ("у", Gender::Masculine)],
    };
    let forms = |vowel: char| {
        let form = move |(ending, gender): &(&str, Gender)| {
            guess(noun, format!("{start}{vowel}{last}{ending}"), *gender)
        };
        endings.iter().map(form)
    };
    forms('о').filter(|_| is_short).chain(forms('е')).collect()
}

/// «Петрики, Петриків, Петрик»; «Окни, Окон»; «Лазні, Лазень»; «гори, гір»; «Ворота, Воріт».
fn plural_genitives(noun: &str) -> Vec<String> {
    let Some((at, ending)) = noun.char_indices().last() else { return Vec::new() };
    let Some(stem) = noun.get(..at).filter(|stem| stem.chars().count() > 1) else {
        return Vec::new();
    };
    let soft = matches!(ending, 'і' | 'я') && !stem.ends_with(['ж', 'ч', 'ш', 'щ', 'ц', 'р']);
    let end = if soft { "ь" } else { "" };
    let mut all = vec![format!("{stem}{end}")];
    if matches!(ending, 'и' | 'і' | 'я') && !stem.ends_with("енн") {
        all.push(format!("{stem}ів"));
    }
    let vowel = |c: &char| "аеєиіїоуюя".contains(*c);
    let letters: Vec<char> = stem.chars().collect();
    match letters.as_slice() {
        [start @ .., a, b] if !vowel(a) && !vowel(b) => {
            let start: String = start.iter().collect();
            if a == b {
                all.push(format!("{start}{a}{end}"));
            } else {
                all.extend(["о", "е"].map(|between| format!("{start}{a}{between}{b}{end}")));
            }
        }
        [start @ .., 'о' | 'е', b] => {
            let start: String = start.iter().collect();
            all.push(format!("{start}і{b}{end}"));
        }
        _ => {}
    }
    all
}
