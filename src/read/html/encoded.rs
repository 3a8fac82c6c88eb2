//! How a page of HTML is encoded.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::model::diag::Diagnostic;
use crate::read::decoding::{self, Text};
use crate::read::options::Options;

/// How far into a page a declaration of its encoding is looked for, in bytes.
const HEAD: usize = 4096;

/// The text of a page, and what is to be said of how it was encoded.
///
/// A byte order mark goes before what the page says of itself, and that before its letters.
///
/// # Errors
///
/// When the bytes are no text in any encoding that is known.
pub fn decode<'a>(
    bytes: &'a [u8],
    options: &Options,
) -> Result<(Cow<'a, str>, Vec<Diagnostic>), Diagnostic> {
    let marked = Encoding::for_bom(bytes);
    let (encoding, length) = match marked.or_else(|| Some((declared(bytes)?, 0))) {
        Some(said) => said,
        None => return by_letters(bytes, options),
    };
    let content = bytes.get(length..).unwrap_or_default();
    let (text, is_broken) = encoding.decode_without_bom_handling(content);
    match is_broken && marked.is_none() {
        true => by_letters(bytes, options),
        false => Ok((text, Vec::new())),
    }
}

fn by_letters<'a>(
    bytes: &'a [u8],
    options: &Options,
) -> Result<(Cow<'a, str>, Vec<Diagnostic>), Diagnostic> {
    let Text { text, mut diagnostics, .. } = decoding::decode(bytes, options)?;
    for diagnostic in &mut diagnostics {
        // It counts in the page, and not in the text that will be read out of it.
        diagnostic.span = None;
    }
    Ok((text.into(), diagnostics))
}

/// What a page says of its own encoding, be it HTML or XML.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let xml = xml.and_then(|(inside, _)| after(inside, "encoding"));
    let metas = head.split("<meta").skip(1);
    let metas = metas.filter_map(|rest| rest.split('>').next());
    let label = xml.or_else(|| metas.filter_map(|meta| after(meta, "charset")).next())?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // Who could read that the page is in UTF-16 was not reading UTF-16.
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

/// The word that stands behind a name and the sign of equality.
fn after<'h>(text: &'h str, name: &str) -> Option<&'h str> {
    let (_, rest) = text.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    rest.split(['"', '\'', ' ', ';', '/', '\n']).next()
}
