//! Texts, code pages and lengths: how often is the page known? The table of `docs/encodings.md`.

use std::fmt::Write;

use litopys::charset::decode::decode;
use litopys::charset::detect;
use litopys::model::document::Encoding;

use super::{PAGES, corpus, encode, held_out, typed};

/// Windows seen and windows decoded as they were.
#[derive(Clone, Copy, Default)]
struct Rate {
    all: u32,
    exact: u32,
}

impl Rate {
    fn percent(self) -> f64 {
        100.0 * f64::from(self.exact) / f64::from(self.all)
    }

    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.exact += other.exact;
    }
}

/// Every window of so many characters that has more than ASCII, in one encoding.
fn rate(text: &str, encoding: Encoding, len: usize, step: usize) -> Rate {
    let chars: Vec<char> = typed(text, encoding).chars().collect();
    let mut rate = Rate::default();
    for window in chars.windows(len).step_by(step) {
        let window: String = window.iter().collect();
        if window.is_ascii() {
            continue;
        }
        let bytes = encode(&window, encoding);
        let guess = detect(&bytes);
        let decoded = guess.and_then(|guess| decode(&bytes, guess.encoding).ok());
        let is_exact = decoded.is_some_and(|decoded| decoded.text == window);
        rate.add(Rate { all: 1, exact: u32::from(is_exact) });
    }
    rate
}

fn rates(
    texts: &[(String, String)],
    encodings: &[Encoding],
    len: usize,
    step: usize,
    change: fn(&str) -> String,
) -> Rate {
    let mut sum = Rate::default();
    for (_, text) in texts {
        for encoding in encodings {
            sum.add(rate(&change(text), *encoding, len, step));
        }
    }
    sum
}

fn capitals(text: &str) -> String {
    text.to_uppercase()
}

fn smalls(text: &str) -> String {
    text.to_lowercase()
}

#[track_caller]
fn at_least(percent: f64, rate: Rate) {
    assert!(1000 < rate.all);
    let found = rate.percent();
    assert!(percent <= found, "{found:.2} % of {} instead of {percent} %", rate.all);
}

#[test]
fn short_texts_in_every_page_are_decoded_as_they_were() {
    let with_utf_8: Vec<Encoding> = PAGES.into_iter().chain([Encoding::Utf8]).collect();
    for (texts, step) in [(held_out(), 5), (corpus("test"), 97), (corpus("dev"), 97)] {
        at_least(99.0, rates(&texts, &with_utf_8, 60, step, str::to_owned));
        at_least(97.0, rates(&texts, &with_utf_8, 30, step, str::to_owned));
        at_least(95.0, rates(&texts, &with_utf_8, 60, step, capitals));
        at_least(99.0, rates(&texts, &with_utf_8, 200, step, capitals));
    }
}

#[test]
fn short_texts_in_utf_16_are_decoded_as_they_were() {
    let encodings = [Encoding::Utf16Le, Encoding::Utf16Be];
    at_least(99.0, rates(&held_out(), &encodings, 30, 5, str::to_owned));
    at_least(99.0, rates(&corpus("test"), &encodings, 30, 97, str::to_owned));
}

/// The length of windows, and what is done to the text.
type Column = (usize, fn(&str) -> String);

/// `cargo test --test it charset::matrix -- --ignored --nocapture` prints the tables.
#[test]
#[ignore = "prints the tables of docs/encodings.md"]
fn print_the_tables() {
    let mut table = String::new();
    let encodings = [&PAGES[..], &[Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be]].concat();
    let columns: [Column; 7] = [
        (30, str::to_owned),
        (60, str::to_owned),
        (200, str::to_owned),
        (30, smalls),
        (30, capitals),
        (60, capitals),
        (200, capitals),
    ];
    let mut row = |name: &str, texts: &[(String, String)], encodings: &[Encoding], step| {
        write!(table, "| {name} |").unwrap();
        for (len, change) in columns {
            write!(table, " {:.1} |", rates(texts, encodings, len, step, change).percent())
                .unwrap();
        }
        table.push('\n');
    };
    let (new, test) = (held_out(), corpus("test"));
    for encoding in encodings {
        row(encoding.name(), &new, &[encoding], 3);
    }
    for text in &new {
        row(&text.0.clone(), std::slice::from_ref(text), &PAGES, 3);
    }
    row("new texts, all pages", &new, &PAGES, 3);
    row("corpus test, all pages", &test, &PAGES, 41);
    row("corpus dev, all pages", &corpus("dev"), &PAGES, 41);
    println!("{table}");
    calibration(&new);
}

/// How often guesses of a confidence are right.
fn calibration(texts: &[(String, String)]) {
    let mut bins = [Rate::default(); 4];
    for (_, text) in texts {
        for encoding in PAGES {
            let chars: Vec<char> = typed(text, encoding).chars().collect();
            for window in chars.windows(12).step_by(3) {
                let window: String = window.iter().collect();
                let bytes = encode(&window, encoding);
                let Some(guess) = detect(&bytes).filter(|_| !window.is_ascii()) else { continue };
                let text = decode(&bytes, guess.encoding).map(|decoded| decoded.text);
                let bin = [0.5, 0.9, 0.99].iter().filter(|limit| **limit <= guess.confidence);
                bins[bin.count()].add(Rate { all: 1, exact: u32::from(text == Ok(window)) });
            }
        }
    }
    for (name, bin) in ["below 0.5", "0.5–0.9", "0.9–0.99", "from 0.99"].into_iter().zip(bins) {
        println!("| {name} | {} | {:.1} |", bin.all, bin.percent());
    }
}
