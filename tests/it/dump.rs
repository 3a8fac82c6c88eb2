//! Files of many documents: dumps of MediaWiki, tables and lines of JSON with texts.

use std::fmt::Write;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use litopys::model::diag::Code;
use litopys::model::outline::{BlockKind, MarkKind};
use litopys::read::FORMATS;
use litopys::read::format::{Holds, Part};
use litopys::read::options::{Limits, Options};
use litopys::read::reading::Reading;
use proptest::prelude::*;

/// What a file gave: its parts, what was said of others, and whether it was read to its end.
struct Found {
    parts: Vec<Part>,
    refused: Vec<(Code, String)>,
    end: Result<(), (Code, Option<usize>)>,
}

fn read_by(format: &str, bytes: &[u8], options: &Options, capacity: usize) -> Found {
    let format = FORMATS.iter().find(|known| known.name == format).unwrap();
    let Holds::Many(read) = format.holds else { panic!("{} holds one", format.name) };
    let (mut parts, mut refused) = (Vec::new(), Vec::new());
    let end = read(&mut BufReader::with_capacity(capacity, bytes), options, &mut |part| {
        match part {
            Ok(part) => parts.push(part),
            Err(said) => refused.push((said.diagnostic.code, said.diagnostic.message)),
        }
        ControlFlow::Continue(())
    });
    Found { parts, refused, end: end.map_err(|said| (said.code, said.byte)) }
}

fn read(format: &str, bytes: &str) -> Found {
    read_by(format, bytes.as_bytes(), &Options::default(), 1 << 16)
}

fn reading(part: &Part) -> Reading {
    (part.read)(&part.bytes, &Options::default()).unwrap()
}

/// Members with their texts.
fn texts(found: &Found) -> Vec<(&str, String)> {
    found.parts.iter().map(|part| (part.member.as_str(), reading(part).text)).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A page in namespace 0.
fn page(id: u32, title: &str, head: &str, wikitext: &str) -> String {
    format!(
        "  <page>\n    <title>{title}</title>\n    <ns>0</ns>\n    <id>{id}</id>\n{head}    \
         <revision>\n      <id>9{id}</id>\n      <contributor><username>Хтось</username><id>7</id>\
         </contributor>\n      <model>wikitext</model>\n      <text bytes=\"9\" \
         xml:space=\"preserve\">{}</text>\n    </revision>\n  </page>\n",
        escaped(wikitext)
    )
}

fn dump(pages: &[String]) -> String {
    let pages = pages.concat();
    format!("<mediawiki xml:lang=\"uk\">\n  <siteinfo/>\n{pages}</mediawiki>\n")
}

/// The text of a page with this wikitext.
fn shown(wikitext: &str) -> String {
    reading(&read("mediawiki", &dump(&[page(1, "Сторінка", "", wikitext)])).parts[0]).text
}

/// A dump of so many pages like those of an encyclopedia.
fn synthetic(pages: u32) -> String {
    let wikitext = "{{Картка|назва=Село|фото=[[Файл:a.jpg|20px]]}}\n'''Село''' — [[село]] в \
        [[Київська область|області]], засноване {{date|24|8|1651}}.<ref>Історія міст і сіл.</ref>\n\n\
        == Історія ==\nПерша згадка — ''1651'' року. Тут стояв [[полк]], а \"старшина\" жила поруч.\n\n\
        {| class=\"wikitable\"\n! Рік !! Душ\n|-\n| 1897 || 1200\n|}\n* перше\n* друге\n\n[[Категорія:Села]]\n";
    let wikitext = wikitext.repeat(4);
    let mut out = String::from("<mediawiki>\n");
    for id in 1..=pages {
        out += &page(id, &format!("Село {id}"), "", &wikitext);
    }
    out + "</mediawiki>\n"
}

#[test]
fn wikitext_shows_what_the_table_says() {
    let table = include_str!("../rules/wikitext.tsv");
    let unescape = |cell: &str| cell.replace("\\n", "\n").replace("\\t", "\t");
    let mut wrong = String::new();
    for line in table.lines().skip(1) {
        let cells: Vec<String> = line.split('\t').map(unescape).collect();
        let found = shown(&cells[0]);
        if found != cells[1] {
            write!(wrong, "{}:\n{}\n  want {:?}\n  have {found:?}\n", cells[2], cells[0], cells[1])
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(table.lines().count() > 80);
}

#[test]
fn blocks_of_a_page_are_told_apart() {
    let wikitext =
        "Вступ.\n\n== Історія ==\n=== Доба ===\nСлово<ref group=\"п\">Примітка.</ref> далі.";
    let found = reading(&read("mediawiki", &dump(&[page(1, "А &amp; Б", "", wikitext)])).parts[0]);
    assert_eq!(found.metadata.title, "А & Б");
    assert_eq!((found.metadata.author.as_str(), found.metadata.date.as_str()), ("", ""));
    let blocks: Vec<_> = found.outline.blocks.iter().map(|b| (b.kind, b.label.as_str())).collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Paragraph, ""),
            (BlockKind::Heading, ""),
            (BlockKind::Heading, ""),
            (BlockKind::Paragraph, ""),
            (BlockKind::Note(1), "п"),
        ]
    );
    let marks: Vec<_> = found.outline.marks.iter().map(|mark| mark.kind).collect();
    assert_eq!(marks, [MarkKind::Division(1), MarkKind::Division(2), MarkKind::Note(1)]);
}

