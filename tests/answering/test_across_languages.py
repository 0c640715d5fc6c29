"""Tables and calls in languages with none of the question's words: what is asked is found by notions, days and rates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

POOL = """# Koivurannan uimahalli

## Hinnasto

| Lippu | Aikuiset | Lapset 4–15 v. | Eläkeläiset |
| --- | --- | --- | --- |
| Kertalippu | 7,50 € | 3,50 € | 5,00 € |
| 10 kerran kortti | 65,00 € | 30,00 € | 45,00 € |
| Kuukausikortti | 55,00 € | 25,00 € | 38,00 € |

Alle 4-vuotiaat pääsevät sisään maksutta.

## Aukioloajat

| Päivä | Halli | Sauna |
| --- | --- | --- |
| Maanantai | suljettu | suljettu |
| Tiistai–perjantai | 6.30–20.00 | 8.00–19.30 |
| Lauantai | 10.00–17.00 | 10.00–16.30 |
"""
CONTACTS = """# Koivurannan kunnan yhteystiedot

| Tehtävä | Yhteyshenkilö | Puhelin | Sähköposti |
| --- | --- | --- | --- |
| Rakennusluvat | Tuula Nieminen | 040 555 0101 | rakennusvalvonta@koivuranta.example |
| Päivähoito | Marko Lehto | 040 555 0102 | varhaiskasvatus@koivuranta.example |
| Jätehuolto | Aino Salo | 040 555 0103 | jatehuolto@koivuranta.example |
"""
CALL = """# Kyläyhdistysten avustus 2026

Koivurannan kunta myöntää avustuksia rekisteröidyille kyläyhdistyksille.

## Kuka voi hakea

Avustusta voivat hakea yhdistykset ja koulut. Yksityishenkilöt ja yritykset eivät voi hakea avustusta.

## Aikataulu

Ensimmäisen haun määräaika on 31.3.2026 klo 15. Toisen haun määräaika on 30.9.2026 klo 15.
"""


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """An assistant with documents in Finnish alone."""
    return knowing({"uimahalli.md": POOL, "yhteystiedot.md": CONTACTS, "avustus.md": CALL})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much is a single ticket for children?", "3,50 €"),
        ("Was kostet die Monatskarte für Rentner?", "38,00 €"),
        ("Combien coûte l'abonnement mensuel pour les retraités ?", "38,00 €"),
        ("Is the swimming pool open on Mondays?", "suljettu"),
        ("Is the sauna open on Saturdays?", "10.00–16.30"),
        ("Who is the contact for building permits?", "Tuula Nieminen"),
        ("When is the deadline of the second round of the grant?", "30.9.2026"),
        ("Paljonko kuukausikortti maksaa eläkeläiselle?", "38,00 €"),
        ("Kuka vastaa rakennusluvista?", "Tuula Nieminen"),
    ],
)
def test_found(assistant: Assistant, question: str, told: str) -> None:
    """The row and the column are found by what their words stand for, a day of the week and a month by their names."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    ["Paljonko vuosikortti maksaa?", "How much is an annual pass?", "Was kostet die Jahreskarte für Rentner?", "Who is the contact for the library?"],
)
def test_not_there(assistant: Assistant, question: str) -> None:
    """What holds for a month, or for another task, is no answer: nothing is said of a year, or of the library."""
    assert assistant.ask(question).answer.status is not Status.ANSWERED


def test_who_may_apply(assistant: Assistant) -> None:
    """Whether somebody may apply is told by the section headed so, and what is no applicant isn't looked for there."""
    answer = assistant.ask("Voiko yksityishenkilö hakea avustusta?").answer
    assert "eivät voi hakea" in answer.text
    assert "Avustusta voivat hakea yhdistykset" not in assistant.ask("Voiko avustusta hakea sähköpostilla?").answer.text
