//! Forms of a verb from the three that its row in the table gives (conjugation).

/// A form, and its features without those of every verb.
pub type Form = (String, &'static str);

/// Everything that a verb has but participles, each form with all that it may be.
pub fn forms(infinitive: &str, present: &str, past: &str) -> Vec<Form> {
    let mut forms = vec![(infinitive.to_owned(), "VerbForm=Inf")];
    forms.extend(finite(present));
    forms.extend(self::past(infinitive, past));
    forms.extend(future(infinitive));
    forms.extend(impersonal(infinitive, present));
    // «займалася, займалась»
    let short = |(form, features): &Form| {
        let stem = form.strip_suffix("ся").filter(|stem| !stem.ends_with("ть"))?;
        Some((format!("{stem}сь"), *features))
    };
    let shorter: Vec<Form> = forms.iter().filter_map(short).collect();
    forms.extend(shorter);
    forms
}

/// The passive participles of a verb, in the masculine nominative.
pub fn participles(infinitive: &str, present: &str) -> Vec<String> {
    let Some(stem) = infinitive.strip_suffix("ти") else { return Vec::new() };
    let with = |ending: &str, others: &[&str]| -> Option<Vec<String>> {
        let stem = stem.strip_suffix(ending)?;
        Some(others.iter().map(|other| format!("{stem}{other}")).collect())
    };
    if present.ends_with("ється") || present.ends_with("ся") {
        return Vec::new();
    }
    // «бити, б'є»: the vowel is of the root.
    if let Some(root) = stem.strip_suffix('и')
        && ["'є", "ьє", "иє", "є"].iter().any(|end| present.ends_with(end))
    {
        return vec![format!("{root}итий")];
    }
    for (ending, others) in [
        ("ува", &["ований", "уваний"][..]),
        ("юва", &["ьований", "йований", "юваний"]),
        ("ну", &["нутий", "нений"]),
        ("у", &["утий"]),
        ("а", &["аний", "атий"]),
        ("я", &["яний", "ятий"]),
        ("ї", &["єний"]),
        ("ер", &["ертий"]),
        ("о", &["отий"]),
    ] {
        if let Some(found) = with(ending, others) {
            return found;
        }
    }
    let consonant = || present.strip_suffix('е').map(|stem| format!("{stem}ений"));
    match stem.strip_suffix(['и', 'і']) {
        Some(root) => vec![format!("{}ений", softened(root)), format!("{root}ений")],
        // «нести, несе»: «несений».
        None => consonant().into_iter().collect(),
    }
}

const FIRST: &str = "Mood=Ind|Number=Sing|Person=1|VerbForm=Fin";
const SECOND: &str = "Mood=Ind|Number=Sing|Person=2|VerbForm=Fin";
const THIRD: &str = "Mood=Ind|Number=Sing|Person=3|VerbForm=Fin";
const FIRST_PLURAL: &str = "Mood=Ind|Number=Plur|Person=1|VerbForm=Fin";
const SECOND_PLURAL: &str = "Mood=Ind|Number=Plur|Person=2|VerbForm=Fin";
const THIRD_PLURAL: &str = "Mood=Ind|Number=Plur|Person=3|VerbForm=Fin";
const IMPERATIVE: &str = "Mood=Imp|Number=Plur|Person=2|VerbForm=Fin";
const ADVERBIAL: &str = "VerbForm=Conv";

/// A verb without «ся», and «ся».
fn reflexive(verb: &str) -> (&str, &str) {
    match verb.strip_suffix("ся") {
        Some(verb) => (verb, "ся"),
        None => (verb, ""),
    }
}

/// What has persons, with the adverbial participle of the present; whether it is present or future
/// depends on the aspect, which no table gives.
fn finite(present: &str) -> Vec<Form> {
    let (verb, sja) = reflexive(present);
    let mut forms = vec![(present.to_owned(), THIRD)];
    let mut add = |stem: &str, endings: &[(&str, &'static str)]| {
        for (ending, features) in endings {
            forms.push((format!("{stem}{ending}{sja}"), *features));
            if *features == THIRD_PLURAL {
                let adverbial = format!("{stem}{}чи", ending.trim_end_matches("ть"));
                let sj = if sja.is_empty() { "" } else { "сь" };
                forms.push((format!("{adverbial}{sj}"), ADVERBIAL));
            }
        }
    };
    let hushes = |stem: &str| stem.ends_with(['ж', 'ч', 'ш', 'щ']);
    if let Some(stem) = verb.strip_suffix("ить") {
        let soft = softened(stem);
        let first = if hushes(&soft) { "у" } else { "ю" };
        add(&soft, &[(first, FIRST)]);
        let others = [("иш", SECOND), ("имо", FIRST_PLURAL), ("им", FIRST_PLURAL)];
        add(stem, &others);
        add(stem, &[("ите", SECOND_PLURAL), ("іть", IMPERATIVE)]);
        let plural = if stem.ends_with(LABIALS) { soft } else { stem.to_owned() };
        add(&plural, &[(if hushes(stem) { "ать" } else { "ять" }, THIRD_PLURAL)]);
    } else if let Some(stem) = verb.strip_suffix("їть") {
        add(stem, &[("ю", FIRST), ("їш", SECOND), ("їмо", FIRST_PLURAL), ("їте", SECOND_PLURAL)]);
        add(stem, &[("ять", THIRD_PLURAL), ("йте", IMPERATIVE)]);
    } else {
        let verb = verb.strip_suffix("ть").unwrap_or(verb);
        if let Some(stem) = verb.strip_suffix('є') {
            add(stem, &[("ю", FIRST), ("єш", SECOND), ("ємо", FIRST_PLURAL)]);
            add(stem, &[("єте", SECOND_PLURAL), ("ють", THIRD_PLURAL), ("йте", IMPERATIVE)]);
        } else if let Some(stem) = verb.strip_suffix('е') {
            add(stem, &[("у", FIRST), ("еш", SECOND), ("емо", FIRST_PLURAL)]);
            add(stem, &[("ете", SECOND_PLURAL), ("уть", THIRD_PLURAL), ("іть", IMPERATIVE)]);
            // «мелю, борються»
            if stem.ends_with(['л', 'р']) {
                add(stem, &[("ю", FIRST), ("ють", THIRD_PLURAL)]);
            }
        }
    }
    forms
}

/// «казав, казала, казало, казали, казавши».
fn past(infinitive: &str, past: &str) -> Vec<Form> {
    const FEATURES: [&str; 4] = [
        "Gender=Masc|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin",
        "Gender=Fem|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin",
        "Gender=Neut|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin",
        "Mood=Ind|Number=Plur|Tense=Past|VerbForm=Fin",
    ];
    let (man, sja) = reflexive(past);
    let mut forms = vec![(past.to_owned(), FEATURES[0])];
    let others = ["ла", "ло", "ли"].into_iter().zip(&FEATURES[1..]);
    for stem in past_stems(infinitive, man) {
        for (ending, features) in others.clone() {
            forms.push((format!("{stem}{ending}{sja}"), *features));
        }
    }
    let sj = if sja.is_empty() { "" } else { "сь" };
    forms.push((format!("{man}ши{sj}"), ADVERBIAL));
    forms
}

/// The stem of the past: «міг, могти» gives «мог», «йшов» gives «йш».
fn past_stems(infinitive: &str, man: &str) -> Vec<String> {
    if let Some(stem) = man.strip_suffix("шов") {
        return vec![format!("{stem}ш")];
    }
    let stem: Vec<char> = man.strip_suffix('в').unwrap_or(man).chars().collect();
    let last = stem.iter().rposition(|c| "аеєиіїоуюя".contains(*c));
    let vowel = last.and_then(|at| Some((at, infinitive.chars().nth(at)?)));
    let changed = vowel.filter(|(at, full)| stem[*at] == 'і' && "оея".contains(*full));
    let stem = stem.iter().enumerate().map(|(at, c)| match changed {
        Some((place, full)) if place == at => full,
        _ => *c,
    });
    vec![stem.collect()]
}

/// «казатиму, казатимеш».
fn future(infinitive: &str) -> Vec<Form> {
    let (verb, sja) = reflexive(infinitive);
    let endings = [
        ("му", "Mood=Ind|Number=Sing|Person=1|Tense=Fut|VerbForm=Fin"),
        ("меш", "Mood=Ind|Number=Sing|Person=2|Tense=Fut|VerbForm=Fin"),
        ("ме", "Mood=Ind|Number=Sing|Person=3|Tense=Fut|VerbForm=Fin"),
        ("мемо", "Mood=Ind|Number=Plur|Person=1|Tense=Fut|VerbForm=Fin"),
        ("мете", "Mood=Ind|Number=Plur|Person=2|Tense=Fut|VerbForm=Fin"),
        ("муть", "Mood=Ind|Number=Plur|Person=3|Tense=Fut|VerbForm=Fin"),
    ];
    let sja = |ending: &str| if ending == "ме" && !sja.is_empty() { "ться" } else { sja };
    endings.map(|(ending, f)| (format!("{verb}{ending}{}", sja(ending)), f)).into()
}

/// «сказано, взято».
fn impersonal(infinitive: &str, present: &str) -> Vec<Form> {
    let form = |participle: &String| {
        let stem = participle.strip_suffix("ий")?;
        Some((format!("{stem}о"), "Person=0|VerbForm=Fin"))
    };
    participles(infinitive, present).iter().filter_map(form).collect()
}

const LABIALS: [char; 5] = ['б', 'п', 'в', 'м', 'ф'];

/// The stem as it is before «ю» and «ений»: «ходити, ходжу», «любити, люблю».
fn softened(stem: &str) -> String {
    if stem.ends_with(LABIALS) {
        return format!("{stem}л");
    }
    for (hard, soft) in
        [("ст", "щ"), ("зд", "ждж"), ("т", "ч"), ("д", "дж"), ("з", "ж"), ("с", "ш")]
    {
        if let Some(stem) = stem.strip_suffix(hard) {
            return format!("{stem}{soft}");
        }
    }
    stem.to_owned()
}
