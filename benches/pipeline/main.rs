//! How fast a run is, stage by stage and as a whole: `make bench`, or `cargo bench --bench pipeline
//! -- MB THREADS SEED`, as `-- 64 1,2 1`.
//!
//! The text is generated (`benches/corpus`). Times are those of the processor, which other programs
//! hardly change; MB are millions of bytes of text. Everything goes to `target/bench.json` too.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, mem, thread};

use cpu_time::ProcessTime;
use litopys::find::Aids;
use litopys::model::record::Outcome;
use litopys::{hash, lang, pipeline};
use serde_json::{Map, Value, json};

#[path = "../corpus/mod.rs"]
mod corpus;
mod program;
mod reading;
mod stages;
mod writers;

use program::Taken;
use stages::Stages;
use writers::{Times, Writers};

/// Bytes of text for the stages, at the most; the whole program gets all of it.
const STAGED: usize = 16_000_000;

/// Bytes of a chunk.
const CHUNK: usize = 1 << 18;

/// Runs, of which the fastest counts.
const RUNS: usize = 2;

/// Runs over a tiny file.
const STARTS: usize = 20;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let asked = |at: usize, default| asked.get(at).map_or(default, String::as_str).to_owned();
    let size = (asked(0, "64").parse::<f64>()? * 1e6) as usize;
    let threads = asked(1, "1,2");
    let threads: Vec<usize> = threads.split(',').map(str::parse).collect::<Result<_, _>>()?;
    let seed: u64 = asked(2, "1").parse()?;

    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let texts = target.join("bench");
    let text = text(&texts, size, seed)?;
    let documents = text["documents"].as_f64().unwrap_or_default();
    let (stages, formats) = measure_stages(&texts)?;
    let report = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "machine": machine(),
        "text": text,
        "stages": stages,
        "formats": formats,
        "program": measure_program(&texts, size as f64, documents, &threads)?,
        "start": measure_start(&texts)?,
    });
    let path = target.join("bench.json");
    fs::write(&path, serde_json::to_string_pretty(&report)? + "\n")?;
    println!("\nall of it is in {}", path.display());
    Ok(())
}

/// Writes the texts anew and tells what they are.
fn text(folder: &Path, size: usize, seed: u64) -> Result<Value, Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let documents = corpus::Generator::new()?.write(folder, size, seed)?;
    let mut hasher = hash::Hasher::default();
    for path in files(folder) {
        hasher.update(&fs::read(path)?);
    }
    println!("{documents} documents, {:.1} MB, seed {seed}\n", size as f64 / 1e6);
    let sha256 = hasher.finish();
    Ok(json!({ "bytes": size, "documents": documents, "seed": seed, "sha256": sha256 }))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

fn machine() -> Value {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map(|line| line.trim_start_matches(['\t', ' ', ':']));
    json!({ "cpu": model, "cores": thread::available_parallelism().map_or(1, usize::from) })
}

