//! The words of names, whose nominatives are known.

use std::borrow::Cow;

use crate::decline::{Cases, Gender};
use crate::gloss::Piece;
use crate::lang::{Language, capital};
use crate::model::cleaned::{Cleaned, fold};
use crate::model::entity::EntityType;
use crate::model::gloss::Known;
use crate::model::mention::{Mention, Value};

/// Says of the words of a name what its nominative tells.
pub fn words_of_name(
    pieces: &mut [Piece],
    mention: &Mention,
    cleaned: &Cleaned,
    lang: &dyn Language,
) {
    let Value::Name(entity) = &mention.value else { return };
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let nominatives: Vec<String> =
        mention.canonical.split(' ').map(bare).filter(|word| !word.is_empty()).collect();
    let is_aligned =
        pieces.iter().filter(|piece| !piece.gloss.is_mark).count() == nominatives.len();
    let is_single = nominatives.len() == 1;
    // What completes the name of a body stays in the genitive there.
    let declines = is_single || entity.kind != EntityType::Organization;
    let words = pieces.iter_mut().filter(|piece| !piece.gloss.is_mark);
    for (n, piece) in words.enumerate() {
        let (word, folded) = (cleaned.text.slice(piece.span), cleaned.folded.slice(piece.span));
        let known = &mut piece.gloss.known;
        let nominative = nominatives.get(n).filter(|_| is_aligned);
        let is_small = nominative.is_some_and(|word| word.starts_with(char::is_lowercase));
        // «Микола ІІ»
        if word == folded || is_small || known.part() == "NUM" {
            continue;
        }
        if !is_single && let Some(ordinary) = ordinary(folded, entity.kind, lang) {
            *known = ordinary;
            continue;
        }
        let is_alike = |name: &&String| fold(name).chars().next() == folded.chars().next();
        let nominative = nominative.filter(|name| declines && is_alike(name));
        *known = own(word, known, nominative.map(String::as_str));
    }
}

/// What is certain of a word with a capital if it is no name itself: «Українська Центральна Рада»,
/// «Біла Церква», of which «Церква» is one.
fn ordinary(folded: &str, kind: EntityType, lang: &dyn Language) -> Option<Known> {
    let known = lang.analysis()?.of(folded, folded)?;
    let is_ordinary = match (kind, known.part()) {
        (EntityType::Person, _) | (_, "" | "PROPN") => false,
        (EntityType::Place, part) => part == "ADJ",
        (EntityType::Organization, _) => true,
    };
    is_ordinary.then_some(known)
}

/// A word that is a name itself.
fn own(word: &str, known: &Known, nominative: Option<&str>) -> Known {
    if word.chars().nth(1).is_none() {
        return Known::features("UPosTag=PROPN|Abbr=Yes");
    }
    if nominative == Some(word) && word.chars().all(char::is_uppercase) {
        let abbreviation = Known::features("UPosTag=PROPN|Abbr=Yes");
        return Known { lemma: word.to_owned(), ..abbreviation };
    }
    let lemma = nominative.map(str::to_owned).unwrap_or_else(|| match known.part() {
        "PROPN" => known.lemma.clone(),
        _ => String::new(),
    });
    let mut features = String::from("UPosTag=PROPN");
    // What is known of a form of another word does not hold for this one.
    let is_same = known.lemma.is_empty() || fold(&known.lemma) == fold(&lemma);
    if is_same && matches!(known.part(), "PROPN" | "NOUN" | "") {
        let kept = |feature: &&str| {
            ["Abbr=", "Case=", "Gender=", "Number="].iter().any(|name| feature.starts_with(name))
        };
        for feature in known.features.split('|').filter(kept) {
            features.push('|');
            features.push_str(feature);
        }
    }
    Known { lemma, features: Cow::Owned(features) }
}

/// «Сергійовича», which no table lists.
pub fn patronymic(word: &str, folded: &str, lang: &dyn Language) -> Option<Known> {
    let (nominative, gender, cases) = lang.patronymic(folded).filter(|_| word != folded)?;
    let mut features = String::from("UPosTag=PROPN");
    const NAMES: [&str; 7] = ["Nom", "Gen", "Dat", "Acc", "Ins", "Loc", "Voc"];
    let case = NAMES.iter().enumerate().find(|(n, _)| cases == Cases::nth(*n));
    if let Some((_, case)) = case {
        features.push_str("|Case=");
        features.push_str(case);
    }
    features.push_str(if gender == Gender::Feminine { "|Gender=Fem" } else { "|Gender=Masc" });
    features.push_str("|Number=Sing");
    Some(Known { lemma: capital(&nominative), features: Cow::Owned(features) })
}
