//! Names of one kind whose declension is known, and what they tell of others that end alike.
//!
//! Analogy by suffixes: how listed names that share the longest ending decline, decides how an
//! unlisted one does. No weights are kept anywhere; the tables of names are the only source.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::{Deserialize, Serialize};

use crate::decline::trie::{NodeId, Trie};
use crate::decline::{Cases, Form, Gender, Paradigms, Part};

/// How many letters from the end are compared.
const DEPTH: usize = 10;

/// How many letters of a form are compared; all its nominatives are, back to the same letter.
const COMPARED: usize = 7;

/// How much is given to what no listed name has, against one listed name.
const UNSEEN: f64 = 60.0;

/// The same for what no listed name of any class has.
const ANY: f64 = 20.0;

/// Guesses that are so much less likely than the best one, as a logarithm, are left out.
const HOPELESS: f64 = 9.0;

/// About how many classes a form may come from.
const ORIGINS: usize = 64;

/// Letters of the alphabet.
const LETTERS: f64 = 33.0;

/// How nominatives of one class become genitives, and how they decline.
#[derive(Debug, Serialize, Deserialize)]
struct Class {
    /// What the nominative ends with and the genitive does not, «ець» of «Кременець».
    nominative: String,
    /// What stands there in the genitive, «ця».
    genitive: String,
    gender: Gender,
    part: Part,
}

/// That a form with some ending may come from a class.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Origin {
    class: u16,
    cases: Cases,
    /// Characters of the ending.
    ending: u8,
}

/// What a form may be of.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// The nominative.
    pub nominative: String,
    /// The genitive.
    pub genitive: String,
    /// The cases that the form may stand in.
    pub cases: Cases,
    /// Gender of the name.
    pub gender: Gender,
    /// Noun or adjective.
    pub part: Part,
    /// The logarithm of its probability, as the endings of the listed names have it; to be compared
    /// with other guesses of the same form.
    pub score: f64,
}

/// Names of one kind.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Stock {
    classes: Vec<Class>,
    known: BTreeMap<(String, String, Gender), u16>,
    /// By the reversed ending of a form.
    origins: Trie<Vec<Origin>>,
    /// How many names end so, at every node of their reversed nominative.
    counts: Trie<Counts>,
    /// By class.
    #[serde(skip)]
    starts: OnceLock<Vec<Start>>,
}

/// Names that end alike.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Counts {
    all: u32,
    of_classes: Vec<(u16, u32)>,
}

impl Counts {
    /// How many are of a class, and how many there are.
    fn of(&self, class: u16) -> (f64, f64) {
        let of_class = self.of_classes.iter().find(|(known, _)| *known == class);
        (of_class.map_or(0.0, |(_, count)| f64::from(*count)), f64::from(self.all))
    }
}

impl Stock {
    /// Adds a name of one word.
    pub fn learn(&mut self, paradigms: &Paradigms, nominative: &str, genitive: &str) {
        let (nominative, genitive) = (nominative.to_lowercase(), genitive.to_lowercase());
        let class = self.class(paradigms, &nominative, &genitive);
        self.starts = OnceLock::new();
        self.counts.update(nominative.chars().rev().take(DEPTH), |counts| {
            counts.all += 1;
            match counts.of_classes.iter_mut().find(|(known, _)| *known == class) {
                Some((_, count)) => *count += 1,
                None => counts.of_classes.push((class, 1)),
            }
        });
    }

    /// Takes one name out again, to ask what the others say of it.
    pub fn forget(&mut self, paradigms: &Paradigms, nominative: &str, genitive: &str) {
        let (nominative, genitive) = (nominative.to_lowercase(), genitive.to_lowercase());
        let class = self.class(paradigms, &nominative, &genitive);
        self.starts = OnceLock::new();
        self.counts.update(nominative.chars().rev().take(DEPTH), |counts| {
            let mut of_classes = counts.of_classes.iter_mut();
            let of_class = of_classes.find(|(known, count)| *known == class && *count > 0);
            if let Some((_, count)) = of_class {
                *count -= 1;
                counts.all -= 1;
            }
        });
    }

