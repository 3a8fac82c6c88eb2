//! Models as bytes: magic, version, what the features mean, weights, SHA-256.

use sha2::{Digest, Sha256};

use crate::chain::{LABELS, Model, ROWS, Scores, WIDTH};

const MAGIC: &[u8; 8] = b"LITOPYSM";
const VERSION: u32 = 1;
const HASH: usize = 32;

/// The most bytes of a model.
pub const MOST_BYTES: usize = 2 << 20;

/// Why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// They are something else.
    Foreign,
    /// They are a model of another version of the program.
    Version,
    /// They are not what was written.
    Changed,
}

impl Model {
    /// The model as a file holds it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(ROWS * LABELS + 1024);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.features.to_le_bytes());
        bytes.extend(self.step.to_le_bytes());
        for weight in self.transitions.iter().flatten() {
            bytes.extend(weight.to_le_bytes());
        }
        for weight in self.weights.iter().flat_map(|row| row.iter().take(LABELS)) {
            bytes.extend(weight.to_le_bytes());
        }
        let hash = Sha256::digest(&bytes);
        bytes.extend(hash);
        bytes
    }

    /// The model that a file holds.
    ///
    /// # Errors
    ///
    /// When the bytes are something else, of another version, or not what was written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Damage> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Damage::Foreign)?;
        let (version, rest) = rest.split_first_chunk().ok_or(Damage::Changed)?;
        if u32::from_le_bytes(*version) != VERSION {
            return Err(Damage::Version);
        }
        let whole = bytes.len().checked_sub(HASH).and_then(|end| bytes.split_at_checked(end));
        let (content, hash) = whole.ok_or(Damage::Changed)?;
        if *Sha256::digest(content) != *hash {
            return Err(Damage::Changed);
        }
        let (features, rest) = rest.split_first_chunk().ok_or(Damage::Changed)?;
        let (step, mut rest) = rest.split_first_chunk().ok_or(Damage::Changed)?;
        let mut transitions = [Scores::default(); LABELS];
        for weight in transitions.iter_mut().flatten() {
            let (bytes, others) = rest.split_first_chunk().ok_or(Damage::Changed)?;
            *weight = f32::from_le_bytes(*bytes);
            rest = others;
        }
        let rows = rest.get(..ROWS * LABELS).ok_or(Damage::Changed)?;
        let row = |row: &[u8]| {
            let mut weights = [0; WIDTH];
            for (weight, byte) in weights.iter_mut().zip(row) {
                *weight = i8::from_le_bytes([*byte]);
            }
            weights
        };
        let weights = rows.chunks_exact(LABELS).map(row).collect();
        let (step, features) = (f32::from_le_bytes(*step), u32::from_le_bytes(*features));
        Ok(Self::new(weights, step, transitions, features))
    }
}
