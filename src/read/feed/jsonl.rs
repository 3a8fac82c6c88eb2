//! A stream of documents as lines of JSON.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use memchr::memchr;
use memchr::memmem::Finder;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::model::diag::Diagnostic;
use crate::read::feed::{BUFFER, Draft, Each, Sent, Take, damaged};
use crate::read::jsonl::object;
use crate::read::options::Options;
use crate::read::rows::Role;
use crate::read::stream::{self, Stream};

/// Bytes that JSON may take for one of a text.
const ESCAPED: u64 = 6;

/// Reads a stream to its end, and says where nothing more waits.
///
/// # Errors
///
/// When it cannot be read; a line that is wrong is none.
pub fn read(input: impl Read, options: &Options, take: &mut Take<'_>) -> Result<(), Error> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let most = options.limits.document.saturating_mul(ESCAPED);
    let end = Finder::new(b"\n");
    let (mut line, mut at) = (Vec::new(), 0);
    for number in 1.. {
        if memchr(b'\n', input.buffer()).is_none() && take(None).is_break() {
            break;
        }
        line.clear();
        let mut stream = Stream::new(&mut input, most);
        stream.at = at;
        let passed = stream.pass(&end, &mut line).map_err(unreadable)?;
        let start = std::mem::replace(&mut at, stream.at);
        let spot = format!("line {number} at byte {start}");
        let lost = |diagnostic| Some(Sent { number, id: None, content: Err(diagnostic) });
        let sent = match object(&line) {
            _ if passed.too_long => {
                lost(stream::too_large(&format!("line {number}"), start, options.limits.document))
            }
            Ok(object) => object.map(|object| draft(&object, options).sent(number, &spot, options)),
            Err(what) => lost(damaged(&spot, &what)),
        };
        let is_over = sent.is_some_and(|sent| take(Some(sent)).is_break());
        if is_over || !passed.found {
            break;
        }
    }
    Ok(())
}

fn draft(object: &Map<String, Value>, options: &Options) -> Draft {
    let mut draft = Draft::default();
    for (name, value) in object {
        match (Role::of(name, options), value) {
            (role, Value::String(value)) => draft.put(role, value),
            (role @ Role::Known(_), Value::Number(value)) => draft.put(role, &value.to_string()),
            (Role::Id | Role::Text, _) => draft.fault(format!("its field «{name}» is no string")),
            _ => {}
        }
    }
    draft
}

/// A row of answers, of which one column is looked at.
#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    register: Option<Cow<'a, str>>,
}

/// Reads what answers say of entities.
///
/// # Errors
///
/// When the stream cannot be read or a line is no answer.
pub fn registers(input: impl Read, each: &mut Each<'_>) -> Result<(), Error> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let length = input.read_until(b'\n', &mut line);
        if length.map_err(|error| Error::read(Path::new("standard input"), error))? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer: Answer<'_> = serde_json::from_slice(&line).map_err(|error| {
            Error::Usage(format!(
                "line {number} on standard input is no answer of `litopys convert -` ({error}); send whole streams, one after another"
            ))
        })?;
        answer.register.map_or(Ok(()), |register| each(&register))?;
    }
    Ok(())
}

fn unreadable(diagnostic: Diagnostic) -> Error {
    Error::read(Path::new("standard input"), std::io::Error::other(diagnostic.message))
}
