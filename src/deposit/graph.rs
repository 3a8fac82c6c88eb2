//! `ro-crate-metadata.json`: the payload as an RO-Crate, file by file.
//!
//! Entities are written one by one, a line each, so that the graph is never in memory.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::deposit::bag::Entry;
use crate::deposit::creator::Creator;
use crate::deposit::documents::Documents;
use crate::deposit::facts::Facts;
use crate::deposit::media::media_type;
use crate::hash;
use crate::licence::Licence;
use crate::report::RunRecord;

/// The file, whose name the standard fixes.
pub const FILE: &str = "ro-crate-metadata.json";

/// The version that is written: later ones ask for an address of the program.
const STANDARD: &str = "https://w3id.org/ro/crate/1.1";

/// What the crate tells of.
pub struct Graph<'a> {
    /// The deposit.
    pub facts: &'a Facts,
    /// What it is, never empty.
    pub description: &'a str,
    /// The run that made the output.
    pub run: &'a RunRecord,
    /// What is known of the source files.
    pub documents: &'a Documents,
}

/// Properties, and links to other entities by property.
#[derive(Serialize)]
struct Entity<'a> {
    #[serde(flatten)]
    properties: Map<String, Value>,
    #[serde(flatten)]
    links: BTreeMap<&'static str, Links<'a>>,
}

/// The standard wants a single value where there is one.
#[derive(Serialize)]
#[serde(untagged)]
enum Links<'a> {
    One(Link<'a>),
    Many(Vec<Link<'a>>),
}

#[derive(Clone, Copy, Serialize)]
struct Link<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
}

impl<'a> FromIterator<&'a str> for Links<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(ids: I) -> Self {
        let links: Vec<Link<'a>> = ids.into_iter().map(|id| Link { id }).collect();
        match links.as_slice() {
            [one] => Self::One(*one),
            _ => Self::Many(links),
        }
    }
}

