//! The table of metadata: what it gives to the output, and what is wrong with it.

use crate::program::{Work, record_dated};

const HEAD: &str = "path,title,author,date,licence,archive,fond,opys,sprava\n";

fn letters() -> Work {
    let work = Work::new();
    work.write("листи/1917 р.txt", "5 грудня прибув до Києва.").write("листи/б.txt", "Київ.");
    work.write("litopys.toml", "[corpus]\ntitle = \"Листи\"\n[tei]\nmetadata = \"meta.csv\"\n");
    work
}

#[test]
fn metadata_reach_tables_and_headers() {
    let work = letters();
    let row = "1917 р.txt,\"Лист, перший\",Іван Кривий,1917-12,CC-BY-4.0,ЦДІАК,Ф. 1,2,35\n";
    work.write("meta.csv", format!("{HEAD}{row}б.txt,Другий,,,,,,,\n"));
    work.run(&["convert", "листи", "-o", "out"]).expect(0, &["2 documents"]);
    let documents = work.read("out/tables/documents.csv");
    assert!(documents.contains(",\"Лист, перший\",uk,"), "{documents}");
    assert!(documents.contains(",tei/d-1917-r.tei.xml,CC-BY-4.0\r\n"), "{documents}");
    let tei = work.read("out/tei/d-1917-r.tei.xml");
    for part in [
        "<title xml:lang=\"uk\">Лист, перший</title>",
        "<author xml:lang=\"und\">Іван Кривий</author>",
        "<title xml:lang=\"und\">Листи</title>",
        "<date from=\"1917-12",
        "<repository>ЦДІАК</repository>",
        "<idno type=\"fond\">Ф. 1</idno>",
        "<idno type=\"opys\">2</idno>",
        "<idno type=\"sprava\">35</idno>",
    ] {
        let part = part.replace("<date from=", "<date when=");
        assert!(tei.contains(&part), "{part} is not in {tei}");
    }
    // What the text leaves out, its own date gives.
    let dates = work.read("out/tables/dates.csv");
    assert!(dates.contains(",1917-12-05,") && dates.contains(",document-date,"), "{dates}");
    assert!(!work.read("out/tei/b.tei.xml").contains("msDesc"));
}

#[test]
fn spreadsheets_of_any_kind_are_read_and_the_table_is_no_text() {
    let work = letters();
    work.write("листи/meta.csv", "\u{feff}path;title\r\n./1917 р.txt;Лист\r\nб.txt;\r\n");
    work.run(&["convert", "листи", "-o", "out", "-v", "--metadata", "листи/meta.csv"])
        .expect(0, &["«meta.csv» is the table of metadata and was left out", "2 documents"]);
    assert!(work.read("out/tables/documents.csv").contains(",Лист,uk,"));
}

#[test]
fn rows_without_a_file_and_files_without_a_row_are_named() {
    let work = letters();
    work.write("meta.csv", "path,title\n1917 p.txt,Лист\nб.txt,Другий\n");
    work.run(&["convert", "листи", "-o", "out"]).expect(
        0,
        &[
            "«1917 p.txt» has a row in «meta.csv», line 2, but there is no such file; did you mean «1917 р.txt»?",
            "«1917 р.txt» has no row in «meta.csv»; add one",
        ],
    );
    let problems = work.read("out/tables/problems.csv");
    assert!(problems.contains("M001-no-file") && problems.contains("M002-no-metadata"));
    // A run that changes nothing says so, whatever the table lacks.
    work.run(&["convert", "листи", "-o", "out"]).expect(0, &["nothing to do"]);
    work.write("meta.csv", "path,title\n1917 р.txt,Лист\nб.txt,Третій\n");
    work.run(&["convert", "листи", "-o", "out"]).expect(0, &["2 documents"]);
}

#[test]
fn a_table_that_cannot_be_used_stops_the_run() {
    for (table, sentence) in [
        ("title\nЛист\n", "it has 0 columns «path»; name the files in one"),
        (
            "path,titel\nа,б\n",
            "it has a column «titel»; did you mean «title»? the columns are title",
        ),
        ("path,title\nб.txt\n", "mend that row"),
        ("path,licence\nб.txt,CC-BY 4.0\n", "in line 2 «CC-BY 4.0» is no"),
        ("path,title\n,Лист\n", "line 2 names no file; fill its cell «path» in"),
        ("path,title\nб.txt,1\nб.txt,2\n", "lines 2 and 3 are about «б.txt»; leave one"),
    ] {
        let work = letters();
        work.write("meta.csv", table);
        work.run(&["convert", "листи", "-o", "out"])
            .expect(2, &["cannot use the metadata «meta.csv»", sentence]);
        assert!(!work.has("out"));
    }
    let work = letters();
    work.write("meta.csv", b"path,title\n\xE1.txt,\xCB\n");
    work.run(&["convert", "листи", "-o", "out"])
        .expect(2, &["it is not UTF-8 from byte 11; save it as CSV in UTF-8"]);
    let work = letters();
    work.run(&["convert", "листи", "-o", "out"]).expect(2, &["«meta.csv»: No such file"]);
}

#[test]
fn the_date_of_a_document_gives_a_year_that_its_text_lacks() {
    let dates = |date: &str, text: &str| -> Vec<(String, String)> {
        let record = record_dated(date, text);
        let rules = |mention: &litopys::model::mention::Mention| {
            mention.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>().join(" ")
        };
        record.mentions.iter().map(|mention| (mention.canonical.clone(), rules(mention))).collect()
    };
    let found =
        dates("1917-12-24", "5 грудня він виїхав. 7 січня 1918 року повернувся. 9 січня писав.");
    let values: Vec<&str> = found.iter().map(|(value, _)| value.as_str()).collect();
    assert_eq!(values, ["1917-12-05", "1918-01-07", "1918-01-09"], "the text goes before");
    assert!(found[0].1.contains("date.document") && !found[2].1.contains("date.document"));
    assert!(dates("1917/1918", "5 грудня він виїхав.").is_empty(), "two years are none");
    assert!(dates("узимку", "5 грудня він виїхав.").is_empty());
}

#[test]
fn output_is_dated_only_when_the_environment_says_so() {
    let work = letters();
    work.write("meta.csv", "path,title\n1917 р.txt,Лист\nб.txt,Третій\n");
    let run = |out: &str, epoch: Option<&str>| {
        let mut command = work.command(&["convert", "листи", "-o", out, "-q"]);
        command.env_remove("SOURCE_DATE_EPOCH");
        epoch.map(|epoch| command.env("SOURCE_DATE_EPOCH", epoch));
        let ended = command.output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    };
    assert_eq!(run("plain", None).0, Some(0));
    assert!(!work.read("plain/tei/b.tei.xml").contains("<change who=\"#b.litopys\" when="));
    assert_eq!(run("dated", Some("1795651200")).0, Some(0));
    let tei = work.read("dated/tei/b.tei.xml");
    assert!(tei.contains("when=\"2026-11-26\""), "{tei}");
    let (code, said) = run("wrong", Some("вчора"));
    assert!(code == Some(2) && said.contains("SOURCE_DATE_EPOCH «вчора» is no number"), "{said}");
}

#[test]
fn cells_that_look_like_formulas_are_counted() {
    let work = Work::new();
    work.write("in/a.txt", "- Добрий день!\n\n=1+1\n\n— Так.\n\nКиїв.\n");
    work.run(&["convert", "in", "-o", "out", "-v"])
        .expect(0, &["«a.txt» 2 of its cells in the tables begin with =, +, - or @"]);
    assert!(work.read("out/tables/problems.csv").contains("W001-formulas"));
}
