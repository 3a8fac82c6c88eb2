//! Finished chunks, and what they add up to.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::model::corpus::{Corpus, Totals};
use crate::model::diag::{Diagnostic, Severity};
use crate::model::name::Name;
use crate::model::record::Outcome;
use crate::report::{Counts, Event, SetAside};
use crate::write::Encoded;
use crate::write::register::{Gathering, Whole};

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
pub struct Sum {
    /// What they say of entities.
    pub entities: Gathering,
    /// Sums over all documents.
    pub totals: Totals,
    /// What was not converted.
    pub set_aside: Vec<SetAside>,
}

impl Sum {
    /// Nothing yet.
    pub fn new(entities: Gathering) -> Self {
        Self { entities, totals: Totals::default(), set_aside: Vec::new() }
    }

    /// Adds the next chunk out of so many sources, tells of it, and gives its outputs back.
    pub fn add(
        &mut self,
        done: Done,
        of: u64,
        watch: &mut dyn FnMut(Event<'_>),
    ) -> Result<Vec<Encoded>, Error> {
        for Said { name, severity, message } in &done.said {
            watch(Event::Source { severity: *severity, name, message });
        }
        done.corpus.entities.values().try_for_each(|known| self.entities.add(known))?;
        self.totals.add(&done.corpus.totals);
        self.set_aside.extend(done.set_aside);
        let Totals { bytes, set_aside, .. } = self.totals;
        watch(Event::Progress { done: done.sources, of, bytes, set_aside });
        Ok(done.encoded)
    }

    /// All of it, the names that the lexicon has for its entities among it, and what was set aside.
    pub fn finish<'n>(
        self,
        names: impl Iterator<Item = &'n Arc<Name>>,
    ) -> Result<(Whole, Vec<SetAside>), Error> {
        let Self { entities, totals, set_aside } = self;
        Ok((Whole { register: entities.finish(names)?, totals }, set_aside))
    }
}

/// What the record of a run says of it.
pub fn counts(totals: Totals, entities: u64) -> Counts {
    let Totals { documents, set_aside, passed_over, bytes, code_points, .. } = totals;
    Counts {
        documents,
        set_aside,
        passed_over,
        bytes,
        codepoints: code_points,
        sentences: totals.sentences,
        mentions: totals.mentions,
        entities,
    }
}
