"""Who reads a page: the language and the theme that it is shown in, as the address, a cookie or the browser say."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import HTTPConnection

from townhall.locales.lexicon import LANGUAGES
from townhall.locales.messages import Messages, page_words

LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"
THEMES = ("light", "dark")
DEFAULT = "en"
YEAR = 365 * 24 * 3600
"""Seconds that a choice is kept in the browser."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a page is shown, and what its address was."""

    language: str
    """ISO 639-1, one of the 24."""
    theme: str | None = None
    """``light`` or ``dark``; None where the browser decides."""
    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    """The address's parameters, without the language."""

    @property
    def words(self) -> Messages:
        """The page's words in the reader's language."""
        return page_words(self.language)

    def link(self, language: str) -> str:
        """Return the address of the same page in another language."""
        return f"{self.path}?{urlencode([*self.query, ('lang', language)])}"


def reader_of(connection: HTTPConnection) -> Reader:
    """Return who reads the answer to a request."""
    asked = connection.query_params.get("lang")
    theme = connection.cookies.get(THEME_COOKIE)
    return Reader(
        language=asked if asked in LANGUAGES else _language(connection),
        theme=theme if theme in THEMES else None,
        path=connection.url.path,
        query=tuple((name, value) for name, value in connection.query_params.multi_items() if name != "lang"),
    )


def language_cookie(connection: HTTPConnection) -> str | None:
    """Return the header that keeps the language that the address names, or None where it names none."""
    asked = connection.query_params.get("lang")
    return f"{LANGUAGE_COOKIE}={asked}; Max-Age={YEAR}; Path=/; SameSite=Lax" if asked in LANGUAGES else None


def _language(connection: HTTPConnection) -> str:
    chosen = connection.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    preferred = sorted(_weighted(connection.headers.get("accept-language", "")), key=lambda pair: -pair[1])
    return next((code for code, weight in preferred if code in LANGUAGES and weight > 0), DEFAULT)


def _weighted(header: str) -> list[tuple[str, float]]:
    """Return the languages of an ``Accept-Language`` header with their weights (RFC 9110, 12.5.4); what can't be read weighs nothing."""
    found = []
    for part in header.split(","):
        name, _, weight = part.partition(";")
        try:
            found.append((name.strip().split("-")[0].lower(), float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0))
        except ValueError:
            found.append((name, 0.0))
    return found
