"""OpenDocument: texts, spreadsheets and presentations, from the XML inside; a sheet's cells as they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from townhall.corpus.formats.archive import opened, part, said, xml
from townhall.corpus.formats.extracted import Extracted, Metadata, TextBuilder, UnreadableError, folded
from townhall.corpus.formats.markup import Element, name_of
from townhall.corpus.formats.sheets import COLUMNS, add_sheet
from townhall.corpus.formats.tables import add_table
from townhall.model import BlockKind

LEFT_OUT = frozenset(
    {"annotation", "annotation-end", "tracked-changes", "table-of-content", "alphabetical-index", "illustration-index", "table-index", "forms"}
    | {"sequence-decls", "variable-decls", "user-field-decls", "ruby-text", "title", "desc", "shapes", "scripts", "page-number", "page-count"}
)
"""Elements that are no part of the text: comments, what was deleted, indexes, descriptions of pictures."""
TITLES = frozenset({"title", "chart-title"})
LEVELS = 10
DEEPEST = 200


def extract(data: bytes, *, limit: int) -> Extracted:
    """Read an OpenDocument file.

    Raises:
        UnreadableError: it is damaged, locked or a bomb, or holds no text.
    """
    with opened(data) as archive:
        names = set(archive.namelist())
        if "META-INF/manifest.xml" in names and b"encryption-data" in part(archive, "META-INF/manifest.xml"):
            raise UnreadableError("locked by a password; save it without one")
        root = xml(part(archive, "content.xml"))
        about = said(xml(part(archive, "meta.xml"))) if "meta.xml" in names else Metadata()
    body = next((element for element in root.iter("{*}body")), None)
    content = next((element for element in body if name_of(element)), None) if body is not None else None
    if content is None:
        raise UnreadableError("holds no text")
    builder = TextBuilder(limit=limit)
    if name_of(content) == "spreadsheet":
        sheets = [element for element in content if name_of(element) == "table"]
        for sheet in sheets:
            add_sheet(builder, _get(sheet, "name"), _rows(sheet), several=len(sheets) > 1)
    elif name_of(content) == "presentation":
        for page in (element for element in content if name_of(element) == "page"):
            builder.page()
            _add(page, builder, 0)
    else:
        _add(content, builder, 0)
    return builder.done(about)


def _add(  # noqa: C901 - one branch for each kind of element
    element: Element, builder: TextBuilder, depth: int, *, kind: BlockKind = BlockKind.PARAGRAPH, bullet: str = ""
) -> None:
    """Add what stands in an element."""
    for child in element:
        name = name_of(child)
        if not name or name in LEFT_OUT or depth > DEEPEST:
            continue
        if name == "h":
            level = _get(child, "outline-level")
            builder.add(BlockKind.HEADING, _text(child), level=min(int(level), LEVELS) if level.isdigit() else 1)
        elif name == "p":
            text = folded(_text(child))
            if text:
                title = _get(child, "style-name") == "Title" and kind is BlockKind.PARAGRAPH
                builder.add(BlockKind.HEADING if title else kind, bullet + text, level=int(title))
                bullet = ""
            for box in child.iter("{*}text-box"):
                _add(box, builder, depth + 1)
        elif name == "list":
            for item in child:
                if name_of(item) in {"list-item", "list-header"}:
                    _add(item, builder, depth + 1, kind=BlockKind.ITEM, bullet="• ")
        elif name == "table":
            headed = next(child.iterchildren("{*}table-header-rows"), None) is not None or _get(child, "use-first-row-styles") == "true"
            add_table(builder, list(_rows(child)), headed=True if headed else None)
        elif name == "frame" and _get(child, "class") in TITLES:
            builder.add(BlockKind.HEADING, " ".join(_text(paragraph) for paragraph in child.iter("{*}p", "{*}h")), level=1)
        else:
            _add(child, builder, depth + 1, kind=kind, bullet=bullet)


def _text(element: Element) -> str:
    """Return the text of a paragraph; that of notes stands in brackets, that of boxes is added by itself."""
    parts: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        name = name_of(node)
        if node is not element and node.tail:
            stack.append(node.tail)
        if not name or name in LEFT_OUT or name in {"text-box", "note-citation"}:
            continue
        if name in {"s", "tab", "line-break"}:
            parts.append(" ")
            continue
        if name == "note":
            parts.append(" (")
            stack.append(")")
        stack.extend(reversed(node))
        if node.text:
            parts.append(node.text)
    return "".join(parts)


def _rows(table: Element) -> Iterator[list[str]]:
    """Yield the rows of a table, a repeated one once."""
    for row in table.iter("{*}table-row"):
        cells: list[str] = []
        for cell in row:
            if name_of(cell) not in {"table-cell", "covered-table-cell"} or len(cells) >= COLUMNS:
                continue
            text = "\n".join(_text(paragraph) for paragraph in cell.iter("{*}p", "{*}h"))
            repeated = _get(cell, "number-columns-repeated")
            times = min(int(repeated), COLUMNS) if repeated.isdigit() else 1
            cells.extend([text] * times)
        while cells and not cells[-1].strip():
            cells.pop()
        yield cells[:COLUMNS]


def _get(element: Element, name: str) -> str:
    """Return an attribute by its name without its name space, or ""."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")
