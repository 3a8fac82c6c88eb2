//! `parquet/*.parquet`, by polars: typed columns, zstd, statistics, GeoParquet for places.

mod output;
mod waiting;

use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::Error;
use crate::model::record::{Outcome, Run};
use crate::model::table::Table;
use crate::write::columns::{self, Batch};
use crate::write::folder::{Folder, Pending, Written};
use crate::write::parquet::output::Output;
use crate::write::parquet::waiting::{Waiting, is_small};
use crate::write::register::Whole;
use crate::write::{Encoded, Sink, Task, Writer};

/// Rows of a row group; the last one may have fewer.
const ROW_GROUP: usize = 131_072;

/// Parquet tables.
pub struct Parquet;

impl Writer for Parquet {
    fn name(&self) -> Option<&'static str> {
        Some("parquet")
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        packed(columns::of_chunk(run, chunk)).map(Encoded::Batches)
    }

    fn open(&self, _: &Run, folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        let table = |table| TableFile::new(table, folder);
        let tables = Table::ALL.into_iter().map(table).collect::<Result<_, Error>>()?;
        let (waiting, written) = (Vec::new(), Vec::new());
        Ok(Box::new(Files { tables, group: Group::Done, waiting, written }))
    }
}

/// Batches as they wait for a row group to be full.
fn packed(mut batches: Vec<Batch>) -> Result<Vec<Batch>, Error> {
    let large = batches.iter_mut().filter(|batch| !is_small(batch));
    Batch::pack(large).map_err(|error| Error::format("parquet", error))?;
    Ok(batches)
}

/// One table on its way to its file.
struct TableFile {
    table: Table,
    waiting: Waiting,
    output: Arc<Mutex<Output>>,
    pending: Pending,
}

impl TableFile {
    fn new(table: Table, folder: &mut Folder) -> Result<Self, Error> {
        let (file, pending) = folder.begin(&format!("parquet/{}.parquet", table.name()))?;
        let output = Output::new(table, file).map_err(failed(table))?;
        let (waiting, output) = (Waiting::new(table, folder.root()), Arc::new(Mutex::new(output)));
        Ok(Self { table, waiting, output, pending })
    }

    fn take(&mut self, mut batch: Batch, group: &mut Group) -> Result<(), Error> {
        while self.waiting.rows() + batch.rows >= ROW_GROUP {
            let (rest, fits) = (batch.rows, ROW_GROUP - self.waiting.rows());
            batch.unpack().map_err(failed(self.table))?;
            let [mut part, mut behind] = [Batch::new(self.table), Batch::new(self.table)];
            part.extend(&batch, 0..fits);
            behind.extend(&batch, fits..rest);
            self.waiting.push(part).map_err(failed(self.table))?;
            group.begin(self.group())?;
            batch = behind;
        }
        self.waiting.push(batch).map_err(failed(self.table))
    }

    /// The work of writing what waits as a row group.
    fn group(&mut self) -> impl FnOnce() -> Result<(), Error> + Send + use<> {
        let (table, rows, output) = (self.table, self.waiting.take(), Arc::clone(&self.output));
        move || locked(&output).write(&rows).map_err(failed(table))
    }

    /// Completes the file.
    fn finish(mut self) -> Result<Written, Error> {
        self.group()()?;
        locked(&self.output).end().map_err(failed(self.table))?;
        self.pending.written()
    }
}

/// What a mutex holds; whoever panicked with it has told of it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The row group that is being written; more at a time would take the memory of as many.
enum Group {
    /// None is.
    Done,
    /// Nobody has begun with it.
    Left(Task, Receiver<Result<(), Error>>),
    /// Some thread is at it.
    Begun(Receiver<Result<(), Error>>),
}

impl Group {
    /// Leaves a group to be written, when the one before it is.
    fn begin(
        &mut self,
        work: impl FnOnce() -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        self.end()?;
        let (task, result) = task(work);
        *self = Self::Left(task, result);
        Ok(())
    }

    /// Waits until it is written, or writes it.
    fn end(&mut self) -> Result<(), Error> {
        let result = match std::mem::replace(self, Self::Done) {
            Self::Done => return Ok(()),
            Self::Left(task, result) => {
                task();
                result
            }
            Self::Begun(result) => result,
        };
        received(result)
    }
}

/// Work for any thread, and where its result comes.
fn task<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> (Task, Receiver<Result<T, Error>>) {
    let (done, result) = mpsc::sync_channel(1);
    // Whoever waits for the result has not gone.
    (Box::new(move || drop(done.send(work()))), result)
}

/// The result of a task.
fn received<T>(result: Receiver<Result<T, Error>>) -> Result<T, Error> {
    result.recv().unwrap_or_else(|_| Err(Error::format("parquet", "a worker has stopped")))
}

struct Files {
    tables: Vec<TableFile>,
    group: Group,
    /// The work of completing files, the most last.
    waiting: Vec<Task>,
    /// What it gives for each table.
    written: Vec<Receiver<Result<Written, Error>>>,
}

impl Files {
    fn take(&mut self, batches: Vec<Batch>) -> Result<(), Error> {
        let mut tables = self.tables.iter_mut().zip(batches);
        tables.try_for_each(|(table, batch)| table.take(batch, &mut self.group))
    }
}

impl Sink for Files {
    fn append(&mut self, encoded: Encoded, _: &mut Folder) -> Result<(), Error> {
        match encoded {
            Encoded::Batches(batches) => self.take(batches),
            _ => Ok(()),
        }
    }

    fn task(&mut self) -> Option<Task> {
        match std::mem::replace(&mut self.group, Group::Done) {
            Group::Left(task, result) => {
                self.group = Group::Begun(result);
                Some(task)
            }
            other => {
                self.group = other;
                self.waiting.pop()
            }
        }
    }

    fn complete(&mut self, run: &Run, whole: &Whole) -> Result<(), Error> {
        columns::of_corpus(run, &whole.register, |batches| self.take(packed(batches)?))?;
        self.group.end()?;
        let mut waiting: Vec<(usize, Task)> = Vec::new();
        for table in self.tables.drain(..) {
            let rows = table.waiting.rows();
            let (task, result) = task(move || table.finish());
            waiting.push((rows, task));
            self.written.push(result);
        }
        waiting.sort_by_key(|(rows, _)| *rows);
        self.waiting = waiting.into_iter().map(|(_, task)| task).collect();
        Ok(())
    }

    fn close(self: Box<Self>, _: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        self.waiting.into_iter().for_each(|task| task());
        let mut written = self.written.into_iter().map(received);
        written.try_for_each(|written| folder.adopt(written?))
    }
}

fn failed<E: ToString>(table: Table) -> impl Fn(E) -> Error {
    move |error| Error::format(format!("{}.parquet", table.name()), error.to_string())
}
