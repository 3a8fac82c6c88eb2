//! A sentence as the parser of dates sees it: words, numbers and marks with what is known of them.

use std::ops::Range;

use crate::find::Ctx;
use crate::lexicon::dates::{Class, Classes, Word};
use crate::lexicon::grammar::bits;
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
    /// What the pieces from here on may be.
    pub ahead: Classes,
    /// What the lexicon knows of it.
    pub word: Option<&'static Word>,
    /// Its value as a Roman numeral or in figures.
    pub number: Option<i32>,
}

/// Fills `pieces` with the tokens of a sentence that are not white space, and says whether one of
/// them can begin an expression.
pub fn pieces(
    ctx: &Ctx<'_>,
    tokens: Range<usize>,
    begins: Classes,
    pieces: &mut Vec<Piece>,
) -> bool {
    pieces.clear();
    let mut found = false;
    let mut tight = false;
    let dates = ctx.lang.dates();
    for token in tokens {
        let Some(kind) = ctx.token(token).map(|token| token.kind) else { continue };
        let text = || ctx.folded(token);
        let mut piece = Piece { token, tight, classes: Classes::default(), ahead: Classes::default(), word: None, number: None };
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
                    piece.classes = piece.classes.and(Classes::other(bits::YEAR));
                }
            }
            TokenKind::Word(_) => {
                piece.word = dates.get(text());
                piece.classes = piece.word.map(|word| word.classes).unwrap_or_default();
                piece.number = roman(text());
                if piece.number.is_some() && ctx.is_capital(token) {
                    piece.classes = piece.classes.and(Classes::other(bits::ROMAN));
                }
            }
            TokenKind::Mark => {
                piece.word = dates.get(text());
                piece.classes = bits::mark(text().chars().next().unwrap_or_default());
                piece.classes = piece.word.map_or(piece.classes, |w| piece.classes.and(w.classes));
            }
        }
        found |= piece.classes.meet(begins) || is_tied(pieces, &piece);
        pieces.push(piece);
    }
    let mut ahead = Classes::default();
    for piece in pieces.iter_mut().rev().filter(|_| found) {
        ahead = ahead.and(piece.classes);
        piece.ahead = ahead;
    }
    found
}

/// Whether the piece is tied to a number before it, as in «24-го» and «05.12.17».
fn is_tied(pieces: &[Piece], piece: &Piece) -> bool {
    let number = Classes::other(bits::NUMBER);
    let mark = Classes::other(bits::STOP).and(Classes::other(bits::DASH));
    let ties = number.and(Classes::of(Class::DaySuffix)).and(Classes::other(bits::ROMAN));
    piece.tight
        && piece.classes.meet(ties)
        && matches!(pieces, [.., before, joint] if joint.tight
            && joint.classes.meet(mark)
            && before.classes.meet(number))
}

/// The classes without which no sentence has a date: all that name a time or part of one.
pub fn telling() -> Classes {
    let classes = [
        Class::Century,
        Class::Dates,
        Class::Eve,
        Class::Feast,
        Class::Millennium,
        Class::Month,
        Class::MonthNoun,
        Class::Season,
        Class::SeasonNoun,
        Class::Stretch,
        Class::Then,
        Class::Unit,
        Class::Year,
        Class::Years,
    ];
    let words = classes.into_iter().map(Classes::of);
    let figures = Classes::other(bits::YEAR).and(Classes::other(bits::ROMAN));
    words.fold(figures, Classes::and)
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
    if !word.contains(['x', 'х', 'i', 'v']) && !(word.contains('і') && word.chars().count() <= 2) {
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
