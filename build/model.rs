//! The values that the build script writes for the program.

#[macro_use]
#[path = "../src/model/words.rs"]
pub mod words;
#[path = "../src/model/entity.rs"]
pub mod entity;
#[path = "../src/model/name.rs"]
pub mod name;
