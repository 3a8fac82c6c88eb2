//! `standOff` lists of entities, `registers.tei.xml` and `corpus.tei.xml`.

use crate::error::Error;
use crate::model::corpus::{KnownAs, Registered, Totals};
use crate::model::entity::{Entity, EntityType};
use crate::model::mention::Value;
use crate::model::record::{Record, Run};
use crate::write::register::Register;
use crate::write::tei::file_desc::{About, Counts};
use crate::write::tei::header;
use crate::write::tei::markup::{Marked, Markup};
use crate::write::tei::mention::{self, Attributes};
use crate::write::tei::xml::{Xml, allowed};
use crate::write::tei::{REGISTERS, TEI_NAMESPACE, XINCLUDE_NAMESPACE};

/// Bytes of a file that are written at once.
const PIECE: usize = 1 << 16;

/// How the entities of a kind are written.
struct Kind {
    of: EntityType,
    list: &'static str,
    element: &'static str,
    name: &'static str,
}

/// In the order of their lists.
const KINDS: [Kind; 3] = [
    Kind { of: EntityType::Place, list: "listPlace", element: "place", name: "placeName" },
    Kind { of: EntityType::Organization, list: "listOrg", element: "org", name: "orgName" },
    Kind { of: EntityType::Person, list: "listPerson", element: "person", name: "persName" },
];

/// The entities and dates of one document, and the mentions that have no place in its text; nothing
/// when it has none.
pub fn stand_off(xml: &mut Xml, markup: &Markup<'_>) {
    let record = markup.record;
    if record.mentions.is_empty() {
        return;
    }
    let doc = record.document.place.id.as_str();
    let up = if record.document.place.shard.is_some() { "../" } else { "" };
    let place =
        Placement { doc, prefix: format!("{doc}."), registers: Some(format!("{up}{REGISTERS}")) };
    let entities: Vec<_> = record.entities().into_values().map(Registered::of).collect();
    xml.start("standOff", &[]);
    for kind in &KINDS {
        let mut of_kind = entities.iter().filter(|known| known.entity.kind == kind.of).peekable();
        if of_kind.peek().is_some() {
            xml.start(kind.list, &[]);
            of_kind.for_each(|known| entity(xml, known, kind, &place));
            xml.end();
        }
    }
    dates(xml, record);
    annotations(xml, markup);
    xml.end();
}

/// The registers: every entity of the corpus, once; `append` gets them piece by piece.
pub fn registers(
    run: &Run,
    register: &Register,
    append: &mut dyn FnMut(Vec<u8>) -> Result<(), Error>,
) -> Result<(), Error> {
    let count = |kind| register.count(kind);
    let counts = Counts::Entities([
        ("places", count(EntityType::Place)),
        ("organizations", count(EntityType::Organization)),
        ("persons", count(EntityType::Person)),
    ]);
    let mut xml = Xml::new(2 * PIECE);
    xml.start("TEI", &[("xmlns", TEI_NAMESPACE), ("xml:id", "registers.tei")]);
    let title = "Registers of places, organizations and persons";
    let about = About {
        id: "registers",
        title,
        lang: "en",
        licence: Some(&run.colophon.records_licence),
        counts,
    };
    header::of_corpus(&mut xml, run, &about);
    xml.start("standOff", &[]);
    if register.is_empty() {
        xml.start("list", &[("type", "entities")]);
        xml.leaf("item", &[], "none");
        xml.end();
    }
    let place = Placement { doc: "registers", prefix: String::new(), registers: None };
    for kind in KINDS.iter().filter(|kind| count(kind.of) > 0) {
        xml.start(kind.list, &[]);
        for known in register.of_kind(kind.of) {
            entity(&mut xml, &*known?, kind, &place);
            if xml.waiting() > PIECE {
                append(xml.take())?;
            }
        }
        xml.end();
    }
    append(xml.finish("the registers")?)
}

