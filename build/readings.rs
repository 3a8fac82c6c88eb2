//! The readings of every form that the tables list or give: lemma, part of speech, features.

use std::collections::{HashMap, HashSet};
use std::io;

use crate::agreement::{Features, Forms};
use crate::decline::{self, Cases, Form, Gender, Paradigms};
use crate::{inflect, rows, table, verb};

/// What the program takes with it: the automaton, and the answers.
pub fn compile() -> Result<(Vec<u8>, String), Box<dyn std::error::Error>> {
    let mut readings = Readings::new(Paradigms::read(&table("paradigms")?));
    readings.nouns()?;
    let participles = readings.verbs()?;
    for [adjective] in rows(&table("ordinary_adjectives")?) {
        readings.adjective(&adjective, &adjective, "UPosTag=ADJ");
        // «зроблений, зроблено»: the verb has that form.
        if !participles.contains(&adjective) {
            readings.adverb(&adjective);
        }
    }
    let mut words = std::mem::take(&mut readings.forms);
    readings.function_words()?;
    let closed = std::mem::take(&mut readings.forms);
    readings.names()?;
    let names = std::mem::take(&mut readings.forms);
    words.add_names(names, |form| closed.has(form));
    words.overlay(closed);
    Ok(words.compile(&readings.features)?)
}

struct Readings {
    paradigms: Paradigms,
    features: Features,
    forms: Forms,
    /// The bits of each case, each gender and the plural, and the singular.
    cases: [u128; 7],
    genders: [u128; 4],
    singular: u128,
}

impl Readings {
    fn new(paradigms: Paradigms) -> Self {
        let mut features = Features::default();
        let cases = ["Nom", "Gen", "Dat", "Acc", "Ins", "Loc", "Voc"];
        let cases = cases.map(|case| features.bits(&format!("Case={case}")));
        let genders = ["Gender=Masc", "Gender=Fem", "Gender=Neut", "Number=Plur"];
        let genders = genders.map(|gender| features.bits(gender));
        let singular = features.bits("Number=Sing");
        Self { paradigms, features, forms: Forms::default(), cases, genders, singular }
    }

    /// Adds a form, with its case if it has only one. As a vocative it counts only where it is
    /// nothing else.
    fn add(&mut self, form: &Form, lemma: &str, features: u128) {
        let other = form.cases.bits() & !Cases::VOCATIVE.bits();
        let cases = if other == 0 { form.cases } else { Cases::from_bits(other) };
        let case = self.cases.iter().enumerate().find(|(n, _)| cases == Cases::nth(*n));
        let case = case.map(|(_, bits)| *bits).unwrap_or_default();
        self.forms.add(&form.text, lemma, features | case);
    }

    /// The bits of a gender in the singular, or of the plural.
    fn number(&self, gender: Gender) -> u128 {
        let singular = if gender == Gender::Plural { 0 } else { self.singular };
        self.genders[gender as usize] | singular
    }

    fn nouns(&mut self) -> io::Result<()> {
        let genders: HashMap<String, String> =
            rows(&table("noun_genders")?).map(|[noun, gender]| (noun, gender)).collect();
        let is_word = |noun: &str| !noun.contains([' ', '.', '-']) && noun == noun.to_lowercase();
        let heads = table("heads")?;
        let heads = rows::<7>(&heads);
        let heads = heads.map(|[noun, genitive, ..]| [noun, genitive]);
        let mut nouns: Vec<[String; 2]> = rows(&table("ordinary_nouns")?).collect();
        nouns.extend(heads.chain(rows(&table("titles")?)).filter(|[noun, _]| is_word(noun)));
        let is_plural = |[noun, genitive]: &[String; 2]| {
            let class = self.paradigms.of(noun, genitive);
            class.is_some_and(|class| class.gender == Gender::Plural)
        };
        let (plurals, singulars): (Vec<_>, Vec<_>) = nouns.into_iter().partition(is_plural);
        for [noun, genitive] in singulars {
            self.noun(&noun, &genitive, genders.get(&noun).map(String::as_str));
        }
        // «війська» is the plural of «військо», but «збори» are not that of «збір».
        for [noun, genitive] in plurals {
            let listed = genders.get(&noun).map(String::as_str);
            if !self.forms.has(&noun) || listed == Some("p") {
                self.noun(&noun, &genitive, listed);
            }
        }
        Ok(())
    }

