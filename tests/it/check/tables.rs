//! What is changed in the tables, with sums made true again.

use crate::check::output::{DOC, Output, Row, check, path, shifted, told};

/// The mention with this surface.
fn mention(output: &Output, surface: &str) -> Row {
    output.row("mentions", "surface", surface)
}

#[test]
fn mentions_are_those_of_the_text() {
    check(&[
        ("a surface has other letters", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "surface", "Києва.");
            told(path("mentions"), id)
        }),
        ("a look-alike letter", |output| {
            let id = mention(output, "УНР")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "surface", "УHР");
            told(path("mentions"), id)
        }),
        ("a start is moved by one", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.change("mentions", |rows| {
                let row = rows.iter_mut().find(|row| row["mention_id"] == id).unwrap();
                shifted(row, "start_cp", 1);
            });
            told(path("mentions"), id)
        }),
        ("bytes are moved by one letter", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.change("mentions", |rows| {
                let row = rows.iter_mut().find(|row| row["mention_id"] == id).unwrap();
                shifted(row, "start_byte", -2);
                shifted(row, "end_byte", -2);
            });
            told(path("mentions"), id)
        }),
        ("offsets are moved together with the id", |output| {
            output.change("mentions", |rows| {
                let row = rows.iter_mut().find(|row| row["surface"] == "Києва").unwrap();
                for column in ["start_cp", "end_cp"] {
                    shifted(row, column, 1);
                }
                let [start, end] =
                    ["start_cp", "end_cp"].map(|column| row[column].parse::<usize>().unwrap());
                row.insert("mention_id".to_owned(), format!("{DOC}.m{start:06}-{end:06}"));
            });
            told(path("mentions"), &mention(output, "Києва")["mention_id"])
        }),
        ("two ids are swapped", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.change("mentions", |rows| {
                let place = rows.iter().position(|row| row["mention_id"] == id).unwrap();
                let other = rows[place + 1]["mention_id"].clone();
                rows[place].insert("mention_id".to_owned(), other);
                rows[place + 1].insert("mention_id".to_owned(), id.clone());
            });
            told(path("mentions"), id)
        }),
        ("a sentence is another one", |output| {
            let row = mention(output, "Києва");
            output.set("mentions", ("surface", "Києва"), "sentence_id", &format!("{DOC}.s0002"));
            told(path("mentions"), &row["mention_id"])
        }),
        ("rows stand in another order", |output| {
            output.change("mentions", |rows| rows.swap(1, 2));
            let row = &output.rows("mentions")[2];
            told(path("mentions"), &row["mention_id"])
        }),
        ("a row is doubled", |output| {
            output.change("mentions", |rows| rows.insert(1, rows[0].clone()));
            told(path("mentions"), &output.rows("mentions")[0]["mention_id"])
        }),
        ("a mention is dropped and every count lowered", |output| {
            let row = mention(output, "Полтаві");
            output.change("mentions", |rows| rows.retain(|one| *one != row));
            output.change("documents", |rows| {
                shifted(
                    rows.iter_mut().find(|one| one["doc_id"] == DOC).unwrap(),
                    "n_mentions",
                    -1,
                );
            });
            output.change("candidates", |rows| {
                rows.retain(|one| one["mention_id"] != row["mention_id"]);
            });
            output.json("run.json", |run| {
                run["counts"]["mentions"] =
                    (run["counts"]["mentions"].as_u64().unwrap() - 1).into();
            });
            told(format!("tei/{DOC}.tei.xml"), &row["mention_id"])
        }),
        ("a mention is dropped and nothing else", |output| {
            let row = mention(output, "Полтаві");
            output.change("mentions", |rows| rows.retain(|one| *one != row));
            told(path("documents"), DOC)
        }),
        ("the rows of two documents are mixed", |output| {
            output.change("mentions", |rows| {
                let row = rows.pop().unwrap();
                rows.insert(0, row);
            });
            let id = &output.rows("mentions")[1]["mention_id"];
            told(path("mentions"), id)
        }),
        ("a row belongs to no document", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "doc_id", "lyst-2");
            told(path("mentions"), id)
        }),
    ]);
}

