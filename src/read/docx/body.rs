//! From the elements of a document of Word to blocks of text.

use std::collections::{HashMap, HashSet};

use crate::model::outline::BlockKind;
use crate::read::docx::styles::outline;
use crate::read::draft::Draft;
use crate::read::tree::{Element, Spot, Step, Steps, Tree};

/// Where a note stands on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// At the foot of the page.
    Foot,
    /// At the end of the document.
    End,
}

/// Where the notes of each kind stand, by their ids.
pub type Spots = HashMap<(NoteKind, String), Spot>;

/// Writes a document as blocks of text.
pub struct Body<'t, 'd> {
    trees: &'t [Tree],
    notes: &'t Spots,
    levels: HashMap<String, u8>,
    draft: &'d mut Draft,
    steps: Steps<'t>,
    /// How many notes of each kind there have been, and which.
    numbers: [u32; 2],
    written: HashSet<Spot>,
    /// What is around each stretch that was gone to.
    outside: Vec<Inside>,
    inside: Inside,
    /// Whether a page has begun and has no text yet.
    at_page: bool,
    /// Whether the number of a page is being passed over.
    in_number: bool,
}

/// What the walk is in.
#[derive(Debug, Default)]
struct Inside {
    /// Whether the stretch is a note.
    note: bool,
    /// A row of a table, which is one block.
    row: Option<Spot>,
    /// Whether the row has had a cell.
    cells: bool,
    /// Text boxes that wait for the end of their paragraph.
    boxes: Vec<Spot>,
    /// Whether text is text, and not the white space of the file.
    text: bool,
    furniture: bool,
}

impl<'t, 'd> Body<'t, 'd> {
    /// A walk through trees of which the first is the document.
    pub fn new(
        trees: &'t [Tree],
        notes: &'t Spots,
        levels: HashMap<String, u8>,
        draft: &'d mut Draft,
    ) -> Self {
        Self {
            trees,
            notes,
            levels,
            draft,
            steps: Steps::new(trees),
            numbers: [0; 2],
            written: HashSet::new(),
            outside: Vec::new(),
            inside: Inside::default(),
            at_page: false,
            in_number: false,
        }
    }

    /// Writes the document.
    pub fn text(&mut self) {
        self.steps.whole(0);
        self.walk();
    }

    /// Writes the headers and footers, which are the trees from this number on.
    pub fn furniture(&mut self, from: usize) {
        let mut seen = HashSet::new();
        for (number, tree) in self.trees.iter().enumerate().skip(from) {
            if seen.insert(tree.all_text(0)) {
                self.draft.aside(BlockKind::Furniture, "");
                self.inside = Inside { furniture: true, ..Inside::default() };
                self.steps.whole(number);
                self.walk();
                self.draft.end_aside();
            }
        }
    }

    fn walk(&mut self) {
        while let Some(step) = self.steps.next() {
            match step {
                Step::Start(spot, element) => self.start(spot, element),
                Step::Text(text) if self.inside.text && !self.in_number => {
                    self.at_page &= text.trim().is_empty();
                    self.draft.text(text);
                }
                Step::Text(_) => {}
                Step::End(spot, element) => self.end(spot, element),
                Step::Back => self.back(),
            }
        }
        self.draft.end();
        self.in_number = false;
    }

    fn start(&mut self, spot: Spot, element: &Element) {
        match element.name.as_str() {
            "pPr" => self.steps.pass(),
            "t" => self.inside.text = true,
            "tab" | "ptab" => self.draft.text(" "),
            "cr" => self.draft.line_break(),
            "br" if element.get("type") == "page" => self.page(),
            "br" if element.get("type") == "column" => self.draft.text(" "),
            "br" => self.draft.line_break(),
            "lastRenderedPageBreak" if !self.at_page => self.page(),
            "noBreakHyphen" => self.draft.verbatim("\u{2011}"),
            "softHyphen" => self.draft.verbatim("\u{AD}"),
            "p" => self.paragraph(spot),
            "tr" if self.inside.row.is_none() && self.is_plain(spot) => {
                self.inside.row = Some(spot);
                self.inside.cells = false;
                self.draft.paragraph();
            }
            "tc" if self.inside.row.is_some() => self.cell(),
            "txbxContent" => {
                self.inside.boxes.push(spot);
                self.steps.pass();
            }
            "footnoteReference" => self.note(NoteKind::Foot, element),
            "endnoteReference" => self.note(NoteKind::End, element),
            "instrText" => {
                self.in_number |= self.inside.furniture && is_number(&self.all_text(spot));
                self.steps.pass();
            }
            "fldSimple" if self.inside.furniture && is_number(element.get("instr")) => {
                self.steps.pass();
            }
            "fldChar" if element.get("fldCharType") == "end" => self.in_number = false,
            _ => {}
        }
    }

