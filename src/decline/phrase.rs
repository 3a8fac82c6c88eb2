//! Names of several words: what agrees, changes; a complement stays («Рада народних комісарів»).

use crate::decline::{Cases, Form, Gender, Paradigms, Part, push_form};

/// Every form of a name of one or more words, nominative first.
///
/// Both forms have the same number of words and parts between hyphens; words that are alike in
/// both stay. Where a word has two forms of one case, all combinations are given.
pub fn forms(paradigms: &Paradigms, nominative: &str, genitive: &str) -> Vec<Form> {
    let words: Vec<(&str, &str)> = parts(nominative).zip(parts(genitive)).collect();
    if words.len() == 1 {
        return paradigms.word(nominative, genitive);
    }
    if words.len() != parts(genitive).count() {
        return paradigms.word(nominative, nominative);
    }
    let declined: Vec<(Vec<Form>, &str)> =
        words.iter().map(|(nom, r#gen)| word(paradigms, nom, r#gen)).collect();
    let gender = gender(paradigms, &words);
    let mut forms = Vec::new();
    for index in 0..7 {
        let case = Cases::nth(index);
        let mut phrases = vec![String::new()];
        for (variants, border) in &declined {
            let fitting = || variants.iter().filter(|form| form.cases.meets(case));
            phrases = phrases
                .iter()
                .flat_map(|phrase| fitting().map(move |f| format!("{phrase}{}{border}", f.text)))
                .collect();
        }
        for phrase in phrases {
            push_form(&mut forms, phrase, case, gender);
        }
    }
    forms
}

/// The words of a name, each with the space or hyphen behind it.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split_inclusive([' ', '-'])
}

/// The forms of one part, and the border behind it.
fn word<'n>(paradigms: &Paradigms, nominative: &'n str, genitive: &str) -> (Vec<Form>, &'n str) {
    let (nom, border) = bare(nominative);
    (paradigms.word(nom, bare(genitive).0), border)
}

/// A part without its border, and the border.
fn bare(part: &str) -> (&str, &str) {
    let end = part.trim_end_matches([' ', '-']).len();
    part.split_at_checked(end).unwrap_or((part, ""))
}

/// The gender of the first noun that changes, else of the first word that does.
fn gender(paradigms: &Paradigms, words: &[(&str, &str)]) -> Gender {
    let classes =
        || words.iter().filter_map(|(nom, r#gen)| paradigms.of(bare(nom).0, bare(r#gen).0));
    let noun = classes().find(|paradigm| paradigm.part == Part::Noun);
    noun.or_else(|| classes().next()).map_or(Gender::Masculine, |paradigm| paradigm.gender)
}
