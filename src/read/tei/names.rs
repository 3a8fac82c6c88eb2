//! What the elements of TEI do to the blocks of a text, from `data/formats/tei.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const TEXT: &str = include_str!("../../../data/formats/tei.tsv");

/// What an element does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It can begin with a heading, and parts blocks.
    Division,
    /// It parts blocks and has no text of its own.
    Container,
    /// It is a block wherever it stands.
    Block,
    /// It is a block between blocks, and within one part of its text.
    Either,
    /// Nothing in it is text of the source.
    LeftOut,
    /// It is part of the text around it.
    Inline,
}

static ROLES: LazyLock<FxHashMap<&str, Role>> = LazyLock::new(|| {
    let lines = TEXT.lines().skip(1).filter_map(|line| line.split_once('\t'));
    lines.map(|(element, role)| (element, Role::of(role))).collect()
});

impl Role {
    fn of(word: &str) -> Self {
        match word {
            "division" => Self::Division,
            "container" => Self::Container,
            "block" => Self::Block,
            "either" => Self::Either,
            "left-out" => Self::LeftOut,
            _ => Self::Inline,
        }
    }
}

/// What an element of this name does.
pub fn role(element: &str) -> Role {
    ROLES.get(element).copied().unwrap_or(Role::Inline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_gives_roles_that_exist() {
        let lines: Vec<_> = TEXT.lines().skip(1).collect();
        assert!(lines.is_sorted());
        for line in lines {
            let (element, word) = line.split_once('\t').unwrap();
            assert_ne!(role(element), Role::Inline, "{element} {word}");
        }
    }
}
