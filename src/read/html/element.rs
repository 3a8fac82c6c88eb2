//! What the elements of a page are.

use crate::read::tree::{Element, Tree};

/// Whether an element is a heading.
pub fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Whether an element stands on lines of its own.
pub fn is_block(name: &str) -> bool {
    const BLOCKS: &str = " address article aside blockquote body caption center dd details dialog \
        dir div dl dt fieldset figcaption figure footer form header hgroup hr legend li main menu \
        nav ol p pre search section summary table tbody td tfoot th thead tr ul ";
    BLOCKS.split_ascii_whitespace().any(|block| block == name)
}

/// Whether an element says that a page of the printed book begins.
pub fn is_page_break(element: &Element) -> bool {
    element.says("type", "pagebreak") || element.says("role", "doc-pagebreak")
}

/// Whether the cells of a row are short pieces of text, not columns of a page.
pub fn is_plain(tree: &Tree, row: usize) -> bool {
    let mut blocks = 0;
    for (_, element) in tree.inside(row) {
        match element.name.as_str() {
            "td" | "th" => blocks = 0,
            "p" | "div" if blocks == 0 => blocks += 1,
            name if is_block(name) || is_heading(name) => return false,
            _ => {}
        }
    }
    true
}

/// What a page is called by the program that recognized it: the picture, or its number.
pub fn page_name(title: &str) -> String {
    let mut names = ["", ""];
    for property in title.split(';') {
        match property.trim().split_once(char::is_whitespace) {
            Some(("image", name)) => names[0] = name.trim().trim_matches(['"', '\'']),
            Some(("ppageno", name)) => names[1] = name.trim(),
            _ => {}
        }
    }
    names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned()
}
