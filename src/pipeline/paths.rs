//! Which paths a run may read and write.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::error::Error;
use crate::read::source::STDIN;
use crate::report::RunRecord;
use crate::shard::is_shard;
use crate::write::{self, folder, place};

/// Refuses paths that would make a run read its own output or write over its input.
pub fn check(config: &Config) -> Result<(), Error> {
    let out = &config.output;
    apart(out, &config.inputs, "input")?;
    if config.shard.is_none() {
        return ours(out);
    }
    let entry = entries(out).filter(|name| !is_shard(name)).min();
    entry.map_or(Ok(()), |entry| {
        let message = format!(
            "«{}» holds «{entry}», which is no shard; give -o a folder for shards alone",
            out.display()
        );
        Err(Error::Usage(message))
    })
}

/// The same for a run that merges shards.
pub fn check_merge(out: &Path, shards: &[PathBuf]) -> Result<(), Error> {
    apart(out, shards, "shard")?;
    ours(out)
}

/// Refuses an output that is a file, or lies where something is read, or around it.
fn apart(out: &Path, inputs: &[PathBuf], what: &str) -> Result<(), Error> {
    if out.exists() && !out.is_dir() {
        let message = format!("«{}» is a file; give a folder to -o", out.display());
        return Err(Error::Usage(message));
    }
    for input in inputs.iter().filter(|input| input.as_os_str() != STDIN) {
        if place::overlap(out, input) {
            let message = format!(
                "the output «{}» and the {what} «{}» lie in one another; give -o a folder outside the {what}",
                out.display(),
                input.display()
            );
            return Err(Error::Usage(message));
        }
    }
    Ok(())
}

/// Refuses a folder with something in it that no run put there.
fn ours(out: &Path) -> Result<(), Error> {
    let foreign = foreign_entry(out);
    if let Some(entry) = foreign.filter(|_| RunRecord::read(out).is_none()) {
        let what = if is_shard(&entry) { "a shard" } else { "which Litopys did not make" };
        let message =
            format!("«{}» holds «{entry}», {what}; give -o a new or empty folder", out.display());
        return Err(Error::Usage(message));
    }
    Ok(())
}

/// Something in a folder that no run of ours left there.
fn foreign_entry(out: &Path) -> Option<String> {
    if folder::is_unfinished(out) {
        return None;
    }
    // A new clone has the README that every run writes.
    let ours = |name: &str| {
        let same = || fs::read_to_string(out.join(name)).is_ok_and(|t| t == write::readme());
        name == "README.md" && same()
    };
    entries(out).filter(|name| !ours(name)).min()
}

/// The names in a folder that are not hidden; none where there is no folder.
fn entries(out: &Path) -> impl Iterator<Item = String> {
    let entries = out.read_dir().into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with('.'))
}
