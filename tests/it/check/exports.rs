//! Maps, annotations, flat tables and databases, made here as the program should make them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use litopys::model::table::Table;
use litopys::write::codebook::{self, Type};
use rusqlite::types::Value as Sql;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::check::output::{Mutation, Output, Row, Told, assert_told, check_from, told};
use crate::program::Work;

static SAMPLE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let mut output = Output::new();
    geo(&mut output);
    annotations(&mut output);
    flat(&mut output);
    sqlite(&mut output, |_| {});
    xlsx(&mut output, None);
    output.json("run.json", |run| {
        let to = run["to"].as_array_mut().unwrap();
        to.extend(["annotations", "flat", "geo", "sqlite", "xlsx"].map(Value::from));
    });
    output.0
});

/// The sample with everything that is written for other programs.
fn output() -> Output {
    Output(SAMPLE.clone())
}

fn geo(output: &mut Output) {
    let point = |row: &Row| {
        let number = |column: &str| row[column].parse::<f64>().ok();
        match number("lon").zip(number("lat")) {
            Some((lon, lat)) => json!({"type": "Point", "coordinates": [lon, lat]}),
            None => Value::Null,
        }
    };
    let places = output.rows("places");
    let features: Vec<Value> = places
        .iter()
        .map(|row| json!({"type": "Feature", "id": row["place_id"], "geometry": point(row), "properties": {}}))
        .collect();
    let linked: Vec<Value> = places
        .iter()
        .map(|row| json!({"type": "Feature", "@id": format!("urn:x:{}", row["place_id"]), "geometry": match point(row) {
            Value::Null => json!({"type": "GeometryCollection", "geometries": []}),
            point => point,
        }}))
        .collect();
    let collection = |features: Vec<Value>| {
        serde_json::to_vec(&json!({"type": "FeatureCollection", "features": features})).unwrap()
    };
    let lines: String = places
        .iter()
        .map(|row| format!("{}\t{}\t{}\n", row["place_id"], row["lon"], row["lat"]))
        .collect();
    output.0.insert("geo/places.geojson".to_owned(), collection(features));
    output.0.insert("geo/places.lpf.json".to_owned(), collection(linked));
    output.0.insert("geo/places.lp.tsv".to_owned(), format!("id\tlon\tlat\n{lines}").into_bytes());
}

fn annotations(output: &mut Output) {
    for document in output.rows("documents") {
        let mut lines = String::new();
        for row in output.rows("mentions").iter().filter(|row| row["doc_id"] == document["doc_id"])
        {
            let number = |column: &str| row[column].parse::<u64>().unwrap();
            let selectors = json!([
                {"type": "TextPositionSelector", "start": number("start_cp"), "end": number("end_cp")},
                {"type": "TextQuoteSelector", "exact": row["surface"]},
            ]);
            let annotation = json!({"id": format!("urn:x:{}", row["mention_id"]), "target": {"selector": selectors}});
            lines.push_str(&format!("{annotation}\n"));
        }
        output.0.insert(format!("annotations/{}.jsonl", document["doc_id"]), lines.into_bytes());
    }
}

fn flat(output: &mut Output) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["mention_id", "surface", "place"]).unwrap();
    for row in output.rows("mentions") {
        writer.write_record([&row["mention_id"], &row["surface"], "somewhere"]).unwrap();
    }
    output.0.insert("flat/mentions.csv".to_owned(), writer.into_inner().unwrap());
}

