//! `litopys check`: what is sound passes, and whatever a hand has changed is told of.

#[cfg(feature = "parquet")]
mod copies;
mod corpus;
mod exports;
mod folder;
mod output;
mod tables;
mod tei;

use std::fs;

use crate::check::output::Output;
use crate::program::Work;

#[test]
fn what_litopys_writes_is_sound() {
    let work = Work::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let inputs = [
        "input",
        "tests/golden/aside/input",
        "tests/golden/dates/input",
        "tests/golden/formats/input",
        "tests/golden/noise/input",
        "tests/golden/plain/input",
    ];
    for to in ["csv,tei", "csv", "tei"] {
        let inputs = inputs.map(|input| format!("{root}/{input}"));
        let mut args = vec!["convert", "-o", to, "--to", to, "-q"];
        args.extend(inputs.iter().map(String::as_str));
        work.run(&args).expect(1, &[]);
        let ended = work.run(&["check", to]);
        assert_eq!(ended.code(), 0, "{}", ended.stdout());
        assert_eq!(ended.stdout().lines().count(), 1);
        assert!(ended.stdout().starts_with("nothing is wrong with 22 documents in "));
    }
}

#[test]
fn odd_texts_are_sound_too() {
    let work = Work::new();
    let pieces = [
        "Київ\r",
        "грома-\r\nдянської ",
        "\u{feff}",
        "\u{0}",
        "\u{b}",
        "\u{fffe}",
        "\u{ad}",
        "\u{301}",
        "\u{2028}",
        "\n\n",
        "<&>\"'",
        "31 лютого 1918 р. ",
        "25 жовтня (7 листопада) 1917 р. ",
        "Скоропадський ",
        "Іван Скоропадський ",
        "Нова січ ",
        "річка Нова Січ ",
        "того ж року ",
        "у травні 1905 р. за старим стилем ",
        "44 р. до н. е. ",
        "🙂",
        "  ",
        "М. С. Грушевський ",
        "слово ".repeat(30).leak(),
        "Центральна Рада ",
        "близько 1730-х рр. ",
        "- ",
        ". ",
        "«УНР» ",
    ];
    for n in 0..40_usize {
        // Every text has the pieces in an order of its own.
        let text: String =
            (0..60).map(|k| pieces[(k * (2 * n + 7) + n * k * k) % pieces.len()]).collect();
        let mark = if n % 5 == 0 { "\u{feff}" } else { "" };
        work.write(&format!("in/текст {n:02}.txt"), format!("{mark}{text}"));
    }
    work.write("in/порожній.txt", "")
        .write("in/зламаний.txt", b"\x89PNG\0\0")
        .write("in/x.pdf", "%PDF");
    for (out, lang) in [("uk", "uk"), ("en", "en")] {
        work.run(&["convert", "in", "-o", out, "-q", "--lang", lang]).expect(1, &[]);
        let ended = work.run(&["check", out]);
        assert_eq!(ended.code(), 0, "{}", ended.stdout());
    }
}

#[test]
fn the_sample_of_the_other_tests_is_sound_as_it_is_and_sealed_anew() {
    for sealed in [false, true] {
        let mut output = Output::new();
        if sealed {
            output.seal();
        }
        let work = Work::new();
        output.write(&work.path("out"));
        let ended = work.run(&["check", "out"]);
        assert_eq!(ended.code(), 0, "{}", ended.stdout());
    }
}

#[test]
fn what_is_no_output_cannot_be_checked() {
    let work = Work::new();
    work.write("file", "").write("folder/a.txt", "");
    work.run(&["check", "nowhere"]).expect(2, &["there is no folder «nowhere»"]);
    work.run(&["check", "file"]).expect(2, &["there is no folder «file»"]);
    work.run(&["check", "folder"]).expect(2, &["«folder» is no output of Litopys"]);
}

#[test]
fn faults_come_as_json_too() {
    let work = Work::new();
    let mut output = Output::new();
    output.set("mentions", ("surface", "Києва"), "surface", "Киева");
    output.seal();
    output.write(&work.path("out"));
    let ended = work.run(&["check", "out", "--json"]);
    assert_eq!(ended.code(), 4);
    let report: serde_json::Value = serde_json::from_str(&ended.stdout()).unwrap();
    let faults = report["faults"].as_array().unwrap();
    let fault = faults.iter().find(|fault| fault["file"] == "tables/mentions.csv").unwrap();
    assert_eq!(fault["what"], "surface is «Киева» but the source has «Києва»");
    assert!(fault["at"].as_str().unwrap().starts_with("lyst.m"));
}

#[test]
fn no_fault_is_silent_however_many_there_are() {
    let work = Work::new();
    let mut output = Output::new();
    output.change("mentions", |rows| {
        rows.iter_mut().for_each(|row| drop(row.insert("cert".to_owned(), "sure".to_owned())));
    });
    let count = output.rows("mentions").len();
    output.seal();
    output.write(&work.path("out"));
    let stdout = work.run(&["check", "out"]).stdout();
    let of_file = || stdout.lines().filter(|line| line.starts_with("tables/mentions.csv: "));
    let more: usize = of_file()
        .filter_map(|line| {
            line.strip_suffix(" more faults")?.rsplit(' ').next()?.parse::<usize>().ok()
        })
        .sum();
    assert!(more > 0 && of_file().count() - 1 + more >= count, "{stdout}");
}

#[test]
fn garbage_is_a_fault_and_nothing_worse() {
    let names: Vec<String> = Output::new().0.into_keys().collect();
    let noise: Vec<u8> =
        (0..3000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let work = Work::new();
    for name in &names {
        let whole = Output::new().0[name].clone();
        let cut = |share: usize| whole[..whole.len() * share / 7].to_vec();
        let spoilt = |share: usize| {
            let mut bytes = whole.clone();
            let at = bytes.len() * share / 7;
            bytes[at] ^= 0x15;
            bytes
        };
        let versions = [
            (noise.clone(), true),
            (Vec::new(), true),
            (cut(1), true),
            (cut(6), true),
            // Whoever reads Parquet begins at its end and finds the same table.
            ([&whole[..], &whole[..]].concat(), !name.ends_with(".parquet")),
            // One letter may be one of those that nothing else says.
            (spoilt(2), false),
            (spoilt(5), false),
        ];
        for (n, (bytes, must_show)) in versions.into_iter().enumerate() {
            // Checksums that are false would tell of anything; true ones leave it to the rest.
            for sealed in [false, true] {
                let mut output = Output::new();
                output.0.insert(name.clone(), bytes.clone());
                let meta = matches!(name.as_str(), "run.json" | "checksums.sha256");
                if sealed && !meta {
                    output.seal();
                }
                let out = work.path("out");
                let _ = fs::remove_dir_all(&out);
                output.write(&out);
                let result = litopys::check::check(&out);
                // What is in quarantine or only for people has no other copy to be compared with.
                let free = name.starts_with("quarantine/") || name == "README.md";
                let must_show = !sealed && name != "run.json" || must_show && !free;
                let is_sound = result.is_ok_and(|report| report.is_sound());
                assert!(!is_sound || !must_show, "{name}, version {n}, sealed {sealed}, passes");
            }
        }
    }
}
