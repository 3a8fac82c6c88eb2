//! How fast dates and names are found: `cargo bench --bench find --no-default-features`.
//!
//! Texts are repeated, since time must grow with their length and nothing else: prose as archives
//! hold it (the texts of `input/`), sentences that each hold names or dates, and the numbers of
//! wars, offices and trade that are none. Each finder looks up each word for itself. The time of the
//! model is what it adds to that of the rules.

use std::hint::black_box;
use std::time::Instant;

use litopys::model::document::{DocId, Place};
use litopys::{clean, find, lang, link, read, split};

/// Bytes of the texts that are measured.
const SIZES: [usize; 2] = [1 << 16, 2 << 20];

/// Runs for each size, of which the fastest counts.
const RUNS: usize = 3;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    println!(
        "{:>8} {:>10} {:>8} {:>12} {:>8} {:>12} {:>12} {:>12}",
        "text",
        "bytes",
        "dates",
        "dates ms/MB",
        "names",
        "rules ms/MB",
        "model ms/MB",
        "link ms/MB"
    );
    // `cargo bench --bench find -- prose` measures one of the texts.
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    for (name, piece) in [("prose", prose()), ("dense", dense()), ("figures", figures())] {
        if !asked.is_empty() && !asked.iter().any(|one| one == name) {
            continue;
        }
        for size in SIZES {
            measure(name, piece.repeat(size / piece.len() + 1));
        }
    }
}

fn measure(name: &str, text: String) {
    let megabytes = text.len() as f64 / 1e6;
    let id = DocId::from_romanized("text");
    let place = Place { id, name: "text.txt".to_owned(), member: None, shard: None };
    let Ok(document) = read::plain(place, text) else { return };
    let language = lang::default();
    let cleaned = clean::clean(&document.text);
    let layout = split::split(&document.text, &cleaned, language);
    let model = language.model();
    let mut best = [f64::MAX; 4];
    let mut counts = (0, 0);
    for _ in 0..RUNS {
        let mut times = [0.0; 4];
        let mut started = Instant::now();
        let mut lap = |at: usize| {
            times[at] = started.elapsed().as_secs_f64();
            started = Instant::now();
        };
        let dates = find::dates(&cleaned, &layout, language);
        lap(0);
        black_box(find::names(&cleaned, &layout, language, None));
        lap(1);
        let names = find::names(&cleaned, &layout, language, model.as_deref());
        lap(2);
        counts = (dates.len(), names.len());
        black_box(link::link(&document, &cleaned, names, language, Default::default()));
        lap(3);
        for (best, time) in best.iter_mut().zip(times) {
            *best = best.min(time);
        }
    }
    let [dates, rules, both, linking] = best.map(|seconds| seconds * 1e3 / megabytes);
    let model = both - rules;
    println!(
        "{name:>8} {:>10} {:>8} {dates:>12.2} {:>8} {rules:>12.2} {model:>12.2} {linking:>12.2}",
        (megabytes * 1e6) as usize,
        counts.0,
        counts.1
    );
}

/// The sample texts.
fn prose() -> String {
    let mut texts: Vec<_> = walk("input".as_ref());
    texts.sort();
    texts.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// Sentences of every kind, with and without dates.
fn dense() -> String {
    let tables = [
        include_str!("../tests/rules/uk/name.tsv"),
        include_str!("../tests/rules/uk/sentences.tsv"),
    ];
    tables.map(texts).concat()
}

/// Numbers of people, pages, files and sums.
fn figures() -> String {
    texts(include_str!("../tests/rules/uk/date-none.tsv"))
}

/// The texts of a rule table.
fn texts(table: &str) -> String {
    let texts = table.lines().skip(1).filter_map(|line| line.split('\t').next());
    texts.map(|text| text.replace('‖', "").replace("\\n", " ") + "\n\n").collect()
}
