//! Chunks of sources through the workers, and the fence around each of them.

use std::any::Any;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::error::Error;
use crate::hash::Hasher;
use crate::lang::{self, Language};
use crate::model::diag::{Code, Diagnostic, Severity};
use crate::model::document::Place;
use crate::model::record::{Outcome, SetAside};
use crate::pipeline::chunk::{Chunk, Filling, Input};
use crate::pipeline::done::Done;
use crate::pipeline::plan::Plan;
use crate::pipeline::process;
use crate::read::format::Tasks;
use crate::read::ids::Ids;
use crate::read::listing::Listing;
use crate::read::packing::{Content, Found, Unpacker};
use crate::read::reading::{Origin, document};
use crate::read::source::{Source, are_many};
use crate::shard::Shard;
use crate::write::{Encoded, Writer};

/// Chunks in flight for each thread.
pub const CREDITS: usize = 2;

/// All that was read: the same for every shard of a run.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// How many chunks there are.
    pub chunks: u64,
    /// Hash of names and sizes of the documents, chunk by chunk.
    pub documents: String,
}

/// Chunks that are finished, or why they are not, by their place in the order.
pub type Finished<T> = (u64, Result<T, Error>);

/// What all threads share.
pub struct Shared<'a> {
    pub config: &'a Config,
    pub lang: &'a dyn Language,
    pub plan: &'a Plan,
    pub writers: &'a [&'static dyn Writer],
    pub stop: &'a AtomicBool,
}

impl Shared<'_> {
    /// The part of the run whose chunks are worked on.
    fn shard(&self) -> Shard {
        self.config.shard.unwrap_or(Shard::WHOLE)
    }
}

/// Moves every source through the stages: workers `finish` their chunks, and `take` gets these in
/// order.
pub fn flow<T: Send>(
    shared: &Shared<'_>,
    sources: Vec<Source>,
    pool: &rayon::ThreadPool,
    finish: &(dyn Fn(Done) -> Result<T, Error> + Sync),
    take: &mut dyn FnMut(T) -> Result<(), Error>,
) -> Result<Extent, Error> {
    let (credits, spent) = mpsc::sync_channel::<()>(CREDITS * shared.config.jobs);
    let (results, finished) = mpsc::channel::<Finished<T>>();
    std::thread::scope(|threads| {
        let reader = move || read_chunks(shared, sources, pool, finish, &credits, &results);
        let reader = threads.spawn(reader);
        // What takes them owns its ends of both channels: when it stops early they close, and the
        // reader, which may be waiting for a credit, stops too.
        in_order(finished, spent, shared, take)?;
        reader.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
    })
}

/// Hands on chunks in their order until the workers have no more.
pub fn in_order<T>(
    finished: Receiver<Finished<T>>,
    spent: Receiver<()>,
    shared: &Shared<'_>,
    take: &mut dyn FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut waiting = BTreeMap::new();
    let mut own = (0..).filter(|sequence| shared.shard().has(*sequence)).peekable();
    while let Ok((sequence, done)) = finished.recv() {
        waiting.insert(sequence, done);
        while let Some(done) = own.peek().and_then(|next| waiting.remove(next)) {
            if shared.stop.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            take(done?)?;
            // Gives the chunk's credit back.
            let _ = spent.recv();
            own.next();
        }
    }
    if shared.stop.load(Ordering::Relaxed) {
        return Err(Error::Interrupted);
    }
    Ok(())
}

/// Reads sources into chunks and hands those of the shard to the workers.
fn read_chunks<T: Send>(
    shared: &Shared<'_>,
    sources: Vec<Source>,
    pool: &rayon::ThreadPool,
    finish: &(dyn Fn(Done) -> Result<T, Error> + Sync),
    credits: &SyncSender<()>,
    results: &Sender<Finished<T>>,
) -> Result<Extent, Error> {
    let tasks = Tasks { threads: shared.config.jobs, spawn: &|task| pool.spawn(task) };
    let mut unpacker = Unpacker { options: &shared.config.options, tasks: &tasks, counts: true };
    let romanize = |text: &str| lang::default().romanize(text);
    let mut ids = Ids::new(&sources, are_many(&sources, &unpacker), &romanize);
    let failed = |error| Error::write(&shared.config.output, error);
    let sources = Listing::of(sources, &shared.config.output).map_err(failed)?;
    unpacker.counts = false;
    let mut documents = Hasher::default();
    let chunks = pool.in_place_scope(|workers| {
        let mut filling = Filling::new(|chunk: Chunk| {
            if !shared.shard().has(chunk.sequence) {
                return ControlFlow::Continue(());
            }
            let results = results.clone();
            if credits.send(()).is_err() {
                return ControlFlow::Break(());
            }
            workers.spawn(move |_| {
                // The writer is gone only when it has failed, and says so itself.
                let sequence = chunk.sequence;
                let _ = results.send((sequence, work(shared, chunk).and_then(finish)));
            });
            ControlFlow::Continue(())
        });
        for (index, source) in sources.enumerate() {
            let source = source.map_err(failed)?;
            let mut take = |found: Found| {
                if shared.stop.load(Ordering::Relaxed) {
                    return ControlFlow::Break(());
                }
                let place = ids.place(index, &source, found.member);
                let (name, content) = (place.whole_name().into_owned(), found.content);
                // The hash of a whole source is that of the bytes that are read just now.
                let is_part = content.as_ref().is_ok_and(|content| !content.is_whole);
                let sha256 = if is_part { source.sha256() } else { None };
                let input = Input { place, sha256, content };
                let size = input.size();
                filling.add(input)?;
                let line = format!("{} {size} {name}\n", filling.chunk.sequence);
                documents.update(line.as_bytes());
                ControlFlow::Continue(())
            };
            if source.unpack(&unpacker, &mut take).is_break() {
                return Ok(filling.chunk.sequence);
            }
            filling.chunk.sources += 1;
        }
        let _ = filling.flush();
        Ok(filling.chunk.sequence)
    })?;
    Ok(Extent { chunks, documents: documents.finish() })
}

