"""Reports and baselines read back, as far as they can be compared."""

from __future__ import annotations

import json
from pathlib import Path

from townhall.errors import DatasetError
from townhall.evaluation.recorded import Recorded, recorded_of


def read_run(path: Path) -> tuple[Recorded, ...]:
    """Return the evaluation sets of a report in JSON, or of a baseline.

    Raises:
        DatasetError: the file can't be read, or is neither.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return tuple(recorded_of(part) for part in data["datasets" if "datasets" in data else "sets"])
    except OSError as error:
        raise DatasetError(f"The report {path} can't be opened: {error.strerror}.", remedy="Name a file that `townhall eval` wrote.") from error
    except (ValueError, KeyError, TypeError) as error:
        remedy = "Name a JSON file that this version of `townhall eval` wrote."
        raise DatasetError(f"{path} is no report that can be compared: {error}.", remedy=remedy) from error
