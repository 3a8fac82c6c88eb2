//! A run in shards: each works on its chunks alone, and the merged output is that of one run.
//!
//! Every shard reads all sources, so that ids, subfolders and the borders of chunks are those of one
//! run. Their seals tell shards apart that do not belong together.

use std::iter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use crate::config::cores;
use crate::error::Error;
use crate::lang;
use crate::pipeline::done::{Done, Sum, counts};
use crate::pipeline::flow::{self, Extent, Shared};
use crate::pipeline::ordered::Ordered;
use crate::pipeline::plan::Plan;
use crate::pipeline::{paths, pool, told, up_to_date};
use crate::read::source::Source;
use crate::report::{Counts, Event, SetAside, Summary};
use crate::shard::{Reader, Shard, Writer, is_shard, pack};
use crate::write::folder::is_inside;
use crate::write::register::Gathering;
use crate::write::{self, Encoded, SCHEMA_VERSION};

/// What a shard is a part of, and what came of it.
#[derive(Debug, Serialize, Deserialize)]
struct Seal<P> {
    plan: P,
    shard: Shard,
    extent: Extent,
    counts: Counts,
    set_aside: Vec<SetAside>,
}

/// The part of a seal that any version can read.
#[derive(Debug, Deserialize)]
struct Origin {
    plan: Version,
}

#[derive(Debug, Deserialize)]
struct Version {
    version: String,
    schema_version: String,
}

/// Converts the chunks of one shard into its file.
pub fn convert(
    shared: &Shared<'_>,
    sources: Vec<Source>,
    pool: &rayon::ThreadPool,
    shard: Shard,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error> {
    let (plan, folder) = (shared.plan, shared.config.output.as_path());
    if let Some(seal) = finished(&folder.join(shard.file_name()), plan, shard) {
        return Ok(told(seal.counts, &seal.set_aside, watch));
    }
    let mut writer = Writer::begin(folder, shard)?;
    let mut sum = Sum::new(Gathering::new(folder));
    let finish = |mut done: Done| {
        let packed = pack(&done)?;
        done.encoded.clear();
        Ok((done, packed))
    };
    let extent = flow::flow(shared, sources, pool, &finish, &mut |(done, packed)| {
        sum.add(done, plan.sources, watch)?;
        writer.add(&packed)
    })?;
    let (whole, set_aside) = sum.finish(iter::empty())?;
    let counts = counts(whole.totals, whole.register.len());
    writer.seal(&Seal { plan, shard, extent, counts, set_aside })?;
    Ok(Summary { counts, up_to_date: false, changed: 1, removed: 0 })
}

/// The seal of a shard that an earlier run made of the same.
fn finished(path: &Path, plan: &Plan, shard: Shard) -> Option<Seal<Plan>> {
    let (_, seal) = Reader::open::<Seal<Plan>>(path).ok()?;
    (seal.plan.run_key == plan.run_key && seal.shard == shard).then_some(seal)
}

/// Makes of all shards of a run what one run would have made.
pub fn merge(
    shards: &[PathBuf],
    output: &Path,
    stop: &AtomicBool,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error> {
    paths::check_merge(output, shards)?;
    let (plan, extent, mut readers) = open(shards)?;
    if let Some(summary) = up_to_date(output, &plan.run_key, watch) {
        return Ok(summary);
    }
    let pool = pool(cores())?;
    let mut ordered = Ordered::open(&plan, output)?;
    for sequence in 0..extent.chunks {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let turn = usize::try_from(sequence % readers.len().max(1) as u64).unwrap_or_default();
        let Some(reader) = readers.get_mut(turn) else { break };
        let done = reader.take::<Done>()?.filter(|done| is_sound(done, sequence));
        let lacks = || {
            let path = reader.path().display();
            Error::Usage(format!(
                "«{path}» lacks chunk {sequence}, which is its own; remove it and run its shard again"
            ))
        };
        ordered.take(done.ok_or_else(lacks)?, &pool, watch)?;
    }
    ordered.close(&pool, watch)
}

/// Whether this is the chunk, and its files stay in the folder; a shard may come from anybody.
fn is_sound(done: &Done, sequence: u64) -> bool {
    let stays = |encoded: &Encoded| match encoded {
        Encoded::Files(files) => files.iter().all(|file| is_inside(&file.path)),
        _ => true,
    };
    done.sequence == sequence && done.encoded.iter().all(stays)
}

/// The shards of one run in their order, each there once.
fn open(paths: &[PathBuf]) -> Result<(Plan, Extent, Vec<Reader>), Error> {
    let files = files(paths)?;
    let mut opened = files.iter().map(|path| sealed(path)).collect::<Result<Vec<_>, Error>>()?;
    opened.sort_by_key(|(_, seal)| seal.shard.number);
    fit(&opened)?;
    let mut readers = Vec::new();
    let mut of_all = None;
    for (reader, seal) in opened {
        readers.push(reader);
        of_all.get_or_insert((seal.plan, seal.extent));
    }
    let nothing = "there is no shard to merge; give files that convert --shard wrote";
    let (plan, extent) = of_all.ok_or_else(|| Error::Usage(nothing.to_owned()))?;
    Ok((plan.with_tables(), extent, readers))
}

/// Opens a shard that this program could have written.
fn sealed(path: &Path) -> Result<(Reader, Seal<Plan>), Error> {
    let (_, Origin { plan: Version { version, schema_version } }) = Reader::open(path)?;
    let foreign = || {
        Error::Usage(format!(
            "«{}» was written by another Litopys ({version}); merge with that one, or run its shard again with this",
            path.display()
        ))
    };
    if version != env!("CARGO_PKG_VERSION") || schema_version != SCHEMA_VERSION {
        return Err(foreign());
    }
    let (reader, seal) = Reader::open::<Seal<Plan>>(path)?;
    // Builds of one version may differ in their tables and in their formats.
    let rules = seal.plan.run.knowledge.first().map(|(_, hash)| hash);
    let known = write::names();
    let is_known = |format: &String| known.contains(&format.as_str());
    if rules != Some(&lang::fingerprint()) || !seal.plan.to.iter().all(is_known) {
        return Err(foreign());
    }
    Ok((reader, seal))
}

/// The files that are given, and the shards in folders that are.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        for entry in path.read_dir().map_err(|error| Error::read(path, error))? {
            let entry = entry.map_err(|error| Error::read(path, error))?;
            if is_shard(&entry.file_name().to_string_lossy()) {
                found.push(entry.path());
            }
        }
    }
    Ok(found)
}

