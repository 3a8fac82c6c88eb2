//! What the table of metadata says of archives, dumps and their members.

use crate::inputs::{Row, convert, raw_zip, rows};
use crate::program::Work;
use crate::{dump, formats};

const TABLE: &str = "path,title,author,date,licence\n\
    архів.zip,Листи,Леся,1891,CC0-1.0\n\
    архів.zip/листи/1.txt,Перший лист,,1891-03,\n\
    dump.xml,Вікіпедія,,2020,\n\
    dump.xml/12,Стаття,Хтось,,\n\
    книга.fb2,,Інший автор,,\n\
    rows.csv,,,,CC-BY-4.0\n";

fn corpus() -> Work {
    let work = Work::new();
    let [one, two, three] = ["листи/1.txt", "листи/2.txt", "книга.fb2"].map(str::as_bytes);
    let (text, book) = ("Київ.".as_bytes(), formats::SAMPLES[0].1.as_bytes());
    work.write(
        "in/архів.zip",
        raw_zip(&[(one, 2048, text), (two, 2048, text), (three, 2048, book)]),
    );
    let pages = [dump::page(12, "Київ", "", "Місто."), dump::page(13, "Львів", "", "Місто.")];
    work.write("in/dump.xml", dump::dump(&pages)).write("in/книга.fb2", book);
    work.write("in/rows.csv", "id,text,title,author,date\n7,Київ.,Записка,Писар,1654\n");
    work.write("meta.csv", TABLE).write("litopys.toml", "[tei]\nmetadata = \"meta.csv\"\n");
    work
}

/// Title, author and date of the TEI of a document, and its licence.
fn described(work: &Work, row: &Row) -> [String; 4] {
    let tei = work.read(&format!("out/{}", row["tei_path"]));
    let between = |before: &str, after: &str| {
        let found = tei.split_once(before).and_then(|(_, rest)| rest.split_once(after));
        found.map(|(found, _)| found.rsplit('>').next().unwrap().to_owned()).unwrap_or_default()
    };
    let date = between("<creation>", "</date>");
    [row["title"].clone(), between("<author", "</author>"), date, row["licence"].clone()]
}

#[test]
fn rows_are_about_archives_and_about_their_members() {
    let work = corpus();
    convert(&work, &[]).expect(0, &["7 documents"]);
    let documents = rows(&work, "documents");
    let of = |file: &str, member: &str| {
        let is_it = |row: &&Row| row["original_filename"] == file && row["origin_member"] == member;
        described(&work, documents.iter().find(is_it).unwrap())
    };
    assert_eq!(of("архів.zip", "листи/1.txt"), ["Перший лист", "Леся", "1891-03", "CC0-1.0"]);
    // The title of the whole is none of a part, which keeps the one that its format states.
    assert_eq!(of("архів.zip", "листи/2.txt"), ["", "Леся", "1891", "CC0-1.0"]);
    assert_eq!(of("архів.zip", "книга.fb2"), ["Ілюстрована історія", "Леся", "1891", "CC0-1.0"]);
    assert_eq!(of("dump.xml", "12"), ["Стаття", "Хтось", "2020", ""]);
    assert_eq!(of("dump.xml", "13"), ["Львів", "", "2020", ""]);
    assert_eq!(of("книга.fb2", ""), ["Ілюстрована історія", "Інший автор", "1913-05-02", ""]);
    assert_eq!(of("rows.csv", "7"), ["Записка", "Писар", "1654", "CC-BY-4.0"]);
    assert_eq!(rows(&work, "problems").len(), 0);
    work.run(&["check", "out"]).expect(0, &[]);
}

#[test]
fn a_row_about_a_member_that_is_not_there_is_told_if_its_file_is_missing() {
    let work = corpus();
    let table = format!("{TABLE}архiв.zip/листи/1.txt,Лист,,,\n");
    work.write("meta.csv", table);
    let said = "«архiв.zip/листи/1.txt» has a row in «meta.csv», line 8, but there is no such file";
    convert(&work, &[]).expect(0, &["7 documents", said]);
}
