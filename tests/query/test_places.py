"""Which places a question names, and which words are none."""

from __future__ import annotations

import pytest
from understanding import Understand

from townhall.model import Kind


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("Who supports cities in Slovenia?", "SI"),
        ("Who supports cities in slovenia?", "SI"),
        ("Who supports us? We are in Ljubljana.", "SI"),
        ("Who supports Flemish cities?", "BE"),
        ("Who supports Dutch municipalities?", "NL"),
        ("Who supports cities in the Netherlands?", "NL"),
        ("Qui soutient les villes en Espagne ?", "ES"),
        ("Wer unterstützt Städte in Schweden?", "SE"),
        ("Who supports cities in Japan?", "JP"),
        ("antwerp smart city support", "BE"),
        ("As an official of Maribor I would like to know who supports us.", "SI"),
        ("Who supports us? We are Maribor 95 000 inhabitants.", "SI"),
    ],
)
def test_places_become_countries(understand: Understand, question: str, country: str) -> None:
    """A country, its adjective, a region or a city is read as the country that it lies in."""
    assert set(understand(question).values("place")) == {country}


def test_a_country_that_was_inferred_says_from_what(understand: Understand) -> None:
    """A city's country is marked as inferred from the city; a country that was named is not."""
    (slot,) = [slot for slot in understand("Who supports cities like Maribor?").slots if slot.name == "place"]
    assert (slot.value, slot.inferred) == ("SI", "Maribor")
    (slot,) = [slot for slot in understand("Who supports cities in Slovenia?").slots if slot.name == "place"]
    assert slot.inferred is None


def test_a_city_is_read_with_its_region(understand: Understand) -> None:
    """The region that a city lies in is inferred beside its country."""
    (slot,) = [slot for slot in understand("Who supports us in Antwerp?").slots if slot.name == "region"]
    assert (slot.value, slot.inferred) == ("Flanders", "Antwerp")


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("kto je kontaktna osoba pre bruselsky region", "Brussels-Capital Region"),
        ("Wie ondersteunt de Vlaamse gemeenten?", "Flanders"),
        ("qui aide les communes wallonnes ?", "Wallonia"),
    ],
)
def test_a_region_is_known_by_its_adjective(understand: Understand, question: str, region: str) -> None:
    """A region is read from the adjectives of its name, in any case and language."""
    assert understand(question).values("region") == (region,)


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("galway - whos helping the councils with IT??", "IE"),
        ("whos our contact, im at kranj town hall", "SI"),
        ("who helps us with data? we're from athlone", "IE"),
        ("wer hilft uns? gruss aus graz", "AT"),
    ],
)
def test_a_town_in_lower_case_is_read_where_one_is_needed(understand: Understand, question: str, country: str) -> None:
    """Where a question can't be answered without a place and names none in capitals, one in lower case is meant."""
    assert understand(question).values("place") == (country,)


@pytest.mark.parametrize("answer", ["larnaca", "im from larnaca", "Larnaca"])
def test_a_place_that_was_asked_for_is_read_in_lower_case(understand: Understand, answer: str) -> None:
    """After the assistant has asked which place is meant, any town is one, and the question before is asked of it."""
    query = understand("Who supports us?", answer)
    assert (query.kind, query.values("place")) == (Kind.SUPPORT, ("CY",))


@pytest.mark.parametrize(
    "question",
    [
        "What can we split among members?",
        "who are you",
        "What is the cost of a reading?",
        "Wer unterstützt die Städte?",
        "we are an island with a ferry, is that for us",
        "How did Councillor Castellane vote?",
        "Why did Leopold Szabo-Hythe resign?",
    ],
)
def test_words_are_no_places(understand: Understand, question: str) -> None:
    """Words that are also names of towns are words."""
    assert understand(question).values("place") == ()


def test_at_most_is_no_town(understand: Understand) -> None:
    """Words of a phrase that says something else name no place, though a place is called so."""
    assert not understand("how much can one project get at most from the fund").values("place")


@pytest.mark.parametrize(
    ("question", "countries"),
    [
        ("Welche Stelle unterstützt Gemeinden in Flandern?", ("BE",)),
        ("Wer hilft uns am Strand von Riga?", ("LV",)),
        ("Wer hilft der Gemeinde Stelle?", ("DE",)),
        ("Wer unterstützt Städte in Essen?", ("DE",)),
        ("I would be most grateful to learn who helps Slovakia", ("SK",)),
        ("who supports split and cork", ("HR", "IE")),
        ("who helps us in nice", ("FR",)),
    ],
)
def test_a_noun_is_no_town(understand: Understand, question: str, countries: tuple[str, ...]) -> None:
    """What a town is called is a word like another where nothing says that it is one; of two towns of one name the larger is meant."""
    assert understand(question).values("place") == countries


@pytest.mark.parametrize("question", ["who helps with reading?", "who supports us with rain and flooding", "who can help us at most"])
def test_everyday_words_are_no_towns_where_one_is_needed(understand: Understand, question: str) -> None:
    """An everyday word in lower case is no town, though one is called so."""
    assert not understand(question).values("place")


@pytest.mark.parametrize("question", ["Pe cine pot contacta la Centrul Național de Cartografie?", "Kto w Centrum Kartografii jest kontaktem?"])
def test_a_word_of_the_language_is_no_bent_town(understand: Understand, question: str) -> None:
    """A word that the language has is itself, not a town's name with another ending."""
    assert not understand(question).values("place")


@pytest.mark.parametrize("question", ["¿Cuándo se cierra la Línea C?", "Was kostet Halle 3?"])
def test_what_is_numbered_is_no_town(understand: Understand, question: str) -> None:
    """A letter or a number after a name tells that it is one of several things."""
    assert not understand(question).values("place")
