//! `README.md` of the bag: what it is, who made it, how to cite and check it.

use crate::deposit::facts::{Facts, one_line};
use crate::report::RunRecord;

/// The whole file.
pub fn readme(facts: &Facts, description: &str, run: &RunRecord) -> String {
    let mut text = format!("# {}\n", plain(&facts.title));
    for paragraph in description.split("\n\n") {
        text.push_str(&format!("\n{}\n", plain(&one_line(paragraph))));
    }
    text.push_str("\n| | |\n|---|---|\n");
    let mut row = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("| {name} | {} |\n", plain(value)));
        }
    };
    for creator in &facts.creators {
        let orcid = creator.orcid.as_deref().unwrap_or_default();
        let parts = [&creator.name, orcid, &creator.affiliation];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        row("creator", &parts.join(", "));
    }
    row("publisher", &facts.publisher);
    row("date", &facts.date);
    let identifier = facts.identifier.as_ref().map(|identifier| identifier.address());
    row("identifier", &identifier.unwrap_or_default());
    let licence = facts.licence.as_str();
    let page = facts.licence.url().filter(|url| url != licence);
    let page = page.map(|url| format!(", {url}")).unwrap_or_default();
    row("licence of the records", &format!("{licence}{page}"));
    row("licence of the texts", "for each text in documents.licence, where it was stated");
    row("keywords", &facts.keywords.join(", "));
    row("language", &facts.language);
    row("made with", &format!("Litopys {}", run.version));
    text.push_str(&format!("\nTo cite: {}\n\n", plain(&facts.citation())));
    text.push_str(CONTENTS);
    text
}

/// Text of which Markdown makes nothing else.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>&|#".contains(c) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

const CONTENTS: &str = "\
This folder is a bag (BagIt 1.0, RFC 8493). `bagit.py --validate .` says whether it is whole, and so does
`sha256sum -c manifest-sha256.txt`.

| path | what it is |
|---|---|
| `data/README.md` | every file and column of the records explained |
| `data/ro-crate-metadata.json` | every file with its type, size, checksum and origin (RO-Crate) |
| `data/datacite.json`, `data/CITATION.cff` | the facts above, for repositories and for citation managers |
| `data/` besides | the output of Litopys, as it was |
| `manifest-*`, `tagmanifest-*`, `bagit.txt`, `bag-info.txt` | checksums and description of the bag |
";