/// A database with every table, changed before it is closed.
fn sqlite(output: &mut Output, change: fn(&rusqlite::Connection)) {
    let work = Work::new();
    let path = work.path("records.sqlite");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("BEGIN").unwrap();
    for table in Table::ALL {
        let columns = codebook::columns(table);
        let names: Vec<_> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        connection
            .execute(&format!("CREATE TABLE {} ({})", table.name(), names.join(",")), [])
            .unwrap();
        let marks = vec!["?"; columns.len()].join(",");
        for row in output.rows(table.name()) {
            let cell = |column: &codebook::Column| match (row[&column.name].as_str(), &column.kind)
            {
                ("", _) => Sql::Null,
                (cell, Type::Int) => Sql::Integer(cell.parse().unwrap()),
                (cell, Type::Num) => Sql::Real(cell.parse().unwrap()),
                (cell, Type::Bool) => Sql::Integer(i64::from(cell == "true")),
                (cell, _) => Sql::Text(cell.to_owned()),
            };
            let insert = format!("INSERT INTO {} VALUES ({marks})", table.name());
            connection
                .execute(&insert, rusqlite::params_from_iter(columns.iter().map(cell)))
                .unwrap();
        }
    }
    connection.execute_batch("COMMIT").unwrap();
    change(&connection);
    connection.close().unwrap();
    output.0.insert("records.sqlite".to_owned(), std::fs::read(path).unwrap());
}

/// A workbook with every table; one cell of one table may be another.
fn xlsx(output: &mut Output, other: Option<(&str, u32, u16, &str)>) {
    let mut workbook = Workbook::new();
    for table in Table::ALL {
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.name()).unwrap();
        let columns = codebook::columns(table);
        for (n, column) in (0..).zip(columns) {
            sheet.write_string(0, n, &column.name).unwrap();
        }
        for (at, row) in (1..).zip(output.rows(table.name())) {
            for (n, column) in (0..).zip(columns) {
                let cell = row[&column.name].as_str();
                match (cell, &column.kind) {
                    ("", _) => continue,
                    (_, Type::Int | Type::Num) => {
                        sheet.write_number(at, n, cell.parse::<f64>().unwrap())
                    }
                    (_, Type::Bool) => sheet.write_boolean(at, n, cell == "true"),
                    _ => sheet.write_string(at, n, cell),
                }
                .unwrap();
            }
        }
        if let Some((_, row, column, text)) = other.filter(|other| other.0 == table.name()) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    output.0.insert("tables.xlsx".to_owned(), workbook.save_to_buffer().unwrap());
}

#[test]
fn exports_that_agree_are_sound() {
    let mut output = output();
    output.seal();
    let work = Work::new();
    output.write(&work.path("out"));
    let ended = work.run(&["check", "out"]);
    assert_eq!(ended.code(), 0, "{}", ended.stdout());
}

const GEOJSON: &str = "geo/places.geojson";
const ANNOTATIONS: &str = "annotations/lyst.jsonl";

/// The place of Kyiv among the features.
fn kyiv(output: &Output) -> usize {
    output.rows("places").iter().position(|row| row["place_id"] == "plc-kyiv").unwrap()
}

fn of_kyiv(output: &Output) -> Told {
    let row = output.row("mentions", "surface", "Києва");
    told(ANNOTATIONS, &row["mention_id"])
}

