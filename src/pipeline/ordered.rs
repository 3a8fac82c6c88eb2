//! The ordered end of a run: takes finished chunks one after another and completes the output.

use std::iter;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::error::Error;
use crate::lang;
use crate::model::diag::Severity;
use crate::pipeline::done::{Done, Sum, counts};
use crate::pipeline::plan::Plan;
use crate::report::{Event, RunRecord, Summary};
use crate::write::folder::{Folder, Totals};
use crate::write::register::{Gathering, Whole};
use crate::write::{self, Sink, Task};

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
        Ok(Self { plan, sinks, folder, sum: Sum::new(Gathering::new(root)) })
    }

    /// Takes the next chunk; what can be done beside is for the pool.
    pub fn take(
        &mut self,
        done: Done,
        pool: &ThreadPool,
        watch: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), Error> {
        let encoded = self.sum.add(done, self.plan.sources, watch)?;
        for (sink, encoded) in self.sinks.iter_mut().zip(encoded) {
            sink.append(encoded, &mut self.folder)?;
            sink.task().into_iter().for_each(|task| pool.spawn(task));
        }
        Ok(())
    }

    /// Completes every output on the pool, and last of all the record that says so.
    pub fn close(
        mut self,
        pool: &ThreadPool,
        watch: &mut dyn FnMut(Event<'_>),
    ) -> Result<Summary, Error> {
        let (plan, totals) = (self.plan, self.sum.totals);
        if totals.documents == 0 {
            let message = format!(
                "none of the {} files could be converted ({} set aside); mend them and run again",
                plan.sources, totals.set_aside
            );
            return Err(Error::NothingToDo(message));
        }
        let lang = lang::get(&plan.lang);
        let names = lang.iter().flat_map(|lang| lang.names().iter());
        let (whole, set_aside) = self.sum.finish(names)?;
        pool.install(|| complete(&mut self.sinks, plan, &whole))?;
        for sink in self.sinks {
            sink.close(&plan.run, &whole, &mut self.folder)?;
        }
        for (name, message) in self.folder.notes() {
            watch(Event::Source { severity: Severity::Warning, name, message });
        }
        let Totals { files, bytes, changed, removed } = self.folder.finish()?;
        let counts = counts(whole.totals, whole.register.len());
        let record = RunRecord {
            program: "litopys".to_owned(),
            version: plan.version.clone(),
            schema_version: plan.schema_version.clone(),
            to: plan.to.clone(),
            run_key: plan.run_key.clone(),
            files,
            file_bytes: bytes,
            counts,
            set_aside,
        };
        let mut text =
            serde_json::to_vec_pretty(&record).map_err(|error| Error::format("run.json", error))?;
        text.push(b'\n');
        self.folder.seal(&text)?;
        Ok(Summary { counts, up_to_date: false, changed, removed })
    }
}

/// Writes into the open files of all sinks what only the whole corpus knows, side by side.
fn complete(sinks: &mut [Box<dyn Sink>], plan: &Plan, whole: &Whole) -> Result<(), Error> {
    let complete = |sink: &mut Box<dyn Sink>| sink.complete(&plan.run, whole);
    let completed: Vec<_> = sinks.par_iter_mut().map(complete).collect();
    // Of several failures the first sink's, whichever came first.
    completed.into_iter().collect::<Result<(), Error>>()?;
    // What they leave is done on two threads: each piece may take the memory of a row group.
    let tasks = sinks.iter_mut().flat_map(|sink| iter::from_fn(|| sink.task()));
    let tasks = Mutex::new(tasks.collect::<Vec<Task>>().into_iter());
    let next = || tasks.lock().unwrap_or_else(PoisonError::into_inner).next();
    let lane = || iter::from_fn(next).for_each(|task| task());
    rayon::join(lane, lane);
    Ok(())
}
