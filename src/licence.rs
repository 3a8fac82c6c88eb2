//! Whether a licence is one that archives know, which one was meant otherwise, and where it can be read.

use serde::{Deserialize, Serialize};
use spdx::error::ParseError;
use spdx::identifiers::LICENSES;
use spdx::{Expression, LicenseId, flags};

/// How much a word must be like a name of the list to be taken for a slip of it; 1 is the same.
const ALIKE: f64 = 0.85;

/// A licence: an SPDX expression, or the web address of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence(String);

/// That of records whose makers state none.
impl Default for Licence {
    fn default() -> Self {
        Self("CC0-1.0".to_owned())
    }
}

impl Licence {
    /// Takes an SPDX licence expression (`CC-BY-4.0`, `MIT OR Apache-2.0`, `LicenseRef-…`) or a web
    /// address; otherwise says in one sentence what is wrong and what was probably meant.
    pub fn parse(text: &str) -> Result<Self, String> {
        if is_address(text) {
            return Ok(Self(text.to_owned()));
        }
        Expression::parse(text).map_err(|error| complaint(text, &error))?;
        Ok(Self(text.to_owned()))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier, when it is one licence of the SPDX list.
    pub fn id(&self) -> Option<&'static str> {
        let id: LicenseId = spdx::license_id(&self.0)?;
        (id.name == self.0).then_some(id.name)
    }

    /// Where it can be read; nothing for expressions of several licences and for `LicenseRef-…`.
    pub fn url(&self) -> Option<String> {
        if is_address(&self.0) {
            return Some(self.0.clone());
        }
        let id = self.id()?;
        Some(commons(id).unwrap_or_else(|| format!("https://spdx.org/licenses/{id}.html")))
    }
}

/// Whether a text is a web address: with a host, and without anything that an address cannot hold.
pub fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or(lower.strip_prefix("http://"));
    let is_fine = |c: char| !c.is_whitespace() && !c.is_control() && !"\"<>\\^`{|}".contains(c);
    rest.is_some_and(|rest| {
        rest.starts_with(char::is_alphanumeric) && rest.contains('.') && rest.chars().all(is_fine)
    })
}

/// The page of a Creative Commons licence, which says the same as its identifier. Those of version
/// 1.0 were named otherwise and are left to SPDX.
fn commons(id: &str) -> Option<String> {
    let page = match id {
        "CC0-1.0" => "publicdomain/zero/1.0".to_owned(),
        "CC-PDM-1.0" => "publicdomain/mark/1.0".to_owned(),
        _ => {
            let (terms, version) =
                id.strip_prefix("CC-")?.split_once(|c: char| c.is_ascii_digit())?;
            let at = id.len() - version.len() - 1;
            let version = id.get(at..).filter(|version| !version.starts_with("1.0"))?;
            format!("licenses/{}/{}", terms.trim_end_matches('-'), version.replace('-', "/"))
        }
    };
    Some(format!("https://creativecommons.org/{}/", page.to_ascii_lowercase()))
}

fn complaint(text: &str, error: &ParseError) -> String {
    // Of several licences the one that is wrong.
    let several = text.split(' ').any(|word| matches!(word, "AND" | "OR" | "WITH"));
    let wrong = text.get(error.span.clone()).filter(|_| several).unwrap_or(text).trim();
    match nearest(wrong) {
        Some(id) if several => {
            format!("«{text}» is no SPDX licence; write \"{id}\" instead of «{wrong}»")
        }
        Some(id) => format!("«{text}» is no SPDX licence; write \"{id}\" if that is meant"),
        None => format!(
            "«{text}» is no SPDX licence; write a name of https://spdx.org/licenses/ such as \
             \"CC-BY-4.0\" or \"CC0-1.0\", the web address of the licence, or \"LicenseRef-\" with a \
             name of your own"
        ),
    }
}

