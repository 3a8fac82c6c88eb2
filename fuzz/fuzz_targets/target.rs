//! The target of whichever name this is built under.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| litopys_fuzz::check(env!("CARGO_BIN_NAME"), bytes));
