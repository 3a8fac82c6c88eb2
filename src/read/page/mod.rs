//! PAGE XML: the regions and lines of page images, in their reading order.

mod order;

use rustc_hash::FxHashMap;

use crate::model::diag::Diagnostic;
use crate::model::document::Metadata;
use crate::read::draft::Draft;
use crate::read::format::{Format, Holds};
use crate::read::options::Options;
use crate::read::reading::Reading;
use crate::read::xml::{self, Part, Tag, Xml};
use crate::read::zone::Zone;

/// PAGE XML of any year.
///
/// Left out are readings other than the first of a line, and its words and signs where the line
/// has a text of its own.
pub static FORMAT: Format =
    Format { name: "page", endings: &[], roots: &["PcGts"], holds: Holds::One(read) };

fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let file = xml::decode(bytes)?;
    let mut xml = Xml::new(&file, options.limits.elements as usize);
    let mut draft = Draft::default();
    xml.root(FORMAT.roots)?;
    while let Some(tag) = xml.child()? {
        if tag.name() == "Page" {
            let page = Page::read(&mut xml)?;
            draft.end();
            draft.page(&tag.get("imageFilename"));
            page.write(&mut draft);
        } else {
            xml.skip()?;
        }
    }
    Ok(Reading::of(draft, Metadata::default()))
}

/// What a part of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Region,
    Table,
    Line,
    Word,
    Sign,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        match name {
            "TextLine" => Some(Self::Line),
            "Word" => Some(Self::Word),
            "Glyph" => Some(Self::Sign),
            "TableRegion" => Some(Self::Table),
            "TableCell" => Some(Self::Region),
            _ => name.ends_with("Region").then_some(Self::Region),
        }
    }
}

/// A region, line, word or sign.
#[derive(Debug)]
struct Node {
    kind: Kind,
    id: String,
    zone: Zone,
    parent: Option<usize>,
    /// Lines of a region, words of a line, signs of a word.
    parts: Vec<usize>,
    /// Its place among its like, as `custom` says.
    index: Option<usize>,
    /// Row and column of a cell.
    cell: Option<(usize, usize)>,
    /// What it says, with the number of the reading.
    text: Option<(usize, String)>,
}

impl Node {
    fn of(kind: Kind, tag: &Tag<'_>, parent: Option<usize>) -> Self {
        let custom = tag.get("custom");
        let said = custom_value(&custom, "structure", "type").and_then(Zone::of);
        Self {
            kind,
            id: tag.get("id"),
            zone: Zone::of(&tag.get("type")).or(said).unwrap_or_default(),
            parent,
            parts: Vec::new(),
            index: custom_value(&custom, "readingOrder", "index").and_then(|n| n.parse().ok()),
            cell: tag.get("row").parse().ok().zip(tag.get("col").parse().ok()),
            text: None,
        }
    }
}

/// A value in `group {name:value; …}`.
fn custom_value<'c>(custom: &'c str, group: &str, name: &str) -> Option<&'c str> {
    let (_, rest) = custom.split_once(group)?;
    let (inside, _) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
    let mut pairs = inside.split(';').filter_map(|pair| pair.split_once(':'));
    pairs.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

/// A page; the parts are in the order of the file.
#[derive(Debug, Default)]
struct Page {
    nodes: Vec<Node>,
    /// Places of regions in the reading order, by their ids.
    order: FxHashMap<String, usize>,
}

impl Page {
    fn read(xml: &mut Xml<'_>) -> Result<Self, Diagnostic> {
        let mut page = Self::default();
        let mut open: Vec<usize> = Vec::new();
        // Equivalents without a number come first, and plain text after any other.
        let mut reading = 0;
        while let Some(part) = xml.part()? {
            match part {
                Part::Start(tag) => match (tag.name(), Kind::of(tag.name())) {
                    ("ReadingOrder", _) => page.order = order::read(xml)?,
                    ("TextEquiv", _) => reading = tag.get("index").parse().unwrap_or(0),
                    ("Unicode", _) => page.say(open.last(), reading, raw_text(xml)?),
                    ("PlainText", _) => page.say(open.last(), usize::MAX, raw_text(xml)?),
                    ("TableCellRole", _) => page.place(open.last(), &tag),
                    (_, Some(kind)) => {
                        open.push(page.nodes.len());
                        page.add(Node::of(kind, &tag, open.iter().rev().nth(1).copied()));
                    }
                    _ => {}
                },
                Part::End(name) if Kind::of(&name).is_some() => {
                    open.pop();
                }
                Part::End(name) if name == "Page" => break,
                Part::End(_) | Part::Text(_) => {}
            }
        }
        Ok(page)
    }

