//! Deposits: what a bag holds, what is refused and how, and that a bag is whole or not there.

use std::collections::BTreeMap;
use std::fs;

use litopys::hash;
use serde_json::Value;

use crate::program::{Ended, Work, files};

const CONFIG: &str = r#"
[corpus]
title = "Листи"
licence = "CC-BY-SA-4.0"
[deposit]
creators = [{ name = "Прізвище, Ім'я", orcid = "0000-0002-1825-0097" }]
licence = "CC0-1.0"
date = "2026-11-22"
"#;

/// A finished output in `out`, and a configuration that a deposit takes.
fn output() -> Work {
    let work = Work::new();
    work.write("litopys.toml", CONFIG);
    work.write("in/лист один.txt", "14 грудня 1918 року Директорія вступила до Києва.\n");
    work.write("in/лист 2.txt", "Року 1620 у Львові.\n");
    work.run(&["convert", "in", "-o", "out", "--to", "csv,tei", "--model", "none", "-q"])
        .expect(0, &[]);
    work
}

fn deposit(work: &Work) -> Ended {
    work.run(&["deposit", "out", "-o", "bag"])
}

/// Deposits with other words in the configuration.
fn deposit_with(work: &Work, replaced: &str, by: &str) -> Ended {
    assert!(CONFIG.contains(replaced));
    work.write("litopys.toml", CONFIG.replace(replaced, by));
    deposit(work)
}

fn json(work: &Work, name: &str) -> Value {
    serde_json::from_str(&work.read(name)).unwrap()
}

