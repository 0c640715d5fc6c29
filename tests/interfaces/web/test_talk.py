"""The conversation as the server keeps it: what each event of the page does to it."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Generator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from townhall.assistant import Assistant
from townhall.interfaces.web.ask.carried import carried_views, said_with
from townhall.interfaces.web.ask.conversation import Conversation, Patch, views_of
from townhall.interfaces.web.ask.rendering import Renderer
from townhall.interfaces.web.ask.views import SourceState
from townhall.interfaces.web.site import Site
from townhall.interfaces.web.store import Store
from townhall.locales.lexicon import LANGUAGES
from townhall.locales.messages import page_words
from townhall.model import Slot, SlotKey
from townhall.query.kinds import ATTRIBUTE
from townhall.storage import ExchangeKind, Owner

QUOTED = "Who supports cities in Slovenia, and whom do I write to?"
SUPPORT = "Who supports us in Slovenia?"
ENGLISH = page_words("en")
FOLLOW_UP = "And the contact person?"
ME, OTHER = Owner.of("one"), Owner.of("another")


class Page:
    """A page that shows a conversation: what it has, and what it sends."""

    def __init__(self, conversation: Conversation, owner: Owner | None = ME, *, id: str = "") -> None:
        self.of = conversation
        self.owner = owner
        self.id = id
        self.turns: list[str] = []
        self.asked = 0

    @property
    def keys(self) -> list[str]:
        """The keys of the exchanges that it shows."""
        return [found[1] if (found := re.search('data-key="([^"]*)"', turn)) else "" for turn in self.turns]

    @property
    def questions(self) -> list[str]:
        """The questions that it shows."""
        return [found[1] for turn in self.turns if (found := re.search('class="asked">([^<]*)<', turn))]

    def data(self, question: str, **others: Any) -> dict[str, Any]:
        """Return what it sends with a question."""
        self.asked += 1
        return {"question": question, "token": f"{id(self)}-{self.asked}", "conversation": self.id, "shown": self.keys, **others}

    def growing(self, question: str, **others: Any) -> Generator[Patch]:
        """Ask, and yield what it is sent."""
        for patch in self.of.ask(self.data(question, **others), self.owner, ENGLISH):
            self.take(patch)
            yield patch

    def ask(self, question: str, **others: Any) -> Patch:
        """Ask, and return what it is sent last."""
        *_, patch = self.growing(question, **others)
        return patch

    def take(self, patch: Patch) -> None:
        """Show what it was sent."""
        self.turns[patch["from"] :] = patch["turns"]
        self.id = patch["conversation"]


@pytest.fixture
def page(conversation: Conversation) -> Page:
    """Return a page that shows nothing yet."""
    return Page(conversation)


def kept(site: Site, page: Page) -> list[tuple[str, ExchangeKind]]:
    """Return what is kept of a page's conversation."""
    found = site.store.conversations.load(ME, page.id)
    return [(exchange.question, exchange.kind) for exchange in found.exchanges] if found else []


def carried(site: Site, page: Page) -> list[str]:
    """Return what the last answer took over."""
    found = site.store.conversations.load(ME, page.id)
    assert found is not None
    assert found.exchanges[-1].turn is not None
    return [slot.value for slot in found.exchanges[-1].turn.answer.carried]


def test_stop(site: Site, page: Page) -> None:
    """A question that was stopped is kept and shown as stopped, even if its answer comes afterwards, and the next one stands after it."""
    data = page.data(QUOTED)
    answering = page.of.ask(data, ME, ENGLISH)
    first = next(answering)
    assert first["busy"]
    patch = page.of.stop({**data, "conversation": first["conversation"]}, ME, ENGLISH)
    page.take(patch)
    assert 'data-status="stopped"' in page.turns[0]
    assert not patch["busy"]
    assert all(late["busy"] for late in answering)
    assert kept(site, page) == [(QUOTED, ExchangeKind.STOPPED)]
    page.ask(QUOTED)
    assert ['data-status="answered"' in turn for turn in page.turns] == [False, True]


