//! What a run says about one document without stopping.

use crate::model::span::{Raw, Span};

words! {
    /// How much a diagnostic matters.
    pub enum Severity {
        /// Worth knowing.
        Note = "note",
        /// Something was left out or decided with doubt.
        Warning = "warning",
        /// A document was set aside.
        Error = "error",
    }
}

/// What can be said; each has a heading in `docs/diagnostics.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The file could not be opened or read.
    Unreadable,
    /// The bytes are no text in a known encoding.
    NotText,
    /// The file is larger than the limit.
    TooLarge,
    /// The program failed inside; only this document is lost.
    Panicked,
    /// No reader knows the format.
    UnknownFormat,
    /// Nothing but white space.
    Empty,
    /// A file that describes the folder.
    LeftOut,
    /// A byte order mark was taken off.
    ByteOrderMark,
    /// The file ends too early, or is not what its format asks for.
    Damaged,
    /// The file cannot be read without a password.
    Encrypted,
    /// More lies in one another than the limit allows.
    TooDeep,
    /// The file unpacks to far more than texts do.
    TooDense,
    /// The encoding was guessed.
    Guessed,
    /// The encoding was guessed, and may be another.
    Doubtful,
    /// The text was decoded wrongly before it came here.
    Mojibake,
    /// The file lacks a part that it names, without which the rest was read.
    Incomplete,
    /// A document of a stream has the id of an earlier one.
    Repeated,
    /// A row of the metadata is about no file.
    NoFile,
    /// The metadata have no row about the file.
    NoMetadata,
    /// Cells that spreadsheets take for formulas.
    Formulas,
    /// A date that no calendar has.
    ImpossibleDate,
    /// Two dates that are not one day in two calendars.
    DualDate,
    /// A weekday that fits its date in no calendar.
    Weekday,
    /// A range that ends before it begins.
    Backwards,
    /// A day without a year, of which the text has none before.
    NoYear,
}

impl Code {
    /// Every code, in the order of its number.
    pub const ALL: [Code; 25] = [
        Code::Unreadable,
        Code::NotText,
        Code::TooLarge,
        Code::Panicked,
        Code::UnknownFormat,
        Code::Empty,
        Code::LeftOut,
        Code::ByteOrderMark,
        Code::Damaged,
        Code::Encrypted,
        Code::TooDeep,
        Code::TooDense,
        Code::Guessed,
        Code::Mojibake,
        Code::Doubtful,
        Code::Incomplete,
        Code::Repeated,
        Code::NoFile,
        Code::NoMetadata,
        Code::Formulas,
        Code::ImpossibleDate,
        Code::DualDate,
        Code::Weekday,
        Code::NoYear,
        Code::Backwards,
    ];

    /// The number and name that tables and documentation use.
    pub fn name(self) -> &'static str {
        match self {
            Code::Unreadable => "R001-unreadable",
            Code::NotText => "R002-not-text",
            Code::TooLarge => "R003-too-large",
            Code::UnknownFormat => "R004-unknown-format",
            Code::Empty => "R005-empty",
            Code::LeftOut => "R006-left-out",
            Code::ByteOrderMark => "R007-byte-order-mark",
            Code::Damaged => "R008-damaged",
            Code::Encrypted => "R009-encrypted",
            Code::TooDeep => "R010-too-deep",
            Code::TooDense => "R011-too-dense",
            Code::Guessed => "R012-guessed-encoding",
            Code::Mojibake => "R013-mojibake",
            Code::Doubtful => "R014-doubtful-encoding",
            Code::Incomplete => "R015-incomplete",
            Code::Repeated => "R016-repeated",
            Code::NoFile => "M001-no-file",
            Code::NoMetadata => "M002-no-metadata",
            Code::Formulas => "W001-formulas",
            Code::Panicked => "P001-panicked",
            Code::ImpossibleDate => "D001-impossible-date",
            Code::DualDate => "D002-dual-date",
            Code::Weekday => "D003-weekday",
            Code::NoYear => "D004-no-year",
            Code::Backwards => "D005-backwards",
        }
    }

    /// How much it matters.
    pub fn severity(self) -> Severity {
        match self {
            Code::Unreadable
            | Code::NotText
            | Code::TooLarge
            | Code::Damaged
            | Code::Encrypted
            | Code::TooDeep
            | Code::TooDense
            | Code::Repeated
            | Code::Panicked => Severity::Error,
            Code::UnknownFormat
            | Code::Empty
            | Code::Mojibake
            | Code::Doubtful
            | Code::Incomplete
            | Code::NoFile
            | Code::NoMetadata
            | Code::ImpossibleDate
            | Code::DualDate
            | Code::Backwards
            | Code::Weekday => Severity::Warning,
            Code::LeftOut | Code::ByteOrderMark | Code::Guessed | Code::Formulas | Code::NoYear => {
                Severity::Note
            }
        }
    }
}

/// One thing said about one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is.
    pub code: Code,
    /// Where in the decoded text, if anywhere.
    pub span: Option<Span<Raw>>,
    /// Where in the bytes, when the text could not be decoded.
    pub byte: Option<usize>,
    /// One sentence, lower case, without a full stop, with the next step.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic about the whole file.
    pub fn file(code: Code, message: impl Into<String>) -> Self {
        Self { code, span: None, byte: None, message: message.into() }
    }

    /// A diagnostic about a stretch of text.
    pub fn text(code: Code, span: Span<Raw>, message: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::file(code, message) }
    }

    /// A diagnostic about a byte of the file.
    pub fn byte(code: Code, byte: usize, message: impl Into<String>) -> Self {
        Self { byte: Some(byte), ..Self::file(code, message) }
    }
}
