//! Forms of ordinary words that their rows in the tables do not give: plurals, genders, persons.

/// Nominative and genitive of the plural of a noun; several genitives where the stem may change
/// in more than one way. What is said too much does no harm.
pub fn plurals(noun: &str, genitive: &str) -> Vec<(String, String)> {
    let without_last = |word: &str| word.char_indices().last().map(|(at, _)| word[..at].to_owned());
    let (Some(stem), Some(stem_gen)) = (without_last(noun), without_last(genitive)) else {
        return Vec::new();
    };
    let vowel = |c: Option<char>| c.is_some_and(|c| "аеєиіїоуюя'".contains(c));
    let hush = |stem: &str| stem.ends_with(['ж', 'ч', 'ш', 'щ']);
    let last = noun.chars().last();
    let last_gen = genitive.chars().last();
    if genitive.ends_with("ого") || genitive.ends_with("ої") {
        return Vec::new();
    }
    let pairs = |nominative: String, genitives: Vec<String>| {
        genitives.into_iter().map(|genitive| (nominative.clone(), genitive)).collect()
    };
    match (last, last_gen) {
        (Some('а'), _) => {
            pairs(format!("{stem}{}", if hush(&stem) { "і" } else { "и" }), bare(&stem))
        }
        (Some('я'), Some('я')) => {
            let single = without_last(&stem).unwrap_or_default();
            pairs(noun.to_owned(), vec![format!("{single}ь"), single])
        }
        (Some('я'), _) if vowel(stem.chars().last()) => {
            pairs(format!("{stem}ї"), vec![format!("{stem}й")])
        }
        (Some('я'), _) => {
            let soft = bare(&stem).into_iter().map(|stem| format!("{stem}ь")).collect();
            pairs(format!("{stem}і"), soft)
        }
        (Some('о'), _) => pairs(format!("{stem}а"), bare(&stem)),
        (Some('е'), _) => {
            let soft = bare(&stem).into_iter().map(|stem| format!("{stem}ь"));
            let mut all: Vec<_> = pairs(format!("{stem}а"), bare(&stem));
            all.extend(soft.map(|genitive| (format!("{stem}я"), genitive)));
            all
        }
        (_, Some('и' | 'і')) => pairs(genitive.to_owned(), vec![format!("{stem_gen}ей")]),
        (_, Some('а' | 'у')) if hush(&stem_gen) => {
            pairs(format!("{stem_gen}і"), vec![format!("{stem_gen}ів")])
        }
        (_, Some('а' | 'у')) => pairs(format!("{stem_gen}и"), vec![format!("{stem_gen}ів")]),
        (_, Some('я' | 'ю')) if vowel(stem_gen.chars().last()) => {
            pairs(format!("{stem_gen}ї"), vec![format!("{stem_gen}їв")])
        }
        (_, Some('я' | 'ю')) => pairs(format!("{stem_gen}і"), vec![format!("{stem_gen}ів")]),
        _ => Vec::new(),
    }
}

/// A stem without an ending, and as it may change then: «робот, робіт», «пляшк, пляшок, пляшек».
fn bare(stem: &str) -> Vec<String> {
    let letters: Vec<char> = stem.chars().collect();
    let mut all = vec![stem.to_owned()];
    let [.., before, last] = letters.as_slice() else { return all };
    let is_vowel = |c: &char| "аеєиіїоуюя".contains(*c);
    let begin: String = letters.iter().take(letters.len() - 2).collect();
    if matches!(before, 'о' | 'е') {
        all.push(format!("{begin}і{last}"));
    } else if !is_vowel(before) && !is_vowel(last) {
        let before = if *before == 'ь' { String::new() } else { before.to_string() };
        all.extend(["о", "е"].map(|vowel| format!("{begin}{before}{vowel}{last}")));
    }
    all
}

/// The nominatives and genitives of an adjective: masculine, feminine, neuter, plural.
pub fn genders(adjective: &str) -> Vec<(String, String)> {
    const ENDINGS: [(&str, [(&str, &str); 4]); 3] = [
        ("ий", [("ий", "ого"), ("а", "ої"), ("е", "ого"), ("і", "их")]),
        ("ій", [("ій", "ього"), ("я", "ьої"), ("є", "ього"), ("і", "іх")]),
        ("їй", [("їй", "його"), ("я", "єї"), ("є", "його"), ("ї", "їх")]),
    ];
    let with = |(ending, all): &(&str, [(&str, &str); 4])| {
        let stem = adjective.strip_suffix(ending)?;
        Some(all.iter().map(|(a, b)| (format!("{stem}{a}"), format!("{stem}{b}"))).collect())
    };
    ENDINGS.iter().find_map(with).unwrap_or_default()
}

/// The third person plural of the present and the imperative of many: «каже, кажуть, кажіть»;
/// two plurals where the ending leaves a choice.
pub fn others(present: &str) -> Vec<String> {
    const ENDINGS: [(&str, &[&str]); 4] = [
        ("є", &["ють", "йте"]),
        ("е", &["уть", "іть"]),
        ("ить", &["ять", "ать", "іть"]),
        ("їть", &["ять", "йте"]),
    ];
    let (verb, reflexive) = match present.strip_suffix("ся") {
        Some(verb) => (verb.strip_suffix("ть").unwrap_or(verb), "ся"),
        None => (present, ""),
    };
    let with = |(ending, others): &(&str, &[&str])| {
        let stem = verb.strip_suffix(ending)?;
        Some(others.iter().map(|other| format!("{stem}{other}{reflexive}")).collect())
    };
    ENDINGS.iter().find_map(with).unwrap_or_default()
}

/// The past in all genders: «казав, казала, казало, казали».
pub fn pasts(past: &str) -> Vec<String> {
    let (verb, reflexive) = match past.strip_suffix("ся") {
        Some(verb) => (verb, "ся"),
        None => (past, ""),
    };
    let stem = verb.strip_suffix('в').unwrap_or(verb);
    let others = ["ла", "ло", "ли"].map(|ending| format!("{stem}{ending}{reflexive}"));
    std::iter::once(past.to_owned()).chain(others).collect()
}
