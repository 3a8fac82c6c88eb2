//! Case forms of a name from its nominative and genitive (inflectional morphology).
//!
//! The two forms that dictionaries give decide the declension class and the stem, so irregular
//! stems need no rule: «Відень, Відня», «Біла Церква, Білої Церкви». A word that is the same in
//! both is a complement and stays: «Рада народних комісарів».

use crate::lexicon::paradigms::Paradigms;

/// Every form of a name of one or more words, nominative first, without repetitions.
///
/// Words agree in case; where a word has two forms of one case, all combinations are given.
pub fn forms(paradigms: &Paradigms, nominative: &str, genitive: &str) -> Vec<String> {
    let noms: Vec<&str> = parts(nominative).collect();
    let gens: Vec<&str> = parts(genitive).collect();
    if noms.len() != gens.len() {
        return vec![nominative.to_owned()];
    }
    let cases: Vec<[Vec<String>; 7]> =
        noms.iter().zip(&gens).map(|(nom, r#gen)| word(paradigms, nom, r#gen)).collect();
    let mut forms = Vec::new();
    for case in 0..7 {
        let mut phrases = vec![String::new()];
        for word in &cases {
            let variants = word.get(case).map(Vec::as_slice).unwrap_or_default();
            phrases = phrases
                .iter()
                .flat_map(|phrase| variants.iter().map(move |form| format!("{phrase}{form}")))
                .collect();
        }
        for phrase in phrases {
            if !forms.contains(&phrase) {
                forms.push(phrase);
            }
        }
    }
    forms
}

/// The words of a name, each with the space or hyphen behind it.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split_inclusive([' ', '-'])
}

/// The forms of one word in the seven cases: nominative, genitive, dative, accusative,
/// instrumental, locative, vocative.
fn word(paradigms: &Paradigms, nominative: &str, genitive: &str) -> [Vec<String>; 7] {
    let border = |c: char| c == ' ' || c == '-';
    let (nom, r#gen) = (nominative.trim_end_matches(border), genitive.trim_end_matches(border));
    let tail = nominative.get(nom.len()..).unwrap_or_default();
    let same = |form: &str| vec![format!("{form}{tail}")];
    // Neuters in -я are the only class whose two forms are alike: «Запоріжжя».
    let declined = nom != r#gen || is_soft_neuter(nom);
    let Some(paradigm) = paradigms.of(nom, r#gen).filter(|_| declined) else {
        return std::array::from_fn(|case| same(if case == 1 { r#gen } else { nom }));
    };
    let stem = r#gen.strip_suffix(&*paradigm.r#gen).unwrap_or(r#gen);
    let base = nom.strip_suffix(&*paradigm.nom).unwrap_or(nom);
    let cell = |cell: &str| -> Vec<String> {
        cell.split('|')
            .map(|ending| match (ending, ending.strip_prefix('^')) {
                ("=", _) => format!("{nom}{tail}"),
                ("G", _) => format!("{}{tail}", r#gen),
                (_, Some(ending)) => format!("{base}{ending}{tail}"),
                (_, None) => format!("{stem}{ending}{tail}"),
            })
            .collect()
    };
    let [dat, acc, ins, loc, voc] = paradigm.cells().map(cell);
    [same(nom), same(r#gen), dat, acc, ins, loc, voc]
}

/// «Запоріжжя», «Поділля», «Берестя», «Подніпров'я»: two consonants or an apostrophe before -я.
fn is_soft_neuter(word: &str) -> bool {
    let vowel = |c: char| "аеєиіїоуюя".contains(c);
    let mut back = word.chars().rev();
    let (last, second, third) = (back.next(), back.next(), back.next());
    let pair = second.zip(third).is_some_and(|(a, b)| !vowel(a) && !vowel(b));
    last == Some('я') && (second == Some('\'') || pair)
}
