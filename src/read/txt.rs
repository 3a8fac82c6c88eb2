//! Plain text and Markdown.

use crate::model::diag::Diagnostic;
use crate::read::decoding::{self, Text};
use crate::read::format::{Format, Holds};
use crate::read::options::Options;
use crate::read::reading::Reading;

/// Plain text.
pub static PLAIN: Format =
    Format { name: "txt", endings: &["txt", "text"], roots: &[], holds: Holds::Text(read) };

/// Markdown, which is plain text by another name.
pub static MARKDOWN: Format =
    Format { name: "md", endings: &["md", "markdown"], roots: &[], holds: Holds::Text(read) };

/// Text that is read as it stands.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, Diagnostic> {
    let Text { text, as_it_stands, diagnostics } = decoding::decode(bytes, options)?;
    Ok(Reading { text, as_it_stands, diagnostics, ..Reading::default() })
}
