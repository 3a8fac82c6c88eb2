//! What the user says of a deposit in `[deposit]` of `litopys.toml`, checked.

use std::path::Path;

use serde::Deserialize;

use crate::deposit::creator::{Creator, StatedCreator, creators};
use crate::error::Error;
use crate::licence::{Licence, is_address};
use crate::model::date::day::Day;

/// The table `[deposit]`, as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stated {
    /// Title of the deposit; that of the corpus when left out.
    pub title: String,
    /// Who made the records.
    pub creators: Vec<StatedCreator>,
    /// Who publishes them.
    pub publisher: String,
    /// Web address of the publisher.
    pub publisher_url: String,
    /// What they are.
    pub description: String,
    /// Licence of the records.
    pub licence: String,
    /// Day of the publication, `YYYY-MM-DD`.
    pub date: String,
    /// DOI or other identifier.
    pub identifier: String,
    /// What they are about.
    pub keywords: Vec<String>,
    /// Language of the texts, as in BCP 47.
    pub language: String,
}

/// What a deposit says of itself; nothing that must be there is missing.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Its title, on one line.
    pub title: String,
    /// Who made it, at least one.
    pub creators: Vec<Creator>,
    /// Who publishes it, or empty.
    pub publisher: String,
    /// Web address of the publisher, or empty.
    pub publisher_url: String,
    /// What it is, or empty.
    pub description: String,
    /// Licence of the records.
    pub licence: Licence,
    /// Day of the publication, `YYYY-MM-DD`.
    pub date: String,
    /// DOI or other identifier, if it has one.
    pub identifier: Option<Identifier>,
    /// What it is about.
    pub keywords: Vec<String>,
    /// Language of the texts, or empty.
    pub language: String,
}

/// What names a deposit for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// A DOI, without `https://doi.org/`.
    Doi(String),
    /// A web address.
    Url(String),
    /// Anything else.
    Other(String),
}

impl Identifier {
    fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let prefixes = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"];
        let bare = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
        let is_doi = bare.starts_with("10.") && bare.contains('/');
        match text {
            "" => None,
            _ if is_doi && !bare.contains(char::is_whitespace) => Some(Self::Doi(bare.to_owned())),
            _ if is_address(text) => Some(Self::Url(text.to_owned())),
            _ => Some(Self::Other(one_line(text))),
        }
    }

    /// As an address where there is one.
    pub fn address(&self) -> String {
        match self {
            Self::Doi(doi) => format!("https://doi.org/{doi}"),
            Self::Url(text) | Self::Other(text) => text.clone(),
        }
    }
}

impl Facts {
    /// Checks what `file` states; `epoch` is the day of SOURCE_DATE_EPOCH, which dates what has no date.
    pub fn new(
        stated: Stated,
        corpus_title: &str,
        epoch: Option<Day>,
        file: &Path,
    ) -> Result<Self, Error> {
        let title = one_line(&stated.title);
        let title = if title.is_empty() { one_line(corpus_title) } else { title };
        let nameless = |creator: &StatedCreator| creator.name.trim().is_empty();
        let missing = [
            (title.is_empty(), "title = \"…\""),
            (
                stated.creators.is_empty() || stated.creators.iter().any(nameless),
                "creators = [{ name = \"Прізвище, Ім'я\" }]",
            ),
            (stated.licence.trim().is_empty(), "licence = \"CC0-1.0\" or another one"),
            (
                stated.date.trim().is_empty() && epoch.is_none(),
                "date = \"YYYY-MM-DD\" (or set SOURCE_DATE_EPOCH)",
            ),
        ];
        let missing: Vec<&str> =
            missing.iter().filter(|(is, _)| *is).map(|(_, key)| *key).collect();
        if !missing.is_empty() {
            let (missing, file) = (missing.join(", "), file.display());
            let message = format!(
                "a deposit says more than «{file}» does; write into its table [deposit]: {missing}"
            );
            return Err(Error::Usage(message));
        }
        let wrong = |message| Error::Usage(format!("cannot use «{}»: {message}", file.display()));
        Self::checked(stated, title, epoch).map_err(wrong)
    }

