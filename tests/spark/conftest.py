"""The binary under test, and a corpus that is large enough for several tasks."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "spark"))
os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}

# MB of text.
SIZE = 52
# Texts of the generator in one file, so that there are fewer than the thousand of one folder.
TOGETHER = 4
FOLDERS = ["листи", "Газета/1917", "щоденники й спогади/ч. 1", "м'ята", "архів/ф127/оп1"]


@pytest.fixture(scope="session")
def built():
    """The folder with the binary and the generator of texts."""
    name = os.environ.get("LITOPYS_BUILT")
    if not name:
        pytest.fail("set LITOPYS_BUILT to the folder with a release build of litopys")
    return (ROOT / name).resolve()


@pytest.fixture(scope="session")
def litopys(built):
    """The binary."""
    return built / "litopys"


@pytest.fixture(scope="session")
def corpus(built, tmp_path_factory):
    """A folder of texts with paths as people have them."""
    raw = tmp_path_factory.mktemp("raw")
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([built / "examples/generate", str(SIZE), raw], check=True)
    texts = iter(sorted(raw.rglob("*.txt")))
    for number, some in enumerate(iter(lambda: list(itertools.islice(texts, TOGETHER)), [])):
        below = folder / FOLDERS[number % len(FOLDERS)]
        below.mkdir(parents=True, exist_ok=True)
        ending = "TXT" if number % 7 == 0 else "txt"
        name = below / f"Лист № {number * 7919 % 1000} - {number}.{ending}"
        name.write_bytes(b"\n\n".join(text.read_bytes() for text in some))
    return folder


@pytest.fixture(scope="session")
def direct(corpus, litopys, tmp_path_factory):
    """What one run of the binary makes of the corpus."""
    out = tmp_path_factory.mktemp("direct") / "out"
    subprocess.run([litopys, "convert", corpus, "-o", out, "--to", "csv", "-q"], check=True)
    return out / "tables"
