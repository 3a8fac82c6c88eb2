//! The cleaned view of a text and the only bridge from it back to the source.

use crate::model::span::{Clean, Raw, Span, Text};

/// One replacement: `clean` bytes of the view stand for `raw` bytes of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edit {
    clean: Span<Clean>,
    raw: Span<Raw>,
}

/// Where the cleaned view differs from the source; between two edits both run in step.
///
/// Invariant: edits are in order, do not touch each other's inside, and cover source text
/// (nothing is ever inserted out of nothing).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    edits: Vec<Edit>,
}

/// A cleaned view over an untouched source.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// The text as its author meant to print it.
    pub text: Text<Clean>,
    /// The same in lower case, byte for byte as long, so that one span serves both.
    pub folded: Text<Clean>,
    /// The way back.
    pub map: OffsetMap,
}

impl Cleaned {
    /// The source span that a span of the view stands for.
    ///
    /// A border inside a replacement takes the whole replacement in. A deletion at the border
    /// stays outside.
    pub fn to_raw(&self, span: Span<Clean>) -> Span<Raw> {
        let start = self.map.raw_at(span.start(), Border::Start);
        Span::new(start, self.map.raw_at(span.end(), Border::End).max(start))
    }

    /// The first offset of the view that stands at or after source offset `at`.
    pub fn clean_at(&self, at: usize) -> usize {
        let after = self.map.edits.partition_point(|edit| edit.raw.start() < at);
        let Some(edit) = after.checked_sub(1).and_then(|i| self.map.edits.get(i)) else {
            return at;
        };
        if at < edit.raw.end() {
            return edit.clean.end();
        }
        edit.clean.end() + (at - edit.raw.end())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    Start,
    End,
}

impl OffsetMap {
    fn raw_at(&self, at: usize, border: Border) -> usize {
        // A start belongs to what follows it, an end to what precedes it.
        let after = self.edits.partition_point(|edit| match border {
            Border::Start => edit.clean.start() <= at,
            Border::End => edit.clean.start() < at,
        });
        let Some(edit) = after.checked_sub(1).and_then(|i| self.edits.get(i)) else {
            return at;
        };
        if at < edit.clean.end() {
            return match border {
                Border::Start => edit.raw.start(),
                Border::End => edit.raw.end(),
            };
        }
        edit.raw.end() + (at - edit.clean.end())
    }
}

/// Collects the replacements of one pass over the view and applies them together.
#[derive(Debug, Default)]
pub struct Editor {
    edits: Vec<(Span<Clean>, String)>,
}

impl Editor {
    /// Replaces `span` of the present view; ignored when it is empty or begins before the last
    /// replacement ended.
    pub fn replace(&mut self, span: Span<Clean>, with: &str) {
        let free = self.edits.last().is_none_or(|(last, _)| last.end() <= span.start());
        if free && !span.is_empty() {
            self.edits.push((span, with.to_owned()));
        }
    }

    /// Deletes `span` of the present view.
    pub fn delete(&mut self, span: Span<Clean>) {
        self.replace(span, "");
    }

