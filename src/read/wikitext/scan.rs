//! From the source of a page to tokens, in one pass.

use memchr::{memchr, memmem};
use rustc_hash::FxHashMap;

use crate::read::wikitext::character::entity;
use crate::read::wikitext::frames::{Frame, Opened};
use crate::read::wikitext::reach::Reach;
use crate::read::wikitext::{Kind, Token};

/// Bytes that may begin markup.
const MARKUP: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"\n<[]{}|'&_-!=";
    let mut n = 0;
    while n < bytes.len() {
        #[expect(clippy::indexing_slicing, reason = "a constant cannot be made otherwise")]
        {
            table[bytes[n] as usize] = true;
        }
        n += 1;
    }
    table
};

/// How long the name of a character or of a switch may be.
const NAME: usize = 64;

/// Reads a source and makes its tokens.
pub struct Scanner<'t> {
    pub text: &'t str,
    /// Where it stands; all before is in tokens but for the text from `begin` on.
    pub at: usize,
    begin: usize,
    pub tokens: Vec<Token>,
    /// Brackets that wait for their ends.
    pub stack: Vec<Frame>,
    /// The tokens that part what stands in those brackets, the outermost first.
    pub pipes: Vec<u32>,
    /// Braces among the brackets since the last note began.
    pub braces: usize,
    /// Whether a line begins here.
    pub is_line: bool,
    /// Where the signs behind a heading begin.
    pub heading_end: Option<usize>,
    /// Whether `!!` parts cells in this line.
    pub is_header: bool,
    /// Where a line begins that nothing but comments stand before.
    pub line_at: usize,
    pub is_note: bool,
    /// Where the ends of these stand.
    pub note_end: usize,
    pub poem_end: usize,
    pub gallery_end: usize,
    pub comment: Reach,
    pub end_tags: FxHashMap<&'static str, Reach>,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            begin: 0,
            tokens: Vec::with_capacity(text.len() / 16),
            stack: Vec::new(),
            pipes: Vec::new(),
            braces: 0,
            is_line: true,
            heading_end: None,
            is_header: false,
            line_at: 0,
            is_note: false,
            note_end: 0,
            poem_end: 0,
            gallery_end: 0,
            comment: Reach::default(),
            end_tags: FxHashMap::default(),
        }
    }

    /// All tokens.
    pub fn tokens(mut self) -> Vec<Token> {
        while self.at < self.text.len() {
            if std::mem::take(&mut self.is_line) {
                let passed = self.line();
                self.pass(passed);
                continue;
            }
            let rest = self.rest();
            let is_markup = |byte: &u8| MARKUP.get(usize::from(*byte)) == Some(&true);
            let plain = rest.iter().position(is_markup).unwrap_or(rest.len());
            self.at += plain;
            let passed = match self.rest().first() {
                None => break,
                Some(b'\n') => self.newline(),
                Some(b'<') => self.tag(),
                Some(b'[') => self.open_link(),
                Some(b']') => self.close_link(),
                Some(b'{') => self.open_braces(),
                Some(b'}') => self.close_braces(),
                Some(b'|') => self.pipe(),
                Some(b'\'') => self.quotes(),
                Some(b'&') => self.entity(),
                Some(b'_') => self.switch(),
                Some(b'-') => self.open_variant(),
                Some(b'!') => self.bangs(),
                Some(_) => self.end_heading(),
            };
            match passed {
                // What is no markup is text; markup is of ASCII, so a character ends here.
                0 => self.at += 1,
                passed => self.pass(passed),
            }
        }
        self.flush();
        self.tokens
    }

    /// The bytes from here on.
    pub fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// What the source says between two bytes.
    pub fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Adds a token behind the text before it; its number.
    pub fn push(&mut self, kind: Kind, start: usize, end: usize) -> u32 {
        self.flush();
        self.token(kind, start, end)
    }

    /// Adds the text up to here.
    pub fn flush(&mut self) {
        if self.begin < self.at {
            self.token(Kind::Text, self.begin, self.at);
        }
        self.begin = self.at;
    }

    fn token(&mut self, kind: Kind, start: usize, end: usize) -> u32 {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let at = number(self.tokens.len());
        let (start, end) = (number(start), number(end));
        self.tokens.push(Token { kind, start, end, next: at.saturating_add(1) });
        at
    }

    /// Goes over bytes that are markup.
    fn pass(&mut self, bytes: usize) {
        if bytes > 0 {
            self.flush();
            self.at = (self.at + bytes).min(self.text.len());
            self.begin = self.at;
        }
    }

    /// Markup at the beginning of a line; how many bytes it has.
    fn line(&mut self) -> usize {
        let rest = self.rest();
        if self.at < self.gallery_end {
            let line = rest.get(..line_end(rest)).unwrap_or_default();
            let passed = memchr(b'|', line).map_or(line.len(), |at| at + 1);
            if !line.starts_with(b"<") {
                self.push(Kind::Paragraph, self.at, self.at);
                return passed;
            }
        }
        if self.at < self.poem_end {
            return rest.iter().take_while(|byte| matches!(byte, b':' | b' ')).count();
        }
        if rest.first() == Some(&b'=') {
            return self.heading();
        }
        let indent = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b':')).count();
        match rest.get(indent..).unwrap_or_default() {
            [b'{', b'|', ..] => {
                let token = self.push(Kind::Table, self.at, self.at);
                self.open(Opened::Table, token);
                line_end(rest)
            }
            [mark @ (b'|' | b'!'), after @ ..] => self.table_line(indent, *mark, after),
            _ => 0,
        }
    }

    fn table_line(&mut self, indent: usize, mark: u8, after: &[u8]) -> usize {
        let sign = if mark == b'|' { after.first().copied().unwrap_or_default() } else { 0 };
        let ends = sign == b'}' && (self.braces == 0 || after.get(1) != Some(&b'}'));
        if sign == b'-' || ends {
            self.drop_links();
        }
        if self.stack.last().is_none_or(|frame| frame.opened != Opened::Table) {
            return 0;
        }
        if ends {
            self.push(Kind::TableEnd, self.at, self.at);
            self.drop_frame();
            return indent + 2;
        }
        if sign == b'-' {
            self.push(Kind::Row, self.at, self.at);
            return line_end(self.rest());
        }
        let kind = if sign == b'+' { Kind::Paragraph } else { Kind::Cell };
        let token = self.push(kind, self.at, self.at);
        self.begin_cell(Some(token));
        self.is_header = mark == b'!';
        indent + 1 + usize::from(sign == b'+')
    }

    /// A heading, if the line ends as one.
    fn heading(&mut self) -> usize {
        let rest = self.rest();
        let mut line = rest.get(..line_end(rest)).unwrap_or_default().trim_ascii_end();
        while line.ends_with(b"-->") {
            let Some(comment) = memmem::rfind(line, b"<!--") else { break };
            line = line.get(..comment).unwrap_or_default().trim_ascii_end();
        }
        let before = line.iter().take_while(|byte| **byte == b'=').count();
        let behind = line.iter().rev().take_while(|byte| **byte == b'=').count();
        if behind == 0 || before == line.len() {
            return 0;
        }
        let signs = before.min(behind).min(6);
        let level = u8::try_from(signs.saturating_sub(1).max(1)).unwrap_or(1);
        self.push(Kind::Heading(level), self.at, self.at);
        self.heading_end = Some(self.at + line.len() - signs);
        signs
    }

    fn end_heading(&mut self) -> usize {
        if self.heading_end != Some(self.at) {
            return 0;
        }
        self.push(Kind::HeadingEnd, self.at, self.at);
        self.rest().iter().take_while(|byte| **byte == b'=').count()
    }

    fn newline(&mut self) -> usize {
        self.end_line();
        self.is_line = true;
        self.line_at = self.at + 1;
        self.is_header = false;
        self.heading_end = None;
        let kind = if self.at < self.poem_end { Kind::Break } else { Kind::Newline };
        self.push(kind, self.at, self.at + 1);
        1
    }

    /// Two apostrophes and more, of which some may be meant.
    fn quotes(&mut self) -> usize {
        let count = self.rest().iter().take_while(|byte| **byte == b'\'').count();
        let meant = match count {
            1 | 4 => 1,
            _ => count.saturating_sub(5),
        };
        self.at += meant.min(count - 1);
        if count == 1 { 0 } else { count - meant }
    }

    fn entity(&mut self) -> usize {
        let name = self.rest().iter().take(NAME).position(|byte| *byte == b';');
        let end = name.map_or(0, |end| end + 1);
        if entity(self.slice(self.at, self.at + end)).is_none() {
            return 0;
        }
        self.push(Kind::Raw, self.at, self.at + end);
        end
    }

    /// A switch of the page's behaviour, such as `__NOTOC__`.
    fn switch(&mut self) -> usize {
        let Some(name) = self.text.get(self.at..).and_then(|rest| rest.strip_prefix("__")) else {
            return 0;
        };
        let is_name = |c: char| c.is_uppercase() || c == '_';
        let end = name.char_indices().take(NAME).find(|(_, c)| !is_name(*c));
        let name = name.get(..end.map_or(name.len().min(NAME), |(at, _)| at)).unwrap_or_default();
        match name.find("__") {
            Some(end) if end > 0 => end + 4,
            _ => 0,
        }
    }
}

/// Where the first line of the bytes ends.
pub fn line_end(bytes: &[u8]) -> usize {
    memchr(b'\n', bytes).unwrap_or(bytes.len())
}
