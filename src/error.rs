//! What stops a whole run.

use std::io;
use std::panic;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A failure after which nothing more can be done; what concerns one document is a
/// [`Diagnostic`](crate::model::diag::Diagnostic) instead.
#[derive(Debug, Error)]
pub enum Error {
    /// The user asked for something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// There was nothing to convert.
    #[error("{0}")]
    NothingToDo(String),
    /// A finished output is not what the run that made it left there.
    #[error("{0}")]
    Damaged(String),
    /// Reading or writing failed.
    #[error("cannot {action} «{}»: {source}; {next}", path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
        /// What to do.
        next: &'static str,
    },
    /// A writer could not express a value.
    #[error("cannot write {what}: {message}; please report this with the input that caused it")]
    Format {
        /// Which output.
        what: String,
        /// What its library said.
        message: String,
    },
    /// The user stopped the run.
    #[error("interrupted; run the same command again to complete the output")]
    Interrupted,
}

impl Error {
    /// A failure to write `path`.
    pub fn write(path: &Path, source: io::Error) -> Self {
        let next = "check the space and the permissions there, then run again";
        Self::Io { action: "write", path: path.to_owned(), source, next }
    }

    /// A failure to read `path`.
    pub fn read(path: &Path, source: io::Error) -> Self {
        let next = "check that it is there and may be read, then run again";
        Self::Io { action: "read", path: path.to_owned(), source, next }
    }

    /// A failure of a format's library.
    pub fn format(what: impl Into<String>, message: impl ToString) -> Self {
        Self::Format { what: what.into(), message: message.to_string() }
    }

    /// The exit code that tells a script what happened.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Io { .. } | Self::Format { .. } => 2,
            Self::NothingToDo(_) => 3,
            Self::Damaged(_) => 4,
            Self::Interrupted => 130,
        }
    }
}

/// The known word that a mistyped one is most like, if one is like it at all.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let alike = known.map(|known| (strsim::normalized_damerau_levenshtein(word, known), known));
    let best = alike.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(likeness, _)| *likeness > 0.5).map(|(_, known)| known)
}

/// Runs without the message that a panic prints: the fence inside catches it and tells of it.
pub fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = work();
    panic::set_hook(hook);
    result
}
