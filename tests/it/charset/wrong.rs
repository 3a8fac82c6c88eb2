//! Text that was decoded wrongly, and text that only looks so.

use std::fs;
use std::path::{Path, PathBuf};

use litopys::charset::decode::decode;
use litopys::charset::mojibake::mojibake;
use litopys::model::document::Encoding;

use super::{PAGES, corpus, encode, held_out, typed};

/// What bytes become that are read as a page; nothing if the page is Windows-1252 and has no such.
fn read_as(bytes: &[u8], page: &str) -> String {
    match litopys::charset::name::by_name(page) {
        Some(encoding) => decode(bytes, encoding).unwrap().text,
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

const TEXT: &str = "Слобідська Україна\nПершу школу відкрито в Харкові, у 1732 році.\nЇї вчителі";

#[test]
fn a_word_is_enough_to_know_the_usual_damage() {
    for (wrong, was, read_as) in [
        ("РЈРєСЂР°С—РЅР°", "utf-8", "cp1251"),
        ("Ð£ÐºÑ€Ð°Ñ—Ð½Ð°", "utf-8", "cp1252"),
        ("Óêðà¿íà", "cp1251", "cp1252"),
    ] {
        let found = mojibake(wrong).unwrap();
        assert_eq!((found.was, found.read_as, &found.repaired[..]), (was, read_as, "Україна"));
        assert_eq!(found.span, (0, wrong.len()));
        assert!(0.9 < found.confidence, "{}", found.confidence);
    }
}

#[test]
fn every_page_that_was_read_as_another_is_mended() {
    for was in PAGES.into_iter().chain([Encoding::Utf8]) {
        for page in ["cp1251", "cp1252", "koi8-u", "cp866", "mac-cyrillic", "iso-8859-5"] {
            if was.name() == page || (was, page) == (Encoding::Koi8R, "koi8-u") {
                continue;
            }
            let text = typed(TEXT, was);
            let wrong = read_as(&encode(&text, was), page);
            let found = mojibake(&wrong);
            let repaired = found.as_ref().map(|found| found.repaired.as_str());
            assert_eq!(repaired, Some(text.as_str()), "{} as {page}: {wrong}", was.name());
        }
    }
}

#[test]
fn only_what_is_damaged_is_mended_and_its_place_is_told() {
    let right = "Київ, 1918 рік; «СРСР», «УРСР» — Лемберґ\n";
    for (was, page) in [(Encoding::Utf8, "cp1251"), (Encoding::Cp1251, "cp1252")] {
        let wrong = read_as(&encode(TEXT, was), page);
        let found = mojibake(&format!("{right}{wrong}\n{right}")).unwrap();
        assert_eq!(found.repaired, format!("{right}{TEXT}\n{right}"));
        assert_eq!(found.span.0, right.len());
    }
    let mixed = format!(
        "У справі: {}. Див. також опис",
        read_as("Львівський магістрат".as_bytes(), "cp1251")
    );
    let found = mojibake(&mixed).unwrap();
    assert_eq!(found.repaired, "У справі: Львівський магістрат. Див. також опис");
}

#[test]
fn what_was_damaged_twice_is_mended_twice() {
    let once = read_as(TEXT.as_bytes(), "cp1251");
    let twice = read_as(once.as_bytes(), "cp1251");
    assert_eq!(mojibake(&twice).unwrap().repaired, TEXT);
}

#[test]
fn letters_that_were_lost_are_not_looked_for() {
    for lost in ["????????? ?????, 1918 ???", "\u{FFFD}\u{FFFD}\u{FFFD} країна", "Укра?на"]
    {
        assert_eq!(mojibake(lost), None, "{lost}");
    }
}

#[test]
fn text_in_any_language_is_left_alone() {
    for text in [
        "",
        "РНБО СРСР УРСР ЗУНР «СРСР» „УНР“ УСРР–РСФРР СССР… ЦК КП(б)У",
        "У «Р» та «С» — Р’Р, Рє, Рі, Рї; літера „Р“ і «С»",
        "Њујорк, Љубљана, Ђорђе Ћосић, Џеп; српски језик је љубав. ЊЕГОШ И ЂУРА",
        "Ўладзімір Караткевіч, Беларусь; дзеячы ўрада, ЎСЕ БЕЛАРУСЫ",
        "Zażółć gęślą jaźń; Łódź, Świętochłowice, źdźbło, ŻÓŁĆ",
        "Les élèves créées, où l'été à Genève; cœur, naïve, ÉTÉ À LA FRANÇAISE",
        "Fußgänger über Österreich, Größe, ÄÖÜ äöü; Čeština žluťoučký kůň úpěl",
        "│ Назва │ Рік │\n├───────┼─────┤\n│Київ   │1648 │\n║Львів  ║1256 ║\n",
        "α β γ δ; Ἀθῆναι; ½ ¼ ¾ ± × ÷ ° § ¶ © ® ™ € £ ¥ • † ‡ ¤ ¦",
        "ВатКомРеч і КримЦВК, iPhone, МакДональд, ЦентрСоюз, НКВСівець",
        "№1, №№ 2–3; § 5°, 12°30′ пн. ш.; 5 € за п’ять; «є»«ї»",
        "Въ уѣздѣ, Ѳеодоръ, мѵро, Іоаннъ; сія лѣтопись. Оѹ нашемъ градѣ",
        "©Видавництво ®Марка ™Знак; слово\u{AD}з\u{AD}м’якими\u{AD}пере\u{AD}носами, 1&nbsp;000",
        "КОЗАКЪ Єврей Їжак Ґудзик РЁ СЁ Рёрих Сёмін СІЧ РІВНЕ Рєпін Сєвєродонецьк",
    ] {
        assert_eq!(mojibake(text), None, "{text}");
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn no_text_of_the_repository_is_damaged() {
    let mut texts: Vec<String> = corpus("train").into_iter().map(|text| text.1).collect();
    texts.extend(held_out().into_iter().map(|text| text.1));
    let mut paths = Vec::new();
    for folder in ["input", "data/lexicon", "data/charset", "data/gazetteer", "data/grammar"] {
        files(Path::new(folder), &mut paths);
    }
    texts.extend(paths.iter().map(|path| fs::read_to_string(path).unwrap()));
    for text in &texts {
        assert_eq!(
            mojibake(text)
                .map(|found| found.repaired[found.span.0..].chars().take(60).collect::<String>()),
            None
        );
        assert_eq!(mojibake(&text.to_uppercase()), None);
    }
}

#[test]
fn most_lines_of_a_damaged_text_are_mended() {
    let text: String = held_out().into_iter().map(|text| text.1).collect();
    for (was, page, least) in [
        (Encoding::Utf8, "cp1251", 100.0),
        (Encoding::Utf8, "cp1252", 100.0),
        (Encoding::Utf8, "koi8-u", 100.0),
        (Encoding::Utf8, "cp866", 100.0),
        (Encoding::Cp1251, "cp1252", 99.0),
        (Encoding::Cp1251, "koi8-u", 99.0),
        (Encoding::Koi8U, "cp1251", 99.0),
        (Encoding::Cp866, "cp1251", 99.0),
        (Encoding::Cp1251, "cp866", 99.0),
    ] {
        let text = typed(&text, was);
        let found = mojibake(&read_as(&encode(&text, was), page)).unwrap();
        let lines = text.lines().filter(|line| !line.is_empty());
        let pairs: Vec<bool> = lines
            .zip(found.repaired.lines().filter(|line| !line.is_empty()))
            .map(|(a, b)| a == b)
            .collect();
        let right =
            100.0 * pairs.iter().filter(|right| **right).count() as f64 / pairs.len() as f64;
        assert!(least <= right, "{} as {page}: {right:.1} %", was.name());
        assert_eq!((found.was, found.read_as), (was.name(), page));
    }
}
