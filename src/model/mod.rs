//! The values that stages pass to one another: no rules, no I/O.

#[macro_use]
pub mod words;

pub mod cleaned;
pub mod corpus;
pub mod date;
pub mod diag;
pub mod document;
pub mod entity;
pub mod gloss;
pub mod layout;
pub mod mention;
pub mod name;
pub mod nesting;
pub mod outline;
pub mod record;
pub mod span;
pub mod table;
