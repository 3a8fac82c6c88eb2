//! The stages in their order, on as many cores as are asked for.
//!
//! ```text
//! reader ── bounded ──> chunk ──> workers: clean, split, find, link, encode ──> ordered writer
//!    ^───────────────── credits: at most 4 × threads chunks in flight ───────────────┘
//! ```
//!
//! Chunk borders depend on bytes and document borders only, and the writer takes chunks in the
//! order in which they were read, so threads never show in the output. A chunk in flight holds a
//! credit until it is written, so memory does not grow with the corpus.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::time::Instant;

use crate::config::Config;
use crate::error::Error;
use crate::hash::Hasher;
use crate::lang::{self, Language};
use crate::lexicon::{rules, types};
use crate::model::diag::{Code, Diagnostic, Severity};
use crate::model::document::Document;
use crate::model::record::{Corpus, Outcome, Paragraph, Record, Run, SetAside};
use crate::model::span::CodePoints;
use crate::read::Unread;
use crate::read::source::{self, STDIN, Source};
use crate::report::{self, Counts, Event, RunRecord, Summary};
use crate::write::folder::{Folder, Totals};
use crate::write::{Encoded, SCHEMA_VERSION, Sink, WRITERS, Writer};
use crate::{clean, find, link, split};

/// Bytes of a chunk; a larger document is a chunk of its own. Its outputs take some fifteen times
/// as much, so the chunks in flight stay below 16 MB a thread.
const CHUNK: usize = 1 << 18;

/// Chunks in flight for each thread.
const CREDITS: usize = 4;

