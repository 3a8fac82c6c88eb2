//! Fingerprints of bytes: SHA-256 in hexadecimal, whole or short, and SHA-512 beside it.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256, Sha512};

/// SHA-256 of `bytes`, 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first six hexadecimal digits of it, to tell a few names apart.
pub fn short(key: &str) -> String {
    hex(Sha256::digest(key.as_bytes()).get(..3).unwrap_or_default())
}

/// SHA-256 of bytes that come piece by piece.
#[derive(Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all pieces.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// SHA-256 and SHA-512 of the same bytes, which come piece by piece.
#[derive(Default)]
pub struct Pair(Sha256, Sha512);

impl Pair {
    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
        self.1.update(bytes);
    }

    /// Both hashes of all pieces.
    pub fn finish(self) -> [String; 2] {
        [hex(&self.0.finalize()), hex(&self.1.finalize())]
    }
}

/// Length and SHA-256 of a file.
pub fn digest(path: &Path) -> io::Result<(u64, [u8; 32])> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut hasher = Hasher::default();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((length, hasher.0.finalize().into()));
        }
        length += read as u64;
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}

/// Hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| DIGITS.get(usize::from(n)).map_or('0', |digit| char::from(*digit));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nothing_is_the_one_of_fips_180() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), empty);
        assert_eq!(short(""), "e3b0c4");
        let [sha256, sha512] = Pair::default().finish();
        assert_eq!(sha256, empty);
        assert!(
            sha512.starts_with("cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce")
        );
    }
}
