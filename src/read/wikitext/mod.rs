//! Wikitext, the markup of MediaWiki: the text that its reader sees.
//!
//! `scan` goes over the source once and makes tokens; brackets wait on a stack (`frames`) for their
//! ends, and what an end hides is jumped over by the token before it (`link`, `template`). `show`
//! follows the jumps once. So time grows with the length alone, and brackets that never end are
//! text.

mod character;
mod frames;
mod link;
mod reach;
mod scan;
mod show;
mod tag;
mod template;
mod words;

use crate::read::draft::Draft;
use crate::read::wikitext::scan::Scanner;
use crate::read::wikitext::show::Show;

/// Adds the text of a page of this title to a draft.
pub fn write(text: &str, title: &str, draft: &mut Draft) {
    let tokens = Scanner::new(text).tokens();
    Show::new(text, title, &tokens, draft).all();
}

/// A piece of the source and what it does.
#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    /// The first byte of its text.
    start: u32,
    /// The byte behind its text.
    end: u32,
    /// The token that is shown after it.
    next: u32,
}

/// What a token does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing.
    Nothing,
    /// Shows its text.
    Text,
    /// Shows its text, in which no markup is but names of characters.
    Raw,
    /// Shows the lines of its text as they are.
    Lines,
    /// Shows what this row of the templates says.
    Literal(u16),
    /// Shows a space.
    Space,
    /// Shows a full stop.
    Stop,
    /// Shows the title of the page.
    Title,
    /// Ends a line of the source.
    Newline,
    /// Ends a line of the text.
    Break,
    /// Begins a paragraph.
    Paragraph,
    /// Begins a heading of this level.
    Heading(u8),
    /// Ends it.
    HeadingEnd,
    /// Begins a table.
    Table,
    /// Begins a row.
    Row,
    /// Begins a cell.
    Cell,
    /// Ends a table.
    TableEnd,
    /// Begins a note; its text is its label.
    Note,
    /// Ends it.
    NoteEnd,
    /// Begins text in other letters.
    Letters(Letters),
    /// Ends it.
    LettersEnd,
    /// Shows the tokens from `start` to `end` behind the paragraph.
    Later,
}

/// In which letters a text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letters {
    Lower,
    Upper,
    LowerFirst,
    UpperFirst,
    /// Those of the source, behind a first that was changed.
    AsWritten,
}
