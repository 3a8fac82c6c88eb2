//! How long the endings are that tell of words which no table lists; the build script asks too.

use std::ops::RangeInclusive;

/// Letters that an ending has.
pub const LETTERS: RangeInclusive<usize> = 4..=6;
