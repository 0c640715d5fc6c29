"""How much of a page's main content is found, and how much else comes along: libraries side by side on pages whose main element is known.

    python benchmarks/html_main.py FOLDER 'CSS SELECTOR' [FOLDER 'CSS SELECTOR' ...] [--pages 40]

The selector names the element that a generator of pages puts the content in; what a library takes is held against its words. Nobody is told
where that is: the element and those around it are first made plain div elements. Needs trafilatura, readability-lxml, selectolax and cssselect.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import trafilatura
from lxml import html
from readability import Document as Readability
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from townhall.corpus.formats.extracted import UnreadableError
from townhall.corpus.formats.html import extract

WORD = re.compile(r"\w+")


def ours(page: str) -> str:
    """Return what Townhall takes."""
    try:
        return extract(page.encode(), limit=100_000_000).text
    except UnreadableError:
        return ""


def readability(page: str) -> str:
    """Return what readability-lxml takes."""
    return str(html.fromstring(Readability(page).summary()).text_content())


def everything(page: str) -> str:
    """Return the whole page's text, without scripts and styles."""
    tree = HTMLParser(page)
    tree.strip_tags(["script", "style", "template", "noscript"])
    return tree.body.text(separator=" ") if tree.body else ""


SYSTEMS: dict[str, Callable[[str], str]] = {
    "everything (selectolax)": everything,
    "readability-lxml": readability,
    "trafilatura": lambda page: trafilatura.extract(page, include_comments=False) or "",
    "trafilatura, favour recall": lambda page: trafilatura.extract(page, include_comments=False, favor_recall=True) or "",
    "Townhall": ours,
}


def overlap(found: str, wanted: str) -> tuple[float, float]:
    """Return precision and recall of words, each counted as often as it stands there."""
    got, gold = Counter(WORD.findall(found)), Counter(WORD.findall(wanted))
    both = sum((got & gold).values())
    return both / max(1, got.total()), both / max(1, gold.total())


def cases(folder: Path, selector: str, count: int) -> list[tuple[str, str]]:
    """Return pages and the words of their main element, as many as wanted, chosen by chance but the same each time."""
    found: list[tuple[str, str]] = []
    files = sorted(folder.rglob("*.html"))
    for path in random.Random(1).sample(files, len(files)):
        page = path.read_text(encoding="utf-8", errors="replace")
        tree = HTMLParser(page)
        main = tree.css_first(selector)
        if main is None:
            continue
        main.strip_tags(["script", "style", "template", "noscript"])
        wanted = main.text(separator=" ")
        if len(WORD.findall(wanted)) >= 50:  # noqa: PLR2004 - pages that only forward hold nothing
            found.append((_unmarked(page, selector), wanted))
        if len(found) == count:
            break
    return found


def _unmarked(page: str, selector: str) -> str:
    """Return a page whose main element, and what is around it, are called div and nothing else."""
    tree = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for main in tree.cssselect(selector)[:1]:
        for element in (main, *main.iterancestors()):
            if element.tag not in {"html", "body"}:
                element.tag = "div"
                element.attrib.clear()
    return html.tostring(tree, encoding="unicode")


def main() -> None:
    """Print a table for each folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pairs", nargs="+", help="a folder, then the selector of its pages' main element")
    parser.add_argument("--pages", type=int, default=40)
    arguments = parser.parse_args()
    for folder, selector in zip(arguments.pairs[::2], arguments.pairs[1::2], strict=True):
        pages = cases(Path(folder), selector, arguments.pages)
        print(f"\n{folder} ({selector}), {len(pages)} pages\n| | precision | recall | recall below .5 | ms a page |\n| --- | --- | --- | --- | --- |")
        for name, system in SYSTEMS.items():
            begun = time.perf_counter()
            scores = [overlap(system(page), wanted) for page, wanted in pages]
            took = 1000 * (time.perf_counter() - begun) / max(1, len(pages))
            precision, recall = (statistics.mean(values) for values in zip(*scores, strict=True))
            print(f"| {name} | {precision:.3f} | {recall:.3f} | {sum(recall < 0.5 for _, recall in scores)} | {took:.0f} |")  # noqa: PLR2004 - half


if __name__ == "__main__":
    main()
