//! In which encoding are these bytes?

mod matrix;
mod wrong;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use litopys::charset::decode::decode;
use litopys::charset::mojibake::mojibake;
use litopys::charset::name::{by_name, names};
use litopys::charset::{Guess, detect};
use litopys::model::document::Encoding;
use proptest::prelude::*;

const PAGES: [Encoding; 6] = [
    Encoding::Cp1251,
    Encoding::Koi8U,
    Encoding::Koi8R,
    Encoding::Cp866,
    Encoding::MacCyrillic,
    Encoding::Iso8859_5,
];

/// Texts that no statistics have seen, by name.
pub fn held_out() -> Vec<(String, String)> {
    let mut texts: Vec<_> = fs::read_dir("tests/charset")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

/// The annotated texts of one part, without annotations.
fn corpus(part: &str) -> Vec<(String, String)> {
    let texts = litopys::corpus::read(Path::new("corpus/uk")).unwrap();
    texts.into_iter().filter(|text| text.part == part).map(|text| (text.name, text.text)).collect()
}

/// The characters of all pages by their bytes.
static TABLES: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let char = |byte, encoding| decode(&[byte], encoding).unwrap().text.chars().next().unwrap();
    PAGES.map(|encoding| (0..=u8::MAX).map(|byte| char(byte, encoding)).collect()).to_vec()
});

fn page(encoding: Encoding) -> &'static [char] {
    &TABLES[PAGES.iter().position(|page| *page == encoding).unwrap()]
}

/// The text as people typed it who had only this page.
pub fn typed(text: &str, encoding: Encoding) -> String {
    if !PAGES.contains(&encoding) {
        return text.to_owned();
    }
    let page = page(encoding);
    let mut typed = String::new();
    for c in text.chars() {
        match c {
            _ if page.contains(&c) => typed.push(c),
            'і' | 'ї' => typed.push('i'),
            'І' | 'Ї' => typed.push('I'),
            'ґ' => typed.push('г'),
            'Ґ' => typed.push('Г'),
            'є' | 'ѣ' => typed.push('е'),
            'Є' | 'Ѣ' => typed.push('Е'),
            'ѳ' => typed.push('ф'),
            'Ѳ' => typed.push('Ф'),
            'ѵ' => typed.push('и'),
            '«' | '»' | '„' | '“' | '”' => typed.push('"'),
            '–' | '—' => typed.push('-'),
            '’' | 'ʼ' => typed.push('\''),
            '№' => typed.push('N'),
            '…' => typed.push_str("..."),
            _ => typed.push('?'),
        }
    }
    typed
}

pub fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    let units = text.encode_utf16();
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16Le => units.flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => units.flat_map(u16::to_be_bytes).collect(),
        Encoding::Utf16 => [0xFEFF].into_iter().chain(units).flat_map(u16::to_le_bytes).collect(),
        _ => {
            let page = page(encoding);
            let byte = |c| page.iter().position(|d| *d == c).unwrap() as u8;
            text.chars().map(byte).collect()
        }
    }
}

fn check(bytes: &[u8], expected: Option<Encoding>) {
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
    assert_eq!(detect(bytes).map(|guess| guess.encoding), expected, "{shown:?}");
}

#[test]
fn valid_utf_8_is_utf_8_and_certain() {
    for text in ["", "plain ASCII", "Україна", "\u{FEFF}Україна", "Łódź — été", "РНБО СРСР УРСР"]
    {
        let certain = Guess { encoding: Encoding::Utf8, confidence: 1.0 };
        assert_eq!(detect(text.as_bytes()), Some(certain), "{text}");
    }
}

#[test]
fn damaged_utf_8_is_no_code_page() {
    let (_, text) = &corpus("dev")[0];
    let bytes = text.as_bytes();
    check(&bytes[1..], Some(Encoding::Utf8));
    for cut in 60..120 {
        check(&bytes[..cut], Some(Encoding::Utf8));
    }
    let mut broken = bytes.to_vec();
    for at in (11..broken.len()).step_by(97) {
        broken[at] = 0xFF;
    }
    check(&broken, Some(Encoding::Utf8));
    // The sequence that breaks begins at a letter's first byte.
    assert!(decode(&broken, Encoding::Utf8).is_err_and(|at| (10..=11).contains(&at)));
}

