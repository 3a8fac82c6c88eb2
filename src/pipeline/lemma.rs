//! Nominatives of names that other tools found: lines of `type<TAB>surface` in, lines of
//! `type<TAB>surface<TAB>canonical<TAB>lemma_source` out.

use std::io::{self, BufRead, Write};
use std::path::Path;

use crate::error::Error;
use crate::lang::Language;
use crate::model::entity::EntityType;
use crate::model::mention::LemmaSource;
use crate::model::span::Text;
use crate::{clean, find, split};

/// Answers every line; says `wrong` of those that it cannot read, by their number, and repeats
/// them with two empty cells. Returns how many these were.
///
/// # Errors
///
/// When reading or writing fails.
pub fn lemma(
    input: impl BufRead,
    mut output: impl Write,
    lang: &dyn Language,
    wrong: &mut dyn FnMut(usize, &str),
) -> Result<usize, Error> {
    let mut faults = 0;
    for (n, line) in input.split(b'\n').enumerate() {
        let bytes = line.map_err(read_error)?;
        let text = String::from_utf8_lossy(&bytes);
        let line = text.trim_end_matches('\r');
        if line.is_empty() {
            continue;
        }
        let answer = match read(line) {
            Ok((kind, surface)) if text.as_bytes() == bytes => {
                let (canonical, source) = nominative(surface, kind, lang);
                format!("{line}\t{canonical}\t{}\n", source.name())
            }
            result => {
                faults += 1;
                wrong(n + 1, result.err().unwrap_or("is not UTF-8"));
                format!("{line}\t\t\n")
            }
        };
        output.write_all(answer.as_bytes()).map_err(write_error)?;
    }
    output.flush().map_err(write_error)?;
    Ok(faults)
}

fn read_error(source: io::Error) -> Error {
    let next = "give lines of «type<TAB>surface» to standard input";
    Error::Io { action: "read", path: "standard input".into(), source, next }
}

fn write_error(source: io::Error) -> Error {
    Error::write(Path::new("standard output"), source)
}

fn read(line: &str) -> Result<(EntityType, &str), &'static str> {
    let mut cells = line.split('\t');
    let (Some(kind), Some(surface), None) = (cells.next(), cells.next(), cells.next()) else {
        return Err("has not two cells with a tab between");
    };
    let kind =
        EntityType::from_name(kind).ok_or("begins with none of place, organization and person")?;
    if surface.trim().is_empty() {
        return Err("has no name");
    }
    Ok((kind, surface))
}

/// The nominative of a name without a text around it.
pub fn nominative(surface: &str, kind: EntityType, lang: &dyn Language) -> (String, LemmaSource) {
    let bare = surface.trim().trim_matches(['«', '»', '„', '“', '”', '"']);
    let cleaned = clean::clean(&Text::new(bare.to_owned()));
    let layout = split::split(&Text::new(bare.to_owned()), &cleaned, lang);
    find::nominative(&cleaned, &layout, lang, kind)
}
