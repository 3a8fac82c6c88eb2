//! What is changed in TEI alone, with sums made true again.

use crate::check::output::{DOC, Output, check, told};

const FILE: &str = "tei/lyst.tei.xml";

/// The id of the mention with this surface.
fn id(output: &Output, surface: &str) -> String {
    output.row("mentions", "surface", surface)["mention_id"].clone()
}

#[test]
fn the_body_is_the_source() {
    check(&[
        ("a look-alike letter stands in the text", |output| {
            output.replace(FILE, " писав ", " пиcав ");
            told(FILE, "«cав")
        }),
        ("a space is doubled", |output| {
            output.replace(FILE, " писав ", "  писав ");
            told(FILE, "the text of body")
        }),
        ("a carriage return is written as it is", |output| {
            output.replace(FILE, "&#13;\n", "\r\n");
            told(FILE, "the text of body")
        }),
        ("a forbidden character is another one", |output| {
            output.replace(FILE, "value=\"000C\"", "value=\"000B\"");
            told(FILE, "charDecl")
        }),
        ("a forbidden character is left out", |output| {
            output.replace(FILE, "<g ref=\"#lyst.u000C\"/>", "");
            told(FILE, "the text of body")
        }),
        ("the end of the text is cut", |output| {
            let text = output.text(FILE);
            let (_, rest) =
                text.split_once("у Відні").unwrap_or_else(|| text.split_once("у <").unwrap());
            let (rest, _) = rest.split_once("</body>").unwrap();
            let last = rest.rsplit_once("</p>").unwrap().1;
            output.replace(FILE, &format!("{last}</body>"), "</body>");
            told(FILE, "body ends at")
        }),
        ("a comment hides in the text", |output| {
            output.replace(FILE, " писав ", " пи<!-- -->сав ");
            told(FILE, "never writes")
        }),
        ("an unknown element stands in the text", |output| {
            output.replace(FILE, " писав ", " <hi>писав</hi> ");
            told(FILE, "has hi in s")
        }),
    ]);
}

#[test]
fn mentions_are_marked_as_the_tables_have_them() {
    check(&[
        ("a date is a day later", |output| {
            output.replace(FILE, "when=\"1917-12-05\"", "when=\"1917-12-06\"");
            told(FILE, id(output, "5 грудня 1917 року"))
        }),
        ("a date as written is a day later", |output| {
            output.replace(FILE, "when-custom=\"1917-12-05\"", "when-custom=\"1917-12-06\"");
            told(FILE, id(output, "5 грудня 1917 року"))
        }),
        ("an open date gets an end", |output| {
            output.replace(FILE, "when=\"1917-12-05\"", "when=\"1917-12-05\" to=\"1917-12-06\"");
            told(FILE, id(output, "5 грудня 1917 року"))
        }),
        ("an inferred date is said to be read", |output| {
            output.replace(FILE, "\" evidence=\"conjecture\" ana", "\" ana");
            told(FILE, id(output, "Того ж року"))
        }),
        ("a calendar is another one", |output| {
            output.replace(
                FILE,
                "calendar=\"#lyst.cal-julian\"",
                "calendar=\"#lyst.cal-gregorian\"",
            );
            told(FILE, "calendar")
        }),
        ("a name points to another entity", |output| {
            output.replace(FILE, "ref=\"#lyst.plc-kyiv\"", "ref=\"#lyst.plc-lviv\"");
            told(FILE, id(output, "Києва"))
        }),
        ("a name points nowhere", |output| {
            output.replace(FILE, "ref=\"#lyst.plc-kyiv\"", "ref=\"#lyst.plc-nowhere\"");
            told(FILE, "lyst.plc-nowhere")
        }),
        ("a place is said to be an organization", |output| {
            let id = id(output, "Києва");
            let text = output.text(FILE);
            let (_, rest) = text.split_once(&format!("<placeName xml:id=\"{id}\"")).unwrap();
            let (element, _) = rest.split_once("</placeName>").unwrap();
            output.replace(
                FILE,
                &format!("<placeName xml:id=\"{id}\"{element}</placeName>"),
                &format!("<orgName xml:id=\"{id}\"{element}</orgName>"),
            );
            told(FILE, id)
        }),
        ("a mark is taken off", |output| {
            let id = id(output, "Києва");
            let text = output.text(FILE);
            let start = text.find(&format!("<placeName xml:id=\"{id}\"")).unwrap();
            let (tag, _) = text[start..].split_once('>').unwrap();
            output.replace(FILE, &format!("{tag}>Києва</placeName>"), "Києва");
            told(FILE, id)
        }),
        ("a mark reaches a letter further", |output| {
            output.replace(FILE, "Києва</placeName> ", "Києва </placeName>");
            told(FILE, id(output, "Києва"))
        }),
        ("two ids of mentions are swapped", |output| {
            let (a, b) = (id(output, "Києва"), id(output, "Львова"));
            output.replace(FILE, &format!("xml:id=\"{a}\""), "xml:id=\"x\"");
            output.replace(FILE, &format!("xml:id=\"{b}\""), &format!("xml:id=\"{a}\""));
            output.replace(FILE, "xml:id=\"x\"", &format!("xml:id=\"{b}\""));
            told(FILE, a)
        }),
        ("an id stands twice", |output| {
            output.replace(FILE, "xml:id=\"lyst.p0002\"", "xml:id=\"lyst.p0001\"");
            told(FILE, "lyst.p0001")
        }),
        ("two sentences become one", |output| {
            let text = output.text(FILE);
            let (_, rest) = text.split_once("</s>").unwrap();
            let (between, _) = rest.split_once("<s ").unwrap();
            let (tag, _) = rest.split_once("<s ").unwrap().1.split_once('>').unwrap();
            output.replace(FILE, &format!("</s>{between}<s {tag}>"), between);
            told(FILE, "lyst.s0001")
        }),
        ("a paragraph has no end", |output| {
            output.replace(FILE, "</p>", "");
            told(FILE, "well-formed")
        }),
        ("a paragraph becomes text", |output| {
            output.replace(FILE, "<p xml:id=\"lyst.p0002\">", "");
            told(FILE, "has s in body")
        }),
    ]);
}

