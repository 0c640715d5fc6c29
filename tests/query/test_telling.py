"""What a message tells before it asks says whom and what it is about, not what is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Kind, Query

Understand = Callable[..., Query]


@pytest.fixture
def understand(real_assistant: Assistant) -> Understand:
    """Return ``understand("first", "second", ...)``: the last question's reading, after the others as a conversation."""
    return lambda *questions: real_assistant.converse(questions).query


@pytest.mark.parametrize(
    ("message", "kind", "attributes"),
    [
        ("They scrapped the late fees. Did people stop bringing books back?", Kind.OTHER, ()),
        ("We like the plan. Does it cost a city anything to join?", Kind.OTHER, ("money",)),
        ("Two towns lent out tablets, one Danish, one Polish. Which one helps with people's own phones first?", Kind.OTHER, ()),
        ("All of us read the flyer and everyone liked it. How does the roadmap look?", Kind.OTHER, ()),
        ("Il bando si è chiuso in giugno. Quanti comuni hanno partecipato?", Kind.QUANTITY, ()),
        ("Die Kosten waren hoch. Wer unterstützt Städte in Malta?", Kind.SUPPORT, ()),
        ("In what month does phase two itself finish? I don't mean the closing date for applications.", Kind.DATE, ()),
    ],
)
def test_what_is_told_is_not_asked(understand: Understand, message: str, kind: Kind, attributes: tuple[str, ...]) -> None:
    """Kind and attributes are read from the questions of a message alone, whatever is told before them or denied after them."""
    query = understand(message)
    assert (query.kind, query.values("attribute")) == (kind, attributes)


@pytest.mark.parametrize(
    ("message", "kind", "country"),
    [
        ("We're a small town in Slovenia. Who helps us with data?", Kind.SUPPORT, "SI"),
        ("Jsme malá obec na Slovensku. Kdo nám pomůže?", Kind.SUPPORT, "SK"),
        ("I have to write a letter to Malta. Who do I contact? Give me the number too.", Kind.CONTACT, "MT"),
    ],
)
def test_what_is_told_is_asked_about(understand: Understand, message: str, kind: Kind, country: str) -> None:
    """A place that is told of is the one that is asked about."""
    query = understand(message)
    assert (query.kind, query.values("place")) == (kind, (country,))


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("I want to write to every contact person in all countries. Who are they?", Kind.LIST),
        ("A mayor asks whether her city may still apply. What do I tell her?", Kind.OPEN),
        ("I'd need a person at the FEMP I can speak to. Any name?", Kind.CONTACT),
    ],
)
def test_a_question_that_says_nothing_asks_with_all_that_is_told(understand: Understand, message: str, kind: Kind) -> None:
    """Where the question says nothing by itself, all of the message is what is asked."""
    assert understand(message).kind is kind


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (
            "At the meeting everyone kept mentioning MIMs. I nodded but had no clue. Could you tell me what these are?",
            "Could you tell me what these are (MIMs)?",
        ),
        ("I read about CitCom in the paper. What is it?", "What is it (CitCom)?"),
        ("We met ENOLL and OASC. What are they?", "We met ENOLL and OASC. What are they?"),
    ],
)
def test_a_pronoun_stands_for_the_one_name_that_is_told_of(understand: Understand, message: str, asked: str) -> None:
    """A question that says nothing but a pronoun is asked of the one name before it; not where there are several."""
    assert understand(message).text == asked


def test_millions_are_no_money(understand: Understand) -> None:
    """A word that asks how many is no sum of money, though one is written like it without its accents."""
    query = understand("Πόσα εκατομμύρια πολίτες της ΕΕ δεν έχουν βασικές ψηφιακές δεξιότητες;")
    assert (query.kind, query.values("attribute")) == (Kind.QUANTITY, ())


@pytest.mark.parametrize("correction", ["sorry mixed them up, its slovakia i need", "my mistake, we're in Slovakia"])
def test_a_mistake_that_is_owned_up_corrects(understand: Understand, correction: str) -> None:
    """A message that says that the place before was a mistake asks the same of the one that it names."""
    query = understand("who's there for towns in Slovenia", correction)
    assert (query.kind, query.values("place")) == (Kind.SUPPORT, ("SK",))


def test_what_goes_on_with_a_question_of_its_own_asks_that(understand: Understand) -> None:
    """A message that goes on with something else, and asks when it began, doesn't ask the old question of it."""
    query = understand("Tell me in a sentence what OASC is.", "And the network of living labs, since when has it existed?")
    assert query.kind is Kind.DATE
    assert [value.startswith("European Network") for value in query.values("organisation")] == [True]


@pytest.mark.parametrize("question", ["Is the helpdesk aimed at places our size?", "is there a minimum head count for a town wanting to join?"])
def test_a_size_that_is_asked_for(understand: Understand, question: str) -> None:
    """Whether something is for towns of a size is asked in many words."""
    assert understand(question).kind is Kind.ELIGIBILITY


@pytest.mark.parametrize(
    ("message", "phase"),
    [
        ("We missed phase 1. When does the other one close?", ()),
        ("We were in phase 1 last year. When is the next deadline?", ()),
        ("We would like to be in phase 2. When does it close?", ("2",)),
    ],
)
def test_another_phase_than_the_one_that_is_told_of(understand: Understand, message: str, phase: tuple[str, ...]) -> None:
    """A question for the other one or the next one isn't for the phase that is told of before it."""
    assert understand(message).values("phase") == phase
