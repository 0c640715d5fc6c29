"""``townhall eval check`` and ``townhall eval schema``, through the command's own entry."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from townhall.interfaces.cli import main

ROW: dict[str, Any] = {
    "id": "a",
    "messages": [{"role": "user", "content": "When was it founded?"}],
    "status": ["answered"],
    "facts": [{"number": 2011}],
    "spans": [{"source": "page.txt", "quote": "It was founded in 2011."}],
    "category": "explain",
    "language": "en",
    "today": "2024-05-01",
}

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return ``run("check", "mine.jsonl")``: the command in a folder with a corpus, and what it printed."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "page.txt").write_text("The network. It was founded in 2011, in Norland.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["townhall", "eval", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out + shown.err

    return call


def write(path: str, *rows: dict[str, Any]) -> None:
    """Write a set."""
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_changed_quotes_are_told(run: Run) -> None:
    """A sound set passes; a quote whose punctuation has changed is named with its question."""
    write("mine.jsonl", ROW, {**ROW, "id": "b", "spans": [{"source": "page.txt", "quote": "founded in 2011, in Norland"}]})
    status, shown = run("check", "mine.jsonl")
    assert status == 0
    assert "✓ mine.jsonl: 2 questions; quotes found again, changed: 1" in shown
    assert "a: 'It was founded in 2011.'" in shown


def test_every_set_is_looked_at(run: Run) -> None:
    """All faults of all sets are told, and the status says that there are some."""
    write("one.jsonl", {**ROW, "spans": [{"source": "page.txt", "quote": "It was closed in 2012."}], "category": "who"})
    write("two.jsonl", ROW)
    status, shown = run("check", "one.jsonl", "two.jsonl")
    assert status == 1
    assert "field spans[0].quote" in shown
    assert "field category" in shown
    assert "✓ two.jsonl" in shown


def test_a_frozen_set_shows_no_question(run: Run) -> None:
    """Of a frozen set only the number of changed quotes is told."""
    write("mine-frozen.jsonl", ROW)
    status, shown = run("check", "mine-frozen.jsonl")
    assert status == 0
    assert "1 question; quotes found again, changed: 1" in shown
    assert "founded" not in shown


def test_the_schema_is_printed(run: Run) -> None:
    """What is printed is the published file."""
    status, shown = run("schema")
    assert status == 0
    assert shown == (Path(__file__).parents[2] / "evals" / "schema.json").read_text(encoding="utf-8")
