"""Sitemaps (sitemaps.org, protocol 0.9): lists of pages, and indexes of such lists; packed or not, XML or one address a line."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from lxml import etree

from townhall.corpus.web.wanted import clean

ENTRIES = 50_000
"""Most entries of a sitemap, as the protocol has it."""


class SitemapError(Exception):
    """What was fetched is no sitemap; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists."""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...]


def read_sitemap(content: bytes, *, size: int) -> Sitemap:
    """Read a sitemap of at most ``size`` bytes, unpacked.

    Raises:
        SitemapError: it is none, or too large.
    """
    data = _unpacked(content, size)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Sitemap(_addresses(data.decode("utf-8", "replace").splitlines()), ())
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SitemapError(f"no sitemap: {error}") from error
    kind = _name(root)
    if kind not in {"urlset", "sitemapindex"}:
        raise SitemapError(f"no sitemap, but {kind[:50]!r}")
    found = _addresses([location.text or "" for entry in root for location in entry if _name(location) == "loc"])
    return Sitemap((), found) if kind == "sitemapindex" else Sitemap(found, ())


def _unpacked(content: bytes, size: int) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        data = unpacker.decompress(content, size + 1)
    except zlib.error as error:
        raise SitemapError(f"can't be unpacked: {error}") from error
    if len(data) > size:
        raise SitemapError(f"more than {size:,} bytes")
    if not unpacker.eof:
        raise SitemapError("cut off")
    return data


def _addresses(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for text in texts[:ENTRIES] if (url := clean(text))))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