#[test]
fn marks_say_which_utf_it_is() {
    check(&encode("Україна", Encoding::Utf16), Some(Encoding::Utf16));
    check(b"\xFE\xFF\x04\x1A", Some(Encoding::Utf16));
    check(b"\xFF\xFE\0\0\x1A\x04\0\0", None);
    check(b"\0\0\xFE\xFF\0\0\x04\x1A", None);
}

#[test]
fn utf_16_without_a_mark_is_known_by_few_letters() {
    for text in ["Київ", "Kyiv", "До Києва", "РНБО", "Łódź 1905", "«Діло»"]
    {
        for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
            check(&encode(text, encoding), Some(encoding));
        }
    }
}

#[test]
fn russian_is_the_russian_koi8_and_one_ukrainian_letter_the_other() {
    let russian = "Русская летопись начинается с легенды о трёх братьях. ".repeat(4000);
    let mut bytes = encode(&russian, Encoding::Koi8R);
    check(&bytes, Some(Encoding::Koi8R));
    let frame = "╔═══╗\r\n║ Год ║ Число ║\r\n╚═══╝\r\n";
    check(&encode(&format!("{frame}{russian}"), Encoding::Koi8R), Some(Encoding::Koi8R));
    bytes.splice(100_000..100_000, encode("Київ", Encoding::Koi8U));
    check(&bytes, Some(Encoding::Koi8U));
}

#[test]
fn a_beginning_in_english_does_not_hide_the_page() {
    let mut text = "Plain words in English, page after page.\n".repeat(5_000);
    text += "Слобідські полки було скасовано 1765 року.\n";
    for encoding in PAGES {
        let bytes = encode(&typed(&text, encoding), encoding);
        let decoded = decode(&bytes, detect(&bytes).unwrap().encoding).unwrap();
        assert_eq!(decoded.text, typed(&text, encoding));
    }
}

#[test]
fn what_is_binary_is_no_text() {
    check(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0", None);
    check(b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0\x01\0\0\0", None);
    check(&[0; 500], None);
    let mut state = 1918_u64;
    let mut random = |len: usize| -> Vec<u8> {
        let byte = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as u8
        };
        (0..len).map(byte).collect()
    };
    for len in [20, 30, 60, 200, 5_000, 100_000] {
        for _ in 0..2_000_000_usize.div_ceil(len * 100).min(1000) {
            check(&random(len), None);
        }
    }
    // What has no control characters is told by its letters alone.
    for _ in 0..1000 {
        let bytes: Vec<u8> = random(200).into_iter().filter(|b| 0x20 <= *b && *b != 0x7F).collect();
        check(&bytes, None);
    }
    let program = fs::read(std::env::current_exe().unwrap()).unwrap();
    check(&program, None);
    check(&program[..4096], None);
}

#[test]
fn western_text_is_none_that_is_read() {
    check(b"L'\xE9t\xE9 \xE0 la fran\xE7aise, o\xF9 les \xE9l\xE8ves \xE9taient", None);
    check(b"Wydzia\xB3 Historyczny, \xA3\xF3d\x9F, ksi\xEA\xBFka, \xBF\xF3\xB3\xE6", None);
}

proptest! {
    #[test]
    fn any_bytes_are_judged_and_decoded(bytes: Vec<u8>, text: String) {
        let guess = detect(&bytes);
        prop_assert!(guess.is_none_or(|guess| (0.0..=1.0).contains(&guess.confidence)));
        for encoding in names().filter_map(by_name) {
            match decode(&bytes, encoding) {
                Ok(decoded) => prop_assert!(decoded.bom_len as usize <= bytes.len()),
                Err(at) => prop_assert!(at < bytes.len()),
            }
        }
        let windows = decode(text.as_bytes(), Encoding::Cp1251).unwrap().text;
        for text in [text, windows] {
            if let Some(found) = mojibake(&text) {
                prop_assert!(text.get(found.span.0..found.span.1).is_some_and(|part| !part.is_empty()));
            }
        }
    }
}
