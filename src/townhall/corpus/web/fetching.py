"""Brings the folder of fetched pages up to date with the web: what is new or changed is written, what is gone goes, what fails stays as it was."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx

from townhall.corpus.formats import READ_SUFFIXES
from townhall.corpus.intake import put, staged
from townhall.corpus.web.fetched import Failure, Fetched
from townhall.corpus.web.fetcher import Fetcher, FetchError, GoneError, Manners, Page
from townhall.corpus.web.kept import Kept, place_of, read_kept, write_kept
from townhall.corpus.web.sitemap import SitemapError, read_sitemap
from townhall.corpus.web.wanted import Wanted
from townhall.errors import DocumentError

DEPTH = 3
"""How deep indexes of sitemaps may name others."""
SITEMAPS = 500
"""Most sitemaps that are read."""
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
"""Of the media types that can be read."""


class _Folder:
    """The pages of a corpus while they are fetched; what is known is written before a file is, so that a killed process leaves nothing unknown."""

    def __init__(self, corpus: Path, *, size: int) -> None:
        self._corpus = corpus
        self._size = size
        self.kept = read_kept(corpus)
        self.done: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": [], "gone": []}
        self.failed: list[Failure] = []

    def whole(self, url: str) -> Kept | None:
        """Return what is known of a page whose file is there as it was fetched."""
        kept = self.kept.get(url)
        with suppress(OSError):
            if kept and hashlib.sha256((self._corpus / kept.source).read_bytes()).hexdigest() == kept.sha256:
                return kept
        return None

    def fail(self, url: str, reason: str) -> None:
        """Note that an address can't be fetched."""
        self.failed.append(Failure(url, reason, kept=self.whole(url) is not None))

    def take(self, url: str, page: Page, suffix: str) -> None:
        """Make a page that was fetched a document.

        Raises:
            DocumentError: it can't be written.
        """
        before = self.whole(url)
        content = in_utf8(page) if suffix in {".html", ".xhtml", ".txt", ".md", ".csv"} else page.content
        taken = {kept.source.casefold(): other for other, kept in self.kept.items()}
        source = place_of(url, suffix, taken)
        kept = Kept(source, page.url, hashlib.sha256(content).hexdigest(), page.etag, page.modified)
        if before and (before.source, before.sha256) == (kept.source, kept.sha256):
            self.kept[url] = kept
            self.done["unchanged"].append(url)
            return
        target = self._corpus / source
        with staged(self._corpus, target.name, io.BytesIO(content), size_limit=self._size) as file:
            old = self.kept.get(url)
            self.kept[url] = kept
            write_kept(self._corpus, self.kept)
            put(file, target, replace=True)
        if old and old.source != source:
            (self._corpus / old.source).unlink(missing_ok=True)
        self.done["changed" if old else "new"].append(url)

    def remove(self, url: str) -> None:
        """Take a page that is there no more out of the corpus."""
        if kept := self.kept.pop(url, None):
            path = self._corpus / kept.source
            with suppress(OSError):
                path.unlink(missing_ok=True)
                while (path := path.parent) != self._corpus:
                    path.rmdir()  # as far as folders are empty
            self.done["gone"].append(url)


def fetch_all(corpus: Path, wanted: Wanted, manners: Manners, *, progress: Callable[[int, int], None] = lambda _done, _of: None) -> Fetched:
    """Fetch what is wanted into the corpus; ``progress`` is told how many pages are done, and of how many.

    A page that the server says is gone is removed, and so is one that is wanted no more; one that fails stays as it was. As long as a sitemap
    can't be read nothing counts as wanted no more.

    Raises:
        OSError: the corpus can't be written.
    """
    folder = _Folder(corpus, size=manners.size)
    corpus.mkdir(parents=True, exist_ok=True)
    with closing(Fetcher(manners)) as fetcher:
        try:
            pages, complete = _pages(fetcher, wanted, folder, manners)
            # Host by host: one connection is enough for each, and no host waits for another's page in between.
            for number, url in enumerate(sorted(pages, key=lambda url: (httpx.URL(url).host, pages.index(url)))):
                progress(number, len(pages))
                _fetch(fetcher, url, folder)
            for url in [url for url in folder.kept if complete and url not in pages]:
                folder.remove(url)
        finally:
            if folder.kept or any(folder.done.values()):
                write_kept(corpus, folder.kept)
    done = {name: tuple(urls) for name, urls in folder.done.items()}
    return Fetched(done["new"], done["changed"], done["unchanged"], done["gone"], tuple(folder.failed))


