//! Is this word listed, and as what? Tables of knowledge and their look-up (lexicography).

pub mod abbreviations;
pub mod calendars;
pub mod dates;
pub mod gazetteer;
pub mod grammar;
pub mod names;
pub mod paradigms;
pub mod romanization;
pub mod rules;
pub mod tsv;
pub mod types;
pub mod words;
