"""Reads geo/, annotations/ and flat/ of an output folder with the tools that people use.

    litopys convert input -o output --to all
    LITOPYS_OUT=output pytest tests/readers/test_exports.py

geopandas, jsonschema, rdflib, pandas and DuckDB share no code with the program. Addresses may be relative
or below corpus.base; the tests resolve them as any reader of JSON-LD does.
"""

import csv
import io
import json
import os
import re
from pathlib import Path
from urllib.parse import urljoin

import duckdb
import geopandas
import jsonschema
import pandas
import pytest
import rdflib

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

PUBLISHED = "https://example.org/published/"  # where a folder with relative addresses might be
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")

ADDRESS = {"type": "string", "pattern": r"^https?://[^\s]+$"}
DAY = {"type": "string", "pattern": r"^-?\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$"}
TEXT = {"type": "string", "minLength": 1}


def schema_of(required, **properties):
    """The schema of an object that has these keys and no others."""
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


def list_of(schema, least=1):
    """The schema of a list."""
    return {"type": "array", "items": schema, "minItems": least}


# What version 1.3 of the format asks for, and what the World Historical Gazetteer checks on upload: full
# addresses, fclasses, a date for each place, known prefixes of links.
LINKED_PLACE = schema_of(
    ["@id", "type", "properties", "when", "names", "types", "geometry"],
    **{"@id": ADDRESS},
    type={"const": "Feature"},
    properties=schema_of(["title", "fclasses"], title=TEXT, fclasses=list_of({"enum": list("AHLPRST")})),
    when=schema_of(
        ["timespans"],
        timespans=list_of(
            schema_of(["start", "end"], start=schema_of(["in"], **{"in": DAY}), end=schema_of(["in"], **{"in": DAY}))
        ),
        label=TEXT,
    ),
    names={
        **list_of(
            schema_of(
                ["toponym", "lang"],
                toponym=TEXT,
                lang={"type": "string", "pattern": r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$"},
                citations=list_of(schema_of(["label"], label=TEXT)),
            )
        ),
        "contains": {"required": ["citations"]},
    },
    types=list_of(
        schema_of(
            ["identifier", "label"],
            identifier={"type": "string", "pattern": r"^aat:300\d{6}$"},
            label=TEXT,
            sourceLabels=list_of(schema_of(["label", "lang"], label=TEXT, lang={"enum": ["uk", "en"]})),
        )
    ),
    geometry={
        "oneOf": [
            schema_of(
                ["type", "coordinates"],
                type={"const": "Point"},
                coordinates={
                    "type": "array",
                    "minItems": 2,
                    "maxItems": 2,
                    "prefixItems": [
                        {"type": "number", "minimum": -180, "maximum": 180},
                        {"type": "number", "minimum": -90, "maximum": 90},
                    ],
                },
            ),
            schema_of(["type", "geometries"], type={"const": "GeometryCollection"}, geometries={"const": []}),
        ]
    },
    links=list_of(
        schema_of(
            ["type", "identifier"],
            type={"const": "closeMatch"},
            identifier={"type": "string", "pattern": r"^(wd:Q\d+|gn:\d+|https://whgazetteer\.org/places/\d+/portal/)$"},
        )
    ),
    relations=list_of(
        schema_of(
            ["relationType", "relationTo"],
            relationType={"const": "gvp:broaderPartitive"},
            relationTo=ADDRESS,
            label=TEXT,
        )
    ),
)

# The terms of http://www.w3.org/ns/anno.jsonld that annotations may use, so that nothing is downloaded.
TERMS = {
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    **{name: str(OA[name]) for name in ("Annotation", "SpecificResource", "TextualBody")},
    **{name: str(OA[name]) for name in ("TextPositionSelector", "TextQuoteSelector")},
    **{name: str(OA[name]) for name in ("start", "end", "exact", "prefix", "suffix")},
    **{name: str(OA[name]) for name in ("tagging", "identifying", "describing")},
    **{name: {"@type": "@id", "@id": str(OA["has" + name.title()])} for name in ("body", "target", "source", "selector")},
    "motivation": {"@type": "@vocab", "@id": str(OA.motivatedBy)},
    "purpose": {"@type": "@vocab", "@id": str(OA.hasPurpose)},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "generator": {"@type": "@id", "@id": "http://www.w3.org/ns/activitystreams#generator"},
    "Software": "http://www.w3.org/ns/activitystreams#Application",
    "name": "http://xmlns.com/foaf/0.1/name",
}


@pytest.fixture(scope="session")
def out():
    """The output folder under test."""
    return Path(os.environ["LITOPYS_OUT"]).resolve()


@pytest.fixture(scope="session")
def tables(out):
    """Table name -> rows of the CSV, as the text that stands in the cells."""
    files = (out / "tables").glob("*.csv")
    return {file.stem: rows(file) for file in files}


@pytest.fixture(scope="session")
def texts(out, tables):
    """doc_id -> the decoded source without a byte order mark."""
    read = lambda row: (out / row["source_path"]).read_bytes().decode(row["encoding"]).removeprefix("\ufeff")
    return {row["doc_id"]: read(row) for row in tables["documents"]}


@pytest.fixture(scope="session")
def annotations(out, tables):
    """doc_id -> its annotations, and the address of their file."""
    files = {path.stem: path for path in (out / "annotations").rglob("*.jsonl")}
    assert set(files) == {row["doc_id"] for row in tables["documents"]}
    address = lambda path: PUBLISHED + path.relative_to(out).as_posix()
    lines = lambda path: [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    return {doc: (lines(path), address(path)) for doc, path in files.items()}


@pytest.fixture(scope="session")
def linked(out):
    """The collection of Linked Places."""
    return json.loads((out / "geo/places.lpf.json").read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------------
# geo


def test_geopandas_reads_the_places_where_the_table_has_them(out, tables):
    """Latitude and longitude are easily swapped, and a map shows it too late."""
    frame = geopandas.read_file(out / "geo/places.geojson")
    assert frame.crs.to_epsg() == 4326
    assert list(frame.place_id) == [row["place_id"] for row in tables["places"]]
    for place, row in zip(frame.itertuples(), tables["places"]):
        found = (str(place.geometry.x), str(place.geometry.y)) if place.geometry else ("", "")
        assert tuple(map(number, found)) == (number(row["lon"]), number(row["lat"])), row
        assert (place.name, place.place_type, place.fclass) == (row["name"], row["place_type"], row["fclass"])


def test_geojson_has_the_columns_of_the_table_in_each_feature(out, tables):
    """QGIS takes the columns of a layer from its features."""
    collection = json.loads((out / "geo/places.geojson").read_text(encoding="utf-8"))
    said = {row["entity_id"]: row for row in tables["entities"]}
    for feature, row in zip(collection["features"], tables["places"], strict=True):
        assert feature["id"] == row["place_id"]
        properties = feature["properties"]
        shared = set(properties) & set(row)
        assert len(shared) >= 9
        assert {key: properties[key] or "" for key in shared} == {key: row[key] for key in shared}
        assert str(properties["n_mentions"]) == said[row["place_id"]]["n_mentions"]


def test_dates_beside_places_are_those_of_their_sentences(out, tables):
    """The dates table, asked by DuckDB, gives the same first and last day."""
    sql = """
        select m.entity_id,
               arg_min(coalesce(d.not_before, d.not_after), coalesce(d.jdn_start, d.jdn_end)::int),
               arg_max(coalesce(d.not_after, d.not_before), coalesce(d.jdn_end, d.jdn_start)::int)
        from mentions m join mentions n using (sentence_id) join dates d on d.mention_id = n.mention_id
        where m.entity_id like 'plc-%' group by m.entity_id
    """
    expected = {key: (first, last) for key, first, last in database(out, "mentions", "dates").execute(sql).fetchall()}
    collection = json.loads((out / "geo/places.geojson").read_text(encoding="utf-8"))
    found = {f["id"]: (f["properties"]["first_date"], f["properties"]["last_date"]) for f in collection["features"]}
    assert {key: days for key, days in found.items() if days[0]} == expected
    assert expected


def test_linked_places_have_what_the_format_and_the_world_historical_gazetteer_ask_for(linked):
    """An upload is refused for one wrong feature."""
    validator = jsonschema.Draft202012Validator(LINKED_PLACE)
    assert linked["@context"].endswith("/linkedplaces-context-v1.1.jsonld") and linked["type"] == "FeatureCollection"
    for feature in map(resolved, linked["features"]):
        faults = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(feature)]
        assert not faults, (feature["@id"], faults)
    assert linked["features"]


def test_linked_places_are_all_places_but_those_counted(linked, tables):
    """What is left out for want of a date is said."""
    ids = [feature["@id"].rpartition("#")[2] for feature in linked["features"]]
    places = [row["place_id"] for row in tables["places"]]
    assert len(ids) == len(set(ids)) and set(ids) <= set(places)
    assert linked["litopys"]["left_out"] == len(places) - len(ids)


def test_linked_places_name_each_name_once(linked, tables):
    """The names table has the same, the main name first."""
    names = {}
    for row in tables["names"]:
        names.setdefault(row["entity_id"], []).append((row["name"], row["lang"]))
    for feature in linked["features"]:
        found = [(name["toponym"], name["lang"]) for name in feature["names"]]
        assert found == names[feature["@id"].rpartition("#")[2]]
        assert found[0][0] == feature["properties"]["title"]


def test_pandas_reads_the_table_of_linked_places_as_the_gazetteer_does(out, linked):
    """The World Historical Gazetteer reads it with pandas, tabs between cells."""
    frame = pandas.read_csv(out / "geo/places.lp.tsv", sep="\t", na_filter=False, dtype=str, encoding="utf-8")
    features = {feature["@id"].rpartition("#")[2]: feature for feature in linked["features"]}
    assert list(frame.id) == list(features) and frame.id.is_unique
    assert '"' not in (out / "geo/places.lp.tsv").read_text(encoding="utf-8")
    for row in frame.itertuples():
        feature = features[row.id]
        assert (row.title, row.fclasses) == (feature["properties"]["title"], feature["properties"]["fclasses"][0])
        span = feature["when"]["timespans"][0]
        assert (int(row.start), int(row.end)) == tuple(year(span[end]["in"]) for end in ("start", "end"))
        assert row.title_source and row.aat_types and row.types
        assert bool(row.parent_name) == bool(row.parent_id), "a parent has an address, or is not named"
        variants = row.variants.split(";") if row.variants else []
        assert len(variants) == len(feature["names"]) - 1
        geometry = feature["geometry"].get("coordinates", ["", ""])
        assert (number(row.lon), number(row.lat)) == (number(geometry[0]), number(geometry[1]))


# ------------------------------------------------------------------------------------------------
# annotations


def test_every_mention_has_one_annotation_in_order(annotations, tables):
    """The key of the mention stands behind the last of : / #."""
    found = [re.split("[:/#]", one["id"])[-1] for doc in tables["documents"] for one in annotations[doc["doc_id"]][0]]
    assert found == [row["mention_id"] for row in tables["mentions"]]


def test_selectors_select_what_they_quote(annotations, texts, tables):
    """Positions are code points of the decoded text, quotations are verbatim."""
    surfaces = {row["mention_id"]: row["surface"] for row in tables["mentions"]}
    for doc, (lines, _) in annotations.items():
        text = texts[doc]
        for one in lines:
            position, quote = one["target"]["selector"]
            start, end = position["start"], position["end"]
            assert quote["exact"] == text[start:end] == surfaces[one["id"].rpartition("#")[2]]
            assert quote["prefix"] == text[max(start - 32, 0) : start] and quote["suffix"] == text[end : end + 32]


def test_rdflib_reads_annotations_as_the_standard_means_them(out, annotations, tables):
    """As RDF, each has its text for a source, and names point to an entry of the registers."""
    source = {row["doc_id"]: row["source_path"] for row in tables["documents"]}
    entities = {row["mention_id"]: row["entity_id"] for row in tables["mentions"]}
    registers = (out / "tei/registers.tei.xml").read_text(encoding="utf-8")
    for doc, (lines, address) in annotations.items():
        graph = rdflib.Graph()
        for one in lines:
            assert one["@context"] == "http://www.w3.org/ns/anno.jsonld"
            graph.parse(data=json.dumps(one | {"@context": TERMS}), format="json-ld", publicID=address)
        found = set(graph.subjects(rdflib.RDF.type, OA.Annotation))
        assert len(found) == len(lines)
        for annotation in found:
            target = graph.value(annotation, OA.hasTarget)
            assert str(graph.value(target, OA.hasSource)).endswith("/" + source[doc])
            assert len(list(graph.objects(target, OA.hasSelector))) == 2
            bodies = set(graph.objects(annotation, OA.hasBody)) & set(graph.subjects(OA.hasPurpose, OA.identifying))
            things = [str(graph.value(body, OA.hasSource)) for body in bodies]
            entity = entities[str(annotation).rpartition("#")[2]]
            assert bool(things) == bool(entity)
            if entity:
                assert any(thing.endswith(f"/tei/registers.tei.xml#{entity}") for thing in things)
                assert f'xml:id="{entity}"' in registers
        keys = {key for one in lines for key in all_keys(one)} - {"@context"}
        assert keys <= set(TERMS), "a term that the context lacks would be dropped in silence"


# ------------------------------------------------------------------------------------------------
# flat


def test_pandas_reads_the_flat_table_with_numbers_as_numbers(out, tables):
    """A spreadsheet tool sees columns, not text."""
    frame = pandas.read_csv(out / "flat/mentions-places-dates.csv")
    assert list(frame.mention_id) == [row["mention_id"] for row in tables["mentions"]]
    for column in ("lat", "lon", "confidence", "year"):
        assert pandas.api.types.is_numeric_dtype(frame[column]), column
    located = frame[frame.lat.notna()]
    both = [f"{plain(lat)},{plain(lon)}" for lat, lon in zip(located.lat, located.lon)]
    assert len(located) and list(located.coordinates) == both
    assert (located.type == "place").all()
    dates = frame[frame.type == "date"]
    assert len(dates) == len(tables["dates"]) and dates.entity_id.isna().all()
    assert not frame.context.str.contains("[\r\n]").any() and frame.context.str.len().max() <= 700


def test_flat_is_the_join_of_the_tables(out, tables):
    """Names, coordinates and values are those of the tables."""
    entities = {row["entity_id"]: row for row in tables["entities"]}
    places = {row["place_id"]: row for row in tables["places"]}
    dates = {row["mention_id"]: row for row in tables["dates"]}
    for row, mention in zip(rows(out / "flat/mentions-places-dates.csv"), tables["mentions"], strict=True):
        entity = entities.get(mention["entity_id"], {})
        place = places.get(mention["entity_id"], {})
        assert row["name"] == entity.get("name", "") and row["place"] == place.get("name", "")
        assert (number(row["lat"]), number(row["lon"])) == (number(place.get("lat")), number(place.get("lon")))
        assert row["surface"] == " ".join(mention["surface"].split())
        if date := dates.get(row["mention_id"]):
            first, last = date["not_before"], date["not_after"]
            assert (row["edtf"], row["begin"], row["end"]) == (date["edtf"], first or last, last or first)


def test_the_query_for_gephi_in_the_documentation_gives_edges(out, tmp_path):
    """docs/exports.md shows it; each pair of one sentence is an edge, and none of one with itself."""
    documentation = (Path(__file__).resolve().parents[2] / "docs/exports.md").read_text(encoding="utf-8")
    sql = re.search(r"```sql\n(copy .*?)```", documentation, re.S)[1]
    edges = tmp_path / "edges.csv"
    duckdb.sql(sql.replace("'tables/", f"'{out}/tables/").replace("'edges.csv'", f"'{edges}'"))
    found = rows(edges)
    assert list(found[0])[:3] == ["Source", "Target", "Type"]
    assert all(row["Source"] < row["Target"] for row in found)
    named = {}
    for row in rows(out / "tables/mentions.csv"):
        if row["entity_id"]:
            named.setdefault(row["sentence_id"], set()).add(row["entity_id"])
    assert sum(int(row["Weight"]) for row in found) == sum(len(e) * (len(e) - 1) // 2 for e in named.values())


# ------------------------------------------------------------------------------------------------


def rows(path):
    """The rows of a table, as the text that stands in the cells."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def database(out, *names):
    """DuckDB with tables of text."""
    connection = duckdb.connect()
    for name in names:
        file = f"'{out}/tables/{name}.csv'"
        connection.execute(f"create view {name} as from read_csv({file}, all_varchar = true, header = true)")
    return connection


def resolved(feature):
    """A feature with full addresses."""
    address = PUBLISHED + "geo/places.lpf.json"
    relations = [one | {"relationTo": urljoin(address, one["relationTo"])} for one in feature.get("relations", [])]
    return feature | {"@id": urljoin(address, feature["@id"])} | ({"relations": relations} if relations else {})


def all_keys(value):
    """Every key of objects in it."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from all_keys(item)


def number(text):
    """A number, or None for nothing."""
    return None if text in ("", None) else float(text)


def plain(value):
    """A number without a fraction of zero."""
    return str(int(value)) if value == int(value) else str(value)


def year(day):
    """The year of an ISO day."""
    return int(re.match(r"-?\d+", day)[0])
