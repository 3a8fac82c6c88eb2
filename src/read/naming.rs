//! What the name of a file says of its format.

use crate::model::diag::{Code, Diagnostic};
use crate::read::FORMATS;
use crate::read::format::{Format, Holds};

/// Which programs make something readable of what is not read here.
const CONVERTERS: &str = include_str!("../../data/converters.tsv");

/// The ending by which several formats go; the root element tells them apart.
const XML: &str = "xml";

/// The ending of a file name in lower case, without the full stop; empty when there is none.
fn ending(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase()
}

/// The name without its last ending.
pub fn without_ending(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => {
            name.get(..name.len() - ending.len() - 1).unwrap_or(name)
        }
        _ => name,
    }
}

/// The format of a file by its name; none when that leaves it open.
pub fn format(name: &str) -> Option<&'static Format> {
    let ending = ending(name);
    FORMATS.iter().find(|format| format.endings.contains(&&*ending)).copied()
}

/// The name without the endings that say how it is packed and what it is.
pub fn stem(name: &str) -> &str {
    let is_packing = |format: &Format| matches!(format.holds, Holds::Packed(_) | Holds::Files);
    let mut stem = name;
    while format(stem).is_some_and(is_packing) && without_ending(stem) != stem {
        stem = without_ending(stem);
        // What is left may be a plain name whose full stop means nothing.
        if format(stem).is_none() && ending(stem) != XML {
            return stem;
        }
    }
    without_ending(stem)
}

/// What a file's name says against it.
pub fn verdict(name: &str) -> Option<Diagnostic> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let first = file.split('.').next().unwrap_or(file);
    if first.eq_ignore_ascii_case("readme") {
        let message = "describes the folder and was left out; rename it to have it converted";
        return Some(Diagnostic::file(Code::LeftOut, message));
    }
    let ending = ending(name);
    if format(name).is_some() || ending == XML {
        return None;
    }
    let message = match converter(&ending) {
        Some((what, command)) => format!(
            "is {what} and was passed over; convert it with «{command}», FILE being the file, and run again"
        ),
        None => format!("has no known format and was passed over; give one of .{}", endings()),
    };
    Some(Diagnostic::file(Code::UnknownFormat, message))
}

/// What must be said of XML whose root no format has.
pub fn unknown_root(root: Option<&str>) -> Diagnostic {
    let message = match root {
        Some(root) => format!(
            "is XML of a kind that is not read, its root being «{root}», and was passed over; the known roots are {}",
            roots()
        ),
        None => {
            "is no XML, though its name ends in .xml, and was passed over; rename it as what it is"
                .to_owned()
        }
    };
    Diagnostic::file(Code::UnknownFormat, message)
}

/// What a file with this ending is, and the command that converts it.
fn converter(ending: &str) -> Option<(&'static str, &'static str)> {
    let lines = CONVERTERS.lines().skip(1);
    let mut rows = lines.filter_map(|line| line.split_once('\t'));
    let (_, row) = rows.find(|(known, _)| *known == ending)?;
    row.split_once('\t')
}

/// The endings of all formats.
pub fn endings() -> String {
    let endings = FORMATS.iter().flat_map(|format| format.endings).copied().chain([XML]);
    endings.collect::<Vec<_>>().join(", .")
}

fn roots() -> String {
    let roots = FORMATS.iter().flat_map(|format| format.roots).copied();
    roots.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_has_no_ending_of_packing_or_format() {
        for (name, expected) in [
            ("листи/1917 р.txt", "листи/1917 р"),
            ("a.b.txt", "a.b"),
            ("dump.xml.bz2", "dump"),
            ("book.md.zip", "book"),
            ("том 1.2.zip", "том 1.2"),
            (".hidden", ".hidden"),
            ("foto.jpg", "foto"),
            ("dir.d/name", "dir.d/name"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }

    #[test]
    fn what_is_not_read_is_named_with_the_program_that_converts_it() {
        let message = |name| verdict(name).map(|diagnostic| diagnostic.message).unwrap_or_default();
        assert!(
            message("a.PDF").contains("is PDF and was passed over; convert it with «pdftotext")
        );
        assert!(message("a.xyz").starts_with("has no known format"));
        assert!(message("Readme.md").starts_with("describes the folder"));
        assert_eq!(message("a.xml") + &message("a.txt.gz"), "");
    }

    #[test]
    fn converters_are_sorted_and_of_no_format_that_is_read() {
        let rows: Vec<&str> = CONVERTERS.lines().skip(1).collect();
        for row in &rows {
            let fields: Vec<&str> = row.split('\t').collect();
            assert_eq!(fields.len(), 3, "{row}");
            assert!(
                fields[2].contains("FILE") && format(&format!("a.{}", fields[0])).is_none(),
                "{row}"
            );
        }
    }
}
