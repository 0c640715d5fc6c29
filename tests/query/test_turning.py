"""Messages that turn to something else."""

from __future__ import annotations

import pytest

from townhall.query.turning import turned_to


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("ok, something else: until when can people stand as chair?", "until when can people stand as chair?"),
        ("Thanks. Another question - who supports us in Malta?", "who supports us in Malta?"),
        ("New topic. What is a data space?", "What is a data space?"),
        ("Is there something else: a fund, say?", None),
        ("something else", None),
        ("Another question of eligibility is who pays.", None),
    ],
)
def test_what_is_asked_after_a_turn(message: str, asked: str | None) -> None:
    """What says that something else follows is left out where a question follows it, and read as any other words where none does."""
    assert turned_to(message) == asked
