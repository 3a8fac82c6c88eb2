//! A stream of any size, passed over from one needle to the next.

use std::io::{self, BufRead};

use memchr::memmem::Finder;

use crate::model::diag::{Code, Diagnostic};
use crate::read::format::broken;

/// What is kept of a stretch that is too long, so that it can be named.
const HEAD: usize = 1 << 14;

/// A stream that is being read.
pub struct Stream<'s> {
    input: &'s mut dyn BufRead,
    /// Bytes that were passed.
    pub at: u64,
    /// Bytes that a stretch may have.
    limit: u64,
    /// The last bytes passed, in which a needle may begin.
    tail: Vec<u8>,
}

/// What a stretch ended with.
pub struct Passed {
    /// Whether its needle was found, rather than the end of the stream.
    pub found: bool,
    /// Whether it was longer than allowed, so that only its beginning was kept.
    pub too_long: bool,
}

impl<'s> Stream<'s> {
    /// Begins to read a stream whose stretches may have `limit` bytes.
    pub fn new(input: &'s mut dyn BufRead, limit: u64) -> Self {
        Self { input, at: 0, limit, tail: Vec::new() }
    }

    /// Passes what comes up to the next needle and the needle itself, adding it to `kept`.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read.
    pub fn pass(&mut self, needle: &Finder, kept: &mut Vec<u8>) -> Result<Passed, Diagnostic> {
        self.tail.clear();
        let mut too_long = false;
        loop {
            let chunk = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk.map_err(|error| broken(&error, self.at))?,
            };
            if chunk.is_empty() {
                return Ok(Passed { found: false, too_long });
            }
            let end = end(needle, &mut self.tail, chunk);
            let passed = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            if !too_long {
                kept.extend_from_slice(passed);
                if kept.len() as u64 > self.limit {
                    too_long = true;
                    kept.truncate(HEAD);
                    kept.shrink_to_fit();
                }
            }
            let length = passed.len();
            self.input.consume(length);
            self.at += length as u64;
            if end.is_some() {
                return Ok(Passed { found: true, too_long });
            }
        }
    }
}

/// Where in the chunk the first needle ends, which may have begun in the tail of those before.
fn end(needle: &Finder, tail: &mut Vec<u8>, chunk: &[u8]) -> Option<usize> {
    let length = needle.needle().len();
    let border = length.saturating_sub(1);
    let before = tail.len();
    tail.extend_from_slice(chunk.get(..border.min(chunk.len())).unwrap_or_default());
    if let Some(at) = needle.find(tail) {
        return Some((at + length).saturating_sub(before));
    }
    if let Some(at) = needle.find(chunk) {
        return Some(at + length);
    }
    if chunk.len() >= border {
        tail.clear();
        tail.extend_from_slice(chunk.get(chunk.len() - border..).unwrap_or_default());
    } else {
        tail.drain(..tail.len().saturating_sub(border));
    }
    None
}

/// That a part of a file is larger than a document may be.
pub fn too_large(what: &str, at: u64, limit: u64) -> Diagnostic {
    let byte = usize::try_from(at).unwrap_or(usize::MAX);
    let most = limit >> 20;
    let message = format!(
        "{what} at byte {byte} is larger than {most} MiB; raise limits.document_mib in litopys.toml"
    );
    Diagnostic::byte(Code::TooLarge, byte, message)
}
