//! The command line.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use litopys::config::file::File;
use litopys::config::{self, Config};
use litopys::error::Error;
use litopys::lang::Language;
use litopys::model::date::day::Day;
use litopys::shard::Shard;
use litopys::write::stream::Form;

/// Turns historical texts into records of dates, places, organizations and persons.
#[derive(Debug, Parser)]
#[command(
    name = "litopys",
    version,
    disable_version_flag = true,
    arg_required_else_help = true,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub struct Cli {
    /// Print the version
    #[arg(short = 'V', long, required = true)]
    pub version: bool,
    /// Print it as JSON, with the hashes of all that annotations depend on
    #[arg(long, requires = "version")]
    pub json: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Convert texts into CSV, Parquet and TEI-XML
    Convert(Convert),
    /// Make of all shards of a run what one run would have made
    Merge(Merge),
    /// Give the nominatives of names: lines of «type<TAB>surface» on standard input
    Lemma(Lemma),
    /// Compile, check or ask gazetteers
    Gazetteer(Gazetteer),
    /// Train a model on annotated texts
    Train(Train),
    /// Judge the output of a run by annotated texts
    Eval(Eval),
    /// Prove that an output folder is what it says: exit 4 and a list when something is wrong
    Check(Check),
    /// Pack an output for an archive: BagIt with RO-Crate, DataCite and a citation
    Deposit(Deposit),
}

