"""Who supports a town is an organisation of its region or of its country, not one of another region."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "desks.txt": """Office of the Region of Tuscany for Smart Towns

The office supports cities and municipalities in Tuscany, Italy, with data platforms.

Contact person

Lia Bardi, Adviser

Digital Agency of Sicily

The agency supports cities and municipalities in Sicily, Italy, with their digital services.

Contact person

Ugo Neri, Director

Association of Portuguese Municipalities

The association supports cities and municipalities in Portugal. It has tested its advice in the Algarve.

Contact person

Rui Leal, Secretary
"""
}


@pytest.fixture(scope="module")
def desks(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows organisations of two regions of a country, and one of another country."""
    return knowing(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Who supports towns in Lombardy?", "Lombardy"),
        ("We are the city of Bologna. Whom do we contact?", "Bologna"),
        ("Chi aiuta i comuni in Puglia?", "Puglia"),
    ],
)
def test_another_region_has_none(desks: Assistant, question: str, place: str) -> None:
    """Where each organisation of a country is of another region, none supports this one, and the others are but the nearest."""
    found = desks.ask(question).answer
    assert found.status is Status.NOT_IN_DOCUMENTS
    assert found.reason is not None
    assert place in found.reason
    assert "Digital Agency of Sicily" in found.text
    assert not any(name in found.text for name in ("Lia Bardi", "Ugo Neri"))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who supports towns in Florence?", "Office of the Region of Tuscany"),
        ("Who supports towns in Italy?", "Digital Agency of Sicily"),
        ("Who supports us in Porto?", "Association of Portuguese Municipalities"),
    ],
)
def test_its_own_region_or_all_of_a_country(desks: Assistant, question: str, answer: str) -> None:
    """A town has the organisation of its region, or that of its country, whatever region that one names by the way."""
    found = desks.ask(question).answer
    assert found.status is Status.ANSWERED
    assert answer in found.text
