//! Annotated texts as patterns: what is kept, and what is drawn anew.

use std::collections::{HashMap, HashSet};

use litopys::corpus::Text;

use super::names::{Listed, Pools};
use super::shapes::{Shape, Shapes};

/// Years that move.
const YEARS: std::ops::Range<i32> = 1200..1960;

/// A text.
pub struct Pattern {
    /// With the line ends behind them.
    pub paragraphs: Vec<Vec<Piece>>,
}

/// A part of a paragraph.
pub enum Piece {
    /// Stays.
    Kept(String),
    /// An ordinary word.
    Word {
        /// What takes its place.
        shape: Shape,
        /// Whether it begins a sentence.
        is_capital: bool,
    },
    /// A word of a name that is not listed.
    Name(Shape),
    /// A listed name.
    Listed(Listed),
    /// A year.
    Year(i32),
    /// A day of a month, or any other number that could be one.
    Day,
}

/// The words of texts, as they stand and in lower case.
pub fn words(texts: &[Text]) -> HashSet<String> {
    let words = texts.iter().flat_map(|text| runs(&text.text)).filter(|run| is_word(run));
    words.flat_map(|word| [word.to_owned(), word.to_lowercase()]).collect()
}

/// The patterns of texts.
pub fn patterns(texts: &[Text], shapes: &Shapes, pools: &Pools) -> Vec<Pattern> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in texts.iter().flat_map(|text| runs(&text.text)).filter(|run| is_word(run)) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    let is_rare = |word: &str| counts.get(word).is_some_and(|count| *count == 1);
    let pattern = |text: &Text| {
        let mut paragraphs = vec![Vec::new()];
        let mut done = 0;
        for name in &text.annotations {
            prose(&text.text[done..name.span.start()], shapes, &is_rare, &mut paragraphs);
            let surface = &text.text[name.span.start()..name.span.end()];
            let paragraph = paragraphs.last_mut().unwrap();
            match pools.get(name.kind, &name.canonical, surface) {
                Some(listed) => paragraph.push(Piece::Listed(listed)),
                None => paragraph.extend(runs(surface).map(|run| match shapes.get(run) {
                    Some(shape) if run.starts_with(char::is_uppercase) => Piece::Name(shape),
                    _ => Piece::Kept(run.to_owned()),
                })),
            }
            done = name.span.end();
        }
        prose(&text.text[done..], shapes, &is_rare, &mut paragraphs);
        Pattern { paragraphs }
    };
    texts.iter().map(pattern).collect()
}

/// What stands between names.
fn prose(
    text: &str,
    shapes: &Shapes,
    is_rare: &dyn Fn(&str) -> bool,
    paragraphs: &mut Vec<Vec<Piece>>,
) {
    let mut before = "";
    let mut all = runs(text).peekable();
    while let Some(run) = all.next() {
        let lower = run.to_lowercase();
        let paragraph = paragraphs.last_mut().unwrap();
        if let Ok(number) = run.parse::<i32>() {
            let after = all.peek().copied().unwrap_or(" ");
            let is_free = before.ends_with([' ', '\n', '(', '«']) && after.starts_with([' ', ')']);
            paragraph.push(match number {
                year if YEARS.contains(&year) => Piece::Year(year),
                1..=28 if is_free && !run.starts_with('0') => Piece::Day,
                _ => Piece::Kept(run.to_owned()),
            });
        } else {
            let is_capital = lower != run;
            match shapes.get(&lower).filter(|_| is_rare(&lower)) {
                Some(shape) => paragraph.push(Piece::Word { shape, is_capital }),
                None => paragraph.push(Piece::Kept(run.to_owned())),
            }
            if run.ends_with('\n') {
                paragraphs.push(Vec::new());
            }
        }
        before = run;
    }
}

/// Words, numbers, and what stands between them; line ends together with the spaces before them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let kind = |at: usize, c: char| {
        let rest = &text[at + c.len_utf8()..];
        match c {
            'ʼ' | '\'' | '’' if rest.starts_with(char::is_alphabetic) => 0,
            _ if c.is_alphabetic() => 0,
            _ if c.is_ascii_digit() => 1,
            _ => 2,
        }
    };
    let mut chars = text.char_indices().map(move |(at, c)| (at, kind(at, c), c)).peekable();
    std::iter::from_fn(move || {
        let (from, first, mut last) = chars.next()?;
        let mut to = from + last.len_utf8();
        // A line end begins no run of its own, but ends one.
        while let Some((at, _, c)) =
            chars.next_if(|(_, kind, c)| *kind == first && (last != '\n' || *c == '\n'))
        {
            (to, last) = (at + c.len_utf8(), c);
        }
        Some(&text[from..to])
    })
}

fn is_word(run: &str) -> bool {
    run.starts_with(char::is_alphabetic)
}
