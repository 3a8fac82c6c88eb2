"""What a table of metadata says of files stands in the tables and in the TEI headers.

    LITOPYS_OUT=output pytest tests/readers/test_metadata.py

The output is made with tests/readers/sample.toml, which names tests/readers/metadata.csv.
"""

import csv
import os
from pathlib import Path

import pytest
from lxml import etree

HERE = Path(__file__).resolve().parent
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
SHELF_MARK = ("fond", "opys", "sprava")


def rows(path):
    """The rows of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def described():
    """The row of metadata, the row of the table and the TEI header of each file that has all three."""
    out = Path(os.environ["LITOPYS_OUT"]).resolve()
    documents = {row["original_filename"]: row for row in rows(out / "tables/documents.csv")}
    found = []
    for known in rows(HERE / "metadata.csv"):
        row = documents[known["path"]]
        found.append((known, row, etree.parse(out / row["tei_path"]).find("t:teiHeader", TEI)))
    return found


def one(header, path):
    """The text at a path of a header, or an empty string."""
    return "".join(header.xpath(f"string({path})", namespaces=TEI))


def test_titles_and_authors(described):
    for known, row, header in described:
        assert row["title"] == known["title"]
        assert one(header, "t:fileDesc/t:titleStmt/t:title") == (known["title"] or known["path"])
        assert one(header, "t:fileDesc/t:titleStmt/t:author") == known["author"]


def test_licences_of_files_go_before_that_of_the_corpus(described):
    for known, row, header in described:
        assert row["licence"] == (known["licence"] or "CC-BY-SA-4.0")
        licence = header.find(".//t:licence", TEI)
        assert licence.text == row["licence"]
        is_known = not row["licence"].startswith("LicenseRef")
        assert (licence.get("target") is not None) == is_known


def test_dates_of_files_are_normalized_where_they_are_edtf(described):
    bounds = {
        "1886/1903": {"from": "1886", "to": "1903"},
        "1917-12": {"when": "1917-12"},
        "192X": {"notBefore": "1920-01-01", "notAfter": "1929-12-31"},
        "після 1657": {},
    }
    for known, _, header in described:
        date = header.find("t:profileDesc/t:creation/t:date", TEI)
        assert date.text == known["date"]
        assert dict(date.attrib) == bounds[known["date"]]


def test_shelf_marks_stand_in_the_description_of_the_original(described):
    for known, _, header in described:
        place = "t:fileDesc/t:sourceDesc/t:msDesc/t:msIdentifier"
        marks = [one(header, f"{place}/t:idno[@type='{kind}']") for kind in SHELF_MARK]
        assert marks == [known[kind] for kind in SHELF_MARK]
        is_kept = any(known[kind] for kind in ("archive", *SHELF_MARK))
        expected = (known["archive"] or "not stated") if is_kept else ""
        assert one(header, f"{place}/t:repository") == expected