#[test]
fn what_is_said_of_a_mention_fits_together() {
    check(&[
        ("an entity is another one", |output| {
            let row = mention(output, "Києва");
            output.set("mentions", ("surface", "Києва"), "entity_id", "plc-lviv");
            told(format!("tei/{DOC}.tei.xml"), &row["mention_id"])
        }),
        ("two entities are swapped in mentions and candidates", |output| {
            for (surface, entity) in [("Києва", "plc-lviv"), ("Львова", "plc-kyiv")] {
                let id = mention(output, surface)["mention_id"].clone();
                output.set("mentions", ("surface", surface), "entity_id", entity);
                output.set("candidates", ("mention_id", &id), "gazetteer_id", entity);
            }
            told(format!("tei/{DOC}.tei.xml"), &mention(output, "Києва")["mention_id"])
        }),
        ("an entity is unknown", |output| {
            output.set("mentions", ("surface", "Києва"), "entity_id", "plc-nowhere");
            told(path("mentions"), &mention(output, "Києва")["mention_id"])
        }),
        ("a type is not that of the entity", |output| {
            output.set("mentions", ("surface", "Києва"), "type", "person");
            told(path("mentions"), &mention(output, "Києва")["mention_id"])
        }),
        ("a subtype is another one", |output| {
            output.set("mentions", ("surface", "Полтаві"), "subtype", "island");
            told(path("entities"), "plc-poltava")
        }),
        ("a word is none of the codebook", |output| {
            output.set("mentions", ("surface", "Полтаві"), "subtype", "town");
            told(path("mentions"), &mention(output, "Полтаві")["mention_id"])
        }),
        ("a confidence is raised but not its word", |output| {
            let row =
                output.rows("mentions").into_iter().find(|row| row["cert"] == "high").unwrap();
            let id = row["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "confidence", "0.5");
            told(path("mentions"), id)
        }),
        ("a confidence is above one", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "confidence", "1.5");
            told(path("mentions"), id)
        }),
        ("a confidence and its word are lowered", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "confidence", "0.3");
            output.set("mentions", ("mention_id", &id), "cert", "low");
            told(format!("tei/{DOC}.tei.xml"), id)
        }),
        ("a rule is unknown", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "rule_ids", "guess");
            told(path("mentions"), id)
        }),
        ("a rule is another one", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            let rule = output.rows("rules")[0]["rule_id"].clone();
            output.set("mentions", ("mention_id", &id), "rule_ids", &rule);
            told(format!("tei/{DOC}.tei.xml"), id)
        }),
        ("a date is said to be inferred", |output| {
            let id = mention(output, "5 грудня 1917 року")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "inferred", "true");
            told(path("dates"), format!("{DOC}.dat-001"))
        }),
        ("the canonical form of a date is another one", |output| {
            let id = mention(output, "5 грудня 1917 року")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "canonical", "1917-12-06");
            told(path("dates"), format!("{DOC}.dat-001"))
        }),
        ("a canonical form has a stress mark", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "canonical", "Ки\u{301}їв");
            told(path("mentions"), id)
        }),
        ("a name has a date", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("mentions", ("mention_id", &id), "date_id", &format!("{DOC}.dat-001"));
            told(path("mentions"), id)
        }),
    ]);
}

#[test]
fn candidates_explain_the_choice() {
    check(&[
        ("a score is raised", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("candidates", ("mention_id", &id), "score", "0.5");
            told(path("candidates"), id)
        }),
        ("a rank is left out", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("candidates", ("mention_id", &id), "rank", "2");
            told(path("candidates"), id)
        }),
        ("the chosen one is another one", |output| {
            let id = mention(output, "Києва")["mention_id"].clone();
            output.set("candidates", ("mention_id", &id), "gazetteer_id", "plc-lviv");
            told(path("candidates"), id)
        }),
        ("a candidate is of no mention", |output| {
            let id = format!("{DOC}.m000900-000905");
            output.set(
                "candidates",
                ("mention_id", &mention(output, "Полтаві")["mention_id"]),
                "mention_id",
                &id,
            );
            told(path("candidates"), id)
        }),
    ]);
}

