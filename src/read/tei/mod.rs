//! TEI: the text as its source has it, without what editors add.

mod alternatives;
mod header;
mod names;

use rustc_hash::FxHashSet;

use crate::model::diag::Diagnostic;
use crate::model::outline::BlockKind;
use crate::read::draft::Draft;
use crate::read::draft::piece::Hyphen;
use crate::read::format::{Format, Holds};
use crate::read::options::Options;
use crate::read::reading::Reading;
use crate::read::tei::header::Header;
use crate::read::tei::names::Role;
use crate::read::xml::{self, Part, Tag, Xml};

/// TEI P5, and P4 as far as the names are the same.
///
/// Left out are what editors put in the place of what they found, deletions, readings of an
/// apparatus other than its first, descriptions of pictures and gaps, and all outside `text`.
pub static FORMAT: Format = Format {
    name: "tei",
    endings: &["tei"],
    roots: &["TEI", "TEI.2", "teiCorpus", "teiCorpus.2"],
    holds: Holds::One(read),
};

fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let file = xml::decode(bytes)?;
    let most = options.limits.elements as usize;
    let mut walk = Walk {
        left_out: alternatives::left_out(Xml::new(&file, most))?,
        xml: Xml::new(&file, most),
        draft: Draft::default(),
        header: None,
        lang: String::new(),
        open: Vec::new(),
        level: 0,
        in_row: false,
        preserved: false,
    };
    let root = walk.xml.root(FORMAT.roots)?;
    walk.lang = root.get("lang");
    while let Some(part) = walk.xml.part()? {
        match part {
            Part::Start(tag) => walk.start(&tag)?,
            Part::Text(text) => walk.text(&text),
            Part::End(_) => walk.end(),
        }
    }
    let mut metadata = walk.header.unwrap_or_default().metadata;
    if !walk.lang.is_empty() {
        metadata.lang = walk.lang;
    }
    Ok(Reading { keeps_bytes: true, ..Reading::of(walk.draft, metadata) })
}

/// What an element does at its end, and what holds again then.
struct Open {
    close: Close,
    /// Whether it can have a heading.
    is_division: bool,
    /// Whether it has verses that no block of its own holds.
    has_verses: bool,
    in_row: bool,
    preserved: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Close {
    Nothing,
    Block,
    Division,
    Aside,
    /// A row of a table; whether it has a cell.
    Row(bool),
}

struct Walk<'x> {
    xml: Xml<'x>,
    draft: Draft,
    header: Option<Header>,
    lang: String,
    /// Where elements begin that are left out.
    left_out: FxHashSet<u64>,
    open: Vec<Open>,
    /// Of the division that is open.
    level: u8,
    /// Within a row of a table, where blocks do not part it.
    in_row: bool,
    /// Whether white space stands as it is.
    preserved: bool,
}

