//! Tables that hold a text in every row, whatever their format writes them in.

use std::ops::ControlFlow;

use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Metadata;
use crate::read::columns::{COLUMNS, LANG, Put};
use crate::read::format::{Each, Part, Refused};
use crate::read::options::Options;
use crate::read::reading::Reading;

/// The name of the column of texts unless its owner says another, in either language.
const TEXT: [&str; 2] = ["text", "текст"];

/// What the cells of a column are.
#[derive(Clone, Copy)]
pub enum Role {
    /// Texts.
    Text,
    /// Names of the texts in the file.
    Id,
    /// Something that is known of the texts.
    Known(Put),
    /// Of no use here.
    Other,
}

impl Role {
    /// What the cells of the column of this name are; capitals do not matter.
    pub fn of(name: &str, options: &Options) -> Self {
        let name = name.trim().to_lowercase();
        let wanted = options.text_column.trim().to_lowercase();
        if name == wanted || (TEXT.contains(&&*wanted) && TEXT.contains(&&*name)) {
            return Self::Text;
        }
        let known = COLUMNS.iter().chain([&LANG]).find(|(known, _)| *known == name);
        match known {
            Some((_, put)) => Self::Known(*put),
            None if name == "id" => Self::Id,
            None => Self::Other,
        }
    }
}

/// A row while its cells come in.
#[derive(Default)]
pub struct Row {
    text: String,
    id: String,
    metadata: Metadata,
}

impl Row {
    /// Takes a cell, unless something is wrong with it.
    pub fn put(&mut self, role: Role, cell: &str) -> Result<(), String> {
        match role {
            // Of two columns of texts, the first that says something.
            Role::Text if self.text.trim().is_empty() => cell.clone_into(&mut self.text),
            Role::Id => cell.trim().clone_into(&mut self.id),
            Role::Known(put) => put(&mut self.metadata, cell.trim())?,
            Role::Text | Role::Other => {}
        }
        Ok(())
    }

    /// The part that the row is; none if it has no text.
    fn part(self, number: u64) -> Option<Part> {
        let member = if self.id.is_empty() { number.to_string() } else { self.id };
        let bytes = self.text.into_bytes();
        let is_text = !bytes.trim_ascii().is_empty();
        is_text.then_some(Part { member, bytes, at: None, read, metadata: self.metadata })
    }
}

/// A text that was read out of a cell; its paragraphs are found later.
fn read(bytes: &[u8], _: &Options) -> Result<Reading, Diagnostic> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    Ok(Reading { text, ..Reading::default() })
}

/// That a file has no texts that anybody could find.
pub fn no_column(names: &[&str], options: &Options) -> Diagnostic {
    let (wanted, names) = (&options.text_column, names.join("», «"));
    let message = format!(
        "has no column «{wanted}», only «{names}»; name the column with the text by --text-column \
         NAME or input.text_column in litopys.toml"
    );
    Diagnostic::file(Code::UnknownFormat, message)
}

/// That a row is not what it should be.
pub fn damaged(line: u64, at: u64, what: &str) -> Diagnostic {
    let byte = usize::try_from(at).unwrap_or(usize::MAX);
    let message = format!("line {line} at byte {byte} was left out: {what}; mend that line");
    Diagnostic::byte(Code::Damaged, byte, message)
}

/// Hands on the rows of a table.
pub struct Rows<'r, 'e> {
    each: &'r mut Each<'e>,
    /// Rows without text.
    empty: u64,
}

impl<'r, 'e> Rows<'r, 'e> {
    /// Begins to hand on rows.
    pub fn new(each: &'r mut Each<'e>) -> Self {
        Self { each, empty: 0 }
    }

    /// Hands on the row of this number, or what is to be said instead; numbers count from 1.
    pub fn hand(&mut self, number: u64, row: Result<Row, Diagnostic>) -> ControlFlow<()> {
        match row.map(|row| row.part(number)) {
            Ok(Some(part)) => (self.each)(Ok(part)),
            Ok(None) => {
                self.empty += 1;
                ControlFlow::Continue(())
            }
            Err(diagnostic) => {
                let member = Some(number.to_string());
                (self.each)(Err(Refused { member, diagnostic }))
            }
        }
    }

    /// Says how many rows had no text.
    pub fn end(self) {
        let count = self.empty;
        if count > 0 {
            let rows = if count == 1 { "row" } else { "rows" };
            let message =
                format!("{count} {rows} without text left out; put text there if any is missing");
            let diagnostic = Diagnostic::file(Code::LeftOut, message);
            let _ = (self.each)(Err(Refused { member: None, diagnostic }));
        }
    }
}
