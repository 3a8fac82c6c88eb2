//! From the elements of a page to blocks of text.

use std::collections::HashMap;

use crate::model::outline::BlockKind;
use crate::read::draft::Draft;
use crate::read::html::element::{is_block, is_heading, is_page_break, is_plain, page_name};
use crate::read::html::notes::{self, Notes};
use crate::read::tree::{Element, Spot, Step, Steps, Tree};

/// Writes pages as blocks of text.
pub struct Walk<'t, 'd> {
    trees: &'t [Tree],
    notes: &'t Notes,
    /// Whether the pages were recognized by a program, which marks lines.
    is_recognized: bool,
    draft: &'d mut Draft,
    steps: Steps<'t>,
    /// Notes that stand in the text already, with their numbers.
    written: HashMap<Spot, u32>,
    /// What is around the references of the notes being written.
    outside: Vec<Inside>,
    inside: Inside,
    /// By how much headings are deeper than they say.
    deeper: u8,
}

/// What the walk is in; each is the outermost element of its kind.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    preformatted: Option<Spot>,
    /// A row of a table, which is one block.
    row: Option<Spot>,
    /// Whether the row has had a cell.
    cells: bool,
    furniture: Option<Spot>,
    heading: Option<Spot>,
    /// Whether the line has nothing in it yet, having begun with a break.
    at_break: bool,
}

impl<'t, 'd> Walk<'t, 'd> {
    /// A walk through trees that have these notes.
    pub fn new(
        trees: &'t [Tree],
        notes: &'t Notes,
        is_recognized: bool,
        draft: &'d mut Draft,
    ) -> Self {
        let (steps, inside, deeper) = (Steps::new(trees), Inside::default(), 0);
        let (written, outside) = (HashMap::new(), Vec::new());
        Self { trees, notes, is_recognized, draft, steps, written, outside, inside, deeper }
    }

    /// Writes one of the trees, whose headings are deeper than they say by so many levels.
    pub fn tree(&mut self, tree: usize, deeper: u8) {
        self.deeper = deeper;
        self.inside = Inside::default();
        self.steps.whole(tree);
        self.walk();
    }

    /// Writes the notes whose references stand in nothing that is written.
    pub fn finish(mut self) {
        let mut notes: Vec<Spot> = self.notes.all.iter().copied().collect();
        notes.sort_unstable();
        for note in notes {
            if !self.written.contains_key(&note) {
                self.steps.within(note);
                self.walk();
            }
        }
    }

    fn walk(&mut self) {
        while let Some(step) = self.steps.next() {
            match step {
                Step::Start(spot, element) => self.start(spot, element),
                Step::Text(text) => self.text(text),
                Step::End(spot, element) => self.end(spot, element),
                Step::Back => self.back(),
            }
        }
        self.draft.end();
    }

    /// Writes a tree as a division; one that begins with a heading makes its own.
    pub fn division(&mut self, tree: usize, begins_with_heading: bool) {
        if !begins_with_heading {
            self.draft.division(1);
        }
        self.tree(tree, u8::from(!begins_with_heading));
    }

    fn start(&mut self, spot: Spot, element: &Element) {
        if self.is_left_out(spot, element) {
            self.steps.pass();
        } else if let Some(note) = self.notes.of.get(&spot) {
            self.note(spot, *note);
        } else if is_page_break(element) {
            self.page(spot, element);
        } else if element.name == "br" {
            self.line_break();
        } else if !self.is_recognized || !self.recognized(spot, element) {
            self.block(spot, element);
        }
    }

    /// Whether nothing of an element is text of the page, or its text stands elsewhere.
    fn is_left_out(&self, spot: Spot, element: &Element) -> bool {
        let name = element.name.as_str();
        matches!(name, "head" | "script" | "style" | "noscript" | "template" | "title")
            || matches!(name, "input" | "select" | "button" | "textarea" | "datalist" | "rp")
            || matches!(name, "iframe" | "noembed" | "noframes" | "audio" | "video" | "canvas")
            // Formulas once more, as their author typed them.
            || matches!(name, "annotation" | "annotation-xml")
            || self.notes.all.contains(&spot)
            || (self.notes.back.contains(&spot) && !self.outside.is_empty())
    }

    fn note(&mut self, spot: Spot, note: Spot) {
        let text = self.trees.get(spot.tree).map(|tree| tree.all_text(spot.at)).unwrap_or_default();
        self.steps.pass();
        if let Some(number) = self.written.get(&note) {
            return self.draft.reference(*number);
        }
        self.steps.within(note);
        self.written.insert(note, self.draft.note(notes::label(&text)));
        self.outside.push(std::mem::take(&mut self.inside));
    }

    fn back(&mut self) {
        if let Some(outside) = self.outside.pop() {
            self.draft.end_note();
            self.inside = outside;
        }
    }

