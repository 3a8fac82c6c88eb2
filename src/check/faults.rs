//! What is wrong, gathered by file, and how it is told.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use serde::Serialize;

/// Faults of one file that are told; the others are counted.
const SHOWN: usize = 20;

/// Characters of a text that a fault quotes.
const QUOTED: usize = 60;

/// The faults so far.
#[derive(Debug, Default)]
pub struct Faults {
    files: BTreeMap<String, OfFile>,
    notes: Vec<String>,
}

#[derive(Debug, Default)]
struct OfFile {
    shown: Vec<(String, String)>,
    more: u64,
}

/// What a check found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Documents in the folder.
    pub documents: u64,
    /// Files that its list names.
    pub files: u64,
    /// What is wrong, by file.
    pub faults: Vec<Fault>,
    /// How many more faults files have than are told.
    pub more: BTreeMap<String, u64>,
    /// What is no fault and yet worth knowing.
    pub notes: Vec<String>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
pub struct Fault {
    /// The file, below the folder.
    pub file: String,
    /// The id or position in it; empty when all of it is meant.
    pub at: String,
    /// What is wrong, in one sentence.
    pub what: String,
}

impl Faults {
    /// Notes a fault at an id or position of a file, or of all of it where that is empty.
    pub fn add(&mut self, file: &str, at: &str, what: impl Into<String>) {
        if !self.files.contains_key(file) {
            self.files.insert(file.to_owned(), OfFile::default());
        }
        let Some(of_file) = self.files.get_mut(file) else { return };
        if of_file.shown.len() < SHOWN {
            of_file.shown.push((at.to_owned(), what.into()));
        } else {
            of_file.more += 1;
        }
    }

    /// Notes what is no fault.
    pub fn note(&mut self, what: impl Into<String>) {
        self.notes.push(what.into());
    }

    /// A place in a file, at which several things may be wrong.
    pub fn at<'a>(&'a mut self, file: &'a str, at: &'a str) -> Spot<'a> {
        Spot { faults: self, file, at }
    }

    /// All that was found.
    pub fn report(self, documents: u64, files: u64) -> Report {
        let mut report = Report {
            documents,
            files,
            faults: Vec::new(),
            more: BTreeMap::new(),
            notes: self.notes,
        };
        for (file, of_file) in self.files {
            for (at, what) in of_file.shown {
                report.faults.push(Fault { file: file.clone(), at, what });
            }
            if of_file.more > 0 {
                report.more.insert(file, of_file.more);
            }
        }
        report
    }
}

/// A place in a file.
pub struct Spot<'a> {
    faults: &'a mut Faults,
    file: &'a str,
    at: &'a str,
}

impl Spot<'_> {
    /// Notes a fault here.
    pub fn fault(&mut self, what: impl Into<String>) {
        self.faults.add(self.file, self.at, what);
    }

    /// Notes a fault unless something holds.
    pub fn must(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.fault(what());
        }
    }

    /// Notes a fault unless a value is what a witness has.
    pub fn same(&mut self, what: &str, found: &str, witness: &str, expected: &str) {
        if found != expected {
            let (found, expected) = quoted(found, expected);
            self.fault(format!("{what} is {found} but {witness} has {expected}"));
        }
    }

    /// The same for numbers.
    pub fn equal<T: PartialEq + Display>(
        &mut self,
        what: &str,
        found: T,
        witness: &str,
        expected: T,
    ) {
        if found != expected {
            self.fault(format!("{what} is {found} but {witness} has {expected}"));
        }
    }
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// One line for each fault and for each file that has more; one in all when nothing is wrong.
impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_sound() {
            let Self { documents, files, .. } = self;
            return writeln!(f, "nothing is wrong with {documents} documents in {files} files");
        }
        let mut faults = self.faults.iter().peekable();
        while let Some(Fault { file, at, what }) = faults.next() {
            match at.as_str() {
                "" => writeln!(f, "{file}: {what}")?,
                at => writeln!(f, "{file}: {at}: {what}")?,
            }
            let is_last = faults.peek().is_none_or(|next| next.file != *file);
            if let Some(more) = self.more.get(file).filter(|_| is_last) {
                writeln!(f, "{file}: {more} more faults")?;
            }
        }
        Ok(())
    }
}

/// A text between guillemets, cut and without line ends.
pub fn quote(text: &str) -> String {
    cut(text, 0)
}

/// Two texts between guillemets, from a little before where they part.
fn quoted(a: &str, b: &str) -> (String, String) {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longest = a.chars().count().max(b.chars().count());
    let from = if longest <= QUOTED { 0 } else { common.saturating_sub(QUOTED / 3) };
    (cut(a, from), cut(b, from))
}

fn cut(text: &str, from: usize) -> String {
    let mut quote = String::from("«");
    if from > 0 {
        quote.push('…');
    }
    let mut chars = text.chars().skip(from);
    for c in chars.by_ref().take(QUOTED) {
        if c.is_control() {
            quote.extend(c.escape_default());
        } else {
            quote.push(c);
        }
    }
    if chars.next().is_some() {
        quote.push('…');
    }
    quote.push('»');
    quote
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_quoted_where_they_part() {
        let text = "а".repeat(100);
        let mut faults = Faults::default();
        faults.at("f", "id").same("text", &format!("{text}б"), "the source", &format!("{text}в"));
        let report = faults.report(0, 0).to_string();
        let shown = "а".repeat(20);
        assert_eq!(report, format!("f: id: text is «…{shown}б» but the source has «…{shown}в»\n"));
    }

    #[test]
    fn what_is_not_told_is_counted() {
        let mut faults = Faults::default();
        (0..SHOWN + 7).for_each(|n| faults.add("f", &n.to_string(), "is wrong"));
        let report = faults.report(0, 0).to_string();
        assert!(report.ends_with("f: 19: is wrong\nf: 7 more faults\n"), "{report}");
    }
}
