//! Documents that come one after another on a stream, each with an id.

pub mod arrow;
pub mod jsonl;

use std::ops::ControlFlow;

use crate::error::Error;
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Metadata;
use crate::read::options::Options;
use crate::read::packing::{Content, too_large};
use crate::read::rows::Role;
use crate::read::txt;

/// Bytes of a stream that are read at once.
const BUFFER: usize = 1 << 18;

/// A document as it was sent.
pub struct Sent {
    /// Its number in the stream, from 1.
    pub number: u64,
    /// Its path-like name, if it has one.
    pub id: Option<String>,
    /// Its text, or what is wrong with it.
    pub content: Result<Content, Diagnostic>,
}

/// Takes the next document, or none where nothing more comes for now and whoever sends may be
/// waiting for answers; breaks when no more is wanted.
pub type Take<'a> = dyn FnMut(Option<Sent>) -> ControlFlow<()> + 'a;

/// Takes the next text of a column.
pub type Each<'a> = dyn FnMut(&str) -> Result<(), Error> + 'a;

/// A document while its fields come in.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    text: Option<String>,
    metadata: Metadata,
    /// The first thing that is wrong with it.
    fault: Option<String>,
}

impl Draft {
    fn put(&mut self, role: Role, value: &str) {
        match role {
            Role::Id if self.id.is_none() => self.id = Some(value.to_owned()),
            Role::Text if self.text.is_none() => self.text = Some(value.to_owned()),
            Role::Known(put) => {
                if let Err(what) = put(&mut self.metadata, value.trim()) {
                    self.fault(what);
                }
            }
            Role::Id | Role::Text | Role::Other => {}
        }
    }

    fn fault(&mut self, what: String) {
        self.fault.get_or_insert(what);
    }

    /// The document; `spot` says where in the stream it stands, for people.
    fn sent(mut self, number: u64, spot: &str, options: &Options) -> Sent {
        let id = self.id.take().filter(|id| !id.is_empty());
        let text = self.text.take();
        let fault = match (&id, &text) {
            _ if self.fault.is_some() => self.fault,
            (None, _) => Some("it has no field «id»".to_owned()),
            (_, None) => Some(format!("it has no field «{}»", options.text_column)),
            _ => None,
        };
        let limit = options.limits.document;
        let content = match (fault, text) {
            (Some(fault), _) => Err(damaged(spot, &fault)),
            (None, Some(text)) if text.len() as u64 > limit => Err(too_large(limit)),
            (None, text) => Ok(content(text.unwrap_or_default(), self.metadata)),
        };
        Sent { number, id, content }
    }
}

fn content(text: String, metadata: Metadata) -> Content {
    let (format, bytes) = (txt::PLAIN.name, text.into_bytes());
    Content { format, read: txt::read, bytes, at: None, is_whole: false, metadata }
}

fn damaged(spot: &str, what: &str) -> Diagnostic {
    let message = format!("{spot} of the stream was left out: {what}; mend it and send it again");
    Diagnostic::file(Code::Damaged, message)
}
