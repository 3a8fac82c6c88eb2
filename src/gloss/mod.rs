//! What is certain of every word, if that is asked for?
//!
//! No tagger decides between readings: what they disagree on is not said.

mod name;

use crate::lang::Language;
use crate::model::cleaned::Cleaned;
use crate::model::gloss::{Gloss, Known};
use crate::model::layout::{Layout, Token, TokenKind};
use crate::model::mention::Mention;
use crate::model::span::{Clean, Span};

/// The words and marks of a text, in order.
///
/// Words that a hyphen joins are one, unless a name begins or ends between them.
pub fn gloss(
    cleaned: &Cleaned,
    layout: &Layout,
    mentions: &[Mention],
    lang: &dyn Language,
) -> Vec<Gloss> {
    let mut borders: Vec<usize> =
        mentions.iter().flat_map(|mention| [mention.span.start(), mention.span.end()]).collect();
    borders.sort_unstable();
    let is_cut = |span: Span<Clean>| {
        let span = cleaned.to_raw(span);
        let first = borders.partition_point(|border| *border <= span.start());
        borders.get(first).is_some_and(|border| *border < span.end())
    };
    let mut pieces = Vec::with_capacity(layout.tokens.len() / 2);
    for sentence in &layout.sentences {
        let mut rest = layout.tokens.get(sentence.tokens.clone()).unwrap_or_default();
        while let Some((first, behind)) = rest.split_first() {
            let (span, used) = whole(rest, cleaned, is_cut).unwrap_or((first.span, 1));
            rest = rest.get(used..).unwrap_or(behind);
            if first.kind != TokenKind::Space {
                let is_mark = first.kind == TokenKind::Mark;
                let known = if is_mark { mark(cleaned, span) } else { word(cleaned, span, lang) };
                let gloss = Gloss { span: cleaned.to_raw(span), is_mark, known };
                pieces.push(Piece { span, gloss });
            }
        }
    }
    for mention in mentions {
        let first = pieces.partition_point(|piece| piece.gloss.span.start() < mention.span.start());
        let behind = pieces.get_mut(first..).unwrap_or_default();
        let words = behind.partition_point(|piece| piece.gloss.span.end() <= mention.span.end());
        if let Some(words) = behind.get_mut(..words) {
            name::words_of_name(words, mention, cleaned, lang);
        }
    }
    pieces.into_iter().map(|piece| piece.gloss).collect()
}

/// A word or mark and where it stands in the view.
struct Piece {
    span: Span<Clean>,
    gloss: Gloss,
}

/// The word that the first tokens make together, and how many they are; none if the first stands
/// alone.
fn whole(
    tokens: &[Token],
    cleaned: &Cleaned,
    is_cut: impl Fn(Span<Clean>) -> bool,
) -> Option<(Span<Clean>, usize)> {
    let text = |token: &Token| cleaned.text.slice(token.span);
    let counts = |token: &Token| token.is_number() || is_roman(text(token));
    let first = tokens.first().filter(|first| first.is_word() || first.is_number())?;
    let mut found = None;
    let mut last = first;
    for (n, pair) in tokens.get(1..)?.chunks_exact(2).enumerate() {
        let [hyphen, word] = pair else { break };
        if text(hyphen) != "-" || !word.is_word() || (counts(last) && is_roman(text(word))) {
            break;
        }
        let span = first.span.cover(&word.span);
        if is_cut(span) {
            break;
        }
        found = Some((span, 2 * n + 3));
        last = word;
    }
    found
}

fn word(cleaned: &Cleaned, span: Span<Clean>, lang: &dyn Language) -> Known {
    let (word, folded) = (cleaned.text.slice(span), cleaned.folded.slice(span));
    let number = |features| Known { lemma: word.to_owned(), ..Known::features(features) };
    if word.chars().all(char::is_numeric) {
        return number("UPosTag=NUM|NumForm=Digit");
    }
    if is_roman(word) {
        return number("UPosTag=NUM|NumForm=Roman");
    }
    let known = lang.analysis().and_then(|analysis| analysis.of(word, folded));
    known.or_else(|| name::patronymic(word, folded, lang)).unwrap_or_default()
}

fn mark(cleaned: &Cleaned, span: Span<Clean>) -> Known {
    // What Unicode has among symbols, and the signs that stand for a word.
    let is_symbol = |c: char| "№§%‰$€£¥₴°+=<>×±÷|^~`#@&©®™".contains(c);
    let symbol = cleaned.text.slice(span).contains(is_symbol);
    Known::features(if symbol { "UPosTag=SYM" } else { "UPosTag=PUNCT" })
}

/// A number in Latin letters, or in the Cyrillic ones that look like them; a single letter counts
/// only as a Latin one.
fn is_roman(word: &str) -> bool {
    let letters = if word.chars().nth(1).is_some() { "IVXLCDMІХ" } else { "IVX" };
    !word.is_empty() && word.chars().all(|c| letters.contains(c))
}
