//! Tags of HTML and of extensions, and comments.

use std::str;

use memchr::memchr2;

use crate::read::wikitext::Kind;
use crate::read::wikitext::frames::Opened;
use crate::read::wikitext::scan::Scanner;
use crate::read::wikitext::words::{self, Tag};

/// How long the name of a tag may be.
const NAME: usize = 24;

impl Scanner<'_> {
    /// A tag or comment; how many bytes it has, with what it hides.
    pub fn tag(&mut self) -> usize {
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            return self.comment();
        }
        let is_end = rest.get(1) == Some(&b'/');
        let name = rest.get(if is_end { 2 } else { 1 }..).unwrap_or_default();
        let length = name.iter().take(NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        let Some((name, tag)) = str::from_utf8(&name).ok().and_then(words::tag) else { return 0 };
        let behind = rest.get(1..).and_then(|rest| memchr2(b'<', b'>', rest)).map(|end| end + 1);
        let Some(end) = behind.filter(|end| rest.get(*end) == Some(&b'>')) else { return 0 };
        let is_alone = rest.get(end - 1) == Some(&b'/');
        let length = end + 1;
        match (tag, is_end) {
            (Tag::Inline, _) => {}
            (Tag::Block, _) => self.mark(Kind::Paragraph),
            (Tag::Row, false) => self.mark(Kind::Row),
            (Tag::Cell, false) => self.mark(Kind::Cell),
            (Tag::Break, _) => self.mark(Kind::Break),
            (Tag::Heading, false) => {
                let level = name.bytes().last().unwrap_or(b'2').saturating_sub(b'1');
                self.mark(Kind::Heading(level.max(1)));
            }
            (Tag::Heading, true) => self.mark(Kind::HeadingEnd),
            (Tag::Note, true) => self.end_note(),
            (Tag::Poem | Tag::Gallery, true) => self.mark(Kind::Paragraph),
            (_, true) => {}
            (_, false) if is_alone => {}
            (_, false) => return length + self.extension(name, tag, length),
        }
        length
    }

    fn mark(&mut self, kind: Kind) {
        self.push(kind, self.at, self.at);
    }

    /// What follows the tag of an extension, whose end is looked for before anything else; how
    /// many bytes belong to it. A tag that never ends does nothing.
    fn extension(&mut self, name: &'static str, tag: Tag, length: usize) -> usize {
        let begin = self.at + length;
        let reach = self.end_tags.entry(name).or_default();
        let Some(end) = reach.end_tag(self.text.as_bytes(), name, begin) else { return 0 };
        match tag {
            Tag::Note if self.at >= self.note_end => {
                // The end of a note before may stand in what is hidden.
                self.end_note();
                let (start, behind) = self.group(length);
                let token = self.push(Kind::Note, start, behind);
                self.open(Opened::Note, token);
                self.note_end = end;
                self.is_note = true;
                0
            }
            Tag::Poem => {
                self.mark(Kind::Paragraph);
                self.poem_end = end;
                0
            }
            Tag::Gallery => {
                self.mark(Kind::Paragraph);
                self.gallery_end = end;
                0
            }
            Tag::Raw => {
                self.push(Kind::Raw, begin, end);
                end - begin
            }
            Tag::Pre => {
                self.push(Kind::Lines, begin, end);
                end - begin
            }
            Tag::Hidden => end - begin,
            _ => 0,
        }
    }

    fn end_note(&mut self) {
        if self.at < self.note_end || !self.is_note {
            return;
        }
        self.is_note = false;
        while self.drop_frame().is_some_and(|frame| frame.opened != Opened::Note) {}
        self.mark(Kind::NoteEnd);
    }

    /// Where the tag's attribute «group» has its value.
    fn group(&self, length: usize) -> (usize, usize) {
        let end = self.at + length - 1;
        let tag = self.slice(self.at, end);
        let value = tag.split_once("group").and_then(|(_, behind)| {
            let value = behind.trim_start().strip_prefix('=')?.trim_start();
            let quoted = value.strip_prefix('"').map(|value| (value, '"'));
            let quoted = quoted.or_else(|| value.strip_prefix('\'').map(|value| (value, '\'')));
            let (value, close) = quoted.unwrap_or((value, ' '));
            Some((end - value.len(), value.find(close).unwrap_or(value.len())))
        });
        let (start, length) = value.unwrap_or((self.at, 0));
        (start, start + length)
    }

    /// A comment, with its line if nothing else stands there.
    fn comment(&mut self) -> usize {
        let text = self.text.as_bytes();
        let Some(end) = self.comment.needle(text, b"-->", self.at + 4) else { return 4 };
        let end = end + 3;
        let is_line = self.at == self.line_at;
        self.is_line = is_line;
        let after = text.get(end..).unwrap_or_default();
        let blank = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let is_alone = is_line && after.get(blank) == Some(&b'\n');
        let end = if is_alone { end + blank + 1 } else { end };
        if is_line {
            self.line_at = end;
        }
        end - self.at
    }
}