#[derive(Debug, Args)]
pub struct Check {
    /// The output folder of a run
    pub out: PathBuf,
    /// Write everything as JSON instead of a line for each fault
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Deposit {
    /// The output folder of a run
    pub out: PathBuf,
    /// Folder for the bag
    #[arg(short = 'o', long = "output", value_name = "BAG")]
    pub bag: PathBuf,
    /// Configuration with the table [deposit]; litopys.toml in the current folder by default
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub log: LogArgs,
}

#[derive(Debug, Args)]
pub struct Eval {
    /// Annotated texts: a folder or file in the inline format or TEI, or a table
    pub gold: PathBuf,
    /// The output folder of a run over the same texts; without it the texts are read here and now
    pub out: Option<PathBuf>,
    /// Only the texts of this part: train, dev or test
    #[arg(long, value_name = "PART", conflicts_with = "out")]
    pub part: Option<String>,
    /// A model of one's own, or none for the rules alone
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub model: Option<PathBuf>,
    /// Leave the documents and what is wrong in them out
    #[arg(long)]
    pub brief: bool,
    /// Write everything as JSON instead of a table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Train {
    /// Folders of annotated texts, or single ones
    #[arg(required = true, value_name = "TEXTS")]
    pub texts: Vec<PathBuf>,
    /// The file of the model
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// The model to go on from, or none; the built-in one by default
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Parts of the texts that train, as split.tsv has them
    #[arg(long, value_delimiter = ',', default_value = "train", value_name = "PARTS")]
    pub parts: Vec<String>,
    /// Language of the texts; uk by default
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
}

#[derive(Debug, Args)]
pub struct Gazetteer {
    #[command(subcommand)]
    pub what: GazetteerCommand,
}

#[derive(Debug, Subcommand)]
pub enum GazetteerCommand {
    /// Compile GeoNames, Linked Places or tables into one file
    Build(Build),
    /// Check a compiled file: exit 4 and a list when something is wrong
    Lint {
        /// The compiled file
        file: PathBuf,
    },
    /// Look a name up in any case form, in the built-in tables and in compiled files
    Query(Query),
}

#[derive(Debug, Args)]
pub struct Build {
    /// Files to read
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,
    /// The compiled file
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Format of the sources: geonames, lpf, lp-tsv or csv; by what they hold otherwise
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// GeoNames' alternateNamesV2, for names in Ukrainian
    #[arg(long, value_name = "FILE")]
    pub alternate_names: Option<PathBuf>,
    /// Language of names of which the source says none, as uk, pl or ru; by their letters otherwise
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
    /// Columns of a table: name=…,lat=…,lon=…,id=…,type=…,start=…,end=…,parent=…,wikidata=…,variants=…
    #[arg(long, value_delimiter = ',', value_name = "FIELD=COLUMN")]
    pub columns: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Query {
    /// A name in any case
    pub name: String,
    /// Only what bore the name in this year
    #[arg(long, value_name = "YEAR", allow_negative_numbers = true)]
    pub at: Option<i32>,
    /// A compiled file to ask as well; may be repeated
    #[arg(short, long = "gazetteer", value_name = "FILE")]
    pub gazetteers: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Merge {
    /// Files that convert --shard wrote, or folders of them; - for answers to streams
    #[arg(required = true, value_name = "SHARD")]
    pub inputs: Vec<PathBuf>,
    /// Folder for the output
    #[arg(short, long, value_name = "OUT", required_unless_present_any = ["from", "to"])]
    output: Option<PathBuf>,
    /// The form of the answers: jsonl or arrow
    #[arg(long, value_name = "FORM", conflicts_with = "output")]
    from: Option<String>,
    /// The form in which the tables of the answers go to standard output: jsonl or arrow
    #[arg(long, value_name = "FORM")]
    to: Option<String>,
    /// Language of the texts of the answers: uk, ru or en; uk by default
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    #[command(flatten)]
    pub log: LogArgs,
}

impl Merge {
    /// Whether answers to streams are to be merged, and no shards.
    pub fn is_stream(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// The language of the texts, and the forms of the answers and of the tables.
    pub fn stream(&self) -> Result<(&'static dyn Language, Form, Form), Error> {
        if self.inputs != [Path::new("-")] {
            return Err(Error::Usage("answers come on standard input; give - instead".to_owned()));
        }
        let from = form("--from", self.from.as_deref())?;
        let to = form("--to", self.to.as_deref())?;
        Ok((config::language(self.lang.as_deref())?, from, to))
    }

    /// The folder for the output.
    pub fn output(&self) -> &Path {
        self.output.as_deref().unwrap_or(Path::new(""))
    }
}

#[derive(Debug, Args)]
pub struct Lemma {
    /// Language of the names; uk by default
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
}

#[derive(Debug, Args)]
pub struct Convert {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder for the output
    #[arg(short, long, value_name = "OUT", required_unless_present = "from")]
    output: Option<PathBuf>,
    /// Read documents from a stream on standard input, in this form: jsonl or arrow
    #[arg(long, value_name = "FORM")]
    from: Option<String>,
    /// Output formats, separated by commas, or all; csv,parquet,tei by default. With --from the
    /// form of the stream to standard output: jsonl or arrow
    #[arg(long, value_delimiter = ',', value_name = "FORMATS")]
    to: Option<Vec<String>>,
    /// Write the CSV tables a second time, to tables-safe/, with an apostrophe before formulas
    #[arg(long)]
    csv_escape_formulas: bool,
    /// Language of the texts: uk, ru or en; uk by default
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// A compiled gazetteer; may be repeated
    #[arg(short, long = "gazetteer", value_name = "FILE")]
    gazetteers: Vec<PathBuf>,
    /// A model of one's own, or none for the rules alone
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// A table with title, author, date, licence and shelf mark of each file
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Encoding of plain text without a byte order mark, as cp1251; known by its letters otherwise
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Repair text that was decoded wrongly before it came here, as «РЈРєСЂР°С—РЅР°»
    #[arg(long)]
    repair: bool,
    /// Column of CSV or field of JSONL that holds the text; text by default
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// Mark words and punctuation in the TEI, with lemma and features where these are certain
    #[arg(long)]
    tei_tokens: bool,
    /// Threads; all cores by default
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,
    /// Convert one part of so many into a file in OUT, for litopys merge
    #[arg(long, value_name = "I/N")]
    shard: Option<String>,
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

/// A stream that is asked for.
pub struct Streamed {
    pub config: Config,
    pub from: Form,
    pub to: Form,
}

impl Convert {
    /// Whether documents come on a stream.
    pub fn is_stream(&self) -> bool {
        self.from.is_some()
    }

    /// The stream that is asked for.
    pub fn stream(mut self) -> Result<Streamed, Error> {
        let folders = [
            ("-o", self.output.is_some()),
            ("--metadata", self.metadata.is_some()),
            ("--encoding", self.encoding.is_some()),
            ("--csv-escape-formulas", self.csv_escape_formulas),
            ("--tei-tokens", self.tei_tokens),
            ("--shard", self.shard.is_some()),
        ];
        if let Some((option, _)) = folders.iter().find(|(_, is_given)| *is_given) {
            let message =
                format!("{option} has no use for a stream to standard output; leave it out");
            return Err(Error::Usage(message));
        }
        if self.inputs != [Path::new("-")] {
            let message = "--from reads a stream on standard input; give - as the only input";
            return Err(Error::Usage(message.to_owned()));
        }
        let from = form("--from", self.from.take().as_deref())?;
        let to = match self.to.take().unwrap_or_default().as_slice() {
            [one] => form("--to", Some(one))?,
            _ => form("--to", None)?,
        };
        self.to = Some(Vec::new());
        Ok(Streamed { config: self.config()?, from, to })
    }

    /// The run that is asked for.
    pub fn config(self) -> Result<Config, Error> {
        let streams = |format: &&String| Form::of_name(format).is_some();
        if let Some(format) = self.to.iter().flatten().find(streams) {
            let message = format!(
                "--to {format} is a stream; give - as the input, and --from with the form in which it comes"
            );
            return Err(Error::Usage(message));
        }
        let mut file = File::read(self.config.as_deref())?;
        file.convert.csv_escape_formulas |= self.csv_escape_formulas;
        file.gazetteer.files.extend(self.gazetteers);
        file.tei.metadata = self.metadata.or(file.tei.metadata);
        file.model.file = self.model.or(file.model.file);
        file.tei.tokens |= self.tei_tokens;
        file.input.repair |= self.repair;
        file.input.encoding = self.encoding.unwrap_or(file.input.encoding);
        file.input.text_column = self.text_column.unwrap_or(file.input.text_column);
        let output = self.output.unwrap_or_default();
        let mut config = Config::new(self.inputs, output, self.to, self.jobs, self.lang, file)?;
        config.colophon.day = source_date()?;
        config.shard = self.shard.as_deref().map(Shard::parse).transpose()?;
        Ok(config)
    }
}

/// The form of a stream that an option names.
fn form(option: &str, name: Option<&str>) -> Result<Form, Error> {
    let known = Form::ALL.map(Form::name).join(" or ");
    let wrong = || match name {
        Some(name) => format!("there is no form of streams «{name}»; give {known} to {option}"),
        None => format!("the form of the stream must be one; give {known} to {option}"),
    };
    name.and_then(Form::of_name).ok_or_else(|| Error::Usage(wrong()))
}

/// The day of SOURCE_DATE_EPOCH, which reproducible builds set to seconds since 1970.
pub fn source_date() -> Result<Option<Day>, Error> {
    let seconds = std::env::var_os("SOURCE_DATE_EPOCH").filter(|seconds| !seconds.is_empty());
    let Some(seconds) = seconds else { return Ok(None) };
    let text = seconds.to_string_lossy();
    let days = text.trim().parse::<u64>().ok().map(|seconds| seconds / 86_400);
    let day = days.and_then(|days| i32::try_from(days).ok()).map(Day::from_epoch);
    // Dates have four figures of a year.
    let day = day.filter(|day| *day < Day::gregorian(10_000, 1, 1));
    let wrong = || {
        let what = "is no number of seconds since 1970; mend or unset it";
        Error::Usage(format!("SOURCE_DATE_EPOCH «{text}» {what}"))
    };
    day.ok_or_else(wrong).map(Some)
}
