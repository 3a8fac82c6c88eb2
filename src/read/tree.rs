//! A whole file of elements in one list, for formats whose parts refer to one another.

use crate::model::diag::Diagnostic;
use crate::read::xml::{Decoded, Part, Xml};

/// The elements and texts of a file, in its order.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    /// The elements that have begun and not ended, the outermost first.
    open: Vec<usize>,
}

#[derive(Debug)]
enum Node {
    Start(Element),
    Text(String),
    /// With the place of the beginning.
    End(usize),
}

/// An element; names are without prefix.
#[derive(Debug)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// The place of the element around it.
    pub parent: Option<usize>,
    /// The place of its end.
    pub end: usize,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The attribute of this name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(one, _)| one == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether it has an attribute of this name, be it empty.
    pub fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(one, _)| one == name)
    }

    /// Whether one of the words of an attribute is this one.
    pub fn says(&self, name: &str, word: &str) -> bool {
        self.get(name).split_ascii_whitespace().any(|one| one == word)
    }
}

impl Tree {
    /// The tree of a file of XML without the elements of these names.
    pub fn of_xml(file: &Decoded<'_>, most: usize, left_out: &[&str]) -> Result<Self, Diagnostic> {
        let mut xml = Xml::new(file, most);
        let mut tree = Self::default();
        while let Some(part) = xml.part()? {
            match part {
                Part::Start(tag) if left_out.contains(&tag.name()) => xml.skip()?,
                Part::Start(tag) => tree.start(tag.name(), tag.attributes()),
                Part::End(_) => tree.end(),
                Part::Text(text) => tree.text(&text),
            }
        }
        Ok(tree)
    }

    /// Begins an element.
    pub fn start(&mut self, name: &str, attributes: impl Iterator<Item = (String, String)>) {
        let at = self.nodes.len();
        let parent = self.open.last().copied();
        let attributes = attributes.collect();
        self.nodes.push(Node::Start(Element {
            name: name.to_owned(),
            parent,
            end: at,
            attributes,
        }));
        self.open.push(at);
    }