    /// A noun in both numbers; the gender is that of its class unless it is listed.
    fn noun(&mut self, noun: &str, genitive: &str, listed: Option<&str>) {
        let base = self.features.bits("UPosTag=NOUN");
        let forms = decline::forms(&self.paradigms, noun, genitive);
        let class = self.paradigms.of(noun, genitive).map(|paradigm| paradigm.gender);
        let gender = match (listed, class) {
            (Some("m"), _) => Some(Gender::Masculine),
            (Some(""), _) => None,
            // Among names -о is of men, among nouns of things: «військо».
            (_, Some(Gender::Masculine)) if noun.ends_with('о') => Some(Gender::Neuter),
            (_, class) => class,
        };
        let bits = gender.map(|gender| self.genders[gender as usize]).unwrap_or_default();
        let is_plural = class == Some(Gender::Plural);
        let singular = if is_plural || class.is_none() { 0 } else { self.singular };
        for mut form in forms {
            if gender == Some(Gender::Neuter) && form.text != noun {
                form.cases = Cases::from_bits(form.cases.bits() & !Cases::ACCUSATIVE.bits());
            }
            // Only short nouns have it: «бік, боці», but not «вулик, вулиці».
            if noun.ends_with('к') && form.text.ends_with("ці") && vowels(noun) > 1 {
                continue;
            }
            self.add(&form, noun, base | bits | singular);
        }
        if !is_plural && class.is_some() {
            let plural = self.genders[Gender::Plural as usize];
            for (nominative, genitive) in plurals(noun, genitive) {
                for form in decline::forms(&self.paradigms, &nominative, &genitive) {
                    self.add(&form, noun, base | bits | plural);
                }
            }
        }
    }

    fn adjective(&mut self, adjective: &str, lemma: &str, features: &str) {
        let base = self.features.bits(features);
        let genders = [Gender::Masculine, Gender::Feminine, Gender::Neuter, Gender::Plural];
        for ((nominative, genitive), gender) in inflect::genders(adjective).iter().zip(genders) {
            for form in decline::forms(&self.paradigms, nominative, genitive) {
                self.add(&form, lemma, base | self.number(gender));
            }
        }
    }

    /// «швидкий, швидко»; «давній, давньо». Where it looks like a participle it may also be the
    /// impersonal form of a verb that is not listed: «обдумано».
    fn adverb(&mut self, adjective: &str) {
        let hard = adjective.strip_suffix("ий").map(|stem| format!("{stem}о"));
        let form = hard.or_else(|| adjective.strip_suffix("ій").map(|stem| format!("{stem}ьо")));
        if let Some(form) = form {
            let bits = self.features.bits("UPosTag=ADV");
            self.forms.add(&form, &form, bits);
            let participle = ["ано", "яно", "ено", "єно", "ито", "ято", "уто", "ато"];
            if participle.iter().any(|ending| form.ends_with(ending)) {
                let bits = self.features.bits("UPosTag=VERB");
                self.forms.add(&form, "", bits);
            }
        }
    }

    /// Adds the verbs, and gives their participles.
    fn verbs(&mut self) -> io::Result<HashSet<String>> {
        let mut participles = HashSet::new();
        let base = self.features.bits("UPosTag=VERB");
        for [infinitive, present, past] in rows(&table("ordinary_verbs")?) {
            for (form, features) in verb::forms(&infinitive, &present, &past) {
                let bits = base | self.features.bits(features);
                self.forms.add(&form, &infinitive, bits);
            }
            for participle in verb::participles(&infinitive, &present) {
                let features = "UPosTag=ADJ|VerbForm=Part|Voice=Pass";
                self.adjective(&participle, &participle, features);
                participles.insert(participle);
            }
        }
        Ok(participles)
    }

