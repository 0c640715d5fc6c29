"""What is kept of those who use the page: in their browser, and on the server. The privacy page shows this list, tests hold it to what is there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from townhall.interfaces.web.ask.visitor import COOKIE as VISITOR_COOKIE
from townhall.interfaces.web.reader import LANGUAGE_COOKIE, THEME_COOKIE, YEAR
from townhall.locales.messages import Messages
from townhall.settings import Settings
from townhall.storage.limits import GUESSES_FORGOTTEN
from townhall.storage.sessions import DURATION

ADMINISTRATOR_COOKIE = "admin"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that the site sets."""

    name: str
    purpose: str
    """The last part of the key of its words: ``privacy.cookie.…``."""
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing on the server."""

    name: str
    """The last part of the keys of its words: ``privacy.kept.….what``, ``why`` and ``until``."""
    tables: Mapping[str, tuple[str, ...]]
    """Columns by table; none for what lies in a file."""
    lasts: timedelta | None
    """How long it stays after what its words name; None for as long as the database."""


def cookies(settings: Settings) -> tuple[Cookie, ...]:
    """Return every cookie that the site may set."""
    year, retention = timedelta(seconds=YEAR), timedelta(days=settings.retention_days)
    return (
        Cookie(LANGUAGE_COOKIE, "language", year),
        Cookie(THEME_COOKIE, "theme", year),
        Cookie(VISITOR_COOKIE, "conversations", retention),
        Cookie(ADMINISTRATOR_COOKIE, "administrator", DURATION),
    )


def kept(settings: Settings) -> tuple[Kept, ...]:
    """Return everything that the server keeps."""
    retention = timedelta(days=settings.retention_days)
    lasts = {"conversations": retention, "feedback": retention, "attempts": timedelta(seconds=GUESSES_FORGOTTEN), "sessions": DURATION}
    return tuple(Kept(name, {table: tuple(columns) for table, columns in tables.items()}, lasts.get(name)) for name, tables in _tables().items())


def database_host(settings: Settings) -> str | None:
    """Return the machine that the database runs on; None where it is a file on this one."""
    return urlsplit(settings.database).hostname if settings.database else None


def in_words(duration: timedelta, words: Messages) -> str:
    """Return a duration as people say it: whole years of 365 days, days, or hours."""
    for unit, length in (("years", 365 * _DAY), ("days", _DAY)):
        if duration >= length and not duration % length:
            return words.say(f"privacy.{unit}", n=duration // length)
    return words.say("privacy.hours", n=duration // timedelta(hours=1))


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("townhall.interfaces.web.legal").joinpath("kept.toml").read_text(encoding="utf-8"))
