//! Runs in shards, and what is written so that another process can go on from there.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use litopys::corpus;
use litopys::model::corpus::{Corpus, Forms, Registered};
use litopys::model::date::day::Day;
use litopys::model::entity::{CoordPrecision, Entity, EntityId, EntityType, NameParts, Point};
use litopys::model::name::{Name, NameKind, Tier};
use litopys::shard::{Reader, Shard, Writer};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::gazetteer::geonames;
use crate::program::{Ended, Work, files, record};

/// An entity of which everything is known, with the language that gazetteers give when they know none.
fn known() -> Registered {
    let id = |slug| EntityId::new(EntityType::Place, slug);
    let entity = Arc::new(Entity {
        id: id("kyiv"),
        kind: EntityType::Place,
        subtype: "city".to_owned(),
        name: "Київ".to_owned(),
        lang: "und".into(),
        romanized: "Kyiv".to_owned(),
        wikidata: "Q1899".to_owned(),
        geonames: "703448".to_owned(),
        whg: "1".to_owned(),
        fclass: Some('P'),
        // Neither has a short decimal fraction.
        point: Some(Point {
            lat: 50.0 + 1.0 / 3.0,
            lon: f64::from_bits(0x403E_8617_C1BD_A511),
            precision: CoordPrecision::Settlement,
        }),
        parents: vec![id("a"), id("b")],
        parts: NameParts { surname: "Київ".to_owned(), ..NameParts::default() },
    });
    let name = Name {
        entity: Arc::clone(&entity),
        canonical: "Кіевъ".to_owned(),
        lang: String::new(),
        kind: NameKind::Variant,
        tier: Tier::WithCue,
        years: (None, Some(1917)),
        replaced: vec![(-5, 3)],
    };
    let mut forms = Forms::default();
    forms.add("«Київ»\n", 7);
    Registered {
        n_mentions: 7,
        forms,
        listed: vec![Arc::new(name)],
        beside: Some((Day(i32::MIN), Day(i32::MAX))),
        documents: Some((Day(0), Day(1))),
        ..Registered::of(&entity)
    }
}

fn of_texts() -> Corpus {
    let mut sum = Corpus::default();
    for text in corpus::read(Path::new("corpus/uk")).unwrap().iter().take(40) {
        sum.add(&record(&text.text));
    }
    assert!(sum.entities.len() > 40);
    sum
}

#[test]
fn what_a_corpus_adds_up_to_is_read_as_it_was_written() {
    let mut sum = of_texts();
    let known = known();
    sum.entities.insert(known.entity.id.clone(), known);
    let json = serde_json::to_string(&sum).unwrap();
    assert_eq!(serde_json::from_str::<Corpus>(&json).unwrap(), sum);
}

/// What a run over everything is asked for, besides the output.
const ASKED: [&str; 11] = [
    "convert",
    "in",
    "--to",
    "all",
    "--config",
    "corpus.toml",
    "-g",
    "g.gaz",
    "--tei-tokens",
    "--csv-escape-formulas",
    "--log=json",
];

