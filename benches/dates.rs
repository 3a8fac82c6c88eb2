//! How fast dates are found: `cargo bench --bench dates --no-default-features`.
//!
//! Two texts, repeated, since time must grow with their length and nothing else: prose with a date
//! in every 600 bytes, and the numbers of wars, offices and trade that are none. A third of the
//! time goes into looking up each word, which the other finders will share.

use std::hint::black_box;
use std::time::Instant;

use litopys::find::{self, Finder};
use litopys::model::span::{Raw, Text};
use litopys::{clean, lang, link, split};

/// Bytes of the texts that are measured.
const SIZES: [usize; 3] = [1 << 16, 1 << 20, 100 << 20];

/// Runs for each size, of which the fastest counts.
const RUNS: usize = 3;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    println!(
        "{:>8} {:>10} {:>8} {:>12} {:>12}",
        "text", "bytes", "dates", "find ms/MB", "link ms/MB"
    );
    for (name, piece) in [("prose", prose()), ("figures", figures())] {
        for size in SIZES {
            measure(name, piece.repeat(size / piece.len() + 1));
        }
    }
}

fn measure(name: &str, text: String) {
    let megabytes = text.len() as f64 / 1e6;
    let raw = Text::<Raw>::new(text);
    let language = lang::default();
    let cleaned = clean::clean(&raw);
    let layout = split::split(&raw, &cleaned, language);
    let dates: Finder = find::FINDERS[0];
    let mut best = (f64::MAX, f64::MAX);
    let mut count = 0;
    for _ in 0..RUNS {
        let started = Instant::now();
        let found = find::find_with(&[dates], &cleaned, &layout, language);
        let finding = started.elapsed().as_secs_f64();
        count = found.len();
        let started = Instant::now();
        let mut resolver = link::date::Dates::new(Default::default());
        for (_, one) in &found {
            if let litopys::model::mention::Reading::Date(expression) = &one.reading {
                black_box(resolver.resolve(expression));
            }
        }
        let linking = started.elapsed().as_secs_f64();
        best = (best.0.min(finding), best.1.min(linking));
    }
    let per = |seconds: f64| seconds * 1e3 / megabytes;
    let bytes = raw.as_str().len();
    println!("{name:>8} {bytes:>10} {count:>8} {:>12.2} {:>12.3}", per(best.0), per(best.1));
}

/// Sentences of every kind, with and without dates.
fn prose() -> String {
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
