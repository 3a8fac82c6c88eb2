//! What is changed in the tables of the corpus, and in how tables are written, with sums made true
//! again.

use crate::check::output::{DOC, check, path, shifted, told};

#[test]
fn documents_are_their_sources() {
    check(&[
        ("a letter of the source is another one, and its sum true", |output| {
            output.replace("source/lyst.txt", "Полтаві", "Полтавi");
            let sum = litopys::hash::sha256(&output.0["source/lyst.txt"]);
            for column in ["sha256", "origin_sha256"] {
                output.set("documents", ("doc_id", DOC), column, &sum);
            }
            let old = output.text("tei/lyst.tei.xml");
            let (_, rest) = old.split_once("type=\"sha256\">").unwrap();
            output.replace("tei/lyst.tei.xml", &rest[..64], &sum);
            told("tables/mentions.csv", format!("{DOC}.m"))
        }),
        ("a space of the source is doubled", |output| {
            output.replace("source/lyst.txt", "писав ", "писав  ");
            told(path("documents"), DOC)
        }),
        ("a source is gone", |output| {
            output.0.remove("source/lyst.txt");
            told("source/lyst.txt", DOC)
        }),
        ("the sources of two documents are swapped", |output| {
            let letter = output.0.remove("source/lyst.txt").unwrap();
            let list = output.0.insert("source/arkhiv-opys.txt".to_owned(), letter).unwrap();
            output.0.insert("source/lyst.txt".to_owned(), list);
            told(path("documents"), DOC)
        }),
        ("line ends are another kind", |output| {
            output.set("documents", ("doc_id", DOC), "newline", "LF");
            told(path("documents"), DOC)
        }),
        ("a count is one less", |output| {
            output.change("documents", |rows| shifted(&mut rows[1], "n_codepoints", -1));
            told(path("documents"), DOC)
        }),
        ("documents stand in another order", |output| {
            output.change("documents", |rows| rows.swap(0, 1));
            told(path("documents"), "arkhiv-opys")
        }),
        ("a licence is another one", |output| {
            output.set("documents", ("doc_id", DOC), "licence", "CC0-1.0");
            told(format!("tei/{DOC}.tei.xml"), "teiHeader")
        }),
        ("a file name is another one", |output| {
            output.set("documents", ("doc_id", DOC), "original_filename", "лист 2.txt");
            told(format!("tei/{DOC}.tei.xml"), "teiHeader")
        }),
        ("a problem is dropped", |output| {
            output.change("problems", |rows| rows.retain(|row| row["code"] != "R002-not-text"));
            told("quarantine/zlamanyi.bin", "no problem says why")
        }),
        ("a problem weighs less", |output| {
            output.set("problems", ("code", "R002-not-text"), "severity", "note");
            told(path("problems"), "zlamanyi.p001")
        }),
        ("the byte order mark is kept quiet", |output| {
            output.change("problems", |rows| {
                rows.retain(|row| row["code"] != "R007-byte-order-mark")
            });
            told(path("problems"), DOC)
        }),
    ]);
}