/// The example texts, an archive, a table of many documents, one that is larger than a chunk, a user's
/// gazetteer, and what cannot be converted.
fn many() -> Work {
    let work = geonames();
    for (name, content) in files(Path::new("input")) {
        work.write(&format!("in/{name}"), content);
    }
    let mut table = "id,title,text\n".to_owned();
    for n in 0..520 {
        table +=
            &format!("{n},Лист {n},Року {} у Великих Петриках був М. Грушевський.\n", 1500 + n);
    }
    work.write("in/таблиця.csv", table);
    let mut archive = ZipWriter::new(File::create(work.path("in/архів.zip")).unwrap());
    for n in 0..5 {
        let name = format!("тека/{n}.txt");
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all("=1+1 У Львові 5 травня 1917 р.\n".repeat(40).as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    work.write("in/великий.txt", format!("Чигирин.{}Київ.", " ".repeat(300_000)));
    work.write("in/зламаний.txt", b"\x89PNG\0\0").write("in/порожній.txt", " ");
    work.write(
        "corpus.toml",
        "[corpus]\ntitle = \"Листи\"\nlicence = \"CC-BY-4.0\"\ndates = \"1917/1918\"\n",
    );
    work
}

fn convert(work: &Work, out: &str, more: &[&str]) -> Ended {
    work.run(&[&ASKED[..], &["-o", out], more].concat())
}

/// Makes the shards of the texts into a folder; gives what they said.
fn shards(work: &Work, of: usize, out: &str) -> Vec<Ended> {
    let shard = |number| convert(work, out, &["--shard", &format!("{number}/{of}")]);
    (1..=of).map(shard).collect()
}

/// Where a shard of a folder is.
fn path(work: &Work, folder: &str, number: usize, of: usize) -> PathBuf {
    work.path(&format!("{folder}/shard-{number:03}-of-{of:03}.litopys"))
}

/// What a run said of sources, without how it ended.
fn told(ended: &Ended) -> Vec<String> {
    let stderr = ended.stderr();
    stderr.lines().filter(|line| !line.contains(r#""path":null"#)).map(str::to_owned).collect()
}

#[test]
fn merged_shards_are_byte_for_byte_one_run() {
    let work = many();
    let whole = convert(&work, "whole", &[]);
    whole.expect(1, &["зламаний.txt", "1 set aside"]);
    let expected = files(&work.path("whole"));
    for of in [1, 2, 3, 9] {
        let (folder, out) = (format!("shards{of}"), format!("out{of}"));
        let ended = shards(&work, of, &folder);
        // One of them has the file that was set aside, and together they tell all.
        let codes: Vec<i32> = ended.iter().map(Ended::code).collect();
        assert_eq!((codes.iter().sum::<i32>(), codes.len()), (1, of), "{codes:?}");
        let mut of_shards: Vec<String> = ended.iter().flat_map(told).collect();
        let merged = work.run(&["merge", &folder, "-o", &out, "--log=json"]);
        merged.expect(1, &["1 set aside"]);
        // What the whole output leaves out is told at the end alone.
        let mut of_merged = told(&merged);
        assert_eq!(of_merged, told(&whole));
        of_merged.retain(|line| !line.contains("places.lp.tsv"));
        of_shards.sort();
        of_merged.sort();
        assert_eq!(of_shards, of_merged);
        let found = files(&work.path(&out));
        assert_eq!(found.len(), expected.len());
        for (one, other) in found.iter().zip(&expected) {
            assert!(one == other, "{of} shards: {} is not {}", one.0, other.0);
        }
        convert(&work, &out, &[]).expect(1, &["nothing to do", "зламаний.txt"]);
        work.run(&["merge", &folder, "-o", &out]).expect(1, &["nothing to do", "зламаний.txt"]);
    }
    work.run(&["check", "out3"]).expect(0, &[]);
}

/// How many values a shard holds, between its marks and before its seal.
fn values(shard: &[u8]) -> u64 {
    let length = |at: usize| u64::from_le_bytes(shard[at..at + 8].try_into().unwrap()) as usize;
    let foot = shard.len() - 16;
    let (mut at, end, mut count) = (8, foot - length(foot), 0);
    while at < end {
        at += 8 + length(at);
        count += 1;
    }
    assert_eq!(at, end);
    count
}

#[test]
fn a_shard_holds_its_own_chunks_alone_and_is_made_once() {
    let work = many();
    shards(&work, 3, "shards");
    let names: Vec<String> = files(&work.path("shards")).into_iter().map(|file| file.0).collect();
    let expected = [1, 2, 3].map(|number| format!("shard-{number:03}-of-003.litopys"));
    assert_eq!(names, expected, "nothing else is written");
    let (mut chunks, mut documents) = (Vec::new(), 0);
    for number in 1..=3 {
        let path = path(&work, "shards", number, 3);
        let (_, seal) = Reader::open::<Value>(&path).unwrap();
        documents += seal["counts"]["documents"].as_u64().unwrap();
        chunks.push(values(&fs::read(&path).unwrap()));
    }
    let total: u64 = chunks.iter().sum();
    assert!((4..9).contains(&total), "{chunks:?}");
    assert!(chunks.is_sorted_by(|a, b| *b <= *a && *a <= *b + 1), "{chunks:?}");
    convert(&work, "whole", &["--to", "csv"]).expect(1, &[&format!("{documents} documents")]);
    let before = fs::metadata(path(&work, "shards", 2, 3)).unwrap().modified().unwrap();
    convert(&work, "shards", &["--shard", "2/3"]).expect(0, &["nothing to do"]);
    let after = fs::metadata(path(&work, "shards", 2, 3)).unwrap().modified().unwrap();
    assert_eq!(before, after);
}

/// Three shards of a text.
fn few() -> Work {
    let work = Work::new();
    work.write("in/а.txt", "Київ.");
    for shard in ["1/3", "2/3", "3/3"] {
        work.run(&["convert", "in", "-o", "s", "-q", "--to", "csv", "--shard", shard])
            .expect(0, &[]);
    }
    work
}

/// Merges these into a folder that must not come to be.
fn refused(work: &Work, shards: &[&str], message: &str) {
    let args = [&["merge"], shards, &["-o", "out"]].concat();
    let ended = work.run(&args);
    ended.expect(2, &[message]);
    assert_eq!(ended.stderr().lines().count(), 1, "{}", ended.stderr());
    assert!(!work.has("out"), "{message}");
}

const ONE: &str = "s/shard-001-of-003.litopys";
const TWO: &str = "s/shard-002-of-003.litopys";
const THREE: &str = "s/shard-003-of-003.litopys";

#[test]
fn shards_that_are_not_all_there_once_are_named() {
    let work = few();
    let missing = |number| {
        format!(
            "shard {number} of 3 is missing; give its file too, or make it with convert --shard {number}/3"
        )
    };
    refused(&work, &[ONE, TWO], &missing(3));
    refused(&work, &[THREE, ONE], &missing(2));
    refused(&work, &[THREE, TWO], &missing(1));
    fs::copy(work.path(TWO), work.path("copy")).unwrap();
    let both = format!("«{TWO}» and «copy» are both shard 2 of 3; give one of them");
    refused(&work, &["s", "copy"], &both);
    refused(&work, &[ONE, TWO, "copy"], &both);
    work.write("empty/x", "");
    refused(&work, &["empty"], "there is no shard to merge; give files that convert --shard wrote");
    refused(&work, &[ONE, "none"], "cannot read «none»");
}

#[test]
fn shards_of_different_runs_are_named() {
    let work = few();
    let run = |args: &[&str]| {
        work.run(&[&["convert", "in", "-q", "--to"], args].concat()).expect(0, &[]);
    };
    run(&["tei", "-o", "tei", "--shard", "2/3"]);
    run(&["csv", "-o", "four", "--shard", "4/4"]);
    work.write("in/а.txt", "Львів.");
    run(&["csv", "-o", "text", "--shard", "2/3"]);
    for other in ["tei/shard-002-of-003.litopys", "text/shard-002-of-003.litopys"] {
        refused(
            &work,
            &[ONE, other, THREE],
            &format!("«{ONE}» and «{other}» are of different runs"),
        );
    }
    let four = "four/shard-004-of-004.litopys";
    refused(&work, &["s", four], &format!("«{ONE}» and «{four}» are of different runs"));
}

/// Seals a shard with something changed.
fn resealed(work: &Work, change: impl Fn(&mut Value)) {
    let (_, mut seal) = Reader::open::<Value>(&work.path(TWO)).unwrap();
    change(&mut seal);
    let writer = Writer::begin(&work.path("s"), Shard { number: 2, of: 3 }).unwrap();
    writer.seal(&seal).unwrap();
}

#[test]
fn shards_of_another_version_are_named() {
    for (key, version) in [("version", "9.8.7"), ("schema_version", "9")] {
        let work = few();
        resealed(&work, |seal| {
            seal["plan"][key] = json!(version);
            // Who knows what other versions will have.
            seal.as_object_mut().unwrap().remove("counts");
        });
        refused(&work, &["s"], &format!("«{TWO}» was written by another Litopys ("));
    }
    let work = few();
    resealed(&work, |seal| seal["plan"]["run"]["knowledge"][0][1] = json!("other rules"));
    refused(&work, &["s"], &format!("«{TWO}» was written by another Litopys (0"));
}

#[test]
fn sources_that_change_between_shards_are_noticed() {
    let work = few();
    resealed(&work, |seal| seal["extent"]["documents"] = json!("other"));
    refused(&work, &["s"], &format!("«{ONE}» and «{TWO}» have read different documents"));
}

#[test]
fn torn_damaged_and_foreign_files_are_named() {
    let work = few();
    let whole = fs::read(work.path(ONE)).unwrap();
    work.write(ONE, &whole[..whole.len() - 1]);
    refused(
        &work,
        &["s"],
        &format!("«{ONE}» is torn; copy it again, or remove it and run its shard"),
    );
    for foreign in ["", "Київ.", "a longer text that is no shard"] {
        work.write(ONE, foreign);
        refused(&work, &["s"], &format!("«{ONE}» is no shard of this version of Litopys; give"));
    }
    let mut damaged = whole.clone();
    damaged[40] ^= 1;
    work.write(ONE, &damaged);
    work.run(&["merge", "s", "-o", "out"])
        .expect(2, &[&format!("«{ONE}» is damaged near byte 16; copy it again")]);
    assert!(!work.has("out/run.json"));
    work.write(ONE, &whole);
    work.run(&["merge", "s", "-o", "out"]).expect(0, &["1 documents"]);
}

#[test]
fn shards_and_outputs_have_folders_of_their_own() {
    let work = few();
    for shard in ["0/3", "4/3", "2/x", "2", "-1/3"] {
        work.run(&["convert", "in", "-o", "t", &format!("--shard={shard}")])
            .expect(2, &[&format!("«{shard}» is no shard; give --shard i/n with i from 1 to n")]);
    }
    work.run_with(&["convert", "-", "-o", "t", "--shard", "1/2"], b"")
        .expect(2, &["standard input can be read only once, so it has no shards"]);
    assert!(!work.has("t"));
    work.run(&["convert", "in", "-o", "s"]).expect(2, &["«s» holds «shard-001-of-003.litopys», a"]);
    work.run(&["merge", "s", "-o", "s"])
        .expect(2, &["the output «s» and the shard «s» lie in one"]);
    work.run(&["convert", "in", "-o", "out", "-q", "--to", "csv"]).expect(0, &[]);
    work.run(&["convert", "in", "-o", "out", "--shard", "1/3"])
        .expect(2, &["«out» holds «README.md», which is no shard; give -o a folder for shards"]);
    work.run(&["merge", "s", "-o", "out"]).expect(0, &["nothing to do"]);
}

#[test]
fn shards_without_a_document_end_as_one_run_does() {
    let work = Work::new();
    work.write("in/а.txt", b"\x89PNG\0\0");
    for shard in ["1/2", "2/2"] {
        work.run(&["convert", "in", "-o", "s", "-q", "--shard", shard]);
    }
    let merged = work.run(&["merge", "s", "-o", "out"]);
    merged.expect(3, &["none of the 1 files could be converted (1 set aside)"]);
    assert_eq!(work.run(&["convert", "in", "-o", "one"]).stderr(), merged.stderr());
}
