//! What a source holds, however it is packed: its documents one by one, never more than one of
//! them in memory.

pub mod bz2;
pub mod gz;
pub mod meter;
pub mod zip;
pub mod zst;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Metadata;
use crate::read::format::{Format, Holds, Part, ReadMany, ReadOne, Refused, Tasks, Unpack, broken};
use crate::read::naming::{self, without_ending};
use crate::read::options::Options;
use crate::read::packing::meter::{Count, Counted, Metered};
use crate::read::packing::zip::ReadSeek;
use crate::read::reading::empty;
use crate::read::{FORMATS, decoding, xml};

/// How much of a file is looked at to know what it is, in bytes.
const HEAD: u64 = 1 << 14;

/// Bytes of a stream that are read at once.
const BUFFER: usize = 1 << 18;

/// A document, or what must be said of something that is none.
pub struct Found {
    /// Its path in the source; none when it is the whole of it.
    pub member: Option<String>,
    /// Its bytes, or why there are none.
    pub content: Result<Content, Diagnostic>,
}

/// The bytes of a document and what reads them.
pub struct Content {
    /// Name of the format.
    pub format: &'static str,
    /// What reads them; on any thread.
    pub read: ReadOne,
    /// The bytes; none when documents are only counted.
    pub bytes: Vec<u8>,
    /// Where in the source they begin, if they stand there as they are.
    pub at: Option<u64>,
    /// Whether they are the whole source as it is.
    pub is_whole: bool,
    /// What is said of the document outside of them.
    pub metadata: Metadata,
}

/// Takes what is found, one after another; breaks when no more is wanted.
pub type Take<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// Finds the documents of sources.
pub struct Unpacker<'a> {
    /// How sources are read.
    pub options: &'a Options,
    /// Threads that may help.
    pub tasks: &'a Tasks<'a>,
    /// Whether documents are only counted, and their bytes left where they are.
    pub counts: bool,
}

impl Unpacker<'_> {
    /// Finds the documents of a file, which its name says how to read.
    pub fn file(&self, name: &str, file: File, take: &mut Take<'_>) -> ControlFlow<()> {
        let (file, position) = Counted::new(file);
        let walk = Walk { unpacker: self, position };
        walk.tell(name, None, Input::File(file), 0, take)
    }

    /// Finds the documents of bytes, which a name says how to read.
    pub fn bytes(&self, name: &str, bytes: &[u8], take: &mut Take<'_>) -> ControlFlow<()> {
        let (bytes, position) = Counted::new(bytes);
        let walk = Walk { unpacker: self, position };
        walk.tell(name, None, Input::Stream(Box::new(bytes)), 0, take)
    }

    /// Takes a stream without a name as one document of a format.
    pub fn stream(
        &self,
        format: &Format,
        stream: &mut dyn Read,
        take: &mut Take<'_>,
    ) -> ControlFlow<()> {
        let (mut stream, position) = Counted::new(stream);
        let walk = Walk { unpacker: self, position };
        let (Holds::One(read) | Holds::Text(read)) = format.holds else {
            return ControlFlow::Continue(());
        };
        let content = walk.one(format.name, read, None, &mut stream);
        let content = content.map(|content| Content { is_whole: true, ..content });
        take(Found { member: None, content })
    }
}

/// The way through one source.
struct Walk<'a> {
    unpacker: &'a Unpacker<'a>,
    /// Where in the source reading is.
    position: Count,
}

/// What a file is read from.
enum Input<'a> {
    /// The source itself.
    File(Counted<File>),
    /// What comes out of a packed file.
    Stream(Box<dyn Read + 'a>),
}

/// A file of the source, or the source itself.
struct Spot<'a> {
    name: &'a str,
    member: Option<String>,
    /// How many packed files and archives are around it.
    depth: u32,
}

type Flow = Result<ControlFlow<()>, Diagnostic>;