#[test]
fn pages_are_found_however_the_stream_is_cut() {
    let dump = synthetic(3);
    let whole = read("mediawiki", &dump);
    assert_eq!(whole.parts.len(), 3);
    assert_eq!(whole.end, Ok(()));
    for part in &whole.parts {
        let at = part.at.unwrap() as usize;
        assert_eq!(&dump.as_bytes()[at..at + part.bytes.len()], part.bytes);
        assert!(part.bytes.starts_with(b"<page>") && part.bytes.ends_with(b"</page>"));
    }
    for capacity in [1, 7, 64, 1000] {
        let cut = read_by("mediawiki", dump.as_bytes(), &Options::default(), capacity);
        let of = |found: &Found| -> Vec<_> {
            let part = |part: &Part| (part.member.clone(), part.at, part.bytes.clone());
            found.parts.iter().map(part).collect()
        };
        assert_eq!(of(&cut), of(&whole), "{capacity}");
    }
}

#[test]
fn what_is_no_article_is_left_out_and_counted() {
    let pages = [
        page(1, "Київ", "", "Місто."),
        page(2, "Киев", "    <redirect title=\"Київ\" />\n", "#REDIRECT [[Київ]]"),
        page(3, "Обговорення", "", "Розмова.").replace("<ns>0<", "<ns>1<"),
        page(4, "Стиль", "", "a {}").replace(">wikitext</model>", ">css</model>"),
        page(5, "Нема", "", "x")
            .replace(">x</text>", "/>")
            .replace("<text ", "<text deleted=\"deleted\" "),
        page(6, "Без id", "", "Текст про &lt;redirect і <ns>5</ns>.").replace("<id>6</id>\n", ""),
    ];
    let found = read("mediawiki", &dump(&pages));
    assert_eq!(
        texts(&found),
        [("1", "Місто.".to_owned()), ("page-6", "Текст про <redirect і <ns>5</ns>.".to_owned())]
    );
    let said: Vec<&str> = found.refused.iter().map(|(_, message)| message.as_str()).collect();
    assert!(found.refused.iter().all(|(code, _)| *code == Code::LeftOut));
    assert!(said[0].starts_with("1 redirects and 1 pages of other namespaces were left out"));
    assert!(said[1].starts_with("1 pages that are no wikitext and 1 whose text is deleted"));
    let every = Options { every_page: true, ..Options::default() };
    let found = read_by("mediawiki", dump(&pages).as_bytes(), &every, 100);
    assert_eq!(
        found.parts.iter().map(|part| &*part.member).collect::<Vec<_>>(),
        ["1", "2", "3", "page-6"]
    );
}

#[test]
fn of_a_history_the_last_revision_is_read() {
    let new = page(1, "Київ", "", "Нове.");
    let old = "<revision><id>1</id><text>Старе.</text></revision>\n    <revision>";
    let found = read("mediawiki", &dump(&[new.replace("<revision>", old)]));
    assert_eq!(texts(&found), [("1", "Нове.".to_owned())]);
    assert_eq!(found.parts[0].at, None);
    assert!(found.refused[0].1.starts_with("1 pages have several revisions"));
}

