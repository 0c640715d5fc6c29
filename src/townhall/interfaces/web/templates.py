"""The pages' HTML. Every text goes through a template that escapes it: what documents and people write is never markup."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from townhall.interfaces.web.reader import Reader
from townhall.locales.lexicon import LANGUAGES
from townhall.locales.messages import Messages, own_names

VIEWS = {"ask": "/", "directory": "/directory", "deadlines": "/deadlines", "documents": "/documents", "quality": "/quality"}
"""The views that every page leads to, by the key of their name, in order."""


@cache
def _templates() -> Environment:
    loader = PackageLoader("townhall.interfaces.web", "templates")
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    templates.globals.update(asset_url=asset_url, views=VIEWS, languages={code: own_names()[code] for code in LANGUAGES})
    return templates


def asset(name: str) -> bytes:
    """Return a file that a page loads: a style, a script.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return files("townhall.interfaces.web").joinpath("static", name).read_bytes()


@cache
def asset_url(name: str) -> str:
    """Return the address of such a file; it changes with the contents, so that browsers may keep what they have."""
    return f"/page/{name}?v={hashlib.sha256(asset(name)).hexdigest()[:12]}"


def fragment(template: str, words: Messages, **values: Any) -> str:
    """Return a part of a page."""
    return _templates().get_template(template).render(word=words.say, words=words, **values).strip()


def page(template: str, reader: Reader, **values: Any) -> str:
    """Return a whole page, or what of it depends on who reads it."""
    return fragment(template, reader.words, reader=reader, **values)
