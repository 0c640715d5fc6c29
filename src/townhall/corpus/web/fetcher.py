"""Asks servers for pages: within bounds of size, time and redirects, as their ``robots.txt`` allows, and no faster than they like."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx
from protego import Protego

from townhall.corpus.web.addresses import PublicTransport
from townhall.corpus.web.wanted import clean

REDIRECTS = 5
"""Most redirects that are followed (RFC 9309 wants at least five for robots.txt)."""
ROBOTS_SIZE = 512_000
"""Bytes of a robots.txt that are read; RFC 9309 wants at least 500 KiB."""
LONGEST_DELAY = 60.0
"""Longest pause that a robots.txt is granted, in seconds."""
SILENCE = 10.0
"""Longest time to wait for a connection, or for the next bytes, in seconds."""
ANSWERS = frozenset({200, 304})
REDIRECTED = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
SHORT = 1 << 16
"""Longest answer that is read though it is no page, in bytes."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How servers are asked."""

    agent: str = "Townhall"
    """What we are called, first word first: it is what robots.txt knows us by."""
    delay: float = 1.0
    """Pause between two requests to a host, in seconds; longer where its robots.txt wants so."""
    seconds: float = 30.0
    """Longest time for a page."""
    size: int = 50_000_000
    """Largest page, unpacked, in bytes."""
    private: bool = False
    """Whether addresses of this machine and its network may be asked."""


class FetchError(Exception):
    """A page can't be had now; ``str()`` says why."""


class GoneError(FetchError):
    """A page is there no more."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered."""

    url: str
    """Where it was found in the end."""
    content: bytes = field(repr=False)
    kind: str
    """Media type, in lower case, without parameters."""
    charset: str | None
    etag: str | None
    modified: str | None
    unchanged: bool = False
    """Whether it is what the validators of the request stand for; then there is no content."""


class Fetcher:
    """Asks one server at a time; to be closed."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._client = httpx.Client(
            transport=PublicTransport(private=manners.private),
            headers={"User-Agent": manners.agent, "Accept-Encoding": "gzip"},
            timeout=min(SILENCE, manners.seconds),
            follow_redirects=False,
            trust_env=False,
        )
        self._robots: dict[str, Protego | FetchError] = {}
        self._asked: dict[str, float] = {}

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Page:
        """Return a page; with validators one that may be ``unchanged``.

        Raises:
            GoneError: the server says that it is there no more.
            FetchError: it can't be had, may not be asked for, or is too large.
        """
        validators = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
        deadline = time.monotonic() + self._manners.seconds
        for _ in range(REDIRECTS + 1):
            delay = self._allowed(url)
            # What a pause takes is no fault of the page.
            deadline += self._pause(url, delay)
            found = self._ask(url, validators, deadline, self._manners.size)
            if isinstance(found, Page):
                return found
            url = found
        raise FetchError(f"redirected more than {REDIRECTS} times")

    def _allowed(self, url: str) -> float:
        """Return the pause that the host of ``url`` wants between requests.

        Raises:
            FetchError: its robots.txt doesn't allow the page, or can't be had.
        """
        root = str(httpx.URL(url).copy_with(raw_path=b"/robots.txt"))
        if root not in self._robots:
            try:
                self._robots[root] = self._read_robots(root)
            except FetchError as error:
                self._robots[root] = FetchError(f"robots.txt can't be had ({error})")
        robots = self._robots[root]
        if isinstance(robots, FetchError):
            raise robots
        if not robots.can_fetch(url, self._manners.agent):
            raise FetchError("robots.txt doesn't allow it")
        return max(self._manners.delay, min(float(robots.crawl_delay(self._manners.agent) or 0), LONGEST_DELAY))

    def _read_robots(self, url: str) -> Protego:
        """Return a host's rules: none where it has none, and all forbidden where it fails to tell (RFC 9309, 2.3.1)."""
        deadline = time.monotonic() + self._manners.seconds
        for _ in range(REDIRECTS + 1):
            self._pause(url, self._manners.delay)
            try:
                found = self._ask(url, {}, deadline, ROBOTS_SIZE, cut=True)
            except RefusedError:
                return Protego.parse("")
            if isinstance(found, Page):
                return Protego.parse(found.content.decode("utf-8", "replace"))
            url = found
        raise FetchError(f"redirected more than {REDIRECTS} times")

    def _pause(self, url: str, delay: float) -> float:
        """Wait until the host may be asked again, and return how long that took."""
        host = httpx.URL(url).netloc.decode("ascii")
        waited = max(0.0, self._asked.get(host, -delay) + delay - time.monotonic())
        if waited:
            time.sleep(waited)
        self._asked[host] = time.monotonic()
        return waited

    def _ask(self, url: str, validators: Mapping[str, str], deadline: float, size: int, *, cut: bool = False) -> Page | str:
        """Return the page, or where it has gone; with ``cut`` what is too large is cut off."""
        try:
            with self._client.stream("GET", url, headers=dict(validators)) as response:
                if response.status_code not in ANSWERS:
                    _drain(response, deadline)
                if response.status_code in REDIRECTED:
                    return _target(url, response.headers.get("location", ""))
                _check_status(response)
                kind, _, _ = response.headers.get("content-type", "").partition(";")
                unchanged = response.status_code == httpx.codes.NOT_MODIFIED
                return Page(
                    url=url,
                    content=b"" if unchanged else b"".join(_bounded(response, deadline, size, cut=cut)),
                    kind=kind.strip().lower(),
                    charset=response.charset_encoding,
                    etag=response.headers.get("etag"),
                    modified=response.headers.get("last-modified"),
                    unchanged=unchanged,
                )
        except httpx.TimeoutException as error:
            raise FetchError(f"no answer within {min(SILENCE, self._manners.seconds):g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
            raise FetchError(str(error) or type(error).__name__) from error


class RefusedError(FetchError):
    """The server refuses, by a status of 400 to 499."""


class GoneRefusedError(RefusedError, GoneError):
    """The server refuses since the page is there no more."""


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status in ANSWERS:
        return
    said = f"status {status}"
    if status in GONE:
        raise GoneRefusedError(said)
    # Too many requests is no refusal of the page (RFC 6585).
    raise RefusedError(said) if response.is_client_error and status != httpx.codes.TOO_MANY_REQUESTS else FetchError(said)


def _drain(response: httpx.Response, deadline: float) -> None:
    """Read what comes with an answer that is no page, as far as it is short: the connection can then be used again."""
    read = 0
    for raw in response.iter_raw():
        read += len(raw)
        if read > SHORT or time.monotonic() > deadline:
            return


def _target(url: str, location: str) -> str:
    target = clean(urljoin(url, location)) if location else None
    if target is None:
        raise FetchError(f"redirected to {location[:200]!r}, which is no address of the web")
    return target


def _bounded(response: httpx.Response, deadline: float, size: int, *, cut: bool) -> Iterator[bytes]:
    """Yield a page's bytes, unpacked, for as long as they are within the bounds; packed bytes are never unpacked beyond them."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise FetchError(f"packed by {encoding[:50]!r}, which was not asked for")
    # Both kinds are recognised by their first bytes.
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if encoding not in {"identity", ""} else None
    left = size
    for raw in response.iter_raw():
        if time.monotonic() > deadline:
            raise FetchError("not complete within the time for a page")
        block = unpacker.decompress(raw, left + 1) if unpacker else raw
        if len(block) > left:
            if cut:
                yield block[:left]
                return
            raise FetchError(f"more than {size:,} bytes")
        left -= len(block)
        yield block
    if unpacker and not unpacker.eof:
        raise FetchError("cut off")
