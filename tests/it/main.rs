//! The integration tests, one binary since each links polars.

mod rules;
