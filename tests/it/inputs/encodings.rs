//! Plain text in every encoding and packing.

use std::fs;

use litopys::charset::decode::decode;
use litopys::charset::name::by_name;
use litopys::model::document::Encoding;

use crate::charset::{encode, typed};
use crate::inputs::{bz2, convert, gz, rows, zip, zst};
use crate::program::Work;

const ENCODINGS: [Encoding; 10] = [
    Encoding::Utf8,
    Encoding::Utf16,
    Encoding::Utf16Le,
    Encoding::Utf16Be,
    Encoding::Cp1251,
    Encoding::Koi8U,
    Encoding::Koi8R,
    Encoding::Cp866,
    Encoding::MacCyrillic,
    Encoding::Iso8859_5,
];

const TEXT: &str = "Лист до батька. У Києві 5 грудня 1917 року зібралася Українська Центральна Рада, \
    а потім усі поїхали до Полтави й Херсона.\r\n\r\nМикола Василенко жив тоді в Чернігові, де \
    його брат служив при суді, і писав звідти щотижня, поки 1918 року не виїхав до Харкова.\r\n";

#[test]
fn every_encoding_is_known_in_every_packing_and_places_are_those_of_its_bytes() {
    let work = Work::new();
    for encoding in ENCODINGS {
        let (name, bytes) = (encoding.name(), encode(&typed(TEXT, encoding), encoding));
        for (ending, packed) in [
            ("", bytes.clone()),
            (".gz", gz(&bytes)),
            (".bz2", bz2(&bytes)),
            (".zst", zst(&bytes)),
            (".zip", zip(&format!("{name}.txt"), &bytes)),
        ] {
            work.write(&format!("in/{name}.txt{ending}"), packed);
        }
    }
    convert(&work, &[]).expect(0, &["50 documents"]);
    let (documents, mentions) = (rows(&work, "documents"), rows(&work, "mentions"));
    assert_eq!(documents.len(), 5 * ENCODINGS.len());
    for row in &documents {
        let name = row["original_filename"].split(".txt").next().unwrap();
        assert_eq!(row["encoding"], name, "{row:?}");
        let encoding = by_name(name).unwrap();
        let source = fs::read(work.path(&format!("out/{}", row["source_path"]))).unwrap();
        assert_eq!(source, encode(&typed(TEXT, encoding), encoding), "{name}");
        let of_document = mentions.iter().filter(|mention| mention["doc_id"] == row["doc_id"]);
        let mut count = 0;
        for mention in of_document {
            let place = |column: &str| mention[column].parse::<usize>().unwrap();
            let piece = &source[place("start_byte")..place("end_byte")];
            // The mark at the beginning says which end is first.
            let plain = if encoding == Encoding::Utf16 { Encoding::Utf16Le } else { encoding };
            assert_eq!(decode(piece, plain).unwrap().text, mention["surface"], "{name}");
            count += 1;
        }
        assert!(5 < count, "{name} has {count} mentions");
    }
    work.run(&["check", "out"]).expect(0, &[]);
}

#[test]
fn tables_and_pages_in_code_pages_are_read_as_if_they_were_in_utf_8() {
    let work = Work::new();
    let text = TEXT.split_whitespace().collect::<Vec<_>>().join(" ");
    let csv = format!("id;text\n1;{text}\n");
    let html = format!("<html><body><p>{text}</p></body></html>");
    for encoding in [Encoding::Utf8, Encoding::Cp1251, Encoding::Koi8U, Encoding::Utf16] {
        let name = encoding.name();
        for (ending, file) in [("csv", &csv), ("html", &html)] {
            let bytes = encode(&typed(file, Encoding::Cp1251), encoding);
            work.write(&format!("in/{name}.{ending}"), &bytes);
            work.write(&format!("in/{name}.{ending}.gz"), gz(&bytes));
        }
    }
    convert(&work, &[]).expect(0, &["16 documents"]);
    for row in rows(&work, "documents") {
        assert_eq!(row["encoding"], "utf-8", "the text was read out");
        let read = work.read(&format!("out/{}", row["source_path"]));
        assert_eq!(read, text, "{}", row["original_filename"]);
    }
}
