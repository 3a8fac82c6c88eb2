//! Of which word is this a form, and which form? What all that is listed agrees on (morphological
//! analysis).
//!
//! `build/readings.rs` gives every form of the tables its readings, and `build/agreement.rs` compiles
//! what these have in common.

use crate::lexicon::ending::LETTERS;
use crate::model::gloss::Known;

/// What is certain of forms.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Forms, and endings behind a hyphen, with the numbers of their answers.
    forms: Option<fst::Map<&'static [u8]>>,
    answers: Vec<Answer>,
}

#[derive(Debug)]
struct Answer {
    /// Letters to take from the end, and what to put there; none without a lemma.
    change: Option<(usize, &'static str)>,
    features: &'static str,
}

impl Analysis {
    /// The automaton and the answers that were compiled into the program.
    pub fn open(forms: &'static [u8], answers: &'static str) -> Self {
        let answer = |line: &'static str| {
            let mut cells = line.split('\t');
            let taken = cells.next().and_then(|cell| cell.parse().ok());
            let added = cells.next().unwrap_or_default();
            let features = cells.next().unwrap_or_default();
            Answer { change: taken.map(|taken| (taken, added)), features }
        };
        Self { forms: fst::Map::new(forms).ok(), answers: answers.lines().map(answer).collect() }
    }

    /// What is certain of a word, given as it is written and in lower case.
    ///
    /// A word with a capital may be a name, or begin a sentence; where no table lists a word without
    /// one, its ending may tell.
    pub fn of(&self, word: &str, folded: &str) -> Option<Known> {
        let as_listed = || self.get(word);
        let as_name = || {
            let (first, rest) = folded.split_at_checked(folded.chars().next()?.len_utf8())?;
            self.get(&format!("{}{rest}", first.to_uppercase()))
        };
        if word == folded {
            return as_listed()
                .or_else(|| self.compound(folded))
                .or_else(|| self.by_ending(folded));
        }
        as_listed().or_else(as_name).or_else(|| self.get(folded)).or_else(|| self.compound(folded))
    }

    fn get(&self, form: &str) -> Option<Known> {
        self.answer(form).map(|answer| answer.known(form))
    }

    fn answer(&self, key: &str) -> Option<&Answer> {
        let number = self.forms.as_ref()?.get(key)?;
        self.answers.get(usize::try_from(number).ok()?)
    }

    /// «військово-революційного»: an adjective behind what does not change.
    fn compound(&self, folded: &str) -> Option<Known> {
        let (before, last) = folded.rsplit_once('-').filter(|(before, _)| before.ends_with('о'))?;
        let known = self.get(last).or_else(|| self.by_ending(last))?;
        let is_whole = known.part() == "ADJ" && !known.lemma.is_empty();
        is_whole.then(|| Known { lemma: format!("{before}-{}", known.lemma), ..known })
    }

    fn by_ending(&self, folded: &str) -> Option<Known> {
        let (shortest, lengths) = (*LETTERS.start(), LETTERS.count());
        let borders = folded.char_indices().rev().skip(shortest - 1).take(lengths);
        let endings: Vec<&str> = borders.filter_map(|(at, _)| folded.get(at..)).collect();
        let answer = |ending: &&str| self.answer(&format!("-{ending}"));
        endings.iter().rev().find_map(answer).map(|answer| answer.known(folded))
    }
}

impl Answer {
    fn known(&self, form: &str) -> Known {
        let lemma = |(taken, added): (usize, &str)| {
            let end = match taken.checked_sub(1) {
                Some(last) => form.char_indices().rev().nth(last).map_or(0, |(at, _)| at),
                None => form.len(),
            };
            format!("{}{added}", form.get(..end).unwrap_or_default())
        };
        let lemma = self.change.map(lemma).unwrap_or_default();
        Known { lemma, ..Known::features(self.features) }
    }
}
