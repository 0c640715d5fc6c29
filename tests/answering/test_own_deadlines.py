"""Deadlines of documents in other languages than English: of the column, the document, and not what has been taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "nabor.md": """# Nabór wniosków „Małe kładki”

Regulamin w wersji z 2 marca 2026 r.

## Terminy

| Etap | Startowa | Rozwojowa |
|---|---|---|
| Początek naboru | 9 marca 2026 | 9 marca 2026 |
| Koniec naboru | 20 kwietnia 2026 | 11 maja 2026 |
| Ogłoszenie wyników | 22 maja 2026 | 30 czerwca 2026 |

Uwaga: w ogłoszeniu z lutego podano dla ścieżki rozwojowej termin 4 maja. Został on przedłużony; obowiązuje data z tabeli.
""",
    "folder.txt": """WARM WONEN
Energiecoach en ruilactie – voorjaar 2026

Een uitgave van Stichting Blauwe Sluis

VOOR WIE?
Voor huurders en eigenaren in de polder. Bel 0555 730 412 of mail naar coach@sluis.example.

RUILACTIE
U betaalt een eigen bijdrage voor een nieuw apparaat:
  koelkast               60 euro
  wasmachine             75 euro
Aanvragen kan tot en met 15 mei 2026, zolang er apparaten zijn.
""",
}
"""Made up."""
TODAY = date(2026, 3, 12)


@pytest.fixture(scope="module")
def town(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents."""
    return knowing(DOCUMENTS)


def test_the_day_of_the_column_asked_for_is_given(town: Assistant) -> None:
    """Of a row of deadlines the column's head says of what each is; a day that the next sentence takes back isn't nearer for its words."""
    text = town.ask("Do kiedy można składać na ścieżkę rozwojową?", today=TODAY).answer.text
    assert "11 maja 2026" in text
    assert "4 maja" not in text
    assert "20 kwietnia" not in text


def test_who_gives_a_document_out_need_not_stand_by_its_deadline(town: Assistant) -> None:
    """What is said of a deadline's document at its beginning is said of the deadline."""
    found = town.ask("Kunnen we nog een wasmachine aanvragen bij Blauwe Sluis?", today=TODAY).answer
    assert found.status is Status.ANSWERED
    assert "15 mei 2026" in found.text


def test_a_heading_that_asks_names_no_organisation(town: Assistant) -> None:
    """With a contact below it "VOOR WIE?" is nobody still: a question with "voor" in it isn't asked of it."""
    assert "60 euro" in town.ask("Wat betaal ik zelf voor een koelkast bij de ruilactie?", today=TODAY).answer.text
