//! The program as a user runs it, and documents as the stages see them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use litopys::find::Aids;
use litopys::lang::{self, Language};
use litopys::lexicon::{rules, types};
use litopys::model::date::value::Policy;
use litopys::model::document::{DocId, Document, Metadata, Place};
use litopys::model::record::{Outcome, Record, Run};
use litopys::write::{Encoded, WRITERS};
use litopys::{pipeline, read};
use tempfile::TempDir;

/// A folder of its own for one test.
pub struct Work {
    folder: TempDir,
}

impl Work {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and the folders that it needs.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Runs the program here.
    pub fn run(&self, args: &[&str]) -> Ended {
        self.run_with(args, b"")
    }

    /// Runs the program here with something on standard input.
    pub fn run_with(&self, args: &[&str], stdin: &[u8]) -> Ended {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        // On a thread of its own, since the program may answer before it has read everything, or
        // read no more.
        let output = thread::scope(|threads| {
            threads.spawn(move || drop(pipe.write_all(stdin)));
            child.wait_with_output()
        });
        Ended(output.unwrap())
    }

    /// The program with arguments, about to run here.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
        command.args(args).current_dir(self.folder.path());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// How a run ended.
pub struct Ended(Output);

impl Ended {
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0.stdout
    }

    pub fn stdout(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    /// Asserts the exit code and that standard error holds every text.
    pub fn expect(&self, code: i32, texts: &[&str]) -> &Self {
        let stderr = self.stderr();
        assert_eq!(self.code(), code, "{stderr}");
        for text in texts {
            assert!(stderr.contains(text), "«{text}» is not in «{stderr}»");
        }
        self
    }
}

/// Every file below a folder with its content, in order.
pub fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The record of a Ukrainian text.
pub fn record(text: &str) -> Record {
    record_in(lang::default(), text)
}

/// The record of a Ukrainian text with words and marks.
pub fn record_glossed(text: &str) -> Record {
    pipeline::process(document(text), lang::default(), Policy::default(), Aids::default(), true)
}

/// What a writer gives for a record.
pub fn encoded(writer: &str, record: Record) -> Encoded {
    let writer = WRITERS.iter().find(|one| one.name() == Some(writer)).unwrap();
    let run = Run { rules: rules::all(), types: types::all(), ..Run::default() };
    writer.encode(&run, &[Outcome::Done(Box::new(record))]).unwrap()
}

/// The record of a text in a language.
pub fn record_in(lang: &dyn Language, text: &str) -> Record {
    record_with(lang, Policy::default(), text)
}

/// The record of a Ukrainian text whose names the model decides.
pub fn record_decided(text: &str) -> Record {
    let model = lang::default().model();
    let aids = Aids { model: model.as_deref(), ..Aids::default() };
    pipeline::process(document(text), lang::default(), Policy::default(), aids, false)
}

/// The record of a Ukrainian text of which the metadata say when it was written.
pub fn record_dated(date: &str, text: &str) -> Record {
    let metadata = Metadata { date: date.to_owned(), ..Metadata::default() };
    let document = Document { metadata, ..document(text) };
    pipeline::process(document, lang::default(), Policy::default(), Aids::default(), false)
}

fn document(text: &str) -> Document {
    let id = DocId::from_romanized("text");
    let place = Place { id, name: "text.txt".to_owned(), member: None, shard: None };
    read::plain(place, text.to_owned()).unwrap()
}

/// The record of a text of which unmarked dates are read as the policy has it; rules alone decide,
/// since these are what most tests are about.
pub fn record_with(lang: &dyn Language, policy: Policy, text: &str) -> Record {
    pipeline::process(document(text), lang, policy, Aids::default(), false)
}
