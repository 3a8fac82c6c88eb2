//! DOCX: documents of Word and of what writes like it.

mod body;
mod styles;

use std::collections::{HashMap, HashSet};

use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Metadata;
use crate::read::docx::body::{Body, NoteKind, Spots};
use crate::read::draft::Draft;
use crate::read::format::{Format, Holds};
use crate::read::href;
use crate::read::options::Options;
use crate::read::reading::Reading;
use crate::read::tree::{Spot, Tree};
use crate::read::zipped::{self, Zipped};

/// Documents of Word since 2007.
pub static DOCX: Format = Format {
    name: "docx",
    endings: &["docx", "docm", "dotx"],
    roots: &[],
    holds: Holds::One(read),
};

/// Elements that say how text looks, and text that is no longer or not yet part of the document.
const LEFT_OUT: &[&str] = &[
    "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr", "del", "moveFrom", "delText",
    "Fallback",
];

/// The beginning of the containers that Word used before, and that it encrypts into.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";

fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    refuse_ole(bytes)?;
    let mut zipped = Zipped::open(bytes, options.limits)?;
    let package = Relations::of(&mut zipped, "", options)?;
    let path = package.first("/officeDocument").unwrap_or("word/document.xml").to_owned();
    let Some(document) = zipped.xml(&path, options, LEFT_OUT)? else {
        return Err(zipped::lacks(&path));
    };
    let relations = Relations::of(&mut zipped, &path, options)?;
    let mut trees = vec![document];
    let notes = notes(&mut zipped, &relations, &mut trees, options)?;
    let furniture = trees.len();
    for path in relations.all(&["/header", "/footer"]) {
        trees.extend(zipped.xml(path, options, LEFT_OUT)?);
    }
    let styles = match relations.first("/styles") {
        Some(path) => zipped.xml(path, options, &[])?.unwrap_or_default(),
        None => Tree::default(),
    };
    let metadata = metadata(&mut zipped, &package, options)?;
    let mut draft = Draft::default();
    let mut body = Body::new(&trees, &notes, styles::levels(&styles), &mut draft);
    body.text();
    body.furniture(furniture);
    Ok(Reading::of(draft, metadata))
}

/// Where the notes of each kind stand, by their ids; their trees are added to those there are.
fn notes(
    zipped: &mut Zipped<'_>,
    relations: &Relations,
    trees: &mut Vec<Tree>,
    options: &Options,
) -> Result<Spots, Diagnostic> {
    let mut notes = HashMap::new();
    for (kind, name) in [(NoteKind::Foot, "/footnotes"), (NoteKind::End, "/endnotes")] {
        let Some(path) = relations.first(name) else { continue };
        let Some(tree) = zipped.xml(path, options, LEFT_OUT)? else { continue };
        let here = trees.len();
        let all = tree.elements().filter(|(_, one)| matches!(&*one.name, "footnote" | "endnote"));
        let spot = |at| Spot { tree: here, at };
        notes.extend(all.map(|(at, one)| ((kind, one.get("id").to_owned()), spot(at))));
        trees.push(tree);
    }
    Ok(notes)
}

fn refuse_ole(bytes: &[u8]) -> Result<(), Diagnostic> {
    if !bytes.starts_with(OLE) {
        return Ok(());
    }
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    Err(match memchr::memmem::find(bytes, &name) {
        Some(_) => zipped::locked(),
        None => {
            let message =
                "is a document of an older Word by its first bytes; save it as .docx and run again";
            Diagnostic::file(Code::Unreadable, message)
        }
    })
}

/// What a part refers to: kinds with paths, in order.
struct Relations(Vec<(String, String)>);

impl Relations {
    /// The relations of the part at a path; those of the whole package for an empty one.
    fn of(zipped: &mut Zipped<'_>, path: &str, options: &Options) -> Result<Self, Diagnostic> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let file = href::beside("", &format!("{folder}/_rels/{name}.rels"));
        let tree = zipped.xml(&file, options, &[])?.unwrap_or_default();
        let all = tree.elements().filter(|(_, one)| one.name == "Relationship");
        let all = all.filter(|(_, one)| one.get("TargetMode") != "External");
        let of = |target: &str| href::beside(path, target);
        Ok(Self(all.map(|(_, one)| (one.get("Type").to_owned(), of(one.get("Target")))).collect()))
    }

    /// The path of the first part of a kind.
    fn first(&self, kind: &str) -> Option<&str> {
        self.all(&[kind]).next()
    }

    /// The paths of all parts of these kinds, each once.
    fn all(&self, kinds: &[&str]) -> impl Iterator<Item = &str> {
        let mut seen = HashSet::new();
        let of_kind = |kind: &str| kinds.iter().any(|end| kind.ends_with(end));
        let all = self.0.iter().filter(move |(kind, _)| of_kind(kind));
        all.map(|(_, path)| path.as_str()).filter(move |path| seen.insert(*path))
    }
}

/// What the properties of a document say of it; the day on which the file was made is not the one
/// on which its text was written.
fn metadata(
    zipped: &mut Zipped<'_>,
    package: &Relations,
    options: &Options,
) -> Result<Metadata, Diagnostic> {
    let path = package.first("/core-properties").unwrap_or("docProps/core.xml");
    let tree = zipped.xml(path, options, &[])?.unwrap_or_default();
    let first = |name: &str| tree.first_text(name);
    Ok(Metadata {
        title: first("title"),
        author: first("creator"),
        lang: first("language"),
        ..Metadata::default()
    })
}