/// Whether shards, sorted by number, are those of one run, and all of them.
fn fit(opened: &[(Reader, Seal<Plan>)]) -> Result<(), Error> {
    let Some((first, Seal { plan, shard, extent, .. })) = opened.first() else { return Ok(()) };
    let of = shard.of;
    let mut before = first;
    for ((reader, seal), number) in opened.iter().zip(1..) {
        let both = |one: &Reader, what: &str| {
            let (one, other) = (one.path().display(), reader.path().display());
            Err(Error::Usage(format!("«{one}» and «{other}» {what}")))
        };
        if seal.plan.run_key != plan.run_key || seal.shard.of != of {
            let what = "are of different runs; make all shards of the same sources, with the same options and the same number of shards";
            return both(first, what);
        }
        if seal.extent != *extent {
            let what = "have read different documents, since sources changed meanwhile; remove all shards and run them again";
            return both(first, what);
        }
        if seal.shard.number < number {
            let what = format!("are both shard {} of {of}; give one of them", seal.shard.number);
            return both(before, &what);
        }
        if number < seal.shard.number {
            return Err(missing(number, of));
        }
        before = reader;
    }
    match u32::try_from(opened.len()) {
        Ok(there) if there < of => Err(missing(there + 1, of)),
        _ => Ok(()),
    }
}

fn missing(number: u32, of: u32) -> Error {
    Error::Usage(format!(
        "shard {number} of {of} is missing; give its file too, or make it with convert --shard {number}/{of}"
    ))
}
