//! Values of dates, read back from the text that they were written as.

use crate::model::date::edtf::{Mark, Partial, Season, When};

/// The value that a text of EDTF stands for, if it is one that Litopys writes.
pub fn parse(text: &str) -> Option<When> {
    let when = match text.split_once('/') {
        Some((from, to)) => When::between(end(from)?, end(to)?)?,
        None => {
            let (at, mark) = qualified(text)?;
            When::at(at, mark)
        }
    };
    // Whatever else the text may mean, this is how Litopys would write it.
    (when.to_string() == text).then_some(when)
}

/// One end of an interval; none for an open one.
#[expect(clippy::option_option, reason = "what is no date differs from an open end")]
fn end(text: &str) -> Option<Option<(Partial, Mark)>> {
    if text == ".." { Some(None) } else { qualified(text).map(Some) }
}

fn qualified(text: &str) -> Option<(Partial, Mark)> {
    let plain = text.trim_end_matches(['~', '?', '%']);
    let mark = match text.get(plain.len()..)? {
        "" => Mark::default(),
        "~" => Mark { about: true, uncertain: false },
        "?" => Mark { about: false, uncertain: true },
        "%" => Mark { about: true, uncertain: true },
        _ => return None,
    };
    Some((partial(plain)?, mark))
}

fn partial(text: &str) -> Option<Partial> {
    if let Some(decade) = text.strip_suffix('X') {
        return Partial::decade(number(decade)?.checked_mul(10)?);
    }
    let (sign, figures) = text.strip_prefix('-').map_or((1, text), |figures| (-1, figures));
    let parts: Option<Vec<i32>> = figures.split('-').map(number).collect();
    match *parts?.as_slice() {
        [year] => Partial::year(sign * year),
        [year, season @ 21..=24] => Partial::season(sign * year, Season::new(season)?),
        [year, month] => Partial::month(sign * year, u8::try_from(month).ok()?),
        [year, month, day] => {
            let year = sign * year;
            let found = Partial::day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
            found.or_else(|| Partial::julian_leap_day(year).filter(|_| (month, day) == (2, 29)))
        }
        _ => None,
    }
}

/// A number of at most four figures.
fn number(text: &str) -> Option<i32> {
    let figures = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_litopys_writes_is_read_back() {
        for text in [
            "1917",
            "-0043-03-15",
            "1917-22",
            "1730~/1739~",
            "173X",
            "1917-12-05?",
            "../1919-11~",
            "1648-05-16/..",
            "1900-02-29",
            "0000-02-29",
            "1917%",
        ] {
            assert_eq!(parse(text).map(|when| when.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_it_would_not_write_is_refused() {
        for text in [
            "",
            "/",
            "../..",
            "1917-13",
            "1917-02-30",
            "1901-02-29",
            "917",
            "1920/1917",
            "1917-1",
            "173X~",
            "1917~?",
            "+1917",
            "1917-12-05T00",
            "1917-22/1918",
            "١٩١٧",
            "19X7",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
