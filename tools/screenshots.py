"""Pictures of every view, to look at: ``python tools/screenshots.py`` puts them into ``screenshots/``, ``--readme`` makes those of the README.

    python tools/screenshots.py [--corpus DIR] [--index DIR] [--only WORD] [--out DIR] [--readme]

Every page that the site's links lead to is taken as somebody sees it who opens it: at a desk and on a phone, light and dark, on a wide screen, in
German for its long words, and with the spacing that WCAG 1.4.12 lets readers set. The Ask view is taken with nothing asked, with an answer, with
an open source, and with a refusal. With ``--only`` just the files whose names hold WORD are made.

Development only. Needs Chromium: apt-get install chromium.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urljoin, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
WAIT = 60_000
"""Milliseconds that a page may take for anything."""
TALLEST = 4000
"""Pixels of a page from its top that are taken."""
MOST_OF_A_KIND = 2
"""Pages that are taken of those that differ in their content only, as documents do."""
RESTYLED = "(rules) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets = [sheet]; }"
"""Styles as readers set them: the page's policy forbids those that are written into it."""
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
ANSWERED = {"en": "Who supports cities in Slovenia, and whom do I write to?", "de": "Wer unterstützt Städte in Slowenien, und an wen schreibe ich?"}
DEADLINES = {"en": "What are the deadlines?", "de": "Welche Fristen gibt es?"}
REFUSED = {"en": "Who supports cities in Germany?", "de": "Wer unterstützt Städte in Deutschland?"}
LARGEST = 120_000
"""Bytes of a picture in the README."""
README = ("ask-source", "directory")
"""Pictures of the README."""
COLOURS = 256
"""Colours of a picture in the README; of fewer, the rare ones vanish, and those are the ones that mean something."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    language: str = "en"
    spaced: bool = False

    @property
    def is_phone(self) -> bool:
        """Whether fingers touch it."""
        return self.width < 600  # noqa: PLR2004 - between phones and all else


LOOKS = (
    Look("desk", 1280, 800),
    Look("desk-dark", 1280, 800, scheme="dark"),
    Look("desk-german", 1280, 800, language="de"),
    Look("phone", 390, 844),
    Look("phone-dark", 390, 844, scheme="dark"),
    Look("phone-german", 390, 844, language="de"),
    Look("phone-spaced", 390, 844, spaced=True),
    Look("wide", 1920, 1080),
)


FOR_README = Look("readme", 1280, 900)
"""High enough for the whole map."""


def main() -> None:
    """Parse the command line, serve, take the pictures."""
    parser = argparse.ArgumentParser(description="Take pictures of every view.")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", metavar="DIR", help="the documents")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index to use; else one is built and thrown away")
    parser.add_argument("--only", default="", metavar="WORD", help="make only files whose names hold it")
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots", metavar="DIR")
    parser.add_argument("--readme", action="store_true", help="make the pictures of the README instead, in docs/images/")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        # What is asked here is kept nowhere else.
        os.environ["TOWNHALL_DATABASE"] = f"sqlite:///{Path(name) / 'kept.sqlite'}"
        address = serve(options.corpus, options.index or Path(name) / "index")
        with chromium() as browser:
            if options.readme:
                for_readme(browser, address)
            else:
                of_every_view(browser, address, options.out, only=options.only)


def serve(corpus: Path, index: Path) -> str:
    """Serve the site from a thread that ends with the process; return its address."""
    from townhall.interfaces.server import serve as serve_page
    from townhall.library import ingest
    from townhall.settings import Settings

    settings = Settings(corpus=corpus, index=index, port=0)
    ingest(settings)
    address: Queue[str] = Queue()
    threading.Thread(target=serve_page, args=(settings,), kwargs={"on_ready": address.put}, daemon=True).start()
    return address.get(timeout=WAIT / 1000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the Chromium of this machine, or playwright's own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox to run it in.
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield started
        started.close()


@contextmanager
def window(browser: Browser, look: Look, *, scale: float = 1) -> Iterator[Page]:
    """Yield an empty page as somebody new has it."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        locale=look.language,
        has_touch=look.is_phone,
        is_mobile=look.is_phone,
        reduced_motion="reduce",
        device_scale_factor=scale,
    )
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


