//! ODT: documents of LibreOffice and of what writes like it, in an archive or in one file.

mod body;

use crate::model::diag::Diagnostic;
use crate::model::document::Metadata;
use crate::read::draft::Draft;
use crate::read::format::{Format, Holds};
use crate::read::odt::body::Body;
use crate::read::options::Options;
use crate::read::reading::Reading;
use crate::read::tree::Tree;
use crate::read::xml;
use crate::read::zipped::{self, Zipped};

/// Documents in an archive.
pub static ODT: Format =
    Format { name: "odt", endings: &["odt", "ott"], roots: &[], holds: Holds::One(read) };

/// Documents in one file of XML.
pub static FLAT: Format =
    Format { name: "fodt", endings: &["fodt"], roots: &[], holds: Holds::One(read_flat) };

/// Elements that say how text looks, and text that is not part of the document.
const LEFT_OUT: &[&str] = &[
    "automatic-styles",
    "styles",
    "font-face-decls",
    "scripts",
    "settings",
    "forms",
    "tracked-changes",
    "annotation",
    "binary-data",
];

fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let mut zipped = Zipped::open(bytes, options.limits)?;
    let manifest = zipped.xml("META-INF/manifest.xml", options, &[])?.unwrap_or_default();
    if manifest.elements().any(|(_, element)| element.name == "encryption-data") {
        return Err(zipped::locked());
    }
    let Some(content) = zipped.xml("content.xml", options, LEFT_OUT)? else {
        return Err(zipped::lacks("content.xml"));
    };
    let meta = zipped.xml("meta.xml", options, &[])?.unwrap_or_default();
    let styles = zipped.xml("styles.xml", options, LEFT_OUT)?.unwrap_or_default();
    Ok(reading(&[content, styles], &meta))
}

fn read_flat(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let file = xml::decode(bytes)?;
    let whole = Tree::of_xml(&file, options.limits.elements as usize, LEFT_OUT)?;
    let trees = [whole];
    let [whole] = &trees;
    Ok(reading(&trees, whole))
}

fn reading(trees: &[Tree], meta: &Tree) -> Reading {
    let mut draft = Draft::default();
    let mut body = Body::new(trees, &mut draft);
    body.text();
    body.furniture();
    Reading::of(draft, metadata(meta))
}

/// What a document says of itself; the day on which the file was made is not the one on which its
/// text was written.
fn metadata(tree: &Tree) -> Metadata {
    let Some((meta, _)) = tree.elements().find(|(_, element)| element.name == "meta") else {
        return Metadata::default();
    };
    let first = |name: &str| {
        let found = tree.inside(meta).find(|(_, element)| element.name == name);
        found.map(|(at, _)| tree.all_text(at)).unwrap_or_default()
    };
    let author = first("initial-creator");
    Metadata {
        title: first("title"),
        author: if author.is_empty() { first("creator") } else { author },
        lang: first("language"),
        ..Metadata::default()
    }
}
