"""The ways to write an organisation's name, found in a question."""

from __future__ import annotations

import pytest

from townhall.locales.words import tokens_of
from townhall.model import Fact, FactKind, FactValue, Span
from townhall.query.aliases import AliasIndex, organisation_aliases, short_names


def organisation(**values: str) -> Fact:
    """Return an organisation with those values."""
    return Fact(FactKind.ORGANISATION, {key: FactValue(value, value, Span("page.txt", 0, len(value))) for key, value in values.items()})


ORGANISATIONS = [
    organisation(name="Beekeepers' Union of Portugal (APIS)", acronym="APIS"),
    organisation(name="Guild of Danish Ports - TIDE", acronym="TIDE"),
    organisation(name="Harbour Link", about="Harbour Link connects ports."),
    organisation(name="Makers and Planners Society (MAP)", acronym="MAP"),
    organisation(name="European Network of Quiet Nights (ECQN)", acronym="ECQN"),
    organisation(name="National Federation of Municipalities"),
    organisation(name="League of Lake Towns", other_name="Järvikuntien Liitto"),
]
INDEX = AliasIndex(alias for fact in ORGANISATIONS for alias in organisation_aliases(fact))


def found(question: str) -> set[str]:
    """Return the first word of every organisation that a question names."""
    return {(alias.fact.get("name") or "").split()[0] for alias, _ in INDEX.find(tokens_of(question))}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What does the Beekeepers' Union of Portugal do?", "Beekeepers'"),
        ("What do the Beekeepers do?", "Beekeepers'"),
        ("what does the union of beekeepers do", "Beekeepers'"),
        ("What does the Guild of Danish Ports do?", "Guild"),
        ("Who leads the Järvikuntien liitto?", "League"),
        ("since when is there the network of quiet nights", "European"),
        ("and the quiet nights network, when was that founded?", "European"),
    ],
)
def test_part_of_a_name_is_enough(question: str, name: str) -> None:
    """A name is known without its acronym, without what it is of, by its one unusual word, in any order, and by its other name."""
    assert found(question) == {name}


@pytest.mark.parametrize("question", ["What is TIDE?", "what is tide?", "TIDEn jäsenet?", "Who leads TIDEs?"])
def test_an_acronym_may_take_an_ending(question: str) -> None:
    """An acronym is known in any case, and with an ending in small letters where it keeps its capitals."""
    assert found(question) == {"Guild"}


@pytest.mark.parametrize("question", ["What is tidens?", "What are the TIDEWATERS?", "What is a tidewater?"])
def test_a_longer_word_is_no_acronym(question: str) -> None:
    """A word that only begins with an acronym's letters isn't one."""
    assert found(question) == set()


def test_a_common_word_is_an_acronym_in_capitals_only() -> None:
    """An acronym that is a common word too is meant in capitals, not in small letters."""
    assert found("What is MAP?") == {"Makers"}
    assert found("Is there a map of the pier?") == set()


@pytest.mark.parametrize("question", ["What is HarbourLink?", "What is Harbour Link?", "what is harbourlink"])
def test_two_words_may_be_written_as_one(question: str) -> None:
    """A name of two words is known joined too."""
    assert found(question) == {"Harbour"}


@pytest.mark.parametrize("question", ["Which union helps us?", "Which towns have a link?", "Which society is there?"])
def test_nouns_for_organisations_name_none(question: str) -> None:
    """A noun for organisations in general, or one word of a longer name, names no organisation."""
    assert found(question) == set()


def test_a_name_is_known_in_another_case() -> None:
    """A name of several words is found where only their endings differ, and not where a word is another."""
    index = AliasIndex(organisation_aliases(organisation(name="Sklad za zelene kraje")))
    assert [alias.fact.get("name") for alias, _ in index.find_bent(tokens_of("Kdo vodi Sklada za zelene kraje?"))] == ["Sklad za zelene kraje"]
    assert not list(index.find_bent(tokens_of("Kdo vodi Sklad za modre kraje?")))


def test_one_word_of_a_name_stands_for_it_but_within_another_name() -> None:
    """The "Verein Sonnenstrom Lerchental" is not the agency of Lerchental, whose name alone holds that word."""
    facts = [organisation(name="Energieagentur Lerchental")]
    index = AliasIndex(short_names(facts))
    assert list(index.find(tokens_of("Wie erreicht man Lerchental am Montag?")))
    assert not list(index.find(tokens_of("Wie erreicht man den Verein Sonnenstrom Lerchental?")))


def test_common_nouns_are_no_name() -> None:
    """What is left of a name without its country or "national" is no name where many could have it, nor with its words here and there."""
    assert found("Which nights are quiet on the tram network?") == set()
    assert found("Is there a federation of municipalities?") == set()
