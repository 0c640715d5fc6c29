"""The table of documents: found, sorted and cut into pages as the address says."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from townhall.interfaces.web.documents.links import LIST, document_link
from townhall.library import Holding, State
from townhall.locales.messages import Messages

ROWS = 200
"""Documents on one page."""
COLUMNS: dict[str, Callable[[Holding], Any]] = {
    "title": lambda holding: folded(holding.title),
    "file": lambda holding: folded(holding.source),
    "language": lambda holding: holding.language or "",
    "date": lambda holding: holding.date or date.min,
    "size": lambda holding: holding.size or 0,
    "parts": lambda holding: holding.parts,
    "state": lambda holding: list(State).index(holding.state),
}
"""What each column is sorted by."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shown, as an address asks for it; what it asks for wrongly is as if it weren't there."""

    text: str = ""
    """What title or file must contain."""
    column: str = "title"
    descending: bool = False
    page: int = 1

    def link(self, **changes: object) -> str:
        """Return the address of the same table with some things changed."""
        values = {"q": self.text, "sort": self.column, "order": "down" if self.descending else "up", "page": self.page, **changes}
        plain = {"q": "", "sort": "title", "order": "up", "page": 1}
        query = urlencode({name: value for name, value in values.items() if value != plain[name]})
        return f"{LIST}?{query}" if query else LIST


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the table."""

    title: str
    source: str
    link: str | None
    """None for a file that isn't read yet."""
    language: str
    language_code: str | None
    day: str
    size: str
    parts: str
    state: str
    """As in ``State``."""


@dataclass(frozen=True, slots=True)
class Header:
    """A column's header; its link sorts by it."""

    name: str
    link: str
    sorted: str | None
    """``ascending`` or ``descending`` where the table is sorted by it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The table as it is shown."""

    rows: tuple[Row, ...]
    headers: tuple[Header, ...]
    found: int
    page: int
    pages: int
    before: str | None
    """Address of the page before; None on the first."""
    after: str | None
    asked: Asked


def asked_by(parameters: Any) -> Asked:
    """Return what an address asks for."""
    page = parameters.get("page", "")
    column = parameters.get("sort", "")
    return Asked(
        text=parameters.get("q", "").strip()[:200],
        column=column if column in COLUMNS else "title",
        descending=parameters.get("order") == "down",
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 8 else 1,  # noqa: PLR2004 - more would be no page
    )


def listing(holdings: Sequence[Holding], asked: Asked, words: Messages) -> Listing:
    """Return the table that was asked for."""
    wanted = folded(asked.text).split()
    found = [holding for holding in holdings if all(word in folded(f"{holding.title} {holding.source}") for word in wanted)]
    found.sort(key=COLUMNS[asked.column], reverse=asked.descending)
    pages = max(1, -(-len(found) // ROWS))
    page = min(asked.page, pages)
    return Listing(
        rows=tuple(_row(holding, words) for holding in found[(page - 1) * ROWS : page * ROWS]),
        headers=tuple(_header(column, asked) for column in COLUMNS),
        found=len(found),
        page=page,
        pages=pages,
        before=asked.link(page=page - 1) if page > 1 else None,
        after=asked.link(page=page + 1) if page < pages else None,
        asked=asked,
    )


def folded(text: str) -> str:
    """Return text as it is searched and sorted: without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(character for character in plain if not unicodedata.combining(character)).casefold()


def _header(column: str, asked: Asked) -> Header:
    is_sorted = column == asked.column
    down = is_sorted and not asked.descending
    return Header(
        name=column,
        link=asked.link(sort=column, order="down" if down else "up", page=1),
        sorted=("descending" if asked.descending else "ascending") if is_sorted else None,
    )


def _row(holding: Holding, words: Messages) -> Row:
    return Row(
        title=holding.title,
        source=holding.source,
        link=None if holding.state is State.NEW else document_link(holding.source),
        language=words.language_name(holding.language) if holding.language else "",
        language_code=holding.language if holding.language != words.language else None,
        day=words.iso_date(holding.date.isoformat()) if holding.date else "",
        size=words.size(holding.size) if holding.size is not None else "",
        parts=words.number(holding.parts) if holding.parts else "",
        state=holding.state.value,
    )
