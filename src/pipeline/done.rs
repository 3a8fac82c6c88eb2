//! Finished chunks, and what they add up to.

use serde::{Deserialize, Serialize};

use crate::model::corpus::Corpus;
use crate::model::diag::{Diagnostic, Severity};
use crate::model::record::Outcome;
use crate::report::{Counts, Event, SetAside};
use crate::write::Encoded;

/// A chunk on its way to the output.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Done {
    /// Its place in the order.
    pub sequence: u64,
    /// How many sources have been read to their ends with it.
    pub sources: u64,
    /// What is to be told of its documents.
    pub said: Vec<Said>,
    /// Those that were not converted.
    pub set_aside: Vec<SetAside>,
    /// What they add up to.
    pub corpus: Corpus,
    /// Its outputs, one for each writer.
    pub encoded: Vec<Encoded>,
}

/// Something about one document.
#[derive(Debug, Serialize, Deserialize)]
pub struct Said {
    name: String,
    severity: Severity,
    message: String,
}

impl Done {
    /// Adds what became of a document.
    pub fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Done(record) => {
                let name = record.document.place.whole_name();
                record.diagnostics.iter().for_each(|diagnostic| self.say(&name, diagnostic));
                self.corpus.add(record);
            }
            Outcome::SetAside(aside) => {
                let path = aside.place.whole_name();
                self.say(&path, &aside.diagnostic);
                if aside.diagnostic.code.severity() == Severity::Error {
                    self.corpus.totals.set_aside += 1;
                    let message = aside.diagnostic.message.clone();
                    self.set_aside.push(SetAside { path: path.into_owned(), message });
                } else {
                    self.corpus.totals.passed_over += 1;
                }
            }
        }
    }

    fn say(&mut self, name: &str, diagnostic: &Diagnostic) {
        let (name, message) = (name.to_owned(), diagnostic.message.clone());
        self.said.push(Said { name, severity: diagnostic.code.severity(), message });
    }
}

/// What the chunks so far add up to.
#[derive(Default)]
pub struct Sum {
    /// Registers and sums.
    pub corpus: Corpus,
    /// What was not converted.
    pub set_aside: Vec<SetAside>,
}

impl Sum {
    /// Adds the next chunk out of so many sources, tells of it, and gives its outputs back.
    pub fn add(&mut self, done: Done, of: u64, watch: &mut dyn FnMut(Event<'_>)) -> Vec<Encoded> {
        for Said { name, severity, message } in &done.said {
            watch(Event::Source { severity: *severity, name, message });
        }
        self.corpus.extend(done.corpus);
        self.set_aside.extend(done.set_aside);
        let (bytes, set_aside) = (self.corpus.totals.bytes, self.corpus.totals.set_aside);
        watch(Event::Progress { done: done.sources, of, bytes, set_aside });
        done.encoded
    }

    /// What the record of a run says of it.
    pub fn counts(&self) -> Counts {
        let totals = self.corpus.totals;
        Counts {
            documents: totals.documents,
            set_aside: totals.set_aside,
            passed_over: totals.passed_over,
            bytes: totals.bytes,
            codepoints: totals.code_points,
            sentences: totals.sentences,
            mentions: totals.mentions,
            entities: self.corpus.entities.len() as u64,
        }
    }
}