impl Walk<'_> {
    /// Finds the documents of a file, or says what is wrong with it.
    fn tell(
        &self,
        name: &str,
        member: Option<String>,
        input: Input<'_>,
        depth: u32,
        take: &mut Take<'_>,
    ) -> ControlFlow<()> {
        let spot = Spot { name, member, depth };
        self.open(&spot, input, take).unwrap_or_else(|diagnostic| {
            take(Found { member: spot.member.clone(), content: Err(diagnostic) })
        })
    }

    fn open(&self, spot: &Spot<'_>, input: Input<'_>, take: &mut Take<'_>) -> Flow {
        let most = self.unpacker.options.limits.archives;
        if spot.depth > most {
            let message = format!(
                "lies in more than {most} archives; unpack it, or raise limits.archives in litopys.toml"
            );
            return Err(Diagnostic::file(Code::TooDeep, message));
        }
        if matches!(&input, Input::File(file) if file.length() == Some(0)) {
            return Err(empty());
        }
        let (format, input) = self.format(spot, input)?;
        match (&format.holds, input) {
            (Holds::One(read) | Holds::Text(read), input) => {
                let length = match &input {
                    Input::File(file) => file.length(),
                    Input::Stream(_) => None,
                };
                let is_whole = matches!(input, Input::File(_));
                let content = self.one(format.name, *read, length, &mut input.stream())?;
                let content = Ok(Content { is_whole, ..content });
                Ok(take(Found { member: spot.member.clone(), content }))
            }
            (Holds::Many(read), input) => {
                let mut stream = BufReader::with_capacity(BUFFER, input.stream());
                self.many(spot, format, *read, &mut stream, take)
            }
            (Holds::Rows(read), input) => {
                let mut bytes = BufReader::with_capacity(BUFFER, input.stream());
                let text = decoding::stream(&mut bytes, self.unpacker.options);
                let (mut text, said) = text.map_err(|error| self.broken(&error))??;
                if let Some(said) = said {
                    let flow = take(Found { member: spot.member.clone(), content: Err(said) });
                    if flow.is_break() {
                        return Ok(flow);
                    }
                }
                self.many(spot, format, *read, &mut text, take)
            }
            (Holds::Packed(unpack), input) => self.packed(spot, *unpack, input.stream(), take),
            (Holds::Files, Input::File(file)) => self.files(spot, file, take),
            (Holds::Files, Input::Stream(mut stream)) => {
                let bytes = self.whole(None, &mut stream)?;
                self.files(spot, Cursor::new(bytes), take)
            }
        }
    }

    /// The format of a file: by its name, and where that says only `.xml` by its root.
    fn format<'i>(
        &self,
        spot: &Spot<'_>,
        input: Input<'i>,
    ) -> Result<(&'static Format, Input<'i>), Diagnostic> {
        if let Some(verdict) = naming::verdict(spot.name) {
            return Err(verdict);
        }
        if let Some(format) = naming::format(spot.name) {
            return Ok((format, input));
        }
        let mut head = Vec::new();
        let mut stream = input.stream();
        let read = stream.by_ref().take(HEAD).read_to_end(&mut head);
        read.map_err(|error| self.broken(&error))?;
        let root = xml::root(&head);
        let of_root = |root: &str| FORMATS.iter().find(|format| format.roots.contains(&root));
        match root.as_deref().and_then(of_root) {
            Some(format) => {
                let whole = Cursor::new(head).chain(stream);
                Ok((format, Input::Stream(Box::new(whole))))
            }
            None => Err(naming::unknown_root(root.as_deref())),
        }
    }

    fn one(
        &self,
        format: &'static str,
        read: ReadOne,
        length: Option<u64>,
        stream: &mut dyn Read,
    ) -> Result<Content, Diagnostic> {
        let bytes = match self.unpacker.counts {
            true => Vec::new(),
            false => self.whole(length, stream)?,
        };
        let metadata = Metadata::default();
        Ok(Content { format, read, bytes, at: None, is_whole: false, metadata })
    }

    /// All bytes of a stream, unless they are more than a document may have.
    fn whole(&self, length: Option<u64>, stream: &mut dyn Read) -> Result<Vec<u8>, Diagnostic> {
        let limit = self.unpacker.options.limits.document;
        let mut bytes = Vec::new();
        if let Some(length) = length {
            if length > limit {
                return Err(too_large(limit));
            }
            bytes.reserve(usize::try_from(length).unwrap_or_default() + 1);
        }
        // One byte more than allowed tells a file that is still growing.
        let read = stream.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| self.broken(&error))?;
        if bytes.len() as u64 > limit {
            return Err(too_large(limit));
        }
        Ok(bytes)
    }

    fn many(
        &self,
        spot: &Spot<'_>,
        format: &'static Format,
        read: ReadMany,
        stream: &mut dyn BufRead,
        take: &mut Take<'_>,
    ) -> Flow {
        if stream.fill_buf().map_err(|error| self.broken(&error))?.is_empty() {
            return Err(empty());
        }
        let mut flow = ControlFlow::Continue(());
        let mut is_told = false;
        let mut each = |part: Result<Part, Refused>| {
            is_told = true;
            let found = match part {
                Ok(Part { member, bytes, at, read, metadata }) => {
                    let at = at.filter(|_| spot.depth == 0);
                    let format = format.name;
                    let content = Content { format, read, bytes, at, is_whole: false, metadata };
                    Found { member: Some(spot.inside(&member)), content: Ok(content) }
                }
                Err(Refused { member, diagnostic }) => {
                    let member = member.map(|member| spot.inside(&member));
                    Found { member: member.or(spot.member.clone()), content: Err(diagnostic) }
                }
            };
            flow = take(found);
            flow
        };
        match read(stream, self.unpacker.options, &mut each) {
            Ok(()) if is_told => Ok(flow),
            Ok(()) => Err(empty()),
            Err(diagnostic) => Err(self.at_source(spot, diagnostic)),
        }
    }

    /// Readers count what was unpacked; the table of problems counts bytes of the source.
    fn at_source(&self, spot: &Spot<'_>, mut diagnostic: Diagnostic) -> Diagnostic {
        if spot.depth > 0 {
            diagnostic.byte = usize::try_from(self.position.get()).ok();
        }
        diagnostic
    }

    fn packed(
        &self,
        spot: &Spot<'_>,
        unpack: Unpack,
        stream: Box<dyn Read + '_>,
        take: &mut Take<'_>,
    ) -> Flow {
        let (stream, count) = Counted::new(stream);
        let unpacked = unpack(Box::new(stream), self.unpacker.tasks);
        let unpacked = unpacked.map_err(|error| self.broken(&error))?;
        let ratio = self.unpacker.options.limits.ratio;
        let unpacked = Input::Stream(Box::new(Metered::new(unpacked, count, ratio)));
        let name = without_ending(spot.name);
        Ok(self.tell(name, spot.member.clone(), unpacked, spot.depth + 1, take))
    }

    fn files(&self, spot: &Spot<'_>, file: impl ReadSeek, take: &mut Take<'_>) -> Flow {
        let opened = zip::open(file);
        let mut archive = opened.map_err(|diagnostic| self.at_source(spot, diagnostic))?;
        let ratio = self.unpacker.options.limits.ratio;
        let entries = zip::entries(&mut archive);
        if entries.is_empty() {
            return Err(empty());
        }
        for entry in entries {
            let inside = Some(spot.inside(&entry.name));
            let flow = match zip::member(&mut archive, entry.index) {
                Ok(member) => {
                    let packed = Count::default();
                    packed.set(member.compressed_size());
                    let member = Input::Stream(Box::new(Metered::new(member, packed, ratio)));
                    self.tell(&entry.name, inside, member, spot.depth + 1, take)
                }
                Err(diagnostic) => {
                    let content = Err(self.at_source(spot, diagnostic));
                    take(Found { member: inside, content })
                }
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        match zip::doubled(&archive) {
            Some(diagnostic) => Err(diagnostic),
            None => Ok(ControlFlow::Continue(())),
        }
    }

    fn broken(&self, error: &io::Error) -> Diagnostic {
        broken(error, self.position.get())
    }
}

impl Spot<'_> {
    /// The path of a member of this file in the source.
    fn inside(&self, member: &str) -> String {
        match &self.member {
            Some(around) => format!("{around}/{member}"),
            None => member.to_owned(),
        }
    }
}

impl<'a> Input<'a> {
    fn stream(self) -> Box<dyn Read + 'a> {
        match self {
            Input::File(file) => Box::new(file),
            Input::Stream(stream) => stream,
        }
    }
}

/// That a document is larger than it may be.
pub fn too_large(limit: u64) -> Diagnostic {
    let message = format!(
        "is larger than {} MiB; split it, or raise limits.document_mib in litopys.toml",
        limit >> 20
    );
    Diagnostic::file(Code::TooLarge, message)
}
