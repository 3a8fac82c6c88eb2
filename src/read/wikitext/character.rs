//! Characters by their names, and in other letters.

use quick_xml::escape::resolve_html5_entity;

use crate::read::wikitext::Letters;

/// The character that a name such as `&nbsp;` or `&#160;` stands for.
pub fn entity(name: &str) -> Option<String> {
    let name = name.strip_prefix('&')?.strip_suffix(';')?;
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(str::to_owned);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16),
        None => number.parse(),
    };
    let c = char::from_u32(number.ok()?)?;
    (c != '\0').then(|| c.to_string())
}

/// Text with the characters that names in it stand for.
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find('&').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let name = from.bytes().take(64).position(|byte| byte == b';').unwrap_or_default() + 1;
        let (name, behind) = from.split_at_checked(name).unwrap_or((from, ""));
        out.push_str(&entity(name).unwrap_or_else(|| name.to_owned()));
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Text in other letters.
pub fn lettered(text: &str, letters: Letters) -> String {
    let mut chars = text.chars();
    match letters {
        Letters::AsWritten => text.to_owned(),
        Letters::Lower => text.to_lowercase(),
        Letters::Upper => text.to_uppercase(),
        Letters::LowerFirst => chars
            .next()
            .map(|first| first.to_lowercase().chain(chars).collect())
            .unwrap_or_default(),
        Letters::UpperFirst => chars
            .next()
            .map(|first| first.to_uppercase().chain(chars).collect())
            .unwrap_or_default(),
    }
}
