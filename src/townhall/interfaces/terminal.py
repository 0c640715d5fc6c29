"""Answers, hits and progress for people at a terminal: wrapped, and coloured where the terminal allows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from townhall.locales.messages import messages
from townhall.model import Answer, Citation, Hit, Role, Statement, Status
from townhall.model import Progress as Report

if TYPE_CHECKING:
    from townhall.evaluation import EvaluationReport
    from townhall.evaluation.changes import SetChanges
    from townhall.evaluation.sweep import SweepRow

WIDTH = 100
COLOURS = {
    Status.ANSWERED: "green",
    Status.PARTIAL: "yellow",
    Status.NOT_IN_DOCUMENTS: "yellow",
    Status.OUT_OF_SCOPE: "yellow",
    Status.CLARIFY: "cyan",
}
ICONS = {
    Status.ANSWERED: "✓",
    Status.PARTIAL: "◐",
    Status.NOT_IN_DOCUMENTS: "○",
    Status.OUT_OF_SCOPE: "–",
    Status.CLARIFY: "?",
}
"""Before the status, which colour alone must not tell."""


def print_growing(answers: Iterable[Answer]) -> None:
    """Print an answer as it grows, each statement once; ``answers`` are such that what was said stays (``Assistant.stream`` with ``lasting``).

    Where that doesn't hold all the same, a line is drawn and the whole printed. A status that became another one is said again at the end.
    """
    console = _console()
    printed: tuple[tuple[str, tuple[int, ...]], ...] = ()
    status = answer = None
    for answer in answers:
        told = tuple((statement.text, statement.citations) for statement in answer.statements)
        if told[: len(printed)] != printed:
            console.rule(style="dim")
            printed, status = (), None
        if not told:  # what it will be isn't known yet
            continue
        if status is None:
            _print_status(console, answer)
            status = answer.status
        _print_statements(console, answer.statements[len(printed) :])
        printed = told
    if answer is None:
        return
    if status is not answer.status:
        _print_status(console, answer)
    _print_rest(console, answer)


def print_answer(answer: Answer) -> None:
    """Print an answer with its numbered quotes."""
    print_growing([answer])


def _print_status(console: Console, answer: Answer) -> None:
    words = messages(answer.language).say(f"status.{answer.status.value}")
    console.print(Text(f"{ICONS[answer.status]} {words}", style=f"bold {COLOURS[answer.status]}"))


def _print_statements(console: Console, statements: Sequence[Statement]) -> None:
    for statement in statements:
        line = Text(statement.text, style="bold" if statement.lead else "")
        line.append("".join(f" [{number}]" for number in statement.citations), style="cyan")
        console.print(line)


def _print_rest(console: Console, answer: Answer) -> None:
    """Print what follows the statements: what is missing, notes, quotes, further questions."""
    say = messages(answer.language).say
    if answer.missing:
        console.print(Text(answer.missing, style="yellow"))
    for note in answer.notes:
        console.print(Text(note, style="dim"))
    if answer.citations:
        console.print()
    previous = None
    role = Role.SUPPORT
    for citation in answer.citations:
        if citation.role is not role and citation.role is Role.RELATED:
            console.print(Text(say("refusal.near"), style="dim"))
        role = citation.role
        place = _place(citation)
        if place != previous:
            console.print(Text(place, style="bold"))
        previous = place
        style = "italic" if citation.role is Role.SUPPORT else "dim italic"
        console.print(Text.assemble((f"[{citation.n}] ", "cyan"), (f"“{citation.quote}”", style)))
        where = f"{citation.source} {citation.start}–{citation.end}" + "".join(f", {place.source}" for place in citation.also_in)
        console.print(Padding(Text(where, style="dim"), (0, 0, 0, 4)))
    for step in answer.next:
        console.print(Text(f"→ {step}", style="cyan"))


def _place(citation: Citation) -> str:
    """Return the document's title and the headings below it; a document that begins with its title has it there already."""
    headings = citation.heading or ""
    if f"{headings} › ".casefold().startswith(f"{citation.title} › ".casefold()):
        return headings
    return f"{citation.title} › {headings}" if headings else citation.title


def print_hits(hits: Sequence[Hit]) -> None:
    """Print ranked passages."""
    console = _console()
    for hit in hits:
        heading = " › ".join(hit.passage.heading_path)
        console.print(Text.assemble((f"{hit.rank:3} ", "cyan"), (heading or hit.passage.source, "bold")))
        console.print(Padding(Text(hit.passage.text), (0, 0, 0, 4)))
        console.print(Padding(Text(f"{hit.passage.source} {hit.passage.start}–{hit.passage.end}, score {hit.score:.4f}", style="dim"), (0, 0, 1, 4)))


def print_evaluation(report: EvaluationReport, *, failures: bool = False) -> None:
    """Print the table of an evaluation, and with ``failures`` every wrong answer."""
    from townhall.evaluation import TABLE_WIDTH, render_failures, render_table

    console = Console(highlight=False)
    console = Console(highlight=False, width=max(console.width, TABLE_WIDTH))
    console.print(render_table(report))
    if failures:
        console.print(render_failures(report))


def print_changes(labels: Sequence[str], found: Sequence[SetChanges]) -> None:
    """Print what changed from one run, by its label, to another."""
    from townhall.evaluation import TABLE_WIDTH
    from townhall.evaluation.reports.changes_table import render_changes

    console = Console(highlight=False)
    console = Console(highlight=False, width=max(console.width, TABLE_WIDTH))
    console.print(Text(f"before: {labels[0]}\nafter:  {labels[1]}\n"))
    console.print(render_changes(found))


def print_sweep(dataset: str, rows: Sequence[SweepRow]) -> None:
    """Print the choices of settings that were tried."""
    from townhall.evaluation import TABLE_WIDTH
    from townhall.evaluation.reports.sweep_report import render_sweep

    console = Console(highlight=False)
    console = Console(highlight=False, width=max(console.width, TABLE_WIDTH))
    console.print(render_sweep(dataset, rows))


def print_table(table: RenderableType) -> None:
    """Print what the evaluation has made a table of."""
    from townhall.evaluation import TABLE_WIDTH

    console = Console(highlight=False)
    Console(highlight=False, width=max(console.width, TABLE_WIDTH)).print(table)


@contextmanager
def progress(*, as_lines: bool = False) -> Iterator[Report]:
    """Show progress on standard error, and yield the function that reports it: what, how much is done, of how much.

    With ``as_lines`` it is told for programs, a JSON object a line.
    """
    if as_lines:
        yield _tell_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=1)

        def report(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of)

        yield report


def _tell_progress(what: str, done: int, of: int) -> None:
    sys.stderr.write(json.dumps({"what": what, "done": done, "of": of}, ensure_ascii=False) + "\n")
    sys.stderr.flush()


def _console() -> Console:
    console = Console(highlight=False)
    return Console(highlight=False, width=min(console.width, WIDTH))
