//! How fast dates and names are found: `cargo bench --bench find --no-default-features`.
//!
//! A short and a long document, since time must grow with length and nothing else: generated prose,
//! sentences that each hold names or dates, and the numbers of wars, offices and trade that are none.

use litopys::model::document::{DocId, Place};
use litopys::{lang, read};

mod corpus;
#[path = "pipeline/stages.rs"]
mod stages;

use stages::Stages;

/// Bytes of the texts that are measured.
const SIZES: [usize; 2] = [1 << 16, 2 << 20];

/// Runs for each size, of which the fastest counts.
const RUNS: usize = 3;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    print!("{:>8} {:>10} {:>8} {:>8}", "text", "bytes", "dates", "names");
    stages::NAMES.iter().for_each(|name| print!(" {name:>13}"));
    println!("   ms/MB");
    // `cargo bench --bench find -- prose` measures one of the texts.
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    for (name, piece) in [("prose", prose()), ("dense", dense()), ("figures", figures())] {
        if !asked.is_empty() && !asked.iter().any(|one| one == name) {
            continue;
        }
        for size in SIZES {
            let mut text = piece.repeat(size / piece.len() + 1);
            text.truncate(text.floor_char_boundary(size));
            measure(name, text);
        }
    }
}

fn measure(name: &str, text: String) {
    let bytes = text.len();
    let id = DocId::from_romanized("text");
    let place = Place { id, name: "text.txt".to_owned(), member: None, shard: None };
    let Ok(document) = read::plain(place, text) else { return };
    let language = lang::default();
    let model = language.model();
    let run = || {
        let mut stages = Stages::default();
        stages.add(&document, language, model.as_deref());
        stages
    };
    let runs: Vec<Stages> = (0..RUNS).map(|_| run()).collect();
    print!("{name:>8} {bytes:>10} {:>8} {:>8}", runs[0].dates, runs[0].names);
    for stage in 0..stages::NAMES.len() {
        let best = runs.iter().map(|run| run.seconds[stage]).fold(f64::MAX, f64::min);
        print!(" {:>13.2}", best * 1e9 / bytes as f64);
    }
    println!();
}

/// One long document of generated text.
fn prose() -> String {
    let generator = corpus::Generator::new().expect("corpus/uk can be read");
    generator.documents(SIZES[1], 1).collect()
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
