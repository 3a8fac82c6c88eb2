"""Converts texts with litopys on Apache Spark: a job for spark-submit, and a module.

    spark-submit spark/litopys_spark.py INPUT OUTPUT

docs/cluster.md says what to ship to which cluster, and what it costs.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self, cast

import pyarrow as pa
from pyspark import Accumulator, AccumulatorParam, SparkContext, SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

# What a text may bring besides `id` and `text`, as columns of a stream (docs/streams.md).
KNOWN = ("title", "author", "date", "licence", "archive", "fond", "opys", "sprava")
# Columns of a stream that are no tables.
NO_TABLES = ("status", "register", "position")
# Endings that are plain text, in any case, as a glob of Hadoop.
PLAIN = "*.{[tT][xX][tT],[tT][eE][xX][tT]}"
# Stored bytes of a partition, unless --partitions says how many there are.
PARTITION = {"text": 32 << 20, "parquet": 16 << 20}
# Documents of a batch on its way to a task; its answers are held in memory.
BATCH = 64
# Seconds between two lines of progress.
INTERVAL = 5
# Documents that a sentence names.
LISTED = 20
DRAFT = pa.schema([("id", pa.string()), ("text", pa.string())])


class Refusal(Exception):
    """Why there is no output, in one sentence."""


class Failed(Exception):
    """What litopys said when it failed in a task."""


# ------------------------------------------------------------------------------------------------
# the program


@dataclass(frozen=True)
class Program:
    """The binary, and what it is told besides."""

    name: str = "litopys"
    options: tuple[str, ...] = ()

    def path(self) -> str | None:
        """Where it is on this node: among the files that Spark ships, or as named, or in PATH."""
        shipped = Path(SparkFiles.get(Path(self.name).name))
        if not shipped.is_file():
            return shutil.which(self.name)
        if not os.access(shipped, os.X_OK):
            shipped.chmod(0o755)
        return str(shipped)

    def about(self) -> dict[str, str]:
        """What its annotations depend on: version, rules, lexicons, model, files it is told of."""
        path = self.path()
        if path is None:
            raise Failed(f"there is no «{self.name}»")
        command = [path, "--version", "--json"]
        try:
            said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
            files = ((word, self.file(word)) for word in self.options)
            return json.loads(said) | {word: digest(path) for word, path in files if path}
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            raise Failed(f"«{path} --version --json» does not say what it is ({error})") from error

    def command(self, verb: str) -> list[str]:
        """What turns one stream of Arrow into another."""
        options = self.options if verb == "convert" else self.language()
        words = [str(self.file(word) or word) for word in options]
        path = self.path() or self.name
        return [path, verb, "-", "--from", "arrow", "--to", "arrow", "-q", *words]

    @staticmethod
    def file(word: str) -> Path | None:
        """The file on this node that an option names: among those that Spark ships, or as named."""
        paths = (Path(SparkFiles.get(word)), Path(word))
        return next((path for path in paths if path.is_file()), None)

    def language(self) -> tuple[str, ...]:
        """The options that `litopys merge` needs too."""
        parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
        parser.add_argument("--lang")
        lang = parser.parse_known_args(self.options)[0].lang
        return ("--lang", lang) if lang else ()

    def differs(self, about: dict[str, str]) -> str | None:
        """Says how the program of this node is another one than that of the driver."""
        host = socket.gethostname()
        advice = "ship one binary to all nodes by --files"
        try:
            here = self.about()
        except Failed as error:
            return f"{host}: {error}; {advice}"
        if here == about:
            return None
        keys = [key for key in sorted({*here, *about}) if here.get(key) != about.get(key)]
        mine, theirs = (described(one, keys) for one in (here, about))
        return f"{host} has {mine}, the driver has {theirs}; {advice}"


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def described(about: dict[str, str], keys: Iterable[str]) -> str:
    """Names a version, with what makes it another one."""
    others = [f"{key} {about.get(key, 'none')[:12]}" for key in keys if key != "version"]
    version = f"litopys {about.get('version', 'without a version')}"
    return f"{version} ({', '.join(others)})" if others else version


def pipe(command: list[str], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Sends record batches through a process and yields what comes back, as it comes."""
    first = next(batches, None)
    if first is None:
        return
    failures: list[Exception] = []
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said
        )
        assert child.stdin and child.stdout
        feeder = threading.Thread(
            target=feed, args=(first, batches, child.stdin, failures), daemon=True
        )
        try:
            feeder.start()
            yield from answers(child.stdout)
            ended(child, said)
            feeder.join()
        finally:
            child.kill()
            child.wait()
            child.stdout.close()
    if failures:
        raise failures[0]


