//! The house rules that a machine can check.

use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import of the crate, besides itself.
const MAY_IMPORT: [(&str, &[&str]); 26] = [
    ("model", &["licence"]),
    ("hash", &[]),
    ("error", &["model"]),
    ("decline", &[]),
    ("licence", &[]),
    ("chain", &[]),
    ("memo", &[]),
    ("charset", &["model"]),
    ("corpus", &["error", "model"]),
    ("lexicon", &["decline", "memo", "model"]),
    ("lang", &["chain", "decline", "model", "lexicon", "hash"]),
    ("gazetteer", &["decline", "error", "lang", "lexicon", "model", "sort"]),
    ("read", &["charset", "error", "hash", "licence", "model", "sort"]),
    ("clean", &["model", "lang"]),
    ("split", &["model", "lang", "lexicon"]),
    ("find", &["chain", "decline", "gazetteer", "memo", "model", "lang", "lexicon"]),
    ("link", &["hash", "model", "lang", "lexicon"]),
    ("gloss", &["decline", "lang", "model"]),
    ("write", &["error", "hash", "licence", "model", "sort"]),
    ("report", &["model", "write"]),
    ("shard", &["error"]),
    ("sort", &[]),
    ("deposit", &["check", "error", "hash", "licence", "model", "report", "write"]),
    ("check", &["charset", "error", "hash", "model", "read", "report", "write"]),
    (
        "config",
        &[
            "chain",
            "charset",
            "deposit",
            "error",
            "find",
            "gazetteer",
            "hash",
            "lang",
            "lexicon",
            "licence",
            "model",
            "read",
            "shard",
            "write",
        ],
    ),
    (
        "pipeline",
        &[
            "chain",
            "clean",
            "config",
            "corpus",
            "error",
            "find",
            "gazetteer",
            "gloss",
            "hash",
            "lang",
            "lexicon",
            "link",
            "model",
            "read",
            "report",
            "shard",
            "split",
            "write",
        ],
    ),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The room that a file of `src` belongs to.
fn room(path: &Path) -> String {
    let below = path.strip_prefix("src").unwrap();
    let first = below.iter().next().unwrap().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms of the crate that a file names.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split("crate::").skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let group = group.split(';').next().unwrap();
            let names = group.trim_end().trim_end_matches('}').split(',');
            found.extend(names.map(|n| n.trim().split("::").next().unwrap().to_owned()));
        } else {
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len());
            found.push(part[..end].to_owned());
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn rooms_import_only_what_the_one_way_rule_allows() {
    for path in sources(Path::new("src")) {
        let room = room(&path);
        if matches!(room.as_str(), "lib" | "main" | "args" | "commands" | "log" | "streams") {
            continue;
        }
        let (_, allowed) = MAY_IMPORT.iter().find(|(name, _)| *name == room).unwrap();
        for import in imports(&fs::read_to_string(&path).unwrap()) {
            let fits = import == room || allowed.contains(&import.as_str());
            assert!(fits, "{} imports {import}", path.display());
        }
    }
}

#[test]
fn polars_and_rayon_stay_in_their_rooms() {
    for path in sources(Path::new("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.to_string_lossy();
        let is_parquet =
            name.ends_with("write/parquet/output.rs") || name.ends_with("check/copies/parquet.rs");
        assert!(!text.contains("polars::") || is_parquet, "{name}");
        assert!(!text.contains("rayon::") || room(&path) == "pipeline", "{name}");
    }
}

#[test]
fn files_stay_small_and_say_what_they_are_for() {
    for path in sources(Path::new("src")).into_iter().chain(sources(Path::new("tests"))) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines; give it rooms", path.display());
        assert!(text.starts_with("//! "), "{} does not say what it is for", path.display());
    }
}

#[test]
fn main_stays_a_door() {
    assert!(fs::read_to_string("src/main.rs").unwrap().lines().count() <= 90);
}
