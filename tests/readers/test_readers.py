"""Reads an output folder of Litopys with the tools that people use, and compares what they see.

    pip install -r tests/readers/requirements.txt
    LITOPYS_OUT=output pytest tests/readers

The program has tests of its own; these ask another question: do pyarrow, DuckDB, polars, geopandas,
frictionless, lxml and jing, none of which share code with it, agree on what the files say?
schema/tables.tsv and schema/litopys.rng are the contract; the tests hold no list of columns.

Set LITOPYS_TEI_ALL to the path of tei_all.rng to validate against the whole of TEI with jing as well.
"""

import codecs
import collections
import csv
import functools
import io
import json
import math
import os
import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import frictionless
import geopandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
from edtf_validate.valid_edtf import is_valid as is_valid_edtf
from lxml import etree

SCHEMA = Path(__file__).resolve().parents[2] / "schema"
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XINCLUDE = "{http://www.w3.org/2001/XInclude}include"
TYPES = {"placeName": "place", "orgName": "organization", "persName": "person", "date": "date"}
LISTED_AS = {"placeName": "place", "orgName": "org", "persName": "person"}
ROW_GROUP = 131_072
UNIX_EPOCH_JDN = 2_440_588


# ------------------------------------------------------------------------------------------------
# what the tests read


@pytest.fixture(scope="session")
def parquet_files(out, codebook):
    """Table name -> its Parquet file."""
    return {name: out / f"parquet/{name}.parquet" for name in codebook}


@pytest.fixture(scope="session")
def database(parquet_files):
    """DuckDB with one view for each Parquet file, for the claims that are questions in SQL."""
    connection = duckdb.connect()
    for name, path in parquet_files.items():
        quoted = str(path).replace("'", "''")
        connection.execute(f"create view {name} as select * from read_parquet('{quoted}')")
    return connection


@pytest.fixture(scope="session")
def sources(out, tables):
    """doc_id -> (bytes of the source file, codec, length of the byte order mark)."""
    return {row["doc_id"]: read_source(out / row["source_path"], row) for row in tables["documents"]}


@pytest.fixture(scope="session")
def texts(sources):
    """doc_id -> the decoded source, which is what every offset in code points counts."""
    return {doc: raw[mark:].decode(codec) for doc, (raw, codec, mark) in sources.items()}


@pytest.fixture(scope="session")
def documents(out, tables):
    """doc_id -> its TEI."""
    return {row["doc_id"]: read_xml(out / row["tei_path"]) for row in tables["documents"]}


@pytest.fixture(scope="session")
def registers(out):
    """The TEI registers of the corpus."""
    return read_xml(out / "tei/registers.tei.xml")


@pytest.fixture(scope="session")
def corpus(out):
    """The corpus file with its members in place."""
    tree = read_xml(out / "tei/corpus.tei.xml")
    tree.xinclude()
    return tree


@pytest.fixture(scope="session")
def relax_ng():
    """The project's own schema, compiled by libxml2."""
    return etree.RelaxNG(etree.parse(SCHEMA / "litopys.rng"))


# ------------------------------------------------------------------------------------------------
# CSV


def test_every_table_of_the_codebook_is_written_and_no_other(out, codebook):
    """A file without a description, or a description without a file, helps nobody."""
    for folder, ending in (("tables", "csv"), ("parquet", "parquet")):
        written = {path.stem for path in (out / folder).glob(f"*.{ending}")}
        assert written == set(codebook), f"{folder}/ differs in {sorted(written ^ set(codebook))}"


def test_csv_is_utf8_without_byte_order_mark_and_follows_rfc_4180(out, codebook):
    """A mark becomes part of the first column's name, a bare line feed breaks strict readers."""
    faults = [(name, fault) for name in codebook for fault in csv_faults(out / f"tables/{name}.csv")]
    assert not faults, report(faults)


def test_csv_has_the_columns_of_the_codebook_in_order(out, codebook):
    """Scripts that count columns must not break."""
    faults = []
    for name, columns in codebook.items():
        with open(out / f"tables/{name}.csv", encoding="utf-8", newline="") as file:
            header = next(csv.reader(file, strict=True))
        if header != names(columns):
            faults.append((name, header))
    assert not faults, report(faults)


def test_frictionless_accepts_the_data_package(out, codebook):
    """The descriptor is what an archive validates a deposit with."""
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    paths = {resource["path"] for resource in package["resources"]}
    missing = {f"tables/{name}.csv" for name in codebook} - paths
    assert not missing, f"not in datapackage.json: {sorted(missing)}"
    result = frictionless.validate(str(out / "datapackage.json"))
    faults = [error.message for error in result.errors]
    faults += [(task.name, error.message) for task in result.tasks for error in task.errors]
    assert result.valid, report(faults)


# ------------------------------------------------------------------------------------------------
# Parquet


def test_pyarrow_reads_what_the_csv_says(parquet_files, codebook, tables):
    """The same record must come out of either format."""
    faults = []
    for name, path in parquet_files.items():
        table = pyarrow.parquet.read_table(path)
        found = {column: pyarrow_values(table.column(column)) for column in table.column_names}
        faults += differences(name, codebook[name], tables[name], found)
    assert not faults, report(faults)


