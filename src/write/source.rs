//! `source/`: the texts as read, originals that say more, and `quarantine/`: those that could not be.

use crate::error::Error;
use crate::model::document::Document;
use crate::model::record::{Outcome, Run, SetAside};
use crate::write::{Encoded, WholeFile, Writer};

/// How the name of a kept original ends; originals are of XML.
pub const ORIGINAL: &str = ".original.xml";

/// Copies of the sources.
pub struct Source;

impl Writer for Source {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn encode(&self, _: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        let mut files = Vec::new();
        for outcome in chunk {
            match outcome {
                Outcome::Done(record) => {
                    let Document { place, bytes, sha256, original, .. } = &record.document;
                    let (path, bytes) = (place.path("source", ".txt"), bytes.clone());
                    files.push(WholeFile { path, bytes, sha256: sha256.clone() });
                    if let Some(original) = original {
                        let path = place.path("source", ORIGINAL);
                        files.push(WholeFile::new(path, original.clone()));
                    }
                }
                Outcome::SetAside(SetAside { place, bytes, .. }) if !bytes.is_empty() => {
                    files.push(WholeFile::new(place.path("quarantine", ".bin"), bytes.clone()));
                }
                Outcome::SetAside(_) => {}
            }
        }
        Ok(Encoded::Files(files))
    }
}
