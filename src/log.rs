//! What the terminal shows: one progress line, and messages on standard error.

use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use litopys::model::diag::Severity;
use litopys::report::{Event, Summary};
use serde_json::json;

use crate::args::{LogArgs, LogFormat};

/// The terminal's side of a run.
pub struct Log {
    args: LogArgs,
    bar: ProgressBar,
    started: Instant,
}

impl Log {
    /// A progress line is drawn on a terminal only, and not among JSON.
    pub fn new(args: LogArgs) -> Self {
        let drawn = io::stderr().is_terminal() && !args.quiet && args.log == LogFormat::Text;
        let target =
            if drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(ProgressStyle::with_template("{msg}").unwrap_or_else(|_| {
            // The template is a literal without placeholders that could be wrong.
            ProgressStyle::default_bar()
        }));
        Self { args, bar, started: Instant::now() }
    }

    /// Shows an event, if the user wants to see its kind.
    pub fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Progress { done, of, bytes, set_aside } => {
                let seconds = self.started.elapsed().as_secs_f64().max(0.001);
                let speed = bytes as f64 / 1e6 / seconds;
                let rest = seconds * of.saturating_sub(done) as f64 / done.max(1) as f64;
                let left = HumanDuration(std::time::Duration::from_secs_f64(rest));
                self.bar.set_message(format!(
                    "{done} of {of} documents, {speed:.1} MB/s, {set_aside} set aside, {left} left"
                ));
            }
            Event::Source { severity, name, message } => {
                if self.shows(severity) {
                    self.line(severity, &format!("«{name}» {message}"), Some(name));
                }
            }
            Event::Time { what, took } => {
                if self.args.verbose {
                    let text = format!("{what}: {:.3} s", took.as_secs_f64());
                    self.line(Severity::Note, &text, None);
                }
            }
        }
    }

    /// Shows how the run ended.
    pub fn end(&self, severity: Severity, text: &str) {
        if !self.args.quiet || severity == Severity::Error {
            self.bar.finish_and_clear();
            self.line(severity, text, None);
        }
    }

    fn shows(&self, severity: Severity) -> bool {
        match severity {
            Severity::Error => true,
            Severity::Warning => !self.args.quiet,
            Severity::Note => self.args.verbose,
        }
    }

    fn line(&self, severity: Severity, text: &str, name: Option<&str>) {
        let line = match self.args.log {
            LogFormat::Json => {
                json!({"severity": severity.name(), "path": name, "message": text}).to_string()
            }
            LogFormat::Text if severity == Severity::Note => format!("litopys: {text}"),
            LogFormat::Text => format!("litopys: {}: {text}", severity.name()),
        };
        // Nobody may be listening any more; that stops nothing.
        self.bar.suspend(|| {
            let _ = writeln!(io::stderr(), "{line}");
        });
    }
}

/// How a run ended, for people.
pub fn sentence(summary: &Summary) -> String {
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
