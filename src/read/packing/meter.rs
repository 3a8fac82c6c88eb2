//! Streams that are counted, and those that unpack to no more than texts do.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use thiserror::Error;

/// What may come out whatever the ratio, in bytes: short files may be all blanks.
const FREE: u64 = 16 << 20;

/// How many bytes of a stream have been read, or where in a file that was.
pub type Count = Rc<Cell<u64>>;

/// A stream whose bytes are counted.
pub struct Counted<R> {
    inner: R,
    count: Count,
}

impl<R> Counted<R> {
    /// Counts from 0.
    pub fn new(inner: R) -> (Self, Count) {
        let count = Count::default();
        (Self { inner, count: Rc::clone(&count) }, count)
    }
}

impl Counted<File> {
    /// How long the file is, if that is known.
    pub fn length(&self) -> Option<u64> {
        self.inner.metadata().ok().map(|metadata| metadata.len())
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.inner.seek(to)?;
        self.count.set(at);
        Ok(at)
    }
}

/// Why reading stops: too much comes out of too little.
#[derive(Debug, Error)]
#[error(
    "unpacks to more than {ratio} times its size; if that is meant, raise limits.ratio in litopys.toml"
)]
pub struct TooDense {
    ratio: u64,
}

/// What comes out of a packed stream, as long as it is not too much.
pub struct Metered<R> {
    inner: R,
    /// Bytes that went in.
    packed: Count,
    /// Bytes that came out.
    out: u64,
    ratio: u64,
}

impl<R> Metered<R> {
    /// Lets through `ratio` times what was counted.
    pub fn new(inner: R, packed: Count, ratio: u64) -> Self {
        Self { inner, packed, out: 0, ratio }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.out += read as u64;
        if self.out > FREE && self.out / self.ratio.max(1) > self.packed.get() {
            return Err(io::Error::other(TooDense { ratio: self.ratio }));
        }
        Ok(read)
    }
}
