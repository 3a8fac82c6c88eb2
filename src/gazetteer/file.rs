//! The compiled file: a header, an automaton of forms, lists of hits, and the records.
//!
//! ```text
//! magic 8 | version 4 | number of records 4 | bytes of forms, hits, index, records 4 × 8
//! | SHA-256 of what follows the header 32 | first bytes of the SHA-256 of the header so far 8
//! | forms | hits | index: 8 bytes a record | records: JSON
//! ```
//!
//! All numbers are little-endian. The value of a form is one hit, or with the highest bit set the
//! place of a list of hits. Nothing in the file is trusted: what does not fit is not found.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fst::raw::{Fst, Output};
use memmap2::Mmap;
use sha2::{Digest, Sha256};

use crate::decline::Cases;
use crate::error::Error;
use crate::gazetteer::{Hit, Record};

/// How a gazetteer begins.
pub const MAGIC: [u8; 8] = *b"LITOPYSG";
/// The version of the format.
pub const VERSION: u32 = 1;
/// Bytes of the header.
pub const HEADER: usize = 88;
/// Marks a value that is the place of a list.
pub const LIST: u64 = 1 << 63;

/// A part of the file, as stretches of bytes.
#[derive(Debug, Clone, Copy)]
struct Part {
    from: usize,
    len: usize,
}

/// An open file.
pub struct File {
    map: Arc<Mmap>,
    fst: Fst<Forms>,
    hits: Part,
    index: Part,
    records: Part,
    count: usize,
    hash: String,
    /// Set when the automaton led astray.
    damaged: AtomicBool,
}

/// The automaton's stretch of the map.
#[derive(Debug)]
struct Forms {
    map: Arc<Mmap>,
    part: Part,
}

impl AsRef<[u8]> for Forms {
    fn as_ref(&self) -> &[u8] {
        self.map.get(self.part.from..self.part.from + self.part.len).unwrap_or_default()
    }
}

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Number of records.
    pub count: u32,
    /// Bytes of forms, hits, index and records.
    pub lengths: [u64; 4],
    /// SHA-256 of what follows.
    pub hash: [u8; 32],
}

impl Header {
    /// The bytes of the header.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.count.to_le_bytes());
        self.lengths.iter().for_each(|length| bytes.extend(length.to_le_bytes()));
        bytes.extend(self.hash);
        let check = Sha256::digest(&bytes);
        bytes.extend(check.iter().take(8));
        bytes
    }

    /// Reads a header; the error is what is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let number =
            |from: usize| Some(u32::from_le_bytes(bytes.get(from..from + 4)?.try_into().ok()?));
        let long =
            |from: usize| Some(u64::from_le_bytes(bytes.get(from..from + 8)?.try_into().ok()?));
        if !bytes.starts_with(&MAGIC) {
            return Err("is no gazetteer of Litopys");
        }
        if number(8) != Some(VERSION) {
            return Err("was built by another version of Litopys");
        }
        let short = "is cut short";
        let header = Self {
            count: number(12).ok_or(short)?,
            lengths: [16, 24, 32, 40].map(|from| long(from).unwrap_or(u64::MAX)),
            hash: bytes.get(48..80).and_then(|hash| hash.try_into().ok()).ok_or(short)?,
        };
        let same = bytes.get(..HEADER) == Some(&header.bytes());
        if same { Ok(header) } else { Err("is damaged at its beginning") }
    }
}

