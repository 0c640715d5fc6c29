"""The lines of a PDF's page, by PDFium: characters with their places become pieces of lines, set apart where a gap is wider than a word's."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

GAP = 1.4
"""Of the font's size, the width from which on a gap parts two pieces: more than between words of a justified line, less than between columns."""
SAME_LINE = 0.5
"""Of the font's size, how far a character may stand above or below the line: superscripts do."""
NEAR = 8
"""Characters that tell where a line stands."""
BACK = 2.0
"""Of the font's size, how far the writing may go back within a line: accents and kerning do."""
BOLD = re.compile(rb"bold|black|heavy|demi|fett|halbfett|gras", re.IGNORECASE)
"""In the name of a font: it is bold. What PDFium gives as a font's weight is guessed from its strokes, and often wrong."""
HYPHENS = {"\x02": "-", "\u00ad": "-", "\u2010": "-", "\u2011": "-", "\ufffe": "-"}
"""What PDFium and typesetters put where a line ends in a hyphen."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line without a wide gap in it. Lengths in points; ``y`` counts from the bottom of the page up."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    """Of the font, as it is seen."""
    bold: bool

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page as its pieces, in the order of the file."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    pictures: bool
    """Whether there is a picture on it: a page with one and without text may be a scan."""


@dataclass(slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    bold: bool


def read_page(page: pdfium.PdfPage) -> PageLines:
    """Return the pieces of a page, turned as the page is shown."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        pieces = tuple(piece for line in _lines(_glyphs(page, textpage)) if (piece := _piece(line)))
    finally:
        textpage.close()
    pictures = not pieces and any(True for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3))
    return PageLines(width, height, pieces, pictures)


def _glyphs(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> Iterator[_Glyph | None]:
    """Yield the characters, and None where a line ends by PDFium's reckoning."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    name, flags, bold = ctypes.create_string_buffer(100), ctypes.c_int(), dict[bytes, bool]()
    rotation = page.get_rotation()
    x_low, y_low, x_high, y_high = page.get_cropbox()
    handle = textpage.raw
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in {0, 0xFFFF} or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - not a character
            continue
        text = chr(code)
        if text in "\r\n":
            yield None
            continue
        if not raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top):
            continue
        x0, x1, y0, y1 = left.value - x_low, right.value - x_low, bottom.value - y_low, top.value - y_low
        wide, high = x_high - x_low, y_high - y_low
        if rotation == 90:  # noqa: PLR2004 - degrees, clockwise
            x0, x1, y0, y1 = y0, y1, wide - x1, wide - x0
        elif rotation == 180:  # noqa: PLR2004
            x0, x1, y0, y1 = wide - x1, wide - x0, high - y1, high - y0
        elif rotation == 270:  # noqa: PLR2004
            x0, x1, y0, y1 = high - y1, high - y0, x0, x1
        size = raw.FPDFText_GetFontSize(handle, index)
        length = raw.FPDFText_GetFontInfo(handle, index, name, len(name), flags)
        font = name.raw[: min(length, len(name))]
        if font not in bold:
            bold[font] = bool(BOLD.search(font))
        yield _Glyph(HYPHENS.get(text, text), x0, x1, y0, y1, size, bold[font])


def _lines(glyphs: Iterator[_Glyph | None]) -> Iterator[list[_Glyph]]:
    """Yield the runs of characters that stand on one line without a wide gap."""
    run: list[_Glyph] = []
    space = False
    for glyph in glyphs:
        if glyph is None:
            if run:
                yield run
            run, space = [], False
            continue
        if glyph.text.isspace():
            space = True
            continue
        if run and not _goes_on(run, glyph):
            yield run
            run, space = [], False
        if run and space:
            run.append(_Glyph(" ", run[-1].x1, glyph.x0, glyph.y0, glyph.y1, glyph.size, glyph.bold))
        run.append(glyph)
        space = False
    if run:
        yield run


def _goes_on(run: list[_Glyph], glyph: _Glyph) -> bool:
    """Whether a character stands on the line of those before it, close enough to be of the same piece."""
    last = run[-1]
    unit = _unit(last, glyph)
    # A full stop and a quotation mark don't overlap, but each overlaps the letters before it.
    near = run[-NEAR:]
    overlaps = min(max(g.y1 for g in near), glyph.y1) - max(min(g.y0 for g in near), glyph.y0) > -SAME_LINE * unit
    return overlaps and -BACK * unit < glyph.x0 - last.x1 < GAP * unit


def _unit(*glyphs: _Glyph) -> float:
    """Return the size of the larger character as it is seen: a page may be scaled, so that its fonts' sizes say little."""
    return max(max(glyph.y1 - glyph.y0, min(glyph.size, 72.0) * 0.5, 4.0) for glyph in glyphs)


def _piece(run: list[_Glyph]) -> Piece | None:
    text = unicodedata.normalize("NFC", "".join(LIGATURES.get(glyph.text, glyph.text) for glyph in run)).strip()
    if not text:
        return None
    seen = [glyph for glyph in run if glyph.text != " "]
    size = Counter(round(glyph.size, 1) for glyph in seen).most_common(1)[0][0]
    bold = sum(glyph.bold for glyph in seen) * 2 > len(seen)
    return Piece(text, min(g.x0 for g in seen), max(g.x1 for g in seen), min(g.y0 for g in seen), max(g.y1 for g in seen), size, bold)


LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
}
"""Letters that are set as one, and as which they are written elsewhere; others that look like it (œ, ĳ) are letters of their language.

So are the bullets of fonts of symbols, which stand where no letter has its place.
"""
