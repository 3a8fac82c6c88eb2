//! Documents of Word.

use litopys::model::diag::Code;

use crate::office::{check, read, refused, zipped};

pub const LETTER: [(&str, &str); 8] = [
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="1" Type="http://x/officeDocument" Target="doc/main.xml"/>
        <Relationship Id="2" Type="http://x/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#,
    ),
    (
        "docProps/core.xml",
        "<cp:coreProperties><dc:title>Лист</dc:title><dc:creator>Леся</dc:creator>
        <dcterms:created>1903-05-01T10:00:00Z</dcterms:created><dc:language>uk-UA</dc:language></cp:coreProperties>",
    ),
    (
        "doc/_rels/main.xml.rels",
        r#"<Relationships><Relationship Type="http://x/styles" Target="styles.xml"/>
        <Relationship Type="http://x/footnotes" Target="/doc/footnotes.xml"/>
        <Relationship Type="http://x/header" Target="header1.xml"/>
        <Relationship Type="http://x/header" Target="header2.xml"/>
        <Relationship Type="http://x/hyperlink" Target="http://example.org/" TargetMode="External"/></Relationships>"#,
    ),
    (
        "doc/styles.xml",
        r#"<w:styles><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
        <w:style w:styleId="Own"><w:name w:val="Мій"/><w:basedOn w:val="Two"/></w:style>
        <w:style w:styleId="Two"><w:name w:val="x"/><w:basedOn w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style></w:styles>"#,
    ),
    (
        "doc/footnotes.xml",
        r#"<w:footnotes><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
        <w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> За старим.</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
    ),
    (
        "doc/header1.xml",
        r#"<w:hdr><w:p><w:r><w:t>Архів</w:t></w:r></w:p></w:hdr>"#,
    ),
    (
        "doc/header2.xml",
        r#"<w:hdr><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>"#,
    ),
    (
        "doc/main.xml",
        r#"<w:document xmlns:w="w" xmlns:mc="mc"><w:body>
        <w:p><w:pPr><w:pStyle w:val="1"/><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Лист</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="1"/></w:pPr></w:p>
        <w:p><w:pPr><w:pStyle w:val="Loop"/></w:pPr><w:r><w:t xml:space="preserve">Мила </w:t></w:r><w:r><w:t>ма</w:t></w:r><w:r><w:t>мо</w:t><w:footnoteReference w:id="7"/><w:t>!</w:t><w:br/><w:t>Пишу</w:t><w:tab/><w:t>ще</w:t></w:r>
        <w:ins><w:r><w:t xml:space="preserve"> вставлене</w:t></w:r></w:ins><w:del><w:r><w:delText>зайве</w:delText></w:r></w:del>
        <w:moveFrom><w:r><w:t>звідси</w:t></w:r></w:moveFrom></w:p>
        <w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>Новини</w:t></w:r></w:p>
        <w:p><w:r><w:br w:type="page"/></w:r></w:p>
        <w:p><w:r><w:lastRenderedPageBreak/><w:t>Поч</w:t><w:lastRenderedPageBreak/><w:t>аток по</w:t><w:noBreakHyphen/><w:t>нашому</w:t></w:r>
        <mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>У рамці</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>У рамці</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>
        <w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText><w:fldChar w:fldCharType="separate"/><w:t xml:space="preserve"> див. 2</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Рік</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Подія</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:tc><w:p><w:r><w:t>Один</w:t></w:r></w:p><w:p><w:r><w:t>Два</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:sectPr/></w:body></w:document>"#,
    ),
];

pub fn letter() -> Vec<u8> {
    zipped(&LETTER)
}

#[test]
fn documents_are_read_with_their_notes_and_tables() {
    check(
        "a.docx",
        &letter(),
        &[
            "h|<div1>Лист",
            "p|Мила мамо<1>!/<lb>Пишу ще вставлене",
            "n1:1|За старим.",
            "h|<div2>Новини",
            "p|<pb >Поч<pb >аток по\u{2011}нашому див. 2",
            "p|У рамці",
            "p|Рік\tПодія",
            "p|Один",
            "p|Два",
            "f|Архів",
        ],
    );
    let metadata = read("a.docx", &letter()).metadata;
    assert_eq!(metadata.title, "Лист");
    assert_eq!(metadata.author, "Леся");
    assert_eq!(metadata.date, "");
    assert_eq!(metadata.lang, "uk-UA");
}

#[test]
fn endnotes_are_counted_by_themselves_and_boxes_in_notes_stay_there() {
    let paragraph = |inside: &str| format!("<w:p><w:r>{inside}</w:r></w:p>");
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("<w:t>У рамці</w:t>"));
    let text = format!(
        "<w:document><w:body>{}{}</w:body></w:document>",
        paragraph(
            "<w:t>А</w:t><w:footnoteReference w:id='1'/><w:t>, Б</w:t><w:endnoteReference w:id='1'/>"
        ),
        paragraph("<w:t>В</w:t><w:footnoteReference w:id='2'/><w:footnoteReference w:id='9'/>"),
    );
    let foot = format!(
        "<w:footnotes><w:footnote w:id='1'>{}</w:footnote><w:footnote w:id='2'>{}</w:footnote></w:footnotes>",
        paragraph(&format!("<w:t>Перша</w:t>{boxed}")),
        paragraph("<w:t>Друга</w:t>"),
    );
    let end = format!(
        "<w:endnotes><w:endnote w:id='1'>{}</w:endnote></w:endnotes>",
        paragraph("<w:t>Кінцева</w:t>")
    );
    let relations = "<a><Relationship Type='x/footnotes' Target='footnotes.xml'/>
        <Relationship Type='x/endnotes' Target='endnotes.xml'/></a>";
    let bytes = zipped(&[
        ("word/document.xml", &text),
        ("word/footnotes.xml", &foot),
        ("word/endnotes.xml", &end),
        ("word/_rels/document.xml.rels", relations),
    ]);
    let notes = ["n1:1|Перша", "n1:1|У рамці", "n2:1|Кінцева"];
    check(
        "a.docx",
        &bytes,
        &["p|А<1>, Б<2>", notes[0], notes[1], notes[2], "p|В<3>", "n3:2|Друга"],
    );
}

#[test]
fn the_text_alone_is_enough() {
    let text = "<w:document><w:body><w:p><w:r><w:t>Текст</w:t></w:r></w:p></w:body></w:document>";
    check("a.docx", &zipped(&[("word/document.xml", text)]), &["p|Текст"]);
}

#[test]
fn what_is_no_document_of_word_is_named() {
    let (code, message) = refused("a.docx", &zipped(&[("a.txt", "a")]));
    assert_eq!(code, Code::Damaged);
    assert!(message.starts_with("lacks «word/document.xml»"), "{message}");
    let mut old = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    old.extend([0; 512]);
    let (code, message) = refused("a.docx", &old);
    assert_eq!(code, Code::Unreadable);
    assert!(message.contains("older Word"), "{message}");
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused("a.docx", &old).0, Code::Encrypted);
}
