"""The page's HTML. Every text goes through a template that escapes it: what documents and people write is never markup."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from townhall.interfaces.web.rendering import waiting
from townhall.interfaces.web.views import TurnView
from townhall.interfaces.web.words import word


@cache
def _templates() -> Environment:
    loader = PackageLoader("townhall.interfaces.web", "assets")
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    templates.globals["word"] = word
    return templates


def asset(name: str) -> str:
    """Return a file of the page: its style, its script."""
    return files("townhall.interfaces.web").joinpath("assets", name).read_text(encoding="utf-8")


def shell_html() -> str:
    """Return what stays on the page while the conversation changes: head, examples, the box for questions, the notice."""
    examples = tomllib.loads(asset("examples.toml"))["group"]
    placeholder = Markup(turn_html(waiting(0, "")))  # noqa: S704 - made by the template that escapes
    return _templates().get_template("shell.html").render(examples=examples, waiting=placeholder)


def turn_html(turn: TurnView) -> str:
    """Return one exchange."""
    return _templates().get_template("turn.html").render(turn=turn).strip()
