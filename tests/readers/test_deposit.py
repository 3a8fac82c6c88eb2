"""Reads a bag of Litopys with the tools of archives: bagit, rocrate, datacite, a YAML reader.

    pip install -r tests/readers/requirements.txt
    litopys deposit output -o bag --config tests/readers/sample.toml
    LITOPYS_BAG=bag pytest tests/readers/test_deposit.py

sample.toml is what the bag must say; its texts have quotation marks, colons and line ends on purpose.
"""

import csv
import hashlib
import json
import os
import re
import tomllib
from pathlib import Path

import bagit
import datacite.schema43
import pytest
import yaml
from rocrate.rocrate import ROCrate

STATED = tomllib.loads((Path(__file__).parent / "sample.toml").read_text(encoding="utf-8"))
DEPOSIT = STATED["deposit"]
CRATE = "ro-crate-metadata.json"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"


@pytest.fixture(scope="session")
def folder():
    """The bag under test."""
    name = os.environ.get("LITOPYS_BAG")
    if not name:
        pytest.fail("set LITOPYS_BAG to a bag that litopys deposit wrote with tests/readers/sample.toml")
    return Path(name).resolve()


@pytest.fixture(scope="session")
def payload(folder):
    """The path of every file below data/."""
    data = folder / "data"
    return {path.relative_to(data).as_posix(): path for path in data.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def crate(folder):
    """The crate as the library of the standard's makers sees it."""
    return ROCrate(folder / "data")


@pytest.fixture(scope="session")
def citation(folder):
    """CITATION.cff as a YAML reader sees it."""
    return yaml.safe_load((folder / "data/CITATION.cff").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def record(folder):
    """datacite.json."""
    return json.loads((folder / "data/datacite.json").read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------------
# the bag


def test_bagit_validates_the_bag(folder):
    """Every checksum of the payload and of the tag files, in both algorithms, and the Oxum."""
    bag = bagit.Bag(str(folder))
    bag.validate(processes=1)
    assert bag.version == "1.0"
    assert set(bag.algorithms) == {"sha256", "sha512"}


def test_the_bag_says_who_made_it_and_when(folder):
    """What a reading room shows before anybody opens the payload."""
    info = bagit.Bag(str(folder)).info
    assert info["Bagging-Date"] == DEPOSIT["date"]
    assert info["External-Identifier"] == DEPOSIT["identifier"]
    assert info["Source-Organization"] == DEPOSIT["publisher"]
    assert info["Contact-Name"] == [creator["name"] for creator in DEPOSIT["creators"]]
    assert info["Bag-Software-Agent"].startswith("litopys ")
    assert STATED["corpus"]["title"] in info["External-Description"]


def test_names_are_those_that_every_archive_takes(payload):
    """ARCHE and CLARIN.SI together allow no other."""
    wrong = [path for path in payload for part in path.split("/") if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", part)]
    assert not wrong


# ------------------------------------------------------------------------------------------------
# RO-Crate


def test_the_crate_says_what_the_deposit_is(crate):
    """The properties that RO-Crate 1.1 requires of a root, and who made it."""
    root = crate.root_dataset
    assert crate.version == "1.1"
    assert root["name"] == STATED["corpus"]["title"]
    assert root["description"] == DEPOSIT["description"].strip()
    assert root["datePublished"] == DEPOSIT["date"]
    assert root["license"].id == CC0
    assert [author["name"] for author in root["author"]] == [creator["name"] for creator in DEPOSIT["creators"]]
    assert [author.type for author in root["author"]] == ["Person", "Person", "Organization"]
    assert root["author"][0].id == "https://orcid.org/0000-0002-1825-0097"
    assert root["author"][0]["affiliation"]["name"] == DEPOSIT["creators"][0]["affiliation"]
    assert root["publisher"]["name"] == DEPOSIT["publisher"]
    assert root["keywords"] == DEPOSIT["keywords"]


def test_the_crate_has_every_file_with_its_true_size_and_checksum(crate, payload):
    """A file that is not described, or described wrongly, is a file that nobody can trust."""
    files = {entity.id: entity for entity in crate.data_entities}
    assert set(files) == set(payload) - {CRATE}
    parts = {part.id for part in crate.root_dataset["hasPart"]}
    assert parts == set(files)
    for path, entity in files.items():
        content = payload[path].read_bytes()
        assert entity["contentSize"] == str(len(content)), path
        assert entity["sha256"] == hashlib.sha256(content).hexdigest(), path
        assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", entity["encodingFormat"]), path
    assert files["tables/mentions.csv"]["encodingFormat"] == "text/csv"
    assert files["tei/registers.tei.xml"]["encodingFormat"] == "application/tei+xml"


def test_the_crate_tells_sources_from_what_was_made_of_them(crate, folder):
    """Each source with the name that it came under and its own licence, and the program between."""
    action = crate.get("#conversion")
    sources = {entity.id for entity in action["object"]}
    results = {entity.id for entity in action["result"]}
    with open(folder / "data/tables/documents.csv", encoding="utf-8", newline="") as file:
        documents = {row["source_path"]: row for row in csv.DictReader(file)}
    originals = {path for path in sources if path.endswith(".original.xml")}
    assert sources - originals == set(documents) and originals, "the sample has TEI, whose file is kept"
    documents |= {path: documents[path.replace(".original.xml", ".txt")] for path in originals}
    assert sources | results == {entity.id for entity in crate.data_entities} and not sources & results
    assert action["instrument"].type == "SoftwareApplication" and action["instrument"]["version"]
    for path, row in documents.items():
        assert crate.get(path)["name"] == row["original_filename"]
        licence = crate.get(path)["license"]
        assert licence["name"] == row["licence"]
        assert row["licence"] != "CC-BY-SA-4.0" or licence.id == CC_BY_SA
    assert len({row["licence"] for row in documents.values()}) > 2, "the sample has licences of its own"


def test_no_entity_comes_twice_or_is_missing(folder):
    """Each link leads to one entity of the graph."""
    graph = json.loads((folder / "data" / CRATE).read_text(encoding="utf-8"))["@graph"]
    ids = [entity["@id"] for entity in graph]
    assert len(ids) == len(set(ids))
    links = {
        link["@id"]
        for entity in graph
        for value in entity.values()
        for link in (value if isinstance(value, list) else [value])
        if isinstance(link, dict)
    }
    assert links - set(ids) == {"https://w3id.org/ro/crate/1.1"}


# ------------------------------------------------------------------------------------------------
# citation


def test_the_citation_is_yaml_with_the_keys_of_cff(citation):
    """CITATION.cff 1.2.0: what must be there, and what a citation manager shows."""
    assert citation["cff-version"] == "1.2.0" and citation["message"]
    assert citation["type"] == "dataset"
    assert citation["title"] == STATED["corpus"]["title"]
    assert citation["abstract"] == DEPOSIT["description"].strip()
    assert citation["date-released"] == DEPOSIT["date"]
    assert citation["license"] == "CC0-1.0"
    assert citation["doi"] == "10.5281/zenodo.1234567"
    assert citation["keywords"] == DEPOSIT["keywords"]
    first, second, body = citation["authors"]
    assert (first["family-names"], first["given-names"]) == ("Прізвище", "Ім'я")
    assert first["orcid"] == "https://orcid.org/0000-0002-1825-0097"
    assert second["affiliation"] == DEPOSIT["creators"][1]["affiliation"]
    assert body == {"name": DEPOSIT["creators"][2]["name"]}


def test_datacite_accepts_the_record(record):
    """By the JSON schema of DataCite's own client."""
    datacite.schema43.validator.validate(record)
    assert record["schemaVersion"] == "http://datacite.org/schema/kernel-4"
    assert record["identifiers"] == [{"identifier": "10.5281/zenodo.1234567", "identifierType": "DOI"}]
    assert record["titles"] == [{"title": STATED["corpus"]["title"]}]
    assert record["publisher"] == DEPOSIT["publisher"]
    assert record["publicationYear"] == "2026"
    assert record["types"]["resourceTypeGeneral"] == "Dataset"
    assert record["rightsList"][0]["rightsUri"] == CC0
    assert record["creators"][0]["nameIdentifiers"][0]["nameIdentifierScheme"] == "ORCID"
