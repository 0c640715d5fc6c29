"""Directories that name their bodies in running text, below the names of countries and provinces."""

from __future__ import annotations

import pytest
from facts_read import read

from townhall.chunking import outline
from townhall.index.facts import extract_facts
from townhall.locales.gazetteer import Gazetteer
from townhall.model import Document, FactKind

IN_PROSE = """# Who helps where

Where a country has two centres, please write to the one for your region.

## Austria (and, for now, Hungary)

The Donaumoos Service in Linz is hosted by the port company and also advises Hungarian towns until a centre opens in Budapest.

Contact: Edda Rieth, telephone +43 732 555 0146, e.rieth@donaumoos.example

## Belgium: Wallonia

Relais Tourbe et Fagne in Namur looks after the towns along the Meuse.

Contact: Aline Grosse, telephone , a.grosse@relais.example

## Finland

Suokeskuksen tukipiste in Turku serves the coast and the lake towns.

Contact: , telephone , turku@suo.example

## Poland

Centrum Torfu in Szczecin works for the Baltic coast.

Head: Agata Wolna. Deputy and present contact: Tomasz Ruda, telephone +48 91 555 0182, t.ruda@torf.example

## Portugal

Our Portuguese members meet twice a year. Write to them at pt@members.example.

## Spain

The contract with the former centre in Gijón ended. Until then Spanish towns are asked to turn to Linz.
"""


def test_a_directory_in_prose_names_its_bodies_below_their_countries(gazetteer: Gazetteer) -> None:
    """What opens the text under a place is a body's name where an address follows: without the town it is in, with every country of its heading."""
    found = read(IN_PROSE, "page.md", FactKind.ORGANISATION, gazetteer)
    assert [(fact.get("name"), fact.get("country"), fact.get("country2"), fact.get("region")) for fact in found] == [
        ("Donaumoos Service", "AT", "HU", None),
        ("Relais Tourbe et Fagne", "BE", None, "Wallonia"),
        ("Suokeskuksen tukipiste", "FI", None, None),
        ("Centrum Torfu", "PL", None, None),
    ]
    assert found[1].get("about") == "Relais Tourbe et Fagne in Namur looks after the towns along the Meuse."


WITHOUT_VERBS = """# Support offices

If there is no office for your country, please write to the desk at the bottom of this page.

## Austria

Moorstadt Service Österreich, hosted by the Tauern Forum, Innsbruck.

Contact: Leonie Pich, +43 512 5550 142, office@moorstadt.example

## Italy: western Alps

Sportello Comuni d'Alta Torba, Aosta. Serves Valle d'Aosta, Piedmont and Liguria.

Contact: Ornella Vuil, sportello@torba.example

## Poland

Biuro Torfowisk, Nowy Sącz. Until a Slovak office opens, it also looks after towns in Slovakia.

Contact: Halina Cwir, biuro@torf.example

## Slovenia

Barjanska pisarna, Kranj. The office reopened in January.

Contact:

## Europe-wide

European Bog Desk, Brussels. Serves every town in a country without an office of its own.

Contact: Ingrid Sol, desk@bogs.example
"""


def test_a_name_with_its_town_is_that_of_the_body(gazetteer: Gazetteer) -> None:
    """What stands before its town names a body below its country, whose contact may be blank; one that says so is another country's too."""
    found = read(WITHOUT_VERBS, "page.md", FactKind.ORGANISATION, gazetteer)
    assert [(fact.get("name"), fact.get("country"), fact.get("country2")) for fact in found if fact.get("name") != "Support offices"] == [
        ("Moorstadt Service Österreich", "AT", None),
        ("Sportello Comuni d'Alta Torba", "IT", None),
        ("Biuro Torfowisk", "PL", "SK"),
        ("Barjanska pisarna", "SI", None),
        ("European Bog Desk", "EU", None),
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "Members meet every month in Lyon.",
        "Meetings take place in Lyon and in Nantes.",
        "Write to Anna Blanc in Paris if you need help.",
        "Towns turn to the office in Lyon for help.",
        "Please contact Marie Dupont in Nantes for all questions.",
    ],
)
def test_a_sentence_below_a_place_is_no_name(opening: str, gazetteer: Gazetteer) -> None:
    """What a text under a country's name begins with is a body's name only where it is told what that does."""
    text = f"# Who helps where\n\n## France\n\n{opening} The address is fr@moss.example\n"
    names = [fact.get("name") for fact in read(text, "page.md", FactKind.ORGANISATION, gazetteer)]
    assert not any(name in opening for name in names if name)


@pytest.mark.parametrize(
    ("heading", "opening", "language", "countries"),
    [
        ("Estonia and Latvia", "Rannikukeskus Bog (RB) helps towns.", "en", ["EE", "LV"]),
        ("Slowenien und Kroatien", "Hafenbüro Adria (HA) hilft den Städten.", "de", ["SI", "HR"]),
        ("Espagne et Portugal", "Centre des Ports (CP) aide les villes.", "fr", ["ES", "PT"]),
        ("Bosnia and Herzegovina", "Centar Most (CM) helps towns.", "en", ["BA"]),
    ],
)
def test_a_heading_may_name_several_countries(heading: str, opening: str, language: str, countries: list[str], gazetteer: Gazetteer) -> None:
    """Whatever the language's word for "and", a body is in each of the countries that its heading names."""
    text = f"# {heading[:3]}\n\n## {heading}\n\n{opening}\n"
    document = Document("page.md", text, "", "Page", language=language)
    (fact,) = [fact for fact in extract_facts([(document, outline(text, "page.md"))], gazetteer) if fact.kind is FactKind.ORGANISATION]
    assert (fact.get("name") or "") in opening
    assert [fact.get(key) for key in ("country", "country2") if fact.get(key)] == countries


def test_the_word_for_a_number_is_no_role(gazetteer: Gazetteer) -> None:
    """The word "telephone" before a number says what it is; of two labels on a line the one for a contact counts, whatever stands before it."""
    found = read(IN_PROSE, "page.md", FactKind.CONTACT, gazetteer)
    assert [tuple(fact.get(key) for key in ("name", "role", "phone")) for fact in found] == [
        ("Edda Rieth", None, "+43 732 555 0146"),
        ("Aline Grosse", None, None),
        (None, None, None),
        ("Tomasz Ruda", None, "+48 91 555 0182"),
    ]
