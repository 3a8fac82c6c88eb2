//! The formats for other people's tools: geo, annotations, flat.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::program::Work;

/// Texts with a place beside a date, one with a date elsewhere, and one without any.
fn corpus() -> Work {
    let work = Work::new();
    work.write("in/a.txt", "У грудні 1648 року до Києва приїхали посли.\n");
    work.write("in/b.txt", "Він жив у Львові.\n\nТого дня, 5 травня 1917 р., ішов дощ.\n");
    work.write("in/c.txt", "Дорога вела до Полтави.\n");
    work
}

fn convert(work: &Work, to: &str) -> crate::program::Ended {
    work.run(&["convert", "in", "-o", "out", "--model", "none", "--to", to])
}

fn json(work: &Work, path: &str) -> Value {
    serde_json::from_str(&work.read(path)).unwrap()
}

/// The features of a collection, by a key.
fn features(collection: &Value, key: &str) -> BTreeMap<String, Value> {
    let features = collection["features"].as_array().unwrap();
    let id =
        |feature: &Value| feature[key].as_str().unwrap().rsplit('#').next().unwrap().to_owned();
    features.iter().map(|feature| (id(feature), feature.clone())).collect()
}

/// The records of a table, column by column.
fn table(work: &Work, path: &str) -> Vec<BTreeMap<String, String>> {
    let text = work.read(path);
    let tabs = path.ends_with(".tsv");
    let mut builder = csv::ReaderBuilder::new();
    let builder = builder.delimiter(if tabs { b'\t' } else { b',' }).quoting(!tabs);
    let mut reader = builder.from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn annotations(work: &Work, path: &str) -> Vec<Value> {
    work.read(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn geojson_has_every_place_with_longitude_first() {
    let work = corpus();
    convert(&work, "csv,geo").expect(0, &[]);
    let collection = json(&work, "out/geo/places.geojson");
    let places = features(&collection, "id");
    let listed = table(&work, "out/tables/places.csv");
    assert_eq!(places.len(), 3);
    assert_eq!(places.len(), listed.len());
    for row in listed {
        let at = &places[&row["place_id"]]["geometry"]["coordinates"];
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        assert_eq!((at[0].as_f64(), at[1].as_f64()), (Some(number("lon")), Some(number("lat"))));
    }
    let kyiv = &places["plc-kyiv"]["properties"];
    assert_eq!(
        (&kyiv["first_date"], &kyiv["last_date"]),
        (&"1648-12-01".into(), &"1648-12-31".into())
    );
    assert!(places["plc-lviv"]["properties"]["first_date"].is_null(), "no date is beside it");
}

#[test]
fn linked_places_are_dated_by_sentence_text_and_configuration_or_left_out() {
    let work = corpus();
    convert(&work, "geo").expect(
        0,
        &["«geo/places.lpf.json» and places.lp.tsv leave out 1 of 3 places", "give corpus.dates"],
    );
    let collection = json(&work, "out/geo/places.lpf.json");
    let places = features(&collection, "@id");
    assert_eq!(collection["litopys"]["left_out"], 1);
    let when = |place: &Value| {
        let span = &place["when"]["timespans"][0];
        let day = |end: &str| span[end]["in"].as_str().unwrap().to_owned();
        format!("{} {} {}", day("start"), day("end"), place["when"]["label"].as_str().unwrap())
    };
    assert_eq!(when(&places["plc-kyiv"]), "1648-12-01 1648-12-31 dates in the same sentences");
    assert_eq!(when(&places["plc-lviv"]), "1917-05-05 1917-05-05 dates in the same texts");
    assert!(!places.contains_key("plc-poltava"));
    assert_eq!(table(&work, "out/geo/places.lp.tsv").len(), 2);
    work.write("litopys.toml", "[corpus]\ndates = \"1600/1950\"\n");
    let ended = convert(&work, "geo");
    assert!(!ended.stderr().contains("leave out"), "{}", ended.stderr());
    let collection = json(&work, "out/geo/places.lpf.json");
    let poltava = &features(&collection, "@id")["plc-poltava"];
    assert_eq!(when(poltava), "1600-01-01 1950-12-31 dates of the corpus");
    let rows = table(&work, "out/geo/places.lp.tsv");
    let row = rows.iter().find(|row| row["id"] == "plc-poltava").unwrap();
    assert_eq!((row["start"].as_str(), row["end"].as_str()), ("1600", "1950"));
}

#[test]
fn addresses_are_relative_to_the_file_or_below_the_base() {
    let work = corpus();
    convert(&work, "tei,geo,annotations").expect(0, &[]);
    let id = |work: &Work| json(work, "out/geo/places.lpf.json")["features"][0]["@id"].clone();
    assert_eq!(id(&work), "../tei/registers.tei.xml#plc-kyiv");
    assert!(work.read("out/geo/../tei/registers.tei.xml").contains("xml:id=\"plc-kyiv\""));
    let of_text = &annotations(&work, "out/annotations/a.jsonl")[0];
    assert_eq!(of_text["target"]["source"], "../source/a.txt");
    assert!(work.has("out/annotations/../source/a.txt"));
    work.write("litopys.toml", "[corpus]\nbase = \"https://example.org/letters\"\n");
    convert(&work, "tei,geo,annotations").expect(0, &[]);
    assert_eq!(id(&work), "https://example.org/letters/tei/registers.tei.xml#plc-kyiv");
    let of_text = &annotations(&work, "out/annotations/a.jsonl")[0];
    let address = of_text["id"].as_str().unwrap();
    assert!(
        address.starts_with("https://example.org/letters/annotations/a.jsonl#a.m"),
        "{address}"
    );
    assert_eq!(of_text["target"]["source"], "https://example.org/letters/source/a.txt");
}

#[test]
fn what_the_configuration_has_wrong_is_exit_2() {
    let work = corpus();
    for (line, message) in [
        ("base = \"example.org\"", "corpus.base «example.org» is no address; write where"),
        ("dates = \"XVII ст.\"", "corpus.dates «XVII ст.» is no date; write a year"),
        ("dates = \"1700/1600\"", "corpus.dates «1700/1600» is no date"),
    ] {
        work.write("litopys.toml", format!("[corpus]\n{line}\n"));
        convert(&work, "geo").expect(2, &[message]);
    }
}

#[test]
fn our_own_gazetteers_can_be_built_of_linked_places() {
    let work = corpus();
    convert(&work, "geo").expect(0, &[]);
    for file in ["places.lpf.json", "places.lp.tsv"] {
        let source = format!("out/geo/{file}");
        work.run(&["gazetteer", "build", &source, "-o", "own.gaz"]).expect(0, &["2 places"]);
        let ended = work.run(&["gazetteer", "query", "Києві", "-g", "own.gaz"]);
        let found = ended.stdout();
        assert!(
            found.lines().any(|line| line.contains("50.4") && line.contains("1648")),
            "{found}"
        );
    }
}

#[test]
fn cells_of_linked_places_hold_no_marks_of_the_format() {
    let work = corpus();
    work.write("litopys.toml", "[corpus]\ntitle = \"\\\"Листи\\\"\\tі\\nщоденники\"\n");
    convert(&work, "geo").expect(0, &[]);
    let text = work.read("out/geo/places.lp.tsv");
    let columns: Vec<usize> = text.lines().map(|line| line.split('\t').count()).collect();
    assert_eq!(columns, [14; 3]);
    assert!(text.contains("\t'Листи' і щоденники\t") && !text.contains('"'), "{text}");
}

#[test]
fn a_corpus_without_places_has_empty_collections() {
    let work = Work::new();
    work.write("in/a.txt", "Дощ ішов у 1917 році.\n");
    convert(&work, "geo,annotations,flat").expect(0, &[]);
    for file in ["places.geojson", "places.lpf.json"] {
        assert_eq!(json(&work, &format!("out/geo/{file}"))["features"], Value::Array(Vec::new()));
    }
    assert_eq!(table(&work, "out/geo/places.lp.tsv").len(), 0);
    assert_eq!(table(&work, "out/flat/mentions-places-dates.csv").len(), 1);
}

#[test]
fn annotations_select_what_they_quote() {
    let work = Work::new();
    // A byte order mark, line ends of two characters, and characters of two UTF-16 units.
    let text =
        "🜨🜨 Лист із Києва.\r\n\r\nМ. С. Грушевський, 20 листо-\r\nпада 1917 р., до Льво\u{301}ва 🜨";
    work.write("in/a.txt", format!("\u{FEFF}{text}"));
    convert(&work, "csv,annotations").expect(0, &[]);
    let points: Vec<char> = text.chars().collect();
    let mentions = table(&work, "out/tables/mentions.csv");
    let annotations = annotations(&work, "out/annotations/a.jsonl");
    assert!(mentions.len() >= 4 && annotations.len() == mentions.len());
    for (annotation, row) in annotations.iter().zip(&mentions) {
        assert_eq!(annotation["id"], format!("#{}", row["mention_id"]));
        let [position, quote] = annotation["target"]["selector"].as_array().unwrap().as_slice()
        else {
            panic!("{annotation}")
        };
        let end = |key: &str| position[key].as_u64().unwrap() as usize;
        let (start, end) = (end("start"), end("end"));
        let slice = |from: usize, to: usize| points[from..to].iter().collect::<String>();
        assert_eq!(quote["exact"], slice(start, end));
        assert_eq!(quote["exact"], row["surface"]);
        assert_eq!(quote["prefix"], slice(start.saturating_sub(32), start));
        assert_eq!(quote["suffix"], slice(end, points.len().min(end + 32)));
    }
}

#[test]
fn annotations_tag_identify_and_describe() {
    let work = corpus();
    convert(&work, "annotations").expect(0, &[]);
    let bodies = |n: usize| {
        let annotation = &annotations(&work, "out/annotations/a.jsonl")[n];
        let body = annotation["body"].as_array().unwrap();
        let said = |body: &Value| {
            let value = body.get("value").or(body.get("source")).unwrap().as_str().unwrap();
            format!("{} {value}", body["purpose"].as_str().unwrap())
        };
        (annotation["motivation"].clone(), body.iter().map(said).collect::<Vec<_>>().join("\n"))
    };
    let (motivation, date) = bodies(0);
    assert_eq!(
        (motivation, date.as_str()),
        ("describing".into(), "tagging date\ndescribing 1648-12")
    );
    let (motivation, kyiv) = bodies(1);
    assert_eq!(motivation, "identifying");
    assert!(kyiv.starts_with("tagging place\ntagging settlement\nidentifying ../tei/"), "{kyiv}");
    assert!(kyiv.contains("\nidentifying http://www.wikidata.org/entity/Q1899\n"), "{kyiv}");
    assert!(kyiv.ends_with("\ndescribing Київ"), "{kyiv}");
}

#[test]
fn the_flat_table_has_a_row_for_each_mention_with_the_dates_beside_it() {
    let work = corpus();
    work.write(
        "in/d.txt",
        "З 1648 по 1657 рік\nвін бував у Києві й Полтаві, а 6 серпня 1657 р. помер.\n",
    );
    convert(&work, "csv,flat").expect(0, &[]);
    let rows = table(&work, "out/flat/mentions-places-dates.csv");
    let mentions = table(&work, "out/tables/mentions.csv");
    assert_eq!(rows.len(), mentions.len());
    for (row, mention) in rows.iter().zip(&mentions) {
        for column in ["mention_id", "doc_id", "sentence_id", "type", "entity_id", "confidence"] {
            assert_eq!(row[column], mention[column], "{column}");
        }
    }
    let of = |doc: &str, name: &str| {
        rows.iter().find(|row| row["doc_id"] == doc && row["name"] == name).unwrap()
    };
    let kyiv = of("a", "Київ");
    assert_eq!(
        (&*kyiv["begin"], &*kyiv["end"], &*kyiv["edtf"]),
        ("1648-12-01", "1648-12-31", "1648-12")
    );
    assert_eq!(kyiv["coordinates"], format!("{},{}", kyiv["lat"], kyiv["lon"]));
    assert_eq!(kyiv["context"], "У грудні 1648 року до Києва приїхали посли.");
    let of_two = of("d", "Полтава");
    assert_eq!((&*of_two["edtf"], &*of_two["year"]), ("1648-01-01/1657-12-31", "1648"));
    assert!(of_two["context"].starts_with("З 1648 по 1657 рік він бував"));
    assert_eq!(of("c", "Полтава")["begin"], "", "there is no date beside it");
    let death = rows.iter().find(|row| row["edtf"] == "1657-08-06").unwrap();
    assert_eq!(
        (&*death["type"], &*death["begin"]),
        ("date", "1657-08-06"),
        "a date has its own value"
    );
}

#[test]
fn rows_stay_short_when_a_sentence_is_a_long_list() {
    let work = Work::new();
    work.write("in/a.txt", format!("Він бував у {}Києві.", "Києві, Львові, ".repeat(1000)));
    convert(&work, "csv,flat").expect(0, &[]);
    let rows = table(&work, "out/flat/mentions-places-dates.csv");
    assert!(rows.len() > 1900);
    assert!(rows.iter().all(|row| row["context"].chars().count() < 420));
    assert!(rows[1000]["context"].starts_with('…') && rows[1000]["context"].ends_with('…'));
}

#[test]
fn tables_without_formulas_come_beside_the_true_ones() {
    let work = Work::new();
    work.write("in/a.txt", "=HYPERLINK(1) Київ.\n\n-5 градусів у 1917 р.\n");
    convert(&work, "csv").expect(0, &[]);
    assert!(!work.has("out/tables-safe"));
    let ended = work.run(&[
        "convert",
        "in",
        "-o",
        "out",
        "--model",
        "none",
        "--to",
        "csv",
        "--csv-escape-formulas",
    ]);
    ended.expect(0, &[]);
    let [sentences, safe] = ["tables", "tables-safe"].map(|folder| {
        let rows = table(&work, &format!("out/{folder}/sentences.csv"));
        rows.into_iter().map(|row| row["text"].clone()).collect::<Vec<_>>()
    });
    assert_eq!(sentences[0], "=HYPERLINK(1) Київ.");
    let escaped: Vec<_> = sentences.iter().map(|text| format!("'{text}")).collect();
    assert_eq!(safe, escaped);
    let numbers = |folder: &str| work.read(&format!("out/{folder}/places.csv"));
    assert_eq!(numbers("tables"), numbers("tables-safe"));
    work.write("litopys.toml", "[convert]\ncsv_escape_formulas = true\n");
    convert(&work, "csv").expect(0, &["nothing to do"]);
}
