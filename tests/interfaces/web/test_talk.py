"""The conversation as the server keeps it: what each event of the page does to it."""

from __future__ import annotations

import shutil
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from townhall.assistant import Assistant
from townhall.interfaces.web.ask.carried import carried_views, said_with
from townhall.interfaces.web.ask.conversation import Conversation, Talk, caught_up
from townhall.locales.lexicon import LANGUAGES
from townhall.locales.messages import page_words
from townhall.model import Slot, SlotKey
from townhall.query.kinds import ATTRIBUTE
from townhall.settings import Settings

QUOTED = "Who supports cities in Slovenia, and whom do I write to?"
ENGLISH = page_words("en")
FOLLOW_UP = "And the contact person?"


def test_stop(assistant: Assistant) -> None:
    """A question that was stopped is shown as stopped, can't be leaned on, and the next one stands after it."""
    conversation = Conversation(assistant)
    patch, talk = next(conversation.ask(QUOTED, Talk(), ENGLISH))
    assert patch["busy"]
    shown, after = conversation.stop(talk, ENGLISH)
    assert 'data-status="stopped"' in shown["turns"][0]
    assert not shown["busy"]
    assert after == Talk(shown=1)
    *_, (following, _) = conversation.ask(QUOTED, after, ENGLISH)
    assert following["from"] == 1
    assert 'id="turn-2"' in following["turns"][0]


def test_page_outlives_its_session() -> None:
    """Where the server has forgotten a conversation that a page still shows, the next exchange comes after it and replaces nothing."""
    assert caught_up(Talk(), {"shown": 3, "talk": 1}) == Talk(shown=3, number=1)
    kept = Talk(shown=3, number=1)
    assert caught_up(kept, {"shown": 3, "talk": 1}) is kept
    for nonsense in ({}, {"shown": "3", "talk": 1}, {"shown": -1, "talk": 0}, {"shown": 10**9, "talk": 0}):
        assert caught_up(kept, nonsense) is kept


def test_statements_one_by_one(assistant: Assistant) -> None:
    """An answer grows by one statement at a time, is read out when it is complete, and only then becomes part of the conversation."""
    *growing, (patch, talk) = Conversation(assistant).ask(QUOTED, Talk(), ENGLISH)
    counts = [shown["turns"][0].count("<p>") + shown["turns"][0].count('<p class="lead">') for shown, _ in growing]
    assert counts == list(range(len(growing)))
    assert [(shown["announce"], len(then.turns)) for shown, then in growing] == [("", 0)] * len(growing)
    assert (len(talk.turns), talk.shown, talk.pending) == (1, 1, "")
    assert not patch["busy"]
    assert patch["announce"]


@pytest.mark.parametrize("question", ["", "  \n "])
def test_blank_is_ignored(assistant: Assistant, question: str) -> None:
    """A blank question changes nothing."""
    ((patch, talk),) = Conversation(assistant).ask(question, Talk(), ENGLISH)
    assert (patch["turns"], talk) == ([], Talk())


def test_endless_question(assistant: Assistant) -> None:
    """A question of 100,000 characters gets a reply, and the page shows its beginning only."""
    *_, (patch, talk) = Conversation(assistant).ask("why " * 25_000, Talk(), ENGLISH)
    assert talk.shown == 1
    assert len(patch["turns"][0]) < 10_000


def test_missing_index_is_told(tmp_path: Path, settings: Settings) -> None:
    """Where the index went away the page says so, with the remedy, instead of breaking."""
    moved = settings.model_copy(update={"index": tmp_path / "index"})
    shutil.copytree(settings.index, moved.index)
    broken = Assistant(moved)
    shutil.rmtree(moved.index)
    *_, (patch, talk) = Conversation(broken).ask(QUOTED, Talk(), ENGLISH)
    assert 'data-status="fault"' in patch["turns"][0]
    assert talk == Talk(shown=1)


def talk_of(assistant: Assistant, *questions: str) -> Talk:
    """Return the conversation in which ``questions`` were asked."""
    talk = Talk()
    for question in questions:
        *_, (_, talk) = Conversation(assistant).ask(question, talk, ENGLISH)
    return talk