/// Converts the inputs as configured, telling `watch` what happens; `stop` ends the run early.
pub fn convert(
    config: &Config,
    stop: &AtomicBool,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error> {
    check_paths(config)?;
    let lang = lang::default();
    let sources = source::sources(&config.inputs, &|text| lang.romanize(text))?;
    if sources.iter().all(|source| source.verdict.is_some()) {
        return Err(nothing_to_do(config, &sources, watch));
    }
    let started = Instant::now();
    let key = run_key(config, &sources)?;
    watch(Event::Time { what: "fingerprint of the sources", took: started.elapsed() });
    let before = RunRecord::read(&config.output).filter(|_| key.is_some());
    if let Some(before) = before.filter(|record| Some(&record.run_key) == key.as_ref())
        && before.describes(&config.output)
    {
        for aside in &before.set_aside {
            let (name, message) = (aside.path.as_str(), aside.message.as_str());
            watch(Event::Source { severity: Severity::Error, name, message });
        }
        return Ok(Summary { counts: before.counts, up_to_date: true, ..Summary::default() });
    }
    run(config, lang, &sources, key.unwrap_or_default(), stop, watch)
}

/// Refuses paths that would make a run read its own output or write over its input.
fn check_paths(config: &Config) -> Result<(), Error> {
    let out = &config.output;
    if out.exists() && !out.is_dir() {
        let message = format!("«{}» is a file; give a folder to -o", out.display());
        return Err(Error::Usage(message));
    }
    let place = absolute(out);
    for input in config.inputs.iter().filter(|input| input.as_os_str() != STDIN) {
        let input_place = absolute(input);
        if place.starts_with(&input_place) || input_place.starts_with(&place) {
            let message = format!(
                "the output «{}» and the input «{}» lie in one another; give -o a folder outside the input",
                out.display(),
                input.display()
            );
            return Err(Error::Usage(message));
        }
    }
    let foreign = foreign_entry(out);
    if let Some(entry) = foreign.filter(|_| RunRecord::read(out).is_none()) {
        let message = format!(
            "«{}» holds «{entry}», which Litopys did not make; give -o a new or empty folder",
            out.display()
        );
        return Err(Error::Usage(message));
    }
    Ok(())
}

/// The path without links and dots, as far as it exists.
fn absolute(path: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut existing = path;
    loop {
        if let Ok(found) = existing.canonicalize() {
            return missing.iter().rev().fold(found, |path, part| path.join(part));
        }
        let (Some(parent), Some(name)) = (existing.parent(), existing.file_name()) else {
            return std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        };
        missing.push(name);
        existing = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    }
}

/// Something in a folder that no run of ours left there.
fn foreign_entry(folder: &Path) -> Option<String> {
    if crate::write::folder::is_unfinished(folder) {
        return None;
    }
    let names =
        folder.read_dir().ok()?.flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    // A new clone has the README that every run writes.
    let ours = |name: &str| {
        let same = || {
            std::fs::read_to_string(folder.join(name)).is_ok_and(|t| t == crate::write::readme())
        };
        name.starts_with('.') || (name == "README.md" && same())
    };
    names.filter(|name| !ours(name)).min()
}

fn nothing_to_do(config: &Config, sources: &[Source], watch: &mut dyn FnMut(Event<'_>)) -> Error {
    let mut failed = false;
    for source in sources {
        if let Some(diagnostic) = &source.verdict {
            failed |= diagnostic.code.severity() == Severity::Error;
            watch(event(&source.place.name, diagnostic));
        }
    }
    let inputs: Vec<String> = config.inputs.iter().map(|i| format!("«{}»", i.display())).collect();
    let inputs = inputs.join(", ");
    let why = if failed { "nothing that can be read" } else { "no text to convert" };
    Error::NothingToDo(format!("there is {why} in {inputs}; put .txt or .md files there"))
}

fn event<'a>(name: &'a str, diagnostic: &'a Diagnostic) -> Event<'a> {
    let severity = diagnostic.code.severity();
    Event::Source { severity, name, message: &diagnostic.message }
}

/// The hash of everything that decides the output; none for standard input, which can be read
/// only once.
fn run_key(config: &Config, sources: &[Source]) -> Result<Option<String>, Error> {
    let mut hasher = Hasher::default();
    let mut line = |text: &str| hasher.update(format!("{text}\n").as_bytes());
    line(env!("CARGO_PKG_VERSION"));
    line(&lang::fingerprint());
    line(crate::write::codebook::TEXT);
    line(&config.key());
    for source in sources {
        line(&source.place.name);
        match (source.fingerprint(config.document_limit), &source.verdict) {
            (_, Some(verdict)) => line(&verdict.message),
            (Ok(Some(hash)), None) => line(&hash),
            (Ok(None), None) => return Ok(None),
            (Err(diagnostic), None) => line(&diagnostic.message),
        }
    }
    Ok(Some(hasher.finish()))
}

/// A chunk on its way to the workers.
struct Chunk {
    sequence: u64,
    inputs: Vec<Input>,
}

/// A source as the reader leaves it.
enum Input {
    Bytes(usize, Vec<u8>),
    Failed(usize, Diagnostic),
}

/// A chunk on its way to the writer.
struct Done {
    sequence: u64,
    outcomes: Vec<Outcome>,
    encoded: Vec<Result<Encoded, Error>>,
}

/// What all threads share.
struct Shared<'a> {
    config: &'a Config,
    lang: &'a dyn Language,
    sources: &'a [Source],
    run: &'a Run,
    writers: &'a [&'static dyn Writer],
    stop: &'a AtomicBool,
}

fn run(
    config: &Config,
    lang: &dyn Language,
    sources: &[Source],
    run_key: String,
    stop: &AtomicBool,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error> {
    let started = Instant::now();
    let run = Run {
        title: config.title.clone(),
        licence: config.licence.clone(),
        rules: rules::all(),
        types: types::all(),
        threads: config.jobs,
    };
    let asked = |name: &str| config.to.iter().any(|one| one == name);
    let writers: Vec<&'static dyn Writer> =
        WRITERS.iter().filter(|writer| writer.name().is_none_or(asked)).copied().collect();
    let mut folder = Folder::open(&config.output)?;
    let sinks: Result<Vec<_>, Error> = writers.iter().map(|w| w.open(&run, &mut folder)).collect();
    let mut ordered = Ordered {
        sinks: sinks?,
        folder,
        corpus: Corpus::default(),
        set_aside: Vec::new(),
        done: 0,
        bytes: 0,
        of: sources.len() as u64,
    };
    let shared = Shared { config, lang, sources, run: &run, writers: &writers, stop };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(config.jobs)
        .thread_name(|n| format!("worker-{n}"))
        .build()
        .map_err(|error| Error::format("anything", error))?;
    quietly(|| flow(&shared, &pool, &mut ordered, watch))?;
    watch(Event::Time { what: "conversion", took: started.elapsed() });
    let summary = ordered.close(config, &run, run_key)?;
    watch(Event::Time { what: "whole run", took: started.elapsed() });
    Ok(summary)
}

/// Runs without the message that a panic prints: the fence around each document reports it.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = work();
    panic::set_hook(hook);
    result
}

