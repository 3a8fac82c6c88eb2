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
use litopys::report::{Event, Summary};

use crate::args::{Cli, Command, LogArgs};
use crate::log::{Log, sentence};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Cli { json, command, .. } = Cli::parse();
    let Some(command) = command else { return streams::version(json) };
    match command {
        Command::Convert(convert) if convert.is_stream() => streams::convert(convert),
        Command::Convert(convert) => {
            run(convert.log, |stop, watch| pipeline::convert(&convert.config()?, stop, watch))
        }
        Command::Merge(asked) if asked.is_stream() => streams::merge(&asked),
        Command::Merge(asked) => run(asked.log, |stop, watch| {
            pipeline::shard::merge(&asked.inputs, asked.output(), stop, watch)
        }),
        Command::Lemma(asked) => commands::lemma(asked),
        Command::Gazetteer(asked) => commands::gazetteer(asked.what),
        Command::Train(asked) => commands::train(asked),
        Command::Eval(asked) => commands::eval(asked),
        Command::Deposit(asked) => commands::deposit(asked),
        Command::Check(asked) => commands::check(&asked),
    }
}

fn run(
    log: LogArgs,
    work: impl FnOnce(&AtomicBool, &mut dyn FnMut(Event<'_>)) -> Result<Summary, Error>,
) -> ExitCode {
    let mut log = Log::new(log);
    let result = work(&stop_on_signal(), &mut |event| log.event(event));
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
