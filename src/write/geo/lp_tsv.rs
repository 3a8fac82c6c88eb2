//! `geo/places.lp.tsv`: the table of Linked Places (LP-TSV 0.5), every place that some date attests.

use std::borrow::Cow;
use std::io::BufWriter;

use csv::{QuoteStyle, WriterBuilder};

use crate::error::Error;
use crate::model::corpus::{NameType, Registered};
use crate::model::date::day::Day;
use crate::model::entity::EntityType;
use crate::model::record::Run;
use crate::write::folder::Folder;
use crate::write::geo::attested;
use crate::write::iri;
use crate::write::register::Register;

const PATH: &str = "geo/places.lp.tsv";

const COLUMNS: [&str; 14] = [
    "id",
    "title",
    "title_source",
    "fclasses",
    "aat_types",
    "start",
    "end",
    "matches",
    "variants",
    "types",
    "parent_name",
    "parent_id",
    "lon",
    "lat",
];

/// Writes the places.
pub fn write(run: &Run, register: &Register, folder: &mut Folder) -> Result<(), Error> {
    let (file, pending) = folder.begin(PATH)?;
    let mut builder = WriterBuilder::new();
    let builder = builder.delimiter(b'\t').quote_style(QuoteStyle::Never);
    let mut lines = builder.from_writer(BufWriter::new(file));
    let failed = |error: csv::Error| Error::write(pending.path(), error.into());
    lines.write_record(COLUMNS).map_err(failed)?;
    for place in register.of_kind(EntityType::Place) {
        if let Some(cells) = row(run, register, &*place?) {
            let cells = cells.iter().map(|cell| without_tabs(cell).into_owned());
            lines.write_record(cells).map_err(failed)?;
        }
    }
    lines.flush().map_err(|error| failed(error.into()))?;
    folder.adopt(pending.written()?)
}

fn row(run: &Run, register: &Register, place: &Registered) -> Option<[String; COLUMNS.len()]> {
    let ((first, last), _) = attested(run, place)?;
    let entity = &*place.entity;
    let year = |day: Day| day.to_gregorian().0.to_string();
    let kind = run.types.iter().find(|kind| kind.kind == "place" && kind.subtype == entity.subtype);
    // A parent must be named with its address, and there is none without a base.
    let parent = register.parent(entity).filter(|_| !run.colophon.base.is_empty());
    Some([
        entity.id.as_str().to_owned(),
        entity.name.clone(),
        run.colophon.title_of_records().to_owned(),
        entity.fclass.map(String::from).unwrap_or_default(),
        kind.map(|kind| kind.aat.clone()).unwrap_or_default(),
        year(first),
        year(last),
        matches(place),
        variants(place),
        kind.map(|kind| kind.label_en.clone()).unwrap_or_default(),
        parent.map(|parent| parent.name.clone()).unwrap_or_default(),
        parent.map(|parent| iri::entity(run, PATH, parent.id.as_str())).unwrap_or_default(),
        entity.point.map(|point| point.lon.to_string()).unwrap_or_default(),
        entity.point.map(|point| point.lat.to_string()).unwrap_or_default(),
    ])
}

fn matches(place: &Registered) -> String {
    let entity = &*place.entity;
    let ids = [("wd", &entity.wikidata), ("gn", &entity.geonames)];
    let known = ids.iter().filter(|(_, id)| !id.is_empty());
    known.map(|(prefix, id)| format!("{prefix}:{id}")).collect::<Vec<_>>().join(";")
}

fn variants(place: &Registered) -> String {
    let names = place.names();
    let others = names.iter().filter(|name| name.name_type != NameType::Main);
    // The format has no way to write its own marks in a name.
    let name = |text: &str| text.replace(';', ",").replace('@', " ");
    others.map(|one| format!("{}@{}", name(one.name), one.lang)).collect::<Vec<_>>().join(";")
}

/// The format has no quotation: a cell holds no tabs and line ends, and no mark that readers
/// would take for the beginning of one.
fn without_tabs(cell: &str) -> Cow<'_, str> {
    if cell.contains(['\t', '\r', '\n', '"']) {
        Cow::Owned(cell.replace(['\t', '\r', '\n'], " ").replace('"', "'"))
    } else {
        Cow::Borrowed(cell)
    }
}
