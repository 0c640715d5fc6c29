"""A run that was interrupted goes on where it was: with a process that is really killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from townhall.assistant import Assistant
from townhall.evaluation import run_evaluation
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.journal import Journal, JournalKey
from townhall.evaluation.systems.system import AssistantSystem, Response
from townhall.settings import Settings

KEY = JournalKey("set", "settings", "index", None, "code")
KILLED_AT = 2
"""Questions that are answered when the process is killed."""
SCRIPT = """
import os, signal, sys
from pathlib import Path
from townhall.evaluation import run_evaluation
from townhall.settings import Settings

corpus, index, evals, dataset, journals, at = sys.argv[1:]

def progress(_what, done, _of):
    if done == int(at):
        os.kill(os.getpid(), signal.SIGKILL)

run_evaluation(Settings(corpus=corpus, index=index, evals=evals), [Path(dataset)], progress=progress, compared=False, journals=Path(journals))
"""


@pytest.fixture
def response(settings: Settings, dataset: Callable[..., Dataset]) -> Response:
    """Return a real response, with facts, passages and citations."""
    return AssistantSystem(Assistant(settings)).respond(dataset({}).questions[0])


def written(path: Path) -> dict[str, Any]:
    """Return a report without what differs from run to run."""
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert report.pop("timings_ms")
    return report


def test_a_killed_run_goes_on(settings: Settings, dataset: Callable[..., Dataset], tmp_path: Path) -> None:
    """What a killed process had answered isn't asked again; the report is that of a run that wasn't killed, and no journal is left."""
    dataset({}, {}, {"messages": [{"role": "user", "content": "What will the weather be like?"}]}, {}, name="easy.jsonl")
    path, journals = tmp_path / "easy.jsonl", tmp_path / "journals"
    arguments = [settings.corpus, settings.index, settings.evals, path, journals, KILLED_AT]
    done = subprocess.run([sys.executable, "-c", SCRIPT, *map(str, arguments)], check=False, timeout=300)  # noqa: S603 - our own Python
    assert done.returncode == -signal.SIGKILL
    _, *rows = [json.loads(line) for line in (journals / "easy.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["q-1", "q-2"]

    report = run_evaluation(settings, [path], compared=False, journals=journals, out=tmp_path / "resumed.json")
    taken = [result.response.milliseconds for result in report.datasets[0].results[:KILLED_AT]]
    assert taken == [row["response"]["milliseconds"] for row in rows]
    assert not list(journals.iterdir())
    run_evaluation(settings, [path], compared=False, out=tmp_path / "whole.json")
    assert written(tmp_path / "resumed.json") == written(tmp_path / "whole.json")


def test_nothing_is_written_of_frozen_sets(settings: Settings, dataset: Callable[..., Dataset], tmp_path: Path) -> None:
    """Answers to a frozen set are nobody's to read, an interrupted run's neither."""
    dataset({}, name="small-frozen.jsonl")
    seen: list[bool] = []
    run_evaluation(
        settings,
        [tmp_path / "small-frozen.jsonl"],
        compared=False,
        gated=False,
        journals=tmp_path / "journals",
        progress=lambda *_: seen.append((tmp_path / "journals").exists()),
    )
    assert seen
    assert not any(seen)


def test_a_response_comes_back_as_it_was(response: Response, tmp_path: Path) -> None:
    """A response that was written down is the same when it is read, to the last digit."""
    journal = Journal(tmp_path / "run.jsonl", KEY)
    journal.add("q", response)
    journal.close(finished=False)
    again = Journal(tmp_path / "run.jsonl", KEY)
    again.close(finished=False)
    assert again.responses == {"q": response}


@pytest.mark.parametrize("cut", [1, 40])
def test_a_half_written_line_is_dropped(response: Response, tmp_path: Path, cut: int) -> None:
    """What was being written when the run was killed is asked again, and what comes next stands on a line of its own."""
    path = tmp_path / "run.jsonl"
    journal = Journal(path, KEY)
    journal.add("first", response)
    journal.add("second", response)
    journal.close(finished=False)
    path.write_bytes(path.read_bytes()[:-cut])
    journal = Journal(path, KEY)
    assert list(journal.responses) == ["first"]
    journal.add("second", response)
    journal.close(finished=False)
    again = Journal(path, KEY)
    again.close(finished=True)
    assert list(again.responses) == ["first", "second"]
    assert not path.exists()


@pytest.mark.parametrize("changed", ["dataset", "settings", "index", "judge", "code"])
def test_another_key_begins_anew(response: Response, tmp_path: Path, changed: str) -> None:
    """Where the set, the settings, the index, the judge or the program has changed, nothing is taken over."""
    journal = Journal(tmp_path / "run.jsonl", KEY)
    journal.add("q", response)
    journal.close(finished=False)
    again = Journal(tmp_path / "run.jsonl", replace(KEY, **{changed: "another"}))
    again.close(finished=False)
    assert again.responses == {}
    former = Journal(tmp_path / "run.jsonl", KEY)
    former.close(finished=False)
    assert former.responses == {}
