"""``townhall data``, through the command's own entry, on a real database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from townhall.evaluation.data.feedback import feedback_of, read_feedback
from townhall.interfaces.cli import main
from townhall.model import Answer, Statement, Status
from townhall.settings import Settings
from townhall.storage import Conversations, Database, Feedback, Owner, Verdict, open_database

Run = Callable[..., tuple[int, str, str]]
OLD = datetime.now(UTC) - timedelta(days=100)
ANSWER = Answer("a", "Né quando?", "Né quando?", Status.NOT_IN_DOCUMENTS, "it", "extractive", (Statement("They don't say.", ()),), (), reason="So.")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return ``run("sweep")``: the command on the test's own index, its exit status, and what it printed."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["townhall", "data", arguments[0], "--index", str(tmp_path / "index"), *arguments[1:]])
        with pytest.raises(SystemExit) as left:
            main()
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    return call


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return the database beside that index, with a conversation and an entry of feedback that are new, and as many that are old."""
    opened = open_database(Settings(index=tmp_path / "index"))
    for clock in (lambda: OLD, lambda: datetime.now(UTC)):
        Conversations(opened, clock=clock).begin(Owner.of("a"))
        Feedback(opened, clock=clock).add(ANSWER, Verdict.DOWN, day=date(2026, 3, 1), comment="Però!")
    yield opened
    opened.close()


def test_sweep(run: Run, database: Database) -> None:
    """What is older than 90 days is deleted and counted, though the database is open elsewhere; a second time nothing is."""
    status, out, _ = run("sweep")
    assert (status, out) == (0, "Deleted: 1 conversations, 1 entries of feedback, 0 sessions, 0 counters of attempts.\n")
    assert Feedback(database).count() == 1
    assert run("sweep")[1].startswith("Deleted: 0 conversations, 0 entries")


def test_sweep_by_the_setting(run: Run, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting decides what is old."""
    monkeypatch.setenv("TOWNHALL_RETENTION_DAYS", "101")
    assert run("sweep")[0] == 0
    assert Feedback(database).count() == 2


def test_export_feedback(run: Run, database: Database, tmp_path: Path) -> None:
    """Each line is an entry, the oldest first, and a line by itself is a file that the evaluation reads."""
    file = tmp_path / "feedback.jsonl"
    status, out, _ = run("export-feedback", str(file))
    assert (status, out) == (0, f"2 entries in {file}.\n")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [entry.as_row() for entry in Feedback(database).all()]
    one = tmp_path / "one.json"
    one.write_text(lines[0], encoding="utf-8")
    read = read_feedback(one)
    assert read == feedback_of(json.loads(lines[0]), "line")
    assert (read.question, read.comment, read.answer.status) == ("Né quando?", "Però!", Status.NOT_IN_DOCUMENTS)


def test_delete_all_wants_to_be_meant(run: Run, database: Database) -> None:
    """Without --yes nothing is deleted and the exit status is that of wrong usage; with it everything is."""
    status, out, err = run("delete-all")
    assert (status, out) == (2, "")
    assert "--yes" in err
    assert Feedback(database).count() == 2
    status, out, _ = run("delete-all", "--yes")
    assert (status, out) == (0, "Deleted: 2 conversations, 2 entries of feedback, 0 sessions, 0 counters of attempts.\n")
    assert Feedback(database).count() == 0
    assert Conversations(database).latest(Owner.of("a")) is None


@pytest.mark.parametrize("command", [["sweep"], ["delete-all", "--yes"], ["export-feedback", "out.jsonl"]], ids=lambda command: command[0])
def test_no_database(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    """Where there is none, a mistyped folder perhaps, that is a fault in one line, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*command)
    assert (status, out) == (1, "")
    assert err.startswith("townhall: There is no database")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