def of_every_view(browser: Browser, address: str, out: Path, *, only: str) -> None:
    """Take every view in every look."""
    paths = linked(browser, address)
    out.mkdir(exist_ok=True)
    for look in LOOKS:
        for name, arrange in (*SCENES.items(), *((file_name(path), opened(path)) for path in paths if path != "/")):
            target = out / f"{name}--{look.name}.png"
            if only not in target.name:
                continue
            with window(browser, look) as page:
                arrange(page, f"{address}{{}}")
                if look.spaced:
                    page.evaluate(RESTYLED, SPACING)
                page.wait_for_timeout(150)
                take(page, target, whole=name not in SCENES)
            print(target, flush=True)


def linked(browser: Browser, address: str) -> list[str]:
    """Return the path of every page that links lead to from the first one, a few of each kind."""
    found, queue, seen, kinds = [], ["/"], {"/"}, Counter[str]()
    with window(browser, LOOKS[0]) as page:
        while queue:
            path = queue.pop(0)
            kind = path.split("/")[1] if path.count("/") > 1 else path
            answer = page.request.get(address + path) if kinds[kind] < MOST_OF_A_KIND else None
            if not answer or not answer.ok or "text/html" not in answer.headers["content-type"]:
                continue
            kinds[kind] += 1
            found.append(path)
            page.goto(address + path)
            for link in page.eval_on_selector_all("a[href]", "all => all.map((one) => one.getAttribute('href'))"):
                target = urlsplit(urljoin(address + path, link))
                if f"{target.scheme}://{target.netloc}" == address and target.path not in seen:
                    seen.add(target.path)
                    queue.append(target.path)
    return found


def opened(path: str) -> Callable[[Page, str], None]:
    """Return what opens a page at ``path``."""

    def open_it(page: Page, address: str) -> None:
        page.goto(address.format(path))

    return open_it


def asked(questions: dict[str, str], *, then: Callable[[Page], None] | None = None) -> Callable[[Page, str], None]:
    """Return what opens the Ask view at a question in the window's language and waits for its answer; ``then`` does something with that."""

    def ask(page: Page, address: str) -> None:
        page.goto(address.format(f"/?q={quote(questions[page.evaluate('navigator.language')])}"))
        page.locator("#turn-1:not([aria-busy])").wait_for()
        if then:
            then(page)

    return ask


def open_source(page: Page) -> None:
    """Open the first quote."""
    page.locator("#turn-1 .marker").first.click()


SCENES: dict[str, Callable[[Page, str], None]] = {
    "ask-empty": opened("/"),
    "ask-answer": asked(ANSWERED),
    "ask-source": asked(ANSWERED, then=open_source),
    "ask-deadlines": asked(DEADLINES),
    "ask-refusal": asked(REFUSED),
}
"""The Ask view, by what is going on in it: its window, since it fits itself into one."""


def take(page: Page, target: Path, *, whole: bool) -> None:
    """Take a picture of the window, or of the page down to where it ends or gets too long."""
    size = page.viewport_size
    if whole and size:
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": min(max(tall, size["height"]), TALLEST)})
        page.wait_for_timeout(150)
    page.screenshot(path=target)


def file_name(path: str) -> str:
    """Return a file's name for the page at ``path``."""
    return re.sub(r"[^\w.-]+", "-", path).strip("-")


def for_readme(browser: Browser, address: str) -> None:
    """Make the pictures of the README: few colours, so that they stay small."""
    from PIL import Image

    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    for name in README:
        with window(browser, FOR_README) as page:
            SCENES.get(name, opened(f"/{name}"))(page, f"{address}{{}}")
            page.wait_for_timeout(150)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        target = folder / f"{name}.png"
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
        size = target.stat().st_size
        print(f"{target}: {size / 1000:.0f} kB{', too large' if size > LARGEST else ''}")


if __name__ == "__main__":
    main()