    fn checked(stated: Stated, title: String, epoch: Option<Day>) -> Result<Self, String> {
        let licence = Licence::parse(stated.licence.trim())
            .map_err(|wrong| format!("in deposit.licence {wrong}"))?;
        let language = stated.language.trim().to_owned();
        if !language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(format!("deposit.language «{language}» is no code; write uk, ru or en"));
        }
        let mut keywords: Vec<String> = Vec::new();
        for keyword in stated.keywords.iter().map(|keyword| one_line(keyword)) {
            if !keyword.is_empty() && !keywords.contains(&keyword) {
                keywords.push(keyword);
            }
        }
        Ok(Self {
            title,
            creators: creators(stated.creators)?,
            publisher: one_line(&stated.publisher),
            publisher_url: address("deposit.publisher_url", &stated.publisher_url)?,
            description: stated.description.trim().to_owned(),
            licence,
            date: date(stated.date.trim(), epoch)?,
            identifier: Identifier::new(&stated.identifier),
            keywords,
            language,
        })
    }

    /// How to cite the deposit, in one sentence.
    pub fn citation(&self) -> String {
        let names: Vec<&str> = self.creators.iter().map(|creator| creator.name.as_str()).collect();
        let mut text = format!("{} ({}): {}.", names.join("; "), self.year(), self.title);
        let identifier = self.identifier.as_ref().map(Identifier::address).unwrap_or_default();
        for part in [self.publisher.clone() + ".", identifier] {
            if !matches!(part.as_str(), "" | ".") {
                text.push_str(&format!(" {part}"));
            }
        }
        text
    }

    /// The year of the publication.
    pub fn year(&self) -> &str {
        self.date.split('-').next().unwrap_or_default()
    }
}

/// The text with a single space for all white space and control characters.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A web address, or nothing.
pub fn address(key: &str, text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.is_empty() || is_address(text) {
        true => Ok(text.to_owned()),
        false => Err(format!("{key} «{text}» is no web address; begin it with https://")),
    }
}

fn date(stated: &str, epoch: Option<Day>) -> Result<String, String> {
    if let Some(day) = epoch.filter(|_| stated.is_empty()) {
        return Ok(day.to_string());
    }
    // Written back it is the same only if it had four, two and two figures.
    let day = Day::parse(stated).map(|day| day.to_string());
    day.filter(|day| day == stated && !day.starts_with('-')).ok_or_else(|| {
        format!("deposit.date «{stated}» is no day; write YYYY-MM-DD as in \"2026-11-22\"")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        assert_eq!(date("2026-11-22", None).unwrap(), "2026-11-22");
        let epoch = Day::parse("2026-11-23");
        assert_eq!(date("", epoch).unwrap(), "2026-11-23");
        assert_eq!(date("2026-11-22", epoch).unwrap(), "2026-11-22");
        for wrong in ["2026-02-30", "2026-1-2", "22.11.2026", "2026", "-2026-11-22"] {
            assert!(date(wrong, None).unwrap_err().contains("is no day"), "{wrong}");
        }
    }

    #[test]
    fn identifiers_are_known_by_their_shape() {
        let doi = Some(Identifier::Doi("10.5281/zenodo.1".to_owned()));
        for text in ["10.5281/zenodo.1", "doi:10.5281/zenodo.1", "https://doi.org/10.5281/zenodo.1"]
        {
            assert_eq!(Identifier::new(text), doi);
        }
        let url = "https://hdl.handle.net/21.11115/1";
        assert_eq!(Identifier::new(url), Some(Identifier::Url(url.to_owned())));
        assert_eq!(
            Identifier::new("Ф. 1, оп. 2"),
            Some(Identifier::Other("Ф. 1, оп. 2".to_owned()))
        );
        assert_eq!(Identifier::new(" "), None);
    }
}
