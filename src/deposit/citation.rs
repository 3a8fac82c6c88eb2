//! `CITATION.cff`, the Citation File Format 1.2.0.

use serde_json::Value;

use crate::deposit::creator::Creator;
use crate::deposit::facts::{Facts, Identifier};

/// The whole file.
pub fn citation(facts: &Facts, description: &str) -> String {
    let mut text = String::from("cff-version: 1.2.0\n");
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{key}: {}\n", scalar(value)));
        }
    };
    line("message", "If you use these records, please cite them as below.");
    line("title", &facts.title);
    line("abstract", description);
    line("type", "dataset");
    line("date-released", &facts.date);
    match facts.licence.id() {
        Some(id) => line("license", id),
        None => line("license-url", &facts.licence.url().unwrap_or_default()),
    }
    if let Some(Identifier::Doi(doi)) = &facts.identifier {
        line("doi", doi);
    }
    text.push_str("authors:\n");
    facts.creators.iter().for_each(|creator| author(&mut text, creator));
    let other = match &facts.identifier {
        Some(Identifier::Url(url)) => Some(("url", url)),
        Some(Identifier::Other(name)) => Some(("other", name)),
        Some(Identifier::Doi(_)) | None => None,
    };
    if let Some((kind, value)) = other {
        text.push_str(&format!("identifiers:\n  - type: {kind}\n    value: {}\n", scalar(value)));
    }
    if !facts.keywords.is_empty() {
        text.push_str("keywords:\n");
    }
    facts.keywords.iter().for_each(|word| text.push_str(&format!("  - {}\n", scalar(word))));
    text
}

/// A person has two names and may have an affiliation; what has one name is a body here.
fn author(text: &mut String, creator: &Creator) {
    let mut pairs = match creator.parts() {
        Some((family, given)) => vec![
            ("family-names", family),
            ("given-names", given),
            ("affiliation", creator.affiliation.as_str()),
        ],
        None => vec![("name", creator.name.as_str())],
    };
    pairs.push(("orcid", creator.orcid.as_deref().unwrap_or_default()));
    let mut mark = '-';
    for (key, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&format!("  {mark} {key}: {}\n", scalar(value)));
        mark = ' ';
    }
}

/// A double-quoted scalar of YAML: a string of JSON, in which nothing stands that YAML takes for a
/// line end or does not allow.
fn scalar(text: &str) -> String {
    let json = Value::from(text).to_string();
    let mut quoted = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => quoted.push(c),
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scalar_holds_any_text_on_one_line() {
        let text = "«а»: \"б\" # 'в'\\ \n\t\u{85}\u{2028}\u{7f}\u{0}\u{feff}";
        let expected = r##""«а»: \"б\" # 'в'\\ \n\t\u0085\u2028\u007f\u0000\ufeff""##;
        assert_eq!(scalar(text), expected);
    }
}
