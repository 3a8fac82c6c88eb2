"""The output folder that the tests judge, its tables, and the codebook that says what they should be."""

import collections
import csv
import os
from pathlib import Path

import pytest

SCHEMA = Path(__file__).resolve().parents[2] / "schema"

csv.field_size_limit(2**31 - 1)


@pytest.fixture(scope="session")
def out():
    """The output folder under test."""
    name = os.environ.get("LITOPYS_OUT")
    if not name:
        pytest.fail("set LITOPYS_OUT to an output folder of litopys, such as LITOPYS_OUT=output")
    folder = Path(name).resolve()
    if not folder.is_dir():
        pytest.fail(f"LITOPYS_OUT is not a folder: {folder}")
    return folder


@pytest.fixture(scope="session")
def codebook():
    """Table name -> its columns in order, each a dict of the codebook's cells."""
    text = (SCHEMA / "tables.tsv").read_text(encoding="utf-8")
    head, *lines = [line.split("\t") for line in text.splitlines()]
    tables = collections.defaultdict(list)
    for line in lines:
        column = dict(zip(head, line, strict=True))
        tables[column["table"]].append(column)
    return dict(tables)


@pytest.fixture(scope="session")
def tables(out, codebook):
    """Table name -> rows of the CSV, as the text that stands in the cells."""
    return {name: read_csv(out / f"tables/{name}.csv") for name in codebook}


def read_csv(path):
    """The rows of a CSV file as dicts of text."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