#[test]
fn a_page_that_is_too_large_is_named_and_passed_over() {
    let limits = Limits { document: 2000, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let pages = [
        page(1, "Мала", "", "Текст."),
        page(2, "Велика", "", &"слово ".repeat(500)),
        page(3, "Ще", "", "Кінець."),
    ];
    let dump = dump(&pages);
    for capacity in [7, 1 << 16] {
        let found = read_by("mediawiki", dump.as_bytes(), &options, capacity);
        assert_eq!(texts(&found), [("1", "Текст.".to_owned()), ("3", "Кінець.".to_owned())]);
        let at = dump.find("<page>\n    <title>Велика").unwrap();
        let (code, message) = &found.refused[0];
        assert_eq!(*code, Code::TooLarge);
        assert!(
            message.starts_with(&format!("the page «Велика» at byte {at} is larger")),
            "{message}"
        );
    }
}

#[test]
fn a_dump_that_breaks_off_gives_what_came_before() {
    let dump = dump(&[page(1, "А", "", "Один."), page(2, "Б", "", "Два.")]);
    let within = &dump[..dump.rfind("</text>").unwrap()];
    let found = read("mediawiki", within);
    assert_eq!(texts(&found), [("1", "Один.".to_owned())]);
    assert_eq!(found.end, Err((Code::Damaged, Some(within.len()))));
    let behind = &dump[..dump.rfind("</mediawiki>").unwrap() + 5];
    let found = read("mediawiki", behind);
    assert_eq!(found.parts.len(), 2);
    assert_eq!(found.end, Err((Code::Damaged, Some(behind.len()))));
}

#[test]
fn no_more_is_read_than_is_wanted() {
    let dump = synthetic(3);
    for (format, file) in [
        ("mediawiki", dump.as_str()),
        ("csv", "text\na\nb\n"),
        ("jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"),
    ] {
        let format = FORMATS.iter().find(|known| known.name == format).unwrap();
        let Holds::Many(read) = format.holds else { panic!() };
        let mut count = 0;
        let end = read(&mut file.as_bytes(), &Options::default(), &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert!(end.is_ok());
        assert_eq!(count, 1);
    }
}

#[test]
fn markup_that_never_ends_takes_no_time_and_hides_nothing() {
    for open in [
        "[[",
        "{{",
        "{{{",
        "<ref>",
        "<ref name=a>x",
        "[[a|",
        "{{a|",
        "[[Файл:a|thumb|",
        "{|\n|",
        "\n|-\n[[a|",
        "<nowiki>",
        "<poem>",
        "<gallery>\n",
        "<!--",
        "__А",
        "-{",
        "[http://a ",
        "''",
        "'''",
        "&",
        "<span ",
        "<",
        "}}",
        "]]",
        "{|\n",
        "\n* ",
        "\n=",
        "</ref>",
        "{{lang|uk|",
        "{{цитата|",
        "{{date|",
        "[[a:",
        "{{#if:",
        "{{efn|",
        "<pre>",
        "<Ref><rEf>",
        "|",
        "||",
        "\n!",
        "!!",
        "<br>",
        "\n ",
    ] {
        for close in ["", "]]", "}}", "</ref>", "|}\n", "-->", "|x}}", "|x]]"] {
            let size = (1 << 20) / (open.len() + close.len());
            let text = format!("{}слово{} кінець", open.repeat(size), close.repeat(size));
            let start = Instant::now();
            let mut draft = page(1, "А", "", &text);
            draft.insert_str(0, "<mediawiki>");
            let found = read("mediawiki", &(draft + "</mediawiki>"));
            shown_whole(&reading(&found.parts[0]), open, close);
            assert!(start.elapsed() < Duration::from_secs(20), "{open} {close}");
        }
    }
}

/// That nothing is lost behind markup that hides nothing.
fn shown_whole(reading: &Reading, open: &str, close: &str) {
    let hides = close != "" || ["{|\n|", "<gallery>\n"].contains(&open);
    assert!(
        hides || reading.text.ends_with("слово кінець") || open == "{|\n",
        "{open} {close}: {:?}",
        reading.text.get(reading.text.len().saturating_sub(60)..)
    );
}

proptest! {
    #[test]
    fn words_outside_of_markup_are_never_lost(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "[[", "]]", "{{", "}}", "{{{", "}}}", "|", "\n", "\n\n", "''", "'''", "<ref>", "</ref>", "<br>",
                "{|\n", "\n|}", "\n|-\n", "\n| ", "||", "==", "\n== а ==\n", "* ", "&nbsp;", "<!--", "-->",
                "<nowiki>", "</nowiki>", "[http://a.b ", "]", "-{", "}-", "lang|uk|", "Файл:a|міні|", "__", "=",
                "<gallery>", "</gallery>", "<poem>", "</poem>", "<pre>", "</pre>", "efn|", "слово", " ", "цитата|",
            ]),
            0..60,
        )
    ) {
        let markup = pieces.concat();
        let text = shown(&format!("початок\n\n{markup}"));
        prop_assert!(text.starts_with("початок"), "{:?}", text);
        let behind = shown(&format!("{markup}\n\n</ref></nowiki></gallery></poem></pre>-->\n|}}\n}}}}]]\n\nкінець"));
        prop_assert!(behind.ends_with("кінець"), "{:?}", behind);
    }
}

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
