"""Bands of sizes as records: what stands above them says what they are for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

BLOCKS = """# Weir Towns: grants

## Grants 2030

Grant per town, calls published in 2030 (Call 3).

Population of the town: fewer than 10,000
Highest grant (EUR): 60,000
Advance: 50 %

Population of the town: 10,000 to 49,999
Highest grant (EUR): 110,000
Advance: 40 %

## Grants 2028

Grant per town, calls published in 2028 (Call 2).

Population of the town: fewer than 10,000
Highest grant (EUR): 150,000
Advance: 40 %

Population of the town: 10,000 to 49,999
Highest grant (EUR): 220,000
Advance: 30 %
"""
SECTIONS = (
    BLOCKS.replace("Population of the town: fewer than 10,000", "### Fewer than 10,000 inhabitants")
    .replace("Population of the town: 10,000 to 49,999", "### 10,000 to 49,999 inhabitants")
    .replace("inhabitants\n", "inhabitants\n\n")
)


@pytest.fixture(scope="module", params=[BLOCKS, SECTIONS], ids=["paragraphs", "sections"])
def assistant(request: pytest.FixtureRequest, knowing: Callable[..., Assistant]) -> Assistant:
    """An assistant with a table of grants, a record a band."""
    return knowing({"grants.md": request.param})


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Highest grant in Call 3 for a town of 8,000?", "60,000"),
        ("Max grant in Call 3 for a town of 20,000?", "110,000"),
        ("Max grant in Call 2 for a town of 20,000?", "220,000"),
        ("What is the maximum grant in Call 2 for a town of 9,000?", "150,000"),
    ],
)
def test_the_band_of_the_call_that_is_meant(assistant: Assistant, question: str, lead: str) -> None:
    """The size tells the band, and what stands above the bands tells the call."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text.removeprefix("EUR ") == lead
