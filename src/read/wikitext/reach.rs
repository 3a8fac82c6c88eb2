//! Ends that are looked for again and again, without going over the source again and again.

use memchr::memmem;

/// Where the next place of something is, which is looked for anew only behind it.
#[derive(Debug, Default)]
pub struct Reach {
    /// From where on it was looked for.
    from: usize,
    found: Option<usize>,
    known: bool,
}

impl Reach {
    /// The first place at `at` or behind it that `find` finds; `at` must never go back.
    fn next(&mut self, at: usize, find: impl Fn(usize) -> Option<usize>) -> Option<usize> {
        let is_passed = self.found.is_some_and(|found| found < at);
        if !self.known || is_passed || at < self.from {
            self.found = find(at);
            self.known = true;
            self.from = at;
        }
        self.found
    }

    /// The next place of a needle.
    pub fn needle(&mut self, text: &[u8], needle: &[u8], at: usize) -> Option<usize> {
        self.next(at, |at| Some(memmem::find(text.get(at..)?, needle)? + at))
    }

    /// The next end tag of this name, in whatever letters.
    pub fn end_tag(&mut self, text: &[u8], name: &str, at: usize) -> Option<usize> {
        self.next(at, |at| {
            let ends = memmem::find_iter(text.get(at..)?, b"</").map(|end| end + at);
            let mut ends = ends.filter(|end| is_end_tag(text, *end, name));
            ends.next()
        })
    }
}

fn is_end_tag(text: &[u8], at: usize, name: &str) -> bool {
    let begin = at + 2;
    let end = begin + name.len();
    let named = text.get(begin..end).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
    named && text.get(end).is_some_and(|after| matches!(after, b'>' | b' ' | b'\t' | b'\n'))
}
