//! Which paths a run may read and write.

use std::fs;
use std::path::Path;

use crate::config::Config;
use crate::error::Error;
use crate::read::source::STDIN;
use crate::report::RunRecord;
use crate::write::{self, folder, place};

/// Refuses paths that would make a run read its own output or write over its input.
pub fn check(config: &Config) -> Result<(), Error> {
    let out = &config.output;
    if out.exists() && !out.is_dir() {
        let message = format!("«{}» is a file; give a folder to -o", out.display());
        return Err(Error::Usage(message));
    }
    for input in config.inputs.iter().filter(|input| input.as_os_str() != STDIN) {
        if place::overlap(out, input) {
            let message = format!(
                "the output «{}» and the input «{}» lie in one another; give -o a folder outside the input",
                out.display(),
                input.display()
            );
            return Err(Error::Usage(message));
        }
    }
    let foreign = foreign_entry(out);
    if let Some(entry) = foreign.filter(|_| RunRecord::read(out).is_none()) {
        let message = format!(
            "«{}» holds «{entry}», which Litopys did not make; give -o a new or empty folder",
            out.display()
        );
        return Err(Error::Usage(message));
    }
    Ok(())
}

/// Something in a folder that no run of ours left there.
fn foreign_entry(out: &Path) -> Option<String> {
    if folder::is_unfinished(out) {
        return None;
    }
    let names =
        out.read_dir().ok()?.flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    // A new clone has the README that every run writes.
    let ours = |name: &str| {
        let same = || fs::read_to_string(out.join(name)).is_ok_and(|t| t == write::readme());
        name.starts_with('.') || (name == "README.md" && same())
    };
    names.filter(|name| !ours(name)).min()
}
