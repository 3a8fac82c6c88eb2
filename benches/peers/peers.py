"""What other programs make of the same text in a second of the processor: `make bench-peers`.

Each reads the texts of target/bench/ from the first one on, in one process, until the last one or
until it has worked for SECONDS; loading does not count. Beside it stands the stage of litopys that does the same, from
target/bench.json, to which the figures are added.
"""

import csv
import itertools
import json
import re
import sys
import time
from importlib import metadata
from pathlib import Path

SECONDS = 20
PATTERNS = 20_000

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "target/bench.json"
LEXICON = ROOT / "data/lexicon/uk"
LABELS = {"places": "LOC", "organizations": "ORG", "persons": "PERS"}


def paragraphs():
    """The texts, line by line; only once, since a cache would hold the second time."""
    for file in sorted((ROOT / "target/bench").rglob("*.txt")):
        yield from file.read_text("utf-8").splitlines(keepends=True)


def speed(work):
    """MB that are worked through in a second of the processor."""
    size, started = 0, time.process_time()
    for paragraph in paragraphs():
        work(paragraph)
        size += len(paragraph.encode())
        if time.process_time() - started >= SECONDS:
            break
    return size / 1e6 / (time.process_time() - started)


def tokenizer():
    import spacy

    return spacy.blank("uk")


def ruler():
    nlp = tokenizer()
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns(list(itertools.islice(patterns(), PATTERNS)))
    return nlp


def patterns():
    """Nominatives and genitives of our names."""
    seen = set()
    for table, label in LABELS.items():
        with open(LEXICON / f"{table}.tsv", encoding="utf-8") as rows:
            names = list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))
        for form in (row[column] for row in names for column in ("name", "genitive")):
            if form and form not in seen:
                seen.add(form)
                yield {"label": label, "pattern": form}
    with open(LEXICON / "aliases.tsv", encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            for form in (row["name"], row["genitive"]):
                if form and form not in seen:
                    seen.add(form)
                    yield {"label": LABELS[row["type"] + "s"], "pattern": form}


def morphology(is_cached):
    import pymorphy3

    parse = pymorphy3.MorphAnalyzer(lang="uk").parse
    known = {}

    def work(paragraph):
        for word in re.findall(r"[\w'’-]+", paragraph):
            if is_cached:
                if word not in known:
                    known[word] = parse(word)
            else:
                parse(word)

    return work


def dates():
    from dateparser.search import search_dates

    return lambda paragraph: search_dates(paragraph, languages=["uk"])


# Name, its package, what makes it, and the stages of litopys that do as much.
PEERS = [
    ("spaCy tokenizer", "spacy", tokenizer, ["split"]),
    ("spaCy tokenizer, sentencizer and entity ruler", "spacy", ruler, ["split", "names"]),
    ("pymorphy3", "pymorphy3", lambda: morphology(False), ["gloss"]),
    ("pymorphy3, words cached", "pymorphy3", lambda: morphology(True), ["gloss"]),
    ("dateparser", "dateparser", dates, ["dates"]),
]
CHAIN = [PEERS[1][0], PEERS[3][0], PEERS[4][0]]


def main():
    if not REPORT.exists():
        sys.exit("peers.py: there is no target/bench.json; run `make bench` first")
    report = json.loads(REPORT.read_text("utf-8"))
    peers = report["peers"] = {}

    def show(name, version, found, own_name, own):
        peers[name] = {"version": version, "mb_per_cpu_s": found, "litopys": own_name,
                       "litopys_mb_per_cpu_s": own, "ratio": own and own / found}
        own = f"{own:8.2f} {own / found:7.1f}" if own else f"{'unknown':>8} {'':>7}"
        print(f"{name:46} {found:9.3f}   {own_name:24} {own}", flush=True)

    print(f"{'MB per CPU s':46} {'':9}   {'litopys':24} {'':8} {'times':>7}")
    for name, package, make, stages in PEERS:
        try:
            work = make()
        except ImportError:
            peers[name] = None
            print(f"{name:46} {'absent':>9}   pip install {package}", flush=True)
            continue
        own = 1e3 / sum(report["stages"][stage]["ms_per_mb"] for stage in stages)
        show(name, metadata.version(package), speed(work), " + ".join(stages), own)
    parts = [peers[name] for name in CHAIN]
    if all(parts):
        whole = 1 / sum(1 / part["mb_per_cpu_s"] for part in parts)
        single = next((run for run in report["program"] if run["threads"] == 1), {})
        show("all three, one after another", None, whole, "the whole program",
             single.get("mb_per_cpu_s"))
    REPORT.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")


main()
