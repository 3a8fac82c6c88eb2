//! How deep the elements of a page lie in one another, before anything is made of them.

use std::collections::HashMap;

use memchr::memchr_iter;

/// Elements that end by themselves where they would lie in one another, or that never hold any.
const SHALLOW: &str = "a area base body br col colgroup dd dt embed head hr html img input li link \
    meta optgroup option p param rp rt source tbody td tfoot th thead tr track wbr";

/// At most how many elements lie in one another, those counted that nobody ends.
///
/// Parsers of HTML search what is around every element, so that their time grows with the square
/// of this.
pub fn deepest(text: &str) -> usize {
    let shallow: Vec<&str> = SHALLOW.split_ascii_whitespace().collect();
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut deepest) = (0_usize, 0);
    for at in memchr_iter(b'<', text.as_bytes()) {
        let tag = text.get(at + 1..).unwrap_or_default();
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() || shallow.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !tag.starts_with('/') {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_nobody_ends_count() {
        assert_eq!(deepest("<div><DIV></div><p><p><p><br></x></div> 1 < 2 <"), 2);
        assert_eq!(deepest(&"<font color=red>".repeat(9)), 9);
    }
}