def test_stopped_before_it_arrived(site: Site, page: Page) -> None:
    """A question that is stopped while it waits, or that a server before this one took, is kept as stopped and never answered."""
    data = page.data(QUOTED)
    page.take(page.of.stop(data, ME, ENGLISH))
    assert list(page.of.ask(data, ME, ENGLISH)) == []
    assert kept(site, page) == [(QUOTED, ExchangeKind.STOPPED)]


def test_nobody_waits_any_more(site: Site, page: Page) -> None:
    """A question whose page was closed before the answer came is kept, so that it is there when the page is opened again."""
    answering = page.growing(QUOTED)
    next(answering)
    answering.close()
    assert kept(site, page) == [(QUOTED, ExchangeKind.STOPPED)]


def test_tried_again_in_its_place(site: Site, page: Page) -> None:
    """What was stopped is asked again as it stood, and the answer takes its place."""
    page.ask(SUPPORT)
    data = page.data(FOLLOW_UP)
    page.take(page.of.stop(data, ME, ENGLISH))
    page.ask(FOLLOW_UP, again=page.keys[1], instead=page.keys[1])
    assert kept(site, page) == [(SUPPORT, ExchangeKind.ANSWERED), (FOLLOW_UP, ExchangeKind.ANSWERED)]
    assert carried(site, page) == ["SI"]
    assert len(page.turns) == 2


def test_last_question_is_changed(site: Site, page: Page) -> None:
    """The last question can be asked in other words: it leans on what stood before it, and the answer takes its place."""
    page.ask(SUPPORT)
    page.ask("Who supports us in Malta?")
    page.ask(FOLLOW_UP, instead=page.keys[1])
    assert page.questions == [SUPPORT, FOLLOW_UP]
    assert [question for question, _ in kept(site, page)] == page.questions
    assert carried(site, page) == ["SI"]


def test_only_the_last_is_replaced(site: Site, page: Page) -> None:
    """Where another page has asked since, a changed question stands at the end and nothing is lost."""
    page.ask(SUPPORT)
    other = Page(page.of, id=page.id)
    other.ask("Who supports us in Malta?")
    page.ask(FOLLOW_UP, instead=page.keys[0])
    assert page.questions == [SUPPORT, "Who supports us in Malta?", FOLLOW_UP]
    assert [question for question, _ in kept(site, page)] == page.questions


def test_two_pages_on_one_conversation(site: Site, page: Page) -> None:
    """What another page asked comes with the next answer, in the order in which it is kept."""
    page.ask(SUPPORT)
    other = Page(page.of, id=page.id)
    first, *_ = other.growing("Who supports us in Malta?")
    assert first["from"] == 0
    assert other.questions == [SUPPORT, "Who supports us in Malta?"]
    page.ask(FOLLOW_UP)
    assert page.questions == [SUPPORT, "Who supports us in Malta?", FOLLOW_UP]
    assert [question for question, _ in kept(site, page)] == page.questions
    assert carried(site, page) == ["MT"]


def test_both_at_once(site: Site, page: Page) -> None:
    """Two pages that ask at the same time both get their answer, each with its own number, and lean on what stood before."""
    page.ask(SUPPORT)
    other = Page(page.of, id=page.id)
    other.turns = list(page.turns)
    mine, theirs = page.growing("Who supports us in Malta?"), other.growing(FOLLOW_UP)
    next(mine)
    next(theirs)
    *_, _ = mine
    *_, _ = theirs
    assert [question for question, _ in kept(site, page)] == [SUPPORT, "Who supports us in Malta?", FOLLOW_UP]
    assert other.questions == [SUPPORT, "Who supports us in Malta?", FOLLOW_UP]
    assert carried(site, other) == ["SI"]
    assert len(set(other.keys)) == 3


def test_changed_by_another_page(page: Page) -> None:
    """A page that shows what another one has replaced gets what is there now."""
    page.ask(SUPPORT)
    other = Page(page.of, id=page.id)
    other.turns = list(page.turns)
    other.ask("Who supports us in Malta?", instead=other.keys[0])
    page.ask(FOLLOW_UP)
    assert page.questions == ["Who supports us in Malta?", FOLLOW_UP]


