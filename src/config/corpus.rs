//! What `[corpus]` says of the corpus, checked.

use crate::error::Error;
use crate::model::corpus::Stretch;
use crate::model::date::edtf::When;

/// An address that paths can be appended to, or nothing.
pub fn base(text: &str) -> Result<String, Error> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    // What RFC 3987 lets nowhere in an IRI, and what would end its path.
    let foreign = |c: char| c.is_whitespace() || c.is_control() || r#"<>"{}|\^`?#"#.contains(c);
    if host.is_none_or(|host| host.is_empty() || host.starts_with('/') || host.contains(foreign)) {
        return Err(Error::Usage(format!(
            "corpus.base «{text}» is no address; write where the output folder will be, as https://example.org/corpus/"
        )));
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

/// The first and last day of an EDTF date or interval, or nothing.
pub fn dates(text: &str) -> Result<Option<Stretch>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let when = When::parse(text);
    let days = when.and_then(|when| when.not_before().zip(when.not_after()));
    match days {
        Some(days) => Ok(Some(days)),
        None => Err(Error::Usage(format!(
            "corpus.dates «{text}» is no date; write a year, month or day, or the first and the last one, as 1648/1657-08-06"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_edtf_and_nothing_else() {
        for (text, days) in [
            ("1648", "1648-01-01 1648-12-31"),
            ("1648/1657-08-06", "1648-01-01 1657-08-06"),
            ("1918-02", "1918-02-01 1918-02-28"),
            ("-0043/0014", "-0043-01-01 0014-12-31"),
        ] {
            let (first, last) = dates(text).unwrap().unwrap();
            assert_eq!(format!("{first} {last}"), days);
        }
        for wrong in
            ["1657/1648", "48", "1918-2", "1918-02-30", "XVII", "1648/", "1918-02-03-04", "+1918"]
        {
            assert!(dates(wrong).is_err(), "{wrong}");
        }
        assert_eq!(dates("").unwrap(), None);
    }

    #[test]
    fn a_base_ends_with_one_slash() {
        for given in ["https://example.org/a", "https://example.org/a/"] {
            assert_eq!(base(given).unwrap(), "https://example.org/a/");
        }
        for wrong in [
            "example.org",
            "ftp://example.org/",
            "https://",
            "https:///a",
            "http://a b/",
            "http://a/?x",
            "http://a/#b",
        ] {
            assert!(base(wrong).is_err(), "{wrong}");
        }
        assert_eq!(base("").unwrap(), "");
    }
}
