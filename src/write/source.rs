//! `source/`: the bytes as read, and `quarantine/`: those that could not be.

use crate::error::Error;
use crate::model::record::{Outcome, Run};
use crate::write::{Encoded, Writer};

/// Copies of the sources.
pub struct Source;

impl Writer for Source {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn encode(&self, _: &Run, chunk: &[Outcome]) -> Result<Encoded, Error> {
        let file = |outcome: &Outcome| match outcome {
            Outcome::Done(record) => {
                let document = &record.document;
                Some((document.place.path("source", ".txt"), document.bytes.clone()))
            }
            Outcome::SetAside(aside) if !aside.bytes.is_empty() => {
                Some((aside.place.path("quarantine", ".bin"), aside.bytes.clone()))
            }
            Outcome::SetAside(_) => None,
        };
        Ok(Encoded::Files(chunk.iter().filter_map(file).collect()))
    }
}
