//! Here are records: which bytes? (Output formats and the folder that they go to.)

mod annotation;
pub mod codebook;
mod columns;
mod csv;
mod ddl;
mod disarmed;
mod flat;
pub mod folder;
mod geo;
mod growing;
mod iri;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
pub mod place;
pub mod register;
mod rows;
pub mod source;
mod sql;
mod sqlite;
pub mod stream;
mod tei;
mod workbook;
mod xlsx;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::hash;
use crate::model::record::{Outcome, Run};
use crate::write::folder::Folder;
use crate::write::register::Whole;

/// Version of the tables; it changes when a column does.
pub const SCHEMA_VERSION: &str = "0.2";

/// The formats that are written when none is asked for.
pub const DEFAULT: [&str; 3] = ["csv", "parquet", "tei"];

/// An output format.
pub trait Writer: Sync {
    /// Its name in `--to`; writers that always run have none.
    fn name(&self) -> Option<&'static str>;
    /// The name of another writer, without whose files its own would be of no use.
    fn needs(&self) -> Option<&'static str> {
        None
    }
    /// The work that needs one chunk only; runs on any thread. Some writers wait for the whole.
    fn encode(&self, _run: &Run, _chunk: &[Outcome]) -> Result<Encoded, Error> {
        Ok(Encoded::Nothing)
    }
    /// The work that must be in order; whole files need nothing more.
    fn open(&self, _run: &Run, _folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(WholeFiles))
    }
}

/// The ordered half of a writer.
pub trait Sink: Send {
    /// Takes the next chunk; whole files go into the folder as they are.
    fn append(&mut self, encoded: Encoded, folder: &mut Folder) -> Result<(), Error> {
        match encoded {
            Encoded::Files(files) => files.iter().try_for_each(|file| folder.put(file)),
            _ => Ok(()),
        }
    }

    /// Work that the last chunk, or the end, left for any thread.
    fn task(&mut self) -> Option<Task> {
        None
    }

    /// Writes what only the whole corpus knows into its open files, beside other writers.
    fn complete(&mut self, _run: &Run, _whole: &Whole) -> Result<(), Error> {
        Ok(())
    }

    /// Hands its files over, and writes those that describe others.
    fn close(
        self: Box<Self>,
        _run: &Run,
        _whole: &Whole,
        _folder: &mut Folder,
    ) -> Result<(), Error> {
        Ok(())
    }
}

/// Work that any thread may do.
pub type Task = Box<dyn FnOnce() + Send>;

/// The sink of a writer that makes whole files and nothing else.
struct WholeFiles;

impl Sink for WholeFiles {}

/// What an encoder hands to its sink.
#[derive(Debug, Serialize, Deserialize)]
pub enum Encoded {
    /// Whole files.
    Files(Vec<WholeFile>),
    /// Bytes to append to files, by path.
    Lines(Vec<(String, Vec<u8>)>),
    /// Rows of tables in columns.
    Batches(Vec<columns::Batch>),
    /// Nothing.
    Nothing,
}

/// A file as it will be.
#[derive(Debug, Serialize, Deserialize)]
pub struct WholeFile {
    /// Its path below the folder.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub sha256: String,
}

impl WholeFile {
    /// A file with these bytes.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), sha256: hash::sha256(&bytes), bytes }
    }
}

/// Every writer, in the order in which they complete; the package describes the others' files.
pub static WRITERS: &[&dyn Writer] = &[
    &source::Source,
    &csv::Csv,
    #[cfg(feature = "parquet")]
    &parquet::Parquet,
    &tei::Tei,
    &geo::Geo,
    &annotation::Annotations,
    &flat::Flat,
    &xlsx::Xlsx,
    &sqlite::Sqlite,
    &sql::Sql,
    &package::Package,
];

/// The `README.md` that every output folder has.
pub fn readme() -> String {
    package::readme::text()
}

/// The writers that make these formats, and those that always run.
pub fn writers(formats: &[String]) -> Vec<&'static dyn Writer> {
    let asked = |name: &str| formats.iter().any(|format| format == name);
    WRITERS.iter().filter(|writer| writer.name().is_none_or(asked)).copied().collect()
}

/// The format without whose files those of this one would be of no use, if there is one.
pub fn needs(format: &str) -> Option<&'static str> {
    WRITERS.iter().find(|writer| writer.name() == Some(format)).and_then(|writer| writer.needs())
}

/// The names that `--to` takes.
pub fn names() -> Vec<&'static str> {
    WRITERS.iter().filter_map(|writer| writer.name()).collect()
}
