//! Collections of features as GeoJSON has them, written one after another.

use std::io::{self, BufWriter, Write};

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use crate::error::Error;
use crate::model::corpus::Registered;
use crate::model::entity::{EntityType, Point};
use crate::write::folder::Folder;
use crate::write::register::Register;

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

/// What makes features of places.
pub trait Describe {
    /// A feature.
    type Feature<'a>: Serialize
    where
        Self: 'a;

    /// The feature of a place, if it is to have one.
    fn feature<'a>(
        &'a self,
        register: &'a Register,
        place: &'a Registered,
    ) -> Option<Self::Feature<'a>>;
}

/// The features of all places, made while they are written, so that they are never in memory.
pub struct Each<'a, D>(pub &'a Register, pub D);

impl<D: Describe> Serialize for Each<'_, D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(register, describe) = self;
        let mut features = serializer.serialize_seq(None)?;
        for place in register.of_kind(EntityType::Place) {
            let place = place.map_err(S::Error::custom)?;
            if let Some(feature) = describe.feature(register, &place) {
                features.serialize_element(&feature)?;
            }
        }
        features.end()
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
    folder.adopt(pending.written()?)
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
