"""Documents that other programs write are read whole: Pandoc, python-docx, LibreOffice.

    pytest tests/readers/test_inputs.py

Each document says the same; `litopys convert` is run on it, and its tables and TEI are looked at.
"""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import docx
import pypandoc
import pytest
from lxml import etree

LITOPYS = Path(__file__).resolve().parents[2] / "target/debug/litopys"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}

TEXT = """---
title: Записки про Полтаву
author: Олена Пчілка
lang: uk
---

# Перший розділ

12 травня 1648 року у Полтаві відбулася рада[^1]. Полковник Мартин Пушкар прибув до міста.

[^1]: За старим стилем. Справу записав Іван Гонта.

## Вірші

| Реве та стогне Дніпр широкий,
| Сердитий вітер завива.

- перший пункт
- другий пункт

| Рік  | Подія             |
|------|-------------------|
| 1654 | Рада в Переяславі |
| 1709 | Битва під Полтавою |

> Цитата з листа.

# Другий розділ

Кам'янець-Подільський здався[^2] 1672 року.

[^2]: Бучацький мир.
"""

# Sentences by the documents that say them all, in order.
SENTENCES = [
    "Перший розділ",
    "12 травня 1648 року у Полтаві відбулася рада.",
    "Полковник Мартин Пушкар прибув до міста.",
    "За старим стилем.",
    "Справу записав Іван Гонта.",
    "Вірші",
    "Реве та стогне Дніпр широкий, Сердитий вітер завива.",
    "перший пункт",
    "другий пункт",
    "Рік Подія",
    "1654 Рада в Переяславі",
    "1709 Битва під Полтавою",
    "Цитата з листа.",
    "Другий розділ",
    "Кам'янець-Подільський здався 1672 року.",
    "Бучацький мир.",
]


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """A function that has Pandoc write the text in a format, and gives the path of the file."""
    folder = tmp_path_factory.mktemp("pandoc")

    def write(ending):
        path = folder / f"записки.{ending}"
        if not path.exists():
            pypandoc.convert_text(TEXT, ending, "markdown", outputfile=path, extra_args=["-s"])
        return path

    return write


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """A function that has LibreOffice write a file in another format."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")

    def write(path, ending, filtered=""):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        to = ["--convert-to", ending + filtered, "--outdir", folder / ending]
        command = [program, profile, "--headless", *to, path]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return folder / ending / f"{path.stem}.{ending}"

    return write


def converted(path, tmp_path):
    """The row of the document, its sentences with single spaces, and its TEI."""
    out = tmp_path / "out"
    command = [LITOPYS, "convert", path, "-o", out, "--to", "csv,tei", "-q"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=240)
    assert done.returncode == 0, done.stderr
    [document] = rows(out / "tables/documents.csv")
    sentences = [" ".join(row["text"].split()) for row in rows(out / "tables/sentences.csv")]
    tei = etree.parse(out / document["tei_path"])
    return document, [plain(sentence) for sentence in sentences], tei


def rows(path):
    """The rows of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def plain(text):
    """The text as it was typed: Pandoc writes a better apostrophe, and bullets in FB2."""
    return text.replace("\u2019", "'").removeprefix("• ")


def assert_whole(path, tmp_path, name):
    document, sentences, tei = converted(path, tmp_path)
    assert document["origin_format"] == name
    assert document["title"] == "Записки про Полтаву"
    # Programs that write a page of titles add its lines before the text, and after it the running
    # heads of pages.
    start = sentences.index(SENTENCES[0])
    assert sentences[start : start + len(SENTENCES)] == SENTENCES
    rest = set(sentences[:start] + sentences[start + len(SENTENCES) :])
    assert rest <= {"Записки про Полтаву", "Олена Пчілка", "1"}
    titles = tei.xpath("string(t:teiHeader/t:fileDesc/t:titleStmt/t:title)", namespaces=TEI)
    assert titles == "Записки про Полтаву"


@pytest.mark.parametrize("ending", ["docx", "odt", "epub", "fb2", "html"])
def test_what_pandoc_writes(written, tmp_path, ending):
    assert_whole(written(ending), tmp_path, ending)


@pytest.mark.parametrize("ending", ["docx", "odt", "fodt", "html"])
def test_what_libreoffice_writes(written, office, tmp_path, ending):
    source = written("docx" if ending == "odt" else "odt")
    filtered = ":HTML (StarWriter)" if ending == "html" else ""
    assert_whole(office(source, ending, filtered), tmp_path, ending)


def test_old_documents_of_word_are_named_as_such(written, office, tmp_path):
    old = office(written("odt"), "doc")
    path = old.rename(tmp_path / "стара.docx")
    command = [LITOPYS, "convert", path, "-o", tmp_path / "out", "--to", "csv"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode != 0
    assert "older Word" in done.stderr


def test_what_python_docx_writes(tmp_path):
    letter = docx.Document()
    letter.core_properties.title = "Записки про Полтаву"
    letter.sections[0].header.paragraphs[0].text = "Олена Пчілка"
    letter.add_heading("Записки про Полтаву", 0)
    letter.add_heading("Перший розділ", 1)
    paragraph = letter.add_paragraph("12 травня 1648 року у ")
    paragraph.add_run("Пол").bold = True
    paragraph.add_run("таві відбулася рада. Полковник Мартин Пушкар прибув до міста.")
    letter.add_page_break()
    letter.add_paragraph("перший пункт", style="List Number")
    table = letter.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "1654", "Рада в Переяславі"
    path = tmp_path / "лист.docx"
    letter.save(path)
    document, sentences, _ = converted(path, tmp_path)
    assert document["title"] == "Записки про Полтаву"
    assert sentences == [
        "Записки про Полтаву",
        "Перший розділ",
        "12 травня 1648 року у Полтаві відбулася рада.",
        "Полковник Мартин Пушкар прибув до міста.",
        "перший пункт",
        "1654 Рада в Переяславі",
        "Олена Пчілка",
    ]
