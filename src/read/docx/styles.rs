//! Which styles of paragraphs are headings.

use std::collections::HashMap;

use crate::read::tree::Tree;

/// Styles that may rest on one another.
const MOST: usize = 16;

/// A style of paragraphs.
#[derive(Default)]
struct Style {
    /// The level of a heading, or that it is none, if the style itself says so.
    level: Option<Option<u8>>,
    based_on: String,
}

/// The levels of the styles that are headings, by the ids of the styles.
pub fn levels(tree: &Tree) -> HashMap<String, u8> {
    let mut styles: HashMap<&str, Style> = HashMap::new();
    for (at, style) in tree.elements().filter(|(_, element)| element.name == "style") {
        let mut known = Style::default();
        for (_, element) in tree.inside(at) {
            let value = element.get("val");
            match element.name.as_str() {
                "name" => known.level = known.level.or(named(value).map(Some)),
                "basedOn" => known.based_on = value.to_owned(),
                "outlineLvl" => known.level = Some(outline(value)),
                _ => {}
            }
        }
        styles.insert(style.get("styleId"), known);
    }
    let level = |id: &&str| {
        let first = styles.get(id);
        let chain = std::iter::successors(first, |style| styles.get(style.based_on.as_str()));
        chain.take(MOST).find_map(|style| style.level).flatten()
    };
    styles.keys().filter_map(|id| level(id).map(|level| ((*id).to_owned(), level))).collect()
}

/// The level that an outline level says; the tenth is that of running text.
pub fn outline(value: &str) -> Option<u8> {
    value.trim().parse::<u8>().ok().filter(|level| *level < 9).map(|level| level + 1)
}

/// The level of a style by its name, which programs in every language leave in English.
fn named(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    match name.strip_prefix("heading") {
        Some(level) => level.trim().parse().ok().filter(|level| (1..=9).contains(level)),
        None => (name == "title").then_some(1),
    }
}
