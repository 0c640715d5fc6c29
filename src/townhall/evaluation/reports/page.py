"""The report as a page: one HTML file that needs nothing else, no script and no network, to be read, printed or sent on."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from townhall.evaluation.metrics.figures import Estimate
from townhall.evaluation.reports.page_views import NOT_MEASURED, report_view
from townhall.evaluation.reports.report import EvaluationReport


def write_page(report: EvaluationReport, path: Path) -> None:
    """Write the report as HTML, folders included; of a frozen set it shows figures and no question."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(rendered("report.html", report=report_view(report)), encoding="utf-8")


def rendered(template: str, **values: Any) -> str:
    """Return one of the templates with ``values`` in it, every text escaped."""
    return _templates().get_template(template).render(**values)


@cache
def _templates() -> Environment:
    loader = PackageLoader("townhall.evaluation.reports", "assets")
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    style = files("townhall.evaluation.reports").joinpath("assets", "report.css").read_text(encoding="utf-8")
    templates.globals["style"] = Markup(style)  # noqa: S704 - a file of ours
    templates.filters["percent"] = percent
    templates.filters["shown"] = _shown
    templates.filters["interval"] = _interval
    templates.filters["at"] = _at
    return templates


def percent(value: float) -> str:
    """Return a share as a number of per cent with one digit after the point, so that columns line up."""
    return f"{100 * value:.1f}"


def _shown(found: Estimate | None) -> str:
    return NOT_MEASURED if found is None else percent(found.value)


def _interval(found: Estimate | None) -> str:
    return NOT_MEASURED if found is None else f"{percent(found.low)} to {percent(found.high)}"


def _at(value: float) -> str:
    """Return where a share stands on an axis from 0 to 100 %, for SVG."""
    return f"{100 * min(max(value, 0.0), 1.0):.2f}%"