impl Walk<'_> {
    fn start(&mut self, tag: &Tag<'_>) -> Result<(), Diagnostic> {
        let name = tag.name();
        if name == "teiHeader" && self.header.is_none() {
            self.header = Some(header::read(&mut self.xml)?);
            return Ok(());
        }
        let role = names::role(name);
        if role == Role::LeftOut || self.left_out.contains(&self.xml.position()) {
            return self.xml.skip();
        }
        let mut open = Open {
            close: Close::Nothing,
            is_division: role == Role::Division,
            has_verses: false,
            in_row: self.in_row,
            preserved: self.preserved,
        };
        match &*tag.get("space") {
            "preserve" => self.preserved = true,
            "default" => self.preserved = false,
            _ => {}
        }
        open.close = self.begin(tag, role);
        self.open.push(open);
        Ok(())
    }

    fn begin(&mut self, tag: &Tag<'_>, role: Role) -> Close {
        match tag.name() {
            "text" => self.text_begins(tag),
            "TEI" | "TEI.2" => self.division(),
            name if name.starts_with("div") && role == Role::Division => self.division(),
            "head" if self.open.last().is_none_or(|around| around.is_division) => self.head(tag),
            "note" => {
                self.in_row = false;
                self.draft.note(&tag.get("n"));
                Close::Aside
            }
            "fw" => self.aside(BlockKind::Furniture, tag),
            "figure" => self.aside(BlockKind::Paragraph, tag),
            "row" => {
                self.block(BlockKind::Paragraph, tag);
                self.in_row = true;
                Close::Row(false)
            }
            "cell" => self.cell(),
            "l" => self.verse(tag),
            "pb" | "lb" | "cb" | "gb" | "milestone" | "space" | "g" => self.point(tag),
            _ => match role {
                Role::Division | Role::Container => self.container(),
                Role::Either if self.is_inside() => Close::Nothing,
                Role::Block | Role::Either => self.block(BlockKind::Paragraph, tag),
                Role::LeftOut | Role::Inline => Close::Nothing,
            },
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.in_row = open.in_row;
        self.preserved = open.preserved;
        match open.close {
            Close::Nothing => {}
            Close::Block | Close::Row(_) if self.in_row => self.draft.text(" "),
            Close::Block | Close::Row(_) => self.draft.end(),
            Close::Aside => self.draft.end_aside(),
            Close::Division => {
                self.draft.end();
                self.level = self.level.saturating_sub(1);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if !self.preserved {
            self.draft.text(text);
        } else if self.draft.is_open() || !text.trim().is_empty() {
            self.draft.verbatim(text);
        }
    }

    /// A text; one in a group or a corpus is a division of it.
    fn text_begins(&mut self, tag: &Tag<'_>) -> Close {
        let lang = tag.get("lang");
        if self.open.is_empty() && !lang.is_empty() {
            self.lang = lang;
        }
        self.draft.end();
        match self.open.last() {
            Some(around) if around.close != Close::Division => self.division(),
            _ => Close::Block,
        }
    }

    /// A heading; one of a body begins a division beside those that follow.
    fn head(&mut self, tag: &Tag<'_>) -> Close {
        if self.open.last().is_none_or(|around| around.close != Close::Division) {
            self.draft.division(self.level.saturating_add(1));
        }
        self.block(BlockKind::Heading, tag)
    }

    /// A verse: a line of the block that is open, which others follow.
    fn verse(&mut self, tag: &Tag<'_>) -> Close {
        if self.in_row {
            self.draft.text(" ");
        } else if self.draft.is_open() {
            self.draft.line_break();
        } else {
            self.draft.begin(BlockKind::Paragraph, &tag.get("id"));
            if let Some(around) = self.open.last_mut() {
                around.has_verses = true;
            }
        }
        Close::Nothing
    }

    /// Whether what begins here is part of the text of a block.
    fn is_inside(&self) -> bool {
        self.draft.is_open() && self.open.last().is_none_or(|around| !around.has_verses)
    }

    fn division(&mut self) -> Close {
        self.level = self.level.saturating_add(1);
        self.draft.division(self.level);
        Close::Division
    }

    fn block(&mut self, kind: BlockKind, tag: &Tag<'_>) -> Close {
        if self.in_row {
            self.draft.text(" ");
        } else {
            self.draft.begin(kind, &tag.get("id"));
        }
        Close::Block
    }

    fn container(&mut self) -> Close {
        if self.in_row {
            self.draft.text(" ");
        } else {
            self.draft.end();
        }
        Close::Block
    }

    fn aside(&mut self, kind: BlockKind, tag: &Tag<'_>) -> Close {
        self.in_row = false;
        self.draft.aside(kind, &tag.get("id"));
        Close::Aside
    }

    fn cell(&mut self) -> Close {
        if let Some(Open { close: Close::Row(has_cell), .. }) = self.open.last_mut()
            && std::mem::replace(has_cell, true)
        {
            self.draft.cell();
        }
        Close::Nothing
    }

    /// An element that stands between two characters, or for one.
    fn point(&mut self, tag: &Tag<'_>) -> Close {
        let label = tag.get("n");
        let in_word = tag.get("break") == "no";
        // A text that stands as it is has no hyphens but its own.
        let hyphen = if self.preserved { Hyphen::Stays } else { Hyphen::ByLetter };
        match tag.name() {
            "pb" => self.draft.page(&label),
            "lb" if in_word => self.draft.line_in_word(&label, hyphen),
            // Between blocks it says nothing.
            "lb" if self.draft.is_open() => self.draft.line(&label),
            "space" => self.draft.text(" "),
            "g" => {
                let header = self.header.as_ref();
                if let Some(text) = header.and_then(|header| header.sign(&tag.get("ref"))) {
                    self.draft.verbatim(text);
                }
            }
            _ => {}
        }
        if in_word && tag.name() != "lb" {
            // A page or column that begins within a word begins a line there.
            self.draft.line_in_word("", hyphen);
        }
        Close::Nothing
    }
}