    /// Ends the element that began last.
    pub fn end(&mut self) {
        let Some(at) = self.open.pop() else { return };
        let end = self.nodes.len();
        self.nodes.push(Node::End(at));
        if let Some(Node::Start(element)) = self.nodes.get_mut(at) {
            element.end = end;
        }
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) {
        match self.nodes.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => self.nodes.push(Node::Text(text.to_owned())),
        }
    }

    /// The element at a place.
    pub fn element(&self, at: usize) -> Option<&Element> {
        match self.nodes.get(at) {
            Some(Node::Start(element)) => Some(element),
            _ => None,
        }
    }

    /// Every element with its place, in order.
    pub fn elements(&self) -> impl Iterator<Item = (usize, &Element)> {
        self.within(0, self.nodes.len())
    }

    /// Whether the cells of a row are one paragraph each, so that the row is a line of text.
    pub fn is_plain_row(
        &self,
        row: usize,
        cells: &[&str],
        paragraphs: &[&str],
        table: &str,
    ) -> bool {
        let mut in_cell = 0;
        for (_, element) in self.inside(row) {
            let name = element.name.as_str();
            if cells.contains(&name) {
                in_cell = 0;
            } else if paragraphs.contains(&name) {
                in_cell += 1;
            }
            if in_cell > 1 || name == table {
                return false;
            }
        }
        true
    }

    /// The elements that lie in the one at a place, in order.
    pub fn inside(&self, at: usize) -> impl Iterator<Item = (usize, &Element)> {
        self.within(at + 1, self.element(at).map_or(at, |element| element.end))
    }

    fn within(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, &Element)> {
        let nodes = self.nodes.get(start..end).unwrap_or_default().iter().enumerate();
        nodes.filter_map(move |(n, node)| match node {
            Node::Start(element) => Some((start + n, element)),
            _ => None,
        })
    }

    /// The elements around the one at a place, the nearest first.
    pub fn around(&self, at: usize) -> impl Iterator<Item = (usize, &Element)> {
        let parent = |at: usize| self.element(at).and_then(|element| element.parent);
        std::iter::successors(parent(at), move |at| parent(*at))
            .filter_map(|at| self.element(at).map(|element| (at, element)))
    }

    /// Every text that is more than white space, with the place of the element around it.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut around = 0;
        self.nodes.iter().enumerate().filter_map(move |(at, node)| match node {
            Node::Start(_) => {
                around = at;
                None
            }
            Node::End(start) => {
                around = self.element(*start).and_then(|element| element.parent).unwrap_or(0);
                None
            }
            Node::Text(text) => (!text.trim().is_empty()).then_some((around, text.as_str())),
        })
    }

    /// All text of the first element of this name; empty when there is none.
    pub fn first_text(&self, name: &str) -> String {
        let found = self.elements().find(|(_, element)| element.name == name);
        found.map(|(at, _)| self.all_text(at)).unwrap_or_default()
    }

    /// Whether nothing but white space stands between two places.
    pub fn is_blank(&self, from: usize, to: usize) -> bool {
        self.nodes.get(from..to).unwrap_or_default().iter().all(|node| match node {
            Node::Text(text) => text.trim().is_empty(),
            _ => false,
        })
    }

    /// All text of an element, with single spaces.
    pub fn all_text(&self, at: usize) -> String {
        let end = self.element(at).map_or(at, |element| element.end);
        let mut text = String::new();
        for node in self.nodes.get(at..end).unwrap_or_default() {
            match node {
                Node::Text(piece) => text.push_str(piece),
                // Elements of words are set close; blocks are parted by white space anyhow.
                Node::Start(_) | Node::End(_) => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A place in one of several trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The number of the tree.
    pub tree: usize,
    /// The place in it.
    pub at: usize,
}

/// A walk through trees that may go elsewhere in between and comes back.
pub struct Steps<'t> {
    trees: &'t [Tree],
    /// Where the walk is, with the end of each stretch; the innermost last.
    legs: Vec<(Spot, usize)>,
}

/// What a walk comes by.
pub enum Step<'t> {
    /// An element begins.
    Start(Spot, &'t Element),
    /// Text.
    Text(&'t str),
    /// An element ends; the place is that of its beginning.
    End(Spot, &'t Element),
    /// A stretch that was gone to is over.
    Back,
}

impl<'t> Steps<'t> {
    /// A walk that begins nowhere.
    pub fn new(trees: &'t [Tree]) -> Self {
        Self { trees, legs: Vec::new() }
    }

    /// Goes to a whole tree.
    pub fn whole(&mut self, tree: usize) {
        let end = self.trees.get(tree).map_or(0, |tree| tree.nodes.len());
        self.legs.push((Spot { tree, at: 0 }, end));
    }

    /// Goes to what lies in an element.
    pub fn within(&mut self, spot: Spot) {
        let element = self.trees.get(spot.tree).and_then(|tree| tree.element(spot.at));
        let end = element.map_or(spot.at, |element| element.end);
        self.legs.push((Spot { at: spot.at + 1, ..spot }, end));
    }

    /// Passes over the rest of the element that the walk has come by last.
    pub fn pass(&mut self) {
        let Some((spot, _)) = self.legs.last_mut() else { return };
        let Some(tree) = self.trees.get(spot.tree) else { return };
        if let Some(element) = tree.element(spot.at.saturating_sub(1)) {
            spot.at = element.end + 1;
        }
    }
}

impl<'t> Iterator for Steps<'t> {
    type Item = Step<'t>;

    fn next(&mut self) -> Option<Step<'t>> {
        let (spot, end) = self.legs.last_mut()?;
        let tree = self.trees.get(spot.tree)?;
        let here = *spot;
        if here.at >= *end {
            self.legs.pop();
            return Some(Step::Back);
        }
        spot.at += 1;
        match tree.nodes.get(here.at)? {
            Node::Start(element) => Some(Step::Start(here, element)),
            Node::Text(text) => Some(Step::Text(text)),
            Node::End(at) => {
                tree.element(*at).map(|element| Step::End(Spot { at: *at, ..here }, element))
            }
        }
    }
}