#[test]
fn headers_tell_the_truth() {
    check(&[
        ("a sum is another one", |output| {
            output.replace(FILE, "type=\"sha256\">", "type=\"sha256\">0");
            told(FILE, "teiHeader")
        }),
        ("a document id is another one", |output| {
            output.replace(FILE, "type=\"doc_id\">lyst<", "type=\"doc_id\">list<");
            told(FILE, "idno doc_id")
        }),
        ("an extent is another one", |output| {
            output.replace(
                FILE,
                "unit=\"sentences\" quantity=\"",
                "unit=\"sentences\" quantity=\"1",
            );
            told(FILE, "the extent in sentences")
        }),
        ("elements are counted wrong", |output| {
            output.replace(FILE, "gi=\"placeName\" occurs=\"", "gi=\"placeName\" occurs=\"1");
            told(FILE, "tagsDecl")
        }),
        ("what the editors declare is left out", |output| {
            output.replace(
                FILE,
                "The source text is not corrected.",
                "The source text is corrected.",
            );
            told(FILE, "a declaration")
        }),
        ("words of the corpus are another number", |output| {
            output.replace(
                "tei/corpus.tei.xml",
                "unit=\"words\" quantity=\"",
                "unit=\"words\" quantity=\"1",
            );
            told("tei/corpus.tei.xml", "the extent in words")
        }),
    ]);
}

