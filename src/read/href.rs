//! Where links within a book lead.

/// The path and the fragment that a link in the file at `from` leads to; none when it leads out of
/// the book.
pub fn target(from: &str, href: &str) -> Option<(String, String)> {
    let (path, fragment) = href.trim().split_once('#').unwrap_or((href.trim(), ""));
    let fragment = unescaped(fragment);
    if path.is_empty() {
        return Some((from.to_owned(), fragment));
    }
    let is_outside = path.split('/').next().is_some_and(|first| first.contains(':'));
    (!is_outside && !path.starts_with("//")).then(|| (beside(from, path), fragment))
}

/// The path of what a file names relative to itself.
pub fn beside(from: &str, path: &str) -> String {
    let path = unescaped(path.split('?').next().unwrap_or(path));
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> =
        if path.starts_with('/') { vec![] } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// The text without its percent signs.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let byte = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_where_browsers_go() {
        for (href, path, fragment) in [
            ("#n1", "OEBPS/text/a.xhtml", "n1"),
            ("b.xhtml#n%201", "OEBPS/text/b.xhtml", "n 1"),
            ("../%D1%80%D0%BE%D0%B7%D0%B4%D1%96%D0%BB.xhtml", "OEBPS/розділ.xhtml", ""),
            ("./../../x%2", "x%2", ""),
            ("/c.xhtml?a=1#z", "c.xhtml", "z"),
        ] {
            let found = target("OEBPS/text/a.xhtml", href);
            assert_eq!(found, Some((path.to_owned(), fragment.to_owned())), "{href}");
        }
        assert_eq!(target("a", "https://example.org/#n1"), None);
    }
}
