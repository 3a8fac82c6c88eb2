//! What decides an output besides its documents; the shards of a run have it in common.

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::lexicon::{rules, types};
use crate::model::record::Run;
use crate::write::SCHEMA_VERSION;

/// What is to be made.
#[derive(Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Version of the program.
    pub version: String,
    /// Version of the tables.
    pub schema_version: String,
    /// Hash of everything that decides the output; empty where that is not known.
    pub run_key: String,
    /// Output formats, sorted.
    pub to: Vec<String>,
    /// Code of the language of the texts.
    pub lang: String,
    /// How many sources there are.
    pub sources: u64,
    /// What writers must know besides the documents.
    pub run: Run,
}

impl Plan {
    /// The plan of a run over so many sources.
    pub fn of(config: &Config, sources: usize, run_key: String) -> Self {
        let run = Run {
            colophon: config.colophon.clone(),
            knowledge: config.knowledge.clone(),
            escape_formulas: config.escape_formulas,
            ..Run::default()
        };
        let plan = Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA_VERSION.to_owned(),
            run_key,
            to: config.to.clone(),
            lang: config.lang.code().to_owned(),
            sources: sources as u64,
            run,
        };
        plan.with_tables()
    }

    /// The same with the tables of the program, which no file of a plan has.
    #[must_use]
    pub fn with_tables(mut self) -> Self {
        (self.run.rules, self.run.types) = (rules::all(), types::all());
        self
    }
}
