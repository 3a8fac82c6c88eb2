//! What stands around paragraphs and between their characters, as the format of the source has it.

use std::collections::BTreeSet;

use crate::model::gloss::Gloss;
use crate::model::outline::{Block, BlockKind, Mark, MarkKind};
use crate::model::record::Record;

/// A paragraph's element and what comes before it.
#[derive(Debug)]
pub struct Frame<'r> {
    /// In order.
    pub before: Vec<Step<'r>>,
    /// `p`, `head` or `fw`.
    pub element: &'static str,
    /// Its label in the source, or empty.
    pub label: &'r str,
}

/// Something between two paragraphs.
#[derive(Debug, Clone, Copy)]
pub enum Step<'r> {
    /// A division begins.
    Division,
    /// A note of this number and label begins.
    Note(u32, &'r str),
    /// A page with this label begins.
    Page(&'r str),
    /// The division or note that began last ends.
    End,
}

/// The frames of all paragraphs, what is still open behind the last, and the marks between
/// characters.
#[derive(Debug, Default)]
pub struct Frames<'r> {
    /// One for each paragraph.
    pub paragraphs: Vec<Frame<'r>>,
    /// Divisions and notes to be closed at the end.
    pub open: usize,
    /// In order.
    pub marks: Vec<Mark>,
}

impl<'r> Frames<'r> {
    /// Lays a record out; `tokens` are the words that will be elements.
    pub fn of(record: &'r Record, tokens: &[&Gloss]) -> Self {
        let outline = &record.document.outline;
        let mut layout = Layout::default();
        let mut marks = outline.marks.iter().peekable();
        let mut inside = Vec::new();
        for (n, paragraph) in record.paragraphs.iter().enumerate() {
            let block = outline.blocks.get(n);
            let start = paragraph.span.start();
            layout.leave_note(block);
            while let Some(mark) = marks.next_if(|mark| mark.at < start) {
                inside.push(mark);
            }
            while let Some(mark) = marks.next_if(|mark| mark.at <= start && stands_between(mark)) {
                layout.mark(mark);
            }
            layout.paragraph(block);
        }
        inside.extend(marks.filter(|mark| !matches!(mark.kind, MarkKind::Division(_))));
        Self {
            open: layout.levels.len() + usize::from(layout.note.is_some()),
            paragraphs: layout.frames,
            marks: between_characters(record, inside, tokens),
        }
    }

    /// How often each element occurs, `p` among them.
    pub fn counts(&self) -> impl Iterator<Item = &'static str> {
        let step = |step: &Step<'_>| match step {
            Step::Division => Some("div"),
            Step::Note(..) => Some("note"),
            Step::Page(_) => Some("pb"),
            Step::End => None,
        };
        let frames = self.paragraphs.iter();
        let frames = frames
            .flat_map(move |frame| frame.before.iter().filter_map(step).chain([frame.element]));
        frames.chain(self.marks.iter().filter_map(|mark| element(mark.kind)))
    }
}

/// The empty element of a mark between characters.
pub fn element(kind: MarkKind) -> Option<&'static str> {
    match kind {
        MarkKind::Page => Some("pb"),
        MarkKind::Line { .. } => Some("lb"),
        MarkKind::Note(_) => Some("ptr"),
        MarkKind::Division(_) => None,
    }
}

fn stands_between(mark: &Mark) -> bool {
    matches!(mark.kind, MarkKind::Division(_) | MarkKind::Page)
}

/// Decides what begins and ends before each paragraph.
#[derive(Default)]
struct Layout<'r> {
    frames: Vec<Frame<'r>>,
    before: Vec<Step<'r>>,
    /// Levels of the open divisions.
    levels: Vec<u8>,
    /// The open note.
    note: Option<u32>,
    /// Whether the division has had a paragraph, before which alone a heading may stand.
    has_begun: bool,
}

impl<'r> Layout<'r> {
    fn leave_note(&mut self, block: Option<&Block>) {
        let number = block.and_then(note_of);
        if self.note.is_some() && self.note != number {
            self.before.push(Step::End);
            self.note = None;
        }
    }

    fn mark(&mut self, mark: &'r Mark) {
        if let MarkKind::Division(level) = mark.kind {
            while self.levels.pop_if(|open| *open >= level).is_some() {
                self.before.push(Step::End);
            }
            self.levels.push(level);
            self.before.push(Step::Division);
            self.has_begun = false;
        } else {
            self.before.push(Step::Page(&mark.label));
        }
    }

    fn paragraph(&mut self, block: Option<&'r Block>) {
        let label = block.map_or("", |block| block.label.as_str());
        let number = block.and_then(note_of);
        if let Some(number) = number.filter(|_| self.note.is_none()) {
            self.before.push(Step::Note(number, label));
            self.note = Some(number);
        }
        let element = match block.map(|block| block.kind) {
            Some(BlockKind::Heading) if !self.has_begun => "head",
            Some(BlockKind::Furniture) => "fw",
            _ => "p",
        };
        self.has_begun |= element == "p" && number.is_none();
        let label = if number.is_some() { "" } else { label };
        let before = std::mem::take(&mut self.before);
        self.frames.push(Frame { before, element, label });
    }
}

fn note_of(block: &Block) -> Option<u32> {
    match block.kind {
        BlockKind::Note(number) => Some(number),
        _ => None,
    }
}

/// The marks between characters: references to notes that are there, and none of them inside a
/// word, where TEI has no place for one.
fn between_characters(record: &Record, marks: Vec<&Mark>, tokens: &[&Gloss]) -> Vec<Mark> {
    let blocks = &record.document.outline.blocks;
    let notes: BTreeSet<u32> = blocks.iter().filter_map(note_of).collect();
    let is_kept = |mark: &&Mark| match mark.kind {
        MarkKind::Note(number) => notes.contains(&number),
        _ => true,
    };
    let placed = |mark: &Mark| {
        let around = tokens.partition_point(|token| token.span.end() <= mark.at);
        let around = tokens.get(around).filter(|token| token.span.start() < mark.at);
        let is_reference = matches!(mark.kind, MarkKind::Note(_));
        let at = around.filter(|_| is_reference).map_or(mark.at, |token| token.span.start());
        Mark { at, ..mark.clone() }
    };
    let mut marks: Vec<Mark> = marks.into_iter().filter(is_kept).map(placed).collect();
    marks.sort_by_key(|mark| mark.at);
    marks
}
