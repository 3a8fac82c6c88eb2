//! The integration tests, one binary since each links polars.

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
mod gazetteer;
mod gloss;
mod golden;
mod lexicon;
mod metadata;
mod nesting;
mod program;
mod roundtrip;
mod rows;
mod rules;
mod schema;
mod tei;
mod tidy;
mod wikitext;
