//! What describes the output folder: `README.md` for people, and the tables for their readers as a
//! Data Package and as CSV on the Web.

mod csvw;
mod data_package;
pub mod readme;

use serde_json::Value;

use crate::error::Error;
use crate::model::record::Run;
use crate::write::folder::Folder;
use crate::write::register::Whole;
use crate::write::{Sink, WholeFile, Writer};

/// The description of the folder.
pub struct Package;

impl Writer for Package {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn open(&self, _: &Run, _: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(Files))
    }
}

struct Files;

impl Sink for Files {
    fn close(self: Box<Self>, run: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        folder.put(&WholeFile::new("README.md", readme::text().into_bytes()))?;
        if folder.tables().is_empty() {
            return Ok(());
        }
        put(folder, "tables/csv-metadata.json", &csvw::metadata(run))?;
        let package = data_package::package(run, folder.tables());
        put(folder, "datapackage.json", &package)
    }
}

/// Writes JSON for people too: indented, with a final line end.
fn put(folder: &mut Folder, path: &str, value: &Value) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::format(path, error))?;
    folder.put(&WholeFile::new(path, format!("{text}\n").into_bytes()))
}
