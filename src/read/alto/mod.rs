//! ALTO: the blocks and lines of page images, in their reading order.

mod line;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::diag::Diagnostic;
use crate::model::document::Metadata;
use crate::read::alto::line::{Bit, Line};
use crate::read::draft::Draft;
use crate::read::format::{Format, Holds};
use crate::read::options::Options;
use crate::read::reading::Reading;
use crate::read::xml::{self, Part, Tag, Xml};
use crate::read::zone::Zone;

/// ALTO, versions 1 to 4.
///
/// Left out are alternative readings, and all that is said of the work of the program.
pub static FORMAT: Format =
    Format { name: "alto", endings: &[], roots: &["alto"], holds: Holds::One(read) };

fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let file = xml::decode(bytes)?;
    let mut xml = Xml::new(&file, options.limits.elements as usize);
    let mut alto = Alto::default();
    xml.root(FORMAT.roots)?;
    while let Some(part) = xml.part()? {
        match part {
            Part::Start(tag) => alto.start(&tag, &mut xml)?,
            Part::End(name) => alto.end(&name),
            Part::Text(_) => {}
        }
    }
    Ok(Reading::of(alto.draft(), Metadata::default()))
}

/// What has been read of a file.
#[derive(Debug, Default)]
struct Alto {
    /// Name of the image.
    image: String,
    /// What tags say, by their ids.
    zones: FxHashMap<String, Zone>,
    /// Places of blocks in the reading order, by their ids.
    order: FxHashMap<String, usize>,
    pages: Vec<Page>,
    /// Whether a margin is open.
    in_margin: bool,
    /// The ids of the blocks of blocks that are open, the outermost first.
    around: Vec<String>,
}

#[derive(Debug, Default)]
struct Page {
    label: String,
    blocks: Vec<Block>,
}

#[derive(Debug, Default)]
struct Block {
    id: String,
    /// The id of the block that it lies in.
    around: String,
    /// The id of the block that follows.
    next: String,
    in_margin: bool,
    /// The ids of what is said of it.
    tags: String,
    lines: Vec<Line>,
}

impl Alto {
    fn start(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Diagnostic> {
        match tag.name() {
            "fileName" if self.image.is_empty() => self.image = xml.all_text()?,
            "ElementRef" => {
                let place = self.order.len();
                self.order.entry(tag.get("REF")).or_insert(place);
            }
            "Page" => {
                let labels = ["PHYSICAL_IMG_NR", "ID"].map(|name| tag.get(name));
                let label = labels.into_iter().find(|label| !label.is_empty()).unwrap_or_default();
                self.pages.push(Page { label, blocks: Vec::new() });
            }
            "TopMargin" | "LeftMargin" | "RightMargin" | "BottomMargin" => self.in_margin = true,
            "ComposedBlock" => self.around.push(tag.get("ID")),
            "TextBlock" => {
                let around = self.around.last().cloned().unwrap_or_default();
                let block = Block {
                    id: tag.get("ID"),
                    around,
                    next: tag.get("IDNEXT"),
                    in_margin: self.in_margin,
                    tags: tag.get("TAGREFS"),
                    lines: Vec::new(),
                };
                if let Some(page) = self.pages.last_mut() {
                    page.blocks.push(block);
                }
            }
            "TextLine" => {
                let line = Line { id: tag.get("ID"), bits: Vec::new() };
                if let Some(block) = self.block() {
                    block.lines.push(line);
                }
            }
            "String" => self.bit(line::word(tag)),
            "SP" => self.bit(Bit::Space),
            "HYP" => {
                let sign = Some(tag.get("CONTENT")).filter(|sign| !sign.is_empty());
                self.bit(Bit::Hyphen(sign.unwrap_or_else(|| "-".to_owned())));
            }
            name if name.ends_with("Tag") => {
                if let Some(zone) = Zone::of(&tag.get("LABEL")) {
                    self.zones.insert(tag.get("ID"), zone);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "TopMargin" | "LeftMargin" | "RightMargin" | "BottomMargin" => self.in_margin = false,
            "ComposedBlock" => {
                self.around.pop();
            }
            _ => {}
        }
    }

    fn block(&mut self) -> Option<&mut Block> {
        self.pages.last_mut()?.blocks.last_mut()
    }

    fn bit(&mut self, bit: Bit) {
        if let Some(line) = self.block().and_then(|block| block.lines.last_mut()) {
            line.bits.push(bit);
        }
    }

    fn draft(mut self) -> Draft {
        if let ([page], false) = (&mut *self.pages, self.image.is_empty()) {
            page.label.clone_from(&self.image);
        }
        let mut draft = Draft::default();
        for page in &self.pages {
            draft.end();
            draft.page(&page.label);
            let blocks = match self.order.is_empty() {
                true => page.chained(),
                false => page.sorted(&self.order),
            };
            for block in blocks {
                let zone = self.zone(block);
                zone.begin(&mut draft, &block.id);
                line::write(&block.lines, &mut draft);
                zone.end(&mut draft);
            }
        }
        draft
    }

    fn zone(&self, block: &Block) -> Zone {
        let said = block.tags.split_whitespace().find_map(|tag| self.zones.get(tag)).copied();
        said.unwrap_or(if block.in_margin { Zone::Furniture } else { Zone::Text })
    }
}

impl Page {
    /// The blocks in the reading order of the file, then the others.
    fn sorted(&self, order: &FxHashMap<String, usize>) -> Vec<&Block> {
        let mut blocks: Vec<_> = self.blocks.iter().collect();
        let place = |block: &Block| order.get(&block.id).or_else(|| order.get(&block.around));
        blocks.sort_by_key(|block| place(block).copied().unwrap_or(usize::MAX));
        blocks
    }

    /// The blocks as each names the one that follows it; otherwise as they stand.
    fn chained(&self) -> Vec<&Block> {
        let ids = self.blocks.iter().enumerate();
        let places: FxHashMap<_, _> = ids.map(|(n, block)| (&block.id, n)).collect();
        let next = |block: &Block| match &*block.next {
            "" => None,
            _ => places.get(&block.next).copied(),
        };
        let following: FxHashSet<_> = self.blocks.iter().filter_map(next).collect();
        let firsts = (0..self.blocks.len()).filter(|n| !following.contains(n));
        let mut done = vec![false; self.blocks.len()];
        let mut chained = Vec::with_capacity(self.blocks.len());
        // In a ring of blocks none is the first.
        for first in firsts.chain(0..self.blocks.len()) {
            let mut at = Some(first);
            while let Some(n) = at
                && let Some(is_done @ false) = done.get_mut(n)
                && let Some(block) = self.blocks.get(n)
            {
                *is_done = true;
                chained.push(block);
                at = next(block);
            }
        }
        chained
    }
}