/// The corpus: its documents, by their names, and registers by reference; `append` gets it piece by
/// piece.
pub fn corpus(
    run: &Run,
    totals: Totals,
    names: impl Iterator<Item = Result<String, Error>>,
    append: &mut dyn FnMut(Vec<u8>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut xml = Xml::new(2 * PIECE);
    xml.start(
        "teiCorpus",
        &[("xmlns", TEI_NAMESPACE), ("xmlns:xi", XINCLUDE_NAMESPACE), ("xml:id", "corpus.tei")],
    );
    let title = if run.colophon.title.is_empty() { "Corpus" } else { &run.colophon.title };
    let counts = Counts::Documents(totals);
    let lang = if run.colophon.title.is_empty() { "en" } else { "und" };
    let about = About { id: "corpus", title, lang, licence: run.colophon.licence.as_ref(), counts };
    header::of_corpus(&mut xml, run, &about);
    for name in names {
        xml.empty("xi:include", &[("href", &name?)]);
        if xml.waiting() > PIECE {
            append(xml.take())?;
        }
    }
    xml.empty("xi:include", &[("href", REGISTERS)]);
    append(xml.finish("the corpus")?)
}

/// Where a list of entities stands, on which their ids depend.
struct Placement<'a> {
    /// Whose header declares the coordinate system.
    doc: &'a str,
    /// What ids begin with.
    prefix: String,
    /// The file that the entities are the same as in.
    registers: Option<String>,
}

fn entity(xml: &mut Xml, known: &Registered, kind: &Kind, place: &Placement<'_>) {
    let entity = &known.entity;
    let id = format!("{}{}", place.prefix, entity.id);
    let same_as = place.registers.as_ref().map(|file| format!("{file}#{}", entity.id));
    let mut attributes = vec![("xml:id", &*id)];
    if entity.kind != EntityType::Person {
        attributes.push(("type", &entity.subtype));
    }
    attributes.extend(same_as.as_deref().map(|same_as| ("sameAs", same_as)));
    xml.start(kind.element, &attributes);
    for KnownAs { name_type, name: known_as, lang, .. } in known.names() {
        xml.leaf(kind.name, &[("type", name_type.name()), ("xml:lang", &lang)], known_as);
    }
    if let Some(point) = entity.point {
        xml.start("location", &[]);
        let decls = format!("#{}.WGS84", place.doc);
        xml.leaf("geo", &[("decls", &decls)], &format!("{} {}", point.lat, point.lon));
        xml.end();
    }
    let Entity { wikidata, geonames, whg, .. } = &**entity;
    for (authority, key) in [("wikidata", wikidata), ("geonames", geonames), ("whg", whg)] {
        if !key.is_empty() {
            xml.leaf("idno", &[("type", authority)], key);
        }
    }
    xml.end();
}

fn dates(xml: &mut Xml, record: &Record) {
    let dates = record.mentions.iter().filter_map(|mention| match &mention.value {
        Value::Date(date) => Some(date),
        Value::Name(_) => None,
    });
    let mut dates = dates.enumerate().peekable();
    if dates.peek().is_none() {
        return;
    }
    xml.start("list", &[("type", "dates")]);
    for (n, date) in dates {
        xml.leaf("item", &[("xml:id", &record.date_id(n))], &date.when.to_string());
    }
    xml.end();
}

/// The mentions that longer ones cross, each as the element that it would have been in the text.
fn annotations(xml: &mut Xml, markup: &Markup<'_>) {
    if markup.aside.is_empty() {
        return;
    }
    let record = markup.record;
    xml.start("listAnnotation", &[]);
    let mut attributes = Attributes::default();
    for Marked { mention, date } in &markup.aside {
        attributes.clear();
        attributes.add("xml:id", &[&record.mention_id(mention)]);
        attributes.add("target", &["#", &record.sentence_id(mention.sentence)]);
        attributes.add("motivation", &["identifying"]);
        mention::grounds(record, mention, &mut attributes);
        xml.start_with("annotation", attributes.iter());
        xml.start("note", &[]);
        attributes.clear();
        mention::reference(record, mention, *date, &mut attributes);
        xml.start_with(mention::element(&mention.value), attributes.iter());
        xml.text(&allowed(record.document.text.slice(mention.span)));
        xml.end();
        xml.end();
        xml.end();
    }
    xml.end();
}
