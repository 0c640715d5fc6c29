# /// script
# requires-python = ">=3.11"
# dependencies = ["babel==2.18.0", "pyproj==3.7.2", "shapely==2.2.0"]
# ///
"""Make the geometry of the directory's map: ``uv run tools/map_geometry.py countries-50m.json``.

Development only: what it writes, ``src/townhall/interfaces/web/directory/map.json``, is kept with the code. The file it reads is that of the
npm package ``world-atlas`` 2.0.2: Natural Earth 4.1.0, scale 1:50m, as TopoJSON. ``docs/decisions/014-map-and-calendar.md`` says why.

Borders are simplified as a coverage and then rounded to whole kilometres, so that two neighbours keep exactly the same points.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from babel.core import get_global
from pyproj import Transformer
from shapely import MultiPolygon, Point, Polygon

from townhall.locales.gazetteer import EU_COUNTRIES

TARGET = Path(__file__).resolve().parent.parent / "src" / "townhall" / "interfaces" / "web" / "directory" / "map.json"
WEST, SOUTH, EAST, NORTH = 2_560_000, 1_270_000, 6_580_000, 5_460_000
"""The window in metres of EPSG:3035: Ireland to Cyprus, Crete to the North Cape. What lies beyond is cut: Azores, Madeira, the Canaries, overseas."""
KILOMETRE = 1000
"""Metres that one unit of the map stands for."""
COARSE = 3
"""Kilometres: simplification takes corners away whose triangle is smaller than the square of this."""
ISLAND = 60
"""Square kilometres from which a part of a country is kept; its largest part always is."""
SMALL = 15_000
"""Square kilometres below which a country gets a circle: Malta, Luxembourg, Cyprus."""
CIRCLE = 125
"""Radius of a circle in kilometres: 44 pixels across on a map of 700, 24 on one of 385."""
APART = 70
"""Kilometres that a circle keeps from its neighbours' label points."""
PARTS = {"N. Cyprus": "CY", "Åland": "FI", "Kosovo": "XK"}
"""What Natural Earth draws by itself, and the ISO code that it is shown under: the Union counts all of Cyprus and Åland as its territory."""
PLACED = ((34.2, 45.2, "UA"),)
"""Points in degrees whose part of a country is shown under another code than Natural Earth's: Crimea, of which it draws who holds it."""


def main() -> None:
    """Read the TopoJSON file that is named and write the map."""
    parser = argparse.ArgumentParser(description="Make the geometry of the directory's map from a TopoJSON file.")
    parser.add_argument("topology", type=Path, help="countries-50m.json of world-atlas")
    text = json.dumps(map_of(json.loads(parser.parse_args().topology.read_text(encoding="utf-8"))), ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(text.encode()) / 1000:.0f} kB")


def map_of(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the map: ``view_box``, and by country its path, its label point and, where it is small, a circle."""
    shapes = dict(_cut(_countries(topology)))
    codes = sorted(shapes)
    simple = shapely.coverage_simplify([shapes[code] for code in codes], COARSE * KILOMETRE)
    drawn = {code: _on_map(shape) for code, shape in zip(codes, simple, strict=True)}
    labels = {code: _label(shape) for code, shape in drawn.items()}
    return {
        "source": "Natural Earth 4.1.0, 1:50m, public domain (www.naturalearthdata.com), by way of world-atlas 2.0.2 (ISC)",
        "projection": "ETRS89-LAEA (EPSG:3035); one unit is one kilometre, y points south",
        "made_by": "tools/map_geometry.py",
        "view_box": [0, 0, (EAST - WEST) // KILOMETRE, (NORTH - SOUTH) // KILOMETRE],
        "countries": {code: _country(code, drawn[code], labels) for code in codes},
    }


def _countries(topology: dict[str, Any]) -> Iterator[tuple[str, MultiPolygon]]:
    """Yield the countries of Europe and around it, projected, those that one code stands for as one shape."""
    to_plane = Transformer.from_crs("EPSG:4326", "EPSG:3035", always_xy=True)
    arcs = [list(to_plane.itransform(_degrees(arc, topology["transform"]))) for arc in topology["arcs"]]
    window = shapely.box(WEST, SOUTH, EAST, NORTH)
    placed = [(Point(to_plane.transform(longitude, latitude)), code) for longitude, latitude, code in PLACED]
    parts: dict[str, list[Polygon]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = PARTS.get(name) or get_global("territory_aliases").get(geometry.get("id"), [None])[0]
        polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}[geometry["type"]]
        for outer, *holes in polygons:
            polygon = Polygon(_ring(outer, arcs), [_ring(hole, arcs) for hole in holes])
            if code and polygon.is_valid and polygon.intersects(window):
                owner = next((other for point, other in placed if polygon.contains(point)), code)
                parts.setdefault(owner, []).append(polygon)
    for code, found in parts.items():
        yield code, _many(shapely.union_all(found))


def _degrees(arc: Iterable[tuple[int, int]], transform: dict[str, tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield an arc's points in degrees: each stands in the file as the difference to the one before it."""
    (across, up), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield west + x * across, south + y * up


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Join arcs to a ring; ``~n`` is arc n backwards."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _cut(countries: Iterable[tuple[str, MultiPolygon]]) -> Iterator[tuple[str, MultiPolygon]]:
    """Yield what lies in the window, without small islands."""
    window = shapely.box(WEST, SOUTH, EAST, NORTH)
    for code, shape in countries:
        inside = _many(shape.intersection(window))
        parts = [part for part in inside.geoms if part.area >= ISLAND * KILOMETRE**2]
        yield code, MultiPolygon(parts or [max(inside.geoms, key=lambda part: part.area)])


def _many(shape: Any) -> MultiPolygon:
    return MultiPolygon([part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon)])


def _on_map(shape: MultiPolygon) -> MultiPolygon:
    """Return a shape in the map's units, whole numbers with y pointing south."""
    return _many(shapely.transform(_many(shape), lambda points: ((points - (WEST, NORTH)) / (KILOMETRE, -KILOMETRE)).round()))


def _label(shape: MultiPolygon) -> Point:
    """Return the middle of the largest circle that fits into the largest part."""
    largest = max(shape.geoms, key=lambda part: part.area)
    return Point(shapely.maximum_inscribed_circle(largest).coords[0])


def _country(code: str, shape: MultiPolygon, labels: dict[str, Point]) -> dict[str, Any]:
    point = labels[code]
    country: dict[str, Any] = {"eu": code in EU_COUNTRIES, "label": [round(point.x), round(point.y)]}
    if shape.area < SMALL and country["eu"]:
        nearest = min(point.distance(other) for name, other in labels.items() if name != code and name in EU_COUNTRIES)
        country["circle"] = [*country["label"], round(min(CIRCLE, nearest - APART))]
    return {**country, "d": "".join(_path(ring.coords) for part in shape.geoms for ring in (part.exterior, *part.interiors))}


def _path(points: Iterable[tuple[float, float]]) -> str:
    """Return a ring as a path: one absolute point, then steps; points that rounding has put on one another count once."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(whole)]
    moved = " ".join(f"{x} {y}" for x, y in steps[:-1] if (x, y) != (0, 0))
    return f"M{whole[0][0]} {whole[0][1]}l{moved}z".replace(" -", "-") if moved else ""


if __name__ == "__main__":
    main()
