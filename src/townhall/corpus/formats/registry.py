"""The formats that are read: by which suffixes they go, how their files begin, which module reads them, and in which version."""

from __future__ import annotations

import io
import tomllib
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.resources import files
from pathlib import PurePosixPath

from townhall.corpus.formats.extracted import Extracted, UnreadableError

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown"})
"""Formats whose text is the file itself, decoded."""
TEXT_VERSION = "1"
PDF_HEAD = 1024
"""Bytes in which a PDF has to say that it is one."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old Office files begin, and new ones that are locked by a password."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format with its reader."""

    name: str
    """As people call it, with its article: "a Word document"."""
    suffixes: tuple[str, ...]
    module: str
    function: str = "extract"
    version: int = 1
    """Raised with every change of ours that changes texts or blocks."""
    libraries: tuple[str, ...] = ()
    """Packages whose versions may change them too."""
    container: str = "text"
    """What its files begin as: ``pdf``, ``zip`` or ``text``."""
    mark: str = ""
    """Of a zip archive: how the name of one of its members begins, or what its ``mimetype`` holds."""


FORMATS = (
    Format("a PDF", (".pdf",), "pdf", version=3, libraries=("pypdfium2",), container="pdf"),
    Format("a web page", (".html", ".htm", ".xhtml"), "html", version=3, libraries=("lxml", "charset-normalizer")),
    Format("a Word document", (".docx", ".docm"), "docx", libraries=("mammoth", "lxml"), container="zip", mark="word/"),
    Format("an OpenDocument text", (".odt", ".ott"), "odf", libraries=("lxml",), container="zip", mark="opendocument.text"),
    Format("a PowerPoint presentation", (".pptx", ".ppsx"), "pptx", libraries=("python-pptx",), container="zip", mark="ppt/"),
    Format("an OpenDocument presentation", (".odp",), "odf", libraries=("lxml",), container="zip", mark="opendocument.presentation"),
    Format("an Excel workbook", (".xlsx", ".xlsm"), "sheets", "extract_xlsx", libraries=("openpyxl",), container="zip", mark="xl/"),
    Format("an OpenDocument spreadsheet", (".ods",), "odf", libraries=("lxml",), container="zip", mark="opendocument.spreadsheet"),
    Format("a table of text", (".csv", ".tsv"), "sheets", "extract_csv", version=2, libraries=("charset-normalizer",)),
    Format("an e-mail", (".eml",), "eml", version=2, libraries=("lxml",)),
)
READ_SUFFIXES = TEXT_SUFFIXES | {suffix for each in FORMATS for suffix in each.suffixes}
"""Every suffix that is read."""


def format_of(source: str) -> Format | None:
    """Return the format that a file's name promises; None for plain text, Markdown, and what isn't read."""
    suffix = PurePosixPath(source).suffix.lower()
    return next((each for each in FORMATS if suffix in each.suffixes), None)


@cache
def version_of(source: str) -> str:
    """Return what read a file of this name, with versions: where it changes, the file has to be read again."""
    found = format_of(source)
    if found is None:
        return f"text {TEXT_VERSION}"
    return " ".join([f"{found.module} {found.version}", *(f"{library} {version(library)}" for library in found.libraries)])


def reason_unread(source: str) -> str:
    """Return why a file of this name is not read, in words for its owner."""
    suffix = PurePosixPath(source).suffix
    known = _unread().get(suffix.lower().removeprefix("."))
    return known or f"{suffix or 'a file without a suffix'} is not a format that is read"


@cache
def _unread() -> dict[str, str]:
    return tomllib.loads(files("townhall.corpus.formats").joinpath("unread.toml").read_text(encoding="utf-8"))


def extract(source: str, data: bytes, *, limit: int) -> Extracted:
    """Read a file's bytes by the format that its name promises; the text has at most ``limit`` characters.

    Raises:
        UnreadableError: it can't be read, is another format, or holds no text.
    """
    promised = format_of(source)
    if promised is None:
        raise UnreadableError(reason_unread(source))
    if not data.strip():
        raise UnreadableError("empty")
    check(promised, source, data)
    module = import_module(f"townhall.corpus.formats.{promised.module}")
    found = getattr(module, promised.function)(data, limit=limit)
    if not isinstance(found, Extracted) or not found.text.strip():
        raise UnreadableError("holds no text")
    return found


def check(promised: Format, source: str, data: bytes) -> None:
    """Hold a file against what its name promises.

    Raises:
        UnreadableError: it is something else.
    """
    suffix = PurePosixPath(source).suffix
    if b"%PDF-" in data[:PDF_HEAD] and promised.container != "pdf" and not data.startswith(b"PK"):
        if promised.container == "text" and not data.lstrip().startswith(b"%PDF-"):
            return
        raise UnreadableError(f"named {suffix} and is a PDF; name it .pdf")
    if data.startswith(OLD_OFFICE):
        raise UnreadableError(f"named {suffix} and is an old Office file, or locked by a password; save it anew, without one")
    if data.startswith(b"PK\x03\x04"):
        _check_archive(promised, suffix, data)
    elif promised.container == "pdf" and b"%PDF-" not in data[:PDF_HEAD]:
        raise UnreadableError("named .pdf and is no PDF")
    elif promised.container == "zip":
        raise UnreadableError(f"named {suffix} and is not {promised.name}")


def _check_archive(promised: Format, suffix: str, data: bytes) -> None:
    """Hold an archive's members against what its name promises; nothing is unpacked but the few letters of a type."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, KeyError) as error:
        raise UnreadableError("damaged or cut off: it can't be unpacked") from error
    for each in FORMATS:
        if each.container == "zip" and (each.mark in kind if kind else any(name.startswith(each.mark) for name in names)):
            if each.mark != promised.mark:
                raise UnreadableError(f"named {suffix} and is {each.name}; name it {each.suffixes[0]}")
            return
    raise UnreadableError(f"named {suffix} and is an archive of something else")
