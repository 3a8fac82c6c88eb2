//! How a page of HTML is encoded.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

use crate::model::diag::{Code, Diagnostic};
use crate::read::options::Options;

/// How far into a page a declaration of its encoding is looked for, in bytes.
const HEAD: usize = 4096;

/// The text of a page, and what is to be said when its encoding was guessed.
///
/// A byte order mark goes before what the page says of itself, and that before UTF-8.
pub fn decode<'a>(bytes: &'a [u8], options: &Options) -> (Cow<'a, str>, Option<Diagnostic>) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let content = bytes.get(length..).unwrap_or_default();
        return (encoding.decode_without_bom_handling(content).0, None);
    }
    let stated = options.encoding.and_then(|encoding| {
        let name = encoding.name();
        let known = Encoding::for_label(name.as_bytes());
        known.or_else(|| Encoding::for_label(format!("x-{name}").as_bytes()))
    });
    if let Some(encoding) = declared(bytes).or(stated) {
        let (text, is_broken) = encoding.decode_without_bom_handling(bytes);
        if !is_broken {
            return (text, None);
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.into(), None);
    }
    let message = "does not say how it is encoded and was read as windows-1251; if that is wrong, name its encoding in litopys.toml";
    let text = WINDOWS_1251.decode_without_bom_handling(bytes).0;
    (text, Some(Diagnostic::file(Code::Guessed, message)))
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
