//! The entities of a whole run in the order of their keys, whatever their number, in bounded memory.
//!
//! While chunks come, entities are held in a map. One that is full goes to a sorter on disk; at the
//! end, what was said of an entity at several times is united into a file, which each writer reads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom};
use std::iter::{self, Peekable};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::vec;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::Error;
use crate::model::corpus::{Registered, Totals};
use crate::model::entity::{Entity, EntityId, EntityType};
use crate::model::name::Name;
use crate::sort::{LENGTH, Sorted, Sorter, part, write_part};

/// Entities that are held at once.
const HELD: usize = 10_000;

/// Bytes that the sorter holds.
const ROOM: usize = 8 << 20;

/// Bytes that are read at once.
const BUFFER: usize = 1 << 16;

/// What a whole run adds up to.
pub struct Whole {
    /// Every entity mentioned.
    pub register: Register,
    /// Sums over all documents.
    pub totals: Totals,
}

/// Entities while documents come.
pub struct Gathering {
    folder: PathBuf,
    /// How many are held at once.
    bound: usize,
    held: FxHashMap<EntityId, Registered>,
    sorter: Option<Sorter>,
    /// How often what was held has gone to the sorter.
    turn: u64,
    /// What entities belong to.
    parents: FxHashSet<EntityId>,
}

impl Gathering {
    /// Nothing yet; what will not fit into memory goes to files without a name in this folder.
    pub fn new(folder: &Path) -> Self {
        Self::holding(HELD, folder)
    }

    /// One that touches no disk: [`Gathering::take`] bounds what is held.
    pub fn in_memory() -> Self {
        Self::holding(usize::MAX, Path::new(""))
    }

    /// Whether as much is held as should be.
    pub fn is_full(&self) -> bool {
        self.held.len() >= self.bound.min(HELD)
    }

    /// Takes out what is held, in the order of keys.
    pub fn take(&mut self) -> Vec<Registered> {
        let mut held: Vec<Registered> = self.held.drain().map(|(_, known)| known).collect();
        held.sort_unstable_by(|one, other| one.entity.id.cmp(&other.entity.id));
        held
    }

    fn holding(bound: usize, folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            bound,
            held: FxHashMap::default(),
            sorter: None,
            turn: 0,
            parents: FxHashSet::default(),
        }
    }

    /// Adds what later documents say of an entity.
    pub fn add(&mut self, later: &Registered) -> Result<(), Error> {
        let Entity { id, parents, .. } = &*later.entity;
        for parent in parents {
            if !self.parents.contains(parent) {
                self.parents.insert(parent.clone());
            }
        }
        match self.held.get_mut(id) {
            Some(known) => known.unite(later),
            None => drop(self.held.insert(id.clone(), later.copied())),
        }
        if self.held.len() < self.bound {
            return Ok(());
        }
        self.spill().map_err(|error| Error::write(&self.folder, error))
    }

    fn spill(&mut self) -> io::Result<()> {
        let sorter = self.sorter.get_or_insert_with(|| Sorter::new(&self.folder, ROOM));
        let mut value = Vec::new();
        for (id, known) in std::mem::take(&mut self.held) {
            // Of one entity, what came first sorts first.
            value.clear();
            value.extend_from_slice(&self.turn.to_be_bytes());
            pack(&known, &mut value)?;
            sorter.push(id.as_str().as_bytes(), &value)?;
        }
        self.turn += 1;
        Ok(())
    }

    /// Notes the names that the lexicon has for the entities here, and lets them be read.
    pub fn finish<'n>(
        mut self,
        names: impl Iterator<Item = &'n Arc<Name>>,
    ) -> Result<Register, Error> {
        let mut finishing = Finishing::new(std::mem::take(&mut self.parents), names);
        if self.sorter.is_none() {
            let mut held = self.take();
            held.iter_mut().for_each(|known| finishing.take(known));
            return Ok(Register { index: finishing.index, held, filed: None });
        }
        let filed = self.file(&mut finishing);
        let filed = filed.map_err(|error| Error::write(&self.folder, error))?;
        Ok(Register { index: finishing.index, held: Vec::new(), filed: Some(filed) })
    }

    /// Unites all that the sorter has.
    fn file(&mut self, finishing: &mut Finishing<'_>) -> io::Result<Filed> {
        self.spill()?;
        let sorter = self.sorter.take();
        let mut filing = Filing::new(&self.folder)?;
        let mut open: Option<Registered> = None;
        let mut sorted = sorter.map(Sorter::finish).transpose()?;
        while let Some((_, value)) = sorted.as_mut().map(Sorted::next_pair).transpose()?.flatten() {
            let packed = value.get(size_of_val(&self.turn)..).unwrap_or_default();
            let later: Registered = postcard::from_bytes(packed).map_err(io::Error::other)?;
            match &mut open {
                Some(known) if known.entity.id == later.entity.id => known.unite(&later),
                _ => {
                    if let Some(whole) = open.replace(later) {
                        filing.add(whole, finishing)?;
                    }
                }
            }
        }
        if let Some(whole) = open {
            filing.add(whole, finishing)?;
        }
        filing.finish()
    }
}

