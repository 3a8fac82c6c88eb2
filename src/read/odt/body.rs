//! From the elements of an OpenDocument text to blocks of text.

use std::collections::HashSet;

use crate::model::outline::BlockKind;
use crate::read::draft::Draft;
use crate::read::tree::{Element, Spot, Step, Steps, Tree};

/// Writes a document as blocks of text.
pub struct Body<'t, 'd> {
    trees: &'t [Tree],
    draft: &'d mut Draft,
    steps: Steps<'t>,
    /// What is around each note and text box.
    outside: Vec<Inside>,
    inside: Inside,
    in_furniture: bool,
}

/// What the walk is in.
#[derive(Debug, Default)]
struct Inside {
    /// A row of a table, which is one block.
    row: Option<Spot>,
    /// Whether the row has had a cell.
    cells: bool,
    /// Text boxes that wait for the end of their paragraph.
    boxes: Vec<Spot>,
    /// Whether text is text, and not the white space of the file.
    paragraph: bool,
}

impl<'t, 'd> Body<'t, 'd> {
    /// A walk through trees of which the first holds the document.
    pub fn new(trees: &'t [Tree], draft: &'d mut Draft) -> Self {
        let outside = Vec::new();
        let (steps, inside) = (Steps::new(trees), Inside::default());
        Self { trees, draft, steps, outside, inside, in_furniture: false }
    }

    /// Writes the document.
    pub fn text(&mut self) {
        let body =
            self.trees.first().and_then(|tree| tree.elements().find(|(_, one)| one.name == "body"));
        if let Some((at, _)) = body {
            self.steps.within(Spot { tree: 0, at });
            self.walk();
        }
    }

    /// Writes the headers and footers of all kinds of pages, each once.
    pub fn furniture(&mut self) {
        self.in_furniture = true;
        let mut seen = HashSet::new();
        for (number, tree) in self.trees.iter().enumerate() {
            let pages = tree.elements().filter(|(_, one)| one.name == "master-page");
            let parts = pages.flat_map(|(at, _)| tree.inside(at)).filter(|(_, one)| {
                one.name.starts_with("header") || one.name.starts_with("footer")
            });
            for (at, _) in parts {
                if seen.insert(tree.all_text(at)) {
                    self.draft.aside(BlockKind::Furniture, "");
                    self.steps.within(Spot { tree: number, at });
                    self.walk();
                    self.draft.end_aside();
                }
            }
        }
    }

    fn walk(&mut self) {
        while let Some(step) = self.steps.next() {
            match step {
                Step::Start(spot, element) => self.start(spot, element),
                Step::Text(text) if self.inside.paragraph => self.draft.text(text),
                Step::Text(_) => {}
                Step::End(spot, element) => self.end(spot, element),
                Step::Back => {
                    if let Some(outside) = self.outside.pop() {
                        self.inside = outside;
                    }
                }
            }
        }
        self.draft.end();
    }

    fn start(&mut self, spot: Spot, element: &Element) {
        match element.name.as_str() {
            "p" | "h" => self.paragraph(spot, element),
            "s" | "tab" => self.draft.text(" "),
            "line-break" => self.draft.line_break(),
            "soft-page-break" => self.draft.page(""),
            "note" => {
                self.draft.note(&self.citation(spot));
                self.outside.push(std::mem::take(&mut self.inside));
            }
            "note-citation" | "ruby-text" => self.steps.pass(),
            "page-number" | "page-count" if self.in_furniture => self.steps.pass(),
            "title" | "desc" if !self.is_in_line(spot) => self.steps.pass(),
            "table-row" if self.inside.row.is_none() && self.is_plain(spot) => {
                self.inside.row = Some(spot);
                self.inside.cells = false;
                self.draft.paragraph();
            }
            "table-cell" | "covered-table-cell" if self.inside.row.is_some() => self.cell(),
            name if self.inside.paragraph && is_box(name) => {
                self.inside.boxes.push(spot);
                self.steps.pass();
            }
            _ => {}
        }
    }

    fn paragraph(&mut self, spot: Spot, element: &Element) {
        self.inside.paragraph = true;
        let has_text =
            || self.trees.get(spot.tree).is_some_and(|tree| !tree.all_text(spot.at).is_empty());
        if self.inside.row.is_some() {
            self.draft.text(" ");
        } else if element.name == "h" && has_text() {
            self.draft.heading(element.get("outline-level").parse().unwrap_or(1).max(1));
        } else {
            self.draft.paragraph();
        }
    }

    /// The mark of a note.
    fn citation(&self, note: Spot) -> String {
        let Some(tree) = self.trees.get(note.tree) else { return String::new() };
        let found = tree.inside(note.at).next().filter(|(_, one)| one.name == "note-citation");
        found.map(|(at, _)| tree.all_text(at)).unwrap_or_default()
    }

    /// Whether an element stands in a line of text and not in a picture, which it describes.
    fn is_in_line(&self, spot: Spot) -> bool {
        let around = self.trees.get(spot.tree).and_then(|tree| tree.around(spot.at).next());
        around.is_some_and(|(_, one)| matches!(&*one.name, "p" | "h" | "span" | "a"))
    }

    fn cell(&mut self) {
        if std::mem::replace(&mut self.inside.cells, true) {
            self.draft.cell();
        }
    }

    /// Whether the cells of a row are one paragraph each, so that the row is a line of text.
    fn is_plain(&self, row: Spot) -> bool {
        let tree = self.trees.get(row.tree);
        tree.is_some_and(|tree| tree.is_plain_row(row.at, &["table-cell"], &["p", "h"], "table"))
    }

    fn end(&mut self, spot: Spot, element: &Element) {
        match element.name.as_str() {
            "p" | "h" => {
                self.inside.paragraph = false;
                if self.inside.row.is_none() {
                    self.end_block();
                }
            }
            "note" => {
                self.draft.end_note();
                if let Some(outside) = self.outside.pop() {
                    self.inside = outside;
                }
            }
            "table-row" if self.inside.row == Some(spot) => {
                self.inside.row = None;
                self.end_block();
            }
            _ => {}
        }
    }

    /// Ends the block and goes to the text boxes in it, the first of them first.
    fn end_block(&mut self) {
        self.draft.end();
        for spot in std::mem::take(&mut self.inside.boxes).into_iter().rev() {
            self.steps.within(spot);
            self.outside.push(std::mem::take(&mut self.inside));
        }
    }
}

/// Whether an element is drawn beside the text and may hold paragraphs of its own.
fn is_box(name: &str) -> bool {
    matches!(name, "text-box" | "custom-shape" | "rect" | "ellipse" | "circle" | "caption" | "g")
}
