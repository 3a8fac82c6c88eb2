//! From tokens to the text that a reader sees.

use std::collections::VecDeque;
use std::ops::Range;

use crate::read::draft::Draft;
use crate::read::wikitext::character::{lettered, unescaped};
use crate::read::wikitext::words::literal;
use crate::read::wikitext::{Kind, Letters, Token};

/// White space that means nothing but that words are parted.
const SPACES: [char; 4] = [' ', '\t', '\r', '\n'];

/// Writes tokens to a draft.
pub struct Show<'s> {
    text: &'s str,
    title: &'s str,
    tokens: &'s [Token],
    draft: &'s mut Draft,
    state: State,
    /// The notes around, with what was before them.
    notes: Vec<(State, &'s str)>,
    /// How many of them the draft knows; a note without text is none.
    begun: usize,
    /// Captions that wait for the end of the paragraph.
    captions: VecDeque<Range<u32>>,
    is_caption: bool,
    /// Cells in the rows of the tables around.
    rows: Vec<u32>,
    letters: Vec<Letters>,
}

/// Where in its blocks a text is.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// Line ends since the last text; with the first, a line has begun.
    newlines: u32,
    /// Whether the line began with a space.
    is_indented: bool,
    line: Line,
    /// Cells of the row so far.
    cells: u32,
    /// Whether a space came that nothing follows yet.
    space: bool,
    /// Whether a cell has begun, in which nothing stands yet.
    is_fresh: bool,
    /// Whether the last thing was a line break.
    is_broken: bool,
}

/// What kind of a line the last was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Line {
    /// Running text, which goes on in the next line.
    #[default]
    Text,
    /// An item of a list, which does not.
    Item,
    /// An item that is a term until a colon comes.
    Term,
    /// Text that keeps its lines.
    Lines,
}

impl<'s> Show<'s> {
    pub fn new(text: &'s str, title: &'s str, tokens: &'s [Token], draft: &'s mut Draft) -> Self {
        Self {
            text,
            title,
            tokens,
            draft,
            state: State { newlines: 2, ..State::default() },
            notes: Vec::new(),
            begun: 0,
            captions: VecDeque::new(),
            is_caption: false,
            rows: Vec::new(),
            letters: Vec::new(),
        }
    }

    /// Writes everything.
    pub fn all(&mut self) {
        self.range(0..u32::try_from(self.tokens.len()).unwrap_or(u32::MAX));
        while !self.notes.is_empty() {
            self.end_note();
        }
        self.end_block();
    }

    fn range(&mut self, range: Range<u32>) {
        let mut at = range.start;
        while at < range.end {
            let Some(token) = self.tokens.get(at as usize) else { break };
            self.token(token);
            at = token.next.max(at + 1);
        }
    }

    fn token(&mut self, token: &Token) {
        let text = self.text.get(token.start as usize..token.end as usize).unwrap_or_default();
        match token.kind {
            Kind::Nothing => {}
            Kind::Text => self.text(text),
            Kind::Raw => self.put(&unescaped(text)),
            Kind::Lines => self.lines(text),
            Kind::Literal(row) => self.put(literal(usize::from(row))),
            Kind::Space => self.state.space = true,
            Kind::Stop => self.put("."),
            Kind::Title => self.put(self.title),
            Kind::Newline => {
                self.state.newlines += 1;
                self.state.is_indented = false;
                self.state.space = true;
            }
            Kind::Break => self.line_break(),
            Kind::Paragraph => self.block(Line::Text, |draft| draft.paragraph()),
            Kind::Heading(level) => {
                self.block(Line::Text, |draft| draft.heading(level));
                self.state.cells = 0;
            }
            Kind::HeadingEnd => self.block(Line::Text, Draft::end),
            Kind::Table => {
                self.rows.push(self.state.cells);
                self.row();
            }
            Kind::Row => self.row(),
            Kind::Cell => self.cell(),
            Kind::TableEnd => {
                self.block(Line::Text, |draft| draft.paragraph());
                self.state.cells = self.rows.pop().unwrap_or_default();
            }
            Kind::Note => self.note(text),
            Kind::NoteEnd => self.end_note(),
            Kind::Letters(letters) => self.letters.push(letters),
            Kind::LettersEnd => {
                self.letters.pop();
            }
            Kind::Later => {
                if self.state.newlines > 1 {
                    self.begin_line();
                }
                self.captions.push_back(token.start..token.end);
            }
        }
    }

    /// Text of the source, in which a line may begin with a mark of its kind.
    fn text(&mut self, text: &str) {
        if self.state.newlines == 0 {
            return self.words(text);
        }
        if text.trim_matches(SPACES).is_empty() {
            self.state.is_indented = true;
            return;
        }
        let rest = text.trim_start_matches(['*', '#', ':', ';']);
        let marks = text.get(..text.len() - rest.len()).unwrap_or_default();
        if !marks.is_empty() && !self.state.is_indented {
            let line = if marks.ends_with(';') { Line::Term } else { Line::Item };
            self.item(line);
            return self.words(rest);
        }
        let rest = text.trim_start_matches('-');
        if text.len() - rest.len() >= 4 {
            self.block(Line::Text, |draft| draft.paragraph());
            return self.words(rest);
        }
        self.state.is_indented |= text.starts_with(' ');
        self.words(text);
    }

