"""Headings that stand above page after page are no list of things."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant

HEADS = ("Elm Larch Boats", "Supplementary Sales Data", "Sales to Customers", "Elm Larch Boats", "Supplementary Sales Data", "Sales to Customers")
PAGES = "".join(f"  • {head}\n\nIn year {number} about 40{number} boats were sold to towns on the coast.\n\n" for number, head in enumerate(HEADS, 1))


@pytest.fixture(scope="module")
def report(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a report with running heads."""
    return knowing({"report.txt": f"Boats are built for towns that have no bridge.\n\n\n{PAGES}"})


@pytest.mark.parametrize("question", ["What were the supplementary sales of Elm Larch in year 4?"])
def test_running_heads_are_no_list(report: Assistant, question: str) -> None:
    """A question that has words of headings that repeat isn't answered with the headings."""
    found = report.ask(question).answer
    assert [statement.text for statement in found.statements if statement.text.strip(" •") in HEADS] == []
