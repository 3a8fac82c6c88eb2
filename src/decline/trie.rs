//! A tree of characters with values at its nodes.

use serde::{Deserialize, Serialize};

/// Values by sequences of characters.
#[derive(Debug, Serialize, Deserialize)]
pub struct Trie<V> {
    nodes: Vec<Node<V>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Node<V> {
    /// Children by character, in order.
    children: Vec<(char, u32)>,
    values: Vec<V>,
}

impl<V> Default for Trie<V> {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl<V> Default for Node<V> {
    fn default() -> Self {
        Self { children: Vec::new(), values: Vec::new() }
    }
}

impl<V> Trie<V> {
    /// Adds a value under a sequence.
    pub fn push(&mut self, key: impl Iterator<Item = char>, value: V) {
        self.values(key).push(value);
    }

    /// The values under a sequence, whose nodes are made where they are missing.
    pub fn values(&mut self, key: impl Iterator<Item = char>) -> &mut Vec<V> {
        let mut at = 0;
        for c in key {
            at = self.child(at, c);
        }
        self.at(at)
    }

    /// Lets `change` see the values of every node on the way, the root first.
    pub fn update(&mut self, key: impl Iterator<Item = char>, mut change: impl FnMut(&mut Vec<V>)) {
        let mut at = 0;
        change(self.at(at));
        for c in key {
            at = self.child(at, c);
            change(self.at(at));
        }
    }

    /// Shows the values of every node along a sequence, the root first, as far as there are nodes.
    pub fn walk<'t>(&'t self, key: impl Iterator<Item = char>, mut see: impl FnMut(&'t [V])) {
        let mut node = self.nodes.first();
        let mut key = key;
        while let Some(here) = node {
            see(&here.values);
            let Some(c) = key.next() else { return };
            let found = here.children.binary_search_by_key(&c, |(c, _)| *c).ok();
            let child = found.and_then(|at| here.children.get(at));
            node = child.and_then(|(_, child)| self.nodes.get(*child as usize));
        }
    }

    #[expect(clippy::indexing_slicing, reason = "indices are those of nodes that were pushed")]
    fn child(&mut self, at: usize, c: char) -> usize {
        match self.nodes[at].children.binary_search_by_key(&c, |(c, _)| *c) {
            Ok(found) => self.nodes[at].children[found].1 as usize,
            Err(place) => {
                let new = self.nodes.len();
                let number = u32::try_from(new).unwrap_or(u32::MAX);
                self.nodes.push(Node::default());
                self.nodes[at].children.insert(place, (c, number));
                new
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "indices are those of nodes that were pushed")]
    fn at(&mut self, at: usize) -> &mut Vec<V> {
        &mut self.nodes[at].values
    }
}
