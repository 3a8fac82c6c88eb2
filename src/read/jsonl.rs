//! Lines of JSON with a text in every line.

use std::io::BufRead;
use std::ops::ControlFlow;

use memchr::memmem::Finder;
use serde_json::{Map, Value};

use crate::model::diag::Diagnostic;
use crate::read::format::{Each, Format, Holds, Refused};
use crate::read::options::Options;
use crate::read::rows::{self, Role, Row};
use crate::read::stream::{self, Stream};

/// One object of JSON per line.
pub static FORMAT: Format =
    Format { name: "jsonl", endings: &["jsonl", "ndjson"], roots: &[], holds: Holds::Many(read) };

const BOM: &[u8] = b"\xEF\xBB\xBF";

fn read(input: &mut dyn BufRead, options: &Options, each: &mut Each<'_>) -> Result<(), Diagnostic> {
    let limit = options.limits.document;
    let mut stream = Stream::new(input, limit);
    let end = Finder::new(b"\n");
    let mut line = Vec::new();
    let (mut number, mut empty, mut is_first) = (0, 0, true);
    loop {
        let at = stream.at;
        line.clear();
        let passed = stream.pass(&end, &mut line)?;
        number += 1;
        let row = match object(&line) {
            _ if passed.too_long => {
                let diagnostic = stream::too_large(&format!("line {number}"), at, limit);
                Some(Err(Refused { member: None, diagnostic }))
            }
            Ok(None) => None,
            Ok(Some(object)) => {
                let named = |(name, _): (&String, _)| matches!(Role::of(name, options), Role::Text);
                if is_first && !object.iter().any(named) {
                    let names: Vec<&str> = object.keys().map(String::as_str).collect();
                    return Err(rows::no_column(&names, options));
                }
                is_first = false;
                Some(row(&object, options).map_err(|what| rows::damaged(number, at, &what)))
            }
            Err(what) => Some(Err(rows::damaged(number, at, &what))),
        };
        let part = row.and_then(|row| match row {
            Ok(row) => {
                let part = row.part(number);
                empty += u64::from(part.is_none());
                part.map(Ok)
            }
            Err(refused) => Some(Err(refused)),
        });
        if part.is_some_and(|part| each(part) == ControlFlow::Break(())) {
            return Ok(());
        }
        if !passed.found {
            break;
        }
    }
    let _ = rows::without_text(empty).map(|note| each(Err(note)));
    Ok(())
}

/// The object of a line; none when the line is blank.
fn object(line: &[u8]) -> Result<Option<Map<String, Value>>, String> {
    let line = line.strip_prefix(BOM).unwrap_or(line).trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(line)
        .map(Some)
        .map_err(|error| format!("it is no JSON object ({error})"))
}

fn row(object: &Map<String, Value>, options: &Options) -> Result<Row, String> {
    let mut row = Row::default();
    let mut has_text = false;
    for (name, value) in object {
        let role = Role::of(name, options);
        let is_text = matches!(role, Role::Text);
        has_text |= is_text;
        match value {
            Value::String(value) => row.put(role, value)?,
            Value::Null => {}
            Value::Number(value) if !is_text => row.put(role, &value.to_string())?,
            _ if is_text => return Err(format!("its field «{name}» is no string")),
            _ => {}
        }
    }
    match has_text {
        true => Ok(row),
        false => Err(format!("it has no field «{}»", options.text_column)),
    }
}
