//! What links show.

use std::ops::Range;

use crate::read::wikitext::Kind;
use crate::read::wikitext::frames::Frame;
use crate::read::wikitext::scan::Scanner;
use crate::read::wikitext::words::{self, Word};

/// How long the target of a link and an option of a picture may be.
const TITLE: usize = 1024;
const OPTION: usize = 40;

impl Scanner<'_> {
    /// Ends a link.
    pub fn link(&mut self, frame: Frame, end: u32) {
        let pipe = self.pipes.get(frame.pipes).copied();
        let (from, to) = (self.end_of(frame.token), self.start_of(pipe.unwrap_or(end)));
        // Longer titles are none; what lies in one another must not be looked at again and again.
        let target = if to - from <= TITLE { self.slice(from, to).trim() } else { "-" };
        let prefix = target.split_once(':').map(|(prefix, _)| prefix.trim()).unwrap_or_default();
        match words::word(&prefix.to_lowercase()) {
            Some(Word::Category) => return self.hide(frame.token, end + 1),
            Some(Word::File) => return self.file(frame, end),
            _ if is_language(prefix) && self.begins_line(frame.token) => {
                return self.hide(frame.token, end + 1);
            }
            _ => {}
        }
        let begin = frame.token + 1;
        match pipe {
            Some(pipe) if self.is_blank(pipe + 1..end) => {
                self.hide(frame.token, begin);
                self.hide(pipe, end);
                self.cut(begin, |target| pipe_trick(target));
            }
            Some(pipe) => self.hide(frame.token, pipe + 1),
            None if target.is_empty() => {}
            None => {
                self.hide(frame.token, begin);
                self.cut(begin, |target| {
                    let shown = target.trim_start();
                    shown.strip_prefix(':').unwrap_or(target)
                });
            }
        }
    }

    /// Ends a link to a picture, of which only the caption is shown, and behind the paragraph.
    fn file(&mut self, frame: Frame, end: u32) {
        self.hide(frame.token, end + 1);
        let pipes = self.pipes.get(frame.pipes..).unwrap_or_default();
        let ends = pipes.iter().skip(1).copied().chain([end]);
        let (mut caption, mut is_framed) = (None, false);
        for (pipe, end) in pipes.iter().zip(ends) {
            let option = self.slice(self.end_of(*pipe), self.start_of(end)).trim();
            match option_of(option) {
                None => caption = Some((*pipe + 1, end)),
                Some(Word::Frame) => is_framed = true,
                Some(_) => {}
            }
        }
        let Some((start, behind)) = caption.filter(|_| is_framed) else { return };
        if let Some(token) = self.tokens.get_mut(frame.token as usize) {
            (token.kind, token.start, token.end) = (Kind::Later, start, behind);
        }
    }

    /// Ends variants of one text in several scripts, of which the first is shown.
    pub fn variant(&mut self, frame: Frame, end: u32) {
        let flags = self.pipes.get(frame.pipes).copied();
        let begin = flags.unwrap_or(frame.token) + 1;
        self.hide(frame.token, begin);
        let first = self.tokens.get(begin as usize).copied();
        let Some(first) = first.filter(|token| token.kind == Kind::Text && begin < end) else {
            return;
        };
        let text = self.slice(first.start as usize, first.end as usize);
        let is_code = |code: &str| code.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
        let coded = text.split_once(':').filter(|(code, _)| is_code(code.trim()));
        let is_several = coded.is_some() && text.contains(';');
        self.cut(begin, |text| {
            let coded = text.split_once(':').filter(|(code, _)| is_code(code.trim()));
            let text = coded.map_or(text, |(_, text)| text);
            if is_several { text.split(';').next().unwrap_or(text) } else { text }
        });
        if is_several {
            self.jump(begin, end);
        }
    }

    /// Leaves only a part of a token's text.
    pub fn cut(&mut self, token: u32, part: impl for<'s> Fn(&'s str) -> &'s str) {
        let Some(found) = self.tokens.get(token as usize) else { return };
        if found.kind != Kind::Text {
            return;
        }
        let text = self.slice(found.start as usize, found.end as usize);
        let left = part(text);
        let before = left.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let start = found.start + u32::try_from(before).unwrap_or_default();
        let end = start + u32::try_from(left.len()).unwrap_or_default();
        if let Some(found) = self.tokens.get_mut(token as usize) {
            (found.start, found.end) = (start, end);
        }
    }

    /// Whether tokens say nothing.
    pub fn is_blank(&self, range: Range<u32>) -> bool {
        let mut tokens = range.map(|token| self.tokens.get(token as usize));
        tokens.all(|token| {
            token.is_none_or(|token| self.is_space(token.kind, token.start, token.end))
        })
    }

    /// Whether a token is white space and nothing else.
    pub fn is_space(&self, kind: Kind, start: u32, end: u32) -> bool {
        let text = || self.slice(start as usize, end as usize);
        kind == Kind::Newline || (kind == Kind::Text && text().trim().is_empty())
    }

    /// The first byte of a token.
    pub fn start_of(&self, token: u32) -> usize {
        self.tokens.get(token as usize).map_or(self.text.len(), |token| token.start as usize)
    }

    /// The byte behind a token.
    pub fn end_of(&self, token: u32) -> usize {
        self.tokens.get(token as usize).map_or(self.text.len(), |token| token.end as usize)
    }

    fn begins_line(&self, token: u32) -> bool {
        let before = token.checked_sub(1).and_then(|before| self.tokens.get(before as usize));
        before.is_none_or(|before| before.kind == Kind::Newline)
    }
}

/// Whether a prefix is the code of a language, under which the same page stands elsewhere.
fn is_language(prefix: &str) -> bool {
    let mut parts = prefix.split('-');
    let is_code = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.next().is_some_and(|code| matches!(code.len(), 2 | 3) && is_code(code))
        && parts.all(is_code)
}

/// What an option of a picture is; none when it is its caption.
fn option_of(option: &str) -> Option<Word> {
    if option.is_empty() {
        return Some(Word::Option);
    }
    let option = option.get(..option.floor_char_boundary(OPTION)).unwrap_or(option);
    let size = option.trim_end_matches("px").trim_end_matches("пкс");
    if size.len() < option.len()
        && size.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'x' | b' '))
    {
        return Some(Word::Option);
    }
    let (key, has_value) = option.split_once('=').map_or((option, false), |(key, _)| (key, true));
    let word = words::word(&key.trim().to_lowercase());
    match word {
        Some(Word::Frame | Word::Option) if !has_value => word,
        Some(Word::Key | Word::Frame) if has_value => word,
        Some(Word::Key) if key == "upright" => word,
        _ => None,
    }
}

/// What stands for a title without its namespace and what tells it from others.
fn pipe_trick(title: &str) -> &str {
    let title = title.trim().trim_start_matches(':');
    let name = title.split_once(':').map_or(title, |(_, name)| name);
    let cut = name.split_once(" (").or_else(|| name.split_once(", "));
    cut.map_or(name, |(name, _)| name)
}
