//! Archives of ZIP, member by member, with limits on what they unpack to.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::model::diag::{Code, Diagnostic};
use crate::read::options::{Limits, Options};
use crate::read::packing::zip::damaged;
use crate::read::tree::Tree;
use crate::read::xml;

/// So much may come out of a member however little it was packed in.
const HARMLESS: u64 = 1 << 20;

/// An open archive, whose members together unpack to no more than one document may have.
pub struct Zipped<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    length: usize,
    limits: Limits,
    /// Bytes that have come out of it.
    spent: u64,
}

impl<'a> Zipped<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    ///
    /// When the bytes are none, or not the whole of one.
    pub fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, Diagnostic> {
        if bytes.is_empty() {
            let message = "holds nothing at all; get a whole copy or remove it";
            return Err(Diagnostic::file(Code::Empty, message));
        }
        let length = bytes.len();
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => Ok(Self { archive, length, limits, spent: 0 }),
            Err(error) => {
                // The list of members stands at the end.
                let Diagnostic { code, message, .. } = damaged(&error);
                let message = format!("at byte {length}, its end, {message}");
                Err(Diagnostic::byte(code, length, message))
            }
        }
    }

    /// The names of its members, in its order.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(|name| name.into_owned()).collect()
    }

    /// The bytes of a member, if there is one of this name.
    ///
    /// # Errors
    ///
    /// When it is damaged or encrypted, or unpacks to more than the limits allow.
    pub fn member(&mut self, name: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let Some(index) = self.archive.index_for_name_raw(name.as_bytes()) else { return Ok(None) };
        let length = self.length;
        let file = self.archive.by_index(index).map_err(|error| fault(name, &error))?;
        // What is declared may be a lie.
        let packed = file.compressed_size().min(length as u64);
        let dense = packed.saturating_mul(self.limits.ratio).max(HARMLESS);
        let left = self.limits.document.saturating_sub(self.spent);
        let mut bytes = Vec::new();
        // One byte more than allowed tells that there is more.
        let most = left.min(dense);
        let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| fault(name, &ZipError::Io(error)))?;
        let count = bytes.len() as u64;
        if count > most {
            return Err(if left <= dense { self.too_large() } else { self.too_dense(name) });
        }
        self.spent += count;
        Ok(Some(bytes))
    }

    /// The tree of a member of XML without the elements of these names.
    pub fn xml(
        &mut self,
        name: &str,
        options: &Options,
        left_out: &[&str],
    ) -> Result<Option<Tree>, Diagnostic> {
        let Some(bytes) = self.member(name)? else { return Ok(None) };
        let most = options.limits.elements as usize;
        let tree = xml::decode(&bytes).and_then(|file| Tree::of_xml(&file, most, left_out));
        tree.map(Some).map_err(|diagnostic| {
            let message = format!("has «{name}», which {}", diagnostic.message);
            // The byte is one of the member.
            Diagnostic::file(diagnostic.code, message)
        })
    }

    fn too_large(&self) -> Diagnostic {
        let message = format!(
            "unpacks to more than {} MiB; split it, or raise limits.document_mib in litopys.toml",
            self.limits.document >> 20
        );
        Diagnostic::file(Code::TooLarge, message)
    }

    fn too_dense(&self, name: &str) -> Diagnostic {
        let message = format!(
            "unpacks «{name}» to more than {} times its size; raise limits.ratio in litopys.toml if that is meant",
            self.limits.ratio
        );
        Diagnostic::file(Code::TooDense, message)
    }
}

/// What keeps a member from being read.
fn fault(name: &str, error: &ZipError) -> Diagnostic {
    let Diagnostic { code, message, .. } = damaged(error);
    Diagnostic::file(code, format!("has «{name}», which {message}"))
}

/// That a document lacks the member which holds its text.
pub fn lacks(name: &str) -> Diagnostic {
    let message = format!("lacks «{name}», which holds its text; get a whole copy and run again");
    Diagnostic::file(Code::Damaged, message)
}

/// That a document is encrypted as a whole.
pub fn locked() -> Diagnostic {
    let message = "is under a password; save it without one and run again";
    Diagnostic::file(Code::Encrypted, message)
}
