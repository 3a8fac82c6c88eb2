//! Dumps of MediaWiki: the pages of a wiki, one behind another in one file of XML.

use std::io::BufRead;
use std::ops::ControlFlow;

use memchr::memmem::{self, Finder};

use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Metadata;
use crate::read::draft::Draft;
use crate::read::format::{Each, Format, Holds, Part, Refused};
use crate::read::options::Options;
use crate::read::reading::Reading;
use crate::read::stream::{self, Stream};
use crate::read::{wikitext, xml};

/// A dump in XML.
pub static FORMAT: Format =
    Format { name: "mediawiki", endings: &[], roots: &["mediawiki"], holds: Holds::Many(read) };

/// How a page begins and ends, the dump ends, and the parts of a page begin. All text in a dump is
/// escaped, so these stand nowhere else.
const PAGE: &[u8] = b"<page>";
const PAGE_END: &[u8] = b"</page>";
const DUMP_END: &[u8] = b"</mediawiki>";
const REVISION: &[u8] = b"<revision>";
const TEXT: &[u8] = b"<text";

fn read(input: &mut dyn BufRead, options: &Options, each: &mut Each<'_>) -> Result<(), Diagnostic> {
    let mut left_out = LeftOut::default();
    let end = pages(input, options, each, &mut left_out);
    if !matches!(end, Ok(ControlFlow::Break(()))) {
        for diagnostic in left_out.notes() {
            if each(Err(Refused { member: None, diagnostic })).is_break() {
                break;
            }
        }
    }
    end.map(|_| ())
}

/// Hands on the pages that are not left out.
fn pages(
    input: &mut dyn BufRead,
    options: &Options,
    each: &mut Each<'_>,
    left_out: &mut LeftOut,
) -> Result<ControlFlow<()>, Diagnostic> {
    let limit = options.limits.document;
    let mut stream = Stream::new(input, limit);
    let (begin, end) = (Finder::new(PAGE), Finder::new(PAGE_END));
    let mut between = Vec::new();
    let mut lang = String::new();
    for number in 1_u64.. {
        between.clear();
        if !stream.pass(&begin, &mut between)?.found {
            break;
        }
        if number == 1 {
            lang = language(&between);
        }
        let at = stream.at - PAGE.len() as u64;
        let mut page = PAGE.to_vec();
        let passed = stream.pass(&end, &mut page)?;
        if !passed.found {
            return Err(broken_off(stream.at, "within a page"));
        }
        let part = if passed.too_long {
            let what = format!("the page «{}»", title(&page));
            let diagnostic = stream::too_large(&what, at, limit);
            Err(Refused { member: Some(member(&page, number)), diagnostic })
        } else if left_out.counts(&page, options) {
            continue;
        } else {
            let metadata = Metadata { lang: lang.clone(), ..Metadata::default() };
            Ok(Part { metadata, ..left_out.part(page, number, at) })
        };
        if each(part).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    match memmem::find(&between, DUMP_END) {
        Some(_) => Ok(ControlFlow::Continue(())),
        None => Err(broken_off(stream.at, "without «</mediawiki>»")),
    }
}

/// What stands behind the first place that has these bytes.
fn behind<'b>(bytes: &'b [u8], begin: &[u8]) -> &'b [u8] {
    memmem::find(bytes, begin).and_then(|at| bytes.get(at + begin.len()..)).unwrap_or_default()
}

/// The language that a dump states before its first page.
fn language(before: &[u8]) -> String {
    let root = behind(before, b"<mediawiki").split(|byte| *byte == b'>').next();
    let value = behind(root.unwrap_or_default(), b"xml:lang=");
    let mut parts = value.split(|byte| matches!(byte, b'"' | b'\''));
    String::from_utf8_lossy(parts.nth(1).unwrap_or_default()).into_owned()
}

fn broken_off(at: u64, how: &str) -> Diagnostic {
    let byte = usize::try_from(at).unwrap_or(usize::MAX);
    let message = format!(
        "ends at byte {byte} {how}; what stands before was read, get a whole copy for the rest"
    );
    Diagnostic::byte(Code::Damaged, byte, message)
}

/// How many pages were left out, and why.
#[derive(Default)]
struct LeftOut {
    redirects: u64,
    namespaces: u64,
    models: u64,
    deleted: u64,
    /// Pages that were read, but only the last of their revisions.
    histories: u64,
}

