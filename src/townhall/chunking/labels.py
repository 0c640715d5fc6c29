"""Field labels and page furniture, from ``locales/structure.toml``."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files


def folded(text: str) -> str:
    """Return ``text`` without case, accents, a final colon and extra white space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.split()).rstrip(":").rstrip()


@cache
def _table() -> tuple[dict[str, str], frozenset[str]]:
    data = tomllib.loads(files("townhall.locales").joinpath("structure.toml").read_text(encoding="utf-8"))
    labels = {folded(word): kind for kind, words in data["labels"].items() for word in words}
    return labels, frozenset(folded(line) for line in data["furniture"]["lines"])


def field_kind(text: str) -> str | None:
    """Return the kind of field that ``text`` labels (``contact``), or None if it is not a label that is known."""
    return _table()[0].get(folded(text))


def is_furniture(text: str) -> bool:
    """Whether ``text`` is a line that pages carry and documents don't."""
    return folded(text) in _table()[1]
