//! Texts of any size to measure with, as hard as real ones: the annotated corpus, its words changed.
//!
//! The texts of `corpus/uk` that train are the patterns, so sentences, marks, dates and the places of
//! names are those of prose. Each use of a pattern changes it: a word that the corpus has once gives
//! way to another that declines alike, since as many words of more text would be new (Good and
//! Turing); names give way to names of their kind, the same throughout a document; years and days
//! move. The same seed gives the same bytes as long as corpus and tables stay the same.

mod names;
mod pattern;
mod shapes;

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

use fastrand::Rng;

use names::Pools;
use pattern::{Pattern, Piece};
use shapes::Shapes;

/// Bytes of the shortest and of the longest document, but for its last paragraph.
const LENGTHS: [usize; 2] = [2_000, 60_000];

/// How far years move at the most.
const YEARS: i32 = 30;

/// What texts are made of.
pub struct Generator {
    shapes: Shapes,
    pools: Pools,
    patterns: Vec<Pattern>,
}

/// What a document calls what its patterns name.
#[derive(Default)]
struct Names {
    /// Stems by those of the pattern.
    words: HashMap<(usize, usize), String>,
    /// Entries of a pool by those of the pattern.
    listed: HashMap<(usize, usize), usize>,
    years: i32,
}

impl Generator {
    /// Reads corpus and tables.
    ///
    /// # Errors
    ///
    /// When the corpus cannot be read.
    pub fn new() -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/uk");
        let mut texts = litopys::corpus::read(&folder).map_err(io::Error::other)?;
        texts.retain(|text| text.part == "train");
        let shapes = Shapes::of(&pattern::words(&texts));
        let pools = Pools::new();
        let patterns = pattern::patterns(&texts, &shapes, &pools);
        Ok(Self { shapes, pools, patterns })
    }

    /// Documents that have so many bytes together; only the last one ends within a paragraph.
    pub fn documents(&self, size: usize, seed: u64) -> impl Iterator<Item = String> {
        let mut rng = Rng::with_seed(seed);
        let mut paragraphs = Vec::new();
        let mut left = size;
        std::iter::from_fn(move || {
            let mut text = self.document(&mut paragraphs, &mut rng);
            text.truncate(text.floor_char_boundary(left));
            left -= text.len();
            (!text.is_empty()).then_some(text)
        })
    }

    /// Writes documents into a folder, a thousand to each folder in it.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    #[allow(dead_code, reason = "some benchmarks need no files")]
    pub fn write(&self, folder: &Path, size: usize, seed: u64) -> io::Result<usize> {
        let mut count = 0;
        for (n, document) in self.documents(size, seed).enumerate() {
            let folder = folder.join(format!("{:04}", n / 1000));
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(format!("{n:07}.txt")), document)?;
            count = n + 1;
        }
        Ok(count)
    }

    /// Paragraphs up to a length that is as likely to be doubled as halved. Those that are left of
    /// the patterns go into the next document; when there are none all are dealt again.
    fn document<'g>(&'g self, left: &mut Vec<&'g [Piece]>, rng: &mut Rng) -> String {
        let [shortest, longest] = LENGTHS.map(|length| length as f64);
        let length = shortest * (longest / shortest).powf(rng.f64());
        let mut names = Names { years: rng.i32(-YEARS..=YEARS), ..Names::default() };
        let mut text = String::new();
        while (text.len() as f64) < length {
            if left.is_empty() {
                let mut patterns: Vec<&Pattern> = self.patterns.iter().collect();
                rng.shuffle(&mut patterns);
                let all = patterns.into_iter().flat_map(|pattern| &pattern.paragraphs);
                left.extend(all.map(Vec::as_slice).rev());
            }
            for piece in left.pop().unwrap_or_default() {
                self.write_piece(piece, &mut names, &mut text, rng);
            }
        }
        text
    }

    fn write_piece(&self, piece: &Piece, names: &mut Names, text: &mut String, rng: &mut Rng) {
        match piece {
            Piece::Kept(kept) => text.push_str(kept),
            Piece::Word { shape, is_capital } => {
                let word = self.shapes.draw(*shape, rng) + self.shapes.ending(*shape);
                match is_capital {
                    true => text.push_str(&litopys::lang::capital(&word)),
                    false => text.push_str(&word),
                }
            }
            Piece::Name(shape) => {
                let stem = names.words.entry((shape.series, shape.stem));
                text.push_str(stem.or_insert_with(|| self.shapes.draw(*shape, rng)));
                text.push_str(self.shapes.ending(*shape));
            }
            Piece::Listed(listed) => {
                let entry = names.listed.entry((listed.pool, listed.entry));
                let entry = entry.or_insert_with(|| self.pools.draw(listed.pool, rng));
                text.push_str(self.pools.form(listed.pool, *entry, listed.case));
            }
            Piece::Year(year) => text.push_str(&(year + names.years).to_string()),
            Piece::Day => text.push_str(&rng.u8(1..=28).to_string()),
        }
    }
}