#[test]
fn the_registers_are_the_entities() {
    const REGISTERS: &str = "tei/registers.tei.xml";
    check(&[
        ("a register names a place otherwise", |output| {
            output.replace(REGISTERS, ">Київ<", ">Киев<");
            told(REGISTERS, "plc-kyiv")
        }),
        ("a document names a place otherwise", |output| {
            let text = output.text(FILE);
            let (_, list) = text.split_once("<standOff>").unwrap();
            output.replace(FILE, list, &list.replace(">Київ<", ">Киев<"));
            told(FILE, "lyst.plc-kyiv")
        }),
        ("a point is moved", |output| {
            let lat = output.row("places", "place_id", "plc-kyiv")["lat"].clone();
            output.replace(FILE, &format!(">{lat} "), &format!(">1{lat} "));
            told(FILE, "lyst.plc-kyiv")
        }),
        ("an entity leads to another one of the register", |output| {
            output.replace(FILE, "registers.tei.xml#plc-kyiv\"", "registers.tei.xml#plc-lviv\"");
            told(FILE, "lyst.plc-kyiv")
        }),
        ("an entity is missing from the registers", |output| {
            let text = output.text(REGISTERS);
            let start = text.find("<place xml:id=\"plc-kyiv\"").unwrap();
            let (place, _) = text[start..].split_once("</place>").unwrap();
            output.replace(REGISTERS, &format!("{place}</place>"), "");
            told(REGISTERS, "plc-kyiv")
        }),
        ("an entity is missing from a document", |output| {
            let text = output.text(FILE);
            let start = text.find("<place xml:id=\"lyst.plc-kyiv\"").unwrap();
            let (place, _) = text[start..].split_once("</place>").unwrap();
            output.replace(FILE, &format!("{place}</place>"), "");
            told(FILE, "plc-kyiv")
        }),
        ("an entity is added to the registers", |output| {
            let text = output.text(REGISTERS);
            let start = text.find("<place xml:id=\"plc-kyiv\"").unwrap();
            let (place, _) = text[start..].split_once("</place>").unwrap();
            let more = place.replace("plc-kyiv", "plc-kyiva");
            output.replace(
                REGISTERS,
                &format!("{place}</place>"),
                &format!("{place}</place>{more}</place>"),
            );
            told(REGISTERS, "plc-kyiva")
        }),
        ("the value of a date is another one in the list", |output| {
            output.replace(
                FILE,
                "xml:id=\"lyst.dat-001\">1917-12-05<",
                "xml:id=\"lyst.dat-001\">1917-12-06<",
            );
            told(FILE, format!("{DOC}.dat-001"))
        }),
        ("a date is missing from the list", |output| {
            output.replace(FILE, "<item xml:id=\"lyst.dat-001\">1917-12-05</item>", "");
            told(FILE, format!("{DOC}.dat-001"))
        }),
    ]);
}

#[test]
fn the_corpus_is_its_documents() {
    const CORPUS: &str = "tei/corpus.tei.xml";
    check(&[
        ("an include is taken out", |output| {
            output.replace(CORPUS, "<xi:include href=\"lyst.tei.xml\"/>", "");
            told(CORPUS, FILE)
        }),
        ("the registers are not included", |output| {
            output.replace(CORPUS, "<xi:include href=\"registers.tei.xml\"/>", "");
            told(CORPUS, "tei/registers.tei.xml")
        }),
        ("a foreign file is included", |output| {
            output.replace(
                CORPUS,
                "<xi:include href=\"lyst",
                "<xi:include href=\"a.tei.xml\"/><xi:include href=\"lyst",
            );
            told(CORPUS, "tei/a.tei.xml")
        }),
        ("documents are included in another order", |output| {
            output.replace(CORPUS, "href=\"lyst.tei.xml\"", "href=\"x\"");
            output.replace(CORPUS, "href=\"arkhiv-opys.tei.xml\"", "href=\"lyst.tei.xml\"");
            output.replace(CORPUS, "href=\"x\"", "href=\"arkhiv-opys.tei.xml\"");
            told(CORPUS, FILE)
        }),
        ("the file of a document is gone", |output| {
            output.0.remove(FILE);
            told(FILE, "is not there")
        }),
        ("a foreign file is added", |output| {
            let bytes = output.0[FILE].clone();
            output.0.insert("tei/lyst-2.tei.xml".to_owned(), bytes);
            told("tei/lyst-2.tei.xml", "belongs to no document")
        }),
        ("the files of two documents are swapped", |output| {
            let letter = output.0.remove(FILE).unwrap();
            let list = output.0.insert("tei/arkhiv-opys.tei.xml".to_owned(), letter).unwrap();
            output.0.insert(FILE.to_owned(), list);
            told(FILE, "xml:id is «arkhiv-opys.tei»")
        }),
    ]);
}
