//! HTML as browsers read it, and what is written in it: pages of books, pages that were recognized.

mod depth;
pub mod element;
mod encoded;
pub mod meta;
pub mod notes;
pub mod walk;

use scraper::{Html, Node};

use crate::model::diag::{Code, Diagnostic};
use crate::read::draft::Draft;
use crate::read::format::{Format, Holds};
use crate::read::html::depth::deepest;
use crate::read::html::encoded::decode;
use crate::read::html::notes::Notes;
use crate::read::html::walk::Walk;
use crate::read::options::Options;
use crate::read::reading::Reading;
use crate::read::tree::Tree;
use crate::read::xml;

/// How far into a page it may say that it is XML, in bytes.
const HEAD: usize = 1024;

/// How many more elements than in XML may lie in one another, since pages leave many without end.
const UNENDED: usize = 4;

/// Web pages.
pub static HTML: Format = Format {
    name: "html",
    endings: &["html", "htm", "xhtml"],
    roots: &["html"],
    holds: Holds::One(read),
};

/// What programs recognized in pictures of pages; such files are known by what is in them, too.
pub static HOCR: Format =
    Format { name: "hocr", endings: &["hocr"], roots: &[], holds: Holds::One(read) };

fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let (tree, guessed) = page(bytes, is_xml(bytes), options)?;
    let is_recognized = is_recognized(&tree);
    let trees = [tree];
    let notes = Notes::of(&trees, &[String::new()]);
    let mut draft = Draft::default();
    let mut walk = Walk::new(&trees, &notes, is_recognized, &mut draft);
    walk.tree(0, 0);
    walk.finish();
    let [tree] = &trees;
    let mut reading = Reading::of(draft, meta::of(tree));
    reading.format = is_recognized.then_some(HOCR.name);
    reading.diagnostics.extend(guessed);
    Ok(reading)
}

/// Whether a page says that it is XML.
fn is_xml(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or(bytes);
    head.trim_ascii_start().starts_with(b"<?xml")
        || memchr::memmem::find(head, b"http://www.w3.org/1999/xhtml").is_some()
}

/// The tree of a page: as XML when it may be that and is, or else as browsers read HTML; and what
/// is to be said when its encoding was guessed.
///
/// # Errors
///
/// When too many elements lie in one another.
pub fn page(
    bytes: &[u8],
    may_be_xml: bool,
    options: &Options,
) -> Result<(Tree, Vec<Diagnostic>), Diagnostic> {
    if may_be_xml {
        let most = options.limits.elements as usize;
        let parsed = xml::decode(bytes).and_then(|file| Tree::of_xml(&file, most, &[]));
        if let Ok(tree) = parsed {
            return Ok((tree, Vec::new()));
        }
    }
    let (text, guessed) = decode(bytes, options)?;
    Ok((tree(&text, options)?, guessed))
}

/// The tree that browsers make of a page.
fn tree(text: &str, options: &Options) -> Result<Tree, Diagnostic> {
    let most = options.limits.elements as usize * UNENDED;
    if deepest(text) > most {
        let message = format!(
            "has more than {most} elements in one another; end them or raise limits.elements in litopys.toml"
        );
        return Err(Diagnostic::file(Code::TooDeep, message));
    }
    let page = Html::parse_document(text);
    let mut tree = Tree::default();
    let mut node = page.tree.root();
    loop {
        begin(&mut tree, node.value());
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node.value().is_element() {
                tree.end();
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return Ok(tree) };
            node = parent;
        }
    }
}

fn begin(tree: &mut Tree, node: &Node) {
    match node {
        Node::Element(element) => {
            let attributes = element.attrs().map(|(name, value)| {
                let name = name.rsplit(':').next().unwrap_or(name);
                (name.to_owned(), value.to_owned())
            });
            tree.start(element.name(), attributes);
        }
        Node::Text(text) => tree.text(text),
        _ => {}
    }
}

/// Whether a program made the page of the picture of one.
fn is_recognized(tree: &Tree) -> bool {
    tree.elements().any(|(_, element)| {
        element.says("class", "ocr_page")
            || (element.name == "meta" && element.get("name") == "ocr-system")
    })
}
