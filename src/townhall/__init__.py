"""Townhall answers questions from a folder of documents and proves every sentence with a verbatim quote.

From Python: ``Townhall`` is the assistant, ``Turn``, ``Answer`` and ``Hit`` are what it returns, ``TownhallError`` is what it raises;
``docs/python.md`` shows how they are used. Importing this package loads none of it: the parts come when they are named first.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from townhall.version import __version__

if TYPE_CHECKING:
    from townhall.errors import TownhallError
    from townhall.interfaces.python import Townhall
    from townhall.model import Answer, Hit, Turn

__all__ = ["Answer", "Hit", "Townhall", "TownhallError", "Turn", "__version__"]

_WHERE = {
    "Answer": "townhall.model",
    "Hit": "townhall.model",
    "Townhall": "townhall.interfaces.python",
    "TownhallError": "townhall.errors",
    "Turn": "townhall.model",
}


# Every module of the package imports this one first: it would load all of Townhall for each of them, and go round in a circle.
def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
