//! What `[corpus]` says of the corpus, checked.

use crate::error::Error;
use crate::model::corpus::Stretch;
use crate::model::date::edtf::Partial;

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
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    let days = date(from).map(|date| date.first()).zip(date(to).map(|date| date.last()));
    match days.filter(|(first, last)| first <= last) {
        Some(days) => Ok(Some(days)),
        None => Err(Error::Usage(format!(
            "corpus.dates «{text}» is no date; write a year, month or day, or the first and the last one, as 1648/1657-08-06"
        ))),
    }
}

/// A year, month or day of EDTF.
fn date(text: &str) -> Option<Partial> {
    let before = text.starts_with('-');
    let mut parts = text.strip_prefix('-').unwrap_or(text).split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        Some(part.parse::<i32>().ok().filter(|_| fits))
    };
    let (year, month, day) = (number(4)??, number(2), number(2));
    let year = if before { -year } else { year };
    let small = |number: i32| u8::try_from(number).ok();
    let date = match (month, day) {
        (None, _) => Partial::year(year),
        (Some(month), None) => Partial::month(year, small(month?)?),
        (Some(month), Some(day)) => Partial::day(year, small(month?)?, small(day?)?),
    };
    date.filter(|_| parts.next().is_none())
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
