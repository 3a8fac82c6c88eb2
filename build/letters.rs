//! Counts which letters follow which, so that bytes in a wrong code page are known by their nonsense.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, io};

#[path = "../src/charset/alphabet.rs"]
mod alphabet;

use alphabet::{CLASSES, class};

/// Texts by language, and how much each language counts.
const CORPUS: &str = "corpus/uk";
const TEXTS: &str = "data/charset";
/// How often, of so many pairs, a letter that no text has.
const PAIRS: f64 = 100_000.0;
const UNSEEN: f64 = 0.05;
/// So many pairs are added to those of a letter, in which any letters follow as often as anywhere.
const ANY: f64 = 40.0;
/// Steps of one bit.
const STEPS: f64 = 16.0;

type Counts = [[f64; CLASSES]; CLASSES];

/// What it costs each letter to follow each other one, in sixteenths of a bit, row by row.
pub fn compile() -> Result<Vec<u8>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={CORPUS}");
    println!("cargo::rerun-if-changed={TEXTS}");
    println!("cargo::rerun-if-changed=src/charset/alphabet.rs");
    let sources = [(0.5, training()?), (0.3, beginning("ru-")?), (0.2, beginning("old-ru-")?)];
    let mut sums: Counts = [[0.0; CLASSES]; CLASSES];
    for (share, paths) in sources {
        let (counts, total) = count(&paths)?;
        for (sum, count) in sums.iter_mut().flatten().zip(counts.iter().flatten()) {
            *sum += share * PAIRS * count / total;
        }
    }
    let mut anywhere = [UNSEEN / PAIRS; CLASSES];
    for row in sums {
        for (share, count) in anywhere.iter_mut().zip(row) {
            *share += count / PAIRS;
        }
    }
    let mut costs = Vec::with_capacity(CLASSES * CLASSES);
    for row in sums {
        let total = row.iter().sum::<f64>() + ANY;
        for (count, share) in row.iter().zip(anywhere) {
            let cost = -((count + ANY * share) / total).log2() * STEPS;
            costs.push(cost.round().min(255.0) as u8);
        }
    }
    Ok(costs)
}

/// The annotated texts that are for training; the others stay unseen.
fn training() -> io::Result<Vec<PathBuf>> {
    let split = fs::read_to_string(Path::new(CORPUS).join("split.tsv"))?;
    let names = split.lines().filter_map(|row| row.strip_suffix("\ttrain"));
    Ok(names.map(|name| Path::new(CORPUS).join(format!("{name}.txt"))).collect())
}

fn beginning(with: &str) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(TEXTS)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(with) {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn count(paths: &[PathBuf]) -> io::Result<(Counts, f64)> {
    let mut counts = [[0.0; CLASSES]; CLASSES];
    let mut total = 0.0;
    for path in paths {
        let mut before = 0;
        for c in fs::read_to_string(path)?.chars() {
            let (letter, _) = class(c);
            // Space after space says nothing of the letters.
            if (before, letter) != (0, 0) {
                counts[usize::from(before)][usize::from(letter)] += 1.0;
                total += 1.0;
            }
            before = letter;
        }
    }
    Ok((counts, total))
}
