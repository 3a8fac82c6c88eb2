//! Which links of a page or book are references to notes, and what lies at their ends.

use std::collections::{HashMap, HashSet};

use crate::read::href;
use crate::read::html::element::is_heading;
use crate::read::tree::{Element, Spot, Tree};

/// Nodes between a link and what carries the name that a link back leads to.
const NEAR: usize = 4;

/// Characters of the longest mark of a note.
const MARK: usize = 4;

/// Blocks that a note may be.
const BLOCKS: [&str; 8] = ["p", "li", "dd", "dt", "div", "aside", "section", "blockquote"];

/// Blocks around a note that may belong to it.
const AROUND: [&str; 4] = ["div", "li", "aside", "dd"];

/// The notes of a page or book.
#[derive(Debug, Default)]
pub struct Notes {
    /// The note that a reference leads to.
    pub of: HashMap<Spot, Spot>,
    /// Every note that something refers to.
    pub all: HashSet<Spot>,
    /// Links that lead from a note back to the text.
    pub back: HashSet<Spot>,
}

/// Everything that decides about notes.
struct Book<'t> {
    trees: &'t [Tree],
    /// The links whose targets exist, by place.
    links: Vec<(Spot, Spot)>,
    /// The links by their targets.
    to: HashMap<Spot, Vec<Spot>>,
    headings: Vec<Spot>,
}

impl Notes {
    /// The notes of trees that are the files at `paths`.
    pub fn of(trees: &[Tree], paths: &[String]) -> Self {
        let book = Book::of(trees, paths);
        let mut notes = Self::default();
        let mut found = Vec::new();
        for (link, target) in &book.links {
            let Some(element) = book.element(*link) else { continue };
            if leads_back(element) {
                notes.back.insert(*link);
            } else if let Some(note) = book.note(*link, *target, refers(element)) {
                notes.back.extend(book.back_links(*link, note));
                found.push((*link, note));
            }
        }
        let mut targets: Vec<Spot> = found.iter().map(|(_, note)| *note).collect();
        targets.sort_unstable();
        targets.dedup();
        for (link, note) in found {
            let note = book.whole(link, note, &targets);
            notes.of.insert(link, note);
            notes.all.insert(note);
        }
        notes
    }
}

impl<'t> Book<'t> {
    fn of(trees: &'t [Tree], paths: &[String]) -> Self {
        let mut places = HashMap::new();
        let mut headings = Vec::new();
        let spots = |tree: usize| {
            let elements = trees.get(tree).into_iter().flat_map(Tree::elements);
            elements.map(move |(at, element)| (Spot { tree, at }, element))
        };
        for (tree, path) in paths.iter().enumerate() {
            for (spot, element) in spots(tree) {
                let named = if element.name == "a" { element.get("name") } else { "" };
                for id in [element.get("id"), named].into_iter().filter(|id| !id.is_empty()) {
                    places.entry((path.as_str(), id)).or_insert(spot);
                }
                headings.extend(is_heading(&element.name).then_some(spot));
            }
        }
        let mut links = Vec::new();
        let mut to: HashMap<Spot, Vec<Spot>> = HashMap::new();
        for (tree, path) in paths.iter().enumerate() {
            for (spot, element) in spots(tree).filter(|(_, element)| element.name == "a") {
                let target = Some(element.get("href")).filter(|href| href.contains('#'));
                let target = target.and_then(|href| href::target(path, href));
                let target = target.and_then(|(path, id)| places.get(&(&*path, &*id)).copied());
                if let Some(target) = target {
                    links.push((spot, target));
                    to.entry(target).or_default().push(spot);
                }
            }
        }
        Self { trees, links, to, headings }
    }

