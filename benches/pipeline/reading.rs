//! Files read to documents, as a run reads them, on one thread.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use litopys::model::document::{DocId, Document, Place};
use litopys::read::format::{Task, Tasks};
use litopys::read::options::Options;
use litopys::read::packing::{Found, Unpacker};
use litopys::read::reading::{Origin, document};

/// Hands on every document of a file, which its name says how to read.
///
/// # Errors
///
/// When the file or one of its documents cannot be read.
pub fn documents(path: &Path, name: &str, take: &mut dyn FnMut(Document)) -> io::Result<()> {
    let options = Options::default();
    let tasks = Tasks { threads: 1, spawn: &|task: Task| task() };
    let unpacker = Unpacker { options: &options, tasks: &tasks, counts: false };
    let mut fault = None;
    let id = DocId::from_romanized(name.trim_end_matches(".txt"));
    let mut one = |found: Found| {
        let read = found.content.and_then(|content| {
            let reading = (content.read)(&content.bytes, &options)?;
            let name = name.to_owned();
            let place = Place { id: id.clone(), name, member: found.member, shard: None };
            let origin = Origin { place, format: content.format, sha256: None };
            document(origin, &content.bytes, reading)
        });
        match read {
            Ok((document, _)) => take(document),
            Err(diagnostic) => fault = Some(diagnostic.message),
        }
        ControlFlow::Continue(())
    };
    let _ = unpacker.file(name, File::open(path)?, &mut one);
    fault.map_or(Ok(()), |fault| Err(io::Error::other(format!("{name} {fault}"))))
}
