"""How a question is worded before it is read."""

from __future__ import annotations

import pytest

from townhall.query.wording import of_year_beside, with_named_years


@pytest.mark.parametrize(
    ("question", "worded"),
    [
        ("tonnes of paper in 2025 and the year before", "tonnes of paper in 2025 and 2024"),
        ("How many came in 2025, and how many the previous year?", "How many came in 2025, and how many 2024?"),
        ("visits in 2023 and the following year", "visits in 2023 and 2024"),
        ("How many came in 2025, the year before the fire?", "How many came in 2025, the year before the fire?"),
        ("How many came the year before?", "How many came the year before?"),
        ("What was built between 2020 and 2023, and the year after?", "What was built between 2020 and 2023, and the year after?"),
    ],
)
def test_a_year_beside_the_one_that_is_named(question: str, worded: str) -> None:
    """A year that is told by the one year that a question names is named by its number; before what it is, or beside two, it can't be."""
    assert with_named_years(question) == worded


@pytest.mark.parametrize(
    ("before", "message", "meant"),
    [
        ("What is the fee in 2026?", "And what was it the year before?", ("And what was it in 2025?", "What is the fee in 2025?")),
        ("How many came in 2025?", "and in the following year?", ("and in 2026?", "How many came in 2026?")),
        ("How many came in 2025?", "And the year before the fire?", None),
        ("How many came?", "And the year before?", None),
        ("How many came in 2025?", "And in 2023 and the year before?", None),
    ],
)
def test_a_year_beside_the_one_of_the_question_before(before: str, message: str, meant: tuple[str, str] | None) -> None:
    """A year that a message tells only by that of the question before is put into both; nothing is where there is none, or it has its own."""
    assert of_year_beside(message, before, "en") == meant
