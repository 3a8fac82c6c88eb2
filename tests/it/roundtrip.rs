//! What must hold for any text whatever: nothing is lost, and every offset finds its way back.

use litopys::model::span::{Raw, Span, Text};
use litopys::{clean, lang, split};
use proptest::prelude::*;

use crate::program::{Work, record};
use crate::tei;

/// Text with what gives trouble: marks, noise, forbidden characters, all line ends, names, dates.
pub fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        any::<String>(),
        "[а-яіїєґА-ЯІЇЄҐ'’]{1,8}",
        "[ \t\n\r\u{a0}\u{2028}\u{c}]{1,3}",
        "[.!?…,:;()«»„“\"\\[\\]—–-]{1,3}",
        "[\u{301}\u{306}\u{308}\u{ad}\u{200b}\u{202e}\u{feff}\u{0}\u{1f}\u{fffe}]{1,2}",
        prop::sample::select(vec![
            "5 грудня 1917 року",
            "1917–1920 рр.",
            "Києві",
            "Кам'янець -Подільський",
            "М. С. Грушевський",
            "Миколи ІІ",
            "грома-\nдянської",
            "Київської та Полтавської губерній",
            "УНР",
            "31 лютого 1918 р.",
            "Aлаш-орди",
            "ХІХ ст. У",
            "т. зв. ",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn tokens_tile_the_view_and_every_span_leads_back(source in text()) {
        let raw = Text::<Raw>::new(source.clone());
        let cleaned = clean::clean(&raw);
        let layout = split::split(&raw, &cleaned, lang::default());
        let view = cleaned.text.as_str();
        prop_assert_eq!(cleaned.folded.as_str().len(), view.len());
        let mut end = 0;
        let mut last = Span::<Raw>::new(0, 0);
        for token in &layout.tokens {
            prop_assert_eq!(token.span.start(), end);
            prop_assert!(!token.span.is_empty());
            end = token.span.end();
            let back = cleaned.to_raw(token.span);
            prop_assert!(source.is_char_boundary(back.start()) && source.is_char_boundary(back.end()));
            prop_assert!(!back.is_empty(), "every token stands for source text");
            // Tokens may share a replacement, such as reordered combining marks, but never turn back.
            prop_assert!(back.start() >= last.start() && back.end() >= last.end());
            last = back;
        }
        prop_assert_eq!(end, view.len());
    }

    #[test]
    fn cleaning_what_is_clean_changes_no_letter(source in "[а-яіїєґ ,.]{0,60}") {
        let once = clean::clean(&Text::new(source));
        let twice = clean::clean(&Text::new(once.text.as_str().to_owned()));
        // A run of spaces that parts letter-spaced words is one space in the view.
        let letters = |text: &str| text.replace(' ', "");
        prop_assert_eq!(letters(once.text.as_str()), letters(twice.text.as_str()));
    }

    #[test]
    fn sentences_tile_paragraphs_and_paragraphs_the_text(source in text()) {
        prop_assume!(!source.trim_start_matches('\u{feff}').trim().is_empty());
        let record = record(&source);
        let text = record.document.text.as_str();
        let blank = |from: usize, to: usize| {
            text[from..to].chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'))
        };
        let mut done = 0;
        for paragraph in &record.paragraphs {
            prop_assert!(blank(done, paragraph.span.start()));
            done = paragraph.span.end();
        }
        prop_assert!(blank(done, text.len()));
        let mut sentence = 0;
        for paragraph in &record.paragraphs {
            prop_assert!(paragraph.sentences_end > sentence, "no paragraph without a sentence");
            let mut end = paragraph.span.start();
            for span in &record.sentences[sentence..paragraph.sentences_end] {
                prop_assert!(text[end.min(span.start())..span.start()].trim().is_empty());
                end = span.end();
                prop_assert!(span.start() >= paragraph.span.start() && span.end() <= paragraph.span.end());
                prop_assert!(!span.is_empty());
            }
            prop_assert!(text[end..paragraph.span.end()].trim().is_empty(), "all text is in a sentence");
            sentence = paragraph.sentences_end;
        }
        prop_assert_eq!(sentence, record.sentences.len());
    }

    #[test]
    fn mentions_are_in_order_apart_and_inside_their_sentence(source in text()) {
        prop_assume!(!source.trim_start_matches('\u{feff}').trim().is_empty());
        let record = record(&source);
        let mut end = 0;
        for mention in &record.mentions {
            let sentence = record.sentences[mention.sentence];
            prop_assert!(mention.span.start() >= end && !mention.span.is_empty());
            prop_assert!(sentence.start() <= mention.span.start() && mention.span.end() <= sentence.end());
            end = mention.span.end();
        }
    }

    #[test]
    fn code_points_are_those_of_the_text(source in text()) {
        prop_assume!(!source.trim_start_matches('\u{feff}').trim().is_empty());
        let record = record(&source);
        let text = record.document.text.as_str();
        for (count, (at, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(record.code_point(at) as usize, count);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_body_of_the_tei_is_the_source(
        sources in prop::collection::vec(text(), 1..8),
        tokens in any::<bool>(),
    ) {
        let work = Work::new();
        work.write("in/zero.txt", "Київ.");
        for (n, source) in sources.iter().enumerate() {
            work.write(&format!("in/t{n}.txt"), source);
        }
        let asked = if tokens { &["--tei-tokens"][..] } else { &[] };
        // What is mostly control characters is no text unless somebody says so.
        let args = ["convert", "in", "-o", "out", "-q", "--to", "tei", "--encoding", "utf-8"];
        let ended = work.run(&[&args[..], asked].concat());
        prop_assert_eq!(ended.code(), 0, "{}", ended.stderr());
        for (n, source) in sources.iter().enumerate().filter(|(_, s)| !s.trim_start_matches('\u{feff}').trim().is_empty()) {
            let source = source.strip_prefix('\u{feff}').unwrap_or(source);
            prop_assert_eq!(tei::read(&work.read(&format!("out/tei/t{n}.tei.xml"))).text, source);
        }
    }
}

#[test]
fn a_byte_order_mark_counts_in_bytes_and_not_in_code_points() {
    let work = Work::new();
    work.write("in/a.txt", "\u{feff}У Києві 5 грудня 1917 року.");
    work.run(&["convert", "in", "-o", "out", "-q"]).expect(0, &[]);
    let mentions = work.read("out/tables/mentions.csv");
    assert!(mentions.contains("a.m000002-000007,a,a.s0001,2,7,6,16,Києві,Київ"), "{mentions}");
    assert!(work.read("out/tables/problems.csv").contains("R007-byte-order-mark"));
    assert_eq!(tei::read(&work.read("out/tei/a.tei.xml")).text, "У Києві 5 грудня 1917 року.");
}

#[test]
fn spans_of_noise_cover_the_noise() {
    let source = "в «Ала́ш -орді́» грома-\nдянська";
    let raw = Text::<Raw>::new(source.to_owned());
    let cleaned = clean::clean(&raw);
    let whole = Span::new(0, cleaned.text.as_str().len());
    assert_eq!(raw.slice(cleaned.to_raw(whole)), source);
}
