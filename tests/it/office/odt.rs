//! OpenDocument texts.

use litopys::model::diag::Code;

use crate::office::{check, read, refused, zipped};

const TEXT: &str = r#"<office:body><office:text>
    <text:tracked-changes><text:changed-region><text:deletion><text:p>Зайве</text:p></text:deletion></text:changed-region></text:tracked-changes>
    <text:sequence-decls/>
    <text:h text:outline-level="2">Запис <text:title>Назва</text:title></text:h>
    <text:h text:outline-level="2"/>
    <text:p>Року<text:s text:c="3"/>1648<text:note text:note-class="footnote"><text:note-citation>2</text:note-citation><text:note-body>
      <text:p>За старим.</text:p><text:p>Уточнено.</text:p></text:note-body></text:note>,<text:line-break/>далі<text:tab/>ще
      <office:annotation><text:p>Коментар</text:p></office:annotation><text:soft-page-break/><text:span>сторінка</text:span>
      <draw:frame><draw:text-box><text:p>У рамці</text:p></draw:text-box><svg:title>Малюнок</svg:title></draw:frame></text:p>
    <text:list><text:list-item><text:p>Перше</text:p></text:list-item><text:list-item><text:p>Друге</text:p></text:list-item></text:list>
    <table:table><table:table-row><table:table-cell><text:p>Рік</text:p></table:table-cell><table:table-cell><text:p>Подія</text:p></table:table-cell></table:table-row></table:table>
    </office:text></office:body>"#;

const META: &str = "<office:meta><dc:title>Запис</dc:title><meta:initial-creator>Писар</meta:initial-creator>
    <dc:creator>Архівіст</dc:creator><meta:creation-date>1900-01-02T03:04:05</meta:creation-date><dc:language>uk</dc:language></office:meta>";

const STYLES: &str = "<office:document-styles><office:styles><style:style/></office:styles><office:master-styles>
    <style:master-page><style:header><text:p>Архів</text:p></style:header><style:footer><text:p><text:page-number>1</text:page-number></text:p></style:footer></style:master-page>
    <style:master-page><style:header><text:p>Архів</text:p></style:header></style:master-page></office:master-styles></office:document-styles>";

pub const FLAT: &str = "<office:document><office:meta><dc:title>Запис</dc:title></office:meta><office:automatic-styles/>
    <office:master-styles><style:master-page><style:header><text:p>Архів</text:p></style:header></style:master-page></office:master-styles>
    <office:body><office:text><text:h text:outline-level='1'>Запис</text:h><text:p>Текст</text:p></office:text></office:body></office:document>";

pub const LETTER: [(&str, &str); 4] = [
    ("META-INF/manifest.xml", "<manifest:manifest><manifest:file-entry/></manifest:manifest>"),
    ("meta.xml", META),
    ("styles.xml", STYLES),
    ("content.xml", TEXT),
];

pub fn letter() -> Vec<u8> {
    zipped(&LETTER)
}

#[test]
fn documents_are_read_with_their_notes_and_tables() {
    check(
        "a.odt",
        &letter(),
        &[
            "h|<div2>Запис Назва",
            "p|Року 1648<1>,/<lb>далі ще<pb > сторінка",
            "n1:2|За старим.",
            "n1:2|Уточнено.",
            "p|У рамці",
            "p|Перше",
            "p|Друге",
            "p|Рік\tПодія",
            "f|Архів",
        ],
    );
    let metadata = read("a.odt", &letter()).metadata;
    assert_eq!(metadata.title, "Запис");
    assert_eq!(metadata.author, "Писар");
    assert_eq!(metadata.date, "");
    assert_eq!(metadata.lang, "uk");
}

#[test]
fn documents_in_one_file_are_read_like_those_in_archives() {
    check("a.fodt", FLAT.as_bytes(), &["h|<div1>Запис", "p|Текст", "f|Архів"]);
    assert_eq!(read("a.fodt", FLAT.as_bytes()).metadata.title, "Запис");
}

#[test]
fn what_cannot_be_read_is_named() {
    let manifest = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
    let locked = zipped(&[("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}\u{2}")]);
    assert_eq!(refused("a.odt", &locked).0, Code::Encrypted);
    let (code, message) = refused("a.odt", &zipped(&[("a.txt", "a")]));
    assert_eq!(code, Code::Damaged);
    assert!(message.starts_with("lacks «content.xml»"), "{message}");
}
