//! Words, numbers, white space and marks, one after another without a gap.

use crate::model::layout::{Case, Token, TokenKind};
use crate::model::span::Span;

/// The tokens of a text; together they are the text.
pub fn tokens(text: &str) -> Vec<Token> {
    // Prose has a token every five or six bytes of Cyrillic.
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut rest = text;
    let mut at = 0;
    while let Some(first) = rest.chars().next() {
        let (len, kind) = token(rest, first);
        tokens.push(Token { span: Span::new(at, at + len), kind });
        at += len;
        rest = rest.get(len..).unwrap_or_default();
    }
    tokens
}

/// Length in bytes and kind of the token at the beginning of `rest`.
fn token(rest: &str, first: char) -> (usize, TokenKind) {
    if is_letter(first) {
        return word(rest);
    }
    let run = |inside: fn(char) -> bool| rest.find(|c| !inside(c)).unwrap_or(rest.len());
    if first.is_numeric() {
        (run(char::is_numeric), TokenKind::Number)
    } else if first.is_whitespace() {
        (run(char::is_whitespace), TokenKind::Space)
    } else {
        (first.len_utf8(), TokenKind::Mark)
    }
}

/// Letters, and apostrophes between letters.
fn word(rest: &str) -> (usize, TokenKind) {
    let mut end = 0;
    let (mut letters, mut capitals, mut first_capital) = (0_u32, 0_u32, false);
    let mut apostrophe = false;
    for (at, c) in rest.char_indices() {
        if is_letter(c) {
            let capital = is_capital(c);
            first_capital |= letters == 0 && capital;
            capitals += u32::from(capital);
            letters += 1;
            end = at + c.len_utf8();
            apostrophe = false;
        } else if c == '\'' && !apostrophe {
            apostrophe = true;
        } else {
            break;
        }
    }
    let case = match (first_capital, letters == capitals, letters) {
        (false, _, _) => Case::Lower,
        (true, true, 1) => Case::Initial,
        (true, true, _) => Case::Upper,
        (true, false, _) => Case::Capital,
    };
    (end, TokenKind::Word(case))
}

/// Letters and what combines with them; Cyrillic and ASCII are decided without a table.
fn is_letter(c: char) -> bool {
    match c {
        'а'..='я' | 'А'..='Я' | 'a'..='z' | 'A'..='Z' | 'Ѐ'..='Џ' | 'ѐ'..='џ' => true,
        '\0'..='\x7F' => false,
        _ => c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c),
    }
}

fn is_capital(c: char) -> bool {
    match c {
        'А'..='Я' | 'Ѐ'..='Џ' | 'A'..='Z' => true,
        'а'..='џ' | '\0'..='\x7F' => false,
        _ => c.is_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks_part() {
        let show = |text: &str| -> Vec<String> {
            tokens(text).iter().map(|t| text[t.span.start()..t.span.end()].to_owned()).collect()
        };
        assert_eq!(show("об'єднання' 1917-го"), ["об'єднання", "'", " ", "1917", "-", "го"]);
        assert_eq!(show("КП(б)У"), ["КП", "(", "б", ")", "У"]);
    }

    #[test]
    fn the_case_of_a_word_is_that_of_its_letters() {
        for (word, case) in [
            ("М", Case::Initial),
            ("УНР", Case::Upper),
            ("Київ", Case::Capital),
            ("рада", Case::Lower),
            ("КирАРСР", Case::Capital),
        ] {
            assert_eq!(tokens(word)[0].kind, TokenKind::Word(case), "{word}");
        }
    }
}
