//! The stages in their order, on as many cores as are asked for.
//!
//! ```text
//! reader ── bounded ──> chunk ──> workers: clean, split, find, link, encode ──> ordered writer
//!    ^───────────────── credits: at most 2 × threads chunks in flight ───────────────┘
//! ```
//!
//! Chunk borders depend on bytes and document borders only, and the writer takes chunks in the
//! order in which they were read, so threads never show in the output. A chunk in flight holds a
//! credit until it is written, so memory does not grow with the corpus.

mod chunk;
mod done;
pub mod evaluate;
mod flow;
pub mod lemma;
mod ordered;
mod paths;
mod plan;
pub mod shard;
pub mod stream;
pub mod train;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::config::Config;
use crate::error::{Error, quietly};
use crate::find::Aids;
use crate::hash::Hasher;
use crate::lang::Language;
use crate::model::cleaned::Cleaned;
use crate::model::date::value::Policy;
use crate::model::diag::{Code, Diagnostic, Severity};
use crate::model::document::Document;
use crate::model::layout::{self, Layout};
use crate::model::mention::Mention;
use crate::model::record::{Paragraph, Record};
use crate::model::span::{CodePoints, FileBytes, Raw, Span, Text};
use crate::model::table::is_formula;
use crate::pipeline::flow::Shared;
use crate::pipeline::ordered::Ordered;
use crate::pipeline::plan::Plan;
use crate::read::naming;
use crate::read::source::{self, Source};
use crate::report::{Counts, Event, RunRecord, SetAside, Summary};
use crate::write::codebook;
use crate::{clean, find, gloss, link, split, write};