@pytest.mark.parametrize("id", ["", "no-such", "x" * 10_000])
def test_conversation_is_gone(page: Page, id: str) -> None:
    """A page whose conversation was deleted begins another one, says so, and shows nothing that isn't kept."""
    page.ask(SUPPORT)
    page.id = id
    page.ask(FOLLOW_UP)
    assert page.questions == [FOLLOW_UP]
    assert ENGLISH.say("turn.anew") in page.turns[0].replace("&#39;", "'")


def test_nobody_elses(site: Site, page: Page) -> None:
    """Whoever names somebody else's conversation sees nothing of it and adds nothing to it."""
    page.ask(SUPPORT)
    thief = Page(page.of, OTHER, id=page.id)
    thief.ask(FOLLOW_UP)
    thief.take(thief.of.stop({**thief.data(QUOTED), "conversation": page.id}, OTHER, ENGLISH))
    assert thief.questions == [QUOTED]
    assert "Košpenda" not in "".join(thief.turns)
    assert len(kept(site, page)) == 1


def test_seen_before_it_is_kept(site: Site, page: Page) -> None:
    """An answer that needs no model comes whole, is seen before it is kept, and is read out once it is."""
    patches = page.growing(QUOTED)
    waiting, seen = next(patches), next(patches)
    assert kept(site, page) == []
    (last,) = patches
    assert ['class="lead"' in patch["turns"][0] for patch in (waiting, seen, last)] == [False, True, True]
    assert [patch["busy"] for patch in (waiting, seen, last)] == [True, True, False]
    assert [bool(patch["announce"]) for patch in (waiting, seen, last)] == [False, False, True]
    assert len(kept(site, page)) == 1


@pytest.mark.parametrize("data", [{}, {"question": "  \n "}, {"question": 3}, {"question": None, "shown": "x", "conversation": []}])
def test_blank_is_ignored(site: Site, page: Page, data: dict[str, Any]) -> None:
    """What holds no question changes nothing."""
    assert list(page.of.ask(data, ME, ENGLISH)) == []
    assert site.store.conversations.latest(ME) is None


def test_endless_question(page: Page) -> None:
    """A question of 100,000 characters gets a reply, and the page shows its beginning only."""
    page.ask("why " * 25_000)
    assert len(page.turns[0]) < 12_000


def test_missing_index_is_told(site: Site, tmp_path: Path) -> None:
    """Where the index went away the page says so, with the remedy, and the question is kept to be tried again."""
    moved = site.settings.model_copy(update={"index": tmp_path / "index"})
    shutil.copytree(site.settings.index, moved.index)
    broken = Site(moved, Assistant(moved), site.store)
    shutil.rmtree(moved.index)
    page = Page(Conversation(broken))
    page.ask(QUOTED)
    assert 'data-status="fault"' in page.turns[0]
    assert "again" in page.turns[0]
    assert kept(broken, page) == [(QUOTED, ExchangeKind.FAULT)]


def test_kept_answers_need_no_index(site: Site, page: Page, tmp_path: Path) -> None:
    """A conversation is shown from what was kept of it, word for word, after the index that it came from is gone."""
    page.ask(QUOTED)
    page.ask("What are the deadlines?")
    found = site.store.conversations.load(ME, page.id)
    assert found is not None
    without = Assistant(site.settings.model_copy(update={"index": tmp_path / "nothing"}))
    views = views_of(found, Renderer(without, ENGLISH, today=site.settings.current_date()))
    for view, exchange in zip(views, found.exchanges, strict=True):
        assert exchange.turn is not None
        answer = exchange.turn.answer
        assert [statement.text for statement in view.statements] == [statement.text for statement in answer.statements]
        assert {source.state for source in view.sources} == {SourceState.GONE}
        shown = "".join(piece.text for source in view.sources for piece in source.pieces)
        assert all(citation.quote in shown for citation in answer.citations)


