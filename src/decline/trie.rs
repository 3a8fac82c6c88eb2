//! A tree of characters with a value at each node.

use serde::{Deserialize, Serialize};

/// Values by sequences of characters.
#[derive(Debug, Serialize, Deserialize)]
pub struct Trie<V> {
    nodes: Vec<Node<V>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Node<V> {
    /// Children by character, in order.
    children: Vec<(char, NodeId)>,
    value: V,
}

/// A node of the tree that gave it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct NodeId(u32);

impl NodeId {
    /// That of the empty sequence.
    pub const ROOT: Self = Self(0);
}

impl<V: Default> Default for Trie<V> {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

#[expect(clippy::indexing_slicing, reason = "a node has the number of its place")]
impl<V> Trie<V> {
    /// The value of a node.
    pub fn get(&self, node: NodeId) -> &V {
        &self.nodes[node.0 as usize].value
    }

    /// The node behind another one.
    pub fn child(&self, node: NodeId, c: char) -> Option<NodeId> {
        let children = &self.nodes[node.0 as usize].children;
        let found = children.binary_search_by_key(&c, |(c, _)| *c).ok();
        found.map(|at| children[at].1)
    }

    /// Shows the values of every node along a sequence, the root first, as far as there are nodes.
    pub fn walk<'t>(&'t self, key: impl Iterator<Item = char>, mut see: impl FnMut(&'t V)) {
        let mut node = Some(NodeId::ROOT);
        let mut key = key;
        while let Some(here) = node {
            see(self.get(here));
            node = key.next().and_then(|c| self.child(here, c));
        }
    }
}

#[expect(clippy::indexing_slicing, reason = "a node has the number of its place")]
impl<V: Default> Trie<V> {
    /// The value of a sequence, whose nodes are made where they are missing.
    pub fn at(&mut self, key: impl Iterator<Item = char>) -> &mut V {
        let node = key.fold(NodeId::ROOT, |node, c| self.grow(node, c));
        &mut self.nodes[node.0 as usize].value
    }

    /// Lets `change` see the values of every node on the way, the root first.
    pub fn update(&mut self, key: impl Iterator<Item = char>, mut change: impl FnMut(&mut V)) {
        let mut node = NodeId::ROOT;
        change(&mut self.nodes[0].value);
        for c in key {
            node = self.grow(node, c);
            change(&mut self.nodes[node.0 as usize].value);
        }
    }

    fn grow(&mut self, node: NodeId, c: char) -> NodeId {
        let new = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let children = &mut self.nodes[node.0 as usize].children;
        match children.binary_search_by_key(&c, |(c, _)| *c) {
            Ok(found) => children[found].1,
            Err(place) => {
                children.insert(place, (c, new));
                self.nodes.push(Node::default());
                new
            }
        }
    }
}
