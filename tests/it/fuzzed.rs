//! What fuzzers began with or broke once, checked again: `tests/fuzz/TARGET/*`.

#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

use litopys::read::FORMATS;

use crate::program::record;

/// Where the inputs of each target lie.
const INPUTS: &str = "tests/fuzz";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn whatever_fuzzers_were_given_is_read_or_refused() {
    for target in names(INPUTS.as_ref()) {
        let folder = Path::new(INPUTS).join(&target);
        for name in names(&folder) {
            let path = folder.join(name);
            let bytes = fs::read(&path).unwrap();
            println!("{}", path.display());
            fuzz::check(&target, &bytes);
        }
    }
}

#[test]
fn every_format_has_a_target_with_inputs() {
    let manifest = fs::read_to_string("fuzz/Cargo.toml").unwrap();
    let targets = FORMATS.iter().map(|format| format!("read_{}", format.name));
    let others = ["charset", "outline", "find_date"].map(str::to_owned);
    let mut targets: Vec<String> = targets.chain(others).collect();
    for target in &targets {
        assert!(manifest.contains(&format!("name = \"{target}\"\n")), "{target} is not built");
    }
    targets.sort();
    assert_eq!(names(INPUTS.as_ref()), targets);
}

#[test]
fn a_row_of_given_names_is_not_one_name() {
    let record = record(&"Богдан ".repeat(200));
    let longest = record.mentions.iter().map(|mention| mention.span.len()).max().unwrap();
    assert!(longest < 400, "{longest} bytes");
}
