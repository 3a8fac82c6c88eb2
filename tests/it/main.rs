//! The integration tests, one binary since each links polars.

mod check;
mod cli;
mod corpus;
mod dates;
mod decline;
mod determinism;
mod gazetteer;
mod golden;
mod lexicon;
mod program;
mod roundtrip;
mod rules;
mod schema;
mod tidy;
