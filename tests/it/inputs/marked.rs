//! What formats say of a text as it reaches its TEI.

use crate::inputs::{convert, rows};
use crate::program::Work;
use crate::{dump, formats, office};

fn work() -> Work {
    let work = Work::new();
    for (format, sample) in formats::SAMPLES {
        work.write(&format!("in/{format}.xml"), sample);
    }
    for (name, bytes) in office::samples() {
        let (_, format) = name.split_once('.').unwrap();
        work.write(&format!("in/{format}.{format}"), bytes);
    }
    work.write("in/dump.xml", dump::synthetic(2)).write("in/t.csv", "text\nКиїв.\n");
    work
}

/// The body of a document without what says nothing of its format: sentences, names, words.
fn body(work: &Work, id: &str) -> String {
    let tei = work.read(&format!("out/tei/{id}.tei.xml"));
    let body = tei.split_once("<body xml:space=\"preserve\">").unwrap().1;
    let body = body.split_once("</body>").unwrap().0;
    let mut shown = String::new();
    for part in body.split_inclusive('>') {
        let (text, tag) = part.split_once('<').unwrap_or((part, ""));
        shown += text;
        let name = tag.trim_start_matches('/').split([' ', '>', '/']).next().unwrap();
        if !matches!(name, "" | "s" | "w" | "pc" | "placeName" | "persName" | "orgName" | "date") {
            // Ids of paragraphs are numbers in order.
            let number = tag.find(&format!(" xml:id=\"{id}.p")).map(|at| (at, at + 16 + id.len()));
            let tag = number.map_or(tag.to_owned(), |(at, end)| format!("{}{}", &tag[..at], &tag[end..]));
            shown += &format!("<{tag}");
        }
    }
    shown
}

#[test]
fn headings_notes_pages_and_lines_reach_the_text() {
    let work = work();
    convert(&work, &[]).expect(0, &[]);
    let plain: Vec<String> = ["docx", "fb2", "page"].map(|id| body(&work, id)).into();
    expect_test::expect![[r#""#]].assert_eq(&plain[0]);
    expect_test::expect![[r#""#]].assert_eq(&plain[1]);
    expect_test::expect![[r#""#]].assert_eq(&plain[2]);
    work.run(&["check", "out"]).expect(0, &[]);
}

#[test]
fn words_change_nothing_of_it() {
    let work = work();
    convert(&work, &[]).expect(0, &[]);
    let documents = rows(&work, "documents");
    let bodies = |work: &Work| -> Vec<String> {
        documents.iter().map(|row| body(work, &row["doc_id"])).collect()
    };
    let plain = bodies(&work);
    convert(&work, &["--tei-tokens"]).expect(0, &[]);
    work.run(&["check", "out"]).expect(0, &[]);
    for (row, (plain, glossed)) in documents.iter().zip(plain.iter().zip(bodies(&work))) {
        assert!(work.read(&format!("out/{}", row["tei_path"])).contains("<w "), "{row:?}");
        // A reference to a note stands before the word in which it would lie.
        let without = |body: &str| body.replace("<ptr", "\0").split('\0').count();
        assert_eq!(without(plain), without(&glossed), "{row:?}");
        if !plain.contains("<ptr") {
            assert_eq!(*plain, glossed, "{row:?}");
        }
    }
}
