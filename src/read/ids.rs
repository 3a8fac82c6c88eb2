//! The ids of documents: romanized paths, each given once.

use std::hash::BuildHasher;
use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::hash;
use crate::model::document::{DocId, Place};
use crate::read::naming::stem;
use crate::read::source::{SHARD, Source};

/// Letters of a document id before a hash takes the place of the rest.
const ID_LENGTH: usize = 80;

/// Gives documents their ids, and subfolders when there are more than one can hold.
pub struct Ids<'a> {
    /// The Latin letters that ids are made of.
    romanize: &'a dyn Fn(&str) -> String,
    /// Hashes of the ids that are given; a dump has more documents than whole ids have room.
    taken: FxHashSet<u64>,
    /// The ids of sources that are not made of their names alone, which all others can be again.
    marked: FxHashMap<usize, DocId>,
    /// The sources whose ids no document has yet.
    free: Range<usize>,
    sharded: bool,
    placed: usize,
}

impl<'a> Ids<'a> {
    /// Gives every source its id first, so that what archives hold changes none of them.
    pub fn new(sources: &[Source], sharded: bool, romanize: &'a dyn Fn(&str) -> String) -> Self {
        let (taken, marked) = (FxHashSet::default(), FxHashMap::default());
        let mut ids = Self { romanize, taken, marked, free: 0..sources.len(), sharded, placed: 0 };
        for reserved in ["corpus", "registers"] {
            ids.take(&DocId::from_romanized(reserved));
        }
        for (index, source) in sources.iter().enumerate() {
            let own = ids.id(&source.name, stem(&source.name));
            let given = ids.give(&source.name, &own);
            if given != own {
                ids.marked.insert(index, given);
            }
        }
        ids
    }

    /// The place of the next document: the source with this index, or a member of it. Sources come
    /// in their order.
    pub fn place(&mut self, index: usize, source: &Source, member: Option<String>) -> Place {
        let shard = self.sharded.then(|| u32::try_from(self.placed / SHARD).unwrap_or(u32::MAX));
        self.placed += 1;
        let of_source = stem(&source.name);
        // An archive of one book is called as the book is.
        let file = of_source.rsplit('/').next().unwrap_or(of_source);
        let is_own = member.as_deref().is_none_or(|member| stem(member) == file);
        let mut place =
            Place { id: DocId::default(), name: source.name.to_string(), member, shard };
        place.id = if is_own && self.free.contains(&index) {
            self.free.start = index + 1;
            self.of_source(index, source)
        } else {
            let inside =
                place.member.as_deref().map(|member| format!("{of_source}/{}", stem(member)));
            let (path, stem) = (&place.whole_name(), inside.as_deref().unwrap_or(of_source));
            self.give(path, &self.id(path, stem))
        };
        place
    }

    /// The id that a source got first.
    fn of_source(&self, index: usize, source: &Source) -> DocId {
        let marked = self.marked.get(&index).cloned();
        marked.unwrap_or_else(|| self.id(&source.name, stem(&source.name)))
    }

    /// The id of a path as it is, or with a mark where another has it.
    fn give(&mut self, path: &str, id: &DocId) -> DocId {
        if self.take(id) {
            return id.clone();
        }
        // The hash is of the path, so other files keep their ids whatever comes or goes.
        let marked = id.with_mark(&hash::short(path));
        let mut id = marked.clone();
        // Names that are no text look the same here; their number among them tells them apart.
        let mut number = 1;
        while !self.take(&id) {
            number += 1;
            id = marked.with_mark(&number.to_string());
        }
        id
    }

    fn take(&mut self, id: &DocId) -> bool {
        self.taken.insert(FxBuildHasher.hash_one(id))
    }

    /// The id that is made of a path without its endings.
    fn id(&self, path: &str, stem: &str) -> DocId {
        // Some systems store names decomposed; letters that are not romanized lose their marks.
        let composed: String = stem.nfc().collect();
        let romanized = (self.romanize)(&composed);
        let plain: String = romanized.nfd().filter(|c| !is_combining_mark(*c)).collect();
        let id = DocId::from_romanized(&plain);
        if id.as_str().len() <= ID_LENGTH {
            return id;
        }
        id.cut(ID_LENGTH).with_mark(&hash::short(path))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn sources(names: &[&str]) -> Vec<Source> {
        names.iter().map(|name| Source::new(name, None, None)).collect()
    }

    fn ids(names: &[&str]) -> Vec<String> {
        let sources = sources(names);
        let ids = Ids::new(&sources, false, &|text: &str| text.to_owned());
        let id = |(index, source)| ids.of_source(index, source).as_str().to_owned();
        sources.iter().enumerate().map(id).collect()
    }

    #[test]
    fn names_that_look_the_same_keep_apart() {
        let found = ids(&["\u{fffd}.txt", "\u{fffd}.txt", "\u{fffd}.txt", "\u{fffd}.txt"]);
        assert_eq!(found.iter().collect::<HashSet<_>>().len(), 4, "{found:?}");
    }

    #[test]
    fn a_collision_changes_one_id_only() {
        let found = ids(&["a 1.txt", "a-1.md", "b.txt"]);
        assert_eq!(found[0], "a-1");
        assert_eq!(found[1], format!("a-1-{}", hash::short("a-1.md")));
        assert_eq!(found[2], "b");
    }

    #[test]
    fn long_names_and_reserved_ones_carry_a_hash() {
        let long = format!("{}.txt", "довго-".repeat(60).replace(|c: char| !c.is_ascii(), "x"));
        let found = ids(&[&long, "corpus.txt", "é.txt"]);
        assert!(found[0].len() <= ID_LENGTH + 7 && found[0].ends_with(&hash::short(&long)));
        assert_eq!(found[1], format!("corpus-{}", hash::short("corpus.txt")));
        assert_eq!(found[2], "e");
    }

    #[test]
    fn members_carry_the_id_of_their_archive_before_their_own() {
        let sources = sources(&["a.zip", "a-b.txt", "book.md.zip"]);
        let mut ids = Ids::new(&sources, false, &|text: &str| text.to_owned());
        let mut of = |index: usize, member: &str| {
            let place = ids.place(index, &sources[index], Some(member.to_owned()));
            assert_eq!(place.whole_name(), format!("{}/{member}", sources[index].name));
            place.id.as_str().to_owned()
        };
        assert_eq!(of(0, "dir/1.txt"), "a-dir-1");
        assert_eq!(of(0, "b.txt"), format!("a-b-{}", hash::short("a.zip/b.txt")));
        assert_eq!(of(2, "book.md"), "book");
        assert_eq!(of(2, "book.md"), "book-book");
    }

    #[test]
    fn more_than_a_thousand_documents_get_subfolders() {
        let names: Vec<String> = (0..1001).map(|n| format!("f{n:04}.txt")).collect();
        let sources = sources(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let mut ids = Ids::new(&sources, true, &|text: &str| text.to_owned());
        let places: Vec<Place> = (0..1001).map(|n| ids.place(n, &sources[n], None)).collect();
        assert_eq!(places[999].path("tei", ".tei.xml"), "tei/000/f0999.tei.xml");
        assert_eq!(places[1000].path("tei", ".tei.xml"), "tei/001/f1000.tei.xml");
    }
}
