//! Words and marks in TEI: what is said of them, and that nothing else changes.

use litopys::model::mention::Mention;
use litopys::model::span::Span;
use proptest::prelude::*;

use crate::program::{Work, record_glossed, record_in};
use crate::roundtrip;
use crate::tei::{self, Tei};

const TOKENS: [&str; 2] = ["w", "pc"];

fn glossed(text: &str) -> Tei {
    tei::of(record_glossed(text))
}

/// The words and marks, each with what is said of it.
fn shown(text: &str) -> Vec<String> {
    let show = |one: &tei::Element| format!("{}|{}|{}", one.text, one.get("lemma"), one.get("msd"));
    glossed(text).named(&TOKENS).map(show).collect()
}

#[test]
fn every_word_and_mark_is_an_element_and_white_space_is_not() {
    let found = glossed("Вони  взяли\tмісто, і все.\n");
    let tokens: Vec<_> = found.named(&TOKENS).map(|one| (&*one.name, &*one.text)).collect();
    assert_eq!(
        tokens,
        [
            ("w", "Вони"),
            ("w", "взяли"),
            ("w", "місто"),
            ("pc", ","),
            ("w", "і"),
            ("w", "все"),
            ("pc", ".")
        ]
    );
    assert_eq!(found.text, "Вони  взяли\tмісто, і все.\n");
    assert_eq!((found.usage["w"], found.usage["pc"]), (5, 2));
}

#[test]
fn words_say_what_is_certain_and_nothing_else() {
    assert_eq!(
        shown("Гетьман писав, що його полк № 5 стоїть на XVIII сторінці."),
        [
            "Гетьман|гетьман|UPosTag=NOUN|Gender=Masc|Number=Sing",
            "писав|писати|UPosTag=VERB|Gender=Masc|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin",
            ",||UPosTag=PUNCT",
            "що|що|",
            "його||Person=3|PronType=Prs",
            "полк|полк|UPosTag=NOUN|Gender=Masc|Number=Sing",
            "№||UPosTag=SYM",
            "5|5|UPosTag=NUM|NumForm=Digit",
            "стоїть|стояти|UPosTag=VERB|Mood=Ind|Number=Sing|Person=3|VerbForm=Fin",
            "на|на|UPosTag=ADP",
            "XVIII|XVIII|UPosTag=NUM|NumForm=Roman",
            "сторінці|сторінка|UPosTag=NOUN|Gender=Fem|Number=Sing",
            ".||UPosTag=PUNCT",
        ]
    );
}

#[test]
fn names_and_dates_enclose_their_words_and_lend_their_nominatives() {
    let found = glossed("Микола II в Києві, у Харківській губернії 5 грудня 1917 року.");
    let inside = |name: &str| -> Vec<String> {
        let around: Vec<_> = found.named(&tei::MENTIONS).filter(|one| one.name == name).collect();
        let words = found.named(&["w"]).filter(|word| {
            around.iter().any(|name| name.start <= word.start && word.end <= name.end)
        });
        let show = |word: &tei::Element| {
            let part = word.get("msd").split('|').next().unwrap_or_default();
            format!("{} {} {part}", word.text, word.get("lemma"))
        };
        words.map(show).collect()
    };
    assert_eq!(inside("persName"), ["Микола Микола UPosTag=PROPN", "II II UPosTag=NUM"]);
    assert_eq!(
        inside("placeName"),
        [
            "Києві Київ UPosTag=PROPN",
            "Харківській харківський UPosTag=ADJ",
            "губернії губернія UPosTag=NOUN"
        ]
    );
    assert_eq!(
        inside("date"),
        [
            "5 5 UPosTag=NUM",
            "грудня грудень UPosTag=NOUN",
            "1917 1917 UPosTag=NUM",
            "року рік UPosTag=NOUN"
        ]
    );
}

