//! What all readings of a form agree on, compiled to an automaton and a list of answers.
//!
//! An answer is a line: letters to take from the end of the form, letters to put there, features;
//! the first cell is empty where the readings have several lemmas, or one of them has none. Beside
//! the forms stand endings, with a hyphen before them: where 49 of 50 listed words with an ending
//! get one answer, others with it may have that too.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use crate::ending::LETTERS;

/// What the feature that is the part of speech begins with.
const PART: &str = "UPosTag=";
/// Letters that a word has before it at the least.
const BEFORE: usize = 2;
/// How many listed forms must get the answer.
const WITNESSES: usize = 30;

/// Features as bits, by their places in a list.
#[derive(Default)]
pub struct Features {
    names: Vec<String>,
    /// What has been asked for before.
    known: HashMap<String, u128>,
}

impl Features {
    /// The bits of features that `|` separates.
    pub fn bits(&mut self, features: &str) -> u128 {
        if let Some(bits) = self.known.get(features) {
            return *bits;
        }
        let mut bits = 0;
        for feature in features.split('|').filter(|feature| !feature.is_empty()) {
            let place = self.names.iter().position(|known| known == feature);
            bits |= 1
                << place.unwrap_or_else(|| {
                    assert!(self.names.len() < 128, "more features than bits");
                    self.names.push(feature.to_owned());
                    self.names.len() - 1
                });
        }
        self.known.insert(features.to_owned(), bits);
        bits
    }

    /// The bits of all parts of speech.
    fn parts(&self) -> u128 {
        let names = self.names.iter().enumerate();
        names.filter(|(_, name)| name.starts_with(PART)).map(|(n, _)| 1 << n).sum()
    }

    /// The features in the order of the alphabet, the part of speech first.
    fn text(&self, bits: u128) -> String {
        let has = |n: &usize| bits & (1 << n) != 0;
        let places = (0..self.names.len()).filter(has);
        let mut names: Vec<&str> = places.map(|n| &*self.names[n]).collect();
        names.sort_unstable_by_key(|name| (!name.starts_with(PART), name.to_lowercase()));
        names.join("|")
    }
}

/// What the readings of a form agree on.
#[derive(Clone)]
pub struct Agreed {
    lemma: Option<Box<str>>,
    features: u128,
}

/// Forms and what their readings agree on.
#[derive(Default)]
pub struct Forms(HashMap<String, Agreed>);

impl Forms {
    /// Adds a reading; without a lemma when it is empty.
    pub fn add(&mut self, form: &str, lemma: &str, features: u128) {
        let reading = Agreed { lemma: (!lemma.is_empty()).then(|| lemma.into()), features };
        match self.0.get_mut(form) {
            Some(known) => known.and(&reading),
            None => drop(self.0.insert(form.to_owned(), reading)),
        }
    }

    /// Whether the form has a reading.
    pub fn has(&self, form: &str) -> bool {
        self.0.contains_key(form)
    }

