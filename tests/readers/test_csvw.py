"""Validates the tables as CSV on the Web, with the reader of that standard.

    LITOPYS_OUT=output pytest tests/readers/test_csvw.py
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VALIDATE = Path(sys.executable).with_name("csvwvalidate")


@pytest.fixture(scope="module")
def out():
    """The output folder under test."""
    return Path(os.environ["LITOPYS_OUT"]).resolve()


def validate(folder):
    """The verdict of csvwvalidate on a folder of tables: exit code and what it said."""
    ended = subprocess.run([VALIDATE, "csv-metadata.json"], cwd=folder, capture_output=True, text=True)
    return ended.returncode, ended.stdout + ended.stderr


def test_csvw_accepts_the_tables(out):
    """Types, required cells, keys and references hold as the metadata state them."""
    code, said = validate(out / "tables")
    assert code == 0, said


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("mentions", ",place,", ",plaze,"),
        ("dates", ",instant,", ",instance,"),
        ("sentences", "\r\n", "\r\nd-1,nowhere,1,1,0,4,Слово\r\n"),
    ],
)
def test_csvw_refuses_tables_that_are_wrong(out, tmp_path, table, old, new):
    """What accepts anything proves nothing."""
    shutil.copytree(out / "tables", tmp_path / "tables")
    path = tmp_path / f"tables/{table}.csv"
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    code, _ = validate(tmp_path / "tables")
    assert code != 0


def test_values_of_dates_say_that_they_are_edtf(out):
    """A reader of the metadata knows what kind of date it has before it."""
    metadata = json.loads((out / "tables/csv-metadata.json").read_text(encoding="utf-8"))
    columns = {
        (table["url"], column["name"]): column["datatype"]
        for table in metadata["tables"]
        for column in table["tableSchema"]["columns"]
    }
    for name in ("edtf", "edtf_source"):
        assert columns["dates.csv", name]["@id"] == "http://id.loc.gov/datatypes/edtf"
