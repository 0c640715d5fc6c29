"""What the Quality view makes of figures, runs and forms, without a browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.datastructures import FormData, UploadFile
from starlette.testclient import TestClient

from townhall.assistant import Assistant
from townhall.evaluation import run_evaluation
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.history import HISTORY, Measured, add_to_history
from townhall.evaluation.metrics.figures import Estimate
from townhall.interfaces.application import application_of
from townhall.interfaces.web.quality.chart import BOTTOM, MOST_RUNS, TOP, history_view
from townhall.interfaces.web.quality.form import fields_of_form, fields_of_row, row_of_fields
from townhall.interfaces.web.quality.ranges import range_in_words, range_of
from townhall.interfaces.web.quality.reports import Reports
from townhall.interfaces.web.quality.runs import environment
from townhall.interfaces.web.quality.sets import open_sets, set_files
from townhall.locales.messages import page_words
from townhall.settings import Settings

ENGLISH = page_words("en")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def measured(number: int, value: float, *, sha256: str = "a") -> Measured:
    """Return a run of a day after others."""
    figures = {"right": Estimate(value, max(0.0, value - 0.05), min(1.0, value + 0.05), 100), "verbatim": None}
    return Measured(
        time=NOON + timedelta(days=number),
        dataset="small",
        sha256=sha256,
        frozen=False,
        questions=100,
        townhall="0",
        settings="s",
        index=("i",),
        code="c",
        judge=None,
        passed=True,
        figures=figures,
    )


@pytest.fixture
def application(small: Settings) -> FastAPI:
    """Return the site over the small documents."""
    return application_of(small, Assistant(small))


def test_every_route_of_administrators_is_closed(application: FastAPI) -> None:
    """Whoever hasn't signed in is led to the door or refused, by whatever method, and nothing changes; the report alone is open."""
    client = TestClient(application, follow_redirects=False)
    seen = set()
    for route in application.routes:
        for path, methods in _addresses(route):
            if path.startswith("/quality/") and path != "/quality/report":
                for method in methods - {"HEAD"}:
                    reply = client.request(method, path, data={"id": "x"}, headers={"sec-fetch-site": "same-origin"})
                    assert (reply.status_code, reply.headers.get("location")) in {(303, "/admin"), (403, None)}, (method, path)
                    assert reply.status_code == 403 or method == "GET"
                    seen.add((method, path))
    posts = {path for method, path in seen if method == "POST"}
    assert posts == {"/quality/run", "/quality/run/stop", "/quality/questions/save", "/quality/feedback/delete"}
    assert client.get("/quality").status_code == 200


def _addresses(route: Any) -> list[tuple[str, set[str]]]:
    """Return the paths of a route, or of those under it, with their methods."""
    under = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
    if under:
        return [found for each in under for found in _addresses(each)]
    return [(route.path, set(route.methods or ()))] if getattr(route, "methods", None) else []


def test_history_breaks_where_questions_change() -> None:
    """Runs with the same questions are joined by a line, others aren't; points lie within the chart, higher figures above; old runs drop out."""
    runs = [measured(0, 0.8), measured(1, 0.9), measured(2, 0.7, sha256="b"), measured(3, 1.0, sha256="b")]
    view = history_view("small", runs, None, ENGLISH)
    (chart,) = view.charts
    assert [point.joined for point in chart.points] == [False, True, False, True]
    assert all(TOP <= y <= BOTTOM for point in chart.points for y in (point.y, point.low, point.high))
    assert chart.points[3].y < chart.points[1].y < chart.points[0].y < chart.points[2].y
    assert [row.other_questions for row in view.rows] == [False, True, False, False]
    assert "80%" in chart.summary
    assert "100%" in chart.summary
    assert len(history_view("small", [measured(n, 0.5) for n in range(50)], None, ENGLISH).rows) == MOST_RUNS
    assert history_view("small", runs[:1], None, ENGLISH).charts == ()
    assert history_view("other", runs, None, ENGLISH).rows == ()


def test_all_alike_is_not_certain() -> None:
    """Where all cases are alike the range is not of no width: 34 of 34 leave room for about 3 in 34."""
    low, high = range_of(Estimate(1.0, 1.0, 1.0, 34))
    assert high == 1
    assert 3 / 34 - 0.01 < 1 - low < 3 / 34
    assert range_of(Estimate(0.0, 0.0, 0.0, 34)) == pytest.approx((0.0, 1 - low))
    assert range_in_words(Estimate(1.0, 1.0, 1.0, 34), ENGLISH) == "at least 91.6%"
    assert range_in_words(Estimate(0.5, 0.4, 0.6, 34), ENGLISH) == "between 40% and 60%"


