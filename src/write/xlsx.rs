//! `tables.xlsx`: a sheet for each table, text as text, for those who open tables in Excel.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use rust_xlsxwriter::XlsxError;

use crate::error::{Error, quietly};
use crate::model::record::{Outcome, Run};
use crate::write::columns::{self, Batch};
use crate::write::folder::{Folder, Pending};
use crate::write::register::Whole;
use crate::write::workbook::{Book, SHEET};
use crate::write::{Encoded, Sink, Writer};

const FILE: &str = "tables.xlsx";

/// One Excel workbook.
pub struct Xlsx;

impl Writer for Xlsx {
    fn name(&self) -> Option<&'static str> {
        Some("xlsx")
    }

    fn encode(&self, run: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        Ok(Encoded::Batches(columns::of_chunk(run, chunk)))
    }

    fn open(&self, _: &Run, folder: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        let (file, pending) = folder.begin(FILE)?;
        // Temporary files are as large as the tables, which only the disk of the output has room for.
        let beside = pending.path().parent().unwrap_or(Path::new(""));
        let book = fenced(pending.path(), || Book::new(beside, SHEET))?;
        Ok(Box::new(Open { book, file, pending }))
    }
}

/// The workbook and the file that it goes to.
struct Open {
    book: Book,
    file: File,
    pending: Pending,
}

impl Open {
    fn take(&mut self, batches: &[Batch]) -> Result<(), Error> {
        let book = &mut self.book;
        fenced(self.pending.path(), || batches.iter().try_for_each(|batch| book.take(batch)))
    }
}

impl Sink for Open {
    fn append(&mut self, encoded: Encoded, _: &mut Folder) -> Result<(), Error> {
        match encoded {
            Encoded::Batches(batches) => self.take(&batches),
            _ => Ok(()),
        }
    }

    fn complete(&mut self, run: &Run, whole: &Whole) -> Result<(), Error> {
        columns::of_corpus(run, &whole.register, |batches| self.take(&batches))
    }

    fn close(self: Box<Self>, _: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        let Self { book, file, pending } = *self;
        fenced(pending.path(), || {
            let mut file = BufWriter::new(file);
            book.save(&mut file)?;
            Ok(file.flush()?)
        })?;
        folder.adopt(pending.written()?)
    }
}

/// Lets the library work. It panics when it cannot write to its temporary files, which is a
/// failure of the disk and none of the program.
fn fenced<T>(path: &Path, work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, Error> {
    let result = quietly(|| panic::catch_unwind(AssertUnwindSafe(work)));
    result.map_or_else(
        |payload| {
            let said = payload.downcast_ref::<String>().cloned().unwrap_or_default();
            Err(Error::write(path, io::Error::other(said)))
        },
        |done| done.map_err(|error| wrong(path, error)),
    )
}

/// What the disk refuses is not what the format refuses.
fn wrong(path: &Path, error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => Error::write(path, error),
        XlsxError::ZipError(error) => Error::write(path, error.into()),
        other => Error::format(FILE, other),
    }
}