/// What stays in memory of a register.
#[derive(Default)]
struct Index {
    counts: BTreeMap<EntityType, u64>,
    /// The entities that others belong to, of which there are no more than lists have.
    parents: BTreeMap<EntityId, Arc<Entity>>,
}

/// Goes once over all entities in order.
struct Finishing<'n> {
    index: Index,
    parents: FxHashSet<EntityId>,
    /// Names in the order of their entities.
    names: Peekable<vec::IntoIter<&'n Arc<Name>>>,
}

impl<'n> Finishing<'n> {
    fn new(parents: FxHashSet<EntityId>, names: impl Iterator<Item = &'n Arc<Name>>) -> Self {
        let mut names: Vec<_> = names.collect();
        // Those of one entity stay in the order in which they came.
        names.sort_by(|one, other| one.entity.id.cmp(&other.entity.id));
        Self { index: Index::default(), parents, names: names.into_iter().peekable() }
    }

    fn take(&mut self, known: &mut Registered) {
        let id = &known.entity.id.clone();
        while let Some(name) = self.names.next_if(|name| name.entity.id <= *id) {
            if name.entity.id == *id {
                known.list([name]);
            }
        }
        *self.index.counts.entry(known.entity.kind).or_default() += 1;
        if self.parents.contains(id) {
            self.index.parents.insert(id.clone(), Arc::clone(&known.entity));
        }
    }
}

/// Entities on their way to a file.
struct Filing {
    folder: PathBuf,
    file: BufWriter<File>,
    /// Bytes and entities in it.
    written: (u64, u64),
    extents: BTreeMap<EntityType, Extent>,
    bytes: Vec<u8>,
}

/// Some entities of a file.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// Where the first of them begins.
    start: u64,
    /// How many entities come before it.
    before: u64,
    /// How many have come with the last of them.
    end: u64,
}

impl Filing {
    fn new(folder: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(folder)?);
        let (extents, bytes) = (BTreeMap::new(), Vec::new());
        Ok(Self { folder: folder.to_owned(), file, written: (0, 0), extents, bytes })
    }

    fn add(&mut self, mut known: Registered, finishing: &mut Finishing<'_>) -> io::Result<()> {
        finishing.take(&mut known);
        self.bytes.clear();
        pack(&known, &mut self.bytes)?;
        write_part(&mut self.file, &self.bytes)?;
        let (start, before) = self.written;
        let first = Extent { start, before, end: 0 };
        self.extents.entry(known.entity.kind).or_insert(first).end = before + 1;
        self.written = (start + (LENGTH + self.bytes.len()) as u64, before + 1);
        Ok(())
    }

    fn finish(self) -> io::Result<Filed> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let whole = Extent { end: self.written.1, ..Extent::default() };
        Ok(Filed { folder: self.folder, file: Mutex::new(file), whole, extents: self.extents })
    }
}

