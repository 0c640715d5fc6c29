"""``web.toml``: which pages of the web are documents."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from townhall.errors import CorpusError

MOST_PAGES = 1000
LISTS = ("pages", "sitemaps", "include", "exclude")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the owner of a corpus wants of the web."""

    pages: tuple[str, ...] = ()
    """Addresses."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps, or of indexes of sitemaps; their pages are wanted too."""
    include: tuple[str, ...] = ()
    """Patterns, with ``*`` for anything: of a sitemap's pages only those that match one; all where there is none."""
    exclude: tuple[str, ...] = ()
    """Patterns of a sitemap's pages that are not wanted."""
    most_pages: int = MOST_PAGES
    """Most pages that are taken from sitemaps."""

    def takes(self, url: str) -> bool:
        """Whether a page that a sitemap lists is wanted."""
        included = not self.include or any(fnmatchcase(url, pattern) for pattern in self.include)
        return included and not any(fnmatchcase(url, pattern) for pattern in self.exclude)


def read_wanted(file: Path) -> Wanted | None:
    """Read ``web.toml``; None where there is none, so that nothing is fetched.

    Raises:
        CorpusError: it is not TOML, or has a field that isn't known or of another type.
    """
    if not file.is_file():
        return None
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file} can't be read: {error}.", remedy="Mend that line, or remove the file.") from error
    for name, value in table.items():
        if name not in {*LISTS, "most_pages"}:
            raise CorpusError(f"{file} has an unknown field {name!r}.", remedy=f"Known fields are {', '.join((*LISTS, 'most_pages'))}.")
        if name == "most_pages" and (type(value) is not int or value < 1):
            raise CorpusError(f"{file}: most_pages is {value!r}.", remedy="It must be a number from 1 on.")
        if name in LISTS and not (isinstance(value, list) and all(isinstance(entry, str) for entry in value)):
            raise CorpusError(f"{file}: {name} is {value!r}.", remedy=f'It must be a list of texts: {name} = ["…"].')
    lists = {name: tuple(table.get(name, ())) for name in LISTS}
    for url in (*lists["pages"], *lists["sitemaps"]):
        if clean(url) is None:
            raise CorpusError(f"{file} names {url!r}, which is no address of the web.", remedy="Addresses begin with https:// or http://.")
    pages = tuple(dict.fromkeys(clean(url) or url for url in lists["pages"]))
    return Wanted(pages, lists["sitemaps"], lists["include"], lists["exclude"], table.get("most_pages", MOST_PAGES))


def clean(url: str) -> str | None:
    """Return an address without its fragment, in the form that is asked for; None where it is none of http or https, or carries a password."""
    import httpx

    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        return None
    if parsed.scheme not in {"http", "https"} or not parsed.host or parsed.userinfo:
        return None
    return str(parsed.copy_with(fragment=None))
