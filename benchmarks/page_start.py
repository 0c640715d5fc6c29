"""From the command to a page that can be used, and to the first answer: ``townhall serve`` against the plain Gradio chat of a tutorial, in one run.

    python benchmarks/page_start.py [--corpus DIR] [--repeats N] [--question TEXT]

Both indexes are built first, in a temporary folder, and each side starts once uncounted, so that the operating system has its files at hand. Then the
two take turns. Chromium runs before the clock does; each start gets a window of its own, with nothing kept from before.

Needs Chromium: apt-get install chromium.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

HERE = Path(__file__).resolve().parent
QUESTION = "What is an urban digital twin meant to be able to do?"
"""One that is answered from the documents' sentences: everything has to be loaded for it."""
WAIT = 120_000
"""Milliseconds that the page may take for anything."""


@dataclass(frozen=True, slots=True)
class Side:
    """A page: how it is served, where a question is typed, what is there when its answer is whole."""

    command: Sequence[str]
    box: str
    answer: str


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds of one start."""

    served: float
    """From the command until the first page came as a whole."""
    usable: float
    """From the command until a question could be typed in the browser."""
    answered: float
    """From sending the question, at that moment, to its whole answer on the page."""


BARS = {"usable": 8.0, "answered": 1.5}
"""Seconds that Townhall may take."""


def main() -> None:
    """Parse the command line, build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=serving.ROOT / "corpus", metavar="DIR", help="the documents")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="counted starts of each")
    parser.add_argument("--question", default=QUESTION, metavar="TEXT", help="what is asked first")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving.built(None, options.corpus) as index, serving.chromium() as browser:
        tutorial = Path(name) / "tutorial"
        subprocess.run([sys.executable, HERE / "tutorial.py", "build", options.corpus, tutorial], check=True, stdout=subprocess.DEVNULL)
        sides = {
            "Townhall": Side(
                [*serving.TOWNHALL, "serve", "--port", "0", "--corpus", str(options.corpus), "--index", str(index)],
                "#question",
                "#turn-1:not([aria-busy]) .statements p, #turn-1:not([aria-busy]) .reason",
            ),
            "tutorial": Side([sys.executable, str(HERE / "tutorial_chat.py"), str(tutorial)], "textarea", "[data-testid=bot]:not(:empty)"),
        }
        starts: dict[str, list[Start]] = {side: [] for side in sides}
        for repeat in range(options.repeats + 1):
            for name_of_side, side in sides.items():
                start = started(browser, side, options.question)
                if repeat:
                    starts[name_of_side].append(start)
    show(starts)


def started(browser: Browser, side: Side, question: str) -> Start:
    """Start a server, ask the first question as soon as that is possible, and stop the server."""
    with serving.serving(side.command) as server:
        context = browser.new_context()
        context.set_default_timeout(WAIT)
        page = context.new_page()

        def only_here(route: Route) -> None:
            if route.request.url.startswith(server.address):
                route.continue_()
            else:
                route.abort()

        # A tutorial's page asks for fonts elsewhere: where there is no network that would cost it time that says nothing.
        page.route("**/*", only_here)
        page.goto(server.address, wait_until="domcontentloaded")  # then the scripts of the page have run
        page.locator(side.box).first.fill(question)
        usable = perf_counter()
        page.keyboard.press("Enter")
        page.locator(side.answer).first.wait_for()
        answered = perf_counter()
        context.close()
        return Start(server.ready - server.began, usable - server.began, answered - usable)


def show(starts: dict[str, list[Start]]) -> None:
    """Print the table."""
    columns = ("served", "usable", "answered")
    titles = ("first page, s", "can be asked, s", "then answered, s")
    print(f"\n{len(starts['Townhall'])} starts of each; median (lowest to highest)\n{'':16}" + "".join(f"{title:>24}" for title in titles))
    for side, measured in starts.items():
        print(f"{side:16}" + "".join(f"{spread([getattr(start, column) for start in measured]):>24}" for column in columns))
    ratios = [
        median(getattr(start, column) for start in starts["tutorial"]) / median(getattr(start, column) for start in starts["Townhall"])
        for column in columns
    ]
    print(f"{'times as much':16}" + "".join(f"{ratio:>24.1f}" for ratio in ratios))
    print(f"{'bar':16}{'':24}" + "".join(f"{bar:>24.1f}" for bar in BARS.values()))


def spread(values: Sequence[float]) -> str:
    """Write the median and the range."""
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


if __name__ == "__main__":
    main()
