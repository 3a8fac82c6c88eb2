//! The tables of what templates, tags and other words of wikitext do.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::read::wikitext::{Kind, Letters};

/// How a template is shown.
#[derive(Debug, Clone, Copy)]
pub enum How {
    /// Its parameters, between what begins and what ends them.
    Between(Kind, Kind),
    /// Its parameters in paragraphs.
    Block,
    /// Its parameters parted as those of dates.
    Date,
    /// Something by itself.
    Alone(Kind),
}

/// A template that is shown.
#[derive(Debug)]
pub struct Shown {
    /// How.
    pub how: How,
    /// Of each group the first parameter that says something.
    pub groups: Vec<Vec<&'static str>>,
}

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    Inline,
    Block,
    Row,
    Cell,
    Heading,
    Break,
    Note,
    Raw,
    Pre,
    Poem,
    Gallery,
    Hidden,
}

/// What a word of a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Category,
    File,
    Frame,
    Option,
    Key,
}

/// The text that a row of the templates shows by itself.
pub fn literal(row: usize) -> &'static str {
    let row = TEMPLATE_ROWS.get(row);
    row.map_or("", |[_, _, shown]| shown)
}

/// A template by its name, in small letters.
pub fn template(name: &str) -> Option<&'static Shown> {
    static TABLE: LazyLock<FxHashMap<&str, Shown>> = LazyLock::new(|| {
        let shown = |(row, [name, how, shown]): (usize, &[&'static str; 3])| {
            Some((*name, self::shown(u16::try_from(row).ok()?, how, shown)?))
        };
        TEMPLATE_ROWS.iter().enumerate().filter_map(shown).collect()
    });
    TABLE.get(name)
}

static TEMPLATE_ROWS: LazyLock<Vec<[&str; 3]>> =
    LazyLock::new(|| rows(include_str!("../../../data/wikitext/templates.tsv")));

fn shown(row: u16, how: &str, shown: &'static str) -> Option<Shown> {
    let letters = |letters| How::Between(Kind::Letters(letters), Kind::LettersEnd);
    let how = match how {
        "inline" => How::Between(Kind::Nothing, Kind::Nothing),
        "note" => How::Between(Kind::Note, Kind::NoteEnd),
        "lower" => letters(Letters::Lower),
        "upper" => letters(Letters::Upper),
        "lower-first" => letters(Letters::LowerFirst),
        "upper-first" => letters(Letters::UpperFirst),
        "block" => How::Block,
        "date" => How::Date,
        "title" => How::Alone(Kind::Title),
        "text" => How::Alone(Kind::Literal(row)),
        _ => return None,
    };
    let groups = shown.split('+').map(|group| group.split('/').collect()).collect();
    Some(Shown { how, groups })
}

/// A tag by its name in small letters: the name, and what it does.
pub fn tag(name: &str) -> Option<(&'static str, Tag)> {
    static TABLE: LazyLock<FxHashMap<&str, Tag>> = LazyLock::new(|| {
        let tag = |[name, how]: [&'static str; 2]| {
            let how = match how {
                "inline" => Tag::Inline,
                "block" => Tag::Block,
                "row" => Tag::Row,
                "cell" => Tag::Cell,
                "heading" => Tag::Heading,
                "break" => Tag::Break,
                "note" => Tag::Note,
                "raw" => Tag::Raw,
                "pre" => Tag::Pre,
                "poem" => Tag::Poem,
                "gallery" => Tag::Gallery,
                "hidden" => Tag::Hidden,
                _ => return None,
            };
            Some((name, how))
        };
        let rows = rows(include_str!("../../../data/wikitext/tags.tsv"));
        rows.into_iter().filter_map(tag).collect()
    });
    TABLE.get_key_value(name).map(|(name, tag)| (*name, *tag))
}

/// What a word of links is, in small letters.
pub fn word(word: &str) -> Option<Word> {
    static TABLE: LazyLock<FxHashMap<&str, Word>> = LazyLock::new(|| {
        let word = |[word, class]: [&'static str; 2]| {
            let class = match class {
                "category" => Word::Category,
                "file" => Word::File,
                "frame" => Word::Frame,
                "option" => Word::Option,
                "key" => Word::Key,
                _ => return None,
            };
            Some((word, class))
        };
        let rows = rows(include_str!("../../../data/wikitext/words.tsv"));
        rows.into_iter().filter_map(word).collect()
    });
    TABLE.get(word).copied()
}

/// The rows of a table behind its header.
fn rows<const N: usize>(table: &'static str) -> Vec<[&'static str; N]> {
    let row = |line: &'static str| line.split('\t').collect::<Vec<_>>().try_into().ok();
    table.lines().skip(1).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_something_and_stands_once() {
        let templates: Vec<_> =
            include_str!("../../../data/wikitext/templates.tsv").lines().skip(1).collect();
        assert!(templates.is_sorted());
        for line in &templates {
            let name = line.split('\t').next().unwrap();
            assert!(template(name).is_some(), "{line}");
        }
        for line in include_str!("../../../data/wikitext/tags.tsv").lines().skip(1) {
            assert!(tag(line.split('\t').next().unwrap()).is_some(), "{line}");
        }
        for line in include_str!("../../../data/wikitext/words.tsv").lines().skip(1) {
            assert!(word(line.split('\t').next().unwrap()).is_some(), "{line}");
        }
    }
}
