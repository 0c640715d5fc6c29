"""Where a document was published on the web."""

from __future__ import annotations

import pytest

from townhall.interfaces.web.links import origin_of
from townhall.model import Document


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://city.example/fees", "city.example"),
        ("http://127.0.0.1:8000/x", "127.0.0.1"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://[", None),
        ("in the cupboard", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(link: str | None, host: str | None) -> None:
    """What the owner of a document says of its origin is a link only where it is an address of the web."""
    found = origin_of(Document("a.txt", "", "", "A", link=link))
    assert (found.host if found else None) == host
