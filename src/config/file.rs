//! `litopys.toml`: the keys that a conversion and a deposit may be configured with.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::config::input::{Input, Most};
use crate::deposit::facts::Stated;
use crate::error::{Error, nearest};

/// The file that is read from the current folder when none is named.
pub const FILE: &str = "litopys.toml";

/// The keys of `litopys.toml`; every one may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    /// What the corpus is.
    pub corpus: Corpus,
    /// How it is converted.
    pub convert: Convert,
    /// What TEI documents say of themselves.
    pub tei: Tei,
    /// How dates are read.
    pub dates: Dates,
    /// What is known besides.
    pub gazetteer: Gazetteers,
    /// What decides between the proposals of the rules.
    pub model: ModelFile,
    /// How sources are read.
    pub input: Input,
    /// What is too much.
    pub limits: Most,
    /// What a deposit says of itself.
    pub deposit: Stated,
}

/// The table `[model]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelFile {
    /// A model of one's own, or `none` for the rules alone; the built-in one when left out.
    pub file: Option<PathBuf>,
}

/// The table `[gazetteer]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Gazetteers {
    /// Compiled gazetteers.
    pub files: Vec<PathBuf>,
}

/// The table `[corpus]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Corpus {
    /// Title of the corpus.
    pub title: String,
    /// Licence of the source texts.
    pub licence: String,
    /// Where the output folder will be published.
    pub base: String,
    /// When the texts are from.
    pub dates: String,
}

/// The table `[convert]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Convert {
    /// Output formats.
    pub to: Option<Vec<String>>,
    /// Whether CSV tables come a second time, without formulas.
    pub csv_escape_formulas: bool,
    /// Threads.
    pub jobs: Option<usize>,
    /// Code of the language of the texts.
    pub lang: Option<String>,
}

/// The table `[tei]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tei {
    /// A table of metadata: a row for each file.
    pub metadata: Option<PathBuf>,
    /// Whether words and marks are elements, with what is certain of them.
    pub tokens: bool,
}

/// The table `[dates]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dates {
    /// Which calendar dates are in whose style the text does not say.
    pub calendar: Option<String>,
}

impl File {
    /// Reads the named file, or `litopys.toml` here if there is one.
    pub fn read(named: Option<&Path>) -> Result<Self, Error> {
        let path = named.unwrap_or(Path::new(FILE));
        if named.is_none() && !path.exists() {
            return Ok(Self::default());
        }
        let wrong = |message: String| {
            let message = message.trim().replace('\n', " ");
            Error::Usage(format!("cannot use «{}»: {message}; mend the file", path.display()))
        };
        let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        toml::from_str(&text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            wrong(format!("line {line}: {}", plain(error.message())))
        })
    }
}

/// The message of the library; of a key that does not exist, with the nearest that does.
fn plain(message: &str) -> String {
    // «unknown field `titel`, expected one of `title`, `licence`»
    let mut words = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field").then(|| words.next()).flatten();
    let Some(unknown) = unknown else { return message.to_owned() };
    let known: Vec<&str> = words.collect();
    match nearest(unknown, known.iter().copied()) {
        Some(meant) => format!("there is no key «{unknown}» here; did you mean «{meant}»"),
        None => format!("there is no key «{unknown}» here; the keys are {}", known.join(", ")),
    }
}
