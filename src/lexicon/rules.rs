//! The rules by which mentions are made, from `data/rules.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::lexicon::tsv;
use crate::model::mention::Rule;

/// The table as it stands in the repository.
pub const TEXT: &str = include_str!("../../data/rules.tsv");

#[derive(Deserialize)]
struct Line {
    rule_id: String,
    confidence: f64,
    description_uk: String,
    description_en: String,
    version: String,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let lines: Vec<Line> = tsv::rows("rules", TEXT);
    let rule = |line: Line| Rule {
        id: line.rule_id,
        confidence: line.confidence,
        description_uk: line.description_uk,
        description_en: line.description_en,
        version: line.version,
    };
    lines.into_iter().map(rule).collect()
});

/// Every rule, by id.
pub fn all() -> &'static [Rule] {
    &RULES
}

static PLACES: LazyLock<FxHashMap<&str, usize>> = LazyLock::new(|| {
    let places = RULES.iter().enumerate();
    places.map(|(place, rule)| (rule.id.as_str(), place)).collect()
});

/// The place of a rule in the table.
pub fn index(id: &str) -> Option<usize> {
    PLACES.get(id).copied()
}

/// The rule with this id, which the table must hold.
#[expect(clippy::panic, reason = "ids are literals in the finders; a test makes every rule fire")]
pub fn get(id: &str) -> &'static Rule {
    match index(id).and_then(|at| RULES.get(at)) {
        Some(rule) => rule,
        None => panic!("rules.tsv has no rule «{id}»"),
    }
}