    /// Puts other forms over these: theirs are all the readings that a form has.
    pub fn overlay(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Adds forms with a capital, which may be ordinary words at the beginning of a sentence, unless
    /// those are `closed`.
    pub fn add_names(&mut self, names: Self, closed: impl Fn(&str) -> bool) {
        for (form, mut agreed) in names.0 {
            let lower = form.to_lowercase();
            if closed(&lower) {
                continue;
            }
            if let Some(word) = self.0.get(&lower) {
                agreed.and(word);
            }
            self.0.insert(form, agreed);
        }
    }

    /// The automaton of forms and endings, and the answers that its values number.
    pub fn compile(&self, features: &Features) -> Result<(Vec<u8>, String), fst::Error> {
        let forms = self.0.iter().map(|(form, agreed)| (form.as_str(), agreed.answer(form)));
        let answers: Vec<(&str, Answer<'_>)> = forms.filter(|(_, one)| !one.is_empty()).collect();
        let mut keys: Vec<(String, Answer<'_>)> =
            endings(&answers, features).map(|(end, answer)| (format!("-{end}"), answer)).collect();
        keys.extend(answers.iter().map(|(form, answer)| ((*form).to_owned(), *answer)));
        keys.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut numbers: HashMap<Answer<'_>, u64> = HashMap::new();
        let mut lines = String::new();
        let mut map = fst::MapBuilder::memory();
        for (key, answer) in keys {
            let next = numbers.len() as u64;
            let number = *numbers.entry(answer).or_insert_with(|| {
                let (taken, added) = answer.change.unwrap_or_default();
                let taken = answer.change.map(|_| taken.to_string()).unwrap_or_default();
                let _ = writeln!(lines, "{taken}\t{added}\t{}", features.text(answer.features));
                next
            });
            map.insert(key, number)?;
        }
        Ok((map.into_inner()?, lines))
    }
}

/// The endings whose words get one answer, unless a shorter ending says the same.
fn endings<'f>(
    answers: &[(&'f str, Answer<'f>)],
    features: &Features,
) -> impl Iterator<Item = (&'f str, Answer<'f>)> {
    let mut tallies: HashMap<&str, Tally<'_>> = HashMap::new();
    for (form, answer) in answers {
        if form.starts_with(char::is_uppercase) || form.contains('-') {
            continue;
        }
        let borders: Vec<usize> = form.char_indices().map(|(at, _)| at).collect();
        let longest = borders.len().saturating_sub(BEFORE).min(*LETTERS.end());
        for letters in *LETTERS.start()..=longest {
            let ending = &form[borders[borders.len() - letters]..];
            tallies.entry(ending).or_default().add(*answer);
        }
    }
    let parts = features.parts();
    let sure = tallies.into_iter().filter_map(|(end, tally)| {
        let mut answer = tally.sure().filter(|answer| answer.features & parts != 0)?;
        answer.change = answer.change.filter(|(taken, _)| *taken <= end.chars().count());
        Some((end, answer))
    });
    let mut sure: Vec<(&str, Answer<'_>)> = sure.collect();
    sure.sort_unstable_by_key(|(end, _)| (end.len(), *end));
    let mut kept: BTreeMap<&str, Answer<'_>> = BTreeMap::new();
    for (end, answer) in sure {
        let shorter = end.char_indices().skip(1).find_map(|(at, _)| kept.get(&end[at..]));
        if shorter != Some(&answer) {
            kept.insert(end, answer);
        }
    }
    kept.into_iter()
}

/// How often which answer is given to the words with an ending.
#[derive(Default)]
struct Tally<'a> {
    all: usize,
    /// A few of the answers; where there are more, none of them is sure.
    answers: Vec<(Answer<'a>, usize)>,
}

impl<'a> Tally<'a> {
    fn add(&mut self, answer: Answer<'a>) {
        self.all += 1;
        let is_few = self.answers.len() < 8;
        match self.answers.iter_mut().find(|(known, _)| *known == answer) {
            Some((_, count)) => *count += 1,
            None if is_few => self.answers.push((answer, 1)),
            None => {}
        }
    }

    /// The answer that nearly all words get.
    fn sure(&self) -> Option<Answer<'a>> {
        let (answer, count) = self.answers.iter().max_by_key(|(_, count)| *count)?;
        (*count >= WITNESSES && count * 50 >= self.all * 49).then_some(*answer)
    }
}

/// What is said of a form or an ending.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Answer<'a> {
    /// How many letters to take from the end, and what to put there; none without a lemma.
    change: Option<(usize, &'a str)>,
    features: u128,
}

impl Answer<'_> {
    fn is_empty(&self) -> bool {
        self.change.is_none() && self.features == 0
    }
}

impl Agreed {
    fn and(&mut self, other: &Self) {
        if self.lemma != other.lemma {
            self.lemma = None;
        }
        self.features &= other.features;
    }

    fn answer(&self, form: &str) -> Answer<'_> {
        let change = self.lemma.as_deref().map(|lemma| change(form, lemma));
        Answer { change, features: self.features }
    }
}

/// How many letters to take from the end of the form, and what to put there.
fn change<'l>(form: &str, lemma: &'l str) -> (usize, &'l str) {
    let same = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b);
    let (letters, bytes) = same.fold((0, 0), |(n, len), (c, _)| (n + 1, len + c.len_utf8()));
    (form.chars().count() - letters, &lemma[bytes..])
}