const MUTATIONS: [Mutation; 20] = [
    ("a point is turned round", |output| {
        let at = kyiv(output);
        output.json(GEOJSON, |places| {
            places["features"][at]["geometry"]["coordinates"].as_array_mut().unwrap().reverse();
        });
        told(GEOJSON, "plc-kyiv")
    }),
    ("a place is missing from the map", |output| {
        let at = kyiv(output);
        output.json(GEOJSON, |places| drop(places["features"].as_array_mut().unwrap().remove(at)));
        told(GEOJSON, "plc-kyiv")
    }),
    ("a place is a foreign one", |output| {
        let at = kyiv(output);
        output.json("geo/places.lpf.json", |places| {
            places["features"][at]["@id"] = "urn:x:plc-x".into()
        });
        told("geo/places.lpf.json", "plc-x")
    }),
    ("a linked place is elsewhere", |output| {
        let at = kyiv(output);
        output.json("geo/places.lpf.json", |places| {
            places["features"][at]["geometry"]["coordinates"][0] = 0.into();
        });
        told("geo/places.lpf.json", "plc-kyiv")
    }),
    ("a row of linked places is elsewhere", |output| {
        output.replace("geo/places.lp.tsv", "plc-kyiv\t", "plc-kyiv\t1");
        told("geo/places.lp.tsv", "plc-kyiv")
    }),
    ("an annotation quotes other words", |output| {
        output.replace(ANNOTATIONS, "\"exact\":\"Києва\"", "\"exact\":\"Киева\"");
        of_kyiv(output)
    }),
    ("an annotation is moved", |output| {
        let start = output.row("mentions", "surface", "Києва")["start_cp"].clone();
        output.replace(ANNOTATIONS, &format!("\"start\":{start}"), "\"start\":1");
        of_kyiv(output)
    }),
    ("an annotation is missing", |output| {
        let text = output.text(ANNOTATIONS);
        let line = text.lines().find(|line| line.contains("Києва")).unwrap();
        output.replace(ANNOTATIONS, &format!("{line}\n"), "");
        of_kyiv(output)
    }),
    ("the annotations of a document are gone", |output| {
        output.0.remove(ANNOTATIONS);
        told(ANNOTATIONS, "is not there")
    }),
    ("annotations are of no document", |output| {
        output.0.insert("annotations/x.jsonl".to_owned(), vec![]);
        told("annotations/x.jsonl", "no document")
    }),
    ("a flat row quotes other words", |output| {
        output.replace("flat/mentions.csv", "Києва", "Киева");
        told("flat/mentions.csv", &output.row("mentions", "surface", "Києва")["mention_id"])
    }),
    ("a flat row is of no document", |output| {
        output.replace("flat/mentions.csv", "lyst.m", "list.m");
        told("flat/mentions.csv", "list.m")
    }),
    ("a flat row is missing", |output| {
        let text = output.text("flat/mentions.csv");
        let line = text.lines().find(|line| line.contains("Києва")).unwrap();
        output.replace("flat/mentions.csv", &format!("{line}\n"), "");
        told("flat/mentions.csv", "lyst: has")
    }),
    ("the flat table is gone", |output| {
        output.0.remove("flat/mentions.csv");
        told("run.json", "to has flat, of which no file is there")
    }),
    ("a cell of the database is another one", |output| {
        sqlite(output, |database| {
            database
                .execute("UPDATE entities SET name = 'Киев' WHERE entity_id = 'plc-kyiv'", [])
                .unwrap();
        });
        told("records.sqlite", "plc-kyiv")
    }),
    ("a row of the database is gone", |output| {
        sqlite(output, |database| {
            database.execute("DELETE FROM entities WHERE entity_id = 'plc-kyiv'", []).unwrap();
        });
        told("records.sqlite", "entities")
    }),
    ("a table of the database is gone", |output| {
        sqlite(output, |database| database.execute_batch("DROP TABLE dates").unwrap());
        told("records.sqlite", "dates")
    }),
    ("a table of the database is an endless view", |output| {
        sqlite(output, |database| {
            let view = "DROP TABLE dates; CREATE VIEW dates AS \
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
            database.execute_batch(view).unwrap();
        });
        told("records.sqlite", "dates")
    }),
    ("a cell of the workbook is another one", |output| {
        let row = u32::try_from(kyiv(output)).unwrap() + 1;
        xlsx(output, Some(("places", row, 1, "Киев")));
        told("tables.xlsx", "plc-kyiv")
    }),
    ("a sheet of the workbook has a row more", |output| {
        let rows = u32::try_from(output.rows("places").len()).unwrap();
        xlsx(output, Some(("places", rows + 1, 0, "plc-x")));
        told("tables.xlsx", "the number of rows")
    }),
];

#[test]
fn exports_that_do_not_agree_are_told_of() {
    check_from(output, &MUTATIONS);
}

#[test]
fn garbage_for_a_database_or_workbook_is_a_fault() {
    for path in ["records.sqlite", "tables.xlsx"] {
        let whole = output().0[path].clone();
        for bytes in [vec![], vec![7; 5000], whole[..whole.len() / 2].to_vec()] {
            let mut output = output();
            output.0.insert(path.to_owned(), bytes);
            output.seal();
            assert_told("garbage", &output, &told(path, ""));
        }
    }
}
