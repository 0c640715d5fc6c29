"""``sources.toml``: what the owner of a corpus knows about each document."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from townhall.errors import CorpusError

SOURCES_FILE = "sources.toml"
WEB_FILE = "web.toml"
"""Which pages of the web are documents too; see ``townhall.corpus.web``."""
FIELDS = {"title": str, "publisher": str, "date": date, "link": str, "language": str}


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of one document; None where it isn't."""

    title: str | None = None
    publisher: str | None = None
    date: date | None = None
    link: str | None = None
    language: str | None = None


def read_sources(corpus: Path) -> dict[str, SourceInfo]:
    """Read ``sources.toml`` in ``corpus``; an absent file is an empty one.

    Raises:
        CorpusError: it is not TOML, or has a field that isn't known or of another type.
    """
    path = corpus / SOURCES_FILE
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} can't be read: {error}.", remedy="Mend that line, or remove the file.") from error
    return {source: _source_info(path, source, table) for source, table in tables.items()}


def _source_info(path: Path, source: str, table: object) -> SourceInfo:
    if not isinstance(table, dict):
        raise CorpusError(f"{path}: {source!r} is not a table.", remedy=f'Write ["{source}"] on a line of its own, then its fields.')
    for name, value in table.items():
        if name not in FIELDS:
            raise CorpusError(f"{path}: {source!r} has an unknown field {name!r}.", remedy=f"Known fields are {', '.join(FIELDS)}.")
        if type(value) is not FIELDS[name]:  # a moment is a date to isinstance
            raise CorpusError(f"{path}: {name!r} of {source!r} is {value!r}.", remedy=f"It must be a {FIELDS[name].__name__}.")
    return SourceInfo(**table)
