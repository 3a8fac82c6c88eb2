//! What the program does with streams, and what it says of itself.

use std::io::{self, BufWriter, ErrorKind};
use std::process::ExitCode;

use litopys::error::Error;
use litopys::model::corpus::Totals;
use litopys::model::diag::Severity;
use litopys::pipeline;
use litopys::report::Event;
use litopys::write::SCHEMA_VERSION;
use litopys::{config, lang};

use crate::args::{Convert, Merge, Streamed};
use crate::log::Log;

/// Converts the documents of a stream.
pub fn convert(asked: Convert) -> ExitCode {
    let mut log = Log::new(asked.log);
    let answer = |log: &mut Log| {
        let Streamed { config, from, to } = asked.stream()?;
        let mut watch = |event: Event<'_>| log.event(event);
        let mut output = io::stdout().lock();
        pipeline::stream::stream(config, from, to, io::stdin(), &mut output, &mut watch)
    };
    let result = answer(&mut log);
    ended(&log, result.map(|totals| sentence(&totals)))
}

/// Unites what the answers to streams say of entities.
pub fn merge(asked: &Merge) -> ExitCode {
    let united = asked.stream().and_then(|(lang, from, to)| {
        let mut output = BufWriter::new(io::stdout().lock());
        pipeline::stream::merge(lang, from, to, io::stdin().lock(), &mut output)
    });
    ended(&Log::new(asked.log), united.map(|entities| format!("{entities} entities")))
}

fn ended(log: &Log, result: Result<String, Error>) -> ExitCode {
    match result {
        Ok(sentence) => {
            log.end(Severity::Note, &sentence);
            ExitCode::SUCCESS
        }
        // Whoever reads may have read enough.
        Err(Error::Io { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            log.end(Severity::Error, &error.to_string());
            ExitCode::from(error.exit_code())
        }
    }
}

fn sentence(totals: &Totals) -> String {
    let Totals { documents, sentences, mentions, .. } = totals;
    let aside = match totals.set_aside + totals.passed_over {
        0 => String::new(),
        count => format!("; {count} set aside, see their rows of status"),
    };
    format!("{documents} documents, {sentences} sentences, {mentions} mentions{aside}")
}

/// Says which program this is, and with `json` what its annotations depend on.
pub fn version(json: bool) -> ExitCode {
    let version = env!("CARGO_PKG_VERSION");
    if !json {
        println!("litopys {version}");
        return ExitCode::SUCCESS;
    }
    let mut about = serde_json::Map::new();
    for (key, value) in
        [("program", "litopys"), ("version", version), ("schema_version", SCHEMA_VERSION)]
    {
        about.insert(key.to_owned(), value.into());
    }
    for (what, hash) in config::knowledge(&[], lang::default().model().as_deref()) {
        about.insert(what.replace(' ', "_"), hash.into());
    }
    println!("{}", serde_json::Value::from(about));
    ExitCode::SUCCESS
}
