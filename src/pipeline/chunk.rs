//! Documents on their way to the workers, some at a time.

use std::ops::ControlFlow;

use crate::model::diag::Diagnostic;
use crate::model::document::Place;
use crate::read::packing::Content;

/// Bytes of a chunk; a larger document is a chunk of its own. Its outputs take some fifteen times
/// as much, so the chunks in flight stay below 4 MB a thread.
const CHUNK: usize = 96 << 10;

/// What a document takes of a chunk at the least, since what has no bytes takes room too.
const DOCUMENT_ROOM: usize = 1 << 10;

/// A chunk on its way to the workers.
#[derive(Default)]
pub struct Chunk {
    /// Its place in the order.
    pub sequence: u64,
    /// How many sources have been read to their ends before it.
    pub sources: u64,
    /// Its documents.
    pub inputs: Vec<Input>,
}

/// A document as the reader leaves it, or why there is none.
pub struct Input {
    /// Its place in the output.
    pub place: Place,
    /// SHA-256 of the source, if it holds more than the document and that is known.
    pub sha256: Option<String>,
    /// Its bytes, or why there are none.
    pub content: Result<Content, Diagnostic>,
}

impl Input {
    /// Bytes of its content.
    pub fn size(&self) -> usize {
        self.content.as_ref().map_or(0, |content| content.bytes.len())
    }
}

/// A chunk that is being filled, and where full ones go. Its borders depend on the documents alone.
pub struct Filling<S> {
    /// What it has so far.
    pub chunk: Chunk,
    room: usize,
    send: S,
}

impl<S: FnMut(Chunk) -> ControlFlow<()>> Filling<S> {
    /// An empty one.
    pub fn new(send: S) -> Self {
        Self { chunk: Chunk::default(), room: CHUNK, send }
    }

    /// Adds a document, to the next chunk if this one has no room for it.
    pub fn add(&mut self, input: Input) -> ControlFlow<()> {
        let size = input.size();
        if size > self.room {
            self.flush()?;
        }
        self.room = self.room.saturating_sub(size.max(DOCUMENT_ROOM));
        self.chunk.inputs.push(input);
        ControlFlow::Continue(())
    }

    /// Sends what there is.
    pub fn flush(&mut self) -> ControlFlow<()> {
        if self.chunk.inputs.is_empty() {
            return ControlFlow::Continue(());
        }
        self.room = CHUNK;
        let Chunk { sequence, sources, .. } = self.chunk;
        let next = Chunk { sequence: sequence + 1, sources, inputs: Vec::new() };
        (self.send)(std::mem::replace(&mut self.chunk, next))
    }
}
