//! Here is a finished output: how does it go to an archive? (As a bag that describes itself.)

mod bag;
mod citation;
mod creator;
mod datacite;
mod documents;
mod earlier;
pub mod facts;
mod graph;
mod media;
mod output;
mod readme;

use std::path::Path;

use crate::check::{self, Fault};
use crate::deposit::bag::Bag;
use crate::deposit::documents::Documents;
use crate::deposit::facts::{Facts, Identifier, one_line};
use crate::deposit::graph::Graph;
use crate::deposit::output::Output;
use crate::error::Error;
use crate::model::diag::Severity;
use crate::report::{Event, RunRecord};
use crate::write::folder::{CHECKSUMS, RUN};
use crate::write::place;

const CITATION: &str = "CITATION.cff";
const DATACITE: &str = "datacite.json";

/// The files that a deposit adds to an output.
pub const OWN: [&str; 3] = [CITATION, DATACITE, graph::FILE];

/// What was put into a bag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Files of the payload.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// Packs the output `out` into the bag `target`, telling `watch` what is left out and what is wrong.
pub fn deposit(
    out: &Path,
    target: &Path,
    facts: &Facts,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Totals, Error> {
    let output = Output::open(out)?;
    if place::overlap(out, target) {
        let (out, target) = (out.display(), target.display());
        let message = format!(
            "the bag «{target}» and the output «{out}» lie in one another; give -o a folder outside the output"
        );
        return Err(Error::Usage(message));
    }
    let mut bag = Bag::begin(target)?;
    for path in output.strangers() {
        let message = "is not of the run that made the output and was left out; move it to the input if it belongs there";
        watch(Event::Source { severity: Severity::Warning, name: &path, message });
    }
    copy(&output, &mut bag, watch)?;
    prove(&bag.path(""), out, watch)?;
    let description = describe(facts, &output.run);
    let documents = match output.files.contains_key(documents::PATH) {
        true => Documents::read(&bag.path(documents::PATH))?,
        false => Documents::default(),
    };
    let run = &output.run;
    bag.write(CITATION, |out, _| {
        out.write_all(citation::citation(facts, &description).as_bytes())
    })?;
    bag.write(DATACITE, |out, _| writeln!(out, "{:#}", datacite::datacite(facts, &description)))?;
    let own = Graph { facts, description: &description, run, documents: &documents };
    bag.write(graph::FILE, |out, files| own.write(out, files))?;
    let readme = readme::readme(facts, &description, run);
    let (files, bytes) = bag.seal(&info(facts, &description), &[("README.md", readme)])?;
    Ok(Totals { files, bytes })
}

/// Copies what the run listed, its list and its record; every file must be what the list says.
fn copy(output: &Output, bag: &mut Bag, watch: &mut dyn FnMut(Event<'_>)) -> Result<(), Error> {
    let mut faults = 0;
    for (path, sha256) in &output.files {
        let from = output.root.join(path);
        let message = if !from.is_file() {
            "is missing, though checksums.sha256 lists it"
        } else {
            let [found, _] = &bag.copy(path, &from)?.hashes;
            if found == sha256 {
                continue;
            }
            "is not what the run wrote: its SHA-256 differs from that of checksums.sha256"
        };
        faults += 1;
        watch(Event::Source { severity: Severity::Error, name: path, message });
    }
    if faults > 0 {
        let message = format!(
            "{faults} of {} files of «{}» are missing or changed, so no bag was written; run `litopys convert` again, or put them back",
            output.files.len(),
            output.root.display()
        );
        return Err(Error::Damaged(message));
    }
    for path in [CHECKSUMS, RUN] {
        bag.copy(path, &output.root.join(path))?;
    }
    let copied = Output::open(&bag.path(""))?;
    if copied.files != output.files || copied.run != output.run {
        let root = output.root.display();
        let message = format!("a run changed «{root}» meanwhile; deposit it again");
        return Err(Error::Usage(message));
    }
    Ok(())
}

/// Checks what was copied, so that nobody deposits what contradicts itself.
fn prove(copy: &Path, out: &Path, watch: &mut dyn FnMut(Event<'_>)) -> Result<(), Error> {
    let report = check::check(copy)?;
    if report.is_sound() {
        return Ok(());
    }
    for Fault { file, at, what } in &report.faults {
        let message = format!("{at} {what}");
        let message = message.trim_start();
        watch(Event::Source { severity: Severity::Error, name: file, message });
    }
    let message = format!(
        "«{}» contradicts itself, so no bag was written; run `litopys convert` again, and `litopys check` for all that is wrong",
        out.display()
    );
    Err(Error::Damaged(message))
}

/// What the user says it is, or what the run counted.
fn describe(facts: &Facts, run: &RunRecord) -> String {
    if !facts.description.is_empty() {
        return facts.description.clone();
    }
    let counts = run.counts;
    format!(
        "Dates, places, organizations and persons of {} texts: {} mentions and {} entities, found by Litopys {}.",
        counts.documents, counts.mentions, counts.entities, run.version
    )
}

/// The lines of `bag-info.txt`.
fn info(facts: &Facts, description: &str) -> Vec<(&'static str, String)> {
    let names = facts.creators.iter().map(|creator| ("Contact-Name", creator.name.clone()));
    let identifier = facts.identifier.as_ref().map(Identifier::address).unwrap_or_default();
    let mut lines = vec![("Source-Organization", facts.publisher.clone())];
    lines.extend(names);
    lines.push(("External-Identifier", identifier));
    lines.push(("External-Description", format!("{}. {}", facts.title, one_line(description))));
    lines.push(("Bagging-Date", facts.date.clone()));
    let version = env!("CARGO_PKG_VERSION");
    lines.push(("Bag-Software-Agent", format!("litopys {version}")));
    lines.retain(|(_, value)| !value.is_empty());
    lines
}
