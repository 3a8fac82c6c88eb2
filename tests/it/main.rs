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
mod exports;
mod formats;
mod gazetteer;
mod gloss;
mod golden;
mod lexicon;
mod metadata;
mod nesting;
mod office;
mod program;
mod roundtrip;
mod rules;
mod schema;
mod tei;
mod tidy;