def feed(
    first: pa.RecordBatch,
    rest: Iterator[pa.RecordBatch],
    sink: IO[bytes],
    failures: list[Exception],
) -> None:
    """Writes record batches to a process until there are no more, or it takes no more."""
    try:
        with sink, pa.ipc.new_stream(sink, first.schema) as writer:
            writer.write_batch(first)
            for batch in rest:
                writer.write_batch(batch)
                sink.flush()
    except BrokenPipeError:
        # Why the process ended, its exit code and its last sentence say.
        pass
    except Exception as error:
        failures.append(error)


def answers(source: IO[bytes]) -> Iterator[pa.RecordBatch]:
    """Reads record batches; why a stream breaks off, the exit code of the process says."""
    with contextlib.suppress(pa.ArrowInvalid), pa.ipc.open_stream(source) as reader:
        yield from reader


def ended(child: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    """Fails with the last sentence of a process that failed."""
    assert child.stdout
    child.stdout.read()
    if child.wait() == 0:
        return
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    sentence = lines[-1] if lines else f"it ended with {child.returncode} and said nothing"
    raise Failed(f"litopys on {socket.gethostname()}: {sentence}")


def layout(program: Program, verb: str) -> StructType:
    """The columns that come back, as the program itself says."""
    sink = pa.BufferOutputStream()
    schema = DRAFT if verb == "convert" else pa.schema([("register", pa.string())])
    pa.ipc.new_stream(sink, schema).close()
    done = subprocess.run(
        program.command(verb), input=sink.getvalue().to_pybytes(), capture_output=True
    )
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise Refusal(lines[-1] if lines else f"litopys ended with {done.returncode}")
    return from_arrow_schema(pa.ipc.open_stream(done.stdout).schema)


# ------------------------------------------------------------------------------------------------
# what tasks report


class Union(AccumulatorParam[set[str]]):
    """Adds up sets."""

    def zero(self, value: set[str]) -> set[str]:
        """The empty set."""
        return set()

    def addInPlace(self, value1: set[str], value2: set[str]) -> set[str]:
        """Both."""
        return value1 | value2


@dataclass
class Tally:
    """What tasks that ended have done."""

    documents: Accumulator[int]
    bytes: Accumulator[int]
    refusals: Accumulator[set[str]]

    @classmethod
    def of(cls, context: SparkContext) -> Self:
        """Nothing yet."""
        refusals = context.accumulator(set(), Union())
        return cls(context.accumulator(0), context.accumulator(0), refusals)


def task(
    program: Program, verb: str, about: dict[str, str], tally: Tally
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What each task does: it asks the program what it is, and pipes its documents through it."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        refusal = program.differs(about)
        if refusal:
            # A failure would be tried again elsewhere, and the node would go on unnoticed.
            tally.refusals.add({refusal})
            for _ in batches:
                pass
            return
        done = {"documents": 0, "bytes": 0}

        def counted() -> Iterator[pa.RecordBatch]:
            for batch in batches:
                done["documents"] += batch.num_rows
                done["bytes"] += batch.nbytes
                yield batch

        yield from pipe(program.command(verb), counted())
        if verb == "convert":
            tally.documents.add(done["documents"])
            tally.bytes.add(done["bytes"])

    return run


class Watch:
    """Tells every few seconds how far a job is, and ends it when a node has another program."""

    def __init__(self, context: SparkContext, tally: Tally, total: int) -> None:
        """Takes what is watched."""
        self.context, self.tally, self.total = context, tally, total
        self.group = f"litopys-{uuid.uuid4().hex[:8]}"
        self.phase = "converting"
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.started = time.monotonic()

    def __enter__(self) -> Self:
        """Begins to watch."""
        self.context.setJobGroup(self.group, "litopys", interruptOnCancel=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ends."""
        self.over.set()
        self.thread.join()
        self.context._jsc.clearJobGroup()

    def run(self) -> None:
        """Looks once a second."""
        seconds = 0
        while not self.over.wait(1):
            seconds += 1
            if self.tally.refusals.value:
                self.context.cancelJobGroup(self.group)
                return
            if seconds % INTERVAL == 0:
                self.tell()

    def tell(self) -> None:
        """Writes one line."""
        done = f"{self.tally.documents.value} of {self.total} documents"
        megabytes = f"{self.tally.bytes.value / 1e6:.1f} MB"
        say(f"{self.phase}: {done}, {megabytes}, {time.monotonic() - self.started:.0f} s")


def say(sentence: str) -> None:
    """Writes a line for people."""
    print(f"litopys-spark: {sentence}", file=sys.stderr, flush=True)


# ------------------------------------------------------------------------------------------------
# texts


@dataclass(frozen=True)
class Texts:
    """The texts of a job, ordered by id within partitions that are ordered too."""

    frame: DataFrame
    count: int


class Folder:
    """A path in whatever file system it names."""

    def __init__(self, spark: SparkSession, path: str) -> None:
        """Finds its file system."""
        self.jvm = cast(Any, spark._jvm)
        self.path = self.jvm.org.apache.hadoop.fs.Path(path)
        self.system = self.path.getFileSystem(spark._jsc.hadoopConfiguration())
        self.path = self.system.makeQualified(self.path)
        self.name = str(self.path.toString())

    def exists(self) -> bool:
        """Whether there is one."""
        return bool(self.system.exists(self.path))

    def sizes(self) -> tuple[int, int]:
        """Files below it, and their bytes."""
        summary = self.system.getContentSummary(self.path)
        return int(summary.getFileCount()), int(summary.getLength())

    def below(self, name: str) -> str:
        """A path in it."""
        return f"{self.name}/{name}"

    def beside(self, name: str) -> str:
        """A path next to it."""
        return str(self.jvm.org.apache.hadoop.fs.Path(self.path.getParent(), name).toString())

    def rename(self, other: Folder) -> bool:
        """Makes it the other one."""
        return bool(self.system.rename(self.path, other.path))

    def delete(self) -> None:
        """Removes all of it."""
        self.system.delete(self.path, True)

    def touch(self, name: str) -> None:
        """Makes an empty file in it."""
        self.system.create(self.jvm.org.apache.hadoop.fs.Path(self.path, name)).close()

    def glob(self) -> str:
        """The path where a glob is expected."""
        return re.sub(r"([\[\]{}*?\\])", r"\\\1", self.name)


def of_folder(spark: SparkSession, folder: Folder) -> Texts:
    """Every plain text below a folder, with its path there as its id."""
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", True)
    files = reader.option("pathGlobFilter", PLAIN).load(folder.glob())
    count = files.select("path").count()
    left_out = folder.sizes()[0] - count
    if left_out:
        rule = "whose names do not end with .txt or .text, or begin with a full stop or «_»"
        say(f"files left out, {rule}: {left_out}")
    name = F.substring("path", F.lit(len(folder.name) + 2), F.length("path"))
    # What is not UTF-8 becomes null, which litopys sets aside by name.
    text = F.try_validate_utf8(F.col("content").cast("string"))
    return Texts(files.select(name.alias("id"), text.alias("text")), count)


def of_parquet(spark: SparkSession, folder: Folder, id_column: str, text_column: str) -> Texts:
    """Every row of Parquet files, by the columns with its id and its text."""
    frame = spark.read.parquet(folder.glob())
    for option, column in (("--id-column", id_column), ("--text-column", text_column)):
        if column not in frame.columns:
            names = "», «".join(frame.columns)
            raise Refusal(
                f"«{folder.name}» has no column «{column}», only «{names}»; name it by {option}"
            )
    known = [
        name for name in frame.columns if name in KNOWN and name not in (id_column, text_column)
    ]
    named = {"id": id_column, "text": text_column} | {name: name for name in known}
    columns = [F.col(f"`{column}`").cast("string").alias(name) for name, column in named.items()]
    frame = frame.select(*columns)
    each = frame.groupBy("id").count()
    wrong = "id is null or id = '' or count > 1"
    bad = [row["id"] for row in each.where(wrong).orderBy("id").limit(LISTED).collect()]
    if bad:
        names = "», «".join(name or "" for name in bad)
        raise Refusal(
            f"the ids «{names}» of «{folder.name}» are empty or given twice; "
            "give every text an id of its own"
        )
    return Texts(frame, each.count())


# ------------------------------------------------------------------------------------------------
# the job


@dataclass(frozen=True)
class Job:
    """What is converted into what."""

    input: str
    output: str
    program: Program = Program()
    format: str | None = None
    id_column: str = "id"
    text_column: str = "text"
    partitions: int | None = None


@dataclass(frozen=True)
class Summary:
    """What a job has done."""

    documents: int
    set_aside: int
    aside: tuple[str, ...]


def convert(spark: SparkSession, job: Job) -> Summary:
    """Converts texts into a folder of tables, which is there whole or not at all."""
    if __name__ != "__main__":
        spark.sparkContext.addPyFile(__file__)
    settle(spark)
    output = Folder(spark, job.output)
    if output.exists():
        raise Refusal(f"there is «{output.name}» already; name another output, or remove it")
    texts = read(spark, job)
    try:
        about = job.program.about()
    except Failed as error:
        raise Refusal(f"{error}; name the binary by --litopys PATH") from error
    rough = Folder(spark, output.beside(f".litopys-{uuid.uuid4().hex}"))
    try:
        summary = fill(spark, job.program, about, texts, rough)
        if not rough.rename(output):
            raise Refusal(f"«{output.name}» cannot be made; may you write there?")
    finally:
        rough.delete()
    return summary


def settle(spark: SparkSession) -> None:
    """Sets what the job needs of a session, however it was started."""
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH)
    # Days before 1582 are proleptic Gregorian in litopys and in Spark.
    spark.conf.set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
    spark.conf.set("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")


def read(spark: SparkSession, job: Job) -> Texts:
    """The texts in the order of their ids."""
    folder = Folder(spark, job.input)
    if not folder.exists():
        raise Refusal(f"there is no «{job.input}»; give a folder of texts, or Parquet")
    format = job.format or ("parquet" if folder.name.endswith(".parquet") else "text")
    if format == "text":
        texts = of_folder(spark, folder)
    else:
        texts = of_parquet(spark, folder, job.id_column, job.text_column)
    if texts.count == 0:
        raise Refusal(f"there are no texts in «{job.input}» (read as {format}, see --format)")
    spread = max(2 * spark.sparkContext.defaultParallelism, folder.sizes()[1] // PARTITION[format])
    partitions = job.partitions or min(spread, texts.count)
    ordered = texts.frame.repartitionByRange(partitions, "id").sortWithinPartitions("id")
    return Texts(ordered, texts.count)


def fill(
    spark: SparkSession, program: Program, about: dict[str, str], texts: Texts, rough: Folder
) -> Summary:
    """Writes all tables into a folder."""
    tally = Tally.of(spark.sparkContext)
    with Watch(spark.sparkContext, tally, texts.count) as watch:
        try:
            return tabled(spark, Stage(program, about, tally), texts, rough, watch)
        except Exception as error:
            refuse(tally)
            known = re.search(r"Failed: (litopys on .*)", str(error))
            if known:
                raise Refusal(known.group(1)) from error
            raise


def tabled(spark: SparkSession, stage: Stage, texts: Texts, rough: Folder, watch: Watch) -> Summary:
    """Converts, then unites the registers, then writes the tables one by one."""
    staging = rough.below("_stage")
    rows = stage.through("convert", texts.frame, staging)
    refuse(stage.tally)
    summary = judged(rows, texts)
    watch.phase = "uniting the registers"
    registers = rows.where("register is not null").select("register", "position")
    ordered = registers.repartition(1).sortWithinPartitions("position").select("register")
    merged = stage.through("merge", ordered, staging)
    refuse(stage.tally)
    for frame in (rows, merged):
        for table in (name for name in frame.columns if name not in NO_TABLES):
            watch.phase = f"writing {table}"
            write(frame, table, rough.below(f"{table}.parquet"))
    Folder(spark, staging).delete()
    rough.touch("_SUCCESS")
    return summary


@dataclass(frozen=True)
class Stage:
    """What turns one frame into another by the program, and keeps it."""

    program: Program
    about: dict[str, str]
    tally: Tally

    def through(self, verb: str, frame: DataFrame, folder: str) -> DataFrame:
        """The rows that come back, computed once, each with its place in the order."""
        spark = frame.sparkSession
        options = ("-j", str(spark.conf.get("spark.task.cpus", "1")), *self.program.options)
        program = Program(self.program.name, options)
        schema = layout(program, verb)
        rows = frame.mapInArrow(task(program, verb, self.about, self.tally), schema)
        # It counts the rows of partitions, and these are in order.
        rows = rows.withColumn("position", F.monotonically_increasing_id())
        rows.write.parquet(f"{folder}/{verb}")
        return spark.read.schema(rows.schema).parquet(f"{folder}/{verb}")


def write(rows: DataFrame, table: str, folder: str) -> None:
    """Writes one table, in the order of documents."""
    own = rows.where(F.col(table).isNotNull()).select(f"{table}.*", "position")
    own.orderBy("position").drop("position").write.parquet(folder, compression="zstd")


def refuse(tally: Tally) -> None:
    """Refuses nodes that have another program."""
    if tally.refusals.value:
        raise Refusal("; ".join(sorted(tally.refusals.value)))


def judged(rows: DataFrame, texts: Texts) -> Summary:
    """Counts what became of the texts; refuses two with one id."""
    names = F.sort_array(F.collect_list("documents.original_filename")).alias("names")
    documents = rows.where("documents is not null")
    each = documents.groupBy(F.col("documents.doc_id").alias("doc_id")).agg(names)
    for row in each.where("size(names) > 1").orderBy("doc_id").limit(1).collect():
        named = "», «".join(row["names"])
        raise Refusal(f"«{named}» would all be the document «{row['doc_id']}»; rename one of them")
    status = rows.where("status is not null").select("status.*")
    aside = status.where("status <> 'done'")
    listed = aside.orderBy("id").limit(LISTED).collect()
    counts = {row["status"]: row["count"] for row in status.groupBy("status").count().collect()}
    if sum(counts.values()) != texts.count:
        raise Refusal(
            f"{texts.count} texts were sent and {sum(counts.values())} were answered; "
            "does somebody write to the input?"
        )
    lines = tuple(f"«{row['id']}» {row['message']} ({row['code']})" for row in listed)
    done = counts.get("done", 0)
    return Summary(done, texts.count - done, lines)


# ------------------------------------------------------------------------------------------------
# the command line


def arguments(words: list[str] | None = None) -> Job:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="litopys_spark.py", description="Converts texts with litopys on Apache Spark."
    )
    parser.add_argument("input", metavar="INPUT", help="folder of plain texts, or Parquet")
    parser.add_argument("output", metavar="OUTPUT", help="folder for the tables; must not exist")
    parser.add_argument("--format", choices=["text", "parquet"], help="of INPUT; by its ending")
    parser.add_argument("--id-column", default="id", metavar="NAME", help="of Parquet")
    parser.add_argument("--text-column", default="text", metavar="NAME", help="of Parquet")
    parser.add_argument("--litopys", default="litopys", metavar="PATH", help="the binary")
    parser.add_argument("--partitions", type=int, metavar="N", help="tasks; by size otherwise")
    parser.add_argument(
        "--options", default="", metavar="WORDS", help="for litopys: '--lang uk --model none'"
    )
    given = parser.parse_args(words)
    if given.partitions is not None and given.partitions < 1:
        parser.error("--partitions is 1 or more")
    return Job(
        input=given.input,
        output=given.output,
        program=Program(given.litopys, tuple(shlex.split(given.options))),
        format=given.format,
        id_column=given.id_column,
        text_column=given.text_column,
        partitions=given.partitions,
    )


def main() -> int:
    """Runs the job: 0, or 1 when texts were set aside, or 2 when there is no output."""
    job = arguments()
    # Its progress has no line of its own and would run into ours.
    builder = SparkSession.builder.config("spark.ui.showConsoleProgress", False)
    spark = builder.appName("litopys").getOrCreate()
    try:
        summary = convert(spark, job)
    except Refusal as refusal:
        say(str(refusal))
        return 2
    finally:
        spark.stop()
    say(f"{summary.documents} documents, {summary.set_aside} set aside")
    for line in summary.aside:
        say(line)
    if summary.set_aside > len(summary.aside):
        say(f"{summary.set_aside - len(summary.aside)} more: see problems.parquet")
    return 1 if summary.set_aside else 0


if __name__ == "__main__":
    sys.exit(main())