def _fetch(fetcher: Fetcher, url: str, folder: _Folder) -> None:
    kept = folder.whole(url)
    try:
        page = fetcher.get(url, etag=kept.etag if kept else None, modified=kept.modified if kept else None)
    except GoneError as error:
        known = url in folder.kept
        folder.remove(url)
        if not known:
            folder.fail(url, str(error))
        return
    except FetchError as error:
        folder.fail(url, str(error))
        return
    if page.unchanged:
        if kept is None:
            folder.fail(url, "the server calls it unchanged, though nothing was there to compare")
        else:
            folder.done["unchanged"].append(url)
        return
    suffix = _suffix(page)
    if suffix is None:
        folder.fail(url, f"{page.kind[:100] or 'a page that names no type'} is not a format that is read")
    elif not page.content.strip():
        folder.fail(url, "empty")
    else:
        try:
            folder.take(url, page, suffix)
        except DocumentError as error:
            folder.fail(url, error.cause)


def _pages(fetcher: Fetcher, wanted: Wanted, folder: _Folder, manners: Manners) -> tuple[list[str], bool]:
    """Return the pages that are wanted, and whether all sitemaps could be read."""
    listed: list[str] = []
    complete = True
    for root in wanted.sitemaps:
        for found in _listed(fetcher, root, manners):
            if isinstance(found, Failure):
                folder.failed.append(found)
                complete = False
            elif wanted.takes(found):
                listed.append(found)
    unique = list(dict.fromkeys(listed))
    if len(unique) > wanted.most_pages:
        left_out = len(unique) - wanted.most_pages
        folder.failed.append(Failure(unique[wanted.most_pages], f"this page and {left_out - 1} more are beyond most_pages", kept=False))
    return list(dict.fromkeys([*wanted.pages, *unique[: wanted.most_pages]])), complete


def _listed(fetcher: Fetcher, root: str, manners: Manners) -> Iterator[str | Failure]:
    """Yield the pages of a sitemap and of those that it names, all of its own host; what can't be read is a failure."""
    host = httpx.URL(root).host
    waiting = [(root, 0)]
    seen = {root}
    while waiting:
        url, depth = waiting.pop(0)
        try:
            sitemap = read_sitemap(fetcher.get(url).content, size=manners.size)
        except (FetchError, SitemapError) as error:
            yield Failure(url, str(error), kept=False)
            continue
        pages = [page for page in sitemap.pages if httpx.URL(page).host == host]
        if not pages and not sitemap.sitemaps:
            # One that has been emptied by mistake must not empty the corpus.
            yield Failure(url, f"lists no page of {host}", kept=False)
        yield from pages
        for other in sitemap.sitemaps:
            if other not in seen and httpx.URL(other).host == host and depth < DEPTH and len(seen) < SITEMAPS:
                seen.add(other)
                waiting.append((other, depth + 1))


def _suffix(page: Page) -> str | None:
    """Return the ending that a page's file gets, by its media type, else by its address."""
    if page.kind in SUFFIXES:
        return SUFFIXES[page.kind]
    own = Path(httpx.URL(page.url).path).suffix.lower()
    return own if page.kind in {"application/octet-stream", ""} and own in READ_SUFFIXES else None


def in_utf8(page: Page) -> bytes:
    """Return a page's bytes in UTF-8 where the server says that they are in another encoding: the file itself doesn't know."""
    try:
        name = codecs.lookup(page.charset).name if page.charset else "utf-8"
        marked = page.content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        # The web reads what calls itself Latin-1 as Windows-1252.
        name = "cp1252" if name in {"iso8859-1", "ascii"} else name
        return page.content if name == "utf-8" or marked else codecs.BOM_UTF8 + page.content.decode(name).encode()
    except (LookupError, UnicodeDecodeError):
        return page.content
