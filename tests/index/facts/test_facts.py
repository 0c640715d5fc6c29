"""Facts: read from structure, by rules that know no organisation's name, each value shown by its span."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from townhall.chunking import outline
from townhall.index.facts import extract_facts
from townhall.index.generations import open_current
from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer
from townhall.model import Document, Fact, FactKind
from townhall.settings import Settings

PAGE = """Federation of Estonian Ports (FEP)

The FEP helps harbour towns with maps. It has 40 members and 1,250 boats.

Contact person:

Ada Quay,\u00a0Head of Office\u00a0

League of Lake Towns

The League of Lake Towns lends boats to towns at lakes in Finland.

Contact person:

Office of Valley Affairs (Talamt - OVA)

The OVA repairs the bridges of all valleys in Tyrol.

Contact

Bo Lake
Innovation adviser
bo.lake@example.org, +43 512 123456

European Network of Hills

The European Network of Hills is a network of villages all over Europe; it was founded in Vienna.

Promoted by
"""

CALL = """Call of the valley towns

The Valley Office is calling on towns to join. It opens on 1 March 2030.
How to apply
For towns that want to join, the deadlines for application are as follows. Round 1, covering April 2030 to August 2030, has a deadline of 17 June \
2030, while Round 2, spanning August 2030 to May 2031, requires applications by 24 March 2031. A check was built in May 2029 by 12 people.
"""


@pytest.fixture
def facts(real_settings: Settings) -> Callable[..., list[Fact]]:
    """Return ``facts({"page.txt": "text"}, kind)``: the facts of a kind in those documents."""
    gazetteer = Gazetteer(ensure_gazetteer(real_settings.index))

    def read(files: dict[str, str], kind: FactKind) -> list[Fact]:
        documents = [(Document(source, text, "", "Title"), outline(text, source)) for source, text in files.items()]
        found = extract_facts(documents, gazetteer)
        for fact in found:
            for values in (fact.values, *fact.others):
                for value in values.values():
                    assert files[value.span.source][value.span.start : value.span.end] == value.quote
        return [fact for fact in found if fact.kind is kind]

    return read


def shown(fact: Fact, *keys: str) -> tuple[str | None, ...]:
    """Return some of a fact's values."""
    return tuple(fact.get(key) for key in keys)


def test_organisations_of_a_directory(facts: Callable[..., list[Fact]]) -> None:
    """Entries are organisations with name, acronym, other name and country: from the heading, a region, or the body."""
    found = facts({"page.txt": PAGE}, FactKind.ORGANISATION)
    assert [shown(fact, "name", "acronym", "country") for fact in found] == [
        ("Federation of Estonian Ports (FEP)", "FEP", "EE"),
        ("League of Lake Towns", None, "FI"),
        ("Office of Valley Affairs (Talamt - OVA)", "OVA", "AT"),
        ("European Network of Hills", None, "EU"),
    ]
    assert found[2].get("region") == "Tyrol"


def test_contacts_belong_to_their_entry(facts: Callable[..., list[Fact]]) -> None:
    """A contact has its organisation, name, role, e-mail address and telephone number; a blank field has no name."""
    found = facts({"page.txt": PAGE}, FactKind.CONTACT)
    assert [shown(fact, "organisation", "name", "role", "email", "phone") for fact in found] == [
        ("Federation of Estonian Ports (FEP)", "Ada Quay", "Head of Office", None, None),
        ("League of Lake Towns", None, None, None, None),
        ("Office of Valley Affairs (Talamt - OVA)", "Bo Lake", "Innovation adviser", "bo.lake@example.org", "+43 512 123456"),
    ]


def test_deadlines_have_phase_and_period(facts: Callable[..., list[Fact]]) -> None:
    """Days by which something must be done are deadlines, with their phase and period; other dates are not."""
    found = facts({"call.txt": CALL}, FactKind.DEADLINE)
    assert [shown(fact, "phase", "date", "opens", "closes") for fact in found] == [
        ("1", "2030-06-17", "2030-04", "2030-08"),
        ("2", "2031-03-24", "2030-08", "2031-05"),
    ]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("Applications must be submitted no later than 5 May 2031.", ["2031-05-05"]),
        ("The deadline is 2031-05-05.", ["2031-05-05"]),
        ("Please register before May 5, 2031 to take part in it.", ["2031-05-05"]),
        ("The office was founded on 5 May 2001 by four towns.", []),
        ("The office has grown from 5 May 2001 until 6 June 2002.", []),
        ("The deadline is in May 2031 for all towns of the valley.", []),
    ],
)
def test_only_days_by_which_to_act_are_deadlines(facts: Callable[..., list[Fact]], sentence: str, dates: list[str]) -> None:
    """A date is a deadline by the words around it, and only if it names a day."""
    assert [fact.get("date") for fact in facts({"page.txt": f"How to apply\n\n{sentence}\n"}, FactKind.DEADLINE)] == dates


