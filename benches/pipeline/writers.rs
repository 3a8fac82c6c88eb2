//! What each output format costs.

use std::iter;
use std::time::Duration;

use cpu_time::ProcessTime;
use litopys::error::Error;
use litopys::lang;
use litopys::lexicon::{rules, types};
use litopys::model::corpus::Corpus;
use litopys::model::record::{Outcome, Run};
use litopys::write::folder::Folder;
use litopys::write::register::{Gathering, Whole};
use litopys::write::{Sink, WRITERS, Writer};
use tempfile::TempDir;

/// Every writer at work, each in a folder of its own.
pub struct Writers {
    run: Run,
    corpus: Corpus,
    writers: Vec<Writing>,
}

struct Writing {
    writer: &'static dyn Writer,
    sink: Box<dyn Sink>,
    folder: Folder,
    times: Times,
    /// Goes with what was written.
    _root: TempDir,
}

/// Times of the processor.
#[derive(Default, Clone, Copy)]
pub struct Times {
    /// On any thread, chunk by chunk.
    pub encode: Duration,
    /// In order, files included.
    pub write: Duration,
}

impl Writers {
    /// Opens every writer.
    ///
    /// # Errors
    ///
    /// When a folder cannot be made.
    pub fn open() -> Result<Self, Box<dyn std::error::Error>> {
        let run = Run { rules: rules::all(), types: types::all(), ..Run::default() };
        let open = |writer: &&'static dyn Writer| {
            let root = tempfile::tempdir()?;
            let mut folder = Folder::open(root.path())?;
            let sink = writer.open(&run, &mut folder)?;
            Ok(Writing { writer: *writer, sink, folder, times: Times::default(), _root: root })
        };
        let writers: Result<_, Box<dyn std::error::Error>> = WRITERS.iter().map(open).collect();
        Ok(Self { writers: writers?, corpus: Corpus::default(), run })
    }

    /// Writes a chunk.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn write(&mut self, chunk: &[Outcome]) -> Result<(), Error> {
        for outcome in chunk {
            if let Outcome::Done(record) = outcome {
                self.corpus.add(record);
            }
        }
        for Writing { writer, sink, folder, times, .. } in &mut self.writers {
            let started = ProcessTime::now();
            let encoded = writer.encode(&self.run, chunk)?;
            times.encode += started.elapsed();
            let started = ProcessTime::now();
            sink.append(encoded, folder)?;
            times.write += started.elapsed();
        }
        Ok(())
    }

    /// Completes the files; each format and its times. What every run writes is `always`.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn close(self) -> Result<Vec<(&'static str, Times)>, Error> {
        let mut entities = Gathering::new(&std::env::temp_dir());
        self.corpus.entities.values().try_for_each(|known| entities.add(known))?;
        let register = entities.finish(lang::default().names().iter())?;
        let whole = Whole { register, totals: self.corpus.totals };
        let mut all: Vec<(&str, Times)> = Vec::new();
        for Writing { writer, mut sink, mut folder, mut times, _root } in self.writers {
            let started = ProcessTime::now();
            sink.complete(&self.run, &whole)?;
            iter::from_fn(|| sink.task()).for_each(|task| task());
            sink.close(&self.run, &whole, &mut folder)?;
            times.write += started.elapsed();
            let name = writer.name().unwrap_or("always");
            match all.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => {
                    known.encode += times.encode;
                    known.write += times.write;
                }
                None => all.push((name, times)),
            }
        }
        Ok(all)
    }
}
