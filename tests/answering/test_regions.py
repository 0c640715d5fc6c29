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


COVERED = {
    "centres.md": """# Support centres

## Austria

### Forum Ost

Responsible for Vienna, Lower Austria, Burgenland and Styria. It keeps a register of joiners.

Contact: Hedwig Prasch, hedwig@forum.example

Languages: German

### Werkstatt West

Responsible for Tyrol, Vorarlberg, Salzburg, Upper Austria and Carinthia. Specialised in heating.

Contact: Lorenz Egger, lorenz@werkstatt.example

Languages: German, Italian

## Portugal

### Gabinete do Centro

City of Évora and the municipalities of its district. Whitewash and lime.

Contact: Inês Falco, ines@gabinete.example

## Estonia

### Vanalinn Advisory

Tallinn, Tartu and the islands. Visitor counting.

Contact: to be confirmed (post vacant since May)
"""
}


@pytest.fixture(scope="module")
def centres(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows organisations which say for which places they are."""
    return knowing(COVERED)


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("We are a small town in Carinthia. Who can advise us?", "Lorenz Egger", "Hedwig Prasch"),
        ("Who supports us in Villach?", "Werkstatt West", "Forum Ost"),
        ("Who is the contact for Styria?", "Hedwig Prasch", "Lorenz Egger"),
        ("Who supports towns in Évora?", "Gabinete do Centro", "Forum"),
        ("Who supports us in Pärnu?", "Vanalinn Advisory", "Forum"),
    ],
)
def test_the_body_that_says_it_covers_a_place_is_meant(centres: Assistant, question: str, answer: str, other: str) -> None:
    """It alone, and once; one that may cover more than it names is shown as well."""
    found = centres.ask(question).answer
    assert found.text.count(answer) >= 1
    assert other not in found.text
    assert len([card for card in found.cards if card.kind == "organisation"]) <= 1


def test_a_place_that_no_body_covers_has_none(centres: Assistant) -> None:
    """Where all of a country's bodies say for which places they are, what they say is shown as the nearest."""
    found = centres.ask("Our town is Braga in northern Portugal. Which centre is responsible for us?").answer
    assert found.status is Status.NOT_IN_DOCUMENTS
    assert "City of Évora and the municipalities of its district." in found.text
    assert "Inês" not in found.text


def test_what_stands_in_a_contact_field_instead_of_a_name_is_shown(centres: Assistant) -> None:
    """It says more than that there is none."""
    found = centres.ask("Who is our contact in Estonia?").answer
    assert found.status is Status.PARTIAL
    assert "post vacant since May" in found.text


OFFICES = """# Support offices

If there is no office for your country, please write to the desk at the bottom of this page.

## Austria

Moorstadt Service, Innsbruck. The office advises in German and English.

Contact: Leonie Pichl, +43 512 5550 142, office@moorstadt.example

## Italy

There are two offices in Italy. Towns elsewhere in the country may choose either of them.

### Italy: western Alps

Sportello Torbiere, Aosta. Serves Valle d'Aosta, Piedmont and Liguria.

Contact: Ornella Vull, +39 0165 555 071, sportello@torbiere.example

### Italy: eastern Alps

Casa delle Torbe, Trento. Serves Lombardy and Veneto.

Contact: Dario Fedri, +39 0461 555 230, info@torbe.example

## Europe-wide

European Members' Desk, Brussels. Serves every town in a country without an office of its own.

Contact: Ingrid Solheim, +32 2 555 08 12, desk@torbe.example
"""


@pytest.fixture(scope="module")
def offices(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a directory with a desk for all other countries."""
    return knowing({"offices.md": OFFICES})


def test_whoever_is_there_for_all_others_answers_for_a_country_without_an_entry(offices: Assistant) -> None:
    """Its own entry says so, and it is described like any other body, with its contact."""
    answer = offices.ask("We are a town in Norway. Who supports us?").answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert "Ingrid Solheim" in answer.text
    assert "Pichl" not in answer.text


def test_how_several_bodies_share_a_country_is_told_with_them(offices: Assistant) -> None:
    """What the directory says under the country's name stands before the bodies."""
    answer = offices.ask("Which office supports us? We are in Italy.").answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert "There are two offices in Italy." in answer.text
    assert "Ornella Vull" in answer.text
    assert "Dario Fedri" in answer.text


DESKS = {
    "desks.csv": """Country;Desk;Host;Contact person;E-mail;Remarks
Austria;Desk Austria;Graz Agency;Vera Kugl;austria@desks.example;
Denmark;none;;;;No desk of its own since September. Danish towns write to the office in Ghent.
France;Desk North;House of Towns, Roubaix;Bastien Delcour;north@desks.example;For Hauts-de-France and Normandy
France;Desk South;Harbour Agency, Bordeaux;Nolwenn Carad;south@desks.example;For all other regions
Italy;Desk Alps;Workshop, Biella;Ludovica Ferr;alps@desks.example;From Emilia-Romagna northwards
Italy;Desk Sea;Old Town, Taranto;Raffaele Sans;sea@desks.example;Tuscany and everything south of it, Sardinia and Sicily
Luxembourg;see Austria;;;;Served by Graz
Malta;Desk Malta;Three Cities;Rita Camil;malta@desks.example;Closed in July
Poland;Desk Poland;Mill;Ewa Wilk;poland@desks.example;
"""
}


@pytest.fixture(scope="module")
def desks_of_parts(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows desks which say in a remark which part of their country they are for."""
    return knowing(DESKS)


@pytest.mark.parametrize(
    ("town", "named", "other"),
    [("Lille", "Bastien", "Nolwenn"), ("Marseille", "Nolwenn", "Bastien"), ("Palermo", "Raffaele", "Ludovica"), ("Bologna", "Ludovica", "Raffaele")],
)
def test_a_remark_says_which_part_of_a_country_a_body_is_for(desks_of_parts: Assistant, town: str, named: str, other: str) -> None:
    """Regions that it names, and all others of the country where the others name theirs."""
    answer = desks_of_parts.ask(f"We are the town of {town}. Who is our contact?").answer
    assert named in answer.text
    assert other not in answer.text


def test_a_region_that_none_is_sure_to_be_for_has_all_that_may_be(desks_of_parts: Assistant) -> None:
    """One that is for more than it names may be for this one."""
    answer = desks_of_parts.ask("Who supports us in Rome?").answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert "Desk Sea" in answer.text


def test_what_stands_for_no_name_is_none(desks_of_parts: Assistant) -> None:
    """Of a country whose row says "none" its remark is told."""
    answer = desks_of_parts.ask("Who supports towns in Denmark?").answer
    assert "Danish towns write to the office in Ghent." in answer.text
    assert "No desk of its own since September." in answer.text
    assert not any(statement.text == "none" for statement in answer.statements)


def test_records_without_a_name_have_the_heads_of_the_others(desks_of_parts: Assistant) -> None:
    """What names the others of a table is no column of theirs that could be asked for."""
    answer = desks_of_parts.ask("What is the e-mail address of the desk in Poland?").answer
    assert "poland@desks.example" in answer.text
