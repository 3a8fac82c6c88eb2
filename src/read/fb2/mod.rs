//! FictionBook 2: sections, verses and tables, with the notes that stand in bodies of their own.

mod description;

use rustc_hash::FxHashMap;

use crate::model::diag::Diagnostic;
use crate::model::document::Metadata;
use crate::model::outline::BlockKind;
use crate::read::draft::Draft;
use crate::read::format::{Format, Holds};
use crate::read::options::Options;
use crate::read::reading::Reading;
use crate::read::xml::{self, Decoded, Part, Tag, Xml};

/// FictionBook 2.
///
/// Left out are pictures, the annotation in the description and the titles of bodies of notes.
pub static FORMAT: Format =
    Format { name: "fb2", endings: &["fb2"], roots: &["FictionBook"], holds: Holds::One(read) };

/// What may stand around the number of a note.
const BRACKETS: [char; 10] = ['[', ']', '(', ')', '{', '}', '<', '>', '.', ' '];

fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let file = xml::decode(bytes)?;
    let most = options.limits.elements as usize;
    // Notes stand behind the text that refers to them, so that they are read first.
    let mut before = Walk::new(&file, most);
    let mut metadata = Metadata::default();
    before.xml.root(FORMAT.roots)?;
    while let Some(tag) = before.xml.child()? {
        match tag.name() {
            "description" => metadata = description::read(&mut before.xml)?,
            "body" if is_of_notes(&tag) => before.notes()?,
            _ => before.xml.skip()?,
        }
    }
    let mut book = Walk { notes: before.notes, ids: before.ids, ..Walk::new(&file, most) };
    book.xml.root(FORMAT.roots)?;
    while let Some(tag) = book.xml.child()? {
        match tag.name() {
            "body" if !is_of_notes(&tag) => book.body()?,
            _ => book.xml.skip()?,
        }
    }
    Ok(Reading::of(book.with_other_notes(), metadata))
}

fn is_of_notes(body: &Tag<'_>) -> bool {
    matches!(&*body.get("name").to_lowercase(), "notes" | "comments" | "footnotes")
}

/// A note that waits for what refers to it.
#[derive(Debug, Default)]
struct Note {
    id: String,
    title: String,
    /// None when the text has it already.
    paragraphs: Vec<String>,
}

/// What the end of an element does.
enum Close {
    Nothing,
    Block,
    Title,
    Section,
    /// Of a table; whether it has a cell.
    Row(bool),
}

/// A way through the elements of a body.
struct Walk<'x> {
    xml: Xml<'x>,
    draft: Draft,
    /// The elements that are open within the body.
    open: Vec<Close>,
    /// Of the division that is open.
    level: u8,
    /// Id of the section, for its title.
    label: String,
    notes: Vec<Note>,
    ids: FxHashMap<String, usize>,
    /// Numbers and marks of the notes that have been referred to, by their ids.
    given: FxHashMap<String, (u32, String)>,
}

impl<'x> Walk<'x> {
    fn new(file: &'x Decoded<'x>, most: usize) -> Self {
        Self {
            xml: Xml::new(file, most),
            draft: Draft::default(),
            open: Vec::new(),
            level: 0,
            label: String::new(),
            notes: Vec::new(),
            ids: FxHashMap::default(),
            given: FxHashMap::default(),
        }
    }

    fn body(&mut self) -> Result<(), Diagnostic> {
        self.draft.end();
        self.level = 0;
        self.label.clear();
        while let Some(part) = self.xml.part()? {
            match part {
                Part::Start(tag) => self.start(&tag)?,
                Part::Text(text) => self.draft.text(&text),
                Part::End(_) => match self.open.pop() {
                    Some(close) => self.end(&close),
                    None => break,
                },
            }
        }
        self.draft.end();
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>) -> Result<(), Diagnostic> {
        let close = match tag.name() {
            "section" => {
                self.level = self.level.saturating_add(1);
                self.draft.division(self.level);
                self.label = tag.get("id");
                Close::Section
            }
            "title" => {
                self.title();
                Close::Title
            }
            "subtitle" if matches!(self.open.last(), None | Some(Close::Section)) => {
                self.draft.division(self.level.saturating_add(1));
                self.draft.begin(BlockKind::Heading, &tag.get("id"));
                Close::Block
            }
            "p" if matches!(self.open.last(), Some(Close::Title)) => {
                self.draft.line_break();
                Close::Nothing
            }
            "p" | "text-author" | "subtitle" | "date" | "stanza" | "epigraph" | "cite" | "poem"
            | "annotation" | "table" | "empty-line" => {
                self.draft.begin(BlockKind::Paragraph, &tag.get("id"));
                Close::Block
            }
            "v" => {
                self.draft.line_break();
                Close::Nothing
            }
            "tr" => {
                self.draft.paragraph();
                Close::Row(false)
            }
            "td" | "th" => {
                self.cell();
                Close::Nothing
            }
            "a" if self.refers(tag)? => return Ok(()),
            "image" | "binary" | "stylesheet" => return self.xml.skip(),
            _ => Close::Nothing,
        };
        self.open.push(close);
        Ok(())
    }