def test_duckdb_reads_what_the_csv_says(database, codebook, tables):
    """The same record must come out of either format, whoever reads it."""
    faults = []
    for name, columns in codebook.items():
        picked = ", ".join(duckdb_column(column) for column in columns)
        rows = database.execute(f"select {picked} from {name}").fetchall()
        found = {column: [row[i] for row in rows] for i, column in enumerate(names(columns))}
        faults += differences(name, columns, tables[name], found)
    assert not faults, report(faults)


def test_polars_reads_what_the_csv_says(parquet_files, codebook, tables):
    """The same record must come out of either format, whoever reads it."""
    faults = []
    for name, path in parquet_files.items():
        frame = polars.read_parquet(path)
        found = {column: polars_values(frame[column]) for column in frame.columns}
        faults += differences(name, codebook[name], tables[name], found)
    assert not faults, report(faults)


def test_parquet_columns_have_the_types_of_the_codebook(parquet_files, codebook):
    """The set of types that all readers share: no unsigned integers, no timestamps, enums as dictionaries."""
    faults = []
    for name, path in parquet_files.items():
        fields = {field.name: field.type for field in pyarrow.parquet.read_schema(path)}
        expected = names(codebook[name]) + (["geometry"] if name == "places" else [])
        if list(fields) != expected:
            faults.append((name, list(fields)))
            continue
        faults += [
            (name, column["column"], column["type"], str(fields[column["column"]]))
            for column in codebook[name]
            if not has_type(fields[column["column"]], column["type"])
        ]
    assert not faults, report(faults)


def test_parquet_is_compressed_with_zstd_and_carries_statistics(parquet_files):
    """Statistics let a reader skip row groups; groups of one size make the bytes repeatable."""
    faults = []
    for name, path in parquet_files.items():
        metadata = pyarrow.parquet.ParquetFile(path).metadata
        groups = [metadata.row_group(i) for i in range(metadata.num_row_groups) if metadata.num_rows]
        faults += [(name, "rows in a group", group.num_rows) for group in groups[:-1] if group.num_rows != ROW_GROUP]
        for column in (group.column(i) for group in groups for i in range(group.num_columns)):
            if column.compression != "ZSTD":
                faults.append((name, column.path_in_schema, column.compression))
            if not column.is_stats_set:
                faults.append((name, column.path_in_schema, "no statistics"))
    assert not faults, report(faults)


def test_parquet_says_what_it_is(parquet_files, codebook):
    """A file that has lost its folder still names its table, key and program."""
    faults = []
    for name, path in parquet_files.items():
        metadata = pyarrow.parquet.ParquetFile(path).metadata
        said = json.loads((metadata.metadata or {}).get(b"litopys", b"{}"))
        if set(said) != {"schema_version", "table", "primary_key", "generator", "rows"}:
            faults.append((name, "keys", sorted(said)))
        elif (said["table"], said["rows"], key_columns(said)) != (name, metadata.num_rows, primary_key(codebook[name])):
            faults.append((name, said))
        elif "litopys" not in said["generator"].lower() or not said["schema_version"]:
            faults.append((name, said))
    assert not faults, report(faults)


def test_geopandas_opens_the_places_where_they_are(parquet_files):
    """GeoParquet puts longitude first and the table has latitude first: the classic mistake."""
    frame = geopandas.read_parquet(parquet_files["places"])
    assert frame.crs is not None and frame.crs.to_string() == "OGC:CRS84", f"coordinate system: {frame.crs}"
    faults = []
    for row in frame.itertuples():
        expected = None if math.isnan(number(row.lat)) else (row.lon, row.lat)
        found = None if row.geometry is None else (row.geometry.x, row.geometry.y)
        if expected != found:
            faults.append((row.place_id, expected, found))
    assert not faults, report(faults)


# ------------------------------------------------------------------------------------------------
# the contract, in SQL


def test_required_cells_are_never_empty(database, codebook):
    """Parquet declares every column nullable, so the promise is checked here."""
    faults = []
    for name, columns in codebook.items():
        key = primary_key(columns)[0]
        for column in columns:
            if column["required"] == "yes":
                wrong = database.execute(f'select "{key}" from {name} where "{column["column"]}" is null').fetchall()
                faults += [(name, column["column"], row[0]) for row in wrong]
    assert not faults, report(faults)


def test_enums_hold_only_listed_values(database, codebook):
    """A value outside the list is a value that no documentation explains."""
    faults = []
    for name, columns in codebook.items():
        for column in columns:
            if values := enum_values(column["type"]):
                query = f'select distinct "{column["column"]}"::varchar from {name}'
                found = {row[0] for row in database.execute(query).fetchall()} - {None}
                faults += [(name, column["column"], value) for value in sorted(found - set(values))]
    assert not faults, report(faults)


def test_primary_keys_are_unique(database, codebook):
    """A key names one row."""
    faults = []
    for name, columns in codebook.items():
        key = ", ".join(f'"{column}"' for column in primary_key(columns))
        query = f"select {key}, count(*) from {name} group by {key} having count(*) > 1"
        faults += [(name, *row) for row in database.execute(query).fetchall()]
    assert not faults, report(faults)


