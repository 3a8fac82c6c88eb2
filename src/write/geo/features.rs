//! Collections of features as GeoJSON has them, written one after another.

use std::io::{self, BufWriter, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use crate::error::Error;
use crate::model::entity::Point;
use crate::write::folder::Folder;

/// Where something is.
#[derive(Serialize)]
#[serde(tag = "type")]
pub enum Geometry {
    /// Longitude and latitude.
    Point { coordinates: [f64; 2] },
    /// Nowhere known.
    #[serde(rename = "GeometryCollection")]
    Unknown { geometries: [(); 0] },
}

impl From<Point> for Geometry {
    fn from(point: Point) -> Self {
        Self::Point { coordinates: [point.lon, point.lat] }
    }
}

/// A list that is made while it is written, so that it is never in memory.
pub struct Each<F>(pub F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Writes a collection as a file.
pub fn write(path: &str, collection: &impl Serialize, folder: &mut Folder) -> Result<(), Error> {
    let (file, pending) = folder.begin(path)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let mut json = serde_json::Serializer::with_formatter(&mut out, Lines::default());
    let written = collection.serialize(&mut json).map_err(io::Error::from);
    written
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush())
        .map_err(|error| Error::write(pending.path(), error))?;
    folder.adopt(pending)
}

/// JSON with a line for each item of the outermost list, which is that of the features.
#[derive(Default)]
struct Lines {
    depth: usize,
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        out.write_all(b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b"," })?;
        out.write_all(if self.depth == 1 { b"\n" } else { b"" })
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        out.write_all(b"]")
    }
}