@pytest.mark.parametrize(
    ("sentence", "quantities"),
    [
        ("The office unites 1,250 towns and 12 villages in the valley.", [("1250", "towns"), ("12", "villages")]),
        ("It reaches 44% of all people with its three boats and a net.", [("44%", "of all people"), ("3", "boats")]),
        ("About 169 million citizens lack boats, says the office here.", [("169000000", "citizens lack boats")]),
        ("It was founded on 17 June 2001 and closed in the year 2003.", []),
    ],
)
def test_quantities_have_what_they_count(facts: Callable[..., list[Fact]], sentence: str, quantities: list[tuple[str, str]]) -> None:
    """Numbers in words or digits are quantities with their unit; dates are not."""
    found = facts({"page.txt": f"About the office\n\n{sentence}\n"}, FactKind.QUANTITY)
    assert [
        shown(fact, "number", "unit") for fact in found if not (fact.get("unit") or "").startswith("of") or "%" in (fact.get("number") or "")
    ] == quantities


def test_headings_of_one_level_are_a_series(facts: Callable[..., list[Fact]]) -> None:
    """Three headings or more that stand together are a series; a wider gap ends it."""
    bullets = "".join(f"  • {name}\n\nThe {name.lower()} group works on tools for all of the towns.\n\n" for name in ("Money", "Maps", "Boats"))
    others = "".join(
        f"  • {name}\n\nThis {name.lower()} is an example of what all the towns do.\n\n" for name in ("Bridge", "Tunnel", "Ferry", "Road")
    )
    found = facts({"page.txt": f"Towns look for tools that help people every day.\n\n\n{bullets}\n{others}"}, FactKind.SERIES)
    assert [[value.value for value in fact.values.values()] for fact in found] == [["Money", "Maps", "Boats"], ["Bridge", "Tunnel", "Ferry", "Road"]]


def test_the_same_fact_on_two_pages_is_one(facts: Callable[..., list[Fact]]) -> None:
    """Facts that are equal in everything but their place are one fact with several places."""
    for kind in (FactKind.ORGANISATION, FactKind.CONTACT):
        once = facts({"one.txt": PAGE}, kind)
        twice = facts({"one.txt": PAGE, "two.txt": "\n\n" + PAGE}, kind)
        assert [fact.values for fact in twice] == [fact.values for fact in once]
        assert {value.span.source for fact in twice for other in fact.others for value in other.values()} == {"two.txt"}


@pytest.fixture(scope="module")
def real(real_settings: Settings) -> dict[FactKind, tuple[Fact, ...]]:
    """Return the facts of the real documents."""
    found: dict[FactKind, tuple[Fact, ...]] = open_current(real_settings.index).bundle.facts
    return found


COUNTRIES = {
    "Association of Cities in the Republic of Croatia": "HR",
    "Association of Dutch Municipalities": "NL",
    "Association of Urban Municipalities of Slovenia": "SI",
    "Lithuanian Green Municipalities Network": "LT",
    "Local Councils’ Association": "MT",
    "National Association of Municipalities in the Republic of Bulgaria": "BG",
    "Spanish Federation of Municipalities and Provinces": "ES",
    "The Swedish Association of Local Authorities and Regions": "SE",
    "Union of Cyprus Municipalities": "CY",
    "Union of Polish Metropolises": "PL",
    "Government of Flanders - Smart Region Office": "BE",
    "Paradigm Brussels": "BE",
    "Innovation Movement VEFRESH": "LV",
    "Local Government Denmark": "DK",
    "Local Government Management Agency": "IE",
    "Luxembourg Institute of Science and Technology": "LU",
    "Ministry of Investment, Regional Development and Informatization of the Slovak Republic": "SK",
    "National Center for Cartography": "RO",
    "RISE - Research Institute of Sweden": "SE",
}


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_real_entry_has_its_country(real: dict[FactKind, tuple[Fact, ...]], name: str) -> None:
    """Each national organisation of the documents is of the right country, once."""
    assert [fact.get("country") for fact in real[FactKind.ORGANISATION] if (fact.get("name") or "").startswith(name)] == [COUNTRIES[name]]


def test_other_real_organisations_are_of_europe(real: dict[FactKind, tuple[Fact, ...]]) -> None:
    """What is not a national entry is Europe-wide: the networks and institutions."""
    national = tuple(COUNTRIES)
    others = [fact for fact in real[FactKind.ORGANISATION] if not (fact.get("name") or "").startswith(national)]
    assert {fact.get("country") for fact in others} == {"EU"}
    assert {"Euro Cities", "OASC", "European Commission", "European Committee of the Regions"} <= {fact.get("name") for fact in others}


def test_real_contacts(real: dict[FactKind, tuple[Fact, ...]]) -> None:
    """Every contact of the documents is read, with role where there is one."""
    found: dict[Any, Any] = {fact.get("name"): fact.get("role") for fact in real[FactKind.CONTACT]}
    assert found == {
        "Wouter Heijnen": "Innovation advisor",
        "Miran Košpenda": "Secretary General",
        None: None,
        "Bobo Baudin": "Strategist soft digital infrastructure",
        "Ikaros Moushouttas": "Head of Brussels Office of the Union of Cyprus Municipalities",
        "Ken Daems": "Smart Region Officer @Agency for Home Affairs",
        "Florina Balint": "European Projects Counselor",
        "Olivier Lefèvre": "Mister Smartcities",
    }


def test_real_deadlines(real: dict[FactKind, tuple[Fact, ...]]) -> None:
    """The two deadlines of the documents are read, and no other date is taken for one."""
    assert [(fact.get("phase"), fact.get("date")) for fact in real[FactKind.DEADLINE]] == [("1", "2024-06-17"), ("2", "2025-03-24")]
