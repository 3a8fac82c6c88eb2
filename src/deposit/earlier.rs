//! What stands where a bag is to be: an earlier one, what a stopped deposit left, or something else.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::deposit::bag::encoded;
use crate::error::Error;

/// What a bag says of itself, by which an earlier one is known.
pub const INFO: &str = "bag-info.txt";

/// The file that is locked while a bag is being written.
pub const LOCK: &str = ".litopys-deposit";

/// A hidden name beside a folder.
pub fn beside(target: &Path, ending: &str) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(target.file_name()?);
    name.push(ending);
    Some(target.with_file_name(name))
}

/// Removes what a stopped deposit left, but nothing that another one is writing.
pub fn clear(temporary: &Path) -> Result<(), Error> {
    if !temporary.exists() {
        return Ok(());
    }
    let lock = temporary.join(LOCK);
    let is_left = File::open(&lock).is_ok_and(|lock| lock.try_lock().is_ok());
    if is_left || is_empty(temporary) || foreign(temporary).is_none() {
        return fs::remove_dir_all(temporary).map_err(|error| Error::write(temporary, error));
    }
    let what =
        if lock.exists() { "another deposit is writing it" } else { "Litopys did not make it" };
    let path = temporary.display();
    let message = format!("«{path}» is in the way, {what}; wait for that, or give -o another name");
    Err(Error::Usage(message))
}

/// Puts an earlier bag back that a deposit moved aside before it was stopped.
pub fn restore(target: &Path) -> Result<(), Error> {
    let Some(old) = beside(target, ".old").filter(|old| foreign(old).is_none()) else {
        return Ok(());
    };
    let restored = if target.exists() { discard(&old) } else { fs::rename(&old, target) };
    restored.map_err(|error| Error::write(&old, error))
}

/// Removes a bag, and last what it is known by, should that be stopped.
pub fn discard(bag: &Path) -> io::Result<()> {
    let payload = bag.join("data");
    if payload.exists() {
        fs::remove_dir_all(payload)?;
    }
    fs::remove_dir_all(bag)
}

/// Refuses to replace what is no earlier bag of ours, or has got files that are not of the bag.
pub fn check_replaceable(target: &Path) -> Result<(), Error> {
    if !target.exists() || is_empty(target) {
        return Ok(());
    }
    match foreign(target) {
        None => Ok(()),
        Some(why) => {
            let path = target.display();
            let message = format!("«{path}» {why}; give -o a new folder, or move that one away");
            Err(Error::Usage(message))
        }
    }
}

fn is_empty(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_none())
}

/// Why a folder is not a bag of ours and nothing else.
fn foreign(folder: &Path) -> Option<String> {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    if !read(INFO).lines().any(|line| line.starts_with("Bag-Software-Agent: litopys ")) {
        return Some("is there and no bag that Litopys made".to_owned());
    }
    let manifests = read("manifest-sha256.txt") + &read("tagmanifest-sha256.txt");
    let mut listed: HashSet<&str> =
        manifests.lines().filter_map(|line| line.split_once("  ")).map(|(_, path)| path).collect();
    listed.extend(["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"]);
    let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().flatten();
    for entry in entries.filter(|entry| !entry.file_type().is_dir()) {
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let path = parts.join("/");
        if !listed.contains(encoded(&path).as_str()) {
            return Some(format!("holds «{path}», which is not of the bag"));
        }
    }
    None
}
