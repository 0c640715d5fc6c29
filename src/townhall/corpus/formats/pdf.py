"""PDF, by PDFium: the text in the order in which it is read, with its pages."""

from __future__ import annotations

import ctypes
import re
from datetime import date

import pypdfium2 as pdfium
from pypdfium2 import raw

from townhall.corpus.formats.extracted import Extracted, Metadata, TextBuilder, UnreadableError, day_of, language_of
from townhall.corpus.formats.pdf_heads import Page
from townhall.corpus.formats.pdf_layout import reading_order
from townhall.corpus.formats.pdf_lines import read_page
from townhall.corpus.formats.pdf_text import Bookmark, add_pages

DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
MACHINE_TITLE = re.compile(
    r"[\W\d_]+|(?:microsoft word|untitled|document\d*|slide \d)\b.*|.*\.(?:docx?|pptx?|xlsx?|indd|pdf|qxd|odt|html?|fm)", re.IGNORECASE
)
"""Titles that programs put there: names of files and of programs."""
BOOKMARKS = 5_000
SHOWN_PAGES = 12


def extract(data: bytes, *, limit: int) -> Extracted:
    """Read a PDF.

    Raises:
        UnreadableError: it is damaged, locked by a password, or a scan without text.
    """
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableError(
            "locked by a password; save it without one" if locked else "no PDF that can be opened: it is damaged or cut off"
        ) from error
    pages: list[Page] = []
    pictures: list[int] = []
    blank: list[int] = []
    characters = 0
    for index in range(count):
        try:
            page = document[index]
            read = read_page(page)
            page.close()
        except pdfium.PdfiumError:
            blank.append(index + 1)
            pages.append(Page([], 0.0))
            continue
        characters += sum(len(piece.text) for piece in read.pieces)
        if characters > limit:
            raise UnreadableError(f"holds more than {limit:,} characters of text; divide it, or raise TOWNHALL_FILE_CHARACTERS")
        if not read.pieces:
            (pictures if read.pictures else blank).append(index + 1)
        pages.append(Page(reading_order(read.pieces), read.height))
    if not any(page.lines for page in pages):
        if pictures:
            raise UnreadableError(f"a scan: {_pages(count)} with pictures and without text; run text recognition (OCR) over it first")
        raise UnreadableError("holds no text")
    builder = TextBuilder(limit=limit)
    add_pages(pages, builder, bookmarks=_bookmarks(document))
    notes = []
    if pictures:
        notes.append(
            f"{_list(pictures)} of {count} {'shows a picture and holds' if len(pictures) == 1 else 'show pictures and hold'} no text: scanned?"
        )
    return builder.done(_metadata(document), notes=notes)


def _bookmarks(document: pdfium.PdfDocument) -> list[Bookmark]:
    found: list[Bookmark] = []
    try:
        for mark in document.get_toc(max_depth=6):
            target = mark.get_dest()
            page = target.get_index() if target else None
            if page is not None:
                found.append(Bookmark(mark.get_title(), page, mark.level + 1))
            if len(found) >= BOOKMARKS:
                break
    except (pdfium.PdfiumError, ValueError):
        return []
    return found


def _metadata(document: pdfium.PdfDocument) -> Metadata:
    said = document.get_metadata_dict(skip_empty=True)
    title = said.get("Title", "").strip()
    return Metadata(
        title if title and not MACHINE_TITLE.fullmatch(title) else None,
        said.get("Author"),
        _date(said.get("ModDate")) or _date(said.get("CreationDate")),
        language_of(_language(document)),
    )


def _language(document: pdfium.PdfDocument) -> str | None:
    """Return the language that the catalogue names."""
    if not hasattr(raw, "FPDFCatalog_GetLanguage"):
        return None
    size = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < size < 100:  # noqa: PLR2004 - bytes of UTF-16, its end included
        return None
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFCatalog_GetLanguage(document.raw, buffer, size)
    return "".join(chr(unit) for unit in buffer if unit)


def _date(text: str | None) -> date | None:
    match = DATE.match((text or "").strip())
    return day_of(f"{match[1]}-{match[2] or '01'}-{match[3] or '01'}") if match else None


def _pages(count: int) -> str:
    return "one page" if count == 1 else f"{count} pages"


def _list(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:SHOWN_PAGES])) + (" …" if len(numbers) > SHOWN_PAGES else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"
