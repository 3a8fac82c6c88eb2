//! What a run is asked to do: the command line over `litopys.toml` over the defaults.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::chain::{Damage, Model};
use crate::deposit::facts::Stated;
use crate::error::Error;
use crate::find::{Aids, FEATURES};
use crate::gazetteer::Gazetteer;
use crate::hash;
use crate::lang::{self, LANGUAGES, Language};
use crate::lexicon::calendars;
use crate::model::date::day::Day;
use crate::model::date::value::Policy;
use crate::write;

/// The file that is read from the current folder when none is named.
pub const FILE: &str = "litopys.toml";

/// The largest limit, so that offsets into a document fit into 32 bits with a sign.
const MOST_MIB: u32 = 1024;

/// The keys of `litopys.toml`; every one may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    /// What the corpus is.
    pub corpus: Corpus,
    /// How it is converted.
    pub convert: Convert,
    /// How dates are read.
    pub dates: Dates,
    /// What is known besides.
    pub gazetteer: Gazetteers,
    /// What decides between the proposals of the rules.
    pub model: ModelFile,
    /// What is too much.
    pub limits: Limits,
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
}

/// The table `[convert]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Convert {
    /// Output formats.
    pub to: Option<Vec<String>>,
    /// Threads.
    pub jobs: Option<usize>,
    /// Code of the language of the texts.
    pub lang: Option<String>,
}

/// The table `[dates]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dates {
    /// Which calendar dates are in whose style the text does not say.
    pub calendar: Option<String>,
}

/// The table `[limits]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Size of one document, in MiB.
    pub document_mib: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document_mib: 64 }
    }
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
            wrong(format!("line {line}: {}", error.message()))
        })
    }
}

/// A conversion, with everything decided.
#[derive(Clone)]
pub struct Config {
    /// Files, folders, or `-`.
    pub inputs: Vec<PathBuf>,
    /// The output folder.
    pub output: PathBuf,
    /// Names of the writers asked for.
    pub to: Vec<String>,
    /// Threads, at least one.
    pub jobs: usize,
    /// Title of the corpus, or empty.
    pub title: String,
    /// Licence of the source texts, or empty.
    pub licence: String,
    /// Bytes that one document may have.
    pub document_limit: u64,
    /// The language of the texts.
    pub lang: &'static dyn Language,
    /// How dates are read whose style the text does not say.
    pub policy: Policy,
    /// The user's gazetteers.
    pub gazetteers: Arc<[Gazetteer]>,
    /// The model that decides between the proposals of the rules, if one does.
    pub model: Option<Arc<Model>>,
}

impl Config {
    /// Puts the command line over the file.
    pub fn new(
        inputs: Vec<PathBuf>,
        output: PathBuf,
        to: Option<Vec<String>>,
        jobs: Option<usize>,
        lang: Option<String>,
        file: File,
    ) -> Result<Self, Error> {
        let opened: Result<Vec<Gazetteer>, Error> =
            file.gazetteer.files.iter().map(|path| Gazetteer::open(path)).collect();
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let lang = language(lang.or(file.convert.lang).as_deref())?;
        let config = Self {
            inputs,
            output,
            model: model(file.model.file.as_deref(), lang)?,
            gazetteers: opened?.into(),
            to: to.or(file.convert.to).unwrap_or_else(default_formats),
            jobs: jobs.or(file.convert.jobs).filter(|jobs| *jobs > 0).unwrap_or_else(cores),
            title: file.corpus.title,
            licence: file.corpus.licence,
            document_limit: u64::from(file.limits.document_mib) << 20,
            lang,
            policy: policy(file.dates.calendar.as_deref())?,
        };
        let mib = file.limits.document_mib;
        if !(1..=MOST_MIB).contains(&mib) {
            let message = format!("limits.document_mib is {mib}; choose from 1 to {MOST_MIB}");
            return Err(Error::Usage(message));
        }
        let known = write::names();
        match config.to.iter().find(|name| !known.contains(&name.as_str())) {
            Some(name) => {
                let known = known.join(", ");
                let message = format!("there is no output format «{name}»; choose from {known}");
                Err(Error::Usage(message))
            }
            None => Ok(config),
        }
    }

    /// What names are found with besides the tables of the language.
    pub fn aids(&self) -> Aids<'_> {
        Aids { gazetteers: &self.gazetteers, model: self.model.as_deref() }
    }

    /// What decides the bytes of the output besides the sources.
    pub fn key(&self) -> String {
        let mut to = self.to.clone();
        to.sort();
        to.dedup();
        let Self { title, licence, document_limit, lang, policy, .. } = self;
        let gazetteers: Vec<&str> = self.gazetteers.iter().map(Gazetteer::hash).collect();
        let lang = lang.code();
        let model = self.model.as_ref().map(|model| hash::sha256(&model.to_bytes()));
        format!(
            "{to:?} {title:?} {licence:?} {document_limit} {lang} {policy:?} {gazetteers:?} {model:?}"
        )
    }
}

/// The model of this file; the language's own without one, and none for `none`.
pub fn model(path: Option<&Path>, lang: &dyn Language) -> Result<Option<Arc<Model>>, Error> {
    let Some(path) = path else { return Ok(lang.model()) };
    if path == Path::new("none") {
        return Ok(None);
    }
    let wrong = |what: &str| {
        let next = "train it again with `litopys train`, or leave model.file out";
        Error::Usage(format!("cannot use the model «{}»: {what}; {next}", path.display()))
    };
    let bytes = fs::read(path).map_err(|error| wrong(&error.to_string()))?;
    let model = Model::from_bytes(&bytes).map_err(|damage| {
        wrong(match damage {
            Damage::Foreign => "it is no model",
            Damage::Version => "another version of the program made it",
            Damage::Changed => "it is damaged",
        })
    })?;
    if !model.fits(FEATURES) {
        return Err(wrong("its features are those of another version of the program"));
    }
    Ok(Some(Arc::new(model)))
}

fn language(code: Option<&str>) -> Result<&'static dyn Language, Error> {
    let Some(code) = code else { return Ok(lang::default()) };
    let known = || LANGUAGES.iter().map(|lang| lang.code()).collect::<Vec<_>>().join(", ");
    lang::get(code).ok_or_else(|| {
        Error::Usage(format!("there is no language «{code}»; choose from {}", known()))
    })
}

/// `unspecified`, `julian-until=YYYY-MM-DD`, or `julian-in=TERRITORY` of `data/calendars.tsv`.
fn policy(calendar: Option<&str>) -> Result<Policy, Error> {
    let Some(calendar) = calendar.filter(|calendar| *calendar != "unspecified") else {
        return Ok(Policy::default());
    };
    let territories = calendars::all();
    let day = if let Some(day) = calendar.strip_prefix("julian-until=") {
        Day::parse(day)
    } else if let Some(name) = calendar.strip_prefix("julian-in=") {
        territories.iter().find(|(territory, _)| territory == name).map(|(_, day)| *day)
    } else {
        None
    };
    let names = || territories.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    match day {
        Some(day) => Ok(Policy { julian_until: Some(day) }),
        None => Err(Error::Usage(format!(
            "dates.calendar «{calendar}» is not known; write unspecified, julian-until=YYYY-MM-DD with the first day of the new style, or julian-in= and one of {}",
            names()
        ))),
    }
}

fn default_formats() -> Vec<String> {
    write::names().into_iter().map(str::to_owned).collect()
}