    fn tree(&self, spot: Spot) -> Option<&'t Tree> {
        self.trees.get(spot.tree)
    }

    fn element(&self, spot: Spot) -> Option<&'t Element> {
        self.tree(spot)?.element(spot.at)
    }

    /// The note at the target of a link; a link that does not say what it is is a reference when it
    /// looks like one and the note leads back to it.
    fn note(&self, link: Spot, target: Spot, is_said: bool) -> Option<Spot> {
        let tree = self.tree(target)?;
        let is_block = |name: &str| BLOCKS.contains(&name);
        let own = self.element(target)?;
        let block = match is_block(&own.name) {
            true => Some(target.at),
            false => tree.around(target.at).find(|(_, one)| is_block(&one.name)).map(|(at, _)| at),
        };
        let note = block.map(|at| Spot { at, ..target }).filter(|note| !self.holds(*note, link));
        if is_said {
            return note.or_else(|| (!self.holds(target, link)).then_some(target));
        }
        let note = note.filter(|note| link < *note && !self.has_any(*note, &self.headings))?;
        let is_mark =
            |link: Spot| self.tree(link).is_some_and(|tree| is_mark(&tree.all_text(link.at)));
        (is_mark(link) && self.back_links(link, note).any(is_mark)).then_some(note)
    }

    /// The links in a note that lead back to the reference.
    fn back_links(&self, link: Spot, note: Spot) -> impl Iterator<Item = Spot> {
        let near = link.at.saturating_sub(NEAR)..=link.at + NEAR;
        let leading = near.filter_map(move |at| self.to.get(&Spot { at, ..link })).flatten();
        let is_back =
            move |back: &Spot| self.holds(note, *back) && !self.element(*back).is_some_and(refers);
        leading.copied().filter(is_back)
    }

    /// The note with the blocks around it that begin with it and have no other note in them.
    fn whole(&self, link: Spot, note: Spot, notes: &[Spot]) -> Spot {
        let Some(tree) = self.tree(note) else { return note };
        let mut whole = note;
        for (at, around) in tree.around(note.at) {
            let larger = Spot { at, ..note };
            let only = self.count(larger, notes) <= 1;
            let begins = tree.is_blank(at + 1, whole.at);
            let fits = AROUND.contains(&&*around.name) && begins && only;
            if !fits || self.holds(larger, link) || self.has_any(larger, &self.headings) {
                break;
            }
            whole = larger;
        }
        whole
    }

    fn holds(&self, outer: Spot, inner: Spot) -> bool {
        let end = self.element(outer).map_or(0, |element| element.end);
        outer.tree == inner.tree && outer.at <= inner.at && inner.at < end
    }

    fn has_any(&self, outer: Spot, spots: &[Spot]) -> bool {
        self.count(outer, spots) > 0
    }

    /// How many of the places, which are in order, lie in an element.
    fn count(&self, outer: Spot, spots: &[Spot]) -> usize {
        let end = self.element(outer).map_or(outer.at, |element| element.end);
        let before =
            |limit: usize| spots.partition_point(|spot| *spot < Spot { at: limit, ..outer });
        before(end) - before(outer.at)
    }
}

/// Whether a link says that it refers to a note.
fn refers(link: &Element) -> bool {
    link.says("role", "doc-noteref")
        || link.says("type", "noteref")
        || link.says("class", "footnote-ref")
}

/// Whether a link says that it leads from a note to the text.
fn leads_back(link: &Element) -> bool {
    link.says("role", "doc-backlink")
        || link.says("type", "backlink")
        || link.says("class", "footnote-back")
        || link.says("class", "footnote-backref")
}

/// Whether a text looks like the mark of a note: a number, a letter or a sign, in brackets or not.
fn is_mark(text: &str) -> bool {
    let mark = label(text);
    let is_number = mark.chars().all(|c| c.is_ascii_digit());
    let is_roman = mark.chars().all(|c| "ivxlcIVXLC".contains(c));
    let is_sign = !mark.chars().any(char::is_alphanumeric);
    let length = mark.chars().count();
    (1..=MARK).contains(&length) && (is_number || is_roman || is_sign || length == 1)
}

/// The mark of a note without its brackets.
pub fn label(text: &str) -> &str {
    text.trim().trim_matches(|c: char| "[](){}".contains(c) || c.is_whitespace())
}