    fn all_text(&self, spot: Spot) -> String {
        self.trees.get(spot.tree).map(|tree| tree.all_text(spot.at)).unwrap_or_default()
    }

    fn page(&mut self) {
        self.draft.page("");
        self.at_page = true;
    }

    fn paragraph(&mut self, spot: Spot) {
        if self.inside.row.is_some() {
            return self.draft.text(" ");
        }
        match self.level(spot).filter(|_| !self.all_text(spot).is_empty()) {
            Some(level) => self.draft.heading(level),
            None => self.draft.paragraph(),
        }
    }

    /// The level of a paragraph that is a heading, by its own properties or those of its style.
    fn level(&self, spot: Spot) -> Option<u8> {
        let tree = self.trees.get(spot.tree)?;
        let (at, first) = tree.inside(spot.at).next()?;
        if first.name != "pPr" {
            return None;
        }
        let find = |name: &str| tree.inside(at).find(|(_, element)| element.name == name);
        if let Some((_, own)) = find("outlineLvl") {
            return outline(own.get("val"));
        }
        let style = find("pStyle").map(|(_, element)| element.get("val"))?;
        self.levels.get(style).copied()
    }

    fn cell(&mut self) {
        if std::mem::replace(&mut self.inside.cells, true) {
            self.draft.cell();
        }
    }

    /// Whether the cells of a row are one paragraph each, so that the row is a line of text.
    fn is_plain(&self, row: Spot) -> bool {
        let tree = self.trees.get(row.tree);
        tree.is_some_and(|tree| tree.is_plain_row(row.at, &["tc"], &["p"], "tbl"))
    }

    fn note(&mut self, kind: NoteKind, reference: &Element) {
        let note = self.notes.get(&(kind, reference.get("id").to_owned()));
        let Some(note) = note.filter(|note| self.written.insert(**note)) else { return };
        let [foot, end] = &mut self.numbers;
        let number = if kind == NoteKind::Foot { foot } else { end };
        *number += 1;
        self.draft.note(&number.to_string());
        self.go(*note, true);
    }

    /// Goes to a note or a text box; what is around it is as before when it is over.
    fn go(&mut self, spot: Spot, note: bool) {
        self.steps.within(spot);
        let furniture = self.inside.furniture;
        let inside = Inside { note, furniture, ..Inside::default() };
        self.outside.push(std::mem::replace(&mut self.inside, inside));
    }

    fn back(&mut self) {
        let Some(outside) = self.outside.pop() else { return };
        let inside = std::mem::replace(&mut self.inside, outside);
        if inside.note {
            self.draft.end_note();
        }
    }

    fn end(&mut self, spot: Spot, element: &Element) {
        match element.name.as_str() {
            "t" => self.inside.text = false,
            "tr" if self.inside.row == Some(spot) => {
                self.inside.row = None;
                self.end_block();
            }
            "p" if self.inside.row.is_none() => self.end_block(),
            _ => {}
        }
    }

    /// Ends the block and goes to the text boxes in it, the first of them first.
    fn end_block(&mut self) {
        self.draft.end();
        for spot in std::mem::take(&mut self.inside.boxes).into_iter().rev() {
            self.go(spot, false);
        }
    }
}

/// Whether the instruction of a field asks for the number of a page or of pages.
fn is_number(instruction: &str) -> bool {
    let word = instruction.split_whitespace().next().unwrap_or_default().to_uppercase();
    matches!(&*word, "PAGE" | "NUMPAGES" | "SECTIONPAGES")
}
