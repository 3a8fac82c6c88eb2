//! What do people say is named here? Annotated texts, to learn from and to be judged by.
//!
//! Names stand inline as `{TYPE.subtype|canonical|surface}`; the types are LOC, ORG and PERS. A
//! folder may say in `split.tsv` which of its texts train, develop and test.

pub mod score;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::model::entity::EntityType;
use crate::model::span::{Raw, Span};

/// The file that says what each text of a folder is for: `document<TAB>part` below a header.
const SPLIT: &str = "split.tsv";

/// An annotated name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// Where it stands.
    pub span: Span<Raw>,
    /// What it names.
    pub kind: EntityType,
    /// What it names more closely.
    pub subtype: String,
    /// Its nominative.
    pub canonical: String,
}

/// An annotated text.
#[derive(Debug, Clone)]
pub struct Text {
    /// The name of its file without the ending.
    pub name: String,
    /// Its characters, without the annotation.
    pub text: String,
    /// Its names, in order.
    pub annotations: Vec<Annotation>,
    /// `train`, `dev` or `test`; `train` where nothing is said.
    pub part: String,
}

/// The texts of a folder in the order of their names, or one text.
///
/// # Errors
///
/// When a file cannot be read, or its annotation breaks the format.
pub fn read(path: &Path) -> Result<Vec<Text>, Error> {
    let parts = split(&path.join(SPLIT))?;
    let text = |path: &PathBuf| {
        let inline = fs::read_to_string(path).map_err(|error| read_error(path, error))?;
        let (text, annotations) = parse(&inline).map_err(|(line, what)| {
            let path = path.display();
            Error::Usage(format!("«{path}», line {line}: {what}; mend the annotation"))
        })?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let part = parts.get(&name).cloned().unwrap_or_else(|| "train".to_owned());
        Ok(Text { name, text, annotations, part })
    };
    files(path)?.iter().map(text).collect()
}

fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(|error| read_error(path, error))? {
        let path = entry.map_err(|error| read_error(path, error))?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    files.sort();
    match files.is_empty() {
        true => Err(Error::NothingToDo(format!(
            "there is no annotated text in «{}»; put .txt files there",
            path.display()
        ))),
        false => Ok(files),
    }
}

fn read_error(path: &Path, source: std::io::Error) -> Error {
    Error::Io {
        action: "read",
        path: path.to_owned(),
        source,
        next: "give a folder of annotated texts, or one text",
    }
}

fn split(path: &Path) -> Result<BTreeMap<String, String>, Error> {
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let table = fs::read_to_string(path).map_err(|error| read_error(path, error))?;
    let row =
        |row: &str| row.split_once('\t').map(|(name, part)| (name.to_owned(), part.to_owned()));
    Ok(table.lines().skip(1).filter_map(row).collect())
}

/// The characters of an annotated text and its names, or the line and what is wrong there.
///
/// # Errors
///
/// When a brace is open, lone or inside another one, or does not hold three parts and a type.
pub fn parse(inline: &str) -> Result<(String, Vec<Annotation>), (usize, &'static str)> {
    let mut text = String::with_capacity(inline.len());
    let mut annotations = Vec::new();
    let mut rest = inline;
    let line = |rest: &str| {
        let at = inline.len() - rest.len();
        inline.get(..at).unwrap_or_default().matches('\n').count() + 1
    };
    while let Some(at) = rest.find(['{', '}', '|']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_str(before);
        let wrong = |what| (line(from), what);
        let Some(inside) = from.strip_prefix('{') else {
            return Err(wrong("«}» or «|» stands outside a name"));
        };
        let (name, after) = inside.split_once('}').ok_or_else(|| wrong("a name is not closed"))?;
        let mut parts = name.split('|');
        let (Some(kind), Some(canonical), Some(surface), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong("a name has not the three parts TYPE.subtype|canonical|surface"));
        };
        let (kind, subtype) = kind.split_once('.').unwrap_or((kind, ""));
        let kind = kind_of(kind).ok_or_else(|| wrong("a name is none of LOC, ORG and PERS"))?;
        if surface.trim() != surface || surface.is_empty() || canonical.is_empty() {
            return Err(wrong("a name is empty or has space at an end, or no nominative"));
        }
        let span = Span::new(text.len(), text.len() + surface.len());
        text.push_str(surface);
        let (subtype, canonical) = (subtype.to_owned(), canonical.to_owned());
        annotations.push(Annotation { span, kind, subtype, canonical });
        rest = after;
    }
    text.push_str(rest);
    Ok((text, annotations))
}

/// The type by its short word.
pub fn kind_of(word: &str) -> Option<EntityType> {
    match word {
        "LOC" => Some(EntityType::Place),
        "ORG" => Some(EntityType::Organization),
        "PERS" => Some(EntityType::Person),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_their_surface_does() {
        let (text, names) =
            parse("У {LOC.settlement|Київ|Києві} була {ORG.|Рада|Рада}.\n").unwrap();
        assert_eq!(text, "У Києві була Рада.\n");
        let shown: Vec<_> =
            names.iter().map(|one| (&text[one.span.start()..one.span.end()], one.kind)).collect();
        assert_eq!(shown, [("Києві", EntityType::Place), ("Рада", EntityType::Organization)]);
    }

    #[test]
    fn what_breaks_the_format_is_named_with_its_line() {
        for (inline, line) in [
            ("а\n{LOC.x|Київ}", 2),
            ("{LOC.x|Київ|Києві", 1),
            ("\n\n}", 3),
            ("{EVT.x|а|б}", 1),
            ("{LOC.x|Київ| Києві}", 1),
        ] {
            assert_eq!(parse(inline).map_err(|(line, _)| line), Err(line), "{inline}");
        }
    }
}
