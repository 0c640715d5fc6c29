"""The report's files: one run, three forms side by side."""

from __future__ import annotations

from pathlib import Path

from townhall.evaluation.reports.as_json import write_json
from townhall.evaluation.reports.junit import write_junit
from townhall.evaluation.reports.page import write_page
from townhall.evaluation.reports.report import EvaluationReport


def write_reports(report: EvaluationReport, path: Path) -> None:
    """Write the report as JSON to ``path``, and beside it for people as a page (``.html``) and for test runners as JUnit XML (``.xml``)."""
    write_json(report, path)
    write_junit(report, path.with_suffix(".xml"))
    write_page(report, path.with_suffix(".html"))