/// Everything about a chunk that needs no other.
pub fn work(shared: &Shared<'_>, chunk: Chunk) -> Result<Done, Error> {
    let outcome = |Input { place, sha256, content }| match content {
        Ok(content) => fence(&place, || convert(shared, &place, sha256, content)),
        Err(diagnostic) => aside(&place, diagnostic, Vec::new()),
    };
    let Chunk { sequence, sources, inputs } = chunk;
    let mut outcomes: Vec<Outcome> = inputs.into_iter().map(outcome).collect();
    let encoded = encode(shared, &outcomes).unwrap_or_else(|| {
        // Some document of the chunk made a writer fail: find it and go on without it.
        outcomes = outcomes.drain(..).map(|outcome| without_panic(shared, outcome)).collect();
        encode(shared, &outcomes).unwrap_or_else(|| Ok(Vec::new()))
    });
    let mut done = Done { sequence, sources, encoded: encoded?, ..Done::default() };
    outcomes.iter().for_each(|outcome| done.add(outcome));
    Ok(done)
}

/// The outputs of a chunk; none when a writer panics.
fn encode(shared: &Shared<'_>, outcomes: &[Outcome]) -> Option<Result<Vec<Encoded>, Error>> {
    let run = &shared.plan.run;
    let work = || shared.writers.iter().map(|w| w.encode(run, outcomes)).collect();
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The outcome, set aside when a writer panics over it.
fn without_panic(shared: &Shared<'_>, outcome: Outcome) -> Outcome {
    let Outcome::Done(record) = &outcome else { return outcome };
    let place = record.document.place.clone();
    fence(&place, || {
        let outcome = [outcome];
        for writer in shared.writers {
            // A failure that is no panic comes again with the whole chunk, and stops the run.
            let _ = writer.encode(&shared.plan.run, &outcome);
        }
        let [outcome] = outcome;
        outcome
    })
}

fn aside(place: &Place, diagnostic: Diagnostic, bytes: Vec<u8>) -> Outcome {
    Outcome::SetAside(SetAside { place: place.clone(), diagnostic, bytes })
}

fn convert(
    shared: &Shared<'_>,
    place: &Place,
    sha256: Option<String>,
    content: Content,
) -> Outcome {
    let Shared { config, lang, .. } = shared;
    let Content { format, read, bytes, at, metadata, .. } = content;
    let origin = Origin { place: place.clone(), format, sha256 };
    let read = match read(&bytes, &config.options) {
        Ok(mut reading) => {
            reading.metadata = metadata.or(reading.metadata);
            document(origin, &bytes, reading)
        }
        Err(mut diagnostic) => {
            let before = at.and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
            diagnostic.byte = diagnostic.byte.map(|byte| byte + before);
            Err(diagnostic)
        }
    };
    let (mut document, mut said) = match read {
        Ok(read) => read,
        // What is empty is not worth keeping twice.
        Err(diagnostic) if diagnostic.code.severity() == Severity::Error => {
            return aside(place, diagnostic, bytes);
        }
        Err(diagnostic) => return aside(place, diagnostic, Vec::new()),
    };
    match config.metadata.as_ref().map(|table| table.of(place)) {
        Some(Ok(known)) => document.metadata = known.or(document.metadata),
        Some(Err(diagnostic)) => said.push(diagnostic),
        None => {}
    }
    let mut record = process(document, *lang, config.policy, config.aids(), config.tokens);
    record.diagnostics.splice(..0, said);
    Outcome::Done(Box::new(record))
}

/// Runs work on one document; a panic costs this document and no other.
fn fence(place: &Place, work: impl FnOnce() -> Outcome) -> Outcome {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = format!(
            "made the program fail ({}) and was left where it is; please report it with the file",
            panic_text(panic.as_ref())
        );
        aside(place, Diagnostic::file(Code::Panicked, message), Vec::new())
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::quietly;
    use crate::model::document::DocId;

    #[test]
    fn a_panic_sets_one_document_aside_and_says_why() {
        let id = DocId::from_romanized("lyst");
        let place = Place { id, name: "лист.txt".to_owned(), member: None, shard: None };
        let outcome = quietly(|| fence(&place, || panic!("index 5 of {}", 3)));
        let Outcome::SetAside(aside) = outcome else { panic!("it was not set aside") };
        assert_eq!(aside.diagnostic.code, Code::Panicked);
        assert!(aside.diagnostic.message.contains("(index 5 of 3)"));
    }
}
