//! Zip archives: files in files, whose names may be older than UTF-8.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::charset::{self, decode::decode};
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Encoding;
use crate::read::format::{Format, Holds, is_damage};

/// Zip.
pub static FORMAT: Format =
    Format { name: "zip", endings: &["zip"], roots: &[], holds: Holds::Files };

/// What can be read at any place.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// A file of an archive.
pub struct Entry {
    /// Its path, with `/`.
    pub name: String,
    /// Its number in the archive.
    pub index: usize,
}

/// Opens an archive.
///
/// # Errors
///
/// When its directory is damaged.
pub fn open<R: ReadSeek>(mut file: R) -> Result<ZipArchive<R>, Diagnostic> {
    let end = file.seek(SeekFrom::End(0)).ok();
    let mut archive = ZipArchive::new(file).map_err(|error| at(end, damaged(&error)))?;
    // A member whose header is damaged is named when it is opened, and the others are read.
    if archive.has_overlapping_files().unwrap_or_default() {
        let message = "has members that share bytes or reach beyond their end, as bombs do; unpack it and give its files";
        return Err(Diagnostic::file(Code::TooDense, message));
    }
    Ok(archive)
}

fn at(byte: Option<u64>, diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { byte: byte.and_then(|byte| usize::try_from(byte).ok()), ..diagnostic }
}

/// That of members with one name only the last can be read.
pub fn doubled<R: ReadSeek>(archive: &ZipArchive<R>) -> Option<Diagnostic> {
    let message = "has several members of one name, of which only the last can be read; unpack it \
         and give each a name of its own";
    archive.has_duplicate_names().then(|| Diagnostic::file(Code::Damaged, message))
}

/// The files of an archive in the order of its directory, without folders and hidden ones.
pub fn entries<R: ReadSeek>(archive: &mut ZipArchive<R>) -> Vec<Entry> {
    let names: Vec<Vec<u8>> = archive.file_names_raw().map(<[u8]>::to_vec).collect();
    let decode = decoder(&names);
    let entry = |(index, raw): (usize, &Vec<u8>)| Entry { name: decode(raw), index };
    let entries = names.iter().enumerate().map(entry);
    entries.filter(|entry| !entry.name.ends_with('/') && !is_hidden(&entry.name)).collect()
}

/// Whether a path is of those that file managers do not show, or that one of them adds.
fn is_hidden(name: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') && part != "." && part != "..";
    name.split('/').any(|part| is_hidden(part) || part == "__MACOSX")
}

/// How the names of one archive are encoded: in UTF-8, or else all in the page of whoever packed
/// it, which is that of DOS if their letters do not say otherwise.
fn decoder(names: &[Vec<u8>]) -> impl Fn(&[u8]) -> String {
    let old: Vec<&[u8]> = names.iter().map(Vec::as_slice).filter(|name| !is_utf8(name)).collect();
    let page = charset::detect(&old.join(&b'\n')).map_or(Encoding::Cp866, |guess| guess.encoding);
    move |raw: &[u8]| {
        let name = match std::str::from_utf8(raw) {
            Ok(name) => name.to_owned(),
            Err(_) => decode(raw, page)
                .map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), |one| one.text),
        };
        name.replace('\\', "/")
    }
}

fn is_utf8(name: &[u8]) -> bool {
    std::str::from_utf8(name).is_ok()
}

/// Opens one file of an archive.
///
/// # Errors
///
/// When it is encrypted, packed in a way that is not known, or damaged.
pub fn member<R: ReadSeek>(
    archive: &mut ZipArchive<R>,
    index: usize,
) -> Result<zip::read::ZipFile<'_, R>, Diagnostic> {
    let start = archive.by_index_raw(index).ok().map(|member| member.header_start());
    archive.by_index(index).map_err(|error| at(start, damaged(&error)))
}

/// What an error of the library says of an archive.
pub fn damaged(error: &ZipError) -> Diagnostic {
    let is_unknown = match error {
        ZipError::Io(error) => error.kind() == io::ErrorKind::Unsupported,
        ZipError::UnsupportedArchive(what) => *what != ZipError::PASSWORD_REQUIRED,
        other => matches!(other, ZipError::CompressionMethodNotSupported(_)),
    };
    match error {
        _ if is_unknown => {
            let message = format!("is packed in a way that is not read ({error}); pack it anew");
            Diagnostic::file(Code::Damaged, message)
        }
        ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            let message = "is encrypted; unpack it with its password and give the files";
            Diagnostic::file(Code::Encrypted, message)
        }
        ZipError::Io(error) if !is_damage(error) => {
            let message = format!("cannot be read ({error}); mend that and run again");
            Diagnostic::file(Code::Unreadable, message)
        }
        _ => {
            let message =
                format!("is no whole zip archive ({error}); get a whole copy and run again");
            Diagnostic::file(Code::Damaged, message)
        }
    }
}
