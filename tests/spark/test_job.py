"""What the Spark job says and writes of small inputs, in a session of this process."""

import shutil

import litopys_spark
import pyarrow as pa
import pyarrow.parquet
import pytest
import tables
from litopys_spark import Job, Program, Refusal
from pyspark.sql import SparkSession
from test_spark import write_texts

LETTER = "Лист із Києва до Харкова від 5 грудня 1917 р."


@pytest.fixture(scope="module")
def spark():
    """A session with two threads."""
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", False)
    settings = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def run(spark, litopys, tmp_path):
    """Runs the job on an input, and gives its summary."""

    def run(source, **settings):
        settings = {"program": Program(str(litopys), ("--lang", "uk")), "partitions": 3} | settings
        job = Job(input=str(source), output=str(tmp_path / "out"), **settings)
        return litopys_spark.convert(spark, job)

    return run


@pytest.fixture
def texts(tmp_path):
    """A folder of four letters."""
    folder = tmp_path / "тека [1]"
    write_texts(folder, {f"листи/{n}.txt": f"{LETTER} {n}" for n in "абвг"})
    return folder


def parquet(tmp_path, **columns):
    """A file of Parquet."""
    path = tmp_path / "texts.parquet"
    pyarrow.parquet.write_table(pa.table(columns), path)
    return path


def column(tmp_path, table, name):
    """A column of the output."""
    return tables.of_parquet(tmp_path / f"out/{table}.parquet")[name].to_pylist()


def check_refused(run, tmp_path, source, *words, **settings):
    """The job says why it does nothing, and leaves nothing."""
    before = set(tmp_path.iterdir())
    with pytest.raises(Refusal) as refusal:
        run(source, **settings)
    for word in words:
        assert word in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert set(tmp_path.iterdir()) == before


def test_a_folder_whose_path_looks_like_a_glob_is_read(run, texts, tmp_path):
    assert run(texts).documents == 4
    assert column(tmp_path, "documents", "original_filename") == [f"листи/{n}.txt" for n in "абвг"]


def test_parquet_gives_the_rows_of_a_folder_and_keeps_its_titles(run, texts, tmp_path):
    run(texts)
    shutil.move(tmp_path / "out", tmp_path / "folder")
    ids = [f"листи/{n}.txt" for n in "гвба"]
    rows = {"назва": ids, "зміст": [f"{LETTER} {n}" for n in "гвба"], "title": ["Т"] * 4, "n": ids}
    run(parquet(tmp_path, **rows), id_column="назва", text_column="зміст")
    assert column(tmp_path, "documents", "title") == ["Т"] * 4
    for table in ("sentences", "mentions", "dates", "entities", "names"):
        theirs = tables.of_parquet(tmp_path / f"folder/{table}.parquet")
        assert theirs.num_rows
        assert tables.of_parquet(tmp_path / f"out/{table}.parquet").equals(theirs), table


def test_what_is_not_utf_8_is_set_aside_by_name(run, texts, tmp_path):
    write_texts(texts, {"old.txt": LETTER.encode("cp1251")})
    summary = run(texts)
    assert (summary.documents, summary.set_aside) == (4, 1)
    assert "old.txt" in summary.aside[0]
    assert column(tmp_path, "problems", "path") == ["old.txt"]


def test_what_is_not_read_is_counted(run, texts, capfd):
    write_texts(texts, {"book.fb2": "<FictionBook/>", "_draft.txt": LETTER})
    run(texts)
    said = capfd.readouterr().err.splitlines()
    assert any(
        line.startswith("litopys-spark: files left out") and line.endswith(": 2") for line in said
    )


def test_two_paths_with_one_id_are_refused(run, texts, tmp_path):
    write_texts(texts, {"lysty/а.txt": LETTER})
    check_refused(run, tmp_path, texts, "листи/а.txt", "lysty/а.txt", "lysty-a", partitions=5)


def test_ids_given_twice_are_refused(run, tmp_path):
    source = parquet(tmp_path, id=["б", "а", "а"], text=[LETTER] * 3)
    check_refused(run, tmp_path, source, "«а»", "twice")


def test_a_missing_column_is_refused(run, tmp_path):
    source = parquet(tmp_path, id=["а"], body=[LETTER])
    check_refused(run, tmp_path, source, "«text»", "«id», «body»", "--text-column")


def test_an_input_without_texts_is_refused(run, tmp_path):
    write_texts(tmp_path / "empty", {"book.fb2": "<FictionBook/>"})
    check_refused(run, tmp_path, tmp_path / "empty", "there are no texts")


def test_an_input_that_is_not_there_is_refused(run, tmp_path):
    check_refused(run, tmp_path, tmp_path / "nowhere", "there is no", "nowhere")


def test_an_output_that_is_there_is_refused(run, texts, tmp_path):
    (tmp_path / "out").mkdir()
    check_refused(run, tmp_path, texts, "already")


def test_a_node_with_another_file_of_the_options_is_refused(spark, litopys, tmp_path):
    gazetteer = tmp_path / "names.lgz"
    program = Program(str(litopys), ("--lang", "uk", "--gazetteer", str(gazetteer)))
    gazetteer.write_text("one")
    about = program.about()
    assert program.differs(about) is None
    gazetteer.write_text("another")
    assert f"({gazetteer} ae448ac86c4e)" in program.differs(about)
    gazetteer.unlink()
    assert f"({gazetteer} none), the driver has" in program.differs(about)


def test_a_missing_binary_is_refused(run, texts, tmp_path):
    program = Program("no-such-litopys")
    check_refused(run, tmp_path, texts, "no-such-litopys", "--litopys", program=program)


def test_what_litopys_refuses_is_said_in_its_own_words(run, texts, tmp_path, litopys):
    program = Program(str(litopys), ("--lang", "xx"))
    check_refused(run, tmp_path, texts, "«xx»", program=program)


def test_a_binary_that_fails_in_a_task_fails_the_job_with_its_sentence(
    run, texts, tmp_path, litopys
):
    broken = tmp_path / "litopys"
    broken.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = convert ]; then\n'
        "  cat > '{0}.in'; if grep -q {1} '{0}.in'; then echo 'the disk is full' >&2; exit 2; fi\n"
        "  exec '{2}' \"$@\" < '{0}.in'\n"
        "fi\n"
        "exec '{2}' \"$@\"\n".format(tmp_path.parent / "stream", "Харкова", litopys)
    )
    broken.chmod(0o755)
    check_refused(run, tmp_path, texts, "the disk is full", program=Program(str(broken)))