def test_foreign_keys_resolve(database, codebook):
    """A key that points nowhere is a record lost."""
    faults = []
    for name, columns in codebook.items():
        for column in columns:
            if target := foreign_key(column):
                other, wanted = target
                query = (
                    f'select distinct "{column["column"]}" from {name} where "{column["column"]}" is not null '
                    f'and "{column["column"]}" not in (select "{wanted}" from {other})'
                )
                faults += [(name, column["column"], row[0]) for row in database.execute(query).fetchall()]
    assert not faults, report(faults)


def test_every_rule_named_by_a_mention_is_described(database):
    """A record says why it is there only if the reason can be looked up."""
    query = (
        "select mention_id, rule from (select mention_id, unnest(rule_ids) as rule from mentions) "
        "where rule not in (select rule_id from rules)"
    )
    faults = database.execute(query).fetchall()
    assert not faults, report(faults)


def test_a_mention_has_an_entity_or_a_date(database):
    """Names point to an entity and dates to a date, never both and never neither."""
    query = (
        "select mention_id, type::varchar, entity_id, date_id from mentions "
        "where (type = 'date') <> (date_id is not null) or (type = 'date') = (entity_id is not null)"
    )
    faults = database.execute(query).fetchall()
    assert not faults, report(faults)


def test_entities_count_their_mentions(database):
    """The number in the register is the number of rows."""
    query = (
        "select e.entity_id, e.n_mentions, count(m.mention_id) from entities e "
        "left join mentions m using (entity_id) group by all having e.n_mentions <> count(m.mention_id)"
    )
    faults = database.execute(query).fetchall()
    assert not faults, report(faults)


def test_day_numbers_are_the_days_that_the_bounds_name(tables):
    """Python's dates stop at year 1, so readers sort by the day numbers: both must say the same."""
    faults = []
    for row in tables["dates"]:
        for bound, number_of_day in (("not_before", "jdn_start"), ("not_after", "jdn_end")):
            expected = str(julian_day(row[bound])) if row[bound] else ""
            if row[number_of_day] != expected:
                faults.append((row["date_id"], bound, row[bound], row[number_of_day]))
    assert not faults, report(faults)


def test_julian_days_are_the_gregorian_ones_of_the_table(tables):
    """A date written in the Julian calendar keeps its written form in edtf_source."""
    seen = 0
    for row in tables["dates"]:
        if row["calendar"] != "julian" or row["precision"] != "day":
            continue
        ends = row["edtf_source"].split("/")
        for end, number in ((ends[0], row["jdn_start"]), (ends[-1], row["jdn_end"])):
            if re.fullmatch(r"\d{4}-\d\d-\d\d[~?%]?", end):
                year, month, day = (int(part) for part in end.rstrip("~?%").split("-"))
                assert str(day_of_julian_calendar(year, month, day)) == number, row["date_id"]
                seen += 1
    assert seen


def test_inferred_dates_name_an_earlier_date_of_their_document(tables):
    order = {row["date_id"]: n for n, row in enumerate(tables["dates"])}
    docs = {row["date_id"]: row["doc_id"] for row in tables["dates"]}
    inferred = {row["mention_id"]: row["inferred"] for row in tables["mentions"]}
    for row in tables["dates"]:
        anchor = row["anchor_date_id"]
        assert bool(anchor) == (row["inference"] in ("from-context", "anaphor")), row["date_id"]
        assert inferred[row["mention_id"]] == ("false" if row["inference"] == "none" else "true")
        if anchor:
            assert docs[anchor] == row["doc_id"] and order[anchor] < order[row["date_id"]]
    assert any(row["anchor_date_id"] for row in tables["dates"])


def test_edtf_values_are_valid(tables):
    """A value that a validator refuses is a value that other programs cannot read."""
    faults = []
    for row in tables["dates"]:
        faults += [(row["date_id"], row[column]) for column in ("edtf", "edtf_source") if not is_edtf(row[column])]
    assert not faults, report(faults)


# ------------------------------------------------------------------------------------------------
# offsets into the source


def test_surfaces_are_slices_of_the_source_by_code_point(tables, texts):
    """Every record can be found again in the text."""
    faults = []
    for row in tables["mentions"]:
        found = texts[row["doc_id"]][int(row["start_cp"]) : int(row["end_cp"])]
        if found != row["surface"] or not found:
            faults.append((row["mention_id"], row["surface"], found))
    assert not faults, report(faults)


def test_surfaces_are_slices_of_the_source_by_byte(tables, sources):
    """The same place in the file as it was read, in its own encoding, byte order mark counted."""
    faults = []
    for row in tables["mentions"]:
        raw, codec, _ = sources[row["doc_id"]]
        found = raw[int(row["start_byte"]) : int(row["end_byte"])].decode(codec, "replace")
        if found != row["surface"]:
            faults.append((row["mention_id"], row["surface"], found))
    assert not faults, report(faults)


def test_sentences_are_slices_of_the_source(tables, texts):
    """The text of a sentence is the source's, not a cleaned copy."""
    faults = []
    for row in tables["sentences"]:
        found = texts[row["doc_id"]][int(row["start_cp"]) : int(row["end_cp"])]
        if found != row["text"]:
            faults.append((row["sentence_id"], row["text"], found))
    assert not faults, report(faults)


