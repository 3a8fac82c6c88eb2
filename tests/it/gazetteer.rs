//! Users' gazetteers: built from each kind of source, asked in any case, refused when broken.

use std::fs;
use std::path::Path;

use litopys::gazetteer::{Gazetteer, lint};
use proptest::prelude::*;

use crate::program::Work;

const GEONAMES: &str = "\
1\tDruzhba\tDruzhba\t\t51.23\t32.51\tP\tPPL\tUA\t\t\t\t\t\t100\t\t0\tEurope/Kiev\t2020-01-01
2\tVelyki Petryky\tVelyki Petryky\t\t48.1\t31.2\tP\tPPL\tUA\t\t\t\t\t\t100\t\t0\tEurope/Kiev\t2020-01-01
3\tSome Hotel\tSome Hotel\t\t48.1\t31.2\tS\tHTL\tUA\t\t\t\t\t\t0\t\t0\tEurope/Kiev\t2020-01-01
4\tAreal\tAreal\t\t50.1\t30.2\tA\tADM1\tUA\t\t12\t\t\t\t0\t\t0\tEurope/Kiev\t2020-01-01
703448\tKyiv\tKyiv\t\t50.45466\t30.5238\tP\tPPLC\tUA\t\t12\t\t\t\t2797553\t\t187\tEurope/Kiev\t2020-01-01
";

const ALTERNATES: &str = "\
10\t703448\tuk\tКиїв\t1\t\t\t\t\t
11\t2\tuk\tВеликі Петрики\t\t\t\t\t\t
12\t1\tuk\tХутір-Кламбівський\t\t\t\t1\t1903\t1962
13\t1\tuk\tДрузькобуда\t1\t\t\t\t1962\t
14\t703448\twkdt\tQ1899\t\t\t\t\t\t
15\t703448\tzh\t基辅\t\t\t\t\t\t
";

/// The ids that a query prints.
fn ids(work: &Work, args: &[&str]) -> Vec<String> {
    let mut all = vec!["gazetteer", "query"];
    all.extend(args);
    let output = work.command(&all).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

pub fn geonames() -> Work {
    let work = Work::new();
    work.write("geo.txt", GEONAMES).write("alt.txt", ALTERNATES);
    let build = ["gazetteer", "build", "geo.txt", "--alternate-names", "alt.txt", "-o", "g.gaz"];
    work.run(&build).expect(0, &["4 places"]);
    work
}

#[test]
fn geonames_is_asked_in_every_case() {
    let work = geonames();
    for form in ["Великі Петрики", "Великих Петриків", "Великими Петриками", "Великих Петриках"]
    {
        assert_eq!(ids(&work, &[form, "-g", "g.gaz"]), ["geonames:2"], "{form}");
    }
    assert_eq!(ids(&work, &["Києвом", "-g", "g.gaz"]), ["plc-kyiv", "geonames:703448"]);
    assert_eq!(ids(&work, &["Великими Петрами", "-g", "g.gaz"]), [""; 0]);
    work.run(&["gazetteer", "query", "Великими Петрами", "-g", "g.gaz"]).expect(1, &[]);
}

#[test]
fn a_name_counts_in_its_years() {
    let work = geonames();
    let old = "Хутора-Кламбівського";
    assert_eq!(ids(&work, &[old, "-g", "g.gaz", "--at", "1920"]), ["geonames:1"]);
    assert_eq!(ids(&work, &[old, "-g", "g.gaz", "--at", "1980"]), [""; 0]);
    assert_eq!(ids(&work, &["Друзькобуди", "-g", "g.gaz", "--at", "1980"]), ["geonames:1"]);
}

#[test]
fn linked_places_and_tables_are_read() {
    let work = Work::new();
    let lpf = r#"{"type": "FeatureCollection", "@context": {}, "features": [
        {"@id": "whg:7", "type": "Feature", "properties": {"title": "Ґудзоватівка", "ccodes": ["UA"], "fclasses": ["P"]},
         "geometry": {"type": "Point", "coordinates": [31.5, 49.5]},
         "when": {"timespans": [{"start": {"in": "1650"}, "end": {"in": "1775"}}]},
         "names": [{"toponym": "Ґудзоватівка", "lang": "uk"}], "links": [{"type": "closeMatch", "identifier": "wd:Q7"}]},
        {"@id": "whg:8", "properties": {"title": ""}, "names": []}]}"#;
    let lp_tsv = "id\ttitle\ttitle_source\tfclasses\tlon\tlat\tstart\tend\tmatches\n\
                  a1\tКламбове\tмапа\tP\t30.5\t48.5\t1700\t\twd:Q8;gn:55\n\
                  a2\tСліпе\tмапа\tP\tсхід\t48.5\t\t\t\n";
    let csv = "назва,широта,довгота\n\"Нове, Село\",48.0,30.0\nШмаргалівка,48.2,30.2\n";
    work.write("l.json", lpf).write("l.tsv", lp_tsv).write("c.csv", csv);
    let built = work.run(&["gazetteer", "build", "l.json", "l.tsv", "-o", "l.gaz"]);
    built.expect(
        1,
        &["«l.json», line 2: has no name", "«l.tsv», line 3: has coordinates", "2 places"],
    );
    let columns = "name=назва,lat=широта,lon=довгота";
    work.run(&["gazetteer", "build", "c.csv", "-o", "c.gaz", "--columns", columns])
        .expect(0, &["2 places"]);
    assert_eq!(ids(&work, &["Ґудзоватівці", "-g", "l.gaz"]), ["whg:7"]);
    assert_eq!(ids(&work, &["Ґудзоватівці", "-g", "l.gaz", "--at", "1900"]), [""; 0]);
    assert_eq!(ids(&work, &["Кламбовому", "-g", "l.gaz"]), ["a1"]);
    assert_eq!(ids(&work, &["Шмаргалівкою", "-g", "c.gaz"]), ["c:3"]);
    work.run(&["gazetteer", "lint", "l.gaz"]).expect(0, &[]);
}

