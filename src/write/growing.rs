//! Files that grow chunk by chunk and are adopted whole.

use std::fs::File;
use std::io::Write;

use crate::error::Error;
use crate::hash::Hasher;
use crate::model::record::Run;
use crate::write::folder::{Folder, Pending, Written};
use crate::write::register::Whole;
use crate::write::{Encoded, Sink};

/// The files, by path.
pub struct Growing(Vec<(String, GrowingFile)>);

struct GrowingFile {
    file: File,
    pending: Pending,
    /// What is in it so far.
    hasher: Hasher,
    bytes: u64,
}

impl Growing {
    /// Begins a file at each path.
    pub fn begin(
        paths: impl IntoIterator<Item = String>,
        folder: &mut Folder,
    ) -> Result<Self, Error> {
        let mut begin = |path: String| {
            let (file, pending) = folder.begin(&path)?;
            Ok((path, GrowingFile { file, pending, hasher: Hasher::default(), bytes: 0 }))
        };
        paths.into_iter().map(&mut begin).collect::<Result<_, Error>>().map(Self)
    }

    /// Appends what is for files begun here.
    pub fn append(&mut self, lines: Vec<(String, Vec<u8>)>) -> Result<(), Error> {
        for (path, bytes) in lines {
            if let Some((_, file)) = self.0.iter_mut().find(|(one, _)| *one == path) {
                let written = file.file.write_all(&bytes);
                written.map_err(|error| Error::write(file.pending.path(), error))?;
                file.hasher.update(&bytes);
                file.bytes += bytes.len() as u64;
            }
        }
        Ok(())
    }

    /// Completes every file.
    pub fn adopt(self, folder: &mut Folder) -> Result<(), Error> {
        self.0.into_iter().try_for_each(|(_, file)| {
            let GrowingFile { pending, hasher, bytes, .. } = file;
            folder.adopt(Written { pending, bytes, sha256: hasher.finish() })
        })
    }
}

/// The sink of a writer whose files need nothing more.
impl Sink for Growing {
    fn append(&mut self, encoded: Encoded, _: &mut Folder) -> Result<(), Error> {
        match encoded {
            Encoded::Lines(lines) => Growing::append(self, lines),
            _ => Ok(()),
        }
    }

    fn close(self: Box<Self>, _: &Run, _: &Whole, folder: &mut Folder) -> Result<(), Error> {
        self.adopt(folder)
    }
}
