"""The report's files: one run, three forms side by side."""

from __future__ import annotations

from pathlib import Path

from townhall.evaluation.reports.as_json import write_json
from townhall.evaluation.reports.junit import write_junit
from townhall.evaluation.reports.report import EvaluationReport


def write_reports(report: EvaluationReport, path: Path) -> None:
    """Write the report as JSON to ``path``, and beside it for test runners as JUnit XML, ending in ``.xml``."""
    write_json(report, path)
    write_junit(report, path.with_suffix(".xml"))