@pytest.mark.parametrize("script", [True, False])
def test_form_gives_the_row_back(small: Settings, *, script: bool) -> None:
    """A row with every field comes back from its form as it was, with a browser's line ends and empty rows, also without a script."""
    row = {
        "id": "q-1",
        "messages": [{"role": "user", "content": "Hello\nthere"}, {"role": "user", "content": " How many? "}],
        "status": ["partial", "not_in_documents", "answered"],
        "facts": [{"text": ["VNG", "Association"]}, {"number": 28}, {"number": 1.5, "unit": ["%", "per cent"]}, {"date": "2024-06-17"}],
        "forbidden": [{"number": -3}],
        "spans": [{"source": "north.txt", "quote": "Contact person\n\nAda Quay"}],
        "category": "list",
        "language": "de",
        "group": "g",
        "today": "2024-05-01",
        "list": True,
        "answers": ["28", "twenty-eight"],
        "relevant": [{"source": "south.txt", "grade": 2}],
        "sources": ["n*.txt", "south.txt"],
    }
    fields = fields_of_row(row)
    pairs = [("id", fields.id), ("status", fields.status), ("category", fields.category), ("language", "de"), ("group", "g"), ("today", fields.today)]
    pairs += [("list", "1"), ("measured", "1"), ("sources", "\n".join(fields.sources)), *(("also", each) for each in fields.also)]
    pairs += [("turn", each) for each in fields.turns] + [("answer", each) for each in fields.answers]
    for name, facts in (("fact", fields.facts), ("forbidden", fields.forbidden)):
        for fact in facts:
            pairs += [(f"{name}_kind", fact.kind), (f"{name}_value", fact.value), (f"{name}_unit", fact.unit)]
    pairs += [pair for span in fields.spans for pair in (("span_source", span.source), ("span_quote", span.quote))]
    pairs += [pair for each in fields.relevant for pair in (("relevant_source", each.source), ("relevant_grade", each.grade))]
    if not script:
        pairs += [("turn", ""), ("fact_kind", "text"), ("fact_value", ""), ("fact_unit", ""), ("span_source", ""), ("span_quote", " ")]
    typed: list[tuple[str, str | UploadFile]] = [(name, value.replace("\n", "\r\n")) for name, value in pairs]
    form = FormData(typed)
    assert row_of_fields(fields_of_form(form), CorpusTexts(small.corpus)) == row


def test_nonsense_in_a_form_is_no_exception(small: Settings) -> None:
    """Whatever is typed becomes a row that the check can refuse."""
    texts = CorpusTexts(small.corpus)
    for text in ("9" * 5000, "1e999", "١٢", "NaN", "\ud800", "\x00", "-", "{}"):
        form = FormData({"fact_kind": "number", "fact_value": text, "fact_unit": "", "relevant_grade": text, "relevant_source": "x"})
        json.dumps(row_of_fields(fields_of_form(form), texts))
    assert fields_of_row({"messages": 3, "facts": [7], "spans": [None], "status": "answered", "answers": {}}).spans == ()


def test_foreign_files_take_nothing_with_them(small: Settings, client_page: Callable[[], str]) -> None:
    """Damaged and foreign files among the reports are passed over; the newest that can be read is shown, and a report counts once in the history."""
    folder = small.evals / "reports"
    report = run_evaluation(small, [small.evals / "datasets" / "small.jsonl"], out=folder / "latest.json", compared=False)
    add_to_history(report, small.evals / HISTORY)
    (folder / "zzz.json").write_text("{", encoding="utf-8")
    (folder / "self-test.json").write_text('{"version": 2, "datasets": "x"}', encoding="utf-8")
    (folder / "folder.json").mkdir()
    reports = Reports(small.evals)
    newest = reports.newest()
    assert newest is not None
    assert newest.path.name == "latest.json"
    assert len(reports.history()) == 1
    shutil.copy(folder / "latest.json", folder / "other.json")
    data = json.loads((folder / "other.json").read_text(encoding="utf-8"))
    data["settings"] = "others"
    (folder / "other.json").write_text(json.dumps(data), encoding="utf-8")
    assert len(reports.history()) == 2
    assert "answered rightly" in client_page()


@pytest.fixture
def client_page(application: FastAPI) -> Callable[[], str]:
    """Return a function that gets the Quality page as anybody."""
    return lambda: TestClient(application).get("/quality").text


def test_sets_are_named_by_folders_alone(small: Settings, tmp_path: Path) -> None:
    """Frozen sets are listed to be run, not to be opened; where there is no set a first one can be begun."""
    assert {each.name: each.frozen for each in set_files(small)} == {"small": False, "small-frozen": True}
    assert [each.name for each in open_sets(small)] == ["small"]
    (empty,) = open_sets(small.model_copy(update={"evals": tmp_path / "none"}))
    assert (empty.name, empty.questions) == ("core", 0)


def test_a_run_is_not_told_the_password(small: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of a run gets the server's settings without the administrator's password and the database."""
    monkeypatch.setenv("TOWNHALL_ADMIN_PASSWORD", "from the environment")
    monkeypatch.setenv("TOWNHALL_DATABASE", "sqlite:///x")
    told = environment(small)
    assert told["TOWNHALL_CORPUS"] == str(small.corpus)
    assert told["TOWNHALL_EVALS"] == str(small.evals)
    assert not [name for name in told if "PASSWORD" in name or name == "TOWNHALL_DATABASE"]
