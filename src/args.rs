//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use litopys::config::{Config, File};
use litopys::error::Error;

/// Turns historical texts into records of dates, places, organizations and persons.
#[derive(Debug, Parser)]
#[command(name = "litopys", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Convert texts into CSV, Parquet and TEI-XML
    Convert(Convert),
}

#[derive(Debug, Args)]
pub struct Convert {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder for the output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Output formats, separated by commas; all of them by default
    #[arg(long, value_delimiter = ',', value_name = "FORMATS")]
    to: Option<Vec<String>>,
    /// Language of the texts: uk, ru or en; uk by default
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Threads; all cores by default
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,
    /// Configuration; litopys.toml in the current folder by default
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    pub log: LogArgs,
}

#[derive(Debug, Clone, Copy, Args)]
pub struct LogArgs {
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: notes and times
    #[arg(short, long)]
    pub verbose: bool,
    /// How messages are written
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub log: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Sentences
    Text,
    /// One JSON object a line
    Json,
}

impl Convert {
    /// The run that is asked for.
    pub fn config(self) -> Result<Config, Error> {
        let file = File::read(self.config.as_deref())?;
        Config::new(self.inputs, self.output, self.to, self.jobs, self.lang, file)
    }
}