def test_answer_that_cannot_be_kept(site: Site, tmp_path: Path) -> None:
    """Where nothing can be written the answer is given all the same, with a note; what the page shows stays."""
    settings = site.settings.model_copy(update={"database": f"sqlite:///{tmp_path}"})  # a folder is no database
    page = Page(Conversation(Site(settings, site.assistant, Store(settings))))
    for count in (1, 2):
        patch = page.ask(QUOTED)
        assert patch["from"] == count - 1
        assert "Košpenda" in page.turns[-1]
        assert ENGLISH.say("turn.not_kept").partition(":")[0] in page.turns[-1].replace("&#39;", "'")
    page.take(page.of.stop(page.data(QUOTED), ME, ENGLISH))
    assert 'data-status="stopped"' in page.turns[-1]
    assert len(page.turns) == 3


def test_no_cookie_no_conversation(site: Site, conversation: Conversation) -> None:
    """A browser that refuses cookies gets its answers; nothing is kept."""
    page = Page(conversation, None)
    page.ask(QUOTED)
    page.ask(QUOTED)
    assert len(page.turns) == 2
    assert page.id == ""
    assert site.store.conversations.latest(ME) is None


def test_asked_again_without(site: Site, page: Page) -> None:
    """Leaving out what an exchange had taken over asks its question again, as it stood then, at the end; later questions lean on that."""
    for question in (SUPPORT, FOLLOW_UP, "What are the deadlines?"):
        page.ask(question)
    patches = list(page.growing(FOLLOW_UP, again=page.keys[1], without={"slot": "place", "value": "SI"}))
    assert (patches[0]["from"], len(page.turns)) == (3, 4)
    for shown in (patches[0], patches[-1]):
        assert "without Slovenia" in shown["turns"][0]
    assert page.questions[-1] == FOLLOW_UP
    assert carried(site, page) == []
    page.ask("Who is the contact?")
    assert carried(site, page) == []


def test_left_out_stays_left_out(site: Site, page: Page) -> None:
    """What was left out of an exchange stays out when something else is left out of the one that came of it; a restart changes nothing."""
    page.ask("Who supports us in Belgium, Malta and Slovenia?")
    page.ask(FOLLOW_UP)
    for place, name in (("BE", "Belgium"), ("MT", "Belgium and Malta")):
        assert place in carried(site, page)
        page.of = Conversation(Site(site.settings, site.assistant, Store(site.settings)))
        page.ask(FOLLOW_UP, again=page.keys[-1], without={"slot": "place", "value": place})
        assert f"without {name}<" in page.turns[-1]
    assert carried(site, page) == ["SI"]


def test_forgotten_exchange_is_asked_alone(site: Site, page: Page) -> None:
    """Where the exchange isn't kept any more, its question is asked by itself, and what is kept stays."""
    page.ask(SUPPORT)
    page.ask(FOLLOW_UP, again="7.1", without={"slot": "place", "value": "SI"})
    assert page.questions == [SUPPORT, FOLLOW_UP]
    assert carried(site, page) == []


@pytest.mark.parametrize("without", [None, 1, "x", {}, {"slot": 2, "value": "SI"}, {"slot": "place"}])
def test_nonsense_leaves_nothing_out(site: Site, page: Page, without: object) -> None:
    """What doesn't say which slot is not heeded: the question is asked as it is."""
    page.ask(SUPPORT)
    page.ask(FOLLOW_UP, without=without)
    assert carried(site, page) == ["SI"]


def test_new_conversation_stays_new(site: Site, page: Page) -> None:
    """A new conversation is the latest, so that a reload shows it; begun twice, it is the same one; the old one stays."""
    page.ask(SUPPORT)
    old = page.id
    for _ in range(2):
        page.take(page.of.renew(page.data(""), ME, ENGLISH))
    latest = site.store.conversations.latest(ME)
    assert latest is not None
    assert (latest.id, latest.exchanges) == (page.id, ())
    assert page.turns == []
    assert [summary.id for summary in site.store.conversations.list(ME)] == [old]


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