/// Times of one pass over the texts.
#[derive(Default)]
struct Pass {
    bytes: usize,
    read: f64,
    stages: Stages,
    /// All stages of a document together, as a run has them.
    whole: f64,
    writers: Vec<(Option<&'static str>, Times)>,
}

fn measure_stages(texts: &Path) -> Result<(Value, Value), Box<dyn Error>> {
    let passes: Vec<Pass> = (0..RUNS).map(|_| pass(texts)).collect::<Result<_, _>>()?;
    let [first, ..] = passes.as_slice() else { return Ok((Value::Null, Value::Null)) };
    let fastest = |seconds: &dyn Fn(&Pass) -> f64| {
        passes.iter().map(seconds).fold(f64::MAX, f64::min) * 1e6 / first.bytes as f64
    };
    println!("{:>16} {:>10} {:>12}", "stage", "ms/MB", "MB per CPU s");
    let mut stages = Map::new();
    let mut stage = |name: &str, seconds: f64| {
        println!("{name:>16} {:>10.2} {:>12.1}", seconds * 1e3, 1.0 / seconds);
        let figures = json!({ "ms_per_mb": seconds * 1e3, "mb_per_cpu_s": 1.0 / seconds });
        stages.insert(name.to_owned(), figures);
    };
    stage("read", fastest(&|pass| pass.read));
    for (at, name) in stages::NAMES.iter().enumerate() {
        stage(name, fastest(&|pass| pass.stages.seconds[at]));
    }
    stage("clean to link", fastest(&|pass| pass.whole));

    println!("\n{:>16} {:>10} {:>10}", "format", "encode", "write ms/MB");
    let mut formats = Map::new();
    for (at, (name, _)) in first.writers.iter().enumerate() {
        let milliseconds = |of: fn(&Times) -> Duration| {
            fastest(&|pass| of(&pass.writers[at].1).as_secs_f64()) * 1e3
        };
        let (encode, write) = (milliseconds(|times| times.encode), milliseconds(|t| t.write));
        println!("{:>16} {encode:>10.2} {write:>10.2}", name.unwrap_or("always"));
        let figures = json!({ "encode_ms_per_mb": encode, "write_ms_per_mb": write });
        if let Some(name) = name {
            formats.insert((*name).to_owned(), figures);
        }
    }
    Ok((Value::Object(stages), Value::Object(formats)))
}

fn pass(texts: &Path) -> Result<Pass, Box<dyn Error>> {
    let language = lang::default();
    let model = language.model();
    let model = model.as_deref();
    let mut writers = Writers::open()?;
    let mut pass = Pass::default();
    let (mut chunk, mut room) = (Vec::new(), CHUNK);
    for path in files(texts) {
        if pass.bytes >= STAGED {
            break;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut read = None;
        let started = ProcessTime::now();
        reading::documents(&path, &name, &mut |document| read = Some(document))?;
        pass.read += started.elapsed().as_secs_f64();
        let Some(document) = read else { continue };
        let size = document.bytes.len();
        pass.bytes += size;
        pass.stages.add(&document, language, model);
        let aids = Aids { model, ..Aids::default() };
        let started = ProcessTime::now();
        let record = pipeline::process(document, language, Default::default(), aids, false);
        pass.whole += started.elapsed().as_secs_f64();
        if size > room {
            writers.write(&mem::take(&mut chunk))?;
            room = CHUNK;
        }
        room = room.saturating_sub(size);
        chunk.push(Outcome::Done(Box::new(record)));
    }
    writers.write(&chunk)?;
    pass.writers = writers.close()?;
    Ok(pass)
}

/// What a run writes that is not told what to write.
fn formats() -> &'static str {
    if cfg!(feature = "parquet") { "csv,parquet,tei" } else { "csv,tei" }
}

fn measure_program(
    texts: &Path,
    bytes: f64,
    documents: f64,
    threads: &[usize],
) -> Result<Value, Box<dyn Error>> {
    let formats = formats();
    println!("\nthe program, with {formats}");
    println!(
        "{:>16} {:>12} {:>10} {:>14} {:>10}",
        "threads", "MB per CPU s", "MB/s", "documents/s", "peak MB"
    );
    let mut all = Vec::new();
    for threads in threads {
        let taken = best(RUNS, || program::convert(texts, *threads, formats))?;
        let Taken { wall, cpu, peak } = taken;
        let (mb, peak) = (bytes / 1e6, peak.map(|peak| peak / 1e6));
        let speed = cpu.map(|cpu| mb / cpu);
        println!(
            "{threads:>16} {:>12} {:>10.1} {:>14.0} {:>10}",
            shown(speed),
            mb / wall,
            documents / wall,
            shown(peak)
        );
        all.push(json!({
            "threads": threads, "formats": formats, "cpu_s": cpu, "wall_s": wall, "peak_mb": peak,
            "mb_per_cpu_s": speed, "mb_per_s": mb / wall, "documents_per_s": documents / wall,
        }));
    }
    Ok(Value::Array(all))
}

/// What a run over one line takes.
fn measure_start(texts: &Path) -> Result<Value, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let tiny = folder.path().join("tiny.txt");
    let first = files(texts).into_iter().next().map(fs::read_to_string).transpose()?;
    fs::write(&tiny, first.unwrap_or_default().lines().next().unwrap_or_default())?;
    let runs: Vec<Taken> =
        (0..STARTS).map(|_| program::convert(&tiny, 1, formats())).collect::<Result<_, _>>()?;
    let mean = |sum: f64| sum * 1e3 / runs.len() as f64;
    let wall = mean(runs.iter().map(|taken| taken.wall).sum());
    let cpu = runs.iter().map(|taken| taken.cpu).sum::<Option<f64>>().map(mean);
    println!("\na run over one line: {wall:.0} ms, {} ms of the processor", shown(cpu));
    Ok(json!({ "wall_ms": wall, "cpu_ms": cpu }))
}

/// The least time of some runs and the most memory.
fn best(runs: usize, run: impl Fn() -> std::io::Result<Taken>) -> std::io::Result<Taken> {
    let mut best = run()?;
    for _ in 1..runs {
        let Taken { wall, cpu, peak } = run()?;
        best.wall = best.wall.min(wall);
        best.cpu = best.cpu.zip(cpu).map(|(one, other)| one.min(other));
        best.peak = best.peak.zip(peak).map(|(one, other)| one.max(other));
    }
    Ok(best)
}

fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(|| "unknown".to_owned(), |figure| format!("{figure:.1}"))
}
