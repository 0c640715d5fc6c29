"""The run that a release is held against: ``evals/baselines/current.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from townhall.errors import DatasetError
from townhall.evaluation.recorded import Recorded, columns_json, recorded_of
from townhall.evaluation.reports.report import EvaluationReport

BASELINE = Path("baselines") / "current.json"
"""Where the baseline lies, under the folder of the evaluation."""
VERSION = 1
"""Of the file's format."""
_COLUMN = re.compile(r"\[[^\[\]{}]*\]")
"""A list of plain values, which is put on one line; a text that holds brackets may keep it on several."""
_LINE_END = re.compile(r"\n *")
"""Never within a text: JSON escapes line ends there."""
REMEDY = "Write a new one with `townhall eval baseline`."


@dataclass(frozen=True, slots=True)
class Baseline:
    """An accepted run: what it scored, question by question, and what it was made with."""

    townhall: str
    settings: str
    judge: str | None
    sets: Mapping[str, Recorded]
    """By the evaluation set's name."""


def baseline_of(report: EvaluationReport, former: Baseline | None = None) -> Baseline:
    """Return a baseline of ``report``; sets that it didn't run stay as they are in the former one."""
    sets = {**(former.sets if former else {}), **{dataset.name: dataset.recorded for dataset in report.datasets}}
    return Baseline(report.townhall, report.settings, report.judge, dict(sorted(sets.items())))


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Write the baseline, folders included, a column a line, so that a difference between two shows which metrics moved."""
    data = {
        "version": VERSION,
        "townhall": baseline.townhall,
        "settings": baseline.settings,
        "judge": baseline.judge,
        "sets": [_set_json(recorded) for recorded in baseline.sets.values()],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = _COLUMN.sub(lambda column: _LINE_END.sub(" ", column[0]), json.dumps(data, ensure_ascii=False, indent=1))
    path.write_text(text + "\n", encoding="utf-8")


def _set_json(recorded: Recorded) -> dict[str, Any]:
    return {"name": recorded.name, "sha256": recorded.sha256, "frozen": recorded.frozen, "columns": columns_json(recorded)}


def load_baseline(path: Path) -> Baseline | None:
    """Read a baseline; None where the file is missing.

    Raises:
        DatasetError: the file can't be read, or isn't a baseline of this version.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise DatasetError(f"The baseline {path} is of version {data['version']}, this program reads {VERSION}.", remedy=REMEDY)
        sets = [recorded_of(part) for part in data["sets"]]
        return Baseline(data["townhall"], data["settings"], data["judge"], {recorded.name: recorded for recorded in sets})
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DatasetError(f"The baseline {path} can't be opened: {error.strerror}.", remedy="Mend its permissions.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"The baseline {path} is damaged: {error}.", remedy=REMEDY) from error
