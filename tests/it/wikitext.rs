//! What wikitext shows a reader, whatever stands in it.

use std::fmt::Write;

use litopys::model::outline::{BlockKind, MarkKind};
use proptest::prelude::*;

use crate::dump::{dump, page, read, reading};

/// The text of a page with this wikitext.
fn shown(wikitext: &str) -> String {
    reading(&read("mediawiki", &dump(&[page(1, "Сторінка", "", wikitext)])).parts[0]).text
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

/// Markup that hides nothing while it does not end.
const OPEN: [&str; 46] = [
    "[[",
    "{{",
    "{{{",
    "<ref>",
    "<ref name=a>",
    "[[a|",
    "{{a|",
    "[[Файл:a|thumb|",
    "\n|-\n[[a|",
    "<nowiki>",
    "<poem>",
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
    "\n* ",
    "\n=",
    "</ref>",
    "{{lang|uk|",
    "{{цитата|",
    "{{date|",
    "[[a:",
    "{{#if:",
    "{{efn|",
    "{{lc:",
    "<pre>",
    "<Ref><rEf>",
    "|",
    "||",
    "\n!",
    "!!",
    "<br>",
    "\n ",
    "\n<ref>",
    "* [[a|",
    "{{a|b=",
    "<ref group=",
    "-->",
    "<!-- -->",
];

/// So much that it would take minutes if it took more than its share of time.
const SIZE: usize = 200_000;

#[test]
fn markup_that_never_ends_hides_nothing() {
    for open in OPEN {
        let text = shown(&format!("{}слово кінець", open.repeat(SIZE / open.len())));
        assert!(text.ends_with("слово кінець"), "{open}");
    }
    for open in ["[[", "{{", "<ref>"] {
        assert!(shown(&format!("{}слово", open.repeat((5 << 20) / open.len()))).ends_with("слово"));
    }
}

#[test]
fn brackets_may_lie_in_one_another_without_end() {
    let others = ["{|\n|", "<gallery>\n", "{{цитата|[[Файл:a|thumb|", "-{a:b;"];
    for open in OPEN.into_iter().chain(others) {
        for close in ["]]", "}}", "</ref>", "|}\n", "-->", "|x}}", "|x]]", "}-", "a}}", " ]]"] {
            let count = SIZE / 4 / (open.len() + close.len());
            let text = format!("початок\n\n{}слово{} ", open.repeat(count), close.repeat(count));
            assert!(shown(&text).starts_with("початок"), "{open} {close}");
        }
    }
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
        // A comment may swallow the end of a note, whose captions then come last.
        prop_assert!(behind.contains("кінець"), "{:?}", behind);
    }
}
