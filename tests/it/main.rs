//! The integration tests, one binary since each links polars.

mod cli;
mod corpus;
mod dates;
mod decline;
mod determinism;
mod gazetteer;
mod gloss;
mod golden;
mod lexicon;
mod nesting;
mod program;
mod roundtrip;
mod rules;
mod schema;
mod tei;
mod tidy;
