//! Documents from a stream through the workers, and their rows to another.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::{env, thread};

use crate::config::Config;
use crate::error::{Error, quietly};
use crate::lang::{self, Language};
use crate::lexicon::rules;
use crate::model::corpus::{Registered, Totals};
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::{Encoding, Place};
use crate::model::record::Run;
use crate::pipeline::chunk::{Filling, Input};
use crate::pipeline::done::{Done, Sum};
use crate::pipeline::flow::{CREDITS, Finished, Shared, in_order, work};
use crate::pipeline::plan::Plan;
use crate::pipeline::pool;
use crate::read::feed::{self, Sent};
use crate::read::ids::Ids;
use crate::read::source::Source;
use crate::report::Event;
use crate::write::register::Gathering;
use crate::write::stream::{self, Form, REGISTER};
use crate::write::{Encoded, Writer};

/// What the parts of a stream without an id are members of.
const STREAM: &str = "stdin";

/// Answers every document that comes with its rows, in order; what comes while nothing else does
/// is answered at once.
///
/// # Errors
///
/// When the stream cannot be read on or the answers cannot be written; one bad document is none.
pub fn stream(
    config: Config,
    from: Form,
    to: Form,
    input: impl Read + Send + 'static,
    output: &mut dyn Write,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Totals, Error> {
    send(output, &stream::beginning(to)?)?;
    let job = Arc::new(Job::new(config, to));
    let (credits, spent) = mpsc::sync_channel(CREDITS * job.config.jobs);
    let (results, finished) = mpsc::channel();
    quietly(|| {
        // Nobody waits for this thread when answers are not wanted any more: it may be reading.
        let ours = Arc::clone(&job);
        let reader = thread::spawn(move || read(&ours, from, input, credits, results));
        let mut sum = answer(&job, finished, spent, output, watch)?;
        let ended = reader.join();
        ended.unwrap_or_else(|_| Err(failed()))?;
        send(output, &stream::register(to, &sum.entities.take())?)?;
        send(output, &stream::ending(to)?)?;
        Ok(sum.totals)
    })
}

/// Unites what the answers to several streams say of entities, in the order of their documents,
/// into the tables of the corpus; returns how many entities there are.
///
/// # Errors
///
/// When the answers cannot be read or the tables cannot be written.
pub fn merge(
    lang: &dyn Language,
    from: Form,
    to: Form,
    input: impl Read,
    output: &mut dyn Write,
) -> Result<u64, Error> {
    let mut entities = Gathering::new(&env::temp_dir());
    let mut add = |known: &str| {
        let known: Registered = serde_json::from_str(known).map_err(|error| {
            let next = "unite answers of the version of the program that gave them";
            Error::Usage(format!("a row of {REGISTER} is none ({error}); {next}"))
        })?;
        entities.add(&known)
    };
    let read = AssertUnwindSafe(|| match from {
        Form::Jsonl => feed::jsonl::registers(input, &mut add),
        Form::Arrow => feed::arrow::registers(input, REGISTER, &mut add),
    });
    quietly(|| panic::catch_unwind(read)).unwrap_or_else(|_| Err(failed()))?;
    let register = entities.finish(lang.names().iter())?;
    let run = Run { rules: rules::all(), ..Run::default() };
    stream::corpus(to, &run, &register, &mut *output)?;
    send(output, &[])?;
    Ok(register.len())
}

/// That the program failed over a stream itself, and not over one of its documents.
fn failed() -> Error {
    let message = "the stream on standard input made the program fail, as a damaged one may; \
                   send it again whole, or report it with the stream";
    Error::Usage(message.to_owned())
}

/// What all threads share.
struct Job {
    config: Config,
    /// Of the answers.
    form: Form,
    plan: Plan,
    writers: [&'static dyn Writer; 1],
    stop: AtomicBool,
}

impl Job {
    fn new(mut config: Config, to: Form) -> Self {
        config.options.encoding = Some(Encoding::Utf8);
        config.metadata = None;
        let (plan, writers) = (Plan::of(&config, 0, String::new()), [to.writer()]);
        Self { config, form: to, plan, writers, stop: AtomicBool::new(false) }
    }

    fn shared(&self) -> Shared<'_> {
        let Self { config, plan, writers, stop, .. } = self;
        Shared { config, lang: config.lang, plan, writers, stop }
    }
}

/// Takes chunks in order and sends what they give.
fn answer(
    job: &Job,
    finished: Receiver<Finished<Done>>,
    spent: Receiver<()>,
    output: &mut dyn Write,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Sum, Error> {
    let mut sum = Sum::new(Gathering::in_memory());
    // How much is to come nobody knows.
    let mut tell = |event: Event<'_>| {
        if !matches!(event, Event::Progress { .. }) {
            watch(event);
        }
    };
    in_order(finished, spent, &job.shared(), &mut |done| {
        for encoded in sum.add(done, 0, &mut tell)? {
            if let Encoded::Lines(lines) = encoded {
                lines.iter().try_for_each(|(_, bytes)| send(output, bytes))?;
            }
        }
        if sum.entities.is_full() {
            send(output, &stream::register(job.form, &sum.entities.take())?)?;
        }
        // A list would grow with the stream.
        sum.set_aside.clear();
        Ok(())
    })?;
    Ok(sum)
}

fn send(output: &mut dyn Write, bytes: &[u8]) -> Result<(), Error> {
    let sent = output.write_all(bytes).and_then(|()| output.flush());
    sent.map_err(|error| Error::write(Path::new("standard output"), error))
}

/// Reads documents into chunks and hands them to the workers.
fn read(
    job: &Arc<Job>,
    from: Form,
    input: impl Read,
    credits: SyncSender<()>,
    results: Sender<Finished<Done>>,
) -> Result<(), Error> {
    let pool = pool(job.config.jobs)?;
    let romanize = |text: &str| lang::default().romanize(text);
    let mut places = Places::new(&romanize);
    let mut filling = Filling::new(|chunk| {
        let (job, results) = (Arc::clone(job), results.clone());
        if credits.send(()).is_err() {
            return ControlFlow::Break(());
        }
        pool.spawn(move || {
            // The writer is gone only when it has failed, and says so itself.
            let _ = results.send((chunk.sequence, work(&job.shared(), chunk)));
        });
        ControlFlow::Continue(())
    });
    let mut take = |sent| match sent {
        Some(sent) => filling.add(places.input(sent)),
        None => filling.flush(),
    };
    let options = &job.config.options;
    let ended = match from {
        Form::Jsonl => feed::jsonl::read(input, options, &mut take),
        Form::Arrow => feed::arrow::read(input, options, &mut take),
    };
    let _ = filling.flush();
    ended
}

/// Gives the documents of a stream their places.
struct Places<'a> {
    ids: Ids<'a>,
    /// Hashes of the ids that came.
    seen: HashSet<u64>,
}

impl<'a> Places<'a> {
    fn new(romanize: &'a dyn Fn(&str) -> String) -> Self {
        Self { ids: Ids::new(&[], false, romanize), seen: HashSet::new() }
    }

    fn input(&mut self, sent: Sent) -> Input {
        let Sent { number, id, mut content } = sent;
        let mut place = |name: &str, member: Option<String>| {
            self.ids.place(0, &Source::new(name, None, None), member)
        };
        let hash = BuildHasherDefault::<DefaultHasher>::default();
        let place = match id {
            Some(id) if self.seen.insert(hash.hash_one(&id)) => place(&id, None),
            Some(id) => {
                let message = "came before in this stream; give every document an id of its own";
                content = Err(Diagnostic::file(Code::Repeated, message));
                Place { name: id, member: None, ..place(STREAM, Some(number.to_string())) }
            }
            None => place(STREAM, Some(number.to_string())),
        };
        Input { place, sha256: None, content }
    }
}
