//! The annotated texts, the model that was trained on them, and judging by them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use litopys::chain::MOST_BYTES;
use litopys::corpus::{self, Text};
use litopys::lang;
use litopys::model::entity::EntityType;
use litopys::pipeline::train;

use crate::program::Work;

const CORPUS: &str = "corpus/uk";

fn texts() -> Vec<Text> {
    corpus::read(Path::new(CORPUS)).unwrap()
}

#[test]
fn every_text_is_annotated_in_the_format_and_belongs_to_a_part() {
    let table = fs::read_to_string(Path::new(CORPUS).join("split.tsv")).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert!(rows.is_sorted());
    let listed: BTreeSet<&str> = rows.iter().filter_map(|row| row.split('\t').next()).collect();
    let texts = texts();
    let names: BTreeSet<&str> = texts.iter().map(|text| text.name.as_str()).collect();
    assert_eq!(listed, names);
    for text in &texts {
        assert!(["train", "dev", "test"].contains(&text.part.as_str()), "{}", text.name);
        for one in &text.annotations {
            let surface = &text.text[one.span.start()..one.span.end()];
            let ends = |c: char| c.is_alphanumeric() || "'’ʼ.»\")]³²¹".contains(c);
            assert!(surface.ends_with(ends), "{}: {surface}", text.name);
        }
    }
}

#[test]
fn the_corpus_is_as_large_and_as_varied_as_it_says() {
    let texts = texts();
    let names = || texts.iter().flat_map(|text| &text.annotations);
    let of = |kind| names().filter(|one| one.kind == kind).count();
    let paragraphs = |text: &Text| text.text.split("\n\n").filter(|p| !p.trim().is_empty()).count();
    assert!(texts.iter().map(paragraphs).sum::<usize>() >= 400);
    assert!(names().count() >= 5000);
    assert!(of(EntityType::Organization) >= 1500);
    assert!(of(EntityType::Place) >= 1500 && of(EntityType::Person) >= 1500);
    let registers = [
        "encyclopaedia",
        "chronicle",
        "memoir",
        "letter",
        "newspaper",
        "archival",
        "scholarly",
        "school",
        "ocr",
    ];
    for part in ["train", "dev", "test"] {
        for register in registers {
            let fits = |text: &&Text| text.part == part && text.name.contains(register);
            // The texts for development are too few for each register.
            assert!(part == "dev" || texts.iter().any(|t| fits(&t)), "{part} has no {register}");
        }
    }
}

/// Runs of so many words are not shared by two texts; contracts have formulas of fourteen.
const RUN: usize = 18;

#[test]
fn no_text_is_near_another() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for text in texts() {
        let words: Vec<&str> = text.text.split_whitespace().collect();
        for run in words.windows(RUN) {
            let known = seen.insert(run.join(" "), text.name.clone());
            assert!(
                known.as_ref().is_none_or(|name| *name == text.name),
                "«{}» stands in {} and {known:?}",
                run.join(" "),
                text.name
            );
        }
    }
}

#[test]
fn the_built_in_model_is_the_one_that_the_corpus_makes() {
    let parts = ["train", "dev"].map(str::to_owned);
    let trained = train::train(&[CORPUS.into()], &parts, None, lang::default()).unwrap();
    let bytes = trained.model.to_bytes();
    assert!(bytes.len() <= MOST_BYTES);
    assert!(fs::read("data/model/uk.bin").unwrap() == bytes, "run `make model`");
}

#[test]
fn a_text_of_ones_own_teaches_the_model() {
    let work = Work::new();
    let inline = "Купували у {ORG.institution|Шварцглобен|Шварцглобені}. \
        {ORG.institution|Шварцглобен|Шварцглобен} мав склад.\n"
        .repeat(20);
    work.write("gold/a.txt", &inline).write("plain/a.txt", corpus::parse(&inline).unwrap().0);
    work.run(&["train", "gold", "-o", "my.bin"]).expect(0, &["40 names"]);
    let right = |model: &str, out: &str| {
        work.run(&["convert", "plain", "-o", out, "--model", model, "-q"]).expect(0, &[]);
        let run = work.run(&["eval", "gold", out, "--json"]);
        let report: serde_json::Value = serde_json::from_str(&run.stdout()).unwrap();
        assert_eq!(report["types"]["organization"]["annotated"], 40);
        report["types"]["organization"]["strict"].as_u64().unwrap()
    };
    assert!(right("none", "rules") < 40);
    assert_eq!(right("my.bin", "model"), 40);
}

#[test]
fn an_output_is_judged_by_its_own_tei_and_by_tables() {
    let work = Work::new();
    let inline = "У {LOC.settlement|Київ|Києві} {PERS.person|Винниченко|Винниченко} чекав.\n";
    work.write("gold/a.txt", inline).write("plain/a.txt", corpus::parse(inline).unwrap().0);
    work.write(
        "gold.tsv",
        "doc\tstart\tend\ttext\ttype\tsubtype\tcanonical\n\
         a\t2\t7\tКиєві\tLOC\tsettlement\tКиєв\n",
    );
    work.run(&["convert", "plain", "-o", "out", "-q"]).expect(0, &[]);
    for (gold, lines) in [
        ("gold", vec!["place                    100.00 100.00 100.00"]),
        ("out/tei", vec!["person                   100.00 100.00 100.00"]),
        ("gold.tsv", vec!["canonical\ta\t2\tplace\tКиєві\tКиєв\tКиїв", "spurious\ta\t8\tperson"]),
    ] {
        let run = work.run(&["eval", gold, "out"]);
        for line in lines {
            assert!(run.stdout().contains(line), "{gold}: {}{}", run.stdout(), run.stderr());
        }
    }
    work.write("gold/b.txt", inline);
    work.run(&["eval", "gold", "out"]).expect(2, &["«b» is annotated", "convert it first"]);
}

#[test]
fn what_is_no_model_is_refused() {
    let work = Work::new();
    let mut damaged = fs::read("data/model/uk.bin").unwrap();
    damaged[5000] ^= 1;
    work.write("a.txt", "У Києві.\n").write("foreign.bin", "PK").write("damaged.bin", damaged);
    for (file, why) in
        [("foreign.bin", "it is no model"), ("damaged.bin", "it is damaged"), ("no.bin", "no.bin")]
    {
        work.run(&["convert", "a.txt", "-o", "out", "--model", file]).expect(2, &[why]);
    }
}

#[test]
fn annotation_that_breaks_the_format_is_named_with_its_line() {
    let work = Work::new();
    work.write("a.txt", "Перший.\nУ {LOC.settlement|Київ Києві}.\n");
    work.run(&["train", "a.txt", "-o", "my.bin"]).expect(2, &["a.txt», line 2"]);
    work.write("empty/split.tsv", "document\tpart\n");
    work.run(&["train", "empty", "-o", "my.bin"]).expect(3, &["no annotated text"]);
}
