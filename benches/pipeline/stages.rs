//! What each stage between reading and writing costs.

use std::hint::black_box;

use cpu_time::ProcessTime;
use litopys::chain::Model;
use litopys::find::{self, Aids};
use litopys::lang::Language;
use litopys::model::document::{DocId, Document, Place};
use litopys::{clean, gloss, link, read, split};

/// The stages, in the order of [`Stages::seconds`]. `names` are rules and model, with the look-up of
/// words that are new to the thread; `names by rule` is what the rules alone take once words are known.
/// Words are glossed only if asked for.
pub const NAMES: [&str; 7] = ["clean", "split", "dates", "names", "names by rule", "link", "gloss"];

/// What was measured.
pub struct Stages {
    /// Of the processor, in each stage.
    pub seconds: [f64; NAMES.len()],
    /// Dates found.
    pub dates: usize,
    /// Names found.
    pub names: usize,
}

impl Stages {
    /// Nothing yet; the tables are read, which would else count for the first document.
    pub fn new(language: &dyn Language, model: Option<&Model>) -> Self {
        let id = DocId::from_romanized("warm");
        let place = Place { id, name: "warm.txt".to_owned(), member: None, shard: None };
        let none = || Self { seconds: [0.0; NAMES.len()], dates: 0, names: 0 };
        if let Ok(document) = read::plain(place, "1917 р. Іван Котко був у Києві.".to_owned())
        {
            none().add(&document, language, model);
        }
        none()
    }

    /// Runs each stage over a document and adds its time.
    pub fn add(&mut self, document: &Document, language: &dyn Language, model: Option<&Model>) {
        let mut laps = Vec::with_capacity(NAMES.len());
        let aids = Aids { model, ..Aids::default() };
        let cleaned = timed(&mut laps, || clean::clean(&document.text));
        let layout = timed(&mut laps, || split::split(&document.text, &cleaned, language));
        let dates = timed(&mut laps, || find::dates(&cleaned, &layout, language));
        let names = timed(&mut laps, || find::names(&cleaned, &layout, language, model));
        timed(&mut laps, || find::names(&cleaned, &layout, language, None));
        let found = find::find(&cleaned, &layout, language, aids);
        let link = || link::link(document, &cleaned, found, language, Default::default());
        let (mentions, _) = timed(&mut laps, link);
        timed(&mut laps, || gloss::gloss(&cleaned, &layout, &mentions, language));
        self.dates += dates.len();
        self.names += names.len();
        for (seconds, lap) in self.seconds.iter_mut().zip(laps) {
            *seconds += lap;
        }
    }
}

/// What the work gives, its time noted.
fn timed<T>(laps: &mut Vec<f64>, work: impl FnOnce() -> T) -> T {
    let started = ProcessTime::now();
    let made = black_box(work());
    laps.push(started.elapsed().as_secs_f64());
    made
}
