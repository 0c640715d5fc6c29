"""The table of documents is what its address asks for."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.datastructures import QueryParams

from townhall.interfaces.web.documents.listing import ROWS, Asked, asked_by, listing
from townhall.library import Holding, State
from townhall.locales.messages import page_words

ENGLISH = page_words("en")
HELD = (
    Holding("b/órdenes.txt", State.READ, "Órdenes", 2000, 3, "es", date(2024, 5, 1)),
    Holding("a.md", State.CHANGED, "Zebra crossings", 10, 9, "en", None),
    Holding("new.txt", State.NEW, "new.txt", 70_000),
)


def titles(query: str) -> list[str]:
    """Return the titles that an address shows, in order."""
    return [row.title for row in listing(HELD, asked_by(QueryParams(query)), ENGLISH).rows]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["new.txt", "Órdenes", "Zebra crossings"]),
        ("order=down", ["Zebra crossings", "Órdenes", "new.txt"]),
        ("sort=size", ["Zebra crossings", "Órdenes", "new.txt"]),
        ("sort=parts&order=down", ["Zebra crossings", "Órdenes", "new.txt"]),
        ("sort=date&order=down", ["Órdenes", "Zebra crossings", "new.txt"]),
        ("q=ORDENES", ["Órdenes"]),
        ("q=cross+ZEB", ["Zebra crossings"]),
        ("q=a.md", ["Zebra crossings"]),
        ("q=nothing", []),
        ("sort=__class__&page=-4&order=%00", ["new.txt", "Órdenes", "Zebra crossings"]),
        ("page=999999999999", ["new.txt", "Órdenes", "Zebra crossings"]),
    ],
)
def test_found_and_sorted(query: str, shown: list[str]) -> None:
    """Documents are found without regard to accents and capitals, sorted by any column, and nonsense is as if it weren't there."""
    assert titles(query) == shown


def test_pages() -> None:
    """Many documents come in pages that lead to each other and together hold each once."""
    held = [Holding(f"{number:04}.txt", State.READ, f"Page {number:04}", 1) for number in range(2 * ROWS + 1)]
    views = [listing(held, Asked(page=page), ENGLISH) for page in (1, 2, 3, 4)]
    assert [row.source for view in views[:3] for row in view.rows] == [holding.source for holding in held]
    assert [(view.page, view.before is None, view.after is None) for view in views] == [
        (1, True, False),
        (2, False, False),
        (3, False, True),
        (3, False, True),
    ]
    assert views[0].after == "/documents?page=2"


def test_links_sort_the_other_way() -> None:
    """The header of the column that the table is sorted by turns it round, and keeps what was searched."""
    headers = {header.name: header for header in listing(HELD, Asked(text="e&", column="size"), ENGLISH).headers}
    assert (headers["size"].sorted, headers["size"].link) == ("ascending", "/documents?q=e%26&sort=size&order=down")
    assert (headers["title"].sorted, headers["title"].link) == (None, "/documents?q=e%26")
