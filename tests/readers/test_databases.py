"""Opens the workbook and the database, and runs the SQL scripts with the databases that they are for.

    LITOPYS_OUT=output pytest tests/readers/test_databases.py

The folder must have been made with --to all. What sqlite3, DuckDB and PostgreSQL hold after loading
is compared with the CSV cell for cell. PostgreSQL and the command sqlite3 are used where they are
installed; a cluster of its own is made for the test and removed.
"""

import asyncio
import csv
import io
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from datasette.app import Datasette
from openpyxl.utils.escape import unescape

ROWS_OF_EXCEL = 1_048_576
CELL_OF_EXCEL = 32_767
DATABASE = "records.sqlite"
QUESTION = "select s.text from mentions m join sentences s using (sentence_id) where m.type = 'date' limit 3"


# ------------------------------------------------------------------------------------------------
# records.sqlite


@pytest.fixture(scope="session")
def records(out):
    """The database, not to be written, with its foreign keys enforced."""
    connection = sqlite3.connect(f"{(out / DATABASE).as_uri()}?mode=ro", uri=True)
    connection.execute("pragma foreign_keys = on")
    yield connection
    connection.close()


def test_sqlite_holds_what_the_csv_says(records, codebook, tables):
    """Who asks the database must get the answer that the tables give."""
    check_sqlite(records, codebook, tables)


