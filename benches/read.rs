//! What reading costs: `cargo bench --bench read --no-default-features`.
//!
//! Documents of the size of an article are written in each format and read back, packed ones too. MB are
//! those of the file, unpacked; time is that of the processor, on one thread.

use std::fs;
use std::io::{self, Write};

use bzip2::write::BzEncoder;
use cpu_time::ProcessTime;
use encoding_rs::{KOI8_U, WINDOWS_1251};
use flate2::write::GzEncoder;

mod corpus;
#[path = "pipeline/reading.rs"]
mod reading;

/// Bytes of all text, and of one document.
const SIZES: [usize; 2] = [16 << 20, 1 << 16];

/// Runs, of which the fastest counts.
const RUNS: usize = 3;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> io::Result<()> {
    let text = text()?;
    let folder = tempfile::tempdir()?;
    let [all, _] = SIZES;
    let count = all / text.len();
    for (name, file) in files(&text, count) {
        let unpacked = file.len();
        for (packing, bytes) in packed(&name, file)? {
            let path = folder.path().join(&packing);
            fs::write(&path, bytes)?;
            let mut best = f64::MAX;
            for _ in 0..RUNS {
                let started = ProcessTime::now();
                reading::documents(&path, &packing, &mut |_| ())?;
                best = best.min(started.elapsed().as_secs_f64());
            }
            println!("{packing:>20} {:8.1} MB/s", unpacked as f64 / 1e6 / best);
        }
    }
    Ok(())
}

/// One document of text, which XML can hold as it is.
fn text() -> io::Result<String> {
    let text: String = corpus::Generator::new()?.documents(SIZES[1], 1).collect();
    Ok(text.replace(['<', '>', '&', '\u{c}'], " "))
}

/// Files of every kind that hold the text `count` times, or once if they hold one document.
fn files(text: &str, count: usize) -> Vec<(String, Vec<u8>)> {
    let paragraphs: String = text.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    let page = |n: usize| {
        format!(
            "<page><title>{n}</title><ns>0</ns><id>{n}</id><revision><model>wikitext</model>\
             <text>{text}</text></revision></page>\n"
        )
    };
    let row = serde_json::json!({ "text": text }).to_string() + "\n";
    let body = paragraphs.repeat(count / 4);
    let dump = (0..count).map(page).collect::<String>();
    let name = str::to_owned;
    vec![
        (name("utf8.txt"), text.repeat(count / 4).into_bytes()),
        (name("cp1251.txt"), WINDOWS_1251.encode(&text.repeat(count / 4)).0.into_owned()),
        (name("koi8.txt"), KOI8_U.encode(&text.repeat(count / 4)).0.into_owned()),
        (name("dump.xml"), format!("<mediawiki>{dump}</mediawiki>").into_bytes()),
        (name("rows.jsonl"), row.repeat(count).into_bytes()),
        (name("book.fb2"), format!("<FictionBook><body>{body}</body></FictionBook>").into_bytes()),
        (name("edition.tei"), format!("<TEI><text><body>{body}</body></text></TEI>").into_bytes()),
        (name("page.html"), format!("<html><body>{body}</body></html>").into_bytes()),
    ]
}

/// The file as it is, and the dump packed as well.
fn packed(name: &str, file: Vec<u8>) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    if name == "dump.xml" {
        let mut gz = GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(&file)?;
        files.push((format!("{name}.gz"), gz.finish()?));
        let mut streams = Vec::new();
        for stream in file.chunks(1 << 20) {
            let mut bz2 = BzEncoder::new(Vec::new(), bzip2::Compression::best());
            bz2.write_all(stream)?;
            streams.extend(bz2.finish()?);
        }
        files.push((format!("{name}.bz2"), streams));
    }
    files.insert(0, (name.to_owned(), file));
    Ok(files)
}
