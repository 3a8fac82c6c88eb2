//! Tables and lines of JSON that hold a text in every row.

use litopys::model::diag::Code;
use litopys::read::options::{Limits, Options};

use crate::dump::{read, read_by, reading, texts};

#[test]
fn rows_of_csv_are_documents_with_what_their_columns_say() {
    let rows = "\u{feff}ID;Title;Author;date;LANG;Текст;інше\n\
        а1;Лист;Леся;1891-03;uk;\"Перший; рядок\nдругий\";x\n;Записка;;;;Текст.;y\n";
    for capacity in [1, 7, 4096] {
        let found = read_by("csv", rows.as_bytes(), &Options::default(), capacity);
        assert_eq!(
            texts(&found),
            [("а1", "Перший; рядок\nдругий".to_owned()), ("2", "Текст.".to_owned())]
        );
        let metadata = &found.parts[0].metadata;
        assert_eq!(
            [&metadata.title, &metadata.author, &metadata.date, &metadata.lang],
            ["Лист", "Леся", "1891-03", "uk"]
        );
        assert!(found.end.is_ok() && found.refused.is_empty());
        let reading = reading(&found.parts[0]);
        assert!(reading.as_it_stands.is_none() && reading.outline.blocks.is_empty());
    }
}

#[test]
fn rows_of_csv_that_are_wrong_are_named_and_passed_over() {
    let rows = "id,text\n1,один\n2,два,зайве\n3,\n4,чотири\n";
    let found = read("csv", rows);
    assert_eq!(texts(&found), [("1", "один".to_owned()), ("4", "чотири".to_owned())]);
    let at = rows.find("2,").unwrap();
    assert_eq!(found.refused[0].0, Code::Damaged);
    assert!(
        found.refused[0]
            .1
            .starts_with(&format!("line 3 at byte {at} was left out: it has 3 cells")),
        "{}",
        found.refused[0].1
    );
    assert!(found.refused[1].1.starts_with("1 row without text"));
    let found = read_by("csv", b"text\n\xE0\xE1\nok\n", &Options::default(), 64);
    assert_eq!(texts(&found), [("2", "ok".to_owned())]);
    assert!(found.refused[0].1.contains("is not UTF-8"));
}

#[test]
fn the_column_of_texts_can_be_named_and_must_be_there() {
    let options = Options { text_column: "Зміст".into(), ..Options::default() };
    let found = read_by("csv", "text\tзміст\nні\tтак\n".as_bytes(), &options, 64);
    assert_eq!(texts(&found), [("1", "так".to_owned())]);
    for (format, file) in [("csv", "a,b\n1,2\n"), ("jsonl", "{\"a\":1,\"b\":2}\n")] {
        assert_eq!(read(format, file).end, Err((Code::UnknownFormat, None)));
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_ends_a_table_and_not_the_memory() {
    let limits = Limits { document: 20_000, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let rows = format!("text\nодин\n\"{}", "слово\n".repeat(20_000));
    let found = read_by("csv", rows.as_bytes(), &options, 4096);
    assert_eq!(texts(&found), [("1", "один".to_owned())]);
    assert_eq!(found.end.unwrap_err().0, Code::TooLarge);
}

#[test]
fn lines_of_json_are_documents() {
    let limits = Limits { document: 200, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let long = format!("{{\"text\":\"{}\"}}", "слово".repeat(100));
    let lines = format!(
        "\u{feff}{{\"id\":17,\"text\":\"Перший\\nрядок\",\"title\":\"Лист\",\"x\":[1]}}\r\n\n\
         {{\"text\":\"Далі\"}}\n{{зламано\n{long}\n{{\"text\":5}}\n{{\"text\":\" \"}}\n{{\"id\":\"a\",\"text\":\"Кінець\"}}"
    );
    for capacity in [1, 7, 4096] {
        let found = read_by("jsonl", lines.as_bytes(), &options, capacity);
        assert_eq!(
            texts(&found),
            [
                ("17", "Перший\nрядок".to_owned()),
                ("3", "Далі".to_owned()),
                ("a", "Кінець".to_owned())
            ]
        );
        assert_eq!(found.parts[0].metadata.title, "Лист");
        let said: Vec<_> = found.refused.iter().map(|(code, _)| *code).collect();
        assert_eq!(said, [Code::Damaged, Code::TooLarge, Code::Damaged, Code::LeftOut]);
        let at = lines.find("{зламано").unwrap();
        assert!(found.refused[0].1.starts_with(&format!("line 4 at byte {at} was left out")));
        assert!(found.refused[2].1.contains("«text» is no string"));
        assert!(found.end.is_ok());
    }
}
