//! `geo/`: the places of the registers for maps and gazetteers.

mod features;
mod geojson;
mod linked;
mod lp_tsv;

use crate::error::Error;
use crate::model::corpus::{Corpus, Registered, Stretch};
use crate::model::entity::EntityType;
use crate::model::record::Run;
use crate::write::folder::Folder;
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
    fn close(
        self: Box<Self>,
        run: &Run,
        corpus: &Corpus,
        folder: &mut Folder,
    ) -> Result<(), Error> {
        geojson::write(corpus, folder)?;
        linked::write(run, corpus, folder)?;
        lp_tsv::write(run, corpus, folder)?;
        let left_out = left_out(run, corpus);
        if left_out > 0 {
            let message = format!(
                "and places.lp.tsv leave out {left_out} of {} places, which no text with a date mentions; give corpus.dates in litopys.toml",
                places(corpus).count()
            );
            folder.note(linked::PATH, message);
        }
        Ok(())
    }
}

/// The places, in the order of their keys.
fn places(corpus: &Corpus) -> impl Iterator<Item = &Registered> {
    corpus.entities.values().filter(|known| known.entity.kind == EntityType::Place)
}

/// When a place is attested, and by what: never invented, so there may be nothing.
fn attested(run: &Run, place: &Registered) -> Option<(Stretch, &'static str)> {
    let by = |dates: Option<Stretch>, what| dates.map(|dates| (dates, what));
    by(place.beside, "dates in the same sentences")
        .or(by(place.documents, "dates in the same texts"))
        .or(by(run.colophon.dates, "dates of the corpus"))
}

/// How many places the formats that want a date go without.
fn left_out(run: &Run, corpus: &Corpus) -> usize {
    places(corpus).filter(|place| attested(run, place).is_none()).count()
}
