//! Where a path leads, whatever links and dots it is written with.

use std::path::{Component, Path, PathBuf};

/// The path without links and dots; what does not exist is taken as it is written.
pub fn absolute(path: &Path) -> PathBuf {
    let mut place = PathBuf::new();
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                place.pop();
            }
            _ => place.push(part),
        }
        place = place.canonicalize().unwrap_or(place);
    }
    place
}

/// Whether one of two folders lies in the other, or both are the same.
pub fn overlap(one: &Path, other: &Path) -> bool {
    let (one, other) = (absolute(one), absolute(other));
    one.starts_with(&other) || other.starts_with(&one)
}
