//! What each output format costs: `cargo bench --bench write` (with `--no-default-features`, all but
//! Parquet).
//!
//! Documents of the size of an article, made of the texts of `input/`, are read, found and linked
//! once; then each writer encodes them, a chunk at a time, and writes its files. Time is that of the
//! processor, files included. A file after `--` is measured instead of `input/`.

use std::fs;
use std::path::Path;

use cpu_time::ProcessTime;
use litopys::error::Error;
use litopys::find::Aids;
use litopys::lang;
use litopys::lexicon::{rules, types};
use litopys::model::corpus::Corpus;
use litopys::model::date::value::Policy;
use litopys::model::document::{DocId, Place};
use litopys::model::record::{Outcome, Run};
use litopys::write::folder::Folder;
use litopys::write::{WRITERS, Writer};
use litopys::{pipeline, read};

/// Bytes of all documents, and of one.
const SIZES: [usize; 2] = [4 << 20, 1 << 16];

/// Documents of a chunk.
const CHUNK: usize = 4;

/// Runs, of which the fastest counts.
const RUNS: usize = 3;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let outcomes = outcomes()?;
    let records = || {
        outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Done(record) => Some(&**record),
            Outcome::SetAside(_) => None,
        })
    };
    let bytes: usize = records().map(|record| record.document.bytes.len()).sum();
    let mentions: usize = records().map(|record| record.mentions.len()).sum();
    println!("{bytes} bytes, {mentions} mentions");
    let mut corpus = Corpus::default();
    records().for_each(|record| corpus.add(record));
    corpus.list(lang::default().names().iter());
    let run = Run { rules: rules::all(), types: types::all(), ..Run::default() };
    for writer in WRITERS {
        let mut best = f64::MAX;
        for _ in 0..RUNS {
            let folder = tempfile::tempdir()?;
            let started = ProcessTime::now();
            write(*writer, folder.path(), &run, &corpus, &outcomes)?;
            best = best.min(started.elapsed().as_secs_f64());
        }
        let name = writer.name().unwrap_or("(always)");
        println!("{name:>12} {:8.2} ms/MB", best * 1e9 / bytes as f64);
    }
    Ok(())
}

fn write(
    writer: &dyn Writer,
    root: &Path,
    run: &Run,
    corpus: &Corpus,
    outcomes: &[Outcome],
) -> Result<(), Error> {
    let mut folder = Folder::open(root)?;
    let mut sink = writer.open(run, &mut folder)?;
    for chunk in outcomes.chunks(CHUNK) {
        sink.append(writer.encode(run, chunk)?, &mut folder)?;
    }
    sink.close(run, corpus, &mut folder)
}

fn outcomes() -> std::io::Result<Vec<Outcome>> {
    let mut text = String::new();
    let asked = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let asked = asked.unwrap_or_else(|| "input".to_owned());
    for entry in walkdir::WalkDir::new(asked).sort_by_file_name().into_iter().flatten() {
        if entry.path().extension().is_some_and(|ending| ending == "txt") {
            text.push_str(&fs::read_to_string(entry.path())?);
        }
    }
    let [all, one] = SIZES;
    let text = text.repeat(one / text.len() + 1);
    let language = lang::default();
    let model = language.model();
    let outcome = |n: usize| {
        let id = DocId::from_romanized(&format!("text {n}"));
        let place = Place { id, name: format!("text {n}.txt"), member: None, shard: None };
        let document = read::plain(place, text.clone()).ok()?;
        let aids = Aids { model: model.as_deref(), ..Aids::default() };
        let record = pipeline::process(document, language, Policy::default(), aids, false);
        Some(Outcome::Done(Box::new(record)))
    };
    Ok((0..all / text.len()).filter_map(outcome).collect())
}