#[test]
fn words_with_hyphens_are_one_unless_a_name_ends_between() {
    let words = |text: &str| -> Vec<String> {
        glossed(text).named(&["w"]).map(|one| one.text.clone()).collect()
    };
    assert_eq!(words("по-перше, суспільно-політичний"), ["по-перше", "суспільно-політичний"]);
    assert_eq!(words("XVII-XVIII, 1917-1920"), ["XVII", "XVIII", "1917", "1920"]);
    assert_eq!(words("У Кам'янці-Подільському."), ["У", "Кам'янці-Подільському"]);
    assert_eq!(words("Їхав Київ-Полтава далі."), ["Їхав", "Київ", "Полтава", "далі"]);
}

#[test]
fn a_word_that_clean_text_joins_has_the_line_end_inside() {
    let found = glossed("Це грома-\nдянська війна.");
    let word = found.named(&["w"]).nth(1).unwrap();
    assert_eq!((&*word.text, word.get("lemma")), ("грома-\nдянська", "громадянський"));
}

#[test]
fn languages_without_word_lists_have_words_without_lemmas() {
    let lang = litopys::lang::get("en").unwrap();
    assert!(record_in(lang, "In 1917 he came.").glosses.is_empty(), "nobody asked");
    let work = Work::new();
    work.write("in/a.txt", "In 1917 he came.");
    work.run(&["convert", "in", "-o", "out", "-q", "--lang", "en", "--tei-tokens"]).expect(0, &[]);
    let found = tei::read(&work.read("out/tei/a.tei.xml"));
    let shown: Vec<_> =
        found.named(&TOKENS).map(|one| (&*one.text, one.get("msd"), one.get("lemma"))).collect();
    assert_eq!(
        shown,
        [
            ("In", "", ""),
            ("1917", "UPosTag=NUM|NumForm=Digit", "1917"),
            ("he", "", ""),
            ("came", "", ""),
            (".", "UPosTag=PUNCT", "")
        ]
    );
}

#[test]
fn the_option_is_a_key_of_the_configuration_too_and_changes_the_run() {
    let work = Work::new();
    work.write("in/a.txt", "Вони взяли місто.");
    let convert = ["convert", "in", "-o", "out", "-q", "--to", "tei"];
    work.run(&convert).expect(0, &[]);
    assert!(!work.read("out/tei/a.tei.xml").contains("<w"));
    work.write("litopys.toml", "[tei]\ntokens = true\n");
    work.run(&convert).expect(0, &[]);
    let with = work.read("out/tei/a.tei.xml");
    assert!(with.contains("<w lemma=\"місто\""), "{with}");
    assert!(with.contains("lemma and msd"), "the header says what they are");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn tokens_change_no_text_and_no_mention(
        source in roundtrip::text(),
        spans in prop::collection::vec((0..400_usize, 1..40_usize), 0..8),
    ) {
        prop_assume!(!source.trim_start_matches('\u{feff}').trim().is_empty());
        let mut record = record_glossed(&source);
        let text = record.document.text.as_str().to_owned();
        if let Some(one) = record.mentions.first().cloned() {
            let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let moved = |(from, len): &(usize, usize)| {
                let span = Span::new(*borders.get(*from)?, *borders.get(from + len)?);
                let sentence = record.sentences.iter().position(|s| s.contains(&span))?;
                Some(Mention { span, sentence, ..one.clone() })
            };
            let added: Vec<Mention> = spans.iter().filter_map(moved).collect();
            record.mentions.extend(added);
            record.mentions.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end())));
        }
        let mentions = record.mentions.len();
        let found = tei::of(record);
        prop_assert_eq!(&found.text, &text);
        let inline = found.named(&tei::MENTIONS).count();
        prop_assert_eq!(inline + found.annotations.len(), mentions);
        for name in TOKENS {
            let count = found.named(&[name]).count();
            prop_assert_eq!(found.usage.get(name).copied().unwrap_or_default(), count);
        }
        let mut end = 0;
        for token in found.named(&TOKENS) {
            prop_assert!(token.start >= end && token.end > token.start, "{token:?}");
            end = token.end;
        }
    }
}
