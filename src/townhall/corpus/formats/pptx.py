"""PowerPoint, by python-pptx: a slide is a page, its title a heading; tables, groups and the speaker's notes come along."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from townhall.corpus.formats.archive import DAMAGED, core_of, opened
from townhall.corpus.formats.extracted import Extracted, TextBuilder, UnreadableError
from townhall.corpus.formats.tables import add_table
from townhall.model import BlockKind

DEEPEST = 20
"""Groups within groups."""
NUMBERED = frozenset({"SLIDE_NUMBER", "FOOTER", "DATE"})
"""Kinds of placeholder that every slide repeats."""


def extract(data: bytes, *, limit: int) -> Extracted:
    """Read a presentation.

    Raises:
        UnreadableError: it is damaged, locked or a bomb, or holds no text.
    """
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    with opened(data) as archive:
        about = core_of(archive)
    try:
        presentation = Presentation(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise UnreadableError(DAMAGED) from error
    builder = TextBuilder(limit=limit)
    for slide in presentation.slides:
        builder.page()
        title = slide.shapes.title
        if title is not None and title.has_text_frame:
            builder.add(BlockKind.HEADING, title.text_frame.text, level=1)
        rest = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
        _add_shapes(sorted(rest, key=lambda shape: (shape.top or 0, shape.left or 0)), builder, 0)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
                builder.add(BlockKind.PARAGRAPH, paragraph.text)
    return builder.done(about)


def _add_shapes(shapes: Iterable[Any], builder: TextBuilder, depth: int) -> None:
    """Add shapes from the top of the slide down."""
    for shape in shapes:
        if shape.is_placeholder and shape.placeholder_format.type is not None and shape.placeholder_format.type.name in NUMBERED:
            continue
        if hasattr(shape, "shapes"):
            if depth < DEEPEST:
                _add_shapes(shape.shapes, builder, depth + 1)
        elif getattr(shape, "has_table", False):
            table = shape.table
            add_table(builder, [[cell.text for cell in row.cells] for row in table.rows], headed=bool(table.first_row))
        elif shape.has_text_frame:
            paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
            for paragraph in paragraphs:
                listed = len(paragraphs) > 1 and shape.is_placeholder
                builder.add(BlockKind.ITEM if listed else BlockKind.PARAGRAPH, ("• " if listed else "") + paragraph.text)