    /// Applies what was collected to `text` and `map`, and forgets it.
    pub fn apply(&mut self, text: &mut Text<Clean>, map: &mut OffsetMap) {
        if self.edits.is_empty() {
            return;
        }
        let mut out = String::with_capacity(text.as_str().len());
        let mut done = 0;
        for (span, with) in &self.edits {
            out.push_str(text.slice(Span::new(done, span.start())));
            out.push_str(with);
            done = span.end();
        }
        out.push_str(text.slice(Span::new(done, text.as_str().len())));
        let new: Vec<Step> =
            self.edits.drain(..).map(|(span, with)| Step::of(span, &with)).collect();
        map.edits = compose(&map.edits, &new);
        *text = Text::new(out);
    }
}

/// A new replacement as [`compose`] sees it: where it stood, and how much longer it made the text.
struct Step {
    start: usize,
    end: usize,
    growth: isize,
}

impl Step {
    fn of(span: Span<Clean>, with: &str) -> Self {
        let growth = with.len() as isize - span.len() as isize;
        Self { start: span.start(), end: span.end(), growth }
    }
}

/// The edits of two passes, one after the other, as edits of one pass.
///
/// Both lists meet in the text between the passes: what overlaps there becomes one edit, what
/// does not only moves.
fn compose(old: &[Edit], new: &[Step]) -> Vec<Edit> {
    let mut edits = Vec::with_capacity(old.len() + new.len());
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    // How far the source and the new text are ahead of the text between.
    let (mut raw_ahead, mut clean_ahead) = (0_isize, 0_isize);
    loop {
        let old_next = old.peek().map(|edit| (edit.clean.start(), edit.clean.end()));
        let new_next = new.peek().map(|step| (step.start, step.end));
        let Some((start, mut end)) = old_next.into_iter().chain(new_next).min() else {
            return edits;
        };
        let (raw_start, clean_start) = (shift(start, raw_ahead), shift(start, clean_ahead));
        let mut begun = false;
        loop {
            let inside = |at: (usize, usize)| at.0 < end || (!begun && at == (start, end));
            if let Some(edit) = old.next_if(|e| inside((e.clean.start(), e.clean.end()))) {
                raw_ahead += edit.raw.len() as isize - edit.clean.len() as isize;
                end = end.max(edit.clean.end());
            } else if let Some(step) = new.next_if(|s| inside((s.start, s.end))) {
                clean_ahead += step.growth;
                end = end.max(step.end);
            } else {
                break;
            }
            begun = true;
        }
        edits.push(Edit {
            clean: Span::new(clean_start, shift(end, clean_ahead)),
            raw: Span::new(raw_start, shift(end, raw_ahead)),
        });
    }
}

fn shift(at: usize, by: isize) -> usize {
    at.saturating_add_signed(by)
}

/// The text in lower case, byte for byte as long; letters whose small form has another length
/// stay.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let small = match c {
            'A'..='Z' => c.to_ascii_lowercase(),
            '\0'..='\x7F' | 'а'..='џ' => c,
            'А'..='Я' => char::from_u32(c as u32 + 0x20).unwrap_or(c),
            'Ѐ'..='Џ' => char::from_u32(c as u32 + 0x50).unwrap_or(c),
            _ => lower(c),
        };
        out.push(small);
    }
    out
}

/// The small form of a letter that is as long.
fn lower(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(first), None) if first.len_utf8() == c.len_utf8() => first,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies passes given as lists of (start, end, replacement) and shows each clean character
    /// with the source text it stands for.
    fn trace(raw: &str, passes: &[&[(usize, usize, &str)]]) -> Vec<(String, String)> {
        let mut cleaned = Cleaned { text: Text::new(raw.to_owned()), ..Cleaned::default() };
        let mut editor = Editor::default();
        for pass in passes {
            for (start, end, with) in *pass {
                editor.replace(Span::new(*start, *end), with);
            }
            editor.apply(&mut cleaned.text, &mut cleaned.map);
        }
        let source = Text::<Raw>::new(raw.to_owned());
        let text = cleaned.text.as_str();
        text.char_indices()
            .map(|(at, c)| {
                let span = cleaned.to_raw(Span::new(at, at + c.len_utf8()));
                (c.to_string(), source.slice(span).to_owned())
            })
            .collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn a_deletion_stays_outside_the_characters_around_it() {
        assert_eq!(
            trace("ab-cd", &[&[(2, 3, "")]]),
            pairs(&[("a", "a"), ("b", "b"), ("c", "c"), ("d", "d")])
        );
    }

    #[test]
    fn passes_over_the_same_place_become_one_edit() {
        let passes: &[&[(usize, usize, &str)]] = &[&[(1, 3, "X")], &[(0, 2, "Y")]];
        assert_eq!(trace("abcd", passes), pairs(&[("Y", "abc"), ("d", "d")]));
    }

    #[test]
    fn a_later_pass_sees_earlier_deletions_inside_its_replacement() {
        let passes: &[&[(usize, usize, &str)]] = &[&[(1, 2, "")], &[(0, 2, "Z")]];
        assert_eq!(trace("a-bc", passes), pairs(&[("Z", "a-b"), ("c", "c")]));
    }

    #[test]
    fn source_offsets_find_their_place_in_the_view() {
        let mut cleaned = Cleaned { text: Text::new("a--bc".into()), ..Cleaned::default() };
        let mut editor = Editor::default();
        editor.delete(Span::new(1, 3));
        editor.apply(&mut cleaned.text, &mut cleaned.map);
        let at: Vec<usize> = (0..=5).map(|raw| cleaned.clean_at(raw)).collect();
        assert_eq!(at, [0, 1, 1, 1, 2, 3]);
    }
}