#[test]
fn entities_are_the_same_everywhere() {
    check(&[
        ("a name is another one in its own table", |output| {
            output.set("places", ("place_id", "plc-kyiv"), "name", "Киев");
            told(path("entities"), "plc-kyiv")
        }),
        ("a name is another one in both tables", |output| {
            output.set("places", ("place_id", "plc-kyiv"), "name", "Киев");
            output.set("entities", ("entity_id", "plc-kyiv"), "name", "Киев");
            told("tei/registers.tei.xml", "plc-kyiv")
        }),
        ("latitude and longitude are swapped", |output| {
            let row = output.row("places", "place_id", "plc-kyiv");
            output.set("places", ("place_id", "plc-kyiv"), "lat", &row["lon"]);
            output.set("places", ("place_id", "plc-kyiv"), "lon", &row["lat"]);
            told("tei/registers.tei.xml", "plc-kyiv")
        }),
        ("a longitude is beyond the earth", |output| {
            output.set("places", ("place_id", "plc-kyiv"), "lon", "230.5");
            told(path("places"), "plc-kyiv")
        }),
        ("a latitude is left out", |output| {
            output.set("places", ("place_id", "plc-kyiv"), "lat", "");
            told(path("places"), "plc-kyiv")
        }),
        ("a number is written in another way", |output| {
            let lat = output.row("places", "place_id", "plc-kyiv")["lat"].clone();
            output.set("places", ("place_id", "plc-kyiv"), "lat", &format!("+{lat}"));
            told(path("places"), "plc-kyiv")
        }),
        ("an identifier is another one", |output| {
            for (table, key) in [("places", "place_id"), ("entities", "entity_id")] {
                output.set(table, (key, "plc-kyiv"), "wikidata_id", "Q42");
            }
            told("tei/registers.tei.xml", "plc-kyiv")
        }),
        ("a count of mentions is one more", |output| {
            output.change("entities", |rows| {
                shifted(
                    rows.iter_mut().find(|row| row["entity_id"] == "plc-kyiv").unwrap(),
                    "n_mentions",
                    1,
                );
            });
            told(path("entities"), "plc-kyiv")
        }),
        ("an entity is dropped from its table", |output| {
            output.change("places", |rows| rows.retain(|row| row["place_id"] != "plc-kyiv"));
            told(path("entities"), "plc-kyiv")
        }),
        ("an entity is dropped from both tables", |output| {
            output.change("places", |rows| rows.retain(|row| row["place_id"] != "plc-kyiv"));
            output.change("entities", |rows| rows.retain(|row| row["entity_id"] != "plc-kyiv"));
            told(path("mentions"), "plc-kyiv")
        }),
        ("an entity is added that nothing mentions", |output| {
            let mut row = output.row("entities", "entity_id", "plc-kyiv");
            row.insert("entity_id".to_owned(), "plc-kyiva".to_owned());
            output.change("entities", |rows| {
                let place =
                    rows.iter().position(|one| one["entity_id"] > row["entity_id"]).unwrap();
                rows.insert(place, row.clone());
            });
            told(path("entities"), "plc-kyiva")
        }),
        ("entities stand in another order", |output| {
            output.change("entities", |rows| rows.reverse());
            told(path("entities"), &output.rows("entities")[1]["entity_id"])
        }),
        ("a parent is unknown", |output| {
            output.set("places", ("place_id", "plc-kyiv"), "parent_id", "plc-atlantis");
            told(path("places"), "plc-kyiv")
        }),
        ("a rule is described in other words", |output| {
            let rule = output.row("mentions", "surface", "Києва")["rule_ids"]
                .split('|')
                .next()
                .unwrap()
                .to_owned();
            output.set("rules", ("rule_id", &rule), "description_en", "guesses");
            told(format!("tei/{DOC}.tei.xml"), rule)
        }),
        ("a required cell is empty", |output| {
            output.set("entities", ("entity_id", "plc-kyiv"), "name", "");
            told(path("entities"), "plc-kyiv")
        }),
    ]);
}

#[test]
fn tables_are_csv_as_litopys_writes_it() {
    check(&[
        ("lines end in LF", |output| {
            let text = output.text("tables/entities.csv").replace("\r\n", "\n");
            output.0.insert(path("entities"), text.into_bytes());
            told(path("entities"), "CRLF")
        }),
        ("a byte order mark is put in front", |output| {
            let text = format!("\u{feff}{}", output.text("tables/entities.csv"));
            output.0.insert(path("entities"), text.into_bytes());
            told(path("entities"), "byte order mark")
        }),
        ("everything is quoted", |output| {
            output.replace("tables/entities.csv", "plc-kyiv,", "\"plc-kyiv\",");
            told(path("entities"), "quotes only where")
        }),
        ("a column is renamed", |output| {
            output.replace("tables/entities.csv", "name_romanized", "name_latin");
            told(path("entities"), "line 1")
        }),
        ("a row has a cell too many", |output| {
            output.replace("tables/entities.csv", "plc-kyiv,", "plc-kyiv,,");
            told(path("entities"), "line ")
        }),
        ("a table is gone", |output| {
            output.0.remove("tables/dates.csv");
            told(path("dates"), "is not there")
        }),
        ("a foreign table is added", |output| {
            output.0.insert("tables/extra.csv".to_owned(), b"a\r\n1\r\n".to_vec());
            told("tables/extra.csv", "belongs to no document and no table")
        }),
    ]);
}