impl Graph<'_> {
    /// Writes the crate of these files.
    pub fn write(&self, out: &mut dyn Write, files: &[Entry]) -> io::Result<()> {
        let mut files: Vec<&Entry> = files.iter().collect();
        files.sort();
        writeln!(out, "{{\"@context\":\"{STANDARD}/context\",\"@graph\":[")?;
        let descriptor = json!({
            "@id": FILE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": STANDARD},
            "about": {"@id": "./"},
        });
        serde_json::to_writer(&mut *out, &descriptor)?;
        self.root(&files).put(out)?;
        for entity in self.people().values() {
            put(out, entity)?;
        }
        for (id, licence) in self.licences() {
            let name = licence.to_owned();
            put(out, &json!({"@id": id, "@type": "CreativeWork", "name": name}))?;
        }
        put(
            out,
            &json!({
                "@id": "#litopys",
                "@type": "SoftwareApplication",
                "name": "Litopys",
                "version": self.run.version,
            }),
        )?;
        self.action(&files).put(out)?;
        for file in files {
            put(out, &self.file(file))?;
        }
        out.write_all(b"\n]}\n")
    }

    fn root<'a>(&'a self, files: &[&'a Entry]) -> Entity<'a> {
        let facts = self.facts;
        let mut properties = properties("./", "Dataset", &facts.title);
        let mut set = |key: &str, value: Value| properties.insert(key.to_owned(), value);
        set("description", json!(self.description));
        set("datePublished", json!(facts.date));
        set("license", json!({"@id": licence_id(facts.licence.as_str())}));
        let authors: Vec<Value> = creator_ids(facts).map(|(id, _)| json!({"@id": id})).collect();
        set("author", one_or_many(authors));
        if !facts.publisher.is_empty() {
            set("publisher", json!({"@id": body_id(&facts.publisher, &facts.publisher_url)}));
        }
        if let Some(identifier) = &facts.identifier {
            set("identifier", json!(identifier.address()));
        }
        if !facts.keywords.is_empty() {
            set("keywords", one_or_many(facts.keywords.iter().map(|word| json!(word)).collect()));
        }
        if !facts.language.is_empty() {
            set("inLanguage", json!(facts.language));
        }
        set("mentions", json!({"@id": "#conversion"}));
        let parts = files.iter().map(|file| file.path.as_str()).collect();
        Entity { properties, links: BTreeMap::from([("hasPart", parts)]) }
    }

    /// Creators, what they belong to, and the publisher, each once.
    fn people(&self) -> BTreeMap<String, Value> {
        let mut found = BTreeMap::new();
        for (id, creator) in creator_ids(self.facts) {
            let is_person = creator.is_person();
            let kind = if is_person { "Person" } else { "Organization" };
            let mut entity = properties(&id, kind, &creator.name);
            let mut set = |key: &str, value: Value| entity.insert(key.to_owned(), value);
            if let Some((family, given)) = creator.parts() {
                set("familyName", json!(family));
                set("givenName", json!(given));
            }
            if !creator.affiliation.is_empty() {
                let affiliation = body_id(&creator.affiliation, &creator.url);
                set("affiliation", json!({"@id": affiliation}));
                found.insert(affiliation, body(&creator.affiliation, &creator.url));
            }
            if !is_person && !creator.url.is_empty() {
                set("url", json!(creator.url));
            }
            found.insert(id, Value::Object(entity));
        }
        let (name, url) = (&self.facts.publisher, &self.facts.publisher_url);
        if !name.is_empty() {
            found.entry(body_id(name, url)).or_insert_with(|| body(name, url));
        }
        found
    }

    /// The licences of the records and of the texts by their ids.
    fn licences(&self) -> BTreeMap<String, &str> {
        let of_texts = self.documents.licences.iter().map(String::as_str);
        let all = of_texts.chain([self.facts.licence.as_str()]);
        all.map(|licence| (licence_id(licence), licence)).collect()
    }

    /// How everything came about: of the sources, by the program.
    fn action<'a>(&'a self, files: &[&'a Entry]) -> Entity<'a> {
        let mut properties = properties("#conversion", "CreateAction", "Conversion by Litopys");
        properties.insert("instrument".to_owned(), json!({"@id": "#litopys"}));
        let paths = |are_sources: bool| {
            let wanted = files.iter().filter(move |file| is_source(&file.path) == are_sources);
            wanted.map(|file| file.path.as_str()).collect::<Links<'a>>()
        };
        let links = BTreeMap::from([("object", paths(true)), ("result", paths(false))]);
        Entity { properties, links }
    }

    fn file(&self, file: &Entry) -> Value {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let document = self.documents.get(&file.path);
        let name = document.map_or(name, |document| document.name.as_str());
        let mut entity = properties(&file.path, "File", name);
        let mut set = |key: &str, value: Value| entity.insert(key.to_owned(), value);
        set("encodingFormat", json!(media_type(&file.path)));
        set("contentSize", json!(file.bytes.to_string()));
        let [sha256, _] = &file.hashes;
        set("sha256", json!(sha256));
        if let Some(licence) = document.and_then(|document| document.licence) {
            let licence = self.documents.licences.get(licence).map(String::as_str);
            set("license", json!({"@id": licence_id(licence.unwrap_or_default())}));
        }
        Value::Object(entity)
    }
}

impl Entity<'_> {
    fn put(&self, out: &mut dyn Write) -> io::Result<()> {
        put(out, self)
    }
}

fn put(mut out: &mut dyn Write, entity: &impl Serialize) -> io::Result<()> {
    out.write_all(b",\n")?;
    Ok(serde_json::to_writer(&mut out, entity)?)
}

fn properties(id: &str, kind: &str, name: &str) -> Map<String, Value> {
    let pairs = [("@id", id), ("@type", kind), ("name", name)];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect()
}

fn one_or_many(values: Vec<Value>) -> Value {
    match <[Value; 1]>::try_from(values) {
        Ok([one]) => one,
        Err(many) => Value::Array(many),
    }
}

fn creator_ids(facts: &Facts) -> impl Iterator<Item = (String, &Creator)> {
    facts.creators.iter().map(|creator| {
        let id = match (&creator.orcid, creator.is_person()) {
            (Some(orcid), _) => orcid.clone(),
            (None, true) => format!("#person-{}", hash::short(&creator.name)),
            (None, false) => body_id(&creator.name, &creator.url),
        };
        (id, creator)
    })
}

/// The address of a body, or a name within the crate.
fn body_id(name: &str, url: &str) -> String {
    if url.is_empty() { format!("#body-{}", hash::short(name)) } else { url.to_owned() }
}

fn body(name: &str, url: &str) -> Value {
    let mut entity = properties(&body_id(name, url), "Organization", name);
    if !url.is_empty() {
        entity.insert("url".to_owned(), json!(url));
    }
    Value::Object(entity)
}

/// The page of a licence, or a name within the crate where it has none.
fn licence_id(licence: &str) -> String {
    let page = Licence::parse(licence).ok().and_then(|licence| licence.url());
    page.unwrap_or_else(|| format!("#licence-{}", hash::short(licence)))
}

fn is_source(path: &str) -> bool {
    path.starts_with("source/")
}