    /// The class of a name by its two forms in lower case; a new one brings its endings.
    fn class(&mut self, paradigms: &Paradigms, nominative: &str, genitive: &str) -> u16 {
        let paradigm = paradigms.of(nominative, genitive);
        let (own_nom, own_gen) =
            paradigm.map_or((0, 0), |p| (p.nominative.len(), p.genitive.len()));
        let shared = shared_prefix(nominative, genitive)
            .min(nominative.len() - own_nom)
            .min(genitive.len() - own_gen);
        let (strip, add) = match paradigm {
            Some(_) => (tail(nominative, shared), tail(genitive, shared)),
            None => ("", ""),
        };
        let gender = paradigm.map_or(Gender::Masculine, |paradigm| paradigm.gender);
        let key = (strip.to_owned(), add.to_owned(), gender);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let class = u16::try_from(self.classes.len()).unwrap_or(u16::MAX);
        let mut forms = Vec::new();
        match paradigm {
            Some(paradigm) => paradigm.decline(strip, add, &mut forms),
            None => forms.push(Form { text: String::new(), cases: Cases::ALL, gender }),
        }
        for form in forms {
            let ending = u8::try_from(form.text.chars().count()).unwrap_or(u8::MAX);
            let origin = Origin { class, cases: form.cases, ending };
            self.origins.at(form.text.chars().rev()).push(origin);
        }
        let part = paradigm.map_or(Part::Noun, |paradigm| paradigm.part);
        let (nominative, genitive) = (strip.to_owned(), add.to_owned());
        self.classes.push(Class { nominative, genitive, gender, part });
        self.known.insert(key, class);
        class
    }

    /// What a form may be of, when it stands in one of the cases; the likeliest first. Capitals of
    /// the stem are kept.
    pub fn guess<'s>(&'s self, form: &'s str, cases: Cases) -> impl Iterator<Item = Guess> + 's {
        let origins = unite(self.origins_of(form, cases), form);
        origins.into_iter().map(|origin| origin.guess(form))
    }

