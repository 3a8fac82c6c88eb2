//! What each stage between reading and writing costs.

use std::hint::black_box;

use cpu_time::ProcessTime;
use litopys::chain::Model;
use litopys::find::{self, Aids};
use litopys::lang::Language;
use litopys::model::document::Document;
use litopys::{clean, gloss, link, split};

/// The stages, in the order of [`Stages::seconds`]. Each finder looks up each word for itself; the
/// time of the model is what it adds to that of the rules; words are glossed only if asked for.
pub const NAMES: [&str; 7] = ["clean", "split", "dates", "names by rule", "model", "link", "gloss"];

/// What was measured.
#[derive(Default)]
pub struct Stages {
    /// Of the processor, in each stage.
    pub seconds: [f64; NAMES.len()],
    /// Dates found.
    pub dates: usize,
    /// Names found.
    pub names: usize,
}

impl Stages {
    /// Runs each stage over a document and adds its time.
    pub fn add(&mut self, document: &Document, language: &dyn Language, model: Option<&Model>) {
        let mut laps = Vec::with_capacity(NAMES.len());
        let aids = Aids { model, ..Aids::default() };
        let cleaned = timed(&mut laps, || clean::clean(&document.text));
        let layout = timed(&mut laps, || split::split(&document.text, &cleaned, language));
        let dates = timed(&mut laps, || find::dates(&cleaned, &layout, language));
        timed(&mut laps, || find::names(&cleaned, &layout, language, None));
        let names = timed(&mut laps, || find::names(&cleaned, &layout, language, model));
        let found = find::find(&cleaned, &layout, language, aids);
        let link = || link::link(document, &cleaned, found, language, Default::default());
        let (mentions, _) = timed(&mut laps, link);
        timed(&mut laps, || gloss::gloss(&cleaned, &layout, &mentions, language));
        self.dates += dates.len();
        self.names += names.len();
        laps[4] -= laps[3];
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