/// The licence of the list that a text most probably means.
fn nearest(text: &str) -> Option<&'static str> {
    let asked = plain(text);
    if asked.is_empty() {
        return None;
    }
    if let Some(id) = known().find(|id| plain(id.name) == asked) {
        return Some(id.name);
    }
    // The crate goes by beginnings, so that «mitigated» would be MIT: all of it must be understood.
    let imprecise = spdx::imprecise_license_id(text)
        .filter(|(id, length)| *length == text.len() && fits(&asked, id.name));
    if let Some((id, _)) = imprecise.filter(|(id, _)| !id.is_deprecated()) {
        return Some(id.name);
    }
    let score = |name: &str| strsim::jaro_winkler(&asked, &plain(name));
    let mut best = (ALIKE, None);
    for licence in known().filter(|licence| fits(&asked, licence.name)) {
        let score = score(licence.name).max(score(licence.full_name));
        // Of equals the later, which is the newer version.
        if best.0 <= score {
            best = (score, Some(licence.name));
        }
    }
    best.1
}

fn known() -> impl Iterator<Item = &'static spdx::License> {
    LICENSES.iter().filter(|licence| licence.flags & flags::IS_DEPRECATED == 0)
}

/// Small letters and figures, with one hyphen for whatever stands between, and without words that
/// say nothing.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '.');
    let says = |word: &&str| !matches!(*word, "" | "license" | "licence" | "the" | "version");
    words.filter(says).map(|word| word.trim_matches('.')).collect::<Vec<_>>().join("-")
}

/// Whether a name has the version that was asked for, if one was.
fn fits(asked: &str, name: &str) -> bool {
    let figure = |text: &str| text.chars().find(char::is_ascii_digit);
    figure(asked).is_none_or(|asked| figure(name) == Some(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spdx_expressions_and_addresses_are_licences() {
        for text in [
            "CC0-1.0",
            "CC-BY-SA-4.0",
            "MIT OR Apache-2.0",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "LicenseRef-Arkhiv",
            "https://example.org/licence?id=1",
        ] {
            assert_eq!(Licence::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn slips_are_refused_with_what_was_meant() {
        for (text, meant) in [
            ("CC-BY-SA 4.0", "CC-BY-SA-4.0"),
            ("cc by 4.0", "CC-BY-4.0"),
            ("CC-BY", "CC-BY-4.0"),
            ("CC BY-NC", "CC-BY-NC-4.0"),
            ("CC0", "CC0-1.0"),
            ("CC-BY-SA-4.O", "CC-BY-SA-4.0"),
            ("CC-BI-SA-3.0", "CC-BY-SA-3.0"),
            ("Creative Commons Attribution-ShareAlike 4.0", "CC-BY-SA-4.0"),
            ("MIT License", "MIT"),
            ("Apache 2.0", "Apache-2.0"),
            ("GPL-3.0", "GPL-3.0-only"),
            ("gnu gpl v2", "GPL-2.0-only"),
            ("ODbL", "ODbL-1.0"),
        ] {
            let said = Licence::parse(text).unwrap_err();
            let expected =
                format!("«{text}» is no SPDX licence; write \"{meant}\" if that is meant");
            assert_eq!(said, expected);
        }
        let said = Licence::parse("MIT OR Apache2").unwrap_err();
        assert!(said.ends_with("write \"Apache-2.0\" instead of «Apache2»"), "{said}");
    }

    #[test]
    fn what_is_like_nothing_gets_no_guess() {
        for text in [
            "",
            " ",
            "mitigated",
            "усі права застережено",
            "all rights reserved",
            "https://",
            "https://a b.org",
            "вільна",
            "CC-BY-9.0",
        ] {
            let said = Licence::parse(text).unwrap_err();
            assert!(said.contains("write a name of https://spdx.org/licenses/"), "{said}");
        }
    }

    #[test]
    fn a_licence_says_where_it_can_be_read() {
        let url = |text: &str| Licence::parse(text).unwrap().url();
        let commons = |page: &str| Some(format!("https://creativecommons.org/{page}/"));
        assert_eq!(url("CC0-1.0"), commons("publicdomain/zero/1.0"));
        assert_eq!(url("CC-BY-SA-4.0"), commons("licenses/by-sa/4.0"));
        assert_eq!(url("CC-BY-3.0-AT"), commons("licenses/by/3.0/at"));
        assert_eq!(url("CC-BY-1.0").unwrap(), "https://spdx.org/licenses/CC-BY-1.0.html");
        assert_eq!(url("ODbL-1.0").unwrap(), "https://spdx.org/licenses/ODbL-1.0.html");
        assert_eq!(url("https://example.org/l").unwrap(), "https://example.org/l");
        assert_eq!(url("LicenseRef-x"), None);
        assert_eq!(url("MIT OR Apache-2.0"), None);
    }
}
