//! Is this word listed, and as what? Tables of knowledge and their look-up (lexicography).

pub mod abbreviations;
pub mod analysis;
pub mod authority;
pub mod calendars;
pub mod dates;
mod ending;
pub mod grammar;
pub mod morphology;
pub mod names;
pub mod ordinary;
mod parts;
pub mod romanization;
pub mod rules;
pub mod tsv;
pub mod types;
pub mod words;
