//! The program: arguments, a run, an exit code.

mod args;
mod commands;
mod log;
mod streams;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;
use litopys::error::Error;
use litopys::model::diag::Severity;
use litopys::pipeline;
use litopys::report::Summary;

use crate::args::{Cli, Command, Convert};
use crate::log::Log;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Cli { json, command, .. } = Cli::parse();
    let Some(command) = command else { return streams::version(json) };
    match command {
        Command::Convert(convert) if convert.is_stream() => streams::convert(convert),
        Command::Convert(convert) => run(convert),
        Command::Merge(asked) => streams::merge(&asked),
        Command::Lemma(asked) => commands::lemma(asked),
        Command::Gazetteer(asked) => commands::gazetteer(asked.what),
        Command::Train(asked) => commands::train(asked),
        Command::Eval(asked) => commands::eval(asked),
        Command::Deposit(asked) => commands::deposit(asked),
        Command::Check(asked) => commands::check(&asked),
    }
}

fn run(convert: Convert) -> ExitCode {
    let mut log = Log::new(convert.log);
    let result = convert.config().and_then(|config| {
        let stop = stop_on_signal();
        pipeline::convert(&config, &stop, &mut |event| log.event(event))
    });
    match result {
        Ok(summary) => {
            let set_aside = summary.counts.set_aside;
            let severity = if set_aside > 0 { Severity::Warning } else { Severity::Note };
            log.end(severity, &sentence(&summary));
            ExitCode::from(u8::from(set_aside > 0))
        }
        Err(error) => {
            log.end(Severity::Error, &error.to_string());
            ExitCode::from(error.exit_code())
        }
    }
}

/// A flag that an interrupt sets; the second one ends the program at once.
fn stop_on_signal() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let handler = move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Error::Interrupted.exit_code()));
        }
    };
    // Without a handler an interrupt ends the program as usual, and the next run cleans up.
    let _ = ctrlc::set_handler(handler);
    stop
}

fn sentence(summary: &Summary) -> String {
    let Summary { counts, up_to_date, changed, removed } = summary;
    let mut text = if *up_to_date {
        format!("nothing to do, the output of {} documents is up to date", counts.documents)
    } else {
        format!(
            "{} documents, {} sentences, {} mentions, {} entities; {changed} files written, {removed} removed",
            counts.documents, counts.sentences, counts.mentions, counts.entities
        )
    };
    if counts.set_aside > 0 {
        text.push_str(&format!("; {} set aside, see the problems table", counts.set_aside));
    }
    text
}
