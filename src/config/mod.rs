//! What a run is asked to do: the command line over `litopys.toml` over the defaults.

mod corpus;
pub mod file;
mod input;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::chain::{Damage, Model};
use crate::config::file::File;
use crate::error::{Error, nearest};
use crate::find::{Aids, FEATURES};
use crate::gazetteer::Gazetteer;
use crate::hash;
use crate::lang::{self, LANGUAGES, Language};
use crate::lexicon::calendars;
use crate::licence::Licence;
use crate::model::date::day::Day;
use crate::model::date::value::Policy;
use crate::model::record::Colophon;
use crate::read::metadata::Table;
use crate::read::options::Options;
use crate::shard::Shard;
use crate::write;

/// A conversion, with everything decided.
#[derive(Clone)]
pub struct Config {
    /// Files, folders, or `-`.
    pub inputs: Vec<PathBuf>,
    /// The output folder.
    pub output: PathBuf,
    /// Names of the writers asked for, sorted.
    pub to: Vec<String>,
    /// Threads, at least one.
    pub jobs: usize,
    /// What its owner says of the corpus.
    pub colophon: Colophon,
    /// What the owner of the texts knows of each.
    pub metadata: Option<Arc<Table>>,
    /// Whether CSV tables come a second time, without formulas.
    pub escape_formulas: bool,
    /// How sources are read.
    pub options: Options,
    /// The language of the texts.
    pub lang: &'static dyn Language,
    /// Whether TEI has words and marks as elements.
    pub tokens: bool,
    /// How dates are read whose style the text does not say.
    pub policy: Policy,
    /// The user's gazetteers.
    pub gazetteers: Arc<[Gazetteer]>,
    /// The model that decides between the proposals of the rules, if one does.
    pub model: Option<Arc<Model>>,
    /// What annotations depend on besides the version of the program: what it is, and its hash.
    pub knowledge: Vec<(Cow<'static, str>, String)>,
    /// The part of the run that is asked for, if not the whole.
    pub shard: Option<Shard>,
}

/// How many threads this machine runs at once.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
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
        let metadata = file.tei.metadata.as_deref().map(Table::read);
        let gazetteers = opened?;
        let lang = language(lang.or(file.convert.lang).as_deref())?;
        let model = model(file.model.file.as_deref(), lang)?;
        Ok(Self {
            inputs,
            output,
            knowledge: knowledge(&gazetteers, model.as_deref()),
            model,
            gazetteers: gazetteers.into(),
            to: formats(to.or(file.convert.to))?,
            jobs: jobs.or(file.convert.jobs).filter(|jobs| *jobs > 0).unwrap_or_else(cores),
            metadata: metadata.transpose()?.map(Arc::new),
            colophon: Colophon {
                title: file.corpus.title,
                licence: licence("corpus.licence", &file.corpus.licence)?,
                records_licence: licence("deposit.licence", &file.deposit.licence)?
                    .unwrap_or_default(),
                publisher: file.deposit.publisher,
                base: corpus::base(&file.corpus.base)?,
                dates: corpus::dates(&file.corpus.dates)?,
                day: None,
            },
            escape_formulas: file.convert.csv_escape_formulas,
            options: input::options(file.input, &file.limits)?,
            lang,
            tokens: file.tei.tokens,
            shard: None,
            policy: policy(file.dates.calendar.as_deref())?,
        })
    }

    /// What names are found with besides the tables of the language.
    pub fn aids(&self) -> Aids<'_> {
        Aids { gazetteers: &self.gazetteers, model: self.model.as_deref() }
    }

    /// What decides the bytes of the output besides the sources.
    pub fn key(&self) -> String {
        let Self { to, colophon, escape_formulas, options, lang, policy, tokens, .. } = self;
        let metadata = self.metadata.as_ref().map(|table| table.hash());
        let (lang, knowledge) = (lang.code(), &self.knowledge);
        format!(
            "{to:?} {colophon:?} {escape_formulas} {options:?} {lang} {policy:?} {metadata:?} {knowledge:?} {tokens}"
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

/// What annotations depend on besides the version of the program: what it is, and its hash.
pub fn knowledge(
    gazetteers: &[Gazetteer],
    model: Option<&Model>,
) -> Vec<(Cow<'static, str>, String)> {
    let mut knowledge = vec![(Cow::from("rules and lexicons"), lang::fingerprint())];
    knowledge.extend(gazetteers.iter().map(|one| ("gazetteer".into(), one.hash().to_owned())));
    knowledge.extend(model.map(|model| ("model".into(), hash::sha256(&model.to_bytes()))));
    knowledge
}

/// The licence that a key states, if it does.
fn licence(key: &str, stated: &str) -> Result<Option<Licence>, Error> {
    let stated = stated.trim();
    let wrong = |what| Error::Usage(format!("in {key} {what}"));
    (!stated.is_empty()).then(|| Licence::parse(stated).map_err(wrong)).transpose()
}

/// The language of this code; the default one without any.
pub fn language(code: Option<&str>) -> Result<&'static dyn Language, Error> {
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

/// The output formats asked for, with those that they need, sorted; `all` are all of them.
fn formats(to: Option<Vec<String>>) -> Result<Vec<String>, Error> {
    let known = write::names();
    let Some(asked) = to else {
        let default = known.into_iter().filter(|name| write::DEFAULT.contains(name));
        return Ok(default.map(str::to_owned).collect());
    };
    let mut formats = BTreeSet::new();
    for name in &asked {
        match known.iter().find(|known| *known == name) {
            Some(name) => drop(formats.insert((*name).to_owned())),
            None if name == "all" => formats.extend(known.iter().map(|name| (*name).to_owned())),
            None => {
                let meant = nearest(name, known.iter().copied());
                let meant = meant.map(|known| format!("did you mean «{known}»? "));
                return Err(Error::Usage(format!(
                    "there is no output format «{name}»; {}choose from {}, all",
                    meant.unwrap_or_default(),
                    known.join(", ")
                )));
            }
        }
    }
    let needed: Vec<&str> = formats.iter().filter_map(|name| write::needs(name)).collect();
    formats.extend(needed.into_iter().map(str::to_owned));
    Ok(formats.into_iter().collect())
}
