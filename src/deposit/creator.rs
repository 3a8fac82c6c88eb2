//! Who made what is deposited.

use serde::Deserialize;

use crate::deposit::facts::{address, one_line};

/// A creator, as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StatedCreator {
    /// «Family name, given name» of a person, or the name of a body.
    pub name: String,
    /// ORCID of a person.
    pub orcid: String,
    /// Where the person works.
    pub affiliation: String,
    /// Web address of the affiliation, or of the body itself.
    pub url: String,
}

/// A person or a body.
#[derive(Debug, Clone)]
pub struct Creator {
    /// The name on one line, as written.
    pub name: String,
    /// The ORCID as an address.
    pub orcid: Option<String>,
    /// Where the person works, or empty.
    pub affiliation: String,
    /// Web address of the affiliation, or of the body itself, or empty.
    pub url: String,
}

impl Creator {
    /// Family and given names, when the name is written with a comma between them.
    pub fn parts(&self) -> Option<(&str, &str)> {
        let (family, given) = self.name.split_once(',')?;
        let (family, given) = (family.trim(), given.trim());
        (!family.is_empty() && !given.is_empty()).then_some((family, given))
    }

    /// Whether it is a person: written with a comma, or with an ORCID.
    pub fn is_person(&self) -> bool {
        self.orcid.is_some() || self.parts().is_some()
    }
}

/// The creators, checked.
pub fn creators(stated: Vec<StatedCreator>) -> Result<Vec<Creator>, String> {
    let mut found: Vec<Creator> = Vec::new();
    for StatedCreator { name, orcid: given, affiliation, url } in stated {
        let (name, affiliation) = (one_line(&name), one_line(&affiliation));
        let orcid =
            orcid(&given).map_err(|wrong| format!("the ORCID «{given}» of «{name}» {wrong}"))?;
        let is_same = |one: &&Creator| one.orcid == orcid && (orcid.is_some() || one.name == name);
        if let Some(other) = found.iter().find(is_same) {
            return Err(match orcid {
                Some(_) => format!("«{}» and «{name}» have the same ORCID; mend one", other.name),
                None => format!("deposit.creators has «{name}» twice; name each once"),
            });
        }
        let url = address("url in deposit.creators", &url)?;
        found.push(Creator { name, orcid, affiliation, url });
    }
    Ok(found)
}

/// The address of an ORCID whose last character is the right one, by ISO 7064 MOD 11-2.
fn orcid(text: &str) -> Result<Option<String>, &'static str> {
    let text = text.trim().trim_end_matches('/');
    let bare = text.rsplit('/').next().unwrap_or_default().to_ascii_uppercase();
    if text.is_empty() {
        return Ok(None);
    }
    let prefix = text.get(..text.len() - bare.len()).unwrap_or_default();
    let is_shaped = bare.len() == 19
        && bare.char_indices().all(|(at, c)| match at {
            4 | 9 | 14 => c == '-',
            18 => c.is_ascii_digit() || c == 'X',
            _ => c.is_ascii_digit(),
        });
    if !is_shaped || !matches!(prefix, "" | "https://orcid.org/" | "http://orcid.org/") {
        return Err("is none; write it as \"0000-0002-1825-0097\" or leave it out");
    }
    let figures = bare.chars().filter_map(|c| c.to_digit(10));
    let sum = figures.take(15).fold(0, |sum, figure| (sum + figure) * 2);
    let check = (12 - sum % 11) % 11;
    let last = if bare.ends_with('X') {
        Some(10)
    } else {
        bare.chars().last().and_then(|c| c.to_digit(10))
    };
    match last == Some(check) {
        true => Ok(Some(format!("https://orcid.org/{bare}"))),
        false => Err("has a wrong figure; compare it with the one at https://orcid.org"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orcid_has_its_check_figure() {
        let address = "https://orcid.org/0000-0002-1825-0097";
        for text in ["0000-0002-1825-0097", address, " 0000-0002-1825-0097 "] {
            assert_eq!(orcid(text).unwrap().unwrap(), address);
        }
        assert!(orcid("0000-0002-1694-233x").unwrap().unwrap().ends_with("233X"));
        assert_eq!(orcid("").unwrap(), None);
        assert!(orcid("0000-0002-1825-0079").unwrap_err().contains("wrong figure"));
        for text in [
            "0000-0002-1825-009",
            "https://example.org/0000-0002-1825-0097",
            "ї",
            "0000000218250097",
        ] {
            assert!(orcid(text).unwrap_err().contains("is none"), "{text}");
        }
    }
}