def test_sentences_tile_the_text(tables, texts):
    """Nothing but white space before, between and after the sentences: no word is lost to all tables."""
    ends = dict.fromkeys(texts, 0)
    faults = []
    for row in tables["sentences"]:
        start, end = int(row["start_cp"]), int(row["end_cp"])
        gap = texts[row["doc_id"]][ends[row["doc_id"]] : start]
        if start < ends[row["doc_id"]] or end <= start or not is_blank(gap):
            faults.append((row["sentence_id"], gap))
        ends[row["doc_id"]] = end
    faults += [(doc, "after the last", texts[doc][end:]) for doc, end in ends.items() if not is_blank(texts[doc][end:])]
    assert not faults, report(faults)


def test_mentions_stand_inside_their_sentence(tables):
    """The sentence is the evidence that is shown beside a record."""
    sentences = {row["sentence_id"]: (int(row["start_cp"]), int(row["end_cp"])) for row in tables["sentences"]}
    faults = []
    for row in tables["mentions"]:
        start, end = sentences[row["sentence_id"]]
        if not start <= int(row["start_cp"]) < int(row["end_cp"]) <= end:
            faults.append((row["mention_id"], row["sentence_id"], start, end))
    assert not faults, report(faults)


def test_documents_count_themselves(tables, sources, texts):
    """The counts of a document are those of its file and of the other tables."""
    sentences = collections.Counter(row["doc_id"] for row in tables["sentences"])
    mentions = collections.Counter(row["doc_id"] for row in tables["mentions"])
    faults = []
    for row in tables["documents"]:
        doc = row["doc_id"]
        said = tuple(int(row[column]) for column in ("n_bytes", "n_codepoints", "n_sentences", "n_mentions"))
        found = (len(sources[doc][0]), len(texts[doc]), sentences[doc], mentions[doc])
        if said != found:
            faults.append((doc, said, found))
    assert not faults, report(faults)


# ------------------------------------------------------------------------------------------------
# TEI


def test_tei_documents_are_valid_against_the_schema_of_the_project(documents, relax_ng):
    """The schema is stricter than TEI: fixed header, closed attributes, patterns."""
    faults = [(doc, relax_ng_fault(relax_ng, tree)) for doc, tree in documents.items()]
    faults = [(doc, fault) for doc, fault in faults if fault]
    assert not faults, report(faults)


def test_registers_and_corpus_are_valid_against_the_schema_of_the_project(out, registers, corpus, relax_ng):
    """The corpus must be valid both as a list of members and with the members in place."""
    trees = {"registers": registers, "corpus": read_xml(out / "tei/corpus.tei.xml"), "corpus expanded": corpus}
    faults = [(name, relax_ng_fault(relax_ng, tree)) for name, tree in trees.items()]
    faults = [(name, fault) for name, fault in faults if fault]
    assert not faults, report(faults)


def test_jing_accepts_everything_as_tei(out, tables, tmp_path, corpus):
    """Whoever knows TEI and not us must be able to read the files."""
    schema = os.environ.get("LITOPYS_TEI_ALL", "")
    if not shutil.which("jing"):
        pytest.skip("jing is not installed")
    if not Path(schema).is_file():
        pytest.skip("LITOPYS_TEI_ALL does not name a file: set it to the path of tei_all.rng")
    expanded = tmp_path / "corpus-expanded.xml"
    corpus.write(expanded, encoding="utf-8")
    files = [out / row["tei_path"] for row in tables["documents"]] + [out / "tei/registers.tei.xml", expanded]
    faults = []
    for start in range(0, len(files), 200):
        command = ["jing", schema, *map(str, files[start : start + 200])]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = (result.stdout + result.stderr).splitlines()
        faults += [line for line in lines if result.returncode and "[warning]" not in line]
    assert not faults, report(faults)


def test_body_is_the_source_code_point_for_code_point(documents, texts):
    """The contract of the TEI: nothing added, nothing lost, not even a double space."""
    faults = []
    for doc, tree in documents.items():
        found = body_text(tree)
        if found != texts[doc]:
            place = len(os.path.commonprefix([found, texts[doc]]))
            faults.append((doc, place, texts[doc][place : place + 30], found[place : place + 30]))
    assert not faults, report(faults)


def test_mentions_of_the_tei_are_those_of_the_table(documents, tables):
    """Ids, kinds and offsets, the offsets counted anew from the XML."""
    found = {mention for tree in documents.values() for mention in body_mentions(tree)}
    said = {(row["mention_id"], row["type"], int(row["start_cp"]), int(row["end_cp"])) for row in tables["mentions"]}
    assert found == said, report(sorted(found ^ said))


def test_mention_ids_hold_their_offsets(tables):
    """An id that can be computed from the text alone survives a change of the rules."""
    faults = []
    for row in tables["mentions"]:
        expected = f"{row['doc_id']}.m{int(row['start_cp']):06}-{int(row['end_cp']):06}"
        if row["mention_id"] != expected:
            faults.append((row["mention_id"], expected))
    assert not faults, report(faults)


