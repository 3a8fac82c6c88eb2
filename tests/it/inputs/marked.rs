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
            let tag =
                number.map_or(tag.to_owned(), |(at, end)| format!("{}{}", &tag[..at], &tag[end..]));
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
    expect_test::expect![[r##"
        <div><head>Лист</head>

        <p>Мила мамо<ptr target="#docx.n0001"/>!
        <lb/>Пишу ще вставлене</p>

        <note xml:id="docx.n0001" n="1"><p>За старим.</p>

        </note><div><head>Новини</head>

        <pb/><p>Поч<pb/>аток по‑нашому див. 2</p>

        <p>У рамці</p>

        <p>Рік	Подія</p>

        <p>Один</p>

        <p>Два</p>

        <fw>Архів</fw></div></div>"##]]
    .assert_eq(&plain[0]);
    expect_test::expect![[r##"
        <div><head>Ілюстрована
        <lb/>історія</head>

        <p>Слово.</p>

        <p>Автор</p>

        <div><head n="s1">Розділ 1</head>

        <p n="p1">Року 1648-го<ptr target="#fb2.n0001"/> гетьман<ptr target="#fb2.n0002"/> вступив до Києва.</p>

        <note xml:id="fb2.n0001" n="2"><p>Див.</p>

        <p>За старим стилем.</p>

        </note><note xml:id="fb2.n0002" n="1"><p>Богдан.</p>

        <p>Хмельницький.</p>

        </note><div><head>Похід</head>

        <p>Знову<ptr target="#fb2.n0002"/> там і тут.</p>

        </div><div><head>Глибше</head>

        <p>Цитата.</p>

        <p>Хтось</p>

        <p>Пісня</p>

        <p>Ой у лузі
        <lb/>червона калина</p>

        <p>Похилилася</p>

        <p>1914</p>

        <p>Рік	Подія</p>

        <p>битва	мир</p>

        </div></div><div><p>Без назви.</p>

        <note xml:id="fb2.n0003" n="3"><p>Ніхто
        <lb/>не кличе.</p></note></div></div>"##]].assert_eq(&plain[1]);
    expect_test::expect![[r#"
        <pb n="0001.jpg"/><div><head n="r1"><lb n="l0"/>Протокол</head>

        <p n="r2"><lb n="l1"/>Члени грома<lb break="no" n="l2"/>дянської ради <lb n="l3"/>у Києві</p>

        <p n="r2a"><lb/>Лист з Кам'янця-<lb break="no"/>Подільського</p>

        <p n="r2b"><lb n="lb"/>Далі.</p>

        <note xml:id="page.n0001" n="r3"><p><lb n="l9"/>Примітка.</p>

        </note><fw n="r0"><lb/>12</fw>

        <p n="t"><lb n="c1"/>рік	<lb n="c2"/>подія</p>

        <p n="t"><lb n="c3a"/>1648	<lb n="c4"/>битва</p></div>"#]].assert_eq(&plain[2]);
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
