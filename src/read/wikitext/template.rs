//! What templates show.

use std::ops::Range;

use crate::read::wikitext::Kind;
use crate::read::wikitext::frames::Frame;
use crate::read::wikitext::scan::Scanner;
use crate::read::wikitext::words::{self, How, Shown};

/// How long the name of a template that is shown may be.
const NAME: usize = 100;

/// A parameter that a template was given.
struct Parameter {
    /// Its number or name.
    name: String,
    is_numbered: bool,
    /// The tokens of its value.
    value: Range<u32>,
}

impl Scanner<'_> {
    /// Ends a template, or a parameter of one, of which its default is shown.
    pub fn template(&mut self, frame: Frame, end: u32, is_parameter: bool) {
        let pipe = self.pipes.get(frame.pipes).copied();
        self.hide(frame.token, end + 1);
        if is_parameter {
            if let Some(pipe) = pipe {
                self.jump(frame.token, pipe + 1);
            }
            return;
        }
        let from = self.end_of(frame.token);
        let name = self.slice(from, self.start_of(pipe.unwrap_or(end)));
        // What lies in one another must not be looked at again and again.
        let name = name.get(..name.floor_char_boundary(NAME)).unwrap_or(name);
        let name = name.split("<!--").next().unwrap_or(name).trim();
        let function = name.split_once(':').map(|(function, _)| function);
        let takes_colon = function.is_some_and(|function| function != "#tag");
        let key = function.filter(|_| takes_colon).unwrap_or(name);
        let mut key = key.to_lowercase().replace('_', " ");
        if takes_colon {
            key.push(':');
        }
        let Some(shown) = words::template(&key) else { return };
        match shown.how {
            How::Alone(kind) => self.turn(frame.token, kind, end + 1),
            _ => {
                let parameters = self.parameters(frame, end, takes_colon);
                self.show(frame.token, end, shown, &parameters);
            }
        }
    }

    /// The parameters, in order; what stands behind the colon of a function is its first.
    fn parameters(&mut self, frame: Frame, end: u32, is_function: bool) -> Vec<Parameter> {
        let pipes = self.pipes.get(frame.pipes..).unwrap_or_default();
        let mut begins: Vec<u32> = pipes.iter().map(|pipe| pipe + 1).collect();
        let mut ends: Vec<u32> = pipes.iter().copied().chain([end]).collect();
        if is_function {
            begins.insert(0, frame.token + 1);
        } else {
            ends.remove(0);
        }
        let mut parameters = Vec::with_capacity(begins.len());
        let mut number = 0;
        for (n, (begin, end)) in begins.into_iter().zip(ends).enumerate() {
            let sign = if is_function && n == 0 { ':' } else { '=' };
            let name =
                if sign == ':' || !is_function { self.take_name(begin..end, sign) } else { None };
            let name = name.filter(|_| sign == '=');
            let is_numbered = name.is_none();
            number += u32::from(is_numbered);
            let name = name.unwrap_or_else(|| number.to_string());
            let value = self.trimmed(begin..end);
            parameters.push(Parameter { name, is_numbered, value });
        }
        parameters
    }

    /// Takes the name of a parameter off its value.
    fn take_name(&mut self, range: Range<u32>, sign: char) -> Option<String> {
        let mut tokens = range.map(|n| (n, self.tokens.get(n as usize).copied()));
        let (n, token) = tokens.find_map(|(n, token)| {
            let token = token?;
            (!self.is_space(token.kind, token.start, token.end)).then_some((n, token))
        })?;
        if token.kind != Kind::Text {
            return None;
        }
        let text = self.slice(token.start as usize, token.end as usize);
        let name = text.split_once(sign)?.0.trim().to_lowercase();
        self.cut(n, |text| text.split_once(sign).map_or(text, |(_, value)| value));
        Some(name)
    }

    /// A value without white space at its ends, which is hidden.
    fn trimmed(&mut self, range: Range<u32>) -> Range<u32> {
        let (mut start, mut end) = (range.start, range.end);
        let blank = |this: &Self, n: u32| {
            let token = this.tokens.get(n as usize);
            token.is_none_or(|token| this.is_space(token.kind, token.start, token.end))
        };
        while start < end && blank(self, start) {
            start += 1;
        }
        while start < end && blank(self, end - 1) {
            end -= 1;
            self.hide(end, end + 1);
        }
        if start < end {
            self.cut(start, str::trim_start);
            self.cut(end - 1, str::trim_end);
        }
        start..range.end.max(start)
    }

    fn show(&mut self, token: u32, end: u32, shown: &Shown, parameters: &[Parameter]) {
        let mut values: Vec<&Parameter> = Vec::new();
        for group in &shown.groups {
            values.extend(self.found(group, parameters));
        }
        values.sort_by_key(|parameter| parameter.value.start);
        values.dedup_by_key(|parameter| parameter.value.start);
        let numeric = |parameter: &&Parameter| {
            let text = self
                .slice(self.start_of(parameter.value.start), self.start_of(parameter.value.end));
            text.trim().bytes().all(|byte| byte.is_ascii_digit())
        };
        let (begin, between, behind) = match shown.how {
            How::Between(begin, behind) => (begin, Kind::Space, behind),
            How::Block => (Kind::Paragraph, Kind::Paragraph, Kind::Paragraph),
            How::Date if values.iter().all(numeric) => (Kind::Nothing, Kind::Stop, Kind::Nothing),
            How::Date => (Kind::Nothing, Kind::Space, Kind::Nothing),
            How::Alone(_) => return,
        };
        let (Some(first), Some(last)) = (values.first(), values.last()) else {
            // Nothing is shown, but a block still parts what stands around it.
            return self.turn(
                token,
                if begin == Kind::Paragraph { begin } else { Kind::Nothing },
                end + 1,
            );
        };
        self.turn(token, begin, first.value.start);
        for pair in values.windows(2) {
            if let [one, other] = pair {
                self.turn(one.value.end, between, other.value.start);
            }
        }
        if last.value.end != end {
            self.hide(last.value.end, end);
        }
        self.turn(end, behind, end + 1);
        if let (Kind::Note, Some(found)) = (begin, self.tokens.get_mut(token as usize)) {
            found.end = found.start;
        }
    }

    /// The parameters of a group that are shown: all, or the first that says something.
    fn found<'p>(&self, group: &[&str], parameters: &'p [Parameter]) -> Vec<&'p Parameter> {
        let says = |parameter: &&Parameter| !self.is_blank(parameter.value.clone());
        for wanted in group {
            let mut named = parameters.iter().filter(|parameter| match *wanted {
                "*" | "last" => parameter.is_numbered,
                name => parameter.name == name,
            });
            let found: Vec<&Parameter> = match *wanted {
                "*" => named.filter(says).collect(),
                // Of two of one name, the last counts.
                _ => named.rfind(says).into_iter().collect(),
            };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}
