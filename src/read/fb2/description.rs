//! What the description of a FictionBook says of its text.

use crate::model::diag::Diagnostic;
use crate::model::document::Metadata;
use crate::read::xml::Xml;

/// Reads the description that has begun.
pub fn read(xml: &mut Xml<'_>) -> Result<Metadata, Diagnostic> {
    let mut metadata = Metadata::default();
    while let Some(tag) = xml.child()? {
        match tag.name() {
            "title-info" => metadata = title_info(xml)?,
            _ => xml.skip()?,
        }
    }
    Ok(metadata)
}

fn title_info(xml: &mut Xml<'_>) -> Result<Metadata, Diagnostic> {
    let mut metadata = Metadata::default();
    let mut authors = Vec::new();
    while let Some(tag) = xml.child()? {
        match tag.name() {
            "author" => authors.push(author(xml)?),
            "book-title" => metadata.title = xml.all_text()?,
            "lang" => metadata.lang = xml.all_text()?,
            "date" => {
                let text = xml.all_text()?;
                metadata.date = Some(tag.get("value")).filter(|it| !it.is_empty()).unwrap_or(text);
            }
            _ => xml.skip()?,
        }
    }
    authors.retain(|name| !name.is_empty());
    metadata.author = authors.join("; ");
    Ok(metadata)
}

/// The parts of a name in their Ukrainian order; the nickname when there are none.
fn author(xml: &mut Xml<'_>) -> Result<String, Diagnostic> {
    let mut names = [const { String::new() }; 3];
    let mut nickname = String::new();
    while let Some(tag) = xml.child()? {
        let text = xml.all_text()?;
        match tag.name() {
            "first-name" => names[0] = text,
            "middle-name" => names[1] = text,
            "last-name" => names[2] = text,
            "nickname" => nickname = text,
            _ => {}
        }
    }
    let name = names.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Ok(if name.is_empty() { nickname } else { name })
}