fn pack(known: &Registered, bytes: &mut Vec<u8>) -> io::Result<()> {
    postcard::to_io(known, bytes).map(drop).map_err(io::Error::other)
}

/// Reads an entity that was packed.
fn unpack(reader: &mut impl Read) -> io::Result<Registered> {
    let bytes = part(reader)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}

/// Entities in a file.
struct Filed {
    folder: PathBuf,
    file: Mutex<File>,
    whole: Extent,
    /// Where those of each kind are; others may lie among them.
    extents: BTreeMap<EntityType, Extent>,
}

impl Filed {
    fn read(&self, extent: Extent) -> impl Iterator<Item = Result<Registered, Error>> {
        let part = Part { file: &self.file, at: extent.start };
        let mut reader = BufReader::with_capacity(BUFFER, part);
        let mut left = extent.end - extent.before;
        iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let known = unpack(&mut reader);
            Some(known.map_err(|error| Error::read(&self.folder, error)))
        })
    }
}

/// Reads a file from some place on, wherever others read it.
struct Part<'f> {
    file: &'f Mutex<File>,
    at: u64,
}

impl Read for Part<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(bytes)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// Every entity of a run, in the order of keys, as often as one asks.
pub struct Register {
    index: Index,
    held: Vec<Registered>,
    /// Those that do not fit into memory; then none are held.
    filed: Option<Filed>,
}

impl Register {
    /// How many entities there are.
    pub fn len(&self) -> u64 {
        self.index.counts.values().sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are of a kind.
    pub fn count(&self, kind: EntityType) -> u64 {
        self.index.counts.get(&kind).copied().unwrap_or_default()
    }

    /// All entities.
    pub fn iter(&self) -> impl Iterator<Item = Result<Cow<'_, Registered>, Error>> {
        let filed = self.filed.iter().flat_map(|filed| filed.read(filed.whole));
        let held = self.held.iter().map(|known| Ok(Cow::Borrowed(known)));
        held.chain(filed.map(|known| known.map(Cow::Owned)))
    }