/// Moves every source through the stages.
fn flow(
    shared: &Shared<'_>,
    pool: &rayon::ThreadPool,
    ordered: &mut Ordered,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<(), Error> {
    let (credits, spent) = mpsc::sync_channel::<()>(CREDITS * shared.config.jobs);
    let (results, finished) = mpsc::channel::<Done>();
    // The reader stops when it cannot have another credit, which is when this end is gone.
    let finish = move |ordered: &mut Ordered, watch: &mut dyn FnMut(Event<'_>)| {
        ordered.write(&finished, &spent, shared, watch)
    };
    std::thread::scope(|threads| {
        threads.spawn(move || read_chunks(shared, pool, &credits, &results));
        finish(ordered, watch)
    })
}

/// Reads sources into chunks and hands them to the workers.
fn read_chunks(
    shared: &Shared<'_>,
    pool: &rayon::ThreadPool,
    credits: &SyncSender<()>,
    results: &Sender<Done>,
) {
    pool.in_place_scope(|workers| {
        let mut chunk = Chunk { sequence: 0, inputs: Vec::new() };
        let mut room = CHUNK;
        let send = |chunk: Chunk| {
            let results = results.clone();
            let sent = credits.send(()).is_ok();
            if sent {
                workers.spawn(move |_| {
                    // The writer is gone only when it has failed, and says so itself.
                    let _ = results.send(work(shared, chunk));
                });
            }
            sent
        };
        for (index, source) in shared.sources.iter().enumerate() {
            if shared.stop.load(Ordering::Relaxed) {
                return;
            }
            let input = match (&source.verdict, source.bytes(shared.config.document_limit)) {
                (Some(verdict), _) => Input::Failed(index, verdict.clone()),
                (None, Ok(bytes)) => Input::Bytes(index, bytes),
                (None, Err(diagnostic)) => Input::Failed(index, diagnostic),
            };
            let size = match &input {
                Input::Bytes(_, bytes) => bytes.len(),
                Input::Failed(..) => 0,
            };
            if size > room && !chunk.inputs.is_empty() {
                let next = Chunk { sequence: chunk.sequence + 1, inputs: Vec::new() };
                if !send(std::mem::replace(&mut chunk, next)) {
                    return;
                }
                room = CHUNK;
            }
            room = room.saturating_sub(size);
            chunk.inputs.push(input);
        }
        send(chunk);
    });
}

/// Everything about a chunk that needs no other.
fn work(shared: &Shared<'_>, chunk: Chunk) -> Done {
    let outcome = |input: Input| match input {
        Input::Failed(index, diagnostic) => {
            shared.sources.get(index).map(|source| aside(source, diagnostic, Vec::new()))
        }
        Input::Bytes(index, bytes) => {
            shared.sources.get(index).map(|source| fenced(shared, source, bytes))
        }
    };
    let outcomes: Vec<Outcome> = chunk.inputs.into_iter().filter_map(outcome).collect();
    let encoded = shared.writers.iter().map(|w| w.encode(shared.run, &outcomes)).collect();
    Done { sequence: chunk.sequence, outcomes, encoded }
}

fn aside(source: &Source, diagnostic: Diagnostic, bytes: Vec<u8>) -> Outcome {
    Outcome::SetAside(SetAside { place: source.place.clone(), diagnostic, bytes })
}

/// Converts one source; a panic costs this source and no other.
fn fenced(shared: &Shared<'_>, source: &Source, bytes: Vec<u8>) -> Outcome {
    let copy = bytes.clone();
    let work = || match source.reader().read(source.place.clone(), bytes) {
        Ok(document) => Outcome::Done(Box::new(process(document, shared.lang))),
        Err(Unread { place, diagnostic, bytes }) => {
            // What is empty or unknown is not worth keeping twice.
            let keep = diagnostic.code.severity() == Severity::Error;
            let bytes = if keep { bytes } else { Vec::new() };
            Outcome::SetAside(SetAside { place, diagnostic, bytes })
        }
    };
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = format!(
            "made the program fail ({}); please report it with the file",
            panic_text(panic.as_ref())
        );
        aside(source, Diagnostic::file(Code::Panicked, message), copy)
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

/// The stages of one document, in order.
pub fn process(document: Document, lang: &dyn Language) -> Record {
    let cleaned = clean::clean(&document.text);
    let layout = split::split(&document.text, &cleaned, lang);
    let found = find::find(&cleaned, &layout, lang);
    let (mentions, mut diagnostics) = link::link(&document, &cleaned, found, lang);
    if document.bom_len > 0 {
        let message = "begins with a byte order mark, which is no part of the text";
        diagnostics.insert(0, Diagnostic::file(Code::ByteOrderMark, message));
    }
    let paragraph = |p: &crate::model::layout::Paragraph| Paragraph {
        span: p.span,
        sentences_end: p.sentences.end,
    };
    Record {
        lang: lang.code(),
        lang_name: lang.name(),
        points: CodePoints::of(&document.text),
        paragraphs: layout.paragraphs.iter().map(paragraph).collect(),
        sentences: layout.sentences.iter().map(|s| cleaned.to_raw(s.span)).collect(),
        words: layout.tokens.iter().filter(|token| token.is_word() || token.is_number()).count(),
        mentions,
        diagnostics,
        document,
    }
}

/// The writer's end: takes chunks in order.
struct Ordered {
    sinks: Vec<Box<dyn Sink>>,
    folder: Folder,
    corpus: Corpus,
    set_aside: Vec<report::SetAside>,
    done: u64,
    bytes: u64,
    of: u64,
}

impl Ordered {
    fn write(
        &mut self,
        finished: &Receiver<Done>,
        spent: &Receiver<()>,
        shared: &Shared<'_>,
        watch: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), Error> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        while let Ok(done) = finished.recv() {
            waiting.insert(done.sequence, done);
            while let Some(done) = waiting.remove(&next) {
                if shared.stop.load(Ordering::Relaxed) {
                    return Err(Error::Interrupted);
                }
                self.take(done, watch)?;
                // Gives the chunk's credit back.
                let _ = spent.recv();
                next += 1;
            }
        }
        if shared.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        Ok(())
    }

    fn take(&mut self, done: Done, watch: &mut dyn FnMut(Event<'_>)) -> Result<(), Error> {
        for outcome in &done.outcomes {
            self.count(outcome, watch);
        }
        for (sink, encoded) in self.sinks.iter_mut().zip(done.encoded) {
            sink.append(encoded?, &mut self.folder)?;
        }
        let set_aside = self.corpus.totals.set_aside;
        watch(Event::Progress { done: self.done, of: self.of, bytes: self.bytes, set_aside });
        Ok(())
    }

    fn count(&mut self, outcome: &Outcome, watch: &mut dyn FnMut(Event<'_>)) {
        self.done += 1;
        match outcome {
            Outcome::Done(record) => {
                self.bytes += record.document.bytes.len() as u64;
                self.corpus.add(record);
                for diagnostic in &record.diagnostics {
                    watch(event(&record.document.place.name, diagnostic));
                }
            }
            Outcome::SetAside(aside) => {
                watch(event(&aside.place.name, &aside.diagnostic));
                if aside.diagnostic.code.severity() == Severity::Error {
                    self.corpus.totals.set_aside += 1;
                    self.set_aside.push(report::SetAside {
                        path: aside.place.name.clone(),
                        message: aside.diagnostic.message.clone(),
                    });
                } else {
                    self.corpus.totals.passed_over += 1;
                }
            }
        }
    }

    /// Completes every output, and last of all the record that says so.
    fn close(mut self, config: &Config, run: &Run, run_key: String) -> Result<Summary, Error> {
        for sink in self.sinks {
            sink.close(run, &self.corpus, &mut self.folder)?;
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
        let mut to = config.to.clone();
        to.sort();
        to.dedup();
        let record = RunRecord {
            program: "litopys".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA_VERSION.to_owned(),
            to,
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