    /// The classes that a form may come from and that are not hopeless, in no order.
    fn origins_of(&self, form: &str, cases: Cases) -> Vec<Likely<'_>> {
        let backwards: Vec<char> = form.to_lowercase().chars().rev().collect();
        let starts = self.starts.get_or_init(|| self.starts());
        let mut begun: Vec<Begun<'_>> = Vec::with_capacity(ORIGINS);
        self.origins.walk(backwards.iter().copied(), |origins| {
            for origin in origins.iter().filter(|origin| origin.cases.meets(cases)) {
                let start = starts.get(usize::from(origin.class));
                let stem = backwards.get(usize::from(origin.ending)..).unwrap_or_default();
                if let Some(start) = start.filter(|start| start.may_follow(stem)) {
                    let cases = origin.cases.and(cases);
                    let most = start.read.probability * share(cases);
                    begun.push(Begun { most, start, cases, stem });
                }
            }
        });
        // A letter more makes no class likelier, so most need not be read any further.
        begun.sort_unstable_by(|a, b| b.most.total_cmp(&a.most));
        let left_out = backwards.len().saturating_sub(COMPARED);
        let mut likely: Vec<Likely<'_>> = Vec::with_capacity(ORIGINS);
        let (mut best, hopeless) = (0.0, (-HOPELESS).exp());
        for Begun { most, start, cases, stem } in begun {
            if most < best * hopeless {
                break;
            }
            let mut read = start.read;
            let Some(class) = self.classes.get(usize::from(read.class)) else { continue };
            let compared = stem.len().saturating_sub(left_out);
            stem.iter().take(compared).for_each(|letter| read.next(&self.counts, *letter));
            let (probability, share) = (read.probability(), share(cases));
            best = f64::max(best, probability * share);
            let stem = form.char_indices().nth(stem.len()).map_or(form.len(), |(at, _)| at);
            let score = probability.ln() + share.ln();
            likely.push(Likely { score, class, number: read.class, cases, stem });
        }
        let best = likely.iter().map(|one| one.score).fold(f64::MIN, f64::max);
        likely.retain(|one| one.score > best - HOPELESS);
        likely
    }

    /// Each class with the letters of its own that its nominatives end with read.
    fn starts(&self) -> Vec<Start> {
        let start = |(class, known): (u16, &Class)| {
            let mut read = Read::of(&self.counts, class);
            known.nominative.chars().rev().for_each(|letter| read.next(&self.counts, letter));
            Start { begins: known.nominative.chars().next(), read }
        };
        (0..).zip(&self.classes).map(start).collect()
    }

    /// How common the cases are among names in prose, estimated.
    pub fn frequency(cases: Cases) -> f64 {
        [
            (Cases::NOMINATIVE, 0.34),
            (Cases::GENITIVE, 0.28),
            (Cases::DATIVE, 0.04),
            (Cases::ACCUSATIVE, 0.1),
            (Cases::INSTRUMENTAL, 0.08),
            (Cases::LOCATIVE, 0.15),
            (Cases::VOCATIVE, 0.01),
        ]
        .iter()
        .filter(|(case, _)| cases.meets(*case))
        .map(|(_, share)| share)
        .sum()
    }

    /// The likely genitives of a nominative, the likeliest first.
    pub fn genitives(&self, nominative: &str) -> Vec<Guess> {
        let mut origins = self.origins_of(nominative, Cases::NOMINATIVE);
        origins.sort_by(Likely::by_score);
        let guesses = origins.into_iter().map(|origin| origin.guess(nominative));
        guesses.filter(|guess| guess.nominative == nominative).collect()
    }
}

/// What all names of a class have: how their nominatives end.
#[derive(Debug)]
struct Start {
    /// The first letter of that end.
    begins: Option<char>,
    /// The end, read.
    read: Read,
}

impl Start {
    /// Whether the end of the nominative can stand behind a stem, which is given from its own end:
    /// no hard vowel behind a vowel, no soft one behind a sibilant, «й» behind vowels alone, and
    /// nothing behind consonants that no word ends in: «Дудк» lacks a vowel.
    fn may_follow(&self, stem: &[char]) -> bool {
        let [last, before, ..] = *stem else { return false };
        match self.begins {
            Some('а' | 'е' | 'и' | 'і' | 'о' | 'у') => !is_vowel(last) && last != 'ь',
            Some('є' | 'ю' | 'я') => !"жчшщьґгкх".contains(last),
            Some('й') => is_vowel(last),
            Some('ї') => is_vowel(last) || last == '\'',
            Some(_) => true,
            None => {
                let cluster = "кнлм".contains(last) && "бвгґджзкптфхцчшщ".contains(before);
                last == before || !cluster
            }
        }
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'а' | 'е' | 'є' | 'и' | 'і' | 'ї' | 'о' | 'у' | 'ю' | 'я')
}

/// The share that the cases have of names in prose.
fn share(cases: Cases) -> f64 {
    static SHARES: LazyLock<Vec<f64>> = LazyLock::new(|| {
        let sets = 0..=Cases::ALL.bits();
        sets.map(|bits| Stock::frequency(Cases::from_bits(bits))).collect()
    });
    SHARES.get(usize::from(cases.bits())).copied().unwrap_or_default()
}

