//! `datacite.json`: what DataCite wants to know of a data set, in its JSON form.

use serde_json::{Map, Value, json};

use crate::deposit::creator::Creator;
use crate::deposit::facts::{Facts, Identifier};

/// The standard's word for a value that is to come, and for one that nobody knows.
const TO_COME: &str = ":tba";
const UNKNOWN: &str = ":unav";

/// The whole record.
pub fn datacite(facts: &Facts, description: &str) -> Value {
    let (identifier, kind) = match &facts.identifier {
        Some(Identifier::Doi(doi)) => (doi.as_str(), "DOI"),
        Some(Identifier::Url(url)) => (url.as_str(), "URL"),
        Some(Identifier::Other(name)) => (name.as_str(), "Other"),
        None => (TO_COME, "DOI"),
    };
    let publisher = if facts.publisher.is_empty() { UNKNOWN } else { &facts.publisher };
    let mut record = Map::new();
    let mut set = |key: &str, value: Value| record.insert(key.to_owned(), value);
    set("identifiers", json!([{"identifier": identifier, "identifierType": kind}]));
    set("creators", facts.creators.iter().map(creator).collect());
    set("titles", json!([{"title": facts.title}]));
    set("publisher", json!(publisher));
    set("publicationYear", json!(facts.year()));
    set("types", json!({"resourceType": "Records of texts", "resourceTypeGeneral": "Dataset"}));
    set("dates", json!([{"date": facts.date, "dateType": "Issued"}]));
    set("rightsList", json!([rights(facts)]));
    set("descriptions", json!([{"description": description, "descriptionType": "Abstract"}]));
    set("schemaVersion", json!("http://datacite.org/schema/kernel-4"));
    if !facts.keywords.is_empty() {
        let subject = |word: &String| json!({"subject": word});
        set("subjects", facts.keywords.iter().map(subject).collect());
    }
    if !facts.language.is_empty() {
        set("language", json!(facts.language));
    }
    Value::Object(record)
}

fn creator(creator: &Creator) -> Value {
    let mut record = Map::from_iter([("name".to_owned(), json!(creator.name))]);
    let mut set = |key: &str, value: Value| record.insert(key.to_owned(), value);
    set("nameType", json!(if creator.is_person() { "Personal" } else { "Organizational" }));
    if let Some((family, given)) = creator.parts() {
        set("familyName", json!(family));
        set("givenName", json!(given));
    }
    if let Some(orcid) = &creator.orcid {
        let scheme = "https://orcid.org";
        set(
            "nameIdentifiers",
            json!([{"nameIdentifier": orcid, "nameIdentifierScheme": "ORCID", "schemeUri": scheme}]),
        );
    }
    if !creator.affiliation.is_empty() {
        set("affiliation", json!([{"name": creator.affiliation}]));
    }
    Value::Object(record)
}

fn rights(facts: &Facts) -> Value {
    let mut rights = Map::from_iter([("rights".to_owned(), json!(facts.licence.as_str()))]);
    if let Some(url) = facts.licence.url() {
        rights.insert("rightsUri".to_owned(), json!(url));
    }
    if let Some(id) = facts.licence.id() {
        rights.insert("rightsIdentifier".to_owned(), json!(id));
        rights.insert("rightsIdentifierScheme".to_owned(), json!("SPDX"));
        rights.insert("schemeUri".to_owned(), json!("https://spdx.org/licenses/"));
    }
    Value::Object(rights)
}
