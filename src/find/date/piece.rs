//! A sentence as the parser of dates sees it: words, numbers and marks with what is known of them.

use std::ops::Range;
use std::sync::LazyLock;

use crate::find::Ctx;
use crate::lexicon::dates::{Class, Classes, Entry, Word};
use crate::lexicon::grammar::item::bits;
use crate::model::layout::TokenKind;

/// Years that four figures may mean without a word that says so.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=2100;

/// A word, number or mark.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Index of its token.
    pub token: usize,
    /// Whether no white space stands before it.
    pub tight: bool,
    /// What it may be.
    pub classes: Classes,
    /// What it and the next ones may be, as far as an expression reaches.
    pub ahead: Classes,
    /// What the lexicon knows of it.
    pub word: Option<&'static Word>,
    /// Its value as a Roman numeral or in figures.
    pub number: Option<i32>,
}

/// The classes without which no sentence has a date.
static TELLING: LazyLock<Classes> = LazyLock::new(telling);

/// The tokens of a sentence that are not white space; nothing if none of them tells of a time.
pub fn pieces(ctx: &Ctx<'_>, tokens: Range<usize>) -> Option<Vec<Piece>> {
    let mut pieces = Vec::with_capacity(tokens.len());
    let mut found = false;
    let mut tight = false;
    let dates = ctx.lang.dates();
    for token in tokens {
        let Some(kind) = ctx.token(token).map(|token| token.kind) else { continue };
        let text = || ctx.folded(token);
        let mut piece = Piece {
            token,
            tight,
            classes: Classes::default(),
            ahead: Classes::default(),
            word: None,
            number: None,
        };
        tight = true;
        match kind {
            TokenKind::Space => {
                tight = false;
                continue;
            }
            TokenKind::Number => {
                piece.number = text().parse().ok();
                piece.classes = Classes::other(bits::NUMBER);
                let year = |number: i32| text().len() == 4 && YEARS.contains(&number);
                if piece.number.is_some_and(year) {
                    piece.classes = piece.classes.or(Classes::other(bits::YEAR));
                }
            }
            TokenKind::Word(_) => {
                piece.word = dates.get(text());
                piece.classes = piece.word.map(|word| word.classes).unwrap_or_default();
                piece.number = roman(text());
                if piece.number.is_some() && ctx.is_capital(token) {
                    piece.classes = piece.classes.or(Classes::other(bits::ROMAN));
                }
            }
            TokenKind::Mark => {
                piece.word = dates.get(text());
                piece.classes = bits::mark(text().chars().next().unwrap_or_default());
                piece.classes = piece.word.map_or(piece.classes, |w| piece.classes.or(w.classes));
            }
        }
        found |= is_tied(&pieces, &piece);
        pieces.push(piece);
    }
    without_phrases(ctx, &mut pieces);
    found |= pieces.iter().any(|piece| piece.classes.meet(*TELLING));
    if !found {
        return None;
    }
    look_ahead(&mut pieces);
    Some(pieces)
}

/// Takes from a word the classes of phrases that it does not begin here.
fn without_phrases(ctx: &Ctx<'_>, pieces: &mut [Piece]) {
    for at in 0..pieces.len() {
        let Some(word) = pieces.get(at).and_then(|piece| piece.word) else { continue };
        if word.entries.iter().all(|entry| entry.rest.is_empty()) {
            continue;
        }
        let text = |at: usize| pieces.get(at).map(|piece| ctx.folded(piece.token));
        let here = |entry: &&Entry| {
            let mut rest = entry.rest.iter().enumerate();
            rest.all(|(n, word)| text(at + 1 + n) == Some(word.as_str()))
        };
        let there = word.entries.iter().filter(here).map(|entry| Classes::of(entry.class));
        let there = there.fold(Classes::default(), Classes::or);
        if let Some(piece) = pieces.get_mut(at) {
            piece.classes = piece.classes.without(word.classes).or(there);
        }
    }
}

/// Pieces that an expression has at the most before the one that makes it a date.
const REACH: usize = 16;

/// Notes for each piece what it and the next ones may be.
///
/// Unions over a window, from unions up to and from the borders of blocks as long as the window.
fn look_ahead(pieces: &mut [Piece]) {
    let mut from = Classes::default();
    for (at, piece) in pieces.iter_mut().enumerate().rev() {
        from = if at % REACH == REACH - 1 { piece.classes } else { from.or(piece.classes) };
        piece.ahead = from;
    }
    let mut up_to = Classes::default();
    // The last windows reach over the end.
    for end in 0..pieces.len() + REACH {
        let classes = pieces.get(end).map(|piece| piece.classes).unwrap_or_default();
        up_to = if end % REACH == 0 { classes } else { up_to.or(classes) };
        if let Some(piece) = (end + 1).checked_sub(REACH).and_then(|at| pieces.get_mut(at)) {
            piece.ahead = piece.ahead.or(up_to);
        }
    }
}

/// Whether the piece is tied to a number before it, as in «24-го» and «05.12.17».
fn is_tied(pieces: &[Piece], piece: &Piece) -> bool {
    let number = Classes::other(bits::NUMBER);
    let mark = Classes::other(bits::STOP).or(Classes::other(bits::DASH));
    let ties = number
        .or(Classes::of(Class::DaySuffix))
        .or(Classes::of(Class::YearSuffix))
        .or(Classes::other(bits::ROMAN));
    piece.tight
        && piece.classes.meet(ties)
        && matches!(pieces, [.., before, joint] if joint.tight
            && joint.classes.meet(mark)
            && before.classes.meet(number))
}

/// All that name a time or part of one.
fn telling() -> Classes {
    let classes = [
        Class::Century,
        Class::Dates,
        Class::Era,
        Class::Eve,
        Class::Feast,
        Class::Millennium,
        Class::Month,
        Class::MonthNoun,
        Class::MonthShort,
        Class::Season,
        Class::SeasonNoun,
        Class::Stretch,
        Class::Then,
        Class::Unit,
        Class::Year,
        Class::Years,
    ];
    let words = classes.into_iter().map(Classes::of);
    let figures = Classes::other(bits::YEAR).or(Classes::other(bits::ROMAN));
    words.fold(figures, Classes::or)
}

/// The value of a Roman numeral up to 39 in lower case; typewriters had «У», «П» and «Ш» for V, II
/// and III: «ХУШ».
fn roman(word: &str) -> Option<i32> {
    if word.len() > 14 {
        return None;
    }
    let mut digits = String::new();
    for c in word.chars() {
        digits.push_str(match c {
            'x' | 'х' => "x",
            'i' | 'і' | 'ӏ' => "i",
            'v' | 'у' => "v",
            'п' => "ii",
            'ш' => "iii",
            _ => return None,
        });
    }
    // Without a digit that is one in any script, it is a word: «пуші».
    let short = word.contains('і') && word.chars().count() <= 2;
    if !short && !word.contains(['x', 'х', 'i', 'v']) {
        return None;
    }
    let units = digits.trim_start_matches('x');
    let tens = digits.len() - units.len();
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let units = UNITS.iter().position(|known| *known == units)?;
    let value = tens * 10 + units;
    (tens <= 3 && value > 0).then(|| i32::try_from(value).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_read_in_either_alphabet() {
        for (text, number) in [
            ("xix", Some(19)),
            ("хіх", Some(19)),
            ("хуш", Some(18)),
            ("iv", Some(4)),
            ("і", Some(1)),
            ("iiii", None),
            ("ix", Some(9)),
            ("пушка", None),
            ("у", None),
            ("vx", None),
        ] {
            assert_eq!(roman(text), number, "{text}");
        }
    }
}