    /// Closed classes: what stands there has no other readings.
    fn function_words(&mut self) -> io::Result<()> {
        for [form, lemma, part, features, declension] in rows(&table("function_words")?) {
            let features = format!("UPosTag={part}|{features}");
            match declension.as_str() {
                "adjective" => self.adjective(&form, &lemma, &features),
                _ => {
                    let bits = self.features.bits(&features);
                    self.forms.add(&form, &lemma, bits);
                }
            }
        }
        Ok(())
    }

    /// Names of one word: persons' and places'.
    fn names(&mut self) -> io::Result<()> {
        for [name, genitive, gender, _origin] in rows(&table("given_names")?) {
            let gender = if gender == "f" { Gender::Feminine } else { Gender::Masculine };
            self.name(&name, &name, &genitive, gender, true);
        }
        for [name, genitive] in rows(&table("surnames")?) {
            self.name(&name, &name, &genitive, Gender::Masculine, true);
            let (woman, woman_gen) = self.paradigms.woman(&name, &genitive);
            self.name(&woman, &woman, &woman_gen, Gender::Feminine, true);
            // Of other families the name is the same as some form of a man's.
            let family = self.paradigms.family(&name, &genitive);
            let family = family.filter(|(family, _)| family.ends_with('і'));
            if let Some((family, family_gen)) = family {
                self.name(&family, &family, &family_gen, Gender::Plural, true);
            }
        }
        for [_id, name, genitive, ..] in rows::<12>(&table("places")?) {
            self.place(&name, &genitive);
        }
        for [kind, _id, name, genitive, lang, .., how] in rows::<8>(&table("aliases")?) {
            if lang == "uk" && kind == "place" && how == "name" {
                self.place(&name, &genitive);
            } else if how == "abbreviation" && !name.contains(' ') && name == genitive {
                let bits = self.features.bits("UPosTag=PROPN|Abbr=Yes");
                self.forms.add(&name, &name, bits);
            }
        }
        Ok(())
    }

    fn place(&mut self, name: &str, genitive: &str) {
        if let Some(paradigm) = self.paradigms.of(name, genitive).filter(|_| !name.contains(' ')) {
            let gender = paradigm.gender;
            self.name(name, name, genitive, gender, false);
        }
    }

    fn name(&mut self, lemma: &str, name: &str, genitive: &str, gender: Gender, lives: bool) {
        let bits = self.features.bits("UPosTag=PROPN") | self.number(gender);
        for mut form in decline::forms(&self.paradigms, name, genitive) {
            if lives && gender != Gender::Feminine {
                form.cases = form.cases.of_living(&form.text, name, genitive);
            }
            self.add(&form, lemma, bits);
        }
    }
}

/// Nominative and genitive of the plural of a noun, with those of peoples: «селянин, селяни».
fn plurals(noun: &str, genitive: &str) -> Vec<(String, String)> {
    let people = ["анин", "янин", "арин"].iter().any(|ending| noun.ends_with(ending));
    if let Some(stem) = noun.strip_suffix("ин").filter(|_| people && genitive.ends_with("ина"))
    {
        return vec![(format!("{stem}и"), stem.to_owned())];
    }
    let mut plurals = inflect::plurals(noun, genitive);
    // «банка» has «банок», never «банк».
    let stem = noun.strip_suffix("ка").filter(|stem| !stem.ends_with(is_vowel));
    plurals.retain(|(_, genitive)| stem.is_none_or(|stem| *genitive != format!("{stem}к")));
    plurals
}

fn is_vowel(c: char) -> bool {
    "аеєиіїоуюя".contains(c)
}

fn vowels(word: &str) -> usize {
    word.chars().filter(|c| is_vowel(*c)).count()
}
