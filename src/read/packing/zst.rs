//! Zstandard.

use std::io::{self, Read};

use zstd::Decoder;

use crate::read::format::{Format, Holds, Tasks};

/// Zstandard.
pub static FORMAT: Format =
    Format { name: "zst", endings: &["zst", "zstd"], roots: &[], holds: Holds::Packed(unpack) };

fn unpack<'a>(packed: Box<dyn Read + 'a>, _: &'a Tasks<'a>) -> io::Result<Box<dyn Read + 'a>> {
    Ok(Box::new(Decoder::new(packed)?))
}
