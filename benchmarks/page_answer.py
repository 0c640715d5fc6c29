"""The Ask view in Chromium, warm: from a question sent to the first words of its answer on the screen, and how much the page jumps meanwhile.

    python benchmarks/page_answer.py [--questions N] [--seed N] [--corpus DIR] [--index DIR]

Different questions, the same at two widths, in conversations of a few. They are sent by the form's own submit event and not by a key, since a browser
forgives whatever moves within half a second of a key, and that is when answers come. Words count as on the screen in the frame after the one
that they were put in. What jumps is measured as browsers do it, by the sum of all layout shifts from the question to half a second after the end of
its answer; scrolling doesn't count, nor what appears where nothing was.

Needs Chromium: apt-get install chromium.
"""

from __future__ import annotations

import argparse
from operator import itemgetter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = {390: 844, 1280: 800}
"""Widths of the window in pixels, with its height."""
CONVERSATION = 5
"""Questions until a new conversation is begun."""
WORDS_BAR = 300
"""Milliseconds to the first words, median."""
JUMP_BAR = 0.05
"""Cumulative layout shift: the share of the window that moved, times how far it moved as a share of the window's longer side."""
SETTLING = 500
"""Milliseconds before a question and after its answer: what moves after it still counts."""
WAIT = 60_000
"""Milliseconds that an answer may take."""
WATCH = """() => {
    window.shifts = [];
    const note = (list) => list.getEntries().forEach((each) => window.shifts.push({
        at: each.startTime, value: each.value, what: each.sources.map(({ node, previousRect: from, currentRect: to }) =>
            `.${node?.className || node?.nodeName} from ${from.y} to ${to.y}, ${from.height} to ${to.height} high`),
    }));
    new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
}"""
ASK = """(question) => new Promise((resolve) => {
    const turns = document.querySelector(".turns");
    const box = document.querySelector("#question");
    const times = {};
    const seen = (name) => {
        times[name] ??= 0;
        requestAnimationFrame(() => setTimeout(() => {  // the frame is on its way to the screen
            times[name] ||= performance.now() - began;
            if (times.whole) resolve(times);
        }));
    };
    const watcher = new MutationObserver(() => {
        const turn = turns.lastElementChild;
        if (!turn) return;
        if (!("question" in times)) seen("question");
        if (!("words" in times) && turn.querySelector(".answer :is(.statements p, .reason)")) seen("words");
        if ("words" in times && !turn.hasAttribute("aria-busy")) {
            watcher.disconnect();
            seen("whole");
        }
    });
    watcher.observe(turns, { childList: true, subtree: true, characterData: true, attributes: true });
    box.value = question;
    const began = performance.now();
    box.form.requestSubmit();
})"""

MARK_START = "document.addEventListener('carrier', () => { document.documentElement.dataset.started = 'yes'; })"
"""The page's policy forbids to wait for an expression."""


def main() -> None:
    """Parse the command line, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=30, metavar="N", help="different questions, asked at each width")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--corpus", type=Path, default=serving.ROOT / "corpus", metavar="DIR", help="the documents")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index to use; else one is built and thrown away")
    options = parser.parse_args()
    warming, *questions = serving.questions(options.questions + 1, seed=options.seed)
    with serving.built(options.index, options.corpus) as index, serving.townhall(index, options.corpus) as server, serving.chromium() as browser:
        for width, height in WIDTHS.items():
            show(width, *measured(browser, server.address, questions, warming=warming, width=width, height=height))


def measured(
    browser: Browser, address: str, questions: list[str], *, warming: str, width: int, height: int
) -> tuple[list[dict[str, float]], list[list[dict[str, Any]]]]:
    """Ask the questions in a window of a size; return the milliseconds of each, and what shifted while it was answered."""
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.add_init_script(MARK_START)
    page.goto(address)
    page.locator("html[data-started]").wait_for(state="attached")
    page.evaluate(ASK, warming)
    page.evaluate(WATCH)
    times, shifts = [], []
    for number, question in enumerate(questions):
        if number % CONVERSATION == 0:
            page.evaluate("document.querySelector('.new').click()")
            page.locator(".empty").wait_for()
        page.wait_for_timeout(SETTLING)
        page.evaluate("window.shifts.length = 0")  # what moved before isn't the answer's doing
        times.append(page.evaluate(ASK, question))
        page.wait_for_timeout(SETTLING)
        shifts.append(page.evaluate("window.shifts"))
    context.close()
    return times, shifts


def show(width: int, times: list[dict[str, float]], shifts: list[list[dict[str, Any]]]) -> None:
    """Print the figures of one width."""
    print(f"\n{width} px, {len(times)} questions{'median, ms':>24}{'95th, ms':>12}{'slowest, ms':>14}")
    for name, words in (("question", "the question itself"), ("words", "first words of the answer"), ("whole", "the whole answer")):
        values = [each[name] for each in times]
        bar = f"   bar for the median: {WORDS_BAR}" if name == "words" else ""
        print(f"{words:28}{median(values):14.0f}{serving.percentile(values, 0.95):12.0f}{max(values):14.0f}{bar}")
    sums = [sum(shift["value"] for shift in of_one) for of_one in shifts]
    print(f"{'layout shift':28}{median(sums):14.3f}{serving.percentile(sums, 0.95):12.3f}{max(sums):14.3f}   bar for the largest: {JUMP_BAR}")
    moved = {what: each["value"] for of_one in shifts for each in sorted(of_one, key=itemgetter("value")) for what in each["what"]}
    for what, value in sorted(moved.items(), key=itemgetter(1), reverse=True)[:5]:
        print(f"    {value:.4f}: {what}")


if __name__ == "__main__":
    main()