    fn page(&mut self, spot: Spot, element: &Element) {
        let text = self.trees.get(spot.tree).map(|tree| tree.all_text(spot.at)).unwrap_or_default();
        let labels = [element.get("title"), element.get("aria-label"), &text, element.get("id")];
        let label = labels.into_iter().map(str::trim).find(|label| !label.is_empty());
        self.draft.page(label.unwrap_or_default());
        self.steps.pass();
    }

    fn line_break(&mut self) {
        if self.inside.preformatted.is_some() {
            return self.preformatted("\n");
        } else if self.inside.row.is_some() {
            self.draft.text(" ");
        } else if self.inside.at_break && self.inside.heading.is_none() {
            // An empty line parts paragraphs where nobody wrote them.
            self.draft.paragraph();
        } else {
            self.draft.line_break();
        }
        self.inside.at_break = true;
    }

    fn block(&mut self, spot: Spot, element: &Element) {
        let name = element.name.as_str();
        if self.is_furniture(spot, element) && self.inside.furniture.is_none() {
            self.inside.furniture = Some(spot);
            self.draft.end();
            self.draft.aside(BlockKind::Furniture, "");
        }
        if self.inside.row.is_some() {
            match name {
                "td" | "th" if self.inside.cells => self.draft.cell(),
                "td" | "th" => self.inside.cells = true,
                _ if is_block(name) => self.draft.text(" "),
                _ => {}
            }
        } else if is_heading(name) && self.has_text(spot) {
            self.inside.heading = self.inside.heading.or(Some(spot));
            let level = name.as_bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
            self.draft.heading(level.saturating_add(self.deeper));
        } else if is_block(name) || is_heading(name) {
            if name == "tr" && self.trees.get(spot.tree).is_some_and(|tree| is_plain(tree, spot.at))
            {
                self.inside.row = Some(spot);
                self.inside.cells = false;
            }
            if name == "pre" {
                self.inside.preformatted = self.inside.preformatted.or(Some(spot));
            }
            self.draft.paragraph();
        } else {
            return;
        }
        self.inside.at_break = false;
    }

    fn has_text(&self, spot: Spot) -> bool {
        self.trees.get(spot.tree).is_some_and(|tree| !tree.all_text(spot.at).is_empty())
    }

    /// Whether an element belongs to the page and not to its text.
    fn is_furniture(&self, spot: Spot, element: &Element) -> bool {
        let parent = || {
            let tree = self.trees.get(spot.tree)?;
            tree.element(element.parent?).map(|parent| parent.name.as_str())
        };
        match element.name.as_str() {
            "nav" => true,
            "header" | "footer" => parent() == Some("body"),
            // So office programs write them.
            "div" => element.has("hidden") || matches!(element.get("title"), "header" | "footer"),
            _ => element.has("hidden"),
        }
    }

    /// Takes what programs that recognize texts mark; whether it was such an element.
    fn recognized(&mut self, spot: Spot, element: &Element) -> bool {
        let id = element.get("id");
        let Some(class) = element.get("class").split_ascii_whitespace().next() else {
            return false;
        };
        match class {
            "ocr_page" => self.draft.page(&page_name(element.get("title"))),
            "ocr_carea" | "ocr_par" => self.draft.begin(BlockKind::Paragraph, id),
            "ocr_header" | "ocr_footer" | "ocr_pageno" if self.inside.furniture.is_none() => {
                self.inside.furniture = Some(spot);
                self.draft.aside(BlockKind::Furniture, "");
                self.draft.line(id);
            }
            "ocr_line" | "ocrx_line" | "ocr_textfloat" | "ocr_caption" | "ocr_header"
            | "ocr_footer" => self.draft.line(id),
            _ => return false,
        }
        true
    }

    fn text(&mut self, text: &str) {
        if self.inside.preformatted.is_some() && self.inside.row.is_none() {
            return self.preformatted(text);
        }
        self.inside.at_break &= text.trim().is_empty();
        self.draft.text(text);
    }

    /// Takes text as it stands, whose empty lines part paragraphs.
    fn preformatted(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            let (is_blank, ends) = (line.trim().is_empty(), line.ends_with('\n'));
            if is_blank && ends && self.inside.at_break {
                self.draft.end();
            } else {
                self.draft.verbatim(line);
            }
            self.inside.at_break = ends || (is_blank && self.inside.at_break);
        }
    }

    fn end(&mut self, spot: Spot, element: &Element) {
        let inside = &mut self.inside;
        let ends = |place: &mut Option<Spot>| place.take_if(|place| *place == spot).is_some();
        ends(&mut inside.preformatted);
        ends(&mut inside.heading);
        let ends_row = ends(&mut inside.row);
        if ends(&mut inside.furniture) {
            self.draft.end_aside();
        } else if inside.row.is_some() {
            if is_block(&element.name) {
                self.draft.text(" ");
            }
        } else if ends_row || is_block(&element.name) || is_heading(&element.name) {
            self.draft.end();
            inside.at_break = false;
        }
    }
}
