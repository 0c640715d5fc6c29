"""Web pages: the main content without menus, where the page marks it or what is left without them; headings, lists and tables kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lxml import etree, html

from townhall.corpus.formats.encoding import decode
from townhall.corpus.formats.extracted import Extracted, Metadata, TextBuilder, UnreadableError, day_of, folded, language_of
from townhall.corpus.formats.markup import UNSEEN, Element, add_tree, name_of, text_of

MARKED = ("//main", "//*[@role='main']", "//article")
"""Where a page says that its content stands, the surest first; one that is there once is taken at its word."""
AROUND = (
    "self::nav or self::footer or self::aside or self::form or self::dialog or @role='navigation' or @role='banner' or @role='contentinfo'"
    " or @role='search' or @role='dialog' or @aria-hidden='true' or @hidden"
)
"""What surrounds the content by its own account."""
UNDER_CONTENT = frozenset({"html", "body", "h1", "main", "article"})
"""What is never taken for a surrounding by its name: some pages name their whole body after its menu."""
NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
LINKED = 0.8
"""Share of a list's words that stand in links from which on it is a menu."""
FEWEST_LINKS = 5
MENU_WORDS = 5
"""Words of a link, on average, up to which it is one of a menu; longer ones are headlines or titles of documents."""
LARGEST = 0.5
"""Of a page's words, the most that one surrounding has: a larger part is content, whatever it is called."""


def extract(data: bytes, *, limit: int) -> Extracted:
    """Read a page.

    Raises:
        UnreadableError: it holds no text.
    """
    text, _ = decode(data, declared=True)
    root = parse(text)
    about = _metadata(root)
    builder = TextBuilder(limit=limit)
    add_tree(_main(root), builder)
    return builder.done(about)


def parse(text: str) -> Element:
    """Return the tree of a page.

    Raises:
        UnreadableError: there is no element in it, or elements are nested so deep that the parser leaves out what is in them.
    """
    try:
        # An encoding declared inside would contradict what was decoded already.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("holds no text") from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise UnreadableError("nested deeper than any document")
    return root


def _main(root: Element) -> Element:
    """Return the element that holds the content, without what surrounds it."""
    for path in MARKED:
        found = [element for element in root.xpath(path) if not element.xpath(f"ancestor::*[{AROUND}]")]
        if len(found) == 1 and folded(text_of(found[0])):
            return _without(found[0], found[0].xpath(f".//*[{AROUND}]"))
    _without(root, root.xpath(f".//*[{AROUND} or self::header]"), most=LARGEST)
    _without(root, [element for element in root.iter() if _named_around(element)], most=LARGEST)
    return _without(root, _menus(root), most=LARGEST)


@cache
def _names() -> frozenset[str]:
    table = tomllib.loads(files("townhall.corpus.formats").joinpath("around.toml").read_text(encoding="utf-8"))
    return frozenset(table["names"])


def _named_around(element: Element) -> bool:
    """Whether an element's class or id calls it a menu or the like."""
    if name_of(element) in UNDER_CONTENT or next(element.iter("h1"), None) is not None:
        return False
    return any(token.lower() in _names() for token in NAME.findall(f"{element.get('class', '')} {element.get('id', '')}"))


def _menus(root: Element) -> list[Element]:
    """Return the lists of short links, and of little else."""
    words, links, linked = _counts(root)
    return [
        element
        for element in words
        if name_of(element) in {"ul", "ol", "div", "table", "td", "p"}
        and links[element] >= FEWEST_LINKS
        and linked[element] <= MENU_WORDS * links[element]
        and linked[element] >= LINKED * words[element]
        and next(element.iter("h1"), None) is None
    ]


def _counts(root: Element) -> tuple[dict[Element, int], dict[Element, int], dict[Element, int]]:
    """Return for every element the words in it, the links, and the words in links; each element is looked at once."""
    words: dict[Element, int] = {}
    links: dict[Element, int] = {}
    linked: dict[Element, int] = {}
    for element in reversed(list(root.iter())):
        seen = name_of(element) not in UNSEEN | {""}
        words[element] = len((element.text or "").split()) if seen else 0
        words[element] += sum(words[child] + len((child.tail or "").split()) for child in element) if seen else 0
        is_link = name_of(element) == "a"
        links[element] = 1 if is_link else sum(links[child] for child in element)
        linked[element] = words[element] if is_link else sum(linked[child] for child in element)
    return words, links, linked


def _without(element: Element, parts: list[Element], *, most: float = 1.0) -> Element:
    """Return the element with ``parts`` taken out, those left in that hold more than ``most`` of its words; text that follows a part stays."""
    words = _counts(element)[0] if parts else {}
    for part in parts:
        parent, previous = part.getparent(), part.getprevious()
        if parent is None or part is element or words.get(part, 0) > most * words[element]:
            continue
        if part.tail:
            if previous is None:
                parent.text = (parent.text or "") + part.tail
            else:
                previous.tail = (previous.tail or "") + part.tail
        parent.remove(part)
    return element


def _metadata(root: Element) -> Metadata:
    """Return what the page says of itself."""
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        if name and meta.get("content"):
            said.setdefault(name, meta.get("content", ""))
    title = next((folded(text_of(element)) for element in (*root.iter("title"), *root.iter("h1"))), None)
    return Metadata(
        next(_first(said, "og:title", "dc.title", "dcterms.title"), title),
        next(_first(said, "author", "dc.creator", "dcterms.creator", "article:author"), None),
        next((day for text in _first(said, *DATES) if (day := day_of(text))), None),
        language_of(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")),
    )


DATES = ("article:modified_time", "dcterms.modified", "last-modified", "article:published_time", "dcterms.date", "dc.date", "datepublished", "date")
"""Names under which pages give their day; when they were last changed comes first."""


def _first(said: dict[str, str], *names: str) -> Iterator[str]:
    yield from (said[name] for name in names if said.get(name, "").strip())
