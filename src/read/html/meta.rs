//! What the head of a page says of it.

use crate::model::document::Metadata;
use crate::read::reading::day;
use crate::read::tree::Tree;

/// Names under which pages state their titles, the better ones first.
const TITLE: &[&str] = &["dc.title", "dcterms.title", "og:title"];

/// Names under which pages state their authors.
const AUTHOR: &[&str] = &["author", "dc.creator", "dcterms.creator"];

/// Names under which pages state when they were written.
const DATE: &[&str] = &["dcterms.created", "dc.date", "date", "article:published_time"];

/// Names under which pages state their languages.
const LANG: &[&str] = &["dc.language", "dcterms.language", "content-language"];

/// What a page says of itself.
pub fn of(tree: &Tree) -> Metadata {
    let head = || tree.elements().take_while(|(_, element)| element.name != "body");
    let mut stated = Vec::new();
    for (_, element) in head().filter(|(_, element)| element.name == "meta") {
        let name = ["name", "property", "http-equiv"].map(|name| element.get(name));
        let name = name.iter().find(|name| !name.is_empty()).map(|name| name.to_lowercase());
        let content = element.get("content").split_whitespace().collect::<Vec<_>>().join(" ");
        stated.extend(name.filter(|_| !content.is_empty()).map(|name| (name, content)));
    }
    let first = |names: &[&str]| {
        let found = names.iter().find_map(|name| stated.iter().find(|(one, _)| one == name));
        found.map(|(_, content)| content.clone()).unwrap_or_default()
    };
    let title = head().find(|(_, element)| element.name == "title");
    let title = title.map(|(at, _)| tree.all_text(at)).filter(|title| !title.is_empty());
    let lang = head().find(|(_, element)| element.name == "html");
    let lang = lang.map(|(_, html)| html.get("lang").trim().to_owned()).unwrap_or_default();
    Metadata {
        title: title.unwrap_or_else(|| first(TITLE)),
        author: first(AUTHOR),
        published: day(&first(DATE)),
        lang: if lang.is_empty() { first(LANG) } else { lang },
        ..Metadata::default()
    }
}