    fn add(&mut self, node: Node) {
        let index = self.nodes.len();
        if let Some(parent) = node.parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.parts.push(index);
        }
        self.nodes.push(node);
    }

    /// Gives a part its text, unless it has one of a lower number.
    fn say(&mut self, node: Option<&usize>, reading: usize, text: String) {
        let Some(node) = node.and_then(|node| self.nodes.get_mut(*node)) else { return };
        let is_better = node.text.as_ref().is_none_or(|(before, _)| reading < *before);
        if is_better && !text.trim().is_empty() {
            node.text = Some((reading, text));
        }
    }

    fn place(&mut self, node: Option<&usize>, role: &Tag<'_>) {
        if let Some(node) = node.and_then(|node| self.nodes.get_mut(*node)) {
            let [row, column] = ["rowIndex", "columnIndex"].map(|name| role.get(name).parse().ok());
            node.cell = row.zip(column);
        }
    }

    /// The parts of a node that are of a kind, in their order.
    fn parts(&self, node: &Node, kind: Kind) -> Vec<&Node> {
        let parts = node.parts.iter().filter_map(|part| self.nodes.get(*part));
        let mut parts: Vec<_> = parts.filter(|part| part.kind == kind).collect();
        parts.sort_by_key(|part| part.index.unwrap_or(usize::MAX));
        parts
    }

    /// The regions in their reading order; what it does not name follows what it lies in, or
    /// stands at the end.
    fn regions(&self) -> Vec<&Node> {
        let mut places: Vec<usize> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let own = match self.order.is_empty() {
                true => node.index.filter(|_| node.parent.is_none()),
                false => self.order.get(&node.id).copied(),
            };
            let around = node.parent.and_then(|parent| places.get(parent)).copied();
            places.push(own.or(around).unwrap_or(usize::MAX));
        }
        let is_cell = |node: &Node| {
            let parent = node.parent.and_then(|parent| self.nodes.get(parent));
            node.cell.is_some() && parent.is_some_and(|parent| parent.kind == Kind::Table)
        };
        let mut regions: Vec<_> = places
            .into_iter()
            .zip(&self.nodes)
            .filter(|(_, node)| matches!(node.kind, Kind::Region | Kind::Table) && !is_cell(node))
            .collect();
        regions.sort_by_key(|(place, _)| *place);
        regions.into_iter().map(|(_, node)| node).collect()
    }

    fn write(&self, draft: &mut Draft) {
        for region in self.regions() {
            if region.kind == Kind::Table {
                self.write_rows(draft, region);
            }
            region.zone.begin(draft, &region.id);
            self.write_lines(draft, region);
            region.zone.end(draft);
        }
    }

    /// The lines of a region; its own text when they have none.
    fn write_lines(&self, draft: &mut Draft, region: &Node) {
        let mut is_empty = true;
        for line in self.parts(region, Kind::Line) {
            let text = self.text(line);
            if !text.is_empty() {
                is_empty = false;
                draft.line(&line.id);
                draft.text(&text);
            }
        }
        let own = region.text.as_ref().filter(|_| is_empty);
        for line in own.iter().flat_map(|(_, text)| text.lines()) {
            draft.line("");
            draft.text(line);
        }
    }

    /// The cells of a table, row by row.
    fn write_rows(&self, draft: &mut Draft, table: &Node) {
        let mut cells = self.parts(table, Kind::Region);
        cells.retain(|part| part.cell.is_some());
        cells.sort_by_key(|part| part.cell);
        let mut row = None;
        for cell in cells {
            let this = cell.cell.map(|(row, _)| row);
            if row == this {
                draft.cell();
            } else {
                Zone::Text.begin(draft, &table.id);
                row = this;
            }
            self.write_lines(draft, cell);
        }
        draft.end();
    }

    /// What a line says, be it only in its words, or these in their signs.
    fn text(&self, line: &Node) -> String {
        if let Some((_, text)) = &line.text {
            return text.trim().to_owned();
        }
        let signs = |word: &Node| -> String {
            let signs = self.parts(word, Kind::Sign).into_iter();
            signs.filter_map(|sign| sign.text.as_ref()).map(|(_, text)| text.trim()).collect()
        };
        let word = |word: &Node| match &word.text {
            Some((_, text)) => text.trim().to_owned(),
            None => signs(word),
        };
        let words = self.parts(line, Kind::Word).into_iter().map(word);
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The text of the element that has begun last, with its line ends.
fn raw_text(xml: &mut Xml<'_>) -> Result<String, Diagnostic> {
    let mut text = String::new();
    let mut depth = 1;
    while depth > 0 {
        match xml.part()? {
            Some(Part::Text(piece)) => text.push_str(&piece),
            Some(Part::Start(_)) => depth += 1,
            Some(Part::End(_)) => depth -= 1,
            None => break,
        }
    }
    Ok(text)
}
