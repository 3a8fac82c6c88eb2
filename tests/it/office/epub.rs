//! Electronic books.

use litopys::model::diag::Code;

use crate::office::{check, read, refused, zipped};

const CONTAINER: (&str, &str) = (
    "META-INF/container.xml",
    r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
    <rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>
    </rootfiles></container>"#,
);

pub const BOOK: [(&str, &str); 7] = [
    ("mimetype", "application/epub+zip"),
    CONTAINER,
    (
        "OEBPS/content.opf",
        r#"<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Кобзар</dc:title>
        <dc:creator>Тарас Шевченко</dc:creator><dc:creator>Інший</dc:creator>
        <dc:date>1840-04-18T00:00:00Z</dc:date><dc:language>uk</dc:language></metadata>
        <manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="n" href="text/notes.xhtml" media-type="application/xhtml+xml"/>
        <item id="c1" href="text/%D1%80%201.xhtml" media-type="application/xhtml+xml"/>
        <item id="c2" href="text/c2.html" media-type="text/html"/>
        <item id="lost" href="text/lost.xhtml" media-type="application/xhtml+xml"/>
        <item id="pic" href="pic.png" media-type="image/png"/></manifest>
        <spine><itemref idref="nav"/><itemref idref="n" linear="no"/><itemref idref="c1"/>
        <itemref idref="c2"/><itemref idref="lost"/></spine></package>"#,
    ),
    ("OEBPS/nav.xhtml", "<html><body><nav>Зміст</nav></body></html>"),
    (
        "OEBPS/text/notes.xhtml",
        r#"<html xmlns:epub="http://www.idpf.org/2007/ops"><body><section epub:type="footnotes"><h2>Примітки</h2>
        <aside epub:type="footnote" id="n1"><p><a href="р%201.xhtml#r1">1</a> Або діброва.</p></aside>
        <aside epub:type="footnote" id="n2"><p>Ніким не згадана.</p></aside></section></body></html>"#,
    ),
    ("OEBPS/text/c2.html", "<p>Не правильний<br>XML<h2>Глибше"),
    (
        "OEBPS/text/р 1.xhtml",
        r#"<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"
        xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body><div><a id="top"/><h1>Думи</h1></div>
        <p>Думи&nbsp;мої<a epub:type="noteref" id="r1" href="notes.xhtml#n1">[1]</a>,<br/>думи мої</p><h2>Лихо</h2><p>Мені</p>
        </body></html>"#,
    ),
];

pub fn book() -> Vec<u8> {
    zipped(&BOOK)
}

#[test]
fn books_are_read_in_their_order_with_notes_of_other_pages() {
    check(
        "a.epub",
        &book(),
        &[
            "h|<div1>Думи",
            "p|Думи\u{a0}мої<1>,/<lb>думи мої",
            "n1:1|Або діброва.",
            "h|<div2>Лихо",
            "p|Мені",
            "p|<div1>Не правильний/<lb>XML",
            "h|<div3>Глибше",
            "h|<div2>Примітки",
            "p|Ніким не згадана.",
        ],
    );
    let reading = read("a.epub", &book());
    assert_eq!(reading.metadata.title, "Кобзар");
    assert_eq!(reading.metadata.author, "Тарас Шевченко; Інший");
    assert_eq!(reading.metadata.published, "1840-04-18");
    assert_eq!(reading.metadata.lang, "uk");
    let [lost] = &reading.diagnostics[..] else { panic!("{:?}", reading.diagnostics) };
    assert_eq!(lost.code, Code::Incomplete);
    assert!(lost.message.starts_with("lacks «OEBPS/text/lost.xhtml»"), "{}", lost.message);
}

#[test]
fn protected_books_are_refused_unless_only_fonts_are() {
    let listed = |algorithm: &str, member: &str| {
        let xml = format!(
            "<encryption><EncryptedData><EncryptionMethod Algorithm='{algorithm}'/><CipherData>
             <CipherReference URI='{member}'/></CipherData></EncryptedData></encryption>"
        );
        let mut members = BOOK.to_vec();
        members.push(("META-INF/encryption.xml", &xml));
        zipped(&members)
    };
    let (code, message) = refused("a.epub", &listed("aes256-cbc", "OEBPS/text/c2.html"));
    assert_eq!(code, Code::Encrypted);
    assert!(message.contains("OEBPS/text/c2.html"), "{message}");
    read("a.epub", &listed("http://www.idpf.org/2008/embedding", "OEBPS/font.bin"));
    read("a.epub", &listed("aes256-cbc", "OEBPS/font.OTF"));
}

#[test]
fn what_a_book_needs_and_lacks_is_named() {
    let (code, message) = refused("a.epub", &zipped(&[("mimetype", "application/epub+zip")]));
    assert_eq!(code, Code::Damaged);
    assert!(message.starts_with("lacks «META-INF/container.xml»"), "{message}");
    let (code, message) = refused("a.epub", &zipped(&[CONTAINER]));
    assert_eq!(code, Code::Damaged);
    assert!(message.starts_with("lacks «OEBPS/content.opf»"), "{message}");
    // A package that nothing points to is found.
    read("a.epub", &zipped(&BOOK[2..]));
}
