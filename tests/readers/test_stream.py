"""A stream of documents, read with pyarrow and DuckDB; the program is the one that the tests run."""

import json
import subprocess
import threading
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

LITOPYS = Path(__file__).resolve().parents[2] / "target/debug/litopys"

TYPES = {"int": pa.int32(), "num": pa.float64(), "bool": pa.bool_(), "date": pa.date32(), "list": pa.list_(pa.string())}

DOCUMENTS = [(f"лист {n}.txt", f"Року {1600 + n} у Києві та Львові був лист {n}. 44 до н. е.") for n in range(40)]
SCHEMA = pa.schema([("id", pa.string()), ("text", pa.string_view()), ("title", pa.large_string()), ("n", pa.int64())])


@pytest.fixture(scope="module")
def answers():
    """The batches that come for three batches of documents, read one by one while others are sent."""
    started = subprocess.Popen(
        [LITOPYS, "convert", "-", "--from", "arrow", "--to", "arrow", "-q"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def send():
        with started.stdin, pa.ipc.new_stream(started.stdin, SCHEMA) as stream:
            for at in range(0, len(DOCUMENTS), 15):
                ids, texts = zip(*DOCUMENTS[at : at + 15])
                columns = [pa.array(ids), pa.array(texts, pa.string_view()), ["Лист"] * len(ids), range(len(ids))]
                stream.write_batch(pa.record_batch(columns, schema=SCHEMA))

    sender = threading.Thread(target=send)
    reader = pa.ipc.open_stream(started.stdout)
    sender.start()
    batches = list(reader)
    sender.join()
    assert started.wait() == 0
    return pa.Table.from_batches(batches, reader.schema)


def test_the_schema_is_that_of_the_codebook(answers, codebook):
    assert json.loads(answers.schema.metadata[b"litopys"]).keys() == {"schema_version", "version"}
    tables = answers.schema.names[:-2]
    assert tables == ["documents", "sentences", "mentions", "dates", "candidates", "problems"]
    for table in tables:
        described = [(column["column"], TYPES.get(column["type"], pa.string())) for column in codebook[table]]
        assert [(field.name, field.type) for field in answers.schema.field(table).type] == described


def test_every_row_fills_one_column_and_documents_keep_their_order(answers):
    # Not by rows of Python, whose dates begin with year 1.
    filled = sum(pc.is_valid(column).cast(pa.int32()).to_numpy() for column in answers.columns)
    assert len(filled) > 0 and (filled == 1).all()
    status = answers.column("status").drop_null().to_pylist()
    assert [row["id"] for row in status] == [name for name, _ in DOCUMENTS]
    assert {row["status"] for row in status} == {"done"}
    documents = answers.column("documents").drop_null().to_pylist()
    assert {row["title"] for row in documents} == {"Лист"}


def test_lines_of_json_say_the_same_to_duckdb(answers, tmp_path):
    lines = "".join(
        json.dumps({"id": name, "text": text, "title": "Лист"}) + "\n" for name, text in DOCUMENTS
    )
    args = [LITOPYS, "convert", "-", "--from", "jsonl", "--to", "jsonl", "-q"]
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(subprocess.run(args, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout)
    for table in ["documents", "sentences", "mentions", "candidates"]:
        query = f"select unnest({table}) from read_json('{rows}', sample_size=-1) where {table} is not null"
        found = duckdb.sql(query).to_arrow_table().to_pylist()
        expected = answers.column(table).drop_null().to_pylist()
        assert len(found) == len(expected) > 0
        for one, other in zip(found, expected):
            assert one == {key: value for key, value in other.items() if key in one}
    sums = "select count(dates), sum(dates.jdn_end - dates.jdn_start), min(dates.jdn_start) from"
    arrow = duckdb.sql(f"{sums} answers").limit(1).fetchall()
    assert arrow == duckdb.sql(f"{sums} read_json('{rows}')").limit(1).fetchall()
    assert arrow[0][0] == 2 * len(DOCUMENTS)


def test_what_streams_say_of_entities_is_united():
    halves = []
    for half in (DOCUMENTS[:7], DOCUMENTS[7:]):
        lines = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in half)
        args = [LITOPYS, "convert", "-", "--from", "jsonl", "--to", "arrow", "-q"]
        halves.append(subprocess.run(args, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout)
    args = [LITOPYS, "merge", "-", "--from", "arrow", "--to", "arrow", "-q"]
    united = subprocess.run(args, input=b"".join(halves), stdout=subprocess.PIPE, check=True).stdout
    table = pa.ipc.open_stream(united).read_all()
    counts = {row["entity_id"]: row["n_mentions"] for row in table.column("entities").drop_null().to_pylist()}
    assert counts == {"plc-kyiv": len(DOCUMENTS), "plc-lviv": len(DOCUMENTS)}
    assert table.column("rules").drop_null().to_pylist()
