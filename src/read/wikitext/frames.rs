//! Brackets that wait for their ends.

use crate::read::wikitext::Kind;
use crate::read::wikitext::scan::Scanner;

/// Beginnings of addresses.
const SCHEMES: [&[u8]; 7] =
    [b"http://", b"https://", b"//", b"ftp://", b"mailto:", b"news:", b"irc://"];

/// A bracket that was opened.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub opened: Opened,
    /// Its token.
    pub token: u32,
    /// How many pipes stood in the brackets around it.
    pub pipes: usize,
    /// In a table: the cell that may still turn out to begin with its attributes.
    pub cell: Option<u32>,
    /// In a note: the braces around it.
    pub braces: usize,
}

/// What was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// `[[`
    Link,
    /// `[` before an address.
    Address,
    /// `{{`
    Template,
    /// `{{{`
    Parameter,
    /// `-{`
    Variant,
    /// `{|`
    Table,
    /// `<ref>`, whose end is known to follow.
    Note,
}

impl Scanner<'_> {
    /// Opens a bracket whose token this is.
    pub fn open(&mut self, opened: Opened, token: u32) {
        let braces = self.braces;
        match opened {
            Opened::Template | Opened::Parameter => self.braces += 1,
            Opened::Note => self.braces = 0,
            _ => {}
        }
        let frame = Frame { opened, token, pipes: self.pipes.len(), cell: None, braces };
        self.stack.push(frame);
    }

    /// Takes the last bracket off; if it has not ended, it is text.
    pub fn drop_frame(&mut self) -> Option<Frame> {
        let frame = self.stack.pop()?;
        self.pipes.truncate(frame.pipes);
        match frame.opened {
            Opened::Template | Opened::Parameter => self.braces -= 1,
            Opened::Note => self.braces = frame.braces,
            _ => {}
        }
        Some(frame)
    }

    fn top(&self) -> Option<Opened> {
        self.stack.last().map(|frame| frame.opened)
    }

    /// Gives up what cannot go on in another line.
    pub fn end_line(&mut self) {
        while let Some(frame) = self.stack.last() {
            let is_open = match frame.opened {
                Opened::Address => true,
                Opened::Link => self.pipes.len() == frame.pipes,
                _ => false,
            };
            if !is_open {
                break;
            }
            self.drop_frame();
        }
    }

    /// Gives up links, which do not go on behind a row.
    pub fn drop_links(&mut self) {
        while matches!(self.top(), Some(Opened::Link | Opened::Address)) {
            self.drop_frame();
        }
    }

    /// Notes in which cell of the last table this is, if it may have attributes.
    pub fn begin_cell(&mut self, cell: Option<u32>) {
        if let Some(frame) = self.stack.last_mut().filter(|frame| frame.opened == Opened::Table) {
            frame.cell = cell;
        }
    }

    pub fn open_link(&mut self) -> usize {
        let rest = self.rest();
        let address = |after: &[u8]| SCHEMES.iter().any(|scheme| after.starts_with(scheme));
        match rest {
            [b'[', b'[', after @ ..] if !address(after) => {
                self.begin_cell(None);
                let token = self.push(Kind::Text, self.at, self.at + 2);
                self.open(Opened::Link, token);
                2
            }
            [b'[', after @ ..] if address(after) => {
                let is_end = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b']' | b'<' | b'|');
                let end = 1 + after.iter().position(is_end).unwrap_or(after.len());
                let token = self.push(Kind::Text, self.at, self.at + end);
                self.open(Opened::Address, token);
                end
            }
            _ => 0,
        }
    }

    pub fn close_link(&mut self) -> usize {
        match (self.top(), self.rest()) {
            (Some(Opened::Address), _) => {
                self.push(Kind::Nothing, self.at, self.at + 1);
                if let Some(frame) = self.drop_frame() {
                    self.hide(frame.token, frame.token + 1);
                }
                1
            }
            (Some(Opened::Link), [b']', b']', ..]) => {
                let end = self.push(Kind::Nothing, self.at, self.at + 2);
                if let Some(frame) = self.stack.last().copied() {
                    self.link(frame, end);
                    self.drop_frame();
                }
                2
            }
            _ => 0,
        }
    }

    /// Opens two braces or three, as many as there are.
    pub fn open_braces(&mut self) -> usize {
        let count = self.rest().iter().take_while(|byte| **byte == b'{').count();
        if count < 2 {
            return 0;
        }
        let twos = match count % 3 {
            0 => 0,
            1 => 2,
            _ => 1,
        };
        let threes = (count - 2 * twos) / 3;
        let runs = std::iter::repeat_n(2, twos).chain(std::iter::repeat_n(3, threes));
        let mut at = self.at;
        for length in runs {
            let token = self.push(Kind::Text, at, at + length);
            let opened = if length == 2 { Opened::Template } else { Opened::Parameter };
            self.open(opened, token);
            at += length;
        }
        count
    }

    pub fn close_braces(&mut self) -> usize {
        let rest = self.rest();
        if self.top() == Some(Opened::Variant) && rest.get(1) == Some(&b'-') {
            let end = self.push(Kind::Nothing, self.at, self.at + 2);
            if let Some(frame) = self.stack.last().copied() {
                self.variant(frame, end);
                self.drop_frame();
            }
            return 2;
        }
        if self.braces == 0 || rest.get(1) != Some(&b'}') {
            return 0;
        }
        while !matches!(self.top(), Some(Opened::Template | Opened::Parameter) | None) {
            self.drop_frame();
        }
        let Some(frame) = self.stack.last().copied() else { return 0 };
        let is_three = frame.opened == Opened::Parameter && rest.get(2) == Some(&b'}');
        let length = if is_three { 3 } else { 2 };
        let end = self.push(Kind::Nothing, self.at, self.at + length);
        self.template(frame, end, is_three);
        self.drop_frame();
        length
    }

    /// `-{`, unless a template follows a hyphen.
    pub fn open_variant(&mut self) -> usize {
        match self.rest() {
            [b'-', b'{', after, ..] if *after != b'{' && *after != b'|' => {
                let token = self.push(Kind::Text, self.at, self.at + 2);
                self.open(Opened::Variant, token);
                2
            }
            _ => 0,
        }
    }

    pub fn pipe(&mut self) -> usize {
        let Some(frame) = self.stack.last().copied() else { return 0 };
        match (frame.opened, self.rest()) {
            (Opened::Link | Opened::Template | Opened::Parameter | Opened::Variant, _) => {
                let token = self.push(Kind::Text, self.at, self.at + 1);
                self.pipes.push(token);
                1
            }
            (Opened::Table, [b'|', b'|', ..]) => self.cell(),
            (Opened::Table, _) => match frame.cell {
                Some(cell) => {
                    // What stood here were attributes of the cell.
                    let token = self.push(Kind::Nothing, self.at, self.at);
                    self.jump(cell, token);
                    self.begin_cell(None);
                    1
                }
                None => 0,
            },
            _ => 0,
        }
    }

    /// `!!`, which parts cells in a line of headers.
    pub fn bangs(&mut self) -> usize {
        let is_table = self.top() == Some(Opened::Table);
        if self.is_header && is_table && self.rest().get(1) == Some(&b'!') {
            self.cell()
        } else {
            0
        }
    }

    fn cell(&mut self) -> usize {
        let token = self.push(Kind::Cell, self.at, self.at);
        self.begin_cell(Some(token));
        2
    }

    /// Makes a token go on with another.
    pub fn jump(&mut self, from: u32, to: u32) {
        if let Some(token) = self.tokens.get_mut(from as usize) {
            token.next = to;
        }
    }

    /// Shows nothing of a token, and goes on with another.
    pub fn hide(&mut self, from: u32, to: u32) {
        self.turn(from, Kind::Nothing, to);
    }

    /// Makes a token do something else, and go on with another.
    pub fn turn(&mut self, from: u32, kind: Kind, to: u32) {
        if let Some(token) = self.tokens.get_mut(from as usize) {
            token.kind = kind;
            token.next = to;
        }
    }
}
