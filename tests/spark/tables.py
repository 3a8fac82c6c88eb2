"""Tables of litopys as Arrow, from CSV and from Parquet, in the types of the codebook."""

import collections
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

SCHEMA = Path(__file__).resolve().parents[2] / "schema/tables.tsv"
TYPES = {
    "bool": pa.bool_(),
    "date": pa.date32(),
    "int": pa.int32(),
    "list": pa.list_(pa.string()),
    "num": pa.float64(),
}


def codebook():
    """Table name -> its columns with their types."""
    tables = collections.defaultdict(dict)
    for line in SCHEMA.read_text(encoding="utf-8").splitlines()[1:]:
        table, column, kind = line.split("\t")[:3]
        tables[table][column] = TYPES.get(kind, pa.string())
    return dict(tables)


def of_csv(path, columns):
    """Reads a table of CSV; an empty cell is null."""
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(columns, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    table = pyarrow.csv.read_csv(
        path,
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=options,
    ).combine_chunks()
    assert table.column_names == list(columns), path
    typed = [of_text(table[name], kind) for name, kind in columns.items()]
    return pa.table(typed, names=list(columns))


def of_text(texts, kind):
    """Makes values of what CSV has for them."""
    if pa.types.is_date32(kind):
        days = [None if text is None else day(text) for text in texts.to_pylist()]
        return pa.array(days, pa.int32()).cast(kind)
    if pa.types.is_list(kind):
        return pc.split_pattern(texts, "|")
    return texts.cast(kind)


def day(text):
    """Days from 1970 to a day of the proleptic Gregorian calendar, before the year 1 too."""
    year, month, number = map(int, re.fullmatch(r"(-?\d+)-(\d\d)-(\d\d)", text).groups())
    # Years begin in March, so that the leap day is their last.
    year, month = (year - 1, month + 9) if month < 3 else (year, month - 3)
    leap = year // 4 - year // 100 + year // 400
    return 365 * year + leap + (153 * month + 2) // 5 + number - 1 - 719_468


def of_parquet(folder):
    """Reads the files of a table in the order of their names."""
    parts = sorted(folder.glob("part-*.parquet"))
    return pa.concat_tables(pyarrow.parquet.read_table(part) for part in parts)