#[test]
fn what_is_no_source_is_refused_with_a_sentence() {
    let work = Work::new();
    work.write("x.bin", [0, 1, 2]).write("e.csv", "a,b\n1,2\n").write("h.csv", "name\n");
    work.run(&["gazetteer", "build", "x.bin", "-o", "g.gaz"])
        .expect(2, &["no gazetteer that is known"]);
    work.run(&["gazetteer", "build", "e.csv", "-o", "g.gaz"]).expect(2, &["no column for names"]);
    work.run(&["gazetteer", "build", "h.csv", "-o", "g.gaz"]).expect(3, &["nothing was built"]);
    work.run(&["gazetteer", "build", "none.csv", "-o", "g.gaz"]).expect(2, &["none.csv"]);
    assert!(!work.has("g.gaz"));
}

#[test]
fn a_broken_foreign_or_older_file_is_refused_with_a_sentence() {
    let work = geonames();
    let whole = fs::read(work.path("g.gaz")).unwrap();
    let query = ["gazetteer", "query", "Київ", "-g", "b.gaz"];
    let mut older = whole.clone();
    older[8] = 0;
    let mut damaged = whole.clone();
    damaged[20] ^= 1;
    for (bytes, what) in [
        (b"PK\x03\x04 something else".to_vec(), "is no gazetteer of Litopys"),
        (Vec::new(), "is no gazetteer of Litopys"),
        (older, "another version"),
        (damaged, "is damaged"),
        (whole[..whole.len() - 1].to_vec(), "cut short"),
        (whole[..40].to_vec(), "cut short"),
    ] {
        work.write("b.gaz", bytes);
        work.run(&query).expect(2, &[what, "build it again"]);
    }
    let mut changed = whole;
    let last = changed.len() - 5;
    changed[last] ^= 1;
    work.write("b.gaz", changed);
    work.run(&["gazetteer", "lint", "b.gaz"]).expect(4, &[]);
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let (one, two) = (geonames(), geonames());
    assert_eq!(fs::read(one.path("g.gaz")).unwrap(), fs::read(two.path("g.gaz")).unwrap());
}

#[test]
fn a_conversion_finds_what_a_gazetteer_lists_and_takes_its_ids() {
    let work = geonames();
    work.write("in/a.txt", "Ярмарок у Великих Петриках тривав тиждень, а з Києва везли сіль.\n");
    let convert = ["convert", "in", "-o", "out", "--to", "csv", "-q", "-g", "g.gaz"];
    work.run(&convert).expect(0, &[]);
    let places = work.read("out/tables/places.csv");
    assert!(places.contains("plc-geonames-2,Великі Петрики,settlement"), "{places}");
    let kyiv = places.lines().find(|line| line.starts_with("plc-kyiv,")).unwrap();
    assert!(kyiv.ends_with(",703448,"), "{kyiv}");
}

#[test]
fn a_query_says_in_which_cases_a_form_stands() {
    let work = geonames();
    let asked = work.run(&["gazetteer", "query", "Великим Петрикам", "-g", "g.gaz"]);
    let expected =
        "geonames:2\tВеликі Петрики\tВеликі Петрики\tplace.settlement\t48.1\t31.2\t\t\tdative\n";
    assert!(asked.stdout().ends_with(expected), "{}", asked.stdout());
    let built_in = work.run(&["gazetteer", "query", "Петроградом", "--at", "1916"]);
    assert!(built_in.stdout().contains("instrumental"), "{}", built_in.stdout());
    work.run(&["gazetteer", "query", "Петроградом", "--at", "1950"]).expect(1, &[]);
}

#[test]
fn names_meet_whatever_their_apostrophes_stress_and_case() {
    let work = Work::new();
    work.write("a.csv", "name\nКам\u{2019}янокуща\nШму\u{301}рдинськ\nДолиі\u{308}вка\n");
    work.run(&["gazetteer", "build", "a.csv", "-o", "a.gaz"]).expect(0, &["3 places"]);
    for form in ["Кам'янокущу", "Кам\u{2BC}янокущу", "кам\u{2019}янокущу", "КАМ'ЯНОКУЩУ"]
    {
        assert_eq!(ids(&work, &[form, "-g", "a.gaz"]), ["a:2"], "{form}");
    }
    assert_eq!(ids(&work, &["Шмурдинську", "-g", "a.gaz"]), ["a:3"]);
    assert_eq!(ids(&work, &["Долиївкою", "-g", "a.gaz"]), ["a:4"]);
}