def test_mentions_of_the_tei_carry_the_values_of_their_rows(documents, tables):
    """Type, entity, certainty and rules are written twice, and must not drift apart."""
    rows = {row["mention_id"]: row for row in tables["mentions"]}
    kinds = {row["date_id"]: row["kind"] for row in tables["dates"]}
    faults = []
    for doc, tree in documents.items():
        for element in body_elements(tree, *TYPES):
            expected = mention_attributes(doc, rows[element.get(XML_ID)], kinds)
            found = {name: element.get(name) for name in expected}
            if found != expected:
                faults.append((element.get(XML_ID), expected, found))
    assert not faults, report(faults)


def test_dates_of_the_tei_carry_the_values_of_their_rows(documents, tables):
    """The EDTF as written, the calendar, and whether a part was inferred."""
    rows = {row["mention_id"]: row for row in tables["dates"]}
    faults = []
    for doc, tree in documents.items():
        for element in body_elements(tree, "date"):
            row = rows[element.get(XML_ID)]
            expected = date_attributes(doc, row)
            found = {name: element.get(name) for name in expected}
            if found != expected:
                faults.append((element.get(XML_ID), expected, found))
    assert not faults, report(faults)


def test_dates_of_the_tei_cover_the_days_of_the_table(documents, tables):
    """TEI tools sort by when, from and notBefore; they must arrive where the table does."""
    rows = {row["mention_id"]: row for row in tables["dates"]}
    faults = []
    for tree in documents.values():
        for element in body_elements(tree, "date"):
            row = rows[element.get(XML_ID)]
            if w3c_bounds(element) != (row["not_before"], row["not_after"]):
                faults.append((row["date_id"], row["not_before"], row["not_after"], w3c_bounds(element)))
    assert not faults, report(faults)


def test_the_list_of_dates_holds_the_gregorian_values(documents, tables):
    """The item that date/@corresp points to says the same as the table."""
    found = {
        (item.get(XML_ID), item.text)
        for tree in documents.values()
        for item in tree.iterfind(f"{TEI}standOff/{TEI}list[@type='dates']/{TEI}item")
    }
    said = {(row["date_id"], row["edtf"]) for row in tables["dates"]}
    assert found == said, report(sorted(found ^ said))


def test_sentences_of_the_tei_are_those_of_the_table(documents, tables):
    """Ids, numbers and text; a sentence also stands in the paragraph that the table names."""
    found = {sentence for tree in documents.values() for sentence in body_sentences(tree)}
    said = {
        (row["sentence_id"], row["sentence_no"], f"{row['doc_id']}.p{int(row['paragraph_no']):04}", row["text"])
        for row in tables["sentences"]
    }
    assert found == said, report(sorted(found ^ said))


def test_pointers_of_the_tei_resolve(documents, registers):
    """Every file works alone, and its entities are found in the registers."""
    registered = xml_ids(registers)
    faults = []
    for doc, tree in {**documents, "registers": registers}.items():
        known = xml_ids(tree)
        for element in tree.iter(etree.Element):
            for name, token in pointers(element):
                file, _, target = token.rpartition("#")
                if target not in (registered if file.endswith("registers.tei.xml") else known):
                    faults.append((doc, element.get(XML_ID), name, token))
    assert not faults, report(faults)


def test_names_of_the_tei_point_into_the_list_of_their_kind(documents):
    """A place that points to a person is worse than one that points nowhere."""
    faults = []
    for tree in documents.values():
        kind = {element.get(XML_ID): local_name(element) for element in tree.iter(etree.Element)}
        for element in body_elements(tree, *LISTED_AS):
            if kind.get(element.get("ref", "")[1:]) != LISTED_AS[local_name(element)]:
                faults.append((element.get(XML_ID), element.get("ref")))
    assert not faults, report(faults)


def test_ids_are_unique_in_the_whole_corpus_and_carry_the_prefix_of_their_file(documents, corpus):
    """Without the prefix two documents could not stand in one file."""
    every = [element.get(XML_ID) for element in corpus.iter(etree.Element) if element.get(XML_ID)]
    faults = [name for name, count in collections.Counter(every).items() if count > 1]
    for doc, tree in documents.items():
        faults += [name for name in xml_ids(tree) if not name.startswith(f"{doc}.")]
    assert not faults, report(faults)


def test_the_corpus_holds_every_document_in_order(out, tables, corpus):
    """A document that is missing from the corpus file is missed only years later."""
    included = [element.get("href") for element in read_xml(out / "tei/corpus.tei.xml").iter(XINCLUDE)]
    expected = [row["tei_path"].removeprefix("tei/") for row in tables["documents"]] + ["registers.tei.xml"]
    assert included == expected, report(sorted(set(included) ^ set(expected)) or included)
    assert len(corpus.getroot().findall(f"{TEI}TEI")) == len(expected), "XInclude did not bring in every member"


def test_registers_hold_the_entities_of_the_tables(registers, tables):
    """Name, language, romanization and authority ids are written twice, and must not drift apart."""
    found = {entity.get(XML_ID): register_values(entity) for entity in register_entities(registers)}
    said = entity_values(tables)
    faults = [(key, said.get(key), found.get(key)) for key in sorted(said.keys() | found.keys()) if said.get(key) != found.get(key)]
    assert not faults, report(faults)


