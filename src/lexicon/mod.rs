//! Is this word listed, and as what? Tables of knowledge and their look-up (lexicography).

pub mod abbreviations;
pub mod analysis;
pub mod calendars;
pub mod compiled;
pub mod dates;
mod ending;
pub mod grammar;
pub mod names;
pub mod ordinary;
pub mod romanization;
pub mod rules;
pub mod tsv;
pub mod types;
pub mod words;

/// What the build script made of a table.
#[expect(clippy::panic, reason = "bytes in the binary are malformed; every test opens them")]
pub fn embedded<T: serde::Deserialize<'static>>(name: &str, bytes: &'static [u8]) -> T {
    postcard::from_bytes(bytes).unwrap_or_else(|error| panic!("embedded «{name}»: {error}"))
}
