//! What the program and the build script share of its tables.

#[path = "../src/lexicon/compiled.rs"]
pub mod compiled;
#[path = "../src/lexicon/romanization.rs"]
pub mod romanization;
#[path = "../src/lexicon/tsv.rs"]
pub mod tsv;
