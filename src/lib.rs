//! Litopys turns folders of historical texts into records of dates, places, organizations and
//! persons: read, clean, split, find, link, write.

#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

pub mod chain;
pub mod charset;
pub mod check;
pub mod clean;
pub mod config;
pub mod corpus;
pub mod decline;
pub mod deposit;
pub mod error;
pub mod find;
pub mod gazetteer;
pub mod gloss;
pub mod hash;
pub mod lang;
pub mod lexicon;
pub mod licence;
pub mod link;
pub mod memo;
pub mod model;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod shard;
mod sort;
pub mod split;
pub mod write;