impl LeftOut {
    /// Whether a page is left out; counts it if so.
    fn counts(&mut self, page: &[u8], options: &Options) -> bool {
        let (head, last) = (head(page), last_revision(page));
        let count = if element(last, b"<model>").is_some_and(|model| model != b"wikitext") {
            &mut self.models
        } else if !options.every_page && memmem::find(head, b"<redirect").is_some() {
            &mut self.redirects
        } else if !options.every_page && element(head, b"<ns>").is_some_and(|ns| ns != b"0") {
            &mut self.namespaces
        } else if is_deleted(last) {
            &mut self.deleted
        } else {
            return false;
        };
        *count += 1;
        true
    }

    /// The part that a page is, with the last of its revisions only.
    fn part(&mut self, page: Vec<u8>, number: u64, at: u64) -> Part {
        let member = member(&page, number);
        let (before, last) = (head(&page).len(), last_revision(&page).len());
        let is_history = before + last < page.len();
        self.histories += u64::from(is_history);
        let mut bytes = page;
        if is_history {
            bytes.drain(before..bytes.len() - last);
        }
        let at = (!is_history).then_some(at);
        Part { member, bytes, at, read: read_page, metadata: Metadata::default() }
    }

    fn notes(&self) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        let mut note = |message| notes.push(Diagnostic::file(Code::LeftOut, message));
        let (redirects, namespaces) = (self.redirects, self.namespaces);
        if redirects + namespaces > 0 {
            note(format!(
                "{redirects} redirects and {namespaces} pages of other namespaces were left out; \
                 set input.every_page to read them"
            ));
        }
        let (models, deleted) = (self.models, self.deleted);
        if models + deleted > 0 {
            note(format!(
                "{models} pages that are no wikitext and {deleted} whose text is deleted were left \
                 out; nothing is to be done about it"
            ));
        }
        if self.histories > 0 {
            note(format!(
                "{} pages have several revisions, of which the last was read; take a dump of \
                 current pages to read it faster",
                self.histories
            ));
        }
        notes
    }
}

/// A page up to its first revision.
fn head(page: &[u8]) -> &[u8] {
    memmem::find(page, REVISION).and_then(|at| page.get(..at)).unwrap_or(page)
}

/// A page from its last revision on; nothing if it has none.
fn last_revision(page: &[u8]) -> &[u8] {
    memmem::rfind(page, REVISION).and_then(|at| page.get(at..)).unwrap_or_default()
}

/// Whether the text of a revision is there no more.
fn is_deleted(revision: &[u8]) -> bool {
    let tag = memmem::find(revision, TEXT).and_then(|at| revision.get(at..)).unwrap_or_default();
    let tag = memchr::memchr(b'>', tag).and_then(|end| tag.get(..end)).unwrap_or_default();
    memmem::find(tag, b" deleted=").is_some()
}

/// What stands in the first element that begins so, as it is written.
fn element<'p>(bytes: &'p [u8], begin: &[u8]) -> Option<&'p [u8]> {
    let content = behind(bytes, begin);
    content.get(..memchr::memchr(b'<', content)?)
}

fn member(page: &[u8], number: u64) -> String {
    let id = element(head(page), b"<id>").and_then(|id| std::str::from_utf8(id).ok());
    id.map_or_else(|| format!("page-{number}"), |id| id.trim().to_owned())
}

fn title(page: &[u8]) -> String {
    let title = element(head(page), b"<title>").unwrap_or_default();
    let title = String::from_utf8_lossy(title);
    quick_xml::escape::unescape(&title).map_or_else(|_| title.to_string(), |t| t.into_owned())
}

/// Reads a page.
fn read_page(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let file = xml::decode(bytes)?;
    let mut page = xml::Xml::new(&file, options.limits.elements as usize);
    let (mut title, mut text) = (String::new(), String::new());
    let mut field = None;
    while let Some(part) = page.part()? {
        match part {
            xml::Part::Start(tag) => {
                field = match tag.name() {
                    "title" => Some(&mut title),
                    "text" => Some(&mut text),
                    _ => None,
                };
                field.iter_mut().for_each(|field| field.clear());
            }
            xml::Part::Text(piece) => {
                if let Some(field) = &mut field {
                    field.push_str(&piece);
                }
            }
            xml::Part::End(_) => field = None,
        }
    }
    let mut draft = Draft::default();
    wikitext::write(&text, &title, &mut draft);
    Ok(Reading::of(draft, Metadata { title, ..Metadata::default() }))
}
