//! gzip.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use crate::read::format::{Format, Holds, Tasks};

/// gzip.
pub static FORMAT: Format =
    Format { name: "gz", endings: &["gz"], roots: &[], holds: Holds::Packed(unpack) };

fn unpack<'a>(packed: Box<dyn Read + 'a>, _: &'a Tasks<'a>) -> io::Result<Box<dyn Read + 'a>> {
    Ok(Box::new(MultiGzDecoder::new(packed)))
}
