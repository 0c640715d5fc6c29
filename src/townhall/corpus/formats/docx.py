"""Word: mammoth makes the page of it that Word's styles mean, with what was inserted, in notes, in text boxes and in forms."""

from __future__ import annotations

import io

from lxml import html

from townhall.corpus.formats.archive import core_of, opened, part
from townhall.corpus.formats.extracted import Extracted, TextBuilder, UnreadableError
from townhall.corpus.formats.markup import add_tree

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
r[style-name='Strong'] => strong
comment-reference =>
"""
"""What mammoth doesn't do by itself; comments are no part of the text."""
DOCUMENT = "word/document.xml"


def extract(data: bytes, *, limit: int) -> Extracted:
    """Read a Word document.

    Raises:
        UnreadableError: it is damaged, locked or a bomb, or holds no text.
    """
    import mammoth

    with opened(data) as archive:
        part(archive, DOCUMENT)
        about = core_of(archive)
    page = mammoth.convert_to_html(io.BytesIO(data), style_map=STYLES, convert_image=mammoth.images.img_element(lambda _image: {"src": ""})).value
    if not page.strip():
        raise UnreadableError("holds no text")
    builder = TextBuilder(limit=limit)
    add_tree(html.fragment_fromstring(page, create_parent="div"), builder)
    return builder.done(about)
