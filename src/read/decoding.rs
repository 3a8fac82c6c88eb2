//! From the bytes of a text to its characters, where no format says how they are encoded.

use std::io::{self, BufRead, BufReader};

use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::charset::decode::{Decoded, decode as decoded};
use crate::charset::mojibake::{Mojibake, mojibake};
use crate::charset::{self, Guess};
use crate::model::diag::{Code, Diagnostic};
use crate::model::document::Encoding;
use crate::model::span::Span;
use crate::read::options::Options;
use crate::read::reading::AsItStands;

/// Below this a guess is doubtful.
const DOUBTFUL: f64 = 0.9;

/// A text that was bytes.
pub struct Text {
    /// The text without byte order mark.
    pub text: String,
    /// How the bytes encode it; none when the text has been repaired, and is no longer theirs.
    pub as_it_stands: Option<AsItStands>,
    /// What must be said of that.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes a text as its byte order mark says, or its owner, or else as its letters do.
///
/// # Errors
///
/// When the bytes are no text in that encoding, or in any that is known.
pub fn decode(bytes: &[u8], options: &Options) -> Result<Text, Diagnostic> {
    let guess = charset::detect(bytes);
    let has_mark = guess.is_some_and(|guess| charset::has_mark(bytes, guess.encoding));
    let (encoding, said) = match (options.encoding.filter(|_| !has_mark), guess) {
        (Some(encoding), _) => (encoding, None),
        (None, Some(guess)) => (guess.encoding, guessed(guess)),
        (None, None) => return Err(no_text(bytes)),
    };
    let Decoded { text, bom_len } =
        decoded(bytes, encoding).map_err(|at| undecodable(bytes, encoding, at))?;
    let as_it_stands = Some(AsItStands { encoding, bom_len });
    let mut read = Text { text, as_it_stands, diagnostics: said.into_iter().collect() };
    if let Some(damage) = mojibake(&read.text) {
        read.diagnostics.push(damaged(&damage, options.repair));
        if options.repair {
            read.text = damage.repaired;
            read.as_it_stands = None;
        }
    }
    Ok(read)
}

/// A table in UTF-8, and what must be said of its encoding, or that it is no text.
type Table<'s> = Result<(Box<dyn BufRead + 's>, Option<Diagnostic>), Diagnostic>;

/// A table of any size in UTF-8, whatever its encoding; the beginning, which is all that has been
/// read so far, must tell.
pub fn stream<'s>(input: &'s mut dyn BufRead, options: &Options) -> io::Result<Table<'s>> {
    let head = input.fill_buf()?;
    if options.encoding.is_none() && charset::detect(head).is_none() {
        // No copy is kept of a table, which may be of any size.
        return Ok(Err(Diagnostic { code: Code::Damaged, ..no_text(head) }));
    }
    let guess = charset::detect(whole_lines(head));
    let has_mark = guess.is_some_and(|guess| charset::has_mark(head, guess.encoding));
    let encoding = options.encoding.filter(|_| !has_mark).or(guess.map(|guess| guess.encoding));
    let said = guess.filter(|_| options.encoding.is_none()).and_then(guessed);
    match encoding.and_then(charset::web) {
        Some(page) => {
            let decoder = DecodeReaderBytesBuilder::new().encoding(Some(page)).build(input);
            Ok(Ok((Box::new(BufReader::new(decoder)), said)))
        }
        // What is wrong with UTF-8 shows in the row that is.
        None => Ok(Ok((Box::new(input), None))),
    }
}

/// The head up to its last line end, so that no character is cut.
fn whole_lines(head: &[u8]) -> &[u8] {
    let end = memchr::memrchr(b'\n', head).map_or(head.len(), |at| at + 1);
    head.get(..end).unwrap_or(head)
}

/// What is said of a guess that is not certain.
fn guessed(Guess { encoding, confidence }: Guess) -> Option<Diagnostic> {
    if encoding == Encoding::Utf8 || encoding == Encoding::Utf16 {
        return None;
    }
    let doubt = match confidence < DOUBTFUL {
        true => "; look at the text, and name its encoding with --encoding if it is another",
        false => "",
    };
    let percent = percent(confidence);
    let message = format!(
        "is read as {} by its letters, with a confidence of {percent} %{doubt}",
        encoding.name()
    );
    let code = if doubt.is_empty() { Code::Guessed } else { Code::Doubtful };
    Some(Diagnostic::file(code, message))
}

/// A confidence for people, never rounded up to certainty.
fn percent(confidence: f64) -> f64 {
    (confidence * 1000.0).floor().min(999.0) / 10.0
}

fn damaged(damage: &Mojibake, is_repaired: bool) -> Diagnostic {
    let Mojibake { was, read_as, confidence, span: (start, end), .. } = damage;
    let what = format!("was {was} and has been read as {read_as} before it came here");
    if is_repaired {
        let message = format!("{what}; it has been repaired as asked, look at the text");
        return Diagnostic::file(Code::Mojibake, message);
    }
    let message = format!(
        "{what}, with a confidence of {} %; find a better copy, or have it repaired with --repair",
        percent(*confidence)
    );
    Diagnostic::text(Code::Mojibake, Span::new(*start, *end), message)
}

fn undecodable(bytes: &[u8], encoding: Encoding, at: usize) -> Diagnostic {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let name = encoding.name();
    let message = format!(
        "is not {name} from byte {at} (0x{byte:02X}); mend that byte, or name the encoding with --encoding"
    );
    Diagnostic::byte(Code::NotText, at, message)
}

/// What is wrong with bytes that are no text.
fn no_text(bytes: &[u8]) -> Diagnostic {
    let is_odd = |byte: &u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127..);
    let at = bytes.iter().position(is_odd).unwrap_or_default();
    let byte = bytes.get(at).copied().unwrap_or_default();
    let message = format!(
        "is no text in any encoding that is known, as from byte {at} (0x{byte:02X}); give its text, or name the encoding with --encoding"
    );
    Diagnostic::byte(Code::NotText, at, message)
}
