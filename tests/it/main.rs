//! The integration tests, one binary since each links polars.

mod charset;
mod check;
mod cli;
mod corpus;
mod databases;
mod dates;
mod decline;
mod deposit;
mod determinism;
mod disk;
mod dump;
mod exports;
mod formats;
mod fuzzed;
mod gazetteer;
mod generated;
mod gloss;
mod golden;
mod inputs;
mod lexicon;
#[cfg(feature = "parquet")]
mod long_rows;
mod metadata;
mod nesting;
mod office;
mod program;
mod registers;
mod roundtrip;
mod rows;
mod rules;
mod schema;
mod shards;
mod stream;
mod tei;
mod tidy;
mod wikitext;
