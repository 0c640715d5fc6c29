"""Contacts for a country that an office of another one serves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

OFFICES = """Country;Body;Contact person;E-mail;Seat;Remarks
Denmark;Byernes Broer;Mette Dam;m.dam@broer.example;Aarhus;Answers Swedish enquiries for the time being
Germany;Brückenstelle;Uta Kehr;u.kehr@bruecken.example;Leipzig;
Latvia;Baltic Bridge Desk;Kaarel Toom;k.toom@desk.example;Tartu;Covered by the desk in Tartu, there is no office in Latvia
"""
CENTRES = """# Support centres

## Portugal

Gabinete da Ponte in Aveiro advises mainland towns. Since January it also answers Spanish towns, in Spanish.

Contact: Rui Calado, telephone +351 265 555 091, rui@ponte.example

## France

Relais des Ponts in Lyon is run by an association of 38 towns.

Contact: Anne Tallec, telephone +33 2 5550 1437, anne@ponts.example
"""


@pytest.mark.parametrize(
    ("files", "country", "name", "said"),
    [
        ({"offices.csv": OFFICES}, "Latvia", "Kaarel Toom", "Covered by the desk in Tartu"),
        ({"offices.csv": OFFICES}, "Sweden", "Mette Dam", "Answers Swedish enquiries"),
        ({"centres.md": CENTRES}, "Spain", "Rui Calado", "it also answers Spanish towns"),
    ],
)
def test_why_a_contact_is_the_one_for_a_country(knowing: Callable[..., Assistant], files: dict[str, str], country: str, name: str, said: str) -> None:
    """What says that an office serves a country beside its own stands with the contact."""
    answer = knowing(files).ask(f"Who is the contact in {country}?").answer
    assert answer.status is Status.ANSWERED
    assert name in answer.text
    assert said in answer.text


@pytest.mark.parametrize(
    ("files", "country"), [({"offices.csv": OFFICES}, "Germany"), ({"offices.csv": OFFICES}, "Denmark"), ({"centres.md": CENTRES}, "Portugal")]
)
def test_nothing_is_added_for_its_own_country(knowing: Callable[..., Assistant], files: dict[str, str], country: str) -> None:
    """A contact of the country's own office needs no reason."""
    text = knowing(files).ask(f"Who is the contact in {country}?").answer.text
    assert "Spanish" not in text
    assert "Swedish" not in text
