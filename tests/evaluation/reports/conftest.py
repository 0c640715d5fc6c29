"""Reports of real runs over the small corpus: one answer right, one wrong, one refusal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from townhall.evaluation import EvaluationReport, run_evaluation
from townhall.settings import Settings

COMMON = {"language": "en", "today": "2024-05-01"}
ROWS: list[dict[str, Any]] = [
    {
        "id": "members-1",
        "messages": [{"role": "user", "content": "How many harbour cities does the Harbour Cities Network support?"}],
        "status": ["answered"],
        "facts": [{"number": 28}],
        "spans": [{"source": "north.txt", "quote": "supports 28 harbour cities"}],
        "category": "number",
        "group": "members",
    },
    {
        "id": "impossible-1",
        "messages": [{"role": "user", "content": "Who is the contact person of the Harbour Cities Network?"}],
        "status": ["answered"],
        "facts": [{"text": ["a name that the documents don't give"]}],
        "spans": [{"source": "north.txt", "quote": "Ada Quay"}],
        "category": "contact",
    },
    {
        "id": "weather-1",
        "messages": [{"role": "user", "content": "Hello"}, {"role": "user", "content": "What will the weather be like tomorrow?"}],
        "status": ["out_of_scope", "not_in_documents"],
        "category": "refuse",
    },
]


@pytest.fixture
def run(settings: Settings, tmp_path: Path) -> Callable[..., EvaluationReport]:
    """Return ``run(name, **changes)``: the report of three questions, of which the second can't be answered right and takes the changes."""

    def evaluate(name: str, **changes: Any) -> EvaluationReport:
        rows = [{**COMMON, **row, **(changes if row["id"] == "impossible-1" else {})} for row in ROWS]
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        return run_evaluation(settings, [path], out=tmp_path / "reports" / f"{path.stem}.json")

    return evaluate
