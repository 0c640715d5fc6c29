"""The report for test runners: JUnit XML, a suite an evaluation set, a case a question, and a suite for the gates.

The elements are those that Jenkins and GitLab read: testsuites, testsuite, testcase, failure, system-out.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from townhall.evaluation.metrics.scoring import printed
from townhall.evaluation.reports.report import DatasetReport, EvaluationReport
from townhall.evaluation.result import Result

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 can't hold, section 2.2; documents may."""


def write_junit(report: EvaluationReport, path: Path) -> None:
    """Write the report as JUnit XML, folders included; of a frozen set it holds numbers, stages and times, and no text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    root = Element("testsuites", name="townhall eval")
    for dataset in report.datasets:
        _questions(root, dataset)
    _gates(root, report)
    indent(root, " ")
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _questions(root: Element, dataset: DatasetReport) -> None:
    wrong = sum(not result.score.right for result in dataset.results)
    seconds = sum(result.response.milliseconds for result in dataset.results) / 1000
    counts = {"tests": str(len(dataset.results)), "failures": str(wrong), "errors": "0", "time": f"{seconds:.3f}"}
    suite = SubElement(root, "testsuite", {"name": dataset.name, **counts})
    for number, result in enumerate(dataset.results, start=1):
        name = f"question {number}" if dataset.frozen else result.question.id
        kind = dataset.name if dataset.frozen else f"{dataset.name}.{result.question.category}"
        time = f"{result.response.milliseconds / 1000:.3f}"
        case = SubElement(suite, "testcase", classname=_clean(kind), name=_clean(name), time=time)
        if result.score.right:
            continue
        stage = str(result.score.stage)
        if dataset.frozen:
            SubElement(case, "failure", type=stage, message=stage)
        else:
            failure = SubElement(case, "failure", type=stage, message=_clean("; ".join((stage, *result.score.faults))))
            failure.text = _clean(_told(result))


def _told(result: Result) -> str:
    """Return the question, what was said and what was expected, a line each."""
    question, answer = result.question, result.response.answer
    expected = "; ".join(fact.shown for fact in question.facts)
    lines = (
        *(f"asked: {turn}" for turn in question.turns),
        f"read as: {result.response.standalone}",
        f"answered: {answer.status}: {printed(answer) or answer.reason or ''}",
        f"expected: {' or '.join(question.status)}" + (f": {expected}" if expected else ""),
        *(f"wrong: {fault}" for fault in result.score.faults),
    )
    return "\n".join(lines)


def _gates(root: Element, report: EvaluationReport) -> None:
    """Add a suite in which each gate that is not passed is a case, or one case that says that all are; nothing where none is set."""
    failures = report.gate_failures
    if not report.gated:
        return
    suite = SubElement(root, "testsuite", name="gates", tests=str(len(failures) or 1), failures=str(len(failures)), errors="0")
    for number, line in enumerate(failures, start=1):
        case = SubElement(suite, "testcase", classname="gates", name=f"gate {number}")
        SubElement(case, "failure", type="gate", message=_clean(line))
    if not failures:
        SubElement(suite, "testcase", classname="gates", name="every gate is passed")


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
