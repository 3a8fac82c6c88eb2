"""Runs the Spark job on a cluster of two workers, and compares its tables with those of one run."""

import re
from pathlib import Path

import pytest
import tables

from cluster import Cluster

PROGRESS = re.compile(r"litopys-spark: converting: (\d+) of (\d+) documents")


@pytest.fixture(scope="module")
def nodes(litopys, tmp_path_factory):
    """A folder for each worker, in which it finds its binary."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("one", "two")}
    for folder in folders.values():
        (folder / "litopys").symlink_to(litopys)
    return folders


@pytest.fixture
def cluster(nodes, tmp_path):
    """A cluster that is stopped at the end."""
    with Cluster(tmp_path, nodes) as running:
        yield running


def said(lines):
    """What the job itself wrote on standard error."""
    prefix = "litopys-spark: "
    return [line.removeprefix(prefix) for line in lines if line.startswith(prefix)]


def check_tables(out, direct):
    """Every table has the rows of one run, in its order and in the types of the codebook."""
    codebook = tables.codebook()
    assert {path.name for path in out.iterdir() if not path.name.endswith(".crc")} == {
        "_SUCCESS",
        *(f"{name}.parquet" for name in codebook),
    }
    for name, columns in codebook.items():
        ours = tables.of_parquet(out / f"{name}.parquet")
        theirs = tables.of_csv(direct / f"{name}.csv", columns)
        types = dict(zip(ours.schema.names, ours.schema.types, strict=True))
        assert {
            column: str(kind).replace("element:", "item:") for column, kind in types.items()
        } == {column: str(kind) for column, kind in columns.items()}, name
        ours = ours.cast(theirs.schema)
        assert ours.num_rows == theirs.num_rows, name
        assert ours.equals(theirs), f"{name}: {difference(ours, theirs)}"


def difference(ours, theirs):
    """The first rows that are not the same."""
    pairs = zip(ours.to_pylist(), theirs.to_pylist(), strict=True)
    return next((pair for pair in pairs if pair[0] != pair[1]), "none")


def test_a_cluster_gives_the_tables_of_one_run(cluster, corpus, direct, litopys, tmp_path):
    out = tmp_path / "out"
    code, lines = cluster.submit(corpus, out, "--litopys", litopys, "--partitions", "8")
    assert code == 0, "\n".join(lines[-50:])
    check_tables(out, direct)
    count = sum(1 for path in corpus.rglob("*") if path.is_file())
    assert said(lines)[-1] == f"{count} documents, 0 set aside"
    assert list(tmp_path.glob(".litopys-*")) == []


def test_the_tables_are_whole_when_a_worker_is_killed_in_mid_job(
    cluster, corpus, direct, litopys, tmp_path
):
    killed = []

    def watch(line):
        progress = PROGRESS.match(line)
        done, of = map(int, progress.groups()) if progress else (0, 1)
        if 0 < done < of and not killed:
            cluster.kill("two")
            killed.append(done)

    out = tmp_path / "out"
    words = (corpus, out, "--litopys", litopys, "--partitions", "16")
    code, lines = cluster.submit(*words, watch=watch)
    assert code == 0, "\n".join(lines[-50:])
    assert killed, "the job was over before a part of it was"
    assert any("Lost executor" in line for line in lines)
    check_tables(out, direct)


def test_a_node_with_another_version_is_refused(cluster, nodes, litopys, tmp_path):
    other = nodes["two"] / "litopys"
    other.unlink()
    other.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = --version ]; then\n'
        f'  \'{litopys}\' "$@" | sed \'s/"version":"[^"]*"/"version":"0.0.7"/\'\n'
        f"else exec '{litopys}' \"$@\"; fi\n"
    )
    other.chmod(0o755)
    folder = tmp_path / "texts"
    write_texts(folder, {f"{n}.txt": f"Лист {n} з Києва." for n in range(40)})
    # Each worker and the driver have a `litopys` of their own in PATH.
    cluster.env["PATH"] = f"{nodes['one']}:{cluster.env['PATH']}"
    code, lines = cluster.submit(folder, tmp_path / "out", "--partitions", "8")
    assert code == 2, "\n".join(lines[-50:])
    assert "has litopys 0.0.7, the driver has litopys" in said(lines)[-1]
    assert not (tmp_path / "out").exists()
    assert list(tmp_path.glob(".litopys-*")) == []


def write_texts(folder, texts):
    """Writes files by their paths."""
    for name, text in texts.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