#[test]
fn dates_fit_their_mentions_and_the_calendar() {
    check(&[
        ("a bound is a day later, with its number", |output| {
            let id = format!("{DOC}.dat-001");
            output.set("dates", ("date_id", &id), "not_after", "1917-12-06");
            output.set("dates", ("date_id", &id), "jdn_end", "2421569");
            told(path("dates"), id)
        }),
        ("a number is one more than its day", |output| {
            let id = format!("{DOC}.dat-001");
            output.set("dates", ("date_id", &id), "jdn_start", "2421569");
            told(path("dates"), id)
        }),
        ("a date is moved by a day wherever the tables have it", |output| {
            let id = format!("{DOC}.dat-001");
            for column in ["edtf", "edtf_source", "not_before", "not_after"] {
                output.set("dates", ("date_id", &id), column, "1917-12-06");
            }
            for column in ["jdn_start", "jdn_end"] {
                output.set("dates", ("date_id", &id), column, "2421569");
            }
            output.set("mentions", ("date_id", &id), "canonical", "1917-12-06");
            told(format!("tei/{DOC}.tei.xml"), &output.row("dates", "date_id", &id)["mention_id"])
        }),
        ("a value is no EDTF", |output| {
            let id = format!("{DOC}.dat-001");
            output.set("dates", ("date_id", &id), "edtf", "1917-12-32");
            told(path("dates"), id)
        }),
        ("a Julian date is left where it was", |output| {
            let row = output.row("dates", "calendar", "julian");
            let id = row["date_id"].clone();
            output.set("dates", ("date_id", &id), "edtf", &row["edtf_source"]);
            told(path("dates"), id)
        }),
        ("the day of an unmarked date has moved as written", |output| {
            let id = format!("{DOC}.dat-001");
            output.set("dates", ("date_id", &id), "edtf_source", "1917-11-22");
            told(path("dates"), id)
        }),
        ("a calendar is another one", |output| {
            let row = output.row("dates", "calendar", "julian");
            let id = row["date_id"].clone();
            output.set("dates", ("date_id", &id), "calendar", "gregorian");
            told(path("dates"), id)
        }),
        ("a day is none of the calendar", |output| {
            let id = format!("{DOC}.dat-001");
            output.set("dates", ("date_id", &id), "not_before", "1917-12-40");
            told(path("dates"), id)
        }),
        ("an anchor is in another document", |output| {
            let row =
                output.rows("dates").into_iter().find(|row| !row["anchor_date_id"].is_empty());
            let id = row.unwrap()["date_id"].clone();
            let other = output.rows("dates").into_iter().find(|row| row["doc_id"] != DOC).unwrap();
            output.set("dates", ("date_id", &id), "anchor_date_id", &other["date_id"]);
            told(path("dates"), id)
        }),
        ("a date belongs to another mention", |output| {
            let id = format!("{DOC}.dat-001");
            let other = mention(output, "Києва")["mention_id"].clone();
            output.set("dates", ("date_id", &id), "mention_id", &other);
            told(path("dates"), id)
        }),
        ("a shift is a day short", |output| {
            let row = output.rows("dates").into_iter().find(|row| row["julian_shift"] == "13");
            let id = row.unwrap()["date_id"].clone();
            output.set("dates", ("date_id", &id), "julian_shift", "12");
            told(path("dates"), id)
        }),
        ("a date is dropped", |output| {
            let last = output.rows("dates").pop().unwrap();
            output.change("dates", |rows| drop(rows.pop()));
            told(path("mentions"), &last["mention_id"])
        }),
    ]);
}

#[test]
fn sentences_tile_the_text() {
    check(&[
        ("white space in a sentence is smoothed", |output| {
            let row =
                output.rows("sentences").into_iter().find(|row| row["text"].contains('\u{c}'));
            let id = row.unwrap()["sentence_id"].clone();
            output.change("sentences", |rows| {
                let row = rows.iter_mut().find(|row| row["sentence_id"] == id).unwrap();
                let text = row["text"].replace('\u{c}', "");
                row.insert("text".to_owned(), text);
            });
            told(path("sentences"), id)
        }),
        ("a sentence is dropped and the next ones counted anew", |output| {
            output.change("sentences", |rows| {
                let place = rows.iter().position(|row| row["doc_id"] == DOC).unwrap();
                rows.remove(place);
                for (n, row) in rows.iter_mut().filter(|row| row["doc_id"] == DOC).enumerate() {
                    row.insert("sentence_no".to_owned(), (n + 1).to_string());
                    row.insert("sentence_id".to_owned(), format!("{DOC}.s{:04}", n + 1));
                }
            });
            told(path("sentences"), format!("{DOC}.s0001"))
        }),
        ("two sentences overlap", |output| {
            let id = format!("{DOC}.s0002");
            output.change("sentences", |rows| {
                let row = rows.iter_mut().find(|row| row["sentence_id"] == id).unwrap();
                shifted(row, "start_cp", -5);
            });
            told(path("sentences"), id)
        }),
        ("a paragraph is left out", |output| {
            let id = output.rows("sentences").pop().unwrap()["sentence_id"].clone();
            output.change("sentences", |rows| shifted(rows.last_mut().unwrap(), "paragraph_no", 1));
            told(path("sentences"), id)
        }),
    ]);
}
