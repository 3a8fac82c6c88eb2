//! `geo/`: the places of the registers for maps and gazetteers.

mod features;
mod geojson;
mod linked;
mod lp_tsv;

use crate::error::Error;
use crate::model::corpus::{Registered, Stretch};
use crate::model::entity::EntityType;
use crate::model::record::Run;
use crate::write::folder::Folder;
use crate::write::register::{Register, Whole};
use crate::write::{Sink, Writer};

/// GeoJSON, Linked Places format and its table.
pub struct Geo;

impl Writer for Geo {
    fn name(&self) -> Option<&'static str> {
        Some("geo")
    }

    fn open(&self, _: &Run, _: &mut Folder) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(Files))
    }
}

struct Files;

impl Sink for Files {
    fn close(self: Box<Self>, run: &Run, whole: &Whole, folder: &mut Folder) -> Result<(), Error> {
        let register = &whole.register;
        let left_out = left_out(run, register)?;
        geojson::write(register, folder)?;
        linked::write(run, register, left_out, folder)?;
        lp_tsv::write(run, register, folder)?;
        if left_out > 0 {
            let message = format!(
                "and places.lp.tsv leave out {left_out} of {} places, which no text with a date mentions; give corpus.dates in litopys.toml",
                register.count(EntityType::Place)
            );
            folder.note(linked::PATH, message);
        }
        Ok(())
    }
}

/// When a place is attested, and by what: never invented, so there may be nothing.
fn attested(run: &Run, place: &Registered) -> Option<(Stretch, &'static str)> {
    let by = |dates: Option<Stretch>, what| dates.map(|dates| (dates, what));
    by(place.beside, "dates in the same sentences")
        .or(by(place.documents, "dates in the same texts"))
        .or(by(run.colophon.dates, "dates of the corpus"))
}

/// How many places the formats that want a date go without.
fn left_out(run: &Run, register: &Register) -> Result<u64, Error> {
    let mut count = 0;
    for place in register.of_kind(EntityType::Place) {
        count += u64::from(attested(run, &*place?).is_none());
    }
    Ok(count)
}