def test_documents_copy_their_entities_from_the_registers(documents, registers):
    """The local copy makes a file work alone; it must say what the register says, and no more than is used."""
    register = {entity.get(XML_ID): register_values(entity) for entity in register_entities(registers)}
    faults = []
    for doc, tree in documents.items():
        copies = {entity.get(XML_ID).removeprefix(f"{doc}."): register_values(entity) for entity in register_entities(tree)}
        used = {element.get("ref").removeprefix(f"#{doc}.") for element in body_elements(tree, *LISTED_AS)}
        faults += [(doc, key, "not used") for key in sorted(copies.keys() - used)]
        faults += [(doc, key, copy, register.get(key)) for key, copy in copies.items() if copy != register.get(key)]
    assert not faults, report(faults)


def test_headers_say_what_the_tables_say(documents, tables):
    """Hash, file name, language, licence and extent, so that a TEI file that travels alone is still documented."""
    faults = []
    for row in tables["documents"]:
        expected, found = header_values(row), header_found(documents[row["doc_id"]])
        faults += [(row["doc_id"], key, expected[key], found[key]) for key in expected if expected[key] != found[key]]
    assert not faults, report(faults)


def test_headers_count_the_elements_of_the_body(documents):
    """tagUsage is only useful when it is true and complete."""
    faults = []
    for doc, tree in documents.items():
        said = {usage.get("gi"): int(usage.get("occurs")) for usage in tree.iter(f"{TEI}tagUsage")}
        found = collections.Counter(local_name(element) for element in body(tree).iterdescendants(etree.Element))
        if said != found:
            faults.append((doc, said, dict(found)))
    assert not faults, report(faults)


# ------------------------------------------------------------------------------------------------
# reading


def read_xml(path):
    """An XML file, however long its texts are."""
    return etree.parse(path, etree.XMLParser(huge_tree=True, no_network=True))


def read_source(path, row):
    """The bytes of a source, the codec without byte order mark, and the length of the mark."""
    raw = path.read_bytes()
    encoding = row["encoding"]
    if encoding == "utf-8":
        return raw, "utf-8", 3 if raw.startswith(codecs.BOM_UTF8) else 0
    if encoding == "utf-16":
        big = raw.startswith(codecs.BOM_UTF16_BE)
        marked = big or raw.startswith(codecs.BOM_UTF16_LE)
        return raw, "utf-16-be" if big else "utf-16-le", 2 if marked else 0
    return raw, encoding, 0


def csv_faults(path):
    """What RFC 4180 or we forbid in a CSV file."""
    raw = path.read_bytes()
    if raw.startswith(codecs.BOM_UTF8):
        yield "byte order mark"
    text = raw.decode("utf-8")
    if not text.endswith("\r\n"):
        yield "no line end at the end"
    bare = re.sub(r'"(?:[^"]|"")*"', "", text).replace("\r\n", "")
    if re.search(r'[\r\n"]', bare):
        yield "line feed, carriage return or quotation mark outside quotation marks"
    header, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    yield from (f"column name {name}" for name in header if not re.fullmatch(r"[a-z][a-z0-9_]*", name))
    yield from (f"row {i} has {len(row)} cells" for i, row in enumerate(rows, 1) if len(row) != len(header))


# ------------------------------------------------------------------------------------------------
# the codebook


def names(columns):
    """The names of the columns, in order."""
    return [column["column"] for column in columns]


def primary_key(columns):
    """The columns whose key cell says PK."""
    return [column["column"] for column in columns if "PK" in column["key"].split()]


def foreign_key(column):
    """(table, column) that the key cell points to with FK:table.column, or None."""
    target = re.search(r"FK:(\w+)\.(\w+)", column["key"])
    return target.groups() if target else None


def enum_values(kind):
    """The values of enum(a|b|c), or nothing for another type."""
    listed = re.fullmatch(r"enum\((.*)\)", kind)
    return listed[1].split("|") if listed else []


def key_columns(said):
    """The primary key that a Parquet file names, which is a list when it has several columns."""
    key = said["primary_key"]
    return [key] if isinstance(key, str) else key


def has_type(found, kind):
    """Whether an Arrow type is the one that the codebook's word stands for."""
    types = pyarrow.types
    if kind == "list":
        return (types.is_list(found) or types.is_large_list(found)) and is_text(found.value_type)
    if kind.startswith("enum("):
        return types.is_dictionary(found) and is_text(found.value_type)
    exact = {"int": types.is_int32, "num": types.is_float64, "date": types.is_date32, "bool": types.is_boolean}
    return exact.get(kind, is_text)(found)


def is_text(found):
    """Whether an Arrow type is a string, short, large or by view."""
    types = pyarrow.types
    return types.is_string(found) or types.is_large_string(found) or types.is_string_view(found)


# ------------------------------------------------------------------------------------------------
# cells: one Python value for a cell, wherever it was read; dates are days since 1970, since Python's
# own dates stop at year 1


def csv_value(cell, kind):
    """The value of a CSV cell; an empty cell is missing."""
    if cell == "":
        return None
    if kind == "int":
        return int(cell)
    if kind == "num":
        return float(cell)
    if kind == "bool":
        return {"true": True, "false": False}.get(cell, cell)
    if kind == "date":
        return julian_day(cell) - UNIX_EPOCH_JDN
    if kind == "list":
        return cell.split("|")
    return cell


def pyarrow_values(column):
    """The values of a pyarrow column."""
    return (column.cast(pyarrow.int32()) if pyarrow.types.is_date32(column.type) else column).to_pylist()