def test_a_copy_of_the_database_refuses_what_the_codebook_forbids(out, tmp_path):
    """Constraints are worth something only if SQLite enforces them for users, who may go on writing."""
    shutil.copy(out / DATABASE, tmp_path)
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute("pragma foreign_keys = on")
    for wrong in (
        "update mentions set type = 'event'",
        "update documents set lang = null",
        "update dates set jdn_start = 'then'",
        "delete from entities",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            with connection:
                connection.execute(wrong)


def test_datasette_shows_the_tables_and_answers_questions(out, codebook, tables):
    """Datasette is how most people will look at it."""

    async def ask(path):
        response = await Datasette([str(out / DATABASE)]).client.get(path)
        assert response.status_code == 200, (path, response.text[:400])
        return response

    async def everything():
        for name, columns in codebook.items():
            page = (await ask(f"/records/{name}.json?_shape=objects&_size=1")).json()
            assert page["filtered_table_rows_count"] == len(tables[name]), name
            assert page["columns"][-len(columns) :] == names(columns)
        answer = (await ask(f"/records.json?_shape=array&sql={QUESTION.replace(' ', '+')}")).json()
        assert len(answer) == 3 and all(row["text"] for row in answer)
        sentence = tables["mentions"][0]["sentence_id"].replace(".", "~2E")
        page = await ask("/records/mentions?_size=1")
        assert f'href="/records/sentences/{sentence}"' in page.text, "no link along the key"

    asyncio.run(everything())


# ------------------------------------------------------------------------------------------------
# tables.xlsx


def test_openpyxl_finds_text_as_text_and_numbers_as_numbers(out, codebook, tables):
    """A spreadsheet that makes a date of 1917-12 or a formula of =1+1 changes the data."""
    book = openpyxl.load_workbook(out / "tables.xlsx")
    assert [sheet for sheet in book.sheetnames if sheet in codebook] == list(codebook)
    kinds = {"int": "n", "num": "n", "bool": "b"}
    for name, columns in codebook.items():
        sheet = book[name]
        header, *rows = sheet.iter_rows()
        assert [cell.value for cell in header] == names(columns) and header[0].font.bold
        assert sheet.freeze_panes == "A2"
        assert not rows or sheet.auto_filter.ref == sheet.dimensions
        wrong = [
            (cell.coordinate, cell.data_type, cell.value)
            for row in rows
            for cell, column in zip(row, columns)
            if cell.value is not None and cell.data_type not in (kinds.get(column["type"], "s"), "inlineStr")
        ]
        assert not wrong, f"{name}: {wrong[:5]}"
        found = [[excel_value(cell.value) for cell in row] for row in rows]
        expected = [values(row, columns) for row in tables[name]]
        assert_same(name, found, [[excel_part(value) for value in row] for row in expected[: ROWS_OF_EXCEL - 1]])


def test_the_workbook_says_nothing_of_when_and_where_it_was_made(out):
    """The same input gives the same bytes."""
    properties = openpyxl.load_workbook(out / "tables.xlsx", read_only=True).properties
    assert properties.creator == "Litopys"
    assert properties.created.isoformat() == properties.modified.isoformat() == "2000-01-01T00:00:00"


# ------------------------------------------------------------------------------------------------
# sql/


def test_the_command_sqlite3_loads_the_csv(out, codebook, tables, tmp_path):
    """The script is for those who want to see how the database is made."""
    command = shutil.which("sqlite3")
    if not command:
        pytest.skip("the command sqlite3 is not installed")
    path = tmp_path / "records.db"
    run([command, path, ".read sql/load-sqlite.sql"], cwd=out)
    check_sqlite(sqlite3.connect(path), codebook, tables)


def test_duckdb_loads_the_csv(out, codebook, tables, monkeypatch):
    """Lists become lists."""
    monkeypatch.chdir(out)
    connection = duckdb.connect()
    for script in ("schema-duckdb", "load-duckdb"):
        connection.execute(Path(f"sql/{script}.sql").read_text(encoding="utf-8"))
    for name, columns in codebook.items():
        lists = {column["column"] for column in columns if column["type"] == "list"}
        found = connection.sql(f'select * from "{name}"')
        assert found.columns == names(columns)
        rows = [
            ["|".join(value) if column in lists and value else value for column, value in zip(found.columns, row)]
            for row in found.fetchall()
        ]
        assert_same(name, rows, [values(row, columns) for row in tables[name]])
    with pytest.raises(duckdb.ConstraintException):
        connection.execute("delete from documents")


def test_postgresql_loads_the_csv(out, codebook, tables):
    """Keys are checked when the transaction ends, so a script that gets there has loaded them all."""
    programs = postgresql()
    if not programs:
        pytest.skip("initdb, pg_ctl and psql of PostgreSQL are not installed")
    with tempfile.TemporaryDirectory(prefix="litopys-") as folder:
        psql = start(programs, folder)
        try:
            run([*psql, "-f", "sql/load-postgres.sql"], cwd=out)
            for name, columns in codebook.items():
                text = run([*psql, "-c", f'copy (select * from "{name}") to stdout with (format csv, header)'])
                header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
                assert header == names(columns)
                found = [values(dict(zip(header, row)), columns, true="t") for row in rows]
                assert_same(name, found, [values(row, columns) for row in tables[name]])
            keys = run([*psql, "-tc", "select count(*) from pg_constraint where contype = 'f' and condeferred"])
            assert int(keys) == sum("FK:" in column["key"] for columns in codebook.values() for column in columns)
        finally:
            stop(programs, folder)


# ------------------------------------------------------------------------------------------------
# comparing


def names(columns):
    """The names of the columns, in order."""
    return [column["column"] for column in columns]


def values(row, columns, true="true"):
    """The cells of a CSV row as databases hold them; days and lists are text."""
    kinds = {"int": int, "num": float, "bool": lambda cell: cell == true}
    cells = ((row[column["column"]], kinds.get(column["type"], str)) for column in columns)
    return [None if cell == "" else convert(cell) for cell, convert in cells]


def assert_same(name, found, expected):
    """Every row is there, in order, with the values and types that it should have."""
    assert len(found) == len(expected), f"{name}: {len(found)} rows, not {len(expected)}"
    for number, (one, other) in enumerate(zip(found, expected), 1):
        assert list(one) == other and [*map(type, one)] == [*map(type, other)], f"row {number} of {name}"


def check_sqlite(connection, codebook, tables):
    """A database of SQLite holds the tables, and its keys hold."""
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert connection.execute("pragma foreign_key_check").fetchall() == []
    for name, columns in codebook.items():
        found = connection.execute(f'select * from "{name}" order by rowid')
        assert [column[0] for column in found.description] == names(columns)
        flags = [column["type"] == "bool" for column in columns]
        expected = [values(row, columns) for row in tables[name]]
        expected = [[int(value) if flag else value for value, flag in zip(row, flags)] for row in expected]
        assert_same(name, found.fetchall(), expected)


def excel_value(value):
    """What a cell says; Excel writes control characters as _x0001_ and has one kind of number."""
    if isinstance(value, str):
        return unescape(value)
    return float(value) if type(value) is int else value


def excel_part(value):
    """What Excel can hold of a value."""
    if isinstance(value, str):
        return value.encode("utf-16-le")[: 2 * CELL_OF_EXCEL].decode("utf-16-le", "ignore")
    return float(value) if type(value) is int else value


# ------------------------------------------------------------------------------------------------
# programs


def run(command, **options):
    """What a program writes; it must succeed."""
    done = subprocess.run([*map(str, command)], capture_output=True, **options)
    # As it is, since a line end may be part of a text.
    said, failed = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == 0, f"{command[0]}: {said[-500:]}{failed[-1500:]}"
    return said


def postgresql():
    """The programs of PostgreSQL by name, wherever distributions put them, or nothing."""
    server = shutil.which("postgres")
    folders = [Path(server).resolve().parent] if server else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)])
    found = {name: shutil.which(name, path=path) for name in ("initdb", "pg_ctl", "psql")}
    return found if all(found.values()) else None


def unprivileged():
    """What goes before a command, since PostgreSQL refuses to run for root."""
    return ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []


def start(programs, folder):
    """Starts a cluster in a folder, on a socket there and nowhere else; gives the call of psql."""
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    data = f"{folder}/data"
    run([*unprivileged(), programs["initdb"], "-D", data, "-U", "litopys", "-A", "trust", "-E", "UTF8", "--no-sync"], cwd=folder)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    server = [*unprivileged(), programs["pg_ctl"], "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start"]
    # Output is not read, since the server would keep a pipe open.
    subprocess.run(server, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    return [programs["psql"], "-X", "-q", "-h", folder, "-U", "litopys", "-d", "postgres"]


def stop(programs, folder):
    """Stops the cluster."""
    command = [*unprivileged(), programs["pg_ctl"], "-D", f"{folder}/data", "-m", "immediate", "stop"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