/// The names in the work folder, hidden ones too.
fn names(work: &Work) -> Vec<String> {
    let entries = fs::read_dir(work.path("")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_bag_holds_the_output_as_it_was_and_what_archives_ask_for() {
    let work = output();
    deposit(&work).expect(0, &["the bag «bag» is written"]);
    let payload: BTreeMap<_, _> = files(&work.path("bag/data")).into_iter().collect();
    for (path, bytes) in files(&work.path("out")) {
        assert_eq!(payload.get(&path), Some(&bytes), "{path}");
    }
    for path in ["ro-crate-metadata.json", "CITATION.cff", "datacite.json"] {
        assert!(payload.contains_key(path) && !work.has(&format!("out/{path}")), "{path}");
    }
    assert_eq!(payload.len(), files(&work.path("out")).len() + 3);
    let manifest: String = payload
        .iter()
        .map(|(path, bytes)| format!("{}  data/{path}\n", hash::sha256(bytes)))
        .collect();
    assert_eq!(work.read("bag/manifest-sha256.txt"), manifest);
    let tags =
        ["README.md", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"];
    let tags: String = tags
        .iter()
        .map(|tag| {
            format!("{}  {tag}\n", hash::sha256(work.read(&format!("bag/{tag}")).as_bytes()))
        })
        .collect();
    assert_eq!(work.read("bag/tagmanifest-sha256.txt"), tags);
    let bytes: usize = payload.values().map(Vec::len).sum();
    let info = work.read("bag/bag-info.txt");
    assert!(info.contains(&format!("Payload-Oxum: {bytes}.{}\n", payload.len())), "{info}");
    assert!(info.contains("Bagging-Date: 2026-11-22\nBag-Software-Agent: litopys 0."), "{info}");
    let bagit = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
    assert_eq!(work.read("bag/bagit.txt"), bagit);
    let readme = work.read("bag/README.md");
    assert!(readme.contains("To cite: Прізвище, Ім'я (2026): Листи.\n"), "{readme}");
}

#[test]
fn the_same_output_gives_the_same_bag() {
    let work = output();
    deposit(&work).expect(0, &[]);
    let first = files(&work.path("bag"));
    work.run(&["deposit", "out", "-o", "bag"]).expect(0, &[]);
    work.run(&["deposit", "out", "-o", "elsewhere/other"]).expect(0, &[]);
    assert!(first == files(&work.path("bag")) && first == files(&work.path("elsewhere/other")));
    for (path, bytes) in first.iter().filter(|(path, _)| !path.starts_with("data/source/")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains(work.path("").to_str().unwrap()),
            "{path} has a path of this machine"
        );
        assert!(!text.contains("\r\n") || path.ends_with(".csv"), "{path} has CRLF");
    }
}

#[test]
fn what_a_deposit_lacks_is_named_at_once_with_its_place() {
    let work = output();
    work.write("litopys.toml", "");
    let said = "«litopys.toml» does; write into its table [deposit]: title = \"…\", creators = [{ name \
                = \"Прізвище, Ім'я\" }], licence = \"CC0-1.0\" or another one, date = \"YYYY-MM-DD\" (or \
                set SOURCE_DATE_EPOCH)";
    deposit(&work).expect(2, &[said]);
    work.write("mine.toml", CONFIG.replace("licence = \"CC0-1.0\"", "licence = \" \""));
    let ended = work.run(&["deposit", "out", "-o", "bag", "--config", "mine.toml"]);
    ended.expect(2, &["«mine.toml» does; write into its table [deposit]: licence ="]);
    assert!(!ended.stderr().contains("title"));
    assert_eq!(names(&work), ["in", "litopys.toml", "mine.toml", "out"]);
}

#[test]
fn what_a_deposit_says_must_be_right() {
    let work = output();
    for (replaced, by, said) in [
        (
            "\"CC0-1.0\"",
            "\"CC-BY-SA 4.0\"",
            "in deposit.licence «CC-BY-SA 4.0» is no SPDX licence; write \"CC-BY-SA-4.0\"",
        ),
        (
            "1825-0097",
            "1825-0079",
            "the ORCID «0000-0002-1825-0079» of «Прізвище, Ім'я» has a wrong",
        ),
        ("2026-11-22", "2026-02-30", "deposit.date «2026-02-30» is no day; write YYYY-MM-DD"),
        ("date =", "datum =", "there is no key «datum» here"),
        ("date =", "language = \"українська\"\ndate =", "deposit.language «українська» is no code"),
        (
            "date =",
            "publisher_url = \"www\"\ndate =",
            "deposit.publisher_url «www» is no web address",
        ),
        (
            "orcid = \"0000-0002-1825-0097\" }",
            "}, { name = \"Прізвище,  Ім'я\" }",
            "has «Прізвище, Ім'я» twice",
        ),
    ] {
        deposit_with(&work, replaced, by).expect(2, &["cannot use «litopys.toml»", said]);
        assert!(!work.has("bag"), "{said}");
    }
}

#[test]
fn the_environment_dates_what_has_no_date() {
    let work = output();
    work.write("litopys.toml", CONFIG.replace("date = \"2026-11-22\"", ""));
    let with = |epoch: &str| {
        let mut command = work.command(&["deposit", "out", "-o", "bag"]);
        command.env("SOURCE_DATE_EPOCH", epoch).output().unwrap()
    };
    assert!(with("1795392000").status.success());
    assert!(work.read("bag/bag-info.txt").contains("Bagging-Date: 2026-11-23\n"));
    let wrong = with("учора");
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("SOURCE_DATE_EPOCH «учора» is no"));
    work.write("litopys.toml", CONFIG);
    assert!(with("0").status.success());
    assert!(work.read("bag/bag-info.txt").contains("Bagging-Date: 2026-11-22\n"));
}

#[test]
fn only_a_finished_output_is_deposited() {
    let work = output();
    work.run(&["deposit", "nowhere", "-o", "bag"]).expect(2, &["there is no such folder"]);
    work.run(&["deposit", "in", "-o", "bag"]).expect(2, &["it has no run.json of Litopys"]);
    work.write("out/.litopys-journal", "");
    deposit(&work).expect(2, &["«out» is no finished output of Litopys: a run is writing to it"]);
    fs::remove_file(work.path("out/.litopys-journal")).unwrap();
    fs::rename(work.path("out/checksums.sha256"), work.path("kept")).unwrap();
    deposit(&work).expect(2, &["it has no checksums.sha256"]);
    let list = work.read("kept");
    work.write(
        "out/checksums.sha256",
        list.lines().skip(1).map(|l| format!("{l}\n")).collect::<String>(),
    );
    deposit(&work).expect(4, &["does not list the", "files of run.json"]);
    work.write("out/checksums.sha256", list.replace("tables/dates.csv", "tables/my dates.csv"));
    deposit(&work).expect(2, &["«tables/my dates.csv» cannot go into a deposit"]);
    assert!(!work.has("bag"));
}

#[test]
fn changed_and_missing_files_are_named_and_give_no_bag() {
    let work = output();
    deposit(&work).expect(0, &[]);
    let before = files(&work.path("bag"));
    work.write("out/source/lyst-2.txt", "Року 1621 у Львові.\n");
    fs::remove_file(work.path("out/tables/dates.csv")).unwrap();
    let ended = deposit(&work);
    ended.expect(
        4,
        &[
            "error: «source/lyst-2.txt» is not what the run wrote: its SHA-256 differs",
            "error: «tables/dates.csv» is missing",
            "files of «out» are missing or changed, so no bag was written; run `litopys convert` again",
        ],
    );
    assert!(ended.stderr().contains("error: 2 of "));
    assert!(before == files(&work.path("bag")), "the earlier bag stays as it was");
    assert_eq!(names(&work), ["bag", "in", "litopys.toml", "out"]);
}

#[test]
fn what_contradicts_itself_gives_no_bag_though_its_checksums_hold() {
    let work = output();
    let old = work.read("out/tables/dates.csv");
    let new = old.replacen("gregorian", "julian", 1).replacen("unspecified", "julian", 1);
    assert_ne!(old, new);
    let list = work.read("out/checksums.sha256");
    let list = list.replace(&hash::sha256(old.as_bytes()), &hash::sha256(new.as_bytes()));
    let (before, after) = (old.len() as i64, new.len() as i64);
    let run: serde_json::Value = serde_json::from_str(&work.read("out/run.json")).unwrap();
    let bytes = run["file_bytes"].as_i64().unwrap();
    let run = work.read("out/run.json").replace(
        &format!("\"file_bytes\": {bytes}"),
        &format!("\"file_bytes\": {}", bytes + after - before),
    );
    work.write("out/tables/dates.csv", new).write("out/checksums.sha256", list);
    work.write("out/run.json", run);
    deposit(&work).expect(
        4,
        &[
            "«tei/lyst-2.tei.xml» lyst-2.m000000-000009 datingMethod",
            "«out» contradicts itself, so no bag was",
        ],
    );
    assert!(!work.has("bag"));
}

#[test]
fn what_the_run_did_not_make_stays_behind() {
    let work = output();
    work.write("out/tables/мої нотатки.txt", "x")
        .write("out/.git/config", "x")
        .write("out/.git/head", "x");
    let ended = deposit(&work);
    ended.expect(
        0,
        &["warning: «tables/мої нотатки.txt» is not of the run", "warning: «.git/» is not"],
    );
    assert_eq!(ended.stderr().matches("warning").count(), 2);
    assert!(!work.read("bag/manifest-sha256.txt").contains("нотатки"));
    assert!(!work.has("bag/data/.git") && !work.has("bag/data/tables/мої нотатки.txt"));
}

#[test]
fn a_bag_replaces_an_earlier_one_and_nothing_else() {
    let work = output();
    deposit(&work).expect(0, &[]);
    deposit_with(&work, "\"Листи\"", "\"Листи й записки\"").expect(0, &[]);
    assert!(work.read("bag/README.md").starts_with("# Листи й записки\n"));
    work.write("bag/data/mine.txt", "mine");
    deposit(&work).expect(2, &["«data/mine.txt», which is not of the bag; give -o a new folder"]);
    work.write("other/mine.txt", "mine").write("file", "mine");
    work.run(&["deposit", "out", "-o", "other"])
        .expect(2, &["is there and no bag that Litopys made"]);
    work.run(&["deposit", "out", "-o", "file"])
        .expect(2, &["is there and no bag that Litopys made"]);
    assert_eq!(work.read("other/mine.txt"), "mine");
    assert_eq!(work.read("bag/data/mine.txt"), "mine");
    assert_eq!(names(&work), ["bag", "file", "in", "litopys.toml", "other", "out"]);
}

#[test]
fn bag_and_output_do_not_lie_in_one_another() {
    let work = output();
    for bag in ["out", "out/bag", ".", "bag/../out/x"] {
        work.run(&["deposit", "out", "-o", bag]).expect(2, &["lie in one another"]);
    }
    assert!(!work.has("out/bag"));
}

#[test]
fn awkward_words_come_through_whole() {
    let work = output();
    let title = "«Листи»: 'а' & \"б\" <в> # 100 %\\";
    let toml = |text: &str| Value::from(text).to_string();
    let (name, description) =
        ("О'Ніл: \"Ш\", Шон #1", "Перший: рядок\n\n- другий\u{2028}\u{85}кінець");
    work.write(
        "litopys.toml",
        format!(
            "[deposit]\ntitle = {}\ncreators = [{{ name = {} }}]\nlicence = \"LicenseRef-Arkhiv\"\ndate = \
             \"2026-01-02\"\ndescription = {}\nidentifier = \"Ф. 1: 'оп' 2\"\nkeywords = [\"yes\", \"\", \"yes\"]",
            toml(title), toml(name), toml(description)
        ),
    );
    deposit(&work).expect(0, &[]);
    let datacite = json(&work, "bag/data/datacite.json");
    assert_eq!(datacite["titles"][0]["title"], title);
    assert_eq!(datacite["creators"][0]["name"], name);
    assert_eq!(datacite["creators"][0]["givenName"], "Шон #1");
    assert_eq!(datacite["descriptions"][0]["description"], description);
    assert_eq!(datacite["subjects"].as_array().unwrap().len(), 1);
    assert_eq!(datacite["publisher"], ":unav");
    let graph = json(&work, "bag/data/ro-crate-metadata.json");
    let root = &graph["@graph"][1];
    assert_eq!((&root["name"], &root["description"]), (&title.into(), &description.into()));
    assert_eq!(root["keywords"], "yes", "one value is no list");
    let citation = work.read("bag/data/CITATION.cff");
    assert!(citation.contains(r##"title: "«Листи»: 'а' & \"б\" <в> # 100 %\\""##), "{citation}");
    assert!(citation.contains(r#"  - family-names: "О'Ніл: \"Ш\"""#), "{citation}");
    assert!(citation.contains(r#"- другий\u2028\u0085кінець""#), "{citation}");
    assert!(!citation.contains("license"), "CFF knows no other licences than SPDX's and addresses");
    let info = work.read("bag/bag-info.txt");
    let line = format!("External-Description: {title}. Перший: рядок - другий кінець\n");
    assert!(info.contains(&line), "{info}");
    assert!(info.contains("External-Identifier: Ф. 1: 'оп' 2\n"), "{info}");
    assert!(
        work.read("bag/README.md").starts_with("# «Листи»: 'а' \\& \"б\" \\<в\\> \\# 100 %\\\\\n")
    );
}

#[test]
fn the_crate_keeps_the_licence_of_the_texts_apart() {
    let work = output();
    deposit(&work).expect(0, &[]);
    let graph = json(&work, "bag/data/ro-crate-metadata.json");
    let entity = |id: &str| {
        let graph = graph["@graph"].as_array().unwrap();
        graph.iter().find(|entity| entity["@id"] == id).unwrap().clone()
    };
    let records = "https://creativecommons.org/publicdomain/zero/1.0/";
    let texts = "https://creativecommons.org/licenses/by-sa/4.0/";
    assert_eq!(entity("./")["license"]["@id"], records);
    let source = entity("source/lyst-odyn.txt");
    assert_eq!(
        (&source["license"]["@id"], &source["name"]),
        (&texts.into(), &"лист один.txt".into())
    );
    assert_eq!(entity(texts)["name"], "CC-BY-SA-4.0");
    assert_eq!(entity("tables/mentions.csv").get("license"), None);
    let action = entity("#conversion");
    assert_eq!(action["object"].as_array().unwrap().len(), 2);
    assert_eq!(entity("./")["author"]["@id"], "https://orcid.org/0000-0002-1825-0097");
}