    fn end(&mut self, close: &Close) {
        match close {
            Close::Nothing => {}
            Close::Block | Close::Title | Close::Row(_) => self.draft.end(),
            Close::Section => {
                self.draft.end();
                self.level = self.level.saturating_sub(1);
            }
        }
    }

    /// Begins the heading of a section or body, or the title of a poem.
    fn title(&mut self) {
        let label = std::mem::take(&mut self.label);
        match self.open.last() {
            Some(Close::Section) => self.draft.begin(BlockKind::Heading, &label),
            None => {
                self.level = 1;
                self.draft.heading(1);
            }
            Some(_) => self.draft.paragraph(),
        }
    }

    fn cell(&mut self) {
        if let Some(Close::Row(has_cell)) = self.open.last_mut()
            && std::mem::replace(has_cell, true)
        {
            self.draft.cell();
        }
    }

    /// Whether a link refers to a note, which comes here instead of the first that does.
    fn refers(&mut self, link: &Tag<'_>) -> Result<bool, Diagnostic> {
        let target = link.get("href");
        let Some(id) = target.strip_prefix('#') else { return Ok(false) };
        if let Some((number, given)) = self.given.get(id) {
            let label = self.xml.all_text()?;
            match label.trim_matches(BRACKETS) == given {
                true => self.draft.reference(*number),
                false => self.draft.text(&label),
            }
            return Ok(true);
        }
        let index = self.ids.remove(id);
        let Some(note) = index.and_then(|index| self.notes.get_mut(index)) else {
            return Ok(false);
        };
        let note = std::mem::take(note);
        let label = self.xml.all_text()?;
        let label = label.trim_matches(BRACKETS);
        let number = self.draft.note(label);
        self.given.insert(id.to_owned(), (number, label.to_owned()));
        if note.title.trim_matches(BRACKETS) != label {
            self.draft.text(&note.title);
        }
        self.note(&note);
        Ok(true)
    }

    fn note(&mut self, note: &Note) {
        for paragraph in &note.paragraphs {
            self.draft.paragraph();
            for line in paragraph.split('\n') {
                self.draft.line_break();
                self.draft.verbatim(line);
            }
        }
        self.draft.end_note();
    }

    /// The text, at whose end the notes stand that nothing refers to.
    fn with_other_notes(mut self) -> Draft {
        for note in std::mem::take(&mut self.notes) {
            if !note.paragraphs.is_empty() {
                self.draft.note(note.title.trim_matches(BRACKETS));
                self.note(&note);
            }
        }
        self.draft
    }

    /// Reads a body of notes, each of which is a section, or a paragraph with an id where sections
    /// have none.
    fn notes(&mut self) -> Result<(), Diagnostic> {
        let mut note = Note::default();
        let mut of_section = false;
        while let Some(part) = self.xml.part()? {
            match part {
                Part::Start(tag) => {
                    let is_titled = matches!(self.open.last(), None | Some(Close::Section));
                    let id = tag.get("id");
                    if tag.name() == "title" && is_titled {
                        note.title = self.xml.all_text()?;
                        continue;
                    }
                    let is_section = tag.name() == "section";
                    if is_section || (tag.name() == "p" && !id.is_empty() && !of_section) {
                        of_section = is_section && !id.is_empty();
                        self.keep(std::mem::replace(&mut note, Note { id, ..Note::default() }));
                    }
                    self.start(&tag)?;
                }
                Part::Text(text) => self.draft.text(&text),
                Part::End(_) => match self.open.pop() {
                    Some(close) => self.end(&close),
                    None => break,
                },
            }
        }
        self.keep(note);
        Ok(())
    }

    /// Keeps a note whose text has been written.
    fn keep(&mut self, note: Note) {
        let (text, outline) = std::mem::take(&mut self.draft).finish();
        let spans = outline.paragraphs().into_iter();
        let paragraphs: Vec<_> = spans
            .filter_map(|span| text.get(span.start()..span.end()).map(str::to_owned))
            .collect();
        if !paragraphs.is_empty() {
            self.ids.entry(note.id.clone()).or_insert(self.notes.len());
            self.notes.push(Note { paragraphs, ..note });
        }
    }
}
