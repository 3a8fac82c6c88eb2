//! Dates: the day count, values as EDTF, and what a text says before it has a value.

pub mod day;
pub mod edtf;
pub mod named;
pub mod value;