/// Converts the inputs as configured, telling `watch` what happens; `stop` ends the run early.
pub fn convert(
    config: &Config,
    stop: &AtomicBool,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error> {
    paths::check(config)?;
    let lang = config.lang;
    let mut sources = source::sources(&config.inputs, config.metadata.as_deref())?;
    if sources.iter().all(|source| source.verdict.is_some()) {
        return Err(nothing_to_do(config, &sources, watch));
    }
    let started = Instant::now();
    let key = run_key(config, &mut sources);
    watch(Event::Time { what: "fingerprint of the sources", took: started.elapsed() });
    let plan = Plan::of(config, sources.len(), key.unwrap_or_default());
    let is_known = !plan.run_key.is_empty();
    match config.shard {
        Some(_) if !is_known => {
            let message =
                "standard input can be read only once, so it has no shards; give a folder";
            return Err(Error::Usage(message.to_owned()));
        }
        None if is_known => {
            if let Some(summary) = up_to_date(&config.output, &plan.run_key, watch) {
                return Ok(summary);
            }
        }
        _ => {}
    }
    run(config, lang, sources, &plan, stop, watch)
}

/// How a run ends that would make what a folder already holds.
fn up_to_date(output: &Path, run_key: &str, watch: &mut dyn FnMut(Event<'_>)) -> Option<Summary> {
    let before = RunRecord::read(output)?;
    let holds = before.run_key == run_key && before.describes(output);
    holds.then(|| told(before.counts, &before.set_aside, watch))
}

/// How a run ends that was made earlier, after what it set aside has been told again.
fn told(counts: Counts, set_aside: &[SetAside], watch: &mut dyn FnMut(Event<'_>)) -> Summary {
    for SetAside { path, message } in set_aside {
        watch(Event::Source { severity: Severity::Error, name: path, message });
    }
    Summary { counts, up_to_date: true, ..Summary::default() }
}

fn nothing_to_do(config: &Config, sources: &[Source], watch: &mut dyn FnMut(Event<'_>)) -> Error {
    let mut failed = false;
    for source in sources {
        if let Some(diagnostic) = &source.verdict {
            failed |= diagnostic.code.severity() == Severity::Error;
            watch(event(&source.name, diagnostic));
        }
    }
    let inputs: Vec<String> = config.inputs.iter().map(|i| format!("«{}»", i.display())).collect();
    let inputs = inputs.join(", ");
    let why = if failed { "nothing that can be read" } else { "no text to convert" };
    Error::NothingToDo(format!(
        "there is {why} in {inputs}; put texts there, in files that end in .{}",
        naming::endings()
    ))
}

pub(crate) fn event<'a>(name: &'a str, diagnostic: &'a Diagnostic) -> Event<'a> {
    let severity = diagnostic.code.severity();
    Event::Source { severity, name, message: &diagnostic.message }
}

/// The hash of everything that decides the output; none for standard input, which can be read
/// only once.
fn run_key(config: &Config, sources: &mut [Source]) -> Option<String> {
    let mut hasher = Hasher::default();
    let mut line = |text: &str| hasher.update(format!("{text}\n").as_bytes());
    line(env!("CARGO_PKG_VERSION"));
    line(codebook::TEXT);
    line(&config.key());
    for source in sources {
        line(&source.name);
        match source.fingerprint() {
            Ok(Some(hash)) => line(&hash),
            Ok(None) => return None,
            Err(diagnostic) => line(&diagnostic.message),
        }
    }
    Some(hasher.finish())
}

fn run(
    config: &Config,
    lang: &dyn Language,
    sources: Vec<Source>,
    plan: &Plan,
    stop: &AtomicBool,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error> {
    let started = Instant::now();
    let writers = write::writers(&config.to);
    let shared = Shared { config, lang, plan, writers: &writers, stop };
    let pool = pool(config.jobs)?;
    let summary = match config.shard {
        Some(shard) => quietly(|| shard::convert(&shared, sources, &pool, shard, watch))?,
        None => {
            let mut ordered = Ordered::open(plan, &config.output)?;
            let mut take = |done| ordered.take(done, &pool, watch);
            quietly(|| flow::flow(&shared, sources, &pool, &Ok, &mut take))?;
            watch(Event::Time { what: "conversion", took: started.elapsed() });
            // The end needs room of its own, which is what the workers keep.
            drop(pool);
            ordered.close(&self::pool(config.jobs)?, watch)?
        }
    };
    watch(Event::Time { what: "whole run", took: started.elapsed() });
    Ok(summary)
}

/// The workers.
fn pool(jobs: usize) -> Result<rayon::ThreadPool, Error> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(jobs);
    let built = builder.thread_name(|n| format!("worker-{n}")).build();
    built.map_err(|error| Error::format("anything", error))
}

/// The stages of one document, in order; words are glossed if `tokens` are asked for.
pub fn process(
    document: Document,
    lang: &dyn Language,
    policy: Policy,
    aids: Aids<'_>,
    tokens: bool,
) -> Record {
    let cleaned = clean::clean(&document.text);
    let layout = match document.outline.paragraphs() {
        none if none.is_empty() => split::split(&document.text, &cleaned, lang),
        paragraphs => split::divide(&paragraphs, &cleaned, lang),
    };
    let found = find::find(&cleaned, &layout, lang, aids);
    let (mentions, mut diagnostics) = link::link(&document, &cleaned, found, lang, policy);
    let glosses =
        if tokens { gloss::gloss(&cleaned, &layout, &mentions, lang) } else { Vec::new() };
    if document.bom_len > 0 {
        let message = "begins with a byte order mark, which is no part of the text";
        diagnostics.insert(0, Diagnostic::file(Code::ByteOrderMark, message));
    }
    let sentences = sentences(&document.text, &cleaned, &layout);
    diagnostics.extend(formulas(&document, &sentences, &mentions));
    let paragraph = |paragraph: &layout::Paragraph| Paragraph {
        span: paragraph.span,
        sentences_end: paragraph.sentences.end,
    };
    Record {
        lang: lang.code(),
        lang_name: lang.name(),
        points: CodePoints::of(&document.text),
        file_bytes: FileBytes::of(&document.text, document.encoding),
        paragraphs: layout.paragraphs.iter().map(paragraph).collect(),
        sentences,
        words: layout.tokens.iter().filter(|token| token.is_word() || token.is_number()).count(),
        mentions,
        glosses,
        diagnostics,
        document,
    }
}

/// A note on cells of the tables that spreadsheets would take for formulas.
fn formulas(
    document: &Document,
    sentences: &[Span<Raw>],
    mentions: &[Mention],
) -> Option<Diagnostic> {
    let cells = sentences.iter().chain(mentions.iter().map(|mention| &mention.span));
    let cells = cells.map(|span| document.text.slice(*span)).chain([&*document.place.name]);
    let count = cells.filter(|text| is_formula(text)).count();
    let message = format!(
        "{count} of its cells in the tables begin with =, +, - or @, which spreadsheets take for \
         formulas; open tables.xlsx there, or import the CSV as text"
    );
    (count > 0).then(|| Diagnostic::file(Code::Formulas, message))
}

/// The sentences in the source.
///
/// White space that the view made one may reach over the end of a paragraph, and a paragraph may
/// hold nothing that the view shows; the sentence stays in its paragraph and is never empty. What
/// the view does not show between two sentences, such as a mark of direction, is part of the later.
fn sentences(text: &Text<Raw>, cleaned: &Cleaned, layout: &Layout) -> Vec<Span<Raw>> {
    let mut spans: Vec<Span<Raw>> = Vec::with_capacity(layout.sentences.len());
    for paragraph in &layout.paragraphs {
        let mut done = paragraph.span.start();
        let sentences = layout.sentences.get(paragraph.sentences.clone()).unwrap_or_default();
        for sentence in sentences {
            let span = cleaned.to_raw(sentence.span).within(&paragraph.span);
            let span = if span.is_empty() { paragraph.span } else { span };
            let between = text.slice(Span::new(done.min(span.start()), span.start()));
            let start = span.start() - between.trim_start().len();
            spans.push(Span::new(start, span.end()));
            done = done.max(span.end());
        }
        let behind = text.slice(Span::new(done, paragraph.span.end()));
        if let Some(last) = spans.last_mut().filter(|_| !sentences.is_empty()) {
            *last = Span::new(last.start(), done + behind.trim_end().len());
        }
    }
    spans
}
