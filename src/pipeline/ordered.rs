//! The ordered end of a run: takes finished chunks one after another and completes the output.

use std::path::Path;

use crate::error::Error;
use crate::lang;
use crate::model::diag::Severity;
use crate::pipeline::done::{Done, Sum};
use crate::pipeline::plan::Plan;
use crate::report::{Event, RunRecord, Summary};
use crate::write::folder::{Folder, Totals};
use crate::write::{self, Sink};

/// An output in the making.
pub struct Ordered<'a> {
    plan: &'a Plan,
    /// The ordered halves of the writers.
    sinks: Vec<Box<dyn Sink>>,
    folder: Folder,
    sum: Sum,
}

impl<'a> Ordered<'a> {
    /// Begins an output in a folder.
    pub fn open(plan: &'a Plan, root: &Path) -> Result<Self, Error> {
        let mut folder = Folder::open(root)?;
        let writers = write::writers(&plan.to);
        let sinks = writers.iter().map(|writer| writer.open(&plan.run, &mut folder));
        let sinks = sinks.collect::<Result<_, Error>>()?;
        Ok(Self { plan, sinks, folder, sum: Sum::default() })
    }

    /// Takes the next chunk.
    pub fn take(&mut self, done: Done, watch: &mut dyn FnMut(Event<'_>)) -> Result<(), Error> {
        let encoded = self.sum.add(done, self.plan.sources, watch);
        for (sink, encoded) in self.sinks.iter_mut().zip(encoded) {
            sink.append(encoded, &mut self.folder)?;
        }
        Ok(())
    }

    /// Completes every output, and last of all the record that says so.
    pub fn close(mut self, watch: &mut dyn FnMut(Event<'_>)) -> Result<Summary, Error> {
        let (plan, corpus) = (self.plan, &mut self.sum.corpus);
        if corpus.totals.documents == 0 {
            let message = format!(
                "none of the {} files could be converted ({} set aside); mend them and run again",
                plan.sources, corpus.totals.set_aside
            );
            return Err(Error::NothingToDo(message));
        }
        corpus.list(lang::get(&plan.lang).iter().flat_map(|lang| lang.names().iter()));
        for sink in self.sinks {
            sink.close(&plan.run, corpus, &mut self.folder)?;
        }
        for (name, message) in self.folder.notes() {
            watch(Event::Source { severity: Severity::Warning, name, message });
        }
        let Totals { files, bytes, changed, removed } = self.folder.finish()?;
        let counts = self.sum.counts();
        let record = RunRecord {
            program: "litopys".to_owned(),
            version: plan.version.clone(),
            schema_version: plan.schema_version.clone(),
            to: plan.to.clone(),
            run_key: plan.run_key.clone(),
            files,
            file_bytes: bytes,
            counts,
            set_aside: self.sum.set_aside,
        };
        let mut text =
            serde_json::to_vec_pretty(&record).map_err(|error| Error::format("run.json", error))?;
        text.push(b'\n');
        self.folder.seal(&text)?;
        Ok(Summary { counts, up_to_date: false, changed, removed })
    }
}
