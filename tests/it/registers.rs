//! What a stream says of entities, for `merge` to unite.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Stdio;

use litopys::model::table::Table;
use serde_json::Value;

use crate::program::Work;
use crate::stream::{JSONL, cells, lines, of_run, parsed, rows};

#[test]
fn an_entity_has_the_words_of_the_tables_and_nothing_empty() {
    let work = Work::new();
    let text = "{\"id\":\"а\",\"text\":\"Степан Бандуренко жив у Києві.\"}";
    let answer = parsed(&work.run_with(&JSONL, text.as_bytes()).stdout());
    let known = rows(&answer, "register").into_iter().map(|row| row.as_str().unwrap());
    let known: Vec<Value> = known.map(|known| serde_json::from_str(known).unwrap()).collect();
    let kind = |kind: &str| known.iter().find(|known| known["entity"]["kind"] == kind).unwrap();
    assert!(kind("place")["entity"]["point"].is_object());
    let person = kind("person");
    assert_eq!(person["entity"]["lang"], "uk");
    for absent in ["fclass", "point", "geonames", "parents"] {
        assert!(person["entity"].get(absent).is_none(), "{absent}: {person}");
    }
    assert!(person.get("listed").is_none());
}

#[test]
fn more_entities_than_are_held_come_in_parts_that_add_up_and_no_file_is_made() {
    let syllables: Vec<String> = "бвгджзкл"
        .chars()
        .flat_map(|consonant| "аеу".chars().map(move |vowel| format!("{consonant}{vowel}")))
        .collect();
    let surname = |n: usize| {
        let syllable = |place: u32| &*syllables[n / syllables.len().pow(place) % syllables.len()];
        let stem = [syllable(0), syllable(1), syllable(2)].concat();
        format!("Р{stem}енко")
    };
    let persons: Vec<String> =
        (0..11_000).map(|n| format!("Степан {} писав.", surname(n))).collect();
    // The first ones come again at the end.
    let texts = persons.chunks(500).chain(persons.chunks(500).take(1)).map(|part| part.join(" "));
    let documents: BTreeMap<String, String> =
        (0..).zip(texts).map(|(n, text)| (format!("{n:02}.txt"), text)).collect();
    let work = Work::new();
    for (id, text) in &documents {
        work.write(&format!("in/{id}"), text);
    }
    work.run(&["convert", "in", "-o", "out", "--to", "csv", "-q"]).expect(0, &[]);

    let mut command = work.command(&[&JSONL[..], &["-q"]].concat());
    command.env("TMPDIR", "/nowhere").stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = lines(documents.iter());
    let sender = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    sender.join().unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let answer = parsed(&String::from_utf8(output.stdout.clone()).unwrap());
    let kinds: Vec<_> = answer.iter().filter_map(|row| row.as_object()?.keys().next()).collect();
    let at = |kind: &str| kinds.iter().position(|one| *one == kind).unwrap();
    let last = kinds.iter().rposition(|kind| *kind == "status").unwrap();
    assert!(at("register") < last, "nothing comes before the end");
    let merge = ["merge", "-", "--from", "jsonl", "--to", "jsonl"];
    let united = parsed(&work.run_with(&merge, &output.stdout).stdout());
    let entities = cells(&united, Table::Entities);
    assert!(entities.len() > 10_000 && entities.len() < rows(&answer, "register").len());
    assert!(entities == of_run(&work, Table::Entities));
}
