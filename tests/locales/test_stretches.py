"""Stretches of time are found with both their ends."""

from __future__ import annotations

import pytest

from townhall.locales.dates import dates_in
from townhall.locales.stretches import stretches


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The baths are shut from 4 January to 30 June 2027.", ["4 January to 30 June 2027"]),
        ("It meets on 12-14 March 2025 and on 9 May 2025.", ["12-14 March 2025", "9 May 2025"]),
        ("From 3 May 2025 until 7 June 2026 it is open; on 9 July 2027 it closes.", ["3 May 2025 until 7 June 2026", "9 July 2027"]),
        ("January 4 to March 9, 2026", ["January 4 to March 9, 2026"]),
        ("From March to June 2026", ["March to June 2026"]),
        ("It ran 2014–2020.", ["2014–2020"]),
        ("It was built between 3 May 2025 and 7 June 2026.", ["between 3 May 2025 and 7 June 2026"]),
        ("Shut between 4 January and 30 June 2027.", ["between 4 January and 30 June 2027"]),
        ("Open from 3 May 2025, to 7 June 2026", ["3 May 2025, to 7 June 2026"]),
    ],
)
def test_both_ends(text: str, found: list[str]) -> None:
    """A stretch is one place, from its first day on, also where only the last day has a year."""
    assert [text[slice(*stretch.whole)] for stretch in stretches(text, [(date.start, date.end) for date in dates_in(text)])] == found


@pytest.mark.parametrize(
    "text",
    [
        "He came on 3 May and left on 4 June 2025.",
        "up to 4 June 2025",
        "Twelve members, 4 June 2025",
        "3 May 2024 and 4 June 2025",
        "between us, 3 May 2024 and 4 June 2025",
    ],
)
def test_days_of_their_own(text: str) -> None:
    """What no word links to a date is not its beginning, and two days that "and" joins are two."""
    assert text[slice(*stretches(text, [(date.start, date.end) for date in dates_in(text)])[-1].whole)] == "4 June 2025"
