"""The report for test runners: every question a case, what is wrong told, nothing of a frozen set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element, parse

from townhall.evaluation import EvaluationReport
from townhall.evaluation.reports.junit import write_junit


def written(report: EvaluationReport, path: Path) -> Element:
    """Return the root of the file that a report is written to."""
    write_junit(report, path)
    return parse(path).getroot()  # noqa: S314 - our own file


def test_a_case_a_question(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """Each question is a case of its set's suite; those that are wrong fail with stage and faults, and the counts agree."""
    root = written(run("easy.jsonl"), tmp_path / "easy.xml")
    suite, gates = root.findall("testsuite")
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("easy", "3", "1")
    assert [case.get("name") for case in suite.iter("testcase")] == ["members-1", "impossible-1", "weather-1"]
    (failed,) = [case for case in suite.iter("testcase") if case.find("failure") is not None]
    failure = failed.find("failure")
    assert failed.get("name") == "impossible-1"
    assert failure is not None
    assert "missing: a name that the documents don't give" in (failure.get("message") or "")
    assert "asked: Who is the contact person of the Harbour Cities Network?" in (failure.text or "")
    assert (gates.get("name"), gates.get("failures")) == ("gates", "0")


def test_gates_are_cases(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """A gate that is not passed is a case that fails, with its reason."""
    report = run("hard.jsonl")
    root = written(report, tmp_path / "hard.xml")
    assert [failure.get("message") for failure in root.findall("testsuite[@name='gates']/testcase/failure")] == list(report.gate_failures) != []


def test_frozen_sets_by_number(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """Of a frozen set the file holds numbers and stages, and no id, question, answer or fault."""
    report = run("frozen.jsonl")
    root = written(report, tmp_path / "frozen.xml")
    assert [case.get("name") for case in root.iter("testcase")][:3] == ["question 1", "question 2", "question 3"]
    text = (tmp_path / "frozen.xml").read_text(encoding="utf-8")
    for result in report.datasets[0].results:
        for secret in (result.question.id, *result.question.turns, result.response.answer.statements[0].text, *result.score.faults):
            assert secret not in text


def test_any_text_is_well_formed(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """Markup and control characters in questions and facts leave the file well-formed, and markup comes back as it was."""
    content = "Who is <b>\u0007Ada</b> & ]]> of the Harbour Cities Network?"
    change = {"messages": [{"role": "user", "content": content}], "facts": [{"text": ["<i>\ufffe nobody"]}]}
    root = written(run("easy.jsonl", **change), tmp_path / "odd.xml")
    told = "".join(failure.text or "" for failure in root.iter("failure"))
    assert "Who is <b>\ufffdAda</b> & ]]> of the Harbour Cities Network?" in told
    assert "<i>\ufffd nobody" in told
