//! Here are records: which bytes? (Output formats and the folder that they go to.)

pub mod codebook;
mod columns;
mod csv;
mod ddl;
pub mod folder;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod source;
mod sql;
mod sqlite;
mod tei;
mod workbook;
mod xlsx;

use crate::error::Error;
use crate::model::record::{Corpus, Outcome, Run};
use crate::model::table::Table;
use crate::write::folder::Folder;

/// Version of the tables; it changes when a column does.
pub const SCHEMA_VERSION: &str = "0.1";

/// An output format.
pub trait Writer: Sync {
    /// Its name in `--to`; writers that always run have none.
    fn name(&self) -> Option<&'static str>;
    /// The name of another writer, without whose files its own would be of no use.
    fn needs(&self) -> Option<&'static str> {
        None
    }
    /// The work that needs one chunk only; runs on any thread.
    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error>;
    /// The work that must be in order; whole files need nothing more.
    fn open(&self, _run: &Run, _folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(WholeFiles))
    }
}

/// The ordered half of a writer.
pub trait Sink {
    /// Takes the next chunk; whole files go into the folder as they are.
    fn append(&mut self, encoded: Encoded, folder: &mut Folder) -> Result<(), Error> {
        if let Encoded::Files(files) = encoded {
            for (path, bytes) in files {
                folder.put(&path, &bytes)?;
            }
        }
        Ok(())
    }

    /// Writes what only the whole corpus knows and completes its files.
    fn close(
        self: Box<Self>,
        _run: &Run,
        _corpus: &Corpus,
        _folder: &mut Folder,
    ) -> Result<(), Error> {
        Ok(())
    }
}

/// The sink of a writer that makes whole files and nothing else.
struct WholeFiles;

impl Sink for WholeFiles {}

/// What an encoder hands to its sink.
pub enum Encoded {
    /// Whole files by path.
    Files(Vec<(String, Vec<u8>)>),
    /// Bytes to append to the files of tables.
    Lines(Vec<(Table, Vec<u8>)>),
    /// Rows of tables in columns.
    Batches(Vec<columns::Batch>),
    /// Nothing.
    Nothing,
}

/// Every writer, in the order in which they complete; the package describes the others' files.
pub static WRITERS: &[&dyn Writer] = &[
    &source::Source,
    &csv::Csv,
    #[cfg(feature = "parquet")]
    &parquet::Parquet,
    &tei::Tei,
    &xlsx::Xlsx,
    &sqlite::Sqlite,
    &sql::Sql,
    &package::Package,
];

/// The `README.md` that every output folder has.
pub fn readme() -> String {
    package::readme()
}

/// The writers that make these formats, with those that they need.
pub fn writers(formats: &[String]) -> Vec<&'static dyn Writer> {
    let asked = |name: &str| formats.iter().any(|format| format == name);
    let is_needed = |name: &str| {
        let mut others = WRITERS.iter().filter(|writer| writer.needs() == Some(name));
        others.any(|writer| writer.name().is_some_and(asked))
    };
    let runs = |name: &str| asked(name) || is_needed(name);
    WRITERS.iter().filter(|writer| writer.name().is_none_or(runs)).copied().collect()
}

/// The names that `--to` takes.
pub fn names() -> Vec<&'static str> {
    WRITERS.iter().filter_map(|writer| writer.name()).collect()
}