def test_asked_again_without(assistant: Assistant) -> None:
    """Leaving out what an exchange had taken over asks its question again, as it stood then, at the end; later questions lean on that."""
    talk = talk_of(assistant, "Who supports us in Slovenia?", FOLLOW_UP, "What are the deadlines?")
    conversation = Conversation(assistant)
    (first, _), *_, (patch, after) = conversation.ask_without(2, SlotKey("place", "SI"), "", talk, ENGLISH)
    assert (patch["from"], after.shown) == (3, 4)
    for shown in (first, patch):
        assert "without Slovenia" in shown["turns"][0]
    assert after.turns[:3] == talk.turns
    assert (after.turns[3].question, after.turns[3].answer.carried) == (FOLLOW_UP, ())
    *_, (_, leaning) = conversation.ask("Who is the contact?", after, ENGLISH)
    assert leaning.turns[-1].answer.carried == ()


def test_left_out_stays_left_out(assistant: Assistant) -> None:
    """What was left out of an exchange stays out when something else is left out of the one that came of it."""
    talk = talk_of(assistant, "Who supports us in Belgium, Malta and Slovenia?", FOLLOW_UP)
    for number, (place, name) in enumerate((("BE", "Belgium"), ("MT", "Belgium and Malta")), 2):
        assert ("place", place) in {slot.key for slot in talk.turns[-1].answer.carried}
        *_, (patch, talk) = Conversation(assistant).ask_without(number, SlotKey("place", place), "", talk, ENGLISH)
        assert f"without {name}<" in patch["turns"][0]
    assert [slot.value for slot in talk.turns[-1].answer.carried] == ["SI"]
    assert talk.turns[-1].query.text == "And the contact person (Slovenia)?"


def test_forgotten_exchange_is_asked_alone(assistant: Assistant) -> None:
    """Where the server has forgotten the exchange, its question is asked by itself, and what is remembered stays."""
    talk = talk_of(assistant, "Who supports us in Slovenia?")
    *_, (_, after) = Conversation(assistant).ask_without(7, SlotKey("place", "SI"), FOLLOW_UP, talk, ENGLISH)
    assert [turn.question for turn in after.turns] == ["Who supports us in Slovenia?", FOLLOW_UP]
    assert after.turns[-1].answer.carried == ()


@pytest.mark.parametrize("without", [None, 1, "x", {}, {"number": "2", "slot": "place", "value": "SI"}, {"number": 1, "slot": "place"}])
def test_nonsense_leaves_nothing_out(assistant: Assistant, without: object) -> None:
    """What doesn't say which exchange and which slot is not heeded: the question is asked as it is."""
    talk = talk_of(assistant, "Who supports us in Slovenia?")
    *_, (_, after) = Conversation(assistant).heard({"question": FOLLOW_UP, "without": without, "shown": 1, "talk": 0}, talk, ENGLISH)
    assert [slot.value for slot in after.turns[-1].answer.carried] == ["SI"]


def test_same_words_are_one_thing() -> None:
    """What the same words say is shown once, a city with its country, and is left out together."""
    region = (Slot("place", "BE", "Flanders", "Flanders", carried=True), Slot("region", "Flanders", "Flanders", carried=True))
    slots = (*region, Slot("place", "SI", "Slovenia", carried=True), Slot("attribute", "email", "email", carried=True))
    assert [view.label for view in carried_views(slots, ENGLISH)] == ["Flanders (Belgium)", "Slovenia", "e-mail address"]
    assert said_with(slots, SlotKey("region", "Flanders")) == region
    assert said_with(slots, SlotKey("place", "MT")) == ()


def test_every_attribute_has_words() -> None:
    """Whatever the lexicon lets a question ask for has a name on the page."""
    folder = files("townhall.locales").joinpath("lexicon")
    concepts = {name for language in LANGUAGES for name in tomllib.loads(folder.joinpath(f"{language}.toml").read_text(encoding="utf-8"))["concepts"]}
    attributes = {name.removeprefix(ATTRIBUTE) for name in concepts if name.startswith(ATTRIBUTE)}
    assert attributes
    assert all(ENGLISH.say(f"attribute.{name}") for name in attributes)