    /// Text in which no line begins.
    fn words(&mut self, text: &str) {
        if self.state.line == Line::Term {
            let colon = text.find(": ").or_else(|| text.find(" :").map(|at| at + 1));
            if let Some((term, definition)) = colon.and_then(|at| text.split_at_checked(at)) {
                self.put(term);
                self.item(Line::Item);
                return self.put(definition.trim_start_matches(':'));
            }
        }
        self.put(text);
    }

    /// Adds words.
    fn put(&mut self, text: &str) {
        let words = text.trim_matches(SPACES);
        if words.is_empty() {
            self.state.space |= !text.is_empty();
            return;
        }
        if self.state.newlines > 0 {
            self.begin_line();
        }
        self.begin_notes();
        let space = self.state.space || text.starts_with(SPACES);
        if space && !self.state.is_fresh {
            self.draft.text(" ");
        }
        match self.letters.last_mut() {
            Some(letters) => {
                self.draft.text(&lettered(words, *letters));
                if matches!(letters, Letters::LowerFirst | Letters::UpperFirst) {
                    *letters = Letters::AsWritten;
                }
            }
            None => self.draft.text(words),
        }
        self.state.space = text.ends_with(SPACES);
        self.state.is_fresh = false;
        self.state.is_broken = false;
    }

    /// Begins a line without a mark: it goes on with the one before, or is a paragraph.
    fn begin_line(&mut self) {
        let is_blank = self.state.newlines > 1;
        let before = self.state.line;
        self.state.newlines = 0;
        if self.state.is_indented && self.state.cells == 0 {
            if before == Line::Lines && !is_blank {
                self.line_break();
            } else {
                self.block(Line::Lines, |draft| draft.paragraph());
            }
        } else if is_blank || before != Line::Text {
            self.block(Line::Text, |draft| draft.paragraph());
        }
    }

    /// Begins an item of a list; in a cell that is a line.
    fn item(&mut self, line: Line) {
        if self.state.cells > 0 {
            self.line_break();
            self.state.newlines = 0;
            self.state.line = line;
        } else {
            self.block(line, |draft| draft.paragraph());
        }
    }

    /// Begins or ends a block; captions stand behind the one before.
    fn block(&mut self, line: Line, begin: impl FnOnce(&mut Draft)) {
        if self.begun < self.notes.len() {
            return;
        }
        self.end_block();
        begin(self.draft);
        let cells = self.state.cells;
        self.state = State { line, cells, ..State::default() };
    }

    fn end_block(&mut self) {
        if self.is_caption || !self.notes.is_empty() {
            return;
        }
        self.is_caption = true;
        let state = self.state;
        while let Some(caption) = self.captions.pop_front() {
            self.draft.paragraph();
            self.state = State::default();
            self.range(caption);
        }
        self.state = state;
        self.is_caption = false;
    }

    fn line_break(&mut self) {
        if self.begun < self.notes.len() {
            return;
        }
        if self.state.is_broken && self.state.cells == 0 {
            self.block(Line::Text, |draft| draft.paragraph());
            return;
        }
        self.draft.line_break();
        self.state.is_broken = true;
        self.state.space = false;
    }

    /// Lines that are kept with all their white space.
    fn lines(&mut self, text: &str) {
        self.begin_notes();
        self.block(Line::Text, |draft| draft.paragraph());
        for (n, line) in text.trim_matches('\n').lines().enumerate() {
            if n > 0 {
                self.draft.line_break();
            }
            self.draft.verbatim(&unescaped(line));
        }
        self.block(Line::Text, Draft::end);
    }

    fn row(&mut self) {
        self.block(Line::Text, |draft| draft.paragraph());
        self.state.cells = 0;
    }

    fn cell(&mut self) {
        if self.begun < self.notes.len() {
            return;
        }
        let cells = self.state.cells;
        if cells > 0 {
            self.draft.verbatim("\t");
        }
        self.state = State { cells: cells + 1, is_fresh: true, ..State::default() };
    }

    fn note(&mut self, label: &'s str) {
        if self.state.newlines > 1 || (self.state.newlines > 0 && self.state.line != Line::Text) {
            // What it is a note to does not stand in the paragraph before.
            self.block(Line::Text, Draft::end);
        }
        self.notes.push((self.state, label));
        self.state = State::default();
    }

    /// Makes the notes around begin, since there is something in them.
    fn begin_notes(&mut self) {
        for (_, label) in self.notes.get(self.begun..).unwrap_or_default() {
            self.draft.note(label);
        }
        self.begun = self.notes.len();
    }

    fn end_note(&mut self) {
        if self.begun == self.notes.len() && self.begun > 0 {
            self.draft.end_note();
            self.begun -= 1;
        }
        if let Some((state, _)) = self.notes.pop() {
            self.state = state;
        }
    }
}