/// How far a name has been read, from its end, and how likely a name of the class ends so: letter
/// after letter, each by those behind it, as often as the listed names of the class have it, else
/// as often as all listed names do.
#[derive(Debug, Clone, Copy)]
struct Read {
    class: u16,
    probability: f64,
    /// How many names of the class end so, and how many of all.
    before: (f64, f64),
    /// Where it is among the counts; nowhere beyond what any listed name has.
    node: Option<NodeId>,
    /// Letters read, [`DEPTH`] at the most.
    letters: usize,
    /// How many of them some listed name has.
    seen: usize,
}

impl Read {
    /// Nothing read.
    fn of(counts: &Trie<Counts>, class: u16) -> Self {
        let (of_class, of_all) = counts.get(NodeId::ROOT).of(class);
        let probability = (of_class + UNSEEN / LETTERS) / (of_all + UNSEEN);
        let (before, node) = ((of_class, of_all), Some(NodeId::ROOT));
        Self { class, probability, before, node, letters: 0, seen: 0 }
    }

    /// Reads a letter.
    fn next(&mut self, counts: &Trie<Counts>, letter: char) {
        if self.letters == DEPTH {
            return;
        }
        self.letters += 1;
        self.node = self.node.and_then(|node| counts.child(node, letter));
        let Some(node) = self.node else { return };
        let (of_class, of_all) = counts.get(node).of(self.class);
        let (class_before, all_before) = self.before;
        let any = (of_all + ANY / LETTERS) / (all_before + ANY);
        self.probability *= (of_class + UNSEEN * any) / (class_before + UNSEEN);
        self.before = (of_class, of_all);
        self.seen += 1;
    }

    fn probability(self) -> f64 {
        (self.seen..self.letters).fold(self.probability, |probability, _| probability / LETTERS)
    }
}

/// What a form may be of, before the stem has been read.
struct Begun<'s> {
    /// How likely it is at the most.
    most: f64,
    start: &'s Start,
    cases: Cases,
    /// From its end.
    stem: &'s [char],
}

/// What a form may be of.
struct Likely<'s> {
    score: f64,
    /// Its class, and the number of that.
    class: &'s Class,
    number: u16,
    cases: Cases,
    /// Bytes of the form that are the stem.
    stem: usize,
}

impl Likely<'_> {
    fn guess(self, form: &str) -> Guess {
        let Self { score, class, cases, stem, .. } = self;
        let stem = form.get(..stem).unwrap_or(form);
        Guess {
            nominative: format!("{stem}{}", class.nominative),
            genitive: format!("{stem}{}", class.genitive),
            cases,
            gender: class.gender,
            part: class.part,
            score,
        }
    }

    /// The likelier one first; of equals that whose class is older.
    fn by_score(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.number.cmp(&other.number))
    }

    /// The bytes of its nominative.
    fn nominative(&self, form: &str) -> impl Iterator<Item = u8> {
        let stem = form.get(..self.stem).unwrap_or(form);
        stem.bytes().chain(self.class.nominative.bytes())
    }
}

/// What a form may be of with the likeliest nominative first; classes that give the same nominative
/// speak for it together.
fn unite<'s>(mut likely: Vec<Likely<'s>>, form: &str) -> Vec<Likely<'s>> {
    let by_nominative = |a: &Likely<'_>, b: &Likely<'_>| {
        a.nominative(form).cmp(b.nominative(form)).then(a.class.gender.cmp(&b.class.gender))
    };
    likely.sort_by(|a, b| by_nominative(a, b).then_with(|| a.by_score(b)));
    likely.dedup_by(|later, kept| {
        let same = by_nominative(kept, later).is_eq();
        if same {
            kept.cases = kept.cases.or(later.cases);
            kept.score += (later.score - kept.score).exp().ln_1p();
        }
        same
    });
    likely.sort_by(Likely::by_score);
    likely
}

/// Bytes that both begin with.
fn shared_prefix(a: &str, b: &str) -> usize {
    a.char_indices()
        .zip(b.chars())
        .find(|((_, a), b)| a != b)
        .map_or(a.len().min(b.len()), |((at, _), _)| at)
}

fn tail(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}
