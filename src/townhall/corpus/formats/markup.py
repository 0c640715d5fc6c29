"""From a tree of HTML elements to blocks: headings, paragraphs, lists and tables, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from townhall.corpus.formats.extracted import TextBuilder, as_label, folded
from townhall.corpus.formats.tables import add_table
from townhall.model import BlockKind

Element = etree._Element  # noqa: SLF001 - lxml gives its elements' type no other name

HEADINGS = {f"h{level}": level for level in range(1, 7)}
UNSEEN = frozenset(
    {"head", "script", "style", "template", "noscript", "svg", "math", "object", "iframe", "button", "select", "textarea", "input", "title"}
)
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q"}
    | {"s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source"}
)
BOLD = frozenset({"b", "strong"})
HEADING_WORDS = 14
"""A bold paragraph of at most so many words, that ends as no sentence does, is a heading that somebody set by hand."""
HAND_SET_LEVEL = 7
"""Below every heading that says that it is one."""
ANCHORS = " #¶§🔗"
"""What links to a heading itself are made of."""
ENDS = (".", "?", "!")
"""What a term doesn't end with: that is a question of a list of them, or a sentence."""
DEEPEST = 200
"""Levels of elements that are followed; what lies deeper is taken as running text."""


def add_tree(root: Element, builder: TextBuilder) -> None:
    """Add everything under ``root`` that a reader sees."""
    _Walk(builder).children(root, 0)


class _Walk:
    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder

    def children(  # noqa: C901 - one branch for each kind of node
        self, element: Element, depth: int, *, kind: BlockKind = BlockKind.PARAGRAPH, bullet: str = ""
    ) -> None:
        """Add what stands in an element: runs of inline content as blocks of ``kind``, and the blocks between them."""
        run: list[str] = []
        bold = True

        def close() -> None:
            nonlocal bold, bullet
            text = folded("".join(run))
            if text:
                if bold and kind is BlockKind.PARAGRAPH and is_hand_set(text):
                    self.builder.add(BlockKind.HEADING, text, level=HAND_SET_LEVEL)
                else:
                    self.builder.add(kind, bullet + text)
                bullet = ""
            run.clear()
            bold = True

        if element.text:
            run.append(element.text)
            bold = not element.text.strip()
        for child in element:
            name = name_of(child)
            if name == "br":
                # Two in a row part paragraphs, as they do on the page.
                if run and run[-1] == "\n":
                    close()
                elif run:
                    run.append("\n")
            elif name and name not in UNSEEN:
                if name in INLINE and not _holds_block(child):
                    text = text_of(child)
                    run.append(text)
                    bold = bold and (not text.strip() or name in BOLD or _all_bold(child))
                else:
                    close()
                    self.block(child, name, depth + 1)
            if child.tail:
                run.append(child.tail)
                bold = bold and not child.tail.strip()
        close()

    def block(self, element: Element, name: str, depth: int) -> None:
        """Add a block element."""
        if name in HEADINGS:
            self.builder.add(BlockKind.HEADING, text_of(element).strip().rstrip(ANCHORS), level=HEADINGS[name])
        elif depth > DEEPEST:
            self.builder.add(BlockKind.PARAGRAPH, text_of(element))
        elif name == "table":
            self.table(element, depth)
        elif name in {"ul", "ol", "menu", "dir"}:
            for number, item in enumerate((child for child in element if name_of(child)), 1):
                self.children(item, depth + 1, kind=BlockKind.ITEM, bullet=f"{number}. " if name == "ol" else "• ")
        elif name == "dl":
            self.terms(element, depth)
        elif name == "dt":
            self.builder.add(BlockKind.PARAGRAPH, text_of(element))
        elif name == "pre":
            for line in text_of(element).splitlines():
                self.builder.add(BlockKind.ITEM, line)
        else:
            self.children(element, depth)

    def terms(self, element: Element, depth: int) -> None:
        """Add a list of terms: "Term: what is said of it" where that is one run of text, else each part by itself."""
        parts = [part for child in element for part in (child if name_of(child) == "div" else [child]) if name_of(part)]
        while parts:
            # A term ends where the next one begins that something is said between.
            said = next((i for i, part in enumerate(parts) if name_of(part) == "dd"), len(parts))
            last = next((i for i in range(said, len(parts)) if name_of(parts[i]) != "dd"), len(parts))
            entry, parts = parts[:last], parts[last:]
            term = as_label(text_of(entry[0]).strip().removesuffix(":"))
            if [name_of(part) for part in entry] == ["dt", "dd"] and term and not term.endswith(ENDS) and not _holds_block(entry[1]):
                self.builder.add(BlockKind.ITEM, f"{term}: {text_of(entry[1])}")
                continue
            for part in entry:
                self.block(part, name_of(part), depth + 1)

    def table(self, element: Element, depth: int) -> None:
        """Add a table of data as rows, one that only lays out a page as what stands in its cells."""
        rows = [[cell for cell in row if name_of(cell) in {"td", "th"}] for row in _rows(element)]
        rows = [row for row in rows if row]
        nested = any(next(cell.iter("table", "h1", "h2", "h3", "h4", "h5", "h6"), None) is not None for row in rows for cell in row)
        if nested or max((len(row) for row in rows), default=0) < 2:  # noqa: PLR2004 - one column is no table
            for row in rows:
                for cell in row:
                    self.children(cell, depth + 1)
            return
        for caption in element.iterchildren("caption"):
            self.builder.add(BlockKind.PARAGRAPH, text_of(caption))
        cells = [[text for cell in row for text in _spanned(cell)] for row in rows]
        headed = all(name_of(cell) == "th" for cell in rows[0]) or next(element.iterchildren("thead"), None) is not None
        add_table(self.builder, cells, headed=True if headed else None)


def name_of(element: Element) -> str:
    """Return an element's name without its name space, in lower case; empty for comments and the like."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def text_of(element: Element) -> str:
    """Return the text of an element and of all in it that is seen."""
    parts: list[str] = []
    # A stack, since pages may nest deeper than Python calls.
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack:
        node, seen = stack.pop()
        if seen:
            parts.append(node.tail or "")
            continue
        name = name_of(node)
        if node is not element:
            stack.append((node, True))
        if not name or (name in UNSEEN and node is not element):
            continue
        parts.append("\n" if name == "br" else node.text or "")
        if name not in INLINE and node is not element:
            parts.append(" ")
        stack.extend((child, False) for child in reversed(node))
    return "".join(parts)


def is_hand_set(text: str) -> bool:
    """Whether a text that is all bold is a heading."""
    return len(text.split()) <= HEADING_WORDS and not text.endswith((".", "!", ";", ",", ":", "…")) and any(map(str.isalpha, text))


def _all_bold(element: Element) -> bool:
    """Whether all that an inline element holds is bold."""
    return (
        not (element.text or "").strip()
        and len(element) > 0
        and all((name_of(child) in BOLD or _all_bold(child)) and not (child.tail or "").strip() for child in element)
    )


def _holds_block(element: Element) -> bool:
    return any(name_of(child) not in INLINE | UNSEEN | {"", "br"} for child in element.iterdescendants())


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, those of tables in its cells left out."""
    for child in table:
        if name_of(child) == "tr":
            yield child
        elif name_of(child) in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if name_of(row) == "tr")


def _spanned(cell: Element) -> list[str]:
    """Return a cell's text, and a blank for each further column that it spans."""
    try:
        columns = min(max(int(cell.get("colspan", "1")), 1), 50)
    except ValueError:
        columns = 1
    return [folded(text_of(cell)), *[""] * (columns - 1)]