def polars_values(series):
    """The values of a polars column."""
    return (series.to_physical() if series.dtype == polars.Date else series).to_list()


def duckdb_column(column):
    """The expression that makes DuckDB give a column as plain values."""
    name = f'"{column["column"]}"'
    return f"date_diff('day', date '1970-01-01', {name})" if column["type"] == "date" else name


def differences(name, columns, rows, found):
    """The cells in which a reader of Parquet and the CSV do not agree: table, row key, column, both values."""
    key = primary_key(columns)[0]
    faults = []
    for column in columns:
        values = found.get(column["column"], [])
        if len(values) != len(rows):
            faults.append((name, column["column"], f"{len(rows)} rows in CSV, {len(values)} in Parquet"))
            continue
        for row, value in zip(rows, values):
            expected = csv_value(row[column["column"]], column["type"])
            if expected != value or type(expected) is not type(value):
                faults.append((name, row[key], column["column"], expected, value))
    return faults


def number(value):
    """A coordinate of a data frame, in which a missing one may be None."""
    return math.nan if value is None else value


def report(faults):
    """The first offending rows, and how many there are."""
    lines = [str(fault) for fault in faults[:10]]
    return "\n".join([f"{len(faults)} found, the first:", *lines])


# ------------------------------------------------------------------------------------------------
# dates


def day_of_julian_calendar(year, month, day):
    """Julian day number of a day in the Julian calendar."""
    shift = (14 - month) // 12
    year, month = year + 4800 - shift, month + 12 * shift - 3
    return day + (153 * month + 2) // 5 + 365 * year + year // 4 - 32083


def julian_day(text):
    """The Julian day number of an ISO date of the proleptic Gregorian calendar; year 0 is 1 BC."""
    year, month, day = map(int, re.fullmatch(r"(-?\d{4,})-(\d\d)-(\d\d)", text).groups())
    before_march = (14 - month) // 12
    years = year + 4800 - before_march
    months = month + 12 * before_march - 3
    return day + (153 * months + 2) // 5 + 365 * years + years // 4 - years // 100 + years // 400 - 32045


def is_edtf(value):
    """Whether a value is EDTF; edtf-validate refuses ../-0043, so the ends of an open interval are judged alone."""
    ends = value.split("/")
    if ".." in ends:
        return len(ends) == 2 and ends != ["..", ".."] and all(end == ".." or is_valid_edtf(end) for end in ends)
    return bool(value) and is_valid_edtf(value)


def w3c_bounds(element):
    """The first and the last day that the attributes of a TEI date cover, empty where it is open."""
    value = {name.removesuffix("-iso"): value for name, value in element.attrib.items()}
    first = value.get("when") or value.get("from") or value.get("notBefore") or ""
    last = value.get("when") or value.get("to") or value.get("notAfter") or ""
    return first and whole_days(first)[0], last and whole_days(last)[1]


