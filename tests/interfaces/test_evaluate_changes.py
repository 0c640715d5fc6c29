"""``townhall eval compare`` and ``baseline`` by the real command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from townhall.settings import Settings

ROW = {
    "id": "apply-1",
    "messages": [{"role": "user", "content": "Who supports cities in Slovenia?"}],
    "status": ["answered"],
    "facts": [{"text": ["ZMOS"]}],
    "spans": [{"source": "national-support-3.txt", "quote": "ZMOS"}],
    "category": "support",
    "language": "en",
    "today": "2024-05-01",
}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Return a set of one question on the real documents."""
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    return path


def test_settings_are_compared(townhall: Callable[..., Any], real_settings: Settings, questions: Path) -> None:
    """One --set is run beside the settings as they are; the JSON names both and every metric."""
    done = townhall("eval", "compare", "--set", "candidates=20", "--dataset", str(questions), "--json", "--index", str(real_settings.index))
    assert done.status == 0, done.err
    (found,) = done.objects
    assert (found["before"], found["after"]) == ("the settings as they are", "candidates=20")
    assert found["sets"][0]["metrics"]["right"]["n"] == 1


def test_a_comparison_needs_two_runs(townhall: Callable[..., Any], tmp_path: Path) -> None:
    """One report alone, or three runs, are wrong usage; a report that isn't there is a fault in one line."""
    report = str(tmp_path / "a.json")
    for arguments in ([], [report], [report, report, "--set", "candidates=2"]):
        done = townhall("eval", "compare", *arguments)
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert "A comparison needs two runs." in done.err
    done = townhall("eval", "compare", report, report)
    assert (done.status, done.err.count("\n"), "can't be opened" in done.err) == (1, 1, True)
