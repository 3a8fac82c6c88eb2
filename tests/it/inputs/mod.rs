//! Every input as a user has it: converted, or set aside by name.

mod archives;
mod broken;
mod described;
mod encodings;
mod limits;
mod marked;
mod matrix;
mod unread;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program::{Ended, Work};

/// A row of a table by the names of its columns.
pub type Row = BTreeMap<String, String>;

/// The rows of a table of an output folder.
pub fn rows(work: &Work, table: &str) -> Vec<Row> {
    let csv = work.read(&format!("out/tables/{table}.csv"));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        names.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// Converts the folder `in` to `out`, every note shown.
pub fn convert(work: &Work, args: &[&str]) -> Ended {
    work.run(&[&["convert", "in", "-o", "out", "--to", "csv,tei", "-v"], args].concat())
}

/// The members of all documents of a file, in order; the empty one is the file itself.
pub fn members(work: &Work, file: &str) -> Vec<String> {
    let documents = rows(work, "documents");
    let of_file = documents.into_iter().filter(|row| row["original_filename"] == file);
    of_file.map(|row| row["origin_member"].clone()).collect()
}

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zst(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// An archive of one file.
pub fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

/// An archive written byte by byte, whose names may be anything; nothing in it is packed.
pub fn raw_zip(members: &[(&[u8], u16, &[u8])]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, flags, content) in members {
        let at = file.len() as u32;
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let size = (content.len() as u32).to_le_bytes();
        let mut common = Vec::new();
        common.extend(20_u16.to_le_bytes());
        common.extend(flags.to_le_bytes());
        // Not packed, at midnight of the first day that there is.
        common.extend([0, 0, 0, 0, 33, 0]);
        common.extend(crc.sum().to_le_bytes());
        common.extend([size, size].concat());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        file.extend([b"PK\x03\x04", &common[..], name, content].concat());
        directory.extend([&b"PK\x01\x02\x14\0"[..], &common, &[0; 10]].concat());
        directory.extend([&at.to_le_bytes()[..], name].concat());
    }
    let count = (members.len() as u16).to_le_bytes();
    let (at, size) = (file.len() as u32, directory.len() as u32);
    let end = [&count[..], &count, &size.to_le_bytes(), &at.to_le_bytes(), &[0, 0]].concat();
    [&file[..], &directory, b"PK\x05\x06\0\0\0\0", &end].concat()
}

/// A file that is set aside or passed over: its name, what it holds, and the code, a part of the
/// message and the byte that are told.
pub type Bad = (String, Vec<u8>, &'static str, &'static str, Option<usize>);

/// Asserts that each file is named with its code, reason and byte, and that a good neighbour is
/// converted.
pub fn expect_aside(work: &Work, args: &[&str], bad: &[Bad]) {
    work.write("in/добрий.txt", "У Києві 1917 року.");
    for (name, bytes, ..) in bad {
        // A path into an archive is told, the archive is written.
        let file = name.split_once(".zip/").map_or(name.clone(), |(file, _)| format!("{file}.zip"));
        work.write(&format!("in/{file}"), bytes);
    }
    let ended = convert(work, args);
    let (problems, run) = (rows(work, "problems"), work.read("out/run.json"));
    let run: serde_json::Value = serde_json::from_str(&run).unwrap();
    let aside = run["set_aside"].as_array().unwrap();
    for (name, _, code, part, byte) in bad {
        let of_file: Vec<&Row> = problems.iter().filter(|row| row["path"] == *name).collect();
        let [row] = of_file[..] else { panic!("«{name}» has {of_file:?}") };
        assert!(row["code"].starts_with(code), "«{name}»: {row:?}");
        assert!(row["message"].contains(part), "«{name}»: {row:?}");
        let told = byte.map(|byte| byte.to_string()).unwrap_or_default();
        assert_eq!(row["start_byte"], told, "«{name}»: {row:?}");
        assert_eq!(row["doc_id"], "", "«{name}»");
        let message = format!("«{name}» {}", row["message"]);
        assert!(ended.stderr().contains(&message), "{message}");
        let is_error = row["severity"] == "error";
        let is_told = aside.iter().any(|one| one["path"] == **name);
        assert_eq!(is_told, is_error, "«{name}»: {aside:?}");
    }
    let errors = problems.iter().any(|row| row["severity"] == "error");
    ended.expect(i32::from(errors), &[]);
    assert_eq!(members(work, "добрий.txt"), [""]);
    work.run(&["check", "out"]).expect(0, &[]);
}
