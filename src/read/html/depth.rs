//! How deep the elements of a page lie in one another, before anything is made of them.

use std::collections::HashMap;

use memchr::memchr_iter;

/// Elements that end by themselves where they would lie in one another, or that never hold any.
const SHALLOW: &str = "a area base body br col colgroup dd dt embed head hr html img input li link \
    meta optgroup option p param rp rt source tbody td tfoot th thead tr track wbr";

/// Elements that end a drawing or formula which they are in.
const FORCING: &str = "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 \
    head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table \
    tt u ul var";

/// At most how many elements lie in one another, those counted that nobody ends.
///
/// Parsers of HTML search what is around every element, so that their time grows with the square
/// of this.
pub fn deepest(text: &str) -> usize {
    let shallow: Vec<&str> = SHALLOW.split_ascii_whitespace().collect();
    let forcing: Vec<&str> = FORCING.split_ascii_whitespace().collect();
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut deepest, mut drawings) = (0_usize, 0, 0_usize);
    for at in memchr_iter(b'<', text.as_bytes()) {
        let tag = text.get(at + 1..).unwrap_or_default();
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let is_start = name.len() == tag.len();
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "svg" | "math" if is_start => drawings += 1,
            "svg" | "math" => drawings = drawings.saturating_sub(1),
            name if forcing.contains(&name) => drawings = 0,
            // Elsewhere the slash means nothing.
            _ if drawings > 0 && ends_itself(tag) => continue,
            _ => {}
        }
        if name.is_empty() || shallow.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if is_start {
            *count += 1;
            depth += 1;
            deepest = deepest.max(depth);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
    }
    deepest
}

/// Whether a tag ends the element that it begins.
fn ends_itself(tag: &str) -> bool {
    let end = tag.find(['<', '>']).unwrap_or_default();
    tag.get(..end).is_some_and(|tag| tag.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_nobody_ends_count() {
        assert_eq!(deepest("<div><DIV></div><p><p><p><br></x></div> 1 < 2 <"), 2);
        assert_eq!(deepest(&"<font color=red>".repeat(9)), 9);
        assert_eq!(deepest(&format!("<svg>{}</svg><i>", "<path d='m'/><g></g>".repeat(9))), 2);
        assert_eq!(deepest(&format!("<svg><p>{}", "<section/>".repeat(9))), 10);
    }
}
