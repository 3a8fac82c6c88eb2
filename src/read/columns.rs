//! Columns that say something of a document, in a table of metadata or beside the texts of a table.

use crate::licence::Licence;
use crate::model::document::Metadata;

/// The columns that both may have, each with its place in the metadata.
pub const COLUMNS: [Column; 8] = [
    ("title", |metadata, cell| put(&mut metadata.title, cell)),
    ("author", |metadata, cell| put(&mut metadata.author, cell)),
    ("date", |metadata, cell| put(&mut metadata.date, cell)),
    ("licence", licence),
    ("archive", |metadata, cell| put(&mut metadata.archive, cell)),
    ("fond", |metadata, cell| put(&mut metadata.fond, cell)),
    ("opys", |metadata, cell| put(&mut metadata.opys, cell)),
    ("sprava", |metadata, cell| put(&mut metadata.sprava, cell)),
];

/// The column beside a text that says what language it is in.
pub const LANG: Column = ("lang", |metadata, cell| put(&mut metadata.lang, cell));

/// The name of a column and where its cells go.
pub type Column = (&'static str, Put);

/// Puts a cell of a column into its place, unless something is wrong with it.
pub type Put = fn(&mut Metadata, &str) -> Result<(), String>;

/// The sign by which the columns of a table are parted: comma, semicolon or tab, by its first line.
pub fn delimiter(head: &[u8]) -> u8 {
    let count = |sign: &u8| memchr::memchr_iter(*sign, head).count();
    [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',')
}

fn put(place: &mut String, cell: &str) -> Result<(), String> {
    cell.clone_into(place);
    Ok(())
}

fn licence(metadata: &mut Metadata, cell: &str) -> Result<(), String> {
    metadata.licence = (!cell.is_empty()).then(|| Licence::parse(cell)).transpose()?;
    Ok(())
}
