"""The map of Europe: its geometry as ``tools/map_geometry.py`` made it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Country:
    """A country on the map; lengths are in units of the map, y points south."""

    code: str
    """ISO 3166 alpha-2."""
    eu: bool
    """Whether it is a member of the European Union; the others are background."""
    path: str
    """What SVG calls ``d``: rings that are filled by the even-odd rule."""
    label: tuple[int, int]
    """A point well inside its largest part."""
    circle: tuple[int, int, int] | None
    """Centre and radius of what stands for it where it is too small to be hit."""


@dataclass(frozen=True, slots=True)
class Europe:
    """The countries of the European Union and around it, in one plane (EPSG:3035)."""

    view_box: tuple[int, int, int, int]
    countries: Mapping[str, Country]
    """By code, in its order."""
    source: str
    """Whose data it is, with the licence."""


@cache
def europe() -> Europe:
    """Return the map."""
    read = json.loads(files("townhall.interfaces.web.directory").joinpath("map.json").read_text(encoding="utf-8"))
    left, top, width, height = read["view_box"]
    countries = {code: _country(code, country) for code, country in read["countries"].items()}
    return Europe((left, top, width, height), countries, read["source"])


def _country(code: str, read: dict[str, Any]) -> Country:
    return Country(code, read["eu"], read["d"], tuple(read["label"]), tuple(read["circle"]) if "circle" in read else None)
