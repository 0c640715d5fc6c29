"""The map: every country of the Union is on it, can be hit, and fits its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from itertools import combinations, pairwise

import pytest

from townhall.interfaces.web.directory import Country, europe
from townhall.locales.gazetteer import EU_COUNTRIES

Point = tuple[int, int]
NUMBER = re.compile(r"-?\d+")
NEIGHBOURS = [
    ("ES", "PT"),
    ("ES", "FR"),
    ("DE", "LU"),
    ("BE", "NL"),
    ("CZ", "SK"),
    ("BG", "RO"),
    ("FI", "SE"),
    ("HR", "SI"),
    ("LT", "LV"),
    ("GR", "BG"),
]
LARGEST = 120_000
"""Bytes that the page may load for the map."""
SMALLEST_TARGET = 150
"""Units of the map across which make 14 pixels on the narrowest phone; the list of countries beside it has larger targets."""


def rings(country: Country) -> list[list[Point]]:
    """Return a path's rings as closed lists of points."""
    found: list[list[Point]] = []
    for ring in filter(None, country.path.split("M")):
        assert re.fullmatch(r"-?\d+ ?-?\d+l[-\d ]+z", ring), ring
        numbers = [int(number) for number in NUMBER.findall(ring)]
        x, y = numbers[:2]
        points = [(x, y)]
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + step_x, y + step_y
            points.append((x, y))
        found.append([*points, points[0]])
    return found


def holds(country: Country, point: Point) -> bool:
    """Whether a point lies in a country, by the even-odd rule."""
    x, y = point
    crossed = False
    for ring in rings(country):
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossed = not crossed
    return crossed


def edges(country: Country) -> set[frozenset[Point]]:
    """Return the pieces of a country's border, in either direction."""
    return {frozenset(edge) for ring in rings(country) for edge in pairwise(ring)}


def test_all_members() -> None:
    """The map has the 27 countries of the Union, and tells them from the others."""
    assert {code for code, country in europe().countries.items() if country.eu} == set(EU_COUNTRIES)


def test_light() -> None:
    """The file is small enough for a phone."""
    assert len(files("townhall.interfaces.web.directory").joinpath("map.json").read_bytes()) <= LARGEST


@pytest.mark.parametrize("code", EU_COUNTRIES)
def test_whole_and_in_view(code: str) -> None:
    """A member lies wholly in the picture, label point inside: no island far away stretches it."""
    country = europe().countries[code]
    left, top, width, height = europe().view_box
    assert all(left <= x <= left + width and top <= y <= top + height for ring in rings(country) for x, y in ring)
    assert holds(country, country.label)


@pytest.mark.parametrize("code", EU_COUNTRIES)
def test_can_be_hit(code: str) -> None:
    """A member is large enough to be hit, or has a circle that is."""
    country = europe().countries[code]
    largest = max(rings(country), key=len)
    across = min(max(axis) - min(axis) for axis in zip(*largest, strict=True))
    assert (country.circle[2] * 2 if country.circle else across) >= SMALLEST_TARGET


def test_circles_cover_no_other() -> None:
    """A circle leaves the middle of every other member free, so that each can be pointed at."""
    members = [country for country in europe().countries.values() if country.eu]
    for country in members:
        if country.circle:
            x, y, radius = country.circle
            assert all((x - a) ** 2 + (y - b) ** 2 > radius**2 for other in members if other is not country for a, b in [other.label])


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_borders_are_shared(one: str, other: str) -> None:
    """Neighbours have a border of the same points."""
    countries = europe().countries
    assert len(edges(countries[one]) & edges(countries[other])) >= 3


def test_no_overlap() -> None:
    """No piece of a border belongs to three countries, and no country's border runs through another's land."""
    countries = list(europe().countries.values())
    assert max(Counter(edge for country in countries for edge in edges(country)).values()) == 2
    corners = {country.code: {point for ring in rings(country) for point in ring} for country in countries}
    boxes = {country.code: [(min(axis), max(axis)) for axis in zip(*corners[country.code], strict=True)] for country in countries}
    for one, other in combinations(countries, 2):
        for inner, outer in ((one, other), (other, one)):
            (west, east), (north, south) = boxes[outer.code]
            near = [(x, y) for x, y in corners[inner.code] - corners[outer.code] if west < x < east and north < y < south]
            assert not [point for point in near if holds(outer, point)], (inner.code, outer.code)
