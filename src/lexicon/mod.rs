//! Is this word listed, and as what? Tables of knowledge and their look-up (lexicography).

pub mod abbreviations;
pub mod gazetteer;
pub mod months;
pub mod names;
pub mod paradigms;
pub mod romanization;
pub mod rules;
pub mod tsv;
pub mod types;
pub mod words;