#[test]
fn a_table_may_have_any_delimiter_and_one_language() {
    let work = Work::new();
    work.write("s.csv", "id;name;start;end\n1;Шмурдинськ;1800;\n2;Брамбурськ;1900;1800\n3;;;\n");
    let build = ["gazetteer", "build", "s.csv", "-o", "s.gaz"];
    let faults = ["«s.csv», line 3: ends before it begins", "line 4: has no name", "2 rows"];
    work.run(&build).expect(1, &faults);
    assert_eq!(ids(&work, &["Шмурдинська", "-g", "s.gaz"]), ["1"]);
    work.run(&[&build[..], &["--lang", "ru"]].concat()).expect(1, &[]);
    assert_eq!(ids(&work, &["Шмурдинськ", "-g", "s.gaz"]), ["1"]);
    assert_eq!(ids(&work, &["Шмурдинська", "-g", "s.gaz"]), [""; 0]);
}

#[test]
fn a_source_is_not_overwritten() {
    let work = Work::new();
    work.write("s.csv", "name\nШмурдинськ\n");
    let build = ["gazetteer", "build", "s.csv", "-o", "./s.csv"];
    work.run(&build).expect(2, &["«s.csv» would be overwritten"]);
    assert_eq!(work.read("s.csv"), "name\nШмурдинськ\n");
}

#[test]
fn areas_are_parents_and_lint_misses_those_that_are_not_listed() {
    let work = geonames();
    let gazetteer = Gazetteer::open(&work.path("g.gaz")).unwrap();
    let parent = |n| gazetteer.record(n).unwrap().parent;
    assert_eq!(["", "", "", "geonames:4"], [0, 1, 2, 3].map(parent).each_ref().map(|p| &**p));
    work.run(&["gazetteer", "lint", "g.gaz"]).expect(0, &[]);
    work.write("p.csv", "id,name,parent\n1,Шмурдинськ,2\n1,Брамбурськ,\n");
    work.run(&["gazetteer", "build", "p.csv", "-o", "p.gaz"]).expect(0, &[]);
    let lint = work.run(&["gazetteer", "lint", "p.gaz"]);
    lint.expect(4, &[]);
    assert_eq!(lint.stdout(), "1 stands twice\n1 belongs to «2», which is not listed\n");
}

#[test]
fn rows_that_cannot_be_read_are_named_and_the_others_built() {
    let work = Work::new();
    let good = "1\tA\tA\t\t51.2\t32.5\tP\tPPL\tUA\t\t\t\t\t\t1\t\t0\tEurope/Kiev\t2020-01-01\n";
    let mut geo = good.as_bytes().to_vec();
    geo.extend(b"2\tshort\n");
    geo.extend(good.replace("1\tA", "3\tB").replace("51.2", "north").bytes());
    geo.extend(b"4\t\xFF\xFE\n");
    geo.extend(good.replace("1\tA", "5\tC").replace("51.2", "151.2").bytes());
    work.write("geo.txt", geo).write("alt.txt", "1\t1\tuk\n2\t1\tuk\tШмурдинськ\t\t\t\t\n");
    let build = ["gazetteer", "build", "geo.txt", "--alternate-names", "alt.txt", "-o", "g.gaz"];
    let faults = [
        "«geo.txt», line 2: has not the 19 columns",
        "line 3: has coordinates that are no numbers",
        "line 4: is not UTF-8",
        "line 5: has coordinates that are not on earth",
        "«alt.txt», line 1: has not the columns",
        "1 places",
        "5 rows passed over",
    ];
    work.run(&build).expect(1, &faults);
    assert_eq!(ids(&work, &["Шмурдинська", "-g", "g.gaz"]), ["geonames:1"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_flipped_bit_makes_a_reader_fail(at in 0_usize..4096, bit in 0_u8..8) {
        let work = geonames();
        let mut bytes = fs::read(work.path("g.gaz")).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        work.write("b.gaz", bytes);
        let path = work.path("b.gaz");
        ask(&path);
        prop_assert!(lint::lint(&path).map_or(true, |faults| !faults.is_empty()));
    }
}

/// Opens a file and reads all that it has, if it lets itself be opened.
fn ask(path: &Path) {
    let Ok(gazetteer) = Gazetteer::open(path) else { return };
    for text in ["києві стояли", "великих петриках", "хутора-кламбівського"]
    {
        for (_, hits) in gazetteer.beginning(text) {
            hits.into_iter().for_each(|hit| drop(gazetteer.name(hit)));
        }
    }
    for index in 0..8 {
        drop(gazetteer.record(index));
    }
}
