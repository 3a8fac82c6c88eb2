//! What `tables/documents.csv` says of the source files: their names and licences.

use std::collections::HashMap;
use std::path::Path;

use crate::error::Error;
use crate::write::source::ORIGINAL;

/// Where the table lies.
pub const PATH: &str = "tables/documents.csv";

/// The source files by path.
#[derive(Debug, Default)]
pub struct Documents {
    by_path: HashMap<String, Source>,
    /// The licences that are stated, in the order of the table.
    pub licences: Vec<String>,
}

/// A source file.
#[derive(Debug)]
pub struct Source {
    /// Its path below the input.
    pub name: String,
    /// Its licence among [`Documents::licences`], where it is stated.
    pub licence: Option<usize>,
}

impl Documents {
    /// Reads the table.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let failed = |error: csv::Error| Error::read(path, error.into());
        let mut reader = csv::Reader::from_path(path).map_err(failed)?;
        let headers = reader.headers().map_err(failed)?.clone();
        let column = |name: &str| headers.iter().position(|header| header == name);
        let columns = ["source_path", "original_filename", "licence"].map(column);
        let mut documents = Self::default();
        for record in reader.records() {
            let record = record.map_err(failed)?;
            let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
            let [path, name, licence] = columns.map(cell);
            let licence = documents.licence(licence);
            let source = Source { name: name.to_owned(), licence };
            documents.by_path.insert(path.to_owned(), source);
        }
        Ok(documents)
    }

    /// What is known of a file, if it is a source; an original is known by its text.
    pub fn get(&self, path: &str) -> Option<&Source> {
        let text = path.strip_suffix(ORIGINAL).map(|stem| format!("{stem}.txt"));
        let found = self.by_path.get(text.as_deref().unwrap_or(path));
        found.filter(|source| !source.name.is_empty())
    }

    fn licence(&mut self, licence: &str) -> Option<usize> {
        if licence.is_empty() {
            return None;
        }
        let known = self.licences.iter().position(|known| known == licence);
        Some(known.unwrap_or_else(|| {
            self.licences.push(licence.to_owned());
            self.licences.len() - 1
        }))
    }
}