impl File {
    /// Opens a file by its header.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let wrong = |what: &str| {
            Error::Usage(format!(
                "«{}» {what}; build it again with «litopys gazetteer build»",
                path.display()
            ))
        };
        let map = Arc::new(map(path)?);
        let header = Header::read(&map).map_err(wrong)?;
        let mut from = HEADER;
        let mut parts = [Part { from: 0, len: 0 }; 4];
        for (part, length) in parts.iter_mut().zip(header.lengths) {
            let len = usize::try_from(length).map_err(|_| wrong("is damaged"))?;
            *part = Part { from, len };
            from = from.checked_add(len).ok_or_else(|| wrong("is damaged"))?;
        }
        if from != map.len() {
            return Err(wrong("is cut short or has grown"));
        }
        let [forms, hits, index, records] = parts;
        let fst = Fst::new(Forms { map: Arc::clone(&map), part: forms })
            .map_err(|_| wrong("is damaged"))?;
        let count = header.count as usize;
        let hash = header.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let damaged = AtomicBool::new(false);
        Ok(Self { map, fst, hits, index, records, count, hash, damaged })
    }

    /// The hash in the header.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The hash of what the file holds now.
    pub fn computed_hash(&self) -> String {
        let body = self.map.get(HEADER..).unwrap_or_default();
        Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Number of records.
    pub fn records(&self) -> usize {
        self.count
    }

    /// The automaton.
    pub fn fst(&self) -> &Fst<impl AsRef<[u8]> + use<>> {
        &self.fst
    }

    /// The record with this index.
    pub fn record(&self, index: u32) -> Option<Record> {
        let at = |n: usize| -> Option<usize> {
            let from = self.index.from.checked_add(n.checked_mul(8)?)?;
            let end = self.index.from + self.index.len;
            let bytes = self.map.get(from..from.checked_add(8)?).filter(|_| from + 8 <= end)?;
            usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()
        };
        let index = index as usize;
        if index >= self.count {
            return None;
        }
        let start = at(index)?;
        let end = if index + 1 == self.count { self.records.len } else { at(index + 1)? };
        let records = self.map.get(self.records.from..self.records.from + self.records.len)?;
        serde_json::from_slice(records.get(start..end)?).ok()
    }

    /// The forms that a text begins with, longest first.
    pub fn beginning(&self, text: &str) -> Vec<(usize, Vec<Hit>)> {
        // The automaton's reader trusts its bytes; what a damaged file makes of it is nothing, and
        // it is not asked again.
        if self.damaged.load(Ordering::Relaxed) {
            return Vec::new();
        }
        catch_unwind(AssertUnwindSafe(|| self.walk(text))).unwrap_or_else(|_| {
            self.damaged.store(true, Ordering::Relaxed);
            Vec::new()
        })
    }

    fn walk(&self, text: &str) -> Vec<(usize, Vec<Hit>)> {
        let mut found = Vec::new();
        let mut node = self.fst.root();
        let mut output = Output::zero();
        for (at, byte) in text.bytes().enumerate() {
            let Some(place) = node.find_input(byte) else { break };
            let step = node.transition(place);
            output = output.cat(step.out);
            node = self.fst.node(step.addr);
            if node.is_final() && ends_word(text, at + 1) {
                let value = output.cat(node.final_output()).value();
                found.push((at + 1, self.hits(value)));
            }
        }
        found.reverse();
        found
    }

    /// The hits that a value stands for.
    pub fn hits(&self, value: u64) -> Vec<Hit> {
        if value & LIST == 0 {
            return vec![hit(value)];
        }
        let list = || -> Option<Vec<Hit>> {
            let hits = self.map.get(self.hits.from..self.hits.from + self.hits.len)?;
            let from = usize::try_from(value & !LIST).ok()?;
            let count = u32::from_le_bytes(hits.get(from..from.checked_add(4)?)?.try_into().ok()?);
            let end =
                from.checked_add(4)?.checked_add(usize::try_from(count).ok()?.checked_mul(8)?)?;
            let (values, _) = hits.get(from + 4..end)?.as_chunks::<8>();
            Some(values.iter().map(|value| hit(u64::from_le_bytes(*value))).collect())
        };
        list().unwrap_or_default()
    }
}

/// Whether no letter stands on both sides.
fn ends_word(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\''))
}

/// A hit as one number.
pub fn packed(hit: Hit) -> u64 {
    u64::from(hit.record) << 16 | u64::from(hit.name) << 8 | u64::from(hit.cases.bits())
}

fn hit(value: u64) -> Hit {
    let [cases, name, r0, r1, r2, r3, _, _] = value.to_le_bytes();
    Hit { record: u32::from_le_bytes([r0, r1, r2, r3]), name, cases: Cases::from_bits(cases) }
}

/// The file in memory, page by page as it is read.
#[expect(
    unsafe_code,
    reason = "a mapped file may change under the reader, who checks every access"
)]
fn map(path: &Path) -> Result<Mmap, Error> {
    let failed = |source| Error::Io {
        action: "read",
        path: path.to_owned(),
        source,
        next: "check the path and its permissions",
    };
    let file = fs::File::open(path).map_err(failed)?;
    // SAFETY: the map is read only, and no byte of it is trusted.
    unsafe { Mmap::map(&file) }.map_err(failed)
}