    /// The entities of a kind.
    pub fn of_kind(
        &self,
        kind: EntityType,
    ) -> impl Iterator<Item = Result<Cow<'_, Registered>, Error>> {
        let extent = move |filed: &Filed| filed.extents.get(&kind).copied().unwrap_or_default();
        let filed = self.filed.iter().flat_map(move |filed| filed.read(extent(filed)));
        let held = self.held.iter().map(|known| Ok(Cow::Borrowed(known)));
        let all = held.chain(filed.map(|known| known.map(Cow::Owned)));
        all.filter(move |known| known.as_ref().map_or(true, |known| known.entity.kind == kind))
    }

    /// The latest of the entity's parents that is here.
    pub fn parent(&self, entity: &Entity) -> Option<&Entity> {
        let mut parents = entity.parents.iter().rev();
        parents.find_map(|id| self.index.parents.get(id)).map(|parent| &**parent)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::date::day::Day;
    use crate::model::entity::NameParts;
    use crate::model::name::{NameKind, Tier};

    /// An entity as some document or list knows it.
    fn entity(n: u8, geonames: &str) -> Arc<Entity> {
        let kinds = [EntityType::Place, EntityType::Organization, EntityType::Person];
        let kind = kinds[usize::from(n) % 3];
        let id = |n: u8| EntityId::new(kinds[usize::from(n) % 3], &format!("e{n}"));
        Arc::new(Entity {
            id: id(n),
            kind,
            subtype: String::new(),
            name: format!("Назва {n}"),
            lang: "uk".into(),
            romanized: String::new(),
            wikidata: String::new(),
            geonames: geonames.to_owned(),
            whg: String::new(),
            fclass: None,
            point: None,
            parents: if geonames.is_empty() { Vec::new() } else { vec![id(n / 2), id(n / 3)] },
            parts: NameParts::default(),
        })
    }

    fn name(entity: &Arc<Entity>, canonical: &str) -> Arc<Name> {
        Arc::new(Name {
            entity: Arc::clone(entity),
            canonical: canonical.to_owned(),
            lang: "uk".to_owned(),
            kind: NameKind::Variant,
            tier: Tier::Anywhere,
            years: (None, None),
            replaced: Vec::new(),
        })
    }

    /// What some documents say of an entity.
    fn said() -> impl Strategy<Value = Registered> {
        let day = || proptest::option::of((-9..9_i32, 0..9_i32));
        let parts = (0..30_u8, "[0-2]?", "[а-в]{1,2}", 1..5_u32, day(), "[а-в]?");
        parts.prop_map(|(n, geonames, form, mentions, days, listed)| {
            let entity = entity(n, &geonames);
            let mut known = Registered::of(&entity);
            known.n_mentions = mentions;
            known.forms.add(&form, mentions);
            known.beside = days.map(|(from, days)| (Day(from), Day(from + days)));
            known.documents = known.beside;
            known.list((!listed.is_empty()).then(|| name(&entity, &listed)).iter());
            known
        })
    }

    fn all<'r>(known: impl Iterator<Item = Result<Cow<'r, Registered>, Error>>) -> Vec<Registered> {
        known.map(|known| known.unwrap().into_owned()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_went_to_disk_is_what_a_map_would_hold(
            said in proptest::collection::vec(said(), 1..200),
            bound in 1..50_usize,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut gathering = Gathering::holding(bound, folder.path());
            let mut expected: BTreeMap<EntityId, Registered> = BTreeMap::new();
            for later in &said {
                gathering.add(later).unwrap();
                let id = later.entity.id.clone();
                expected.entry(id).and_modify(|known| known.unite(later)).or_insert(later.clone());
            }
            // Two for each entity, some of which nobody has mentioned.
            let names = (0..60).map(|n| name(&entity(n % 30, ""), ["з", "и"][usize::from(n / 30)]));
            let names: Vec<_> = names.collect();
            let register = gathering.finish(names.iter()).unwrap();
            for name in &names {
                expected.get_mut(&name.entity.id).into_iter().for_each(|known| known.list([name]));
            }
            let values: Vec<Registered> = expected.values().cloned().collect();
            prop_assert_eq!(register.len(), values.len() as u64);
            for kind in [EntityType::Person, EntityType::Place, EntityType::Organization] {
                let of_kind: Vec<_> =
                    values.iter().filter(|known| known.entity.kind == kind).cloned().collect();
                prop_assert_eq!(register.count(kind), of_kind.len() as u64);
                prop_assert_eq!(all(register.of_kind(kind)), of_kind);
            }
            for known in &values {
                let ids = known.entity.parents.iter().rev();
                let parent = ids.filter_map(|id| expected.get(id)).next();
                prop_assert_eq!(
                    register.parent(&known.entity),
                    parent.map(|parent| &*parent.entity)
                );
            }
            prop_assert_eq!(all(register.iter()), values);
            prop_assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn readers_do_not_disturb_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut gathering = Gathering::holding(2, folder.path());
        (0..9).for_each(|n| gathering.add(&Registered::of(&entity(n, ""))).unwrap());
        let register = gathering.finish(iter::empty()).unwrap();
        assert!(register.filed.is_some());
        let (one, other) = (register.iter(), register.iter());
        let pairs: Vec<_> =
            one.zip(other).map(|(one, other)| (one.unwrap(), other.unwrap())).collect();
        assert_eq!(pairs.len(), 9);
        assert!(pairs.iter().all(|(one, other)| one == other));
    }

    #[test]
    fn a_disk_that_fails_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let mut gathering = Gathering::holding(1, &gone);
        let failed = gathering
            .add(&Registered::of(&entity(1, "")))
            .and_then(|()| gathering.finish(iter::empty()).map(|_| ()));
        let message = failed.unwrap_err().to_string();
        assert!(message.starts_with(&format!("cannot write «{}»: ", gone.display())), "{message}");
    }
}
