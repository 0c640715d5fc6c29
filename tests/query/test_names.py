"""Which organisations and people a question names."""

from __future__ import annotations

import pytest
from understanding import Understand


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What does ZMOS do?", "Association of Urban Municipalities of Slovenia"),
        ("what does zmos do?", "Association of Urban Municipalities of Slovenia"),
        ("Tell me about the Lithuanian Green Municipalities Network", "Lithuanian Green Municipalities Network"),
        ("What is the Union of Cyprus Municipalities working on?", "Union of Cyprus Municipalities"),
    ],
)
def test_organisations_are_known_by_their_names(understand: Understand, question: str, name: str) -> None:
    """An organisation is recognised by name or acronym, and the country inside its name is no place of the question."""
    query = understand(question)
    assert [value.startswith(name) for value in query.values("organisation")] == [True]
    assert query.values("place") == ()


@pytest.mark.parametrize(
    ("question", "organisation"),
    [
        ("What does the Croatian association do?", "Association of Cities in the Republic of Croatia (AOC)"),
        ("Who leads the Swedish association?", "The Swedish Association of Local Authorities and Regions (SALAR - SKR)"),
        ("Кой е лицето за контакт в Националното сдружение на общините?", "National Association of Municipalities in the Republic of Bulgaria"),
    ],
)
def test_an_organisation_is_known_by_its_country(understand: Understand, question: str, organisation: str) -> None:
    """The organisation of a country is meant by its country and what it is, or by its name in the country's own language."""
    assert understand(question).values("organisation") == (organisation,)


@pytest.mark.parametrize("question", ["Is there a Croatian association that helps us?", "What do the Flemish agencies do?"])
def test_a_country_alone_names_no_organisation(understand: Understand, question: str) -> None:
    """Where no certain organisation is meant the place alone is read."""
    query = understand(question)
    assert query.values("organisation") == ()
    assert query.values("place")


def test_an_office_is_known_by_its_acronym_spelled_out(understand: Understand) -> None:
    """Whoever holds an office that the documents shorten is meant where it is asked for in full."""
    assert understand("who is chief information officer in ghent").values("person") == ("Stefan de Smet",)
