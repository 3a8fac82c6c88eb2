//! EPUB: a book of pages of HTML in an archive, with their order and what is said of them.

use std::collections::HashMap;

use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Metadata;
use crate::read::draft::Draft;
use crate::read::format::{Format, Holds};
use crate::read::href;
use crate::read::html;
use crate::read::html::element::is_heading;
use crate::read::html::notes::Notes;
use crate::read::html::walk::Walk;
use crate::read::options::Options;
use crate::read::reading::{Reading, day};
use crate::read::tree::Tree;
use crate::read::zipped::Zipped;

/// Electronic books.
pub static EPUB: Format =
    Format { name: "epub", endings: &["epub"], roots: &[], holds: Holds::One(read) };

/// What says which file says everything else.
const CONTAINER: &str = "META-INF/container.xml";

/// What says which members are encrypted.
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// Ways of encrypting that are for fonts alone.
const FONTS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let mut zipped = Zipped::open(bytes, options.limits)?;
    refuse_encrypted(&mut zipped, options)?;
    let package_path = package_path(&mut zipped, options)?;
    let Some(package) = zipped.xml(&package_path, options, &[])? else {
        return Err(lacks(&package_path));
    };
    let mut diagnostics = Vec::new();
    let (mut trees, mut paths) = (Vec::new(), Vec::new());
    for path in spine(&package, &package_path) {
        match zipped.member(&path)? {
            Some(page) => {
                let (tree, guessed) = html::page(&page, true, options)?;
                diagnostics.extend(guessed);
                trees.push(tree);
                paths.push(path);
            }
            None => diagnostics.push(Diagnostic { code: Code::Incomplete, ..lacks(&path) }),
        }
    }
    let notes = Notes::of(&trees, &paths);
    let mut draft = Draft::default();
    let mut walk = Walk::new(&trees, &notes, false, &mut draft);
    for (number, tree) in trees.iter().enumerate() {
        walk.division(number, begins_with_heading(tree));
    }
    walk.finish();
    let mut reading = Reading::of(draft, metadata(&package));
    reading.diagnostics = diagnostics;
    Ok(reading)
}

fn lacks(path: &str) -> Diagnostic {
    let message = format!("lacks «{path}», which it names itself; get a whole copy and run again");
    Diagnostic::file(Code::Damaged, message)
}

fn refuse_encrypted(zipped: &mut Zipped<'_>, options: &Options) -> Result<(), Diagnostic> {
    let Some(tree) = zipped.xml(ENCRYPTION, options, &[])? else { return Ok(()) };
    for (at, _) in tree.elements().filter(|(_, element)| element.name == "EncryptedData") {
        let inside = |name: &str| {
            let found = tree.inside(at).find(|(_, element)| element.name == name);
            found.map(|(_, element)| element)
        };
        let method = inside("EncryptionMethod").map_or("", |element| element.get("Algorithm"));
        let member = inside("CipherReference").map_or("", |element| element.get("URI"));
        let is_font = [".otf", ".ttf", ".woff", ".woff2"]
            .iter()
            .any(|ending| member.to_lowercase().ends_with(ending));
        if !FONTS.contains(&method) && !is_font {
            let message = format!(
                "has «{member}» encrypted, so that only the shop's own programs can read it; get a copy without protection"
            );
            return Err(Diagnostic::file(Code::Encrypted, message));
        }
    }
    Ok(())
}

fn package_path(zipped: &mut Zipped<'_>, options: &Options) -> Result<String, Diagnostic> {
    let container = zipped.xml(CONTAINER, options, &[])?;
    let stated = container.and_then(|tree| {
        let found = tree.elements().find(|(_, element)| element.name == "rootfile");
        found.map(|(_, element)| element.get("full-path").to_owned())
    });
    let found = || zipped.names().into_iter().find(|name| name.ends_with(".opf"));
    stated.or_else(found).ok_or_else(|| lacks(CONTAINER))
}

/// The paths of the pages in the order of reading, what is read aside at the end; tables of
/// contents are left out.
fn spine(package: &Tree, package_path: &str) -> Vec<String> {
    let all = |name: &'static str| {
        let elements = package.elements().map(|(_, element)| element);
        elements.filter(move |element| element.name == name)
    };
    let items: HashMap<&str, _> = all("item").map(|item| (item.get("id"), item)).collect();
    let order = |is_aside: bool| {
        all("itemref").filter(move |item| (item.get("linear") == "no") == is_aside)
    };
    let pages = order(false).chain(order(true)).filter_map(|item| items.get(item.get("idref")));
    let pages = pages
        .filter(|item| item.get("media-type").contains("html") && !item.says("properties", "nav"));
    pages.map(|item| href::beside(package_path, item.get("href"))).collect()
}

fn metadata(package: &Tree) -> Metadata {
    let end = package.elements().find(|(_, element)| element.name == "manifest");
    let end = end.map_or(usize::MAX, |(at, _)| at);
    let all = |name: &str| -> Vec<String> {
        let found = package.elements().take_while(|(at, _)| *at < end);
        let found = found.filter(|(_, element)| element.name == name);
        found.map(|(at, _)| package.all_text(at)).filter(|text| !text.is_empty()).collect()
    };
    let first = |name: &str| all(name).into_iter().next().unwrap_or_default();
    Metadata {
        title: first("title"),
        author: all("creator").join("; "),
        published: day(&first("date")),
        lang: first("language"),
        ..Metadata::default()
    }
}

/// Whether the first text of a page is a heading.
fn begins_with_heading(tree: &Tree) -> bool {
    let names = |at: usize| {
        let own = tree.element(at).map(|element| element.name.as_str());
        own.into_iter().chain(tree.around(at).map(|(_, element)| element.name.as_str()))
    };
    let is_text =
        |at: usize| !names(at).any(|name| matches!(name, "head" | "nav" | "script" | "style"));
    let first = tree.words().find(|(at, _)| is_text(*at));
    first.is_some_and(|(at, _)| names(at).any(is_heading))
}