def whole_days(text):
    """The first and the last day of a year, a month or a day."""
    year, month, day = re.fullmatch(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?", text).groups()
    if day:
        return text, text
    if month:
        return f"{text}-01", f"{text}-{days_in_month(int(year), int(month)):02}"
    return f"{year}-01-01", f"{year}-12-31"


def days_in_month(year, month):
    """The days of a month in the proleptic Gregorian calendar, for any year."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


# ------------------------------------------------------------------------------------------------
# TEI


def local_name(element):
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def body(tree):
    """The body of a document."""
    return tree.find(f"{TEI}text/{TEI}body")


def body_elements(tree, *wanted):
    """The elements of these names in the body, in order."""
    return body(tree).iter(*(f"{TEI}{name}" for name in wanted))


def forbidden_characters(tree):
    """xml:id of charDecl/char -> the character that XML 1.0 cannot hold."""
    return {
        char.get(XML_ID): chr(int(char.find(f"{TEI}localProp[@name='codepoint']").get("value"), 16))
        for char in tree.iter(f"{TEI}char")
    }


def text_of(element, characters):
    """The text of an element, with every g read as the character that it stands for."""
    if element.tag == f"{TEI}g":
        return characters[element.get("ref")[1:]]
    parts = [element.text or ""]
    for child in element:
        parts += [text_of(child, characters), child.tail or ""]
    return "".join(parts)


def body_text(tree):
    """The text of the body."""
    return text_of(body(tree), forbidden_characters(tree))


def body_mentions(tree):
    """(id, type, start, end) of every name and date, the offsets counted from the text of the body."""
    characters = forbidden_characters(tree)
    position = 0
    for event, element in etree.iterwalk(body(tree), events=("start", "end")):
        name = local_name(element)
        if event == "start":
            start = position
            length = len(text_of(element, characters)) if name in TYPES or name == "g" else 0
            if name in TYPES:
                yield element.get(XML_ID), TYPES[name], start, start + length
            position += 1 if name == "g" else len(element.text or "")
        elif name != "body":
            position += len(element.tail or "")


def body_sentences(tree):
    """(id, number, id of the paragraph, text) of every sentence."""
    characters = forbidden_characters(tree)
    for element in body_elements(tree, "s"):
        yield element.get(XML_ID), element.get("n"), element.getparent().get(XML_ID), text_of(element, characters)


def xml_ids(tree):
    """All ids of a file."""
    return {element.get(XML_ID) for element in tree.iter(etree.Element) if element.get(XML_ID)}


def pointers(element):
    """(attribute, pointer) for every pointer of an element into this file or into the registers."""
    for name, value in element.attrib.items():
        if not name.startswith("{"):
            yield from ((name, token) for token in value.split() if re.fullmatch(r"([./]*registers\.tei\.xml)?#\S+", token))


def mention_attributes(doc, row, kinds):
    """The attributes that the row of a mention implies."""
    sub = kinds[row["date_id"]] if row["type"] == "date" else row["subtype"]
    rules = [f"#{doc}.rule.{rule}" for rule in row["rule_ids"].split("|")]
    expected = {
        "ana": " ".join([f"#{doc}.type.{row['type']}.{sub}", *rules]),
        "cert": row["cert"],
        "resp": f"#{doc}.litopys",
    }
    if row["type"] == "date":
        return expected | {"corresp": f"#{row['date_id']}"}
    return expected | {"type": row["subtype"], "ref": f"#{doc}.{row['entity_id']}"}


def date_attributes(doc, row):
    """The attributes that the row of a date implies, None for one that must be absent."""
    known = row["calendar"] != "unspecified"
    return {
        "when-custom": row["edtf_source"],
        "datingMethod": f"#{doc}.edtf-{row['calendar']}",
        "calendar": f"#{doc}.cal-{row['calendar']}" if known else None,
        "evidence": None if row["inference"] == "none" else "conjecture",
    }


def register_entities(tree):
    """The entities in the lists of a file, in order."""
    for group in ("listPlace/place", "listOrg/org", "listPerson/person"):
        yield from tree.iterfind(f"{TEI}standOff/" + "/".join(TEI + step for step in group.split("/")))


def register_values(entity):
    """What the entry of an entity says, empty for what it leaves out."""
    name = {local: element for element, local in LISTED_AS.items()}[local_name(entity)]
    main = entity.find(f"{TEI}{name}[@type='main']")
    geo = entity.findtext(f"{TEI}location/{TEI}geo")
    return {
        "type": TYPES[name],
        "subtype": entity.get("type", ""),
        "name": main.text,
        "lang": main.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "name_romanized": entity.findtext(f"{TEI}{name}[@type='romanized']") or "",
        "coordinates": tuple(map(float, geo.split())) if geo else None,
        "ids": {idno.get("type"): idno.text for idno in entity.iterfind(f"{TEI}idno")},
    }


def entity_values(tables):
    """Entity id -> the same as register_values, from the tables."""
    places = {row["place_id"]: row for row in tables["places"]}
    organizations = {row["org_id"]: row for row in tables["organizations"]}
    values = {}
    for row in tables["entities"]:
        place = places.get(row["entity_id"], {})
        ids = {"wikidata": row["wikidata_id"], "geonames": place.get("geonames_id"), "whg": place.get("whg_id")}
        values[row["entity_id"]] = {
            "type": row["type"],
            "subtype": place.get("place_type") or organizations.get(row["entity_id"], {}).get("org_type", ""),
            "name": row["name"],
            "lang": row["lang"],
            "name_romanized": row["name_romanized"],
            "coordinates": (float(place["lat"]), float(place["lon"])) if place.get("lat") else None,
            "ids": {authority: value for authority, value in ids.items() if value},
        }
    return values


def header_values(row):
    """What the header of a document must say, by its row."""
    return {
        "doc_id": row["doc_id"],
        "lang": row["lang"],
        "title": row["title"] or "/".join(filter(None, [row["original_filename"], row["origin_member"]])),
        "filename": row["original_filename"],
        "sha256": row["sha256"],
        "licence": row["licence"] or "not stated",
        "paragraphs": row["n_paragraphs"],
        "sentences": row["n_sentences"],
        "codepoints": row["n_codepoints"],
        "bytes": row["n_bytes"],
        "encoding": (row["encoding"], row["newline"]),
    }


def header_found(tree):
    """What the header of a document says."""
    find = functools.partial(tree.findtext, namespaces={"": TEI[1:-1]})
    measures = {measure.get("unit"): measure.get("quantity") for measure in tree.iter(f"{TEI}measure")}
    encoding, _, ends = find(".//sourceDesc/bibl/note[@type='encoding']").split(", ")
    newline = ends.removesuffix(" line ends")
    return measures | {
        "doc_id": find(".//publicationStmt/idno[@type='doc_id']"),
        "lang": tree.getroot().get("{http://www.w3.org/XML/1998/namespace}lang"),
        "title": find(".//titleStmt/title"),
        "filename": find(".//sourceDesc/bibl/idno[@type='filename']"),
        "sha256": find(".//sourceDesc/bibl/idno[@type='sha256']"),
        "licence": find(".//publicationStmt/availability/licence"),
        "encoding": (encoding, "none" if newline == "no" else newline),
    }


def relax_ng_fault(schema, tree):
    """Why a tree is not valid, or nothing."""
    if schema.validate(tree):
        return ""
    error = schema.error_log.last_error
    return f"line {error.line}: {error.message}" if error else "not valid"


def is_blank(text):
    """Whether a gap between sentences holds nothing that can be read."""
    return not text.strip()
