//! The ordered end of a run: takes finished chunks one after another and completes the output.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;

use crate::config::Config;
use crate::error::Error;
use crate::model::corpus::Corpus;
use crate::model::diag::Severity;
use crate::model::record::{Outcome, Run};
use crate::pipeline::event;
use crate::pipeline::flow::{Done, Shared};
use crate::report::{self, Counts, Event, RunRecord, Summary};
use crate::write::folder::{Folder, Totals};
use crate::write::{SCHEMA_VERSION, Sink};

/// The writer's end: takes chunks in order.
pub struct Ordered {
    /// The ordered halves of the writers.
    pub sinks: Vec<Box<dyn Sink>>,
    /// The output folder.
    pub folder: Folder,
    /// What the documents add up to.
    pub corpus: Corpus,
    /// What was not converted.
    pub set_aside: Vec<report::SetAside>,
    /// Sources dealt with.
    pub done: u64,
    /// Bytes of those converted.
    pub bytes: u64,
    /// All sources.
    pub of: u64,
}

/// Takes chunks in their order until the workers have no more.
pub fn in_order(
    finished: Receiver<Done>,
    spent: Receiver<()>,
    mut take: impl FnMut(Done) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    while let Ok(done) = finished.recv() {
        waiting.insert(done.sequence, done);
        while let Some(done) = waiting.remove(&next) {
            take(done)?;
            // Gives the chunk's credit back.
            let _ = spent.recv();
            next += 1;
        }
    }
    Ok(())
}

impl Ordered {
    /// Takes chunks in their order until the workers have no more.
    pub fn write(
        &mut self,
        finished: Receiver<Done>,
        spent: Receiver<()>,
        shared: &Shared<'_>,
        watch: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), Error> {
        in_order(finished, spent, |done| {
            if shared.stop.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            self.take(done, watch)
        })?;
        if shared.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        Ok(())
    }

    fn take(&mut self, done: Done, watch: &mut dyn FnMut(Event<'_>)) -> Result<(), Error> {
        self.done = done.sources;
        for outcome in &done.outcomes {
            self.count(outcome, watch);
        }
        self.corpus.extend(done.corpus);
        for (sink, encoded) in self.sinks.iter_mut().zip(done.encoded) {
            sink.append(encoded?, &mut self.folder)?;
        }
        let set_aside = self.corpus.totals.set_aside;
        watch(Event::Progress { done: self.done, of: self.of, bytes: self.bytes, set_aside });
        Ok(())
    }

    fn count(&mut self, outcome: &Outcome, watch: &mut dyn FnMut(Event<'_>)) {
        match outcome {
            Outcome::Done(record) => {
                self.bytes += record.document.bytes.len() as u64;
                for diagnostic in &record.diagnostics {
                    watch(event(&record.document.place.whole_name(), diagnostic));
                }
            }
            Outcome::SetAside(aside) => {
                watch(event(&aside.place.whole_name(), &aside.diagnostic));
                if aside.diagnostic.code.severity() == Severity::Error {
                    self.corpus.totals.set_aside += 1;
                    self.set_aside.push(report::SetAside {
                        path: aside.place.whole_name().into_owned(),
                        message: aside.diagnostic.message.clone(),
                    });
                } else {
                    self.corpus.totals.passed_over += 1;
                }
            }
        }
    }

    /// Completes every output, and last of all the record that says so.
    pub fn close(
        mut self,
        config: &Config,
        run: &Run,
        run_key: String,
        watch: &mut dyn FnMut(Event<'_>),
    ) -> Result<Summary, Error> {
        if self.corpus.totals.documents == 0 {
            let aside = self.corpus.totals.set_aside;
            let message = format!(
                "none of the {} files could be converted ({aside} set aside); mend them and run again",
                self.of
            );
            return Err(Error::NothingToDo(message));
        }
        self.corpus.list(config.lang.names().iter());
        for sink in self.sinks {
            sink.close(run, &self.corpus, &mut self.folder)?;
        }
        for (name, message) in self.folder.notes() {
            watch(Event::Source { severity: Severity::Warning, name, message });
        }
        let Totals { files, bytes, changed, removed } = self.folder.finish()?;
        let totals = self.corpus.totals;
        let counts = Counts {
            documents: totals.documents,
            set_aside: totals.set_aside,
            passed_over: totals.passed_over,
            bytes: totals.bytes,
            codepoints: totals.code_points,
            sentences: totals.sentences,
            mentions: totals.mentions,
            entities: self.corpus.entities.len() as u64,
        };
        let record = RunRecord {
            program: "litopys".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA_VERSION.to_owned(),
            to: config.to.clone(),
            run_key,
            files,
            file_bytes: bytes,
            counts,
            set_aside: self.set_aside,
        };
        let mut text =
            serde_json::to_vec_pretty(&record).map_err(|error| Error::format("run.json", error))?;
        text.push(b'\n');
        self.folder.seal(&text)?;
        Ok(Summary { counts, up_to_date: false, changed, removed })
    }
}
