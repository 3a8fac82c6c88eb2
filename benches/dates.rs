//! How fast dates are found: `cargo bench --bench dates --no-default-features`.
//!
//! The text is the prose of the rule tables, of which about one word in forty belongs to a date;
//! it is repeated, since time must grow with its length and nothing else.

use std::hint::black_box;
use std::time::Instant;

use litopys::find::{self, Finder};
use litopys::model::span::{Raw, Text};
use litopys::{clean, lang, link, split};

/// Bytes of the texts that are measured.
const SIZES: [usize; 3] = [1 << 16, 1 << 20, 1 << 24];

/// Runs for each size, of which the fastest counts.
const RUNS: usize = 5;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let prose = prose();
    println!("{:>10} {:>8} {:>12} {:>12}", "bytes", "dates", "find ms/MB", "link ms/MB");
    for size in SIZES {
        let mut text = String::with_capacity(size + prose.len());
        while text.len() < size {
            text.push_str(&prose);
        }
        measure(text);
    }
}

fn measure(text: String) {
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
    println!("{:>10} {count:>8} {:>12.2} {:>12.3}", raw.as_str().len(), per(best.0), per(best.1));
}

/// Sentences of every kind, with and without dates.
fn prose() -> String {
    let tables = [
        include_str!("../tests/rules/uk/date-none.tsv"),
        include_str!("../tests/rules/uk/name.tsv"),
        include_str!("../tests/rules/uk/sentences.tsv"),
    ];
    let lines = tables.iter().flat_map(|table| table.lines().skip(1));
    let texts: Vec<String> = lines
        .filter_map(|line| line.split('\t').next())
        .map(|text| text.replace('‖', "").replace("\\n", " "))
        .collect();
    texts.join("\n\n")
}
