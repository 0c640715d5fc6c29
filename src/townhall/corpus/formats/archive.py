"""Office files are zip archives: what is in one is weighed before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from townhall.corpus.formats.extracted import Metadata, UnreadableError, day_of, language_of
from townhall.corpus.formats.markup import Element

UNPACKED = 400_000_000
"""Most bytes that all members make together."""
RATIO = 250
"""Most that a member of more than ``SMALL`` bytes may have shrunk: text shrinks to a tenth or a twentieth, bombs to a thousandth."""
SMALL = 5_000_000
MEMBERS = 20_000
DAMAGED = "damaged or cut off: it can't be unpacked"
CORE = "docProps/core.xml"
DAYS = ("modified", "created", "date", "creation-date")
"""Names of elements that give a file's day; when it was last changed comes first."""


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open an archive once it was weighed.

    Raises:
        UnreadableError: it is damaged, locked, or a bomb.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            weigh(archive)
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, KeyError, OSError) as error:
        raise UnreadableError(DAMAGED) from error
    except RuntimeError as error:
        locked = "password" in str(error) or "encrypted" in str(error)
        if not locked:
            raise
        raise UnreadableError("locked by a password; save it without one") from error


def weigh(archive: zipfile.ZipFile) -> None:
    """Look at what an archive's members claim to be unpacked; none is unpacked to more than it claims.

    Raises:
        UnreadableError: it claims more than any document has.
    """
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise UnreadableError(f"an archive of {len(members):,} parts, more than any document has")
    if sum(member.file_size for member in members) > UNPACKED:
        raise UnreadableError("unpacks to more than any document has; it may be a bomb, and was left packed")
    for member in members:
        if member.file_size > SMALL and member.file_size > RATIO * max(1, member.compress_size):
            raise UnreadableError(
                f"unpacks to {member.file_size // max(1, member.compress_size):,} times its size; it may be a bomb, and was left packed"
            )
        if member.flag_bits & 1:
            raise UnreadableError("locked by a password; save it without one")


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member's bytes.

    Raises:
        UnreadableError: there is no such member.
    """
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile) as error:
        raise UnreadableError(DAMAGED) from error


def xml(data: bytes) -> Element:
    """Return the root of an XML file; nothing outside of it is looked at, no entity is put in.

    Raises:
        UnreadableError: it is no XML, or nested deeper than any document.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        deep = "depth" in str(error).lower()
        raise UnreadableError("nested deeper than any document" if deep else "damaged: what is in it can't be read") from error


def said(root: Element) -> Metadata:
    """Return title, author, day and language from a file's own description (Dublin Core, in Office and OpenDocument alike)."""
    found: dict[str, str] = {}
    for element in root.iter(etree.Element):
        if element.text and element.text.strip():
            found.setdefault(etree.QName(element).localname.lower(), element.text.strip())
    author = found.get("creator") or found.get("initial-creator")
    day = next((day for name in DAYS if (day := day_of(found.get(name)))), None)
    return Metadata(found.get("title"), author, day, language_of(found.get("language")))


def core_of(archive: zipfile.ZipFile) -> Metadata:
    """Return what an Office file says of itself; nothing where it has no description."""
    if CORE not in archive.namelist():
        return Metadata()
    return said(xml(part(archive, CORE)))
