//! What an input format is, and what it may hold.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Metadata;
use crate::read::options::Options;
use crate::read::packing::meter::TooDense;
use crate::read::reading::Reading;

/// An input format.
pub struct Format {
    /// Its name in `documents.origin_format`.
    pub name: &'static str,
    /// Endings of file names that are of it, in lower case, without the full stop.
    pub endings: &'static [&'static str],
    /// Names of root elements, without prefix, by which a file that ends in `.xml` is known to be
    /// of it.
    pub roots: &'static [&'static str],
    /// What a file of it holds.
    pub holds: Holds,
}

impl Format {
    /// Whether files of it hold text and nothing else, and are kept as they are.
    pub fn is_text(&self) -> bool {
        matches!(self.holds, Holds::Text(_))
    }
}

/// What a file of a format holds, with the function that reads it.
pub enum Holds {
    /// One text and nothing else, which is kept as it stands.
    Text(ReadOne),
    /// One document, whose text is read out.
    One(ReadOne),
    /// Any number of documents, one after another.
    Many(ReadMany),
    /// The same in a table of text, which its function gets in UTF-8.
    Rows(ReadMany),
    /// One packed file, whose name is its own without the ending.
    Packed(Unpack),
    /// Files, as a zip archive has them.
    Files,
}

/// What the bytes of a document say, or the reason why they are set aside.
pub type ReadOne = fn(&[u8], &Options) -> Result<Reading, Diagnostic>;

/// Hands on the parts of a file one by one, never more than one in memory; an error says why the
/// rest of the file cannot be read.
pub type ReadMany = fn(&mut dyn BufRead, &Options, &mut Each<'_>) -> Result<(), Diagnostic>;

/// What comes out of a packed stream.
pub type Unpack = for<'a> fn(Box<dyn Read + 'a>, &'a Tasks<'a>) -> io::Result<Box<dyn Read + 'a>>;

/// A piece of work that waits for nothing.
pub type Task = Box<dyn FnOnce() + Send>;

/// Threads that may help to unpack.
pub struct Tasks<'a> {
    /// How many there are.
    pub threads: usize,
    /// Has one of them do it.
    pub spawn: &'a dyn Fn(Task),
}

/// Takes a part, or what must be said of one that is none; breaks when no more is wanted.
pub type Each<'a> = dyn FnMut(Result<Part, Refused>) -> ControlFlow<()> + 'a;

/// A part of a file of many documents.
pub struct Part {
    /// Its number, id or path in the file.
    pub member: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where they begin in the file, if they stand there as they are.
    pub at: Option<u64>,
    /// What reads them; on any thread.
    pub read: ReadOne,
    /// What the file says of it outside of them.
    pub metadata: Metadata,
}

/// A part that cannot be read, or several that were left out.
pub struct Refused {
    /// Its number, id or path in the file; none when the whole file is meant.
    pub member: Option<String>,
    /// Why.
    pub diagnostic: Diagnostic,
}

/// What is to be said when a stream cannot be read on, `at` being where in its file that was.
pub fn broken(error: &io::Error, at: u64) -> Diagnostic {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    if error.get_ref().is_some_and(|inner| inner.is::<TooDense>()) {
        return Diagnostic::byte(Code::TooDense, at, error.to_string());
    }
    if error.kind() == io::ErrorKind::Unsupported {
        let message = format!("is packed in a way that is not read ({error}); pack it anew");
        return Diagnostic::byte(Code::Damaged, at, message);
    }
    if is_damage(error) {
        let message = format!("is damaged near byte {at}: {error}; get a whole copy and run again");
        return Diagnostic::byte(Code::Damaged, at, message);
    }
    let message = format!("cannot be read: {error}; mend that and run again");
    Diagnostic::byte(Code::Unreadable, at, message)
}

/// Whether an error says that bytes are not what they should be, and not that they cannot be had.
pub fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | Other | UnexpectedEof)
}
