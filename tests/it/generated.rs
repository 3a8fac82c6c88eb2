//! The texts that benchmarks measure with are as hard as those that people wrote.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use litopys::find::{self, Aids};
use litopys::model::document::{DocId, Place};
use litopys::model::mention::Reading;
use litopys::{clean, lang, read, split};

#[path = "../../benches/corpus/mod.rs"]
mod corpus;

use corpus::Generator;

static GENERATOR: LazyLock<Generator> = LazyLock::new(|| Generator::new().unwrap());

/// How far a ratio may be from that of the corpus.
const TOLERANCE: f64 = 0.15;

/// Bytes that a measure is taken of.
const SIZE: usize = 900_000;

/// What makes text easy or hard, and how much there is of it.
type Ratio = (&'static str, f64);

#[test]
fn generated_text_is_as_hard_as_the_corpus() {
    let texts = litopys::corpus::read(Path::new("corpus/uk")).unwrap();
    let train = texts.into_iter().filter(|text| text.part == "train").map(|text| text.text);
    let real = ratios(train);
    let generated = ratios(GENERATOR.documents(SIZE, 1));
    for ((what, real), (_, generated)) in real.into_iter().zip(generated) {
        let off = generated / real - 1.0;
        assert!(off.abs() <= TOLERANCE, "{what}: {generated:.1}, in the corpus {real:.1}");
    }
}

#[test]
fn more_generated_text_has_more_words() {
    let generator = &*GENERATOR;
    let types = |size| {
        let texts: Vec<String> = generator.documents(size, 1).collect();
        texts.iter().flat_map(|text| words(text)).collect::<HashSet<_>>().len()
    };
    // Four times as much text of one kind has more than twice as many different words.
    assert!(types(4 * SIZE) > 2 * types(SIZE));
}

#[test]
fn the_same_seed_gives_the_same_texts_of_the_size_asked_for() {
    let generator = &*GENERATOR;
    let texts = |size, seed| generator.documents(size, seed).collect::<Vec<_>>();
    let some = texts(300_000, 7);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(generator.write(folder.path(), 300_000, 7).unwrap(), some.len());
    for (n, text) in some.iter().enumerate() {
        let file = folder.path().join(format!("0000/{n:07}.txt"));
        assert_eq!(fs::read_to_string(file).unwrap(), *text);
    }
    assert_ne!(some, texts(300_000, 8));
    for size in [0, 1, 2, 1_001, 300_000] {
        // A letter of two bytes may not fit at the end.
        let bytes: usize = texts(size, 7).iter().map(String::len).sum();
        assert!(bytes <= size && size <= bytes + 3, "{bytes} of {size}");
    }
}

/// What there is in a thousand words of the first [`SIZE`] bytes.
fn ratios(texts: impl Iterator<Item = String>) -> Vec<Ratio> {
    let language = lang::default();
    let model = language.model();
    let (mut size, mut count, mut capitals, mut sentences) = (0, 0, 0, 0);
    let (mut mentions, mut different) = (BTreeMap::new(), HashSet::new());
    for text in texts {
        let id = DocId::from_romanized("text");
        let place = Place { id, name: "text.txt".to_owned(), member: None, shard: None };
        let document = read::plain(place, text).unwrap();
        let cleaned = clean::clean(&document.text);
        let layout = split::split(&document.text, &cleaned, language);
        sentences += layout.sentences.len();
        let aids = Aids { model: model.as_deref(), ..Aids::default() };
        for (_, found) in find::find(&cleaned, &layout, language, aids) {
            let kind = match found.reading {
                Reading::Date(_) => "date",
                Reading::Name(naming) => naming.kind.name(),
            };
            *mentions.entry(kind).or_default() += 1;
        }
        for word in words(document.text.as_str()) {
            count += 1;
            capitals += usize::from(word.starts_with(char::is_uppercase));
            different.insert(word.to_owned());
        }
        size += document.text.as_str().len();
        if size >= SIZE {
            break;
        }
    }
    mentions.extend([
        ("sentence", sentences),
        ("capital", capitals),
        ("different word", different.len()),
        ("byte", size),
    ]);
    mentions.into_iter().map(|(what, n)| (what, n as f64 * 1e3 / count as f64)).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !"'’-".contains(c)).filter(|word| !word.is_empty())
}
