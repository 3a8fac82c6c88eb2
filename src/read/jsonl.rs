//! Lines of JSON with a text in every line.

use std::io::BufRead;

use memchr::memmem::Finder;
use serde_json::{Map, Value};

use crate::charset::decode::UTF_8 as BOM;
use crate::model::diag::Diagnostic;
use crate::read::format::{Each, Format, Holds};
use crate::read::options::Options;
use crate::read::rows::{self, Role, Row, Rows};
use crate::read::stream::{self, Stream};

/// One object of JSON per line.
pub static FORMAT: Format =
    Format { name: "jsonl", endings: &["jsonl", "ndjson"], roots: &[], holds: Holds::Rows(read) };

fn read(input: &mut dyn BufRead, options: &Options, each: &mut Each<'_>) -> Result<(), Diagnostic> {
    let limit = options.limits.document;
    let mut stream = Stream::new(input, limit);
    let mut rows = Rows::new(each);
    let end = Finder::new(b"\n");
    let (mut line, mut is_first) = (Vec::new(), true);
    for number in 1_u64.. {
        let at = stream.at;
        line.clear();
        let passed = stream.pass(&end, &mut line)?;
        let row = match object(&line) {
            _ if passed.too_long => Err(stream::too_large(&format!("line {number}"), at, limit)),
            Ok(None) if passed.found => continue,
            Ok(None) => break,
            Ok(Some(object)) => {
                if std::mem::take(&mut is_first) {
                    check(&object, options)?;
                }
                row(&object, options).map_err(|what| rows::damaged(number, at, &what))
            }
            Err(what) => Err(rows::damaged(number, at, &what)),
        };
        if rows.hand(number, row).is_break() {
            return Ok(());
        }
        if !passed.found {
            break;
        }
    }
    rows.end();
    Ok(())
}

/// Checks that there is a field for the text.
fn check(object: &Map<String, Value>, options: &Options) -> Result<(), Diagnostic> {
    let is_text = |name: &String| matches!(Role::of(name, options), Role::Text);
    if object.keys().any(is_text) {
        return Ok(());
    }
    let names: Vec<&str> = object.keys().map(String::as_str).collect();
    Err(rows::no_column(&names, options))
}

/// The object of a line; none when the line is blank.
pub fn object(line: &[u8]) -> Result<Option<Map<String, Value>>, String> {
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
