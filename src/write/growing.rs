//! Files that grow chunk by chunk and are adopted whole.

use std::fs::File;
use std::io::Write;

use crate::error::Error;
use crate::model::record::Run;
use crate::write::folder::{Folder, Pending};
use crate::write::register::Whole;
use crate::write::{Encoded, Sink};

/// The files, by path.
pub struct Growing(Vec<(String, File, Pending)>);

impl Growing {
    /// Begins a file at each path.
    pub fn begin(
        paths: impl IntoIterator<Item = String>,
        folder: &mut Folder,
    ) -> Result<Self, Error> {
        let mut begin = |path: String| {
            let (file, pending) = folder.begin(&path)?;
            Ok((path, file, pending))
        };
        paths.into_iter().map(&mut begin).collect::<Result<_, Error>>().map(Self)
    }

    /// Appends what is for files begun here.
    pub fn append(&mut self, lines: Vec<(String, Vec<u8>)>) -> Result<(), Error> {
        for (path, bytes) in lines {
            if let Some((_, file, pending)) = self.0.iter_mut().find(|(one, ..)| *one == path) {
                file.write_all(&bytes).map_err(|error| Error::write(pending.path(), error))?;
            }
        }
        Ok(())
    }

    /// Completes every file.
    pub fn adopt(self, folder: &mut Folder) -> Result<(), Error> {
        self.0.into_iter().try_for_each(|(_, _, pending)| folder.adopt(pending))
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
