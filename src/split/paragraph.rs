//! Paragraphs: blocks between blank lines, or lines where each line is a paragraph.
//!
//! A text is hard-wrapped when its lines were filled: the first word of a line would not have
//! fitted on the line before. That is a fact of how lines are filled, so it needs no knowledge of
//! the language; one exception helps where lines are ragged: a line that begins with a small
//! letter, after one without final punctuation, goes on.

use crate::model::span::{Raw, Span};

/// Lines longer than this are whole paragraphs, in code points.
const WIDEST: usize = 160;

/// Lines that never reach this width are a list, not filled prose.
const NARROWEST: usize = 30;

/// Of a line's width, what a word that did not fit may fall short of by.
const SLACK: f64 = 0.12;

/// One line without its end.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
    /// Code points without the white space at the end.
    width: usize,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        is_blank(self.text)
    }
}

/// What XML calls white space; anything else must stand inside a paragraph.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// The paragraphs of a source text, without the white space around them.
///
/// `is_month` knows the words behind which a year may begin the next line.
pub fn paragraphs(raw: &str, is_month: &dyn Fn(&str) -> bool) -> Vec<Span<Raw>> {
    let lines = lines(raw);
    let width = fill_width(&lines);
    let mut spans = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (index, line) in lines.iter().enumerate() {
        if line.is_blank() {
            spans.extend(open.take().and_then(|(start, end)| trimmed(raw, start, end)));
            continue;
        }
        let end = line.start + line.text.len();
        let goes_on =
            index.checked_sub(1).and_then(|before| lines.get(before)).is_some_and(|before| {
                continues(before, line, width) || dates_on(before, line, is_month)
            });
        open = match open {
            Some((start, _)) if goes_on => Some((start, end)),
            other => {
                spans.extend(other.and_then(|(start, end)| trimmed(raw, start, end)));
                Some((line.start, end))
            }
        };
    }
    spans.extend(open.and_then(|(start, end)| trimmed(raw, start, end)));
    spans
}

fn lines(raw: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    // A lone CR ends a line too; CR LF is one end because the LF follows as an empty piece.
    for piece in raw.split_inclusive(['\n', '\r']) {
        let text = piece.trim_end_matches(['\n', '\r']);
        let lf_of_crlf = piece == "\n" && raw.get(..start).is_some_and(|s| s.ends_with('\r'));
        if !lf_of_crlf {
            lines.push(Line { start, text, width: text.trim_end().chars().count() });
        }
        start += piece.len();
    }
    lines
}

/// The width that lines were filled to, if they were.
fn fill_width(lines: &[Line<'_>]) -> Option<usize> {
    let width = lines.iter().map(|line| line.width).max()?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let pairs = || {
        let pairs = lines.iter().zip(lines.iter().skip(1));
        pairs.filter(|(line, next)| !line.is_blank() && !next.is_blank())
    };
    let filled = pairs().filter(|(line, next)| is_filled(line, next, width)).count();
    (filled * 2 > pairs().count()).then_some(width)
}

/// Whether the first word of `next` would not have fitted on `line`.
fn is_filled(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    let word = next.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    let slack = (width as f64 * SLACK) as usize;
    line.width + 1 + word + slack > width
}

fn continues(line: &Line<'_>, next: &Line<'_>, width: Option<usize>) -> bool {
    let Some(width) = width else {
        return breaks_off(line) || (line.width <= WIDEST && runs_on(line, next));
    };
    let indented = next.text.starts_with([' ', '\t']) && !line.text.starts_with([' ', '\t']);
    runs_on(line, next) || (is_filled(line, next, width) && !indented)
}

/// Whether a sentence plainly goes from one line to the next: it breaks off at a hyphen or dash,
/// or goes on with a small letter.
fn runs_on(line: &Line<'_>, next: &Line<'_>) -> bool {
    if breaks_off(line) || line.text.trim_end().ends_with(['–', '—']) {
        return true;
    }
    let ended = line.text.trim_end().ends_with(['.', '!', '?', '…', ':', ';', '»', '”', ')']);
    !ended && next.text.trim_start().starts_with(char::is_lowercase)
}

/// Whether a line ends within a word, which no paragraph does however long it is.
fn breaks_off(line: &Line<'_>) -> bool {
    line.text.trim_end().ends_with(['-', '\u{AD}', '\u{2010}'])
}

/// Whether a date goes from one line to the next: «20 вересня / 1908 року».
fn dates_on(line: &Line<'_>, next: &Line<'_>, is_month: &dyn Fn(&str) -> bool) -> bool {
    next.text.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && line.text.split_whitespace().next_back().is_some_and(is_month)
}

/// The span without white space at its ends; none when nothing is left.
fn trimmed(raw: &str, start: usize, end: usize) -> Option<Span<Raw>> {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let text = raw.get(start..end)?;
    let begin = start + (text.len() - text.trim_start_matches(blank).len());
    let text = text.trim_matches(blank);
    (!text.is_empty()).then(|| Span::new(begin, begin + text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &[&str]) {
        let found: Vec<&str> = paragraphs(raw, &|word| word == "вересня")
            .iter()
            .map(|span| &raw[span.start()..span.end()])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_part_filled_blocks() {
        let one = "Року того настала велика посуха, і люди\nпішли з сіл у міста шукати хліба та\nпритулку.";
        let two = "Навесні повернулися не всі, а хто вернувся,\nзастав порожні хати.";
        check(&format!("{one}\n\n{two}\n"), &[one, two]);
    }

    #[test]
    fn short_lines_are_paragraphs_of_their_own() {
        check("Фонд 127\r\nОпис 1\r\nСправа 12\r\n", &["Фонд 127", "Опис 1", "Справа 12"]);
    }

    #[test]
    fn a_date_may_go_over_the_end_of_a_line() {
        check("Хату зведено 20 вересня\n1908 року", &["Хату зведено 20 вересня\n1908 року"]);
        check("Опис двору\n1908 року", &["Опис двору", "1908 року"]);
    }

    #[test]
    fn long_lines_are_paragraphs_of_their_own() {
        let long = "слово ".repeat(60);
        let long = long.trim_end();
        check(&format!("{long}.\n{long}."), &[&format!("{long}."), &format!("{long}.")]);
        let divided = format!("{long} грома-\nдянської.");
        check(&divided, &[&divided]);
    }

    #[test]
    fn what_is_no_white_space_in_xml_stands_in_a_paragraph() {
        check("\u{c}\n\n \t\n\u{a0}", &["\u{c}", "\u{a0}"]);
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        check("Перший рядок.\r\rДругий рядок.", &["Перший рядок.", "Другий рядок."]);
    }
}
