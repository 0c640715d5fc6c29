"""What a message leaves to the turn before it, and what it doesn't."""

from __future__ import annotations

import pytest

from townhall.assistant import Assistant
from townhall.model import Kind, SlotKey, Status

SUPPORT = "Who supports us in Denmark?"
CONTACT = "Who is the contact person in Denmark?"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        (SUPPORT, "What is the helpdesk?"),
        (SUPPORT, "Who can apply?"),
        (SUPPORT, "List the subgroups"),
        (CONTACT, "Which mayor learned about bridges and what did he say?"),
        (CONTACT, "Which mayor is quoted and what did he say?"),
        (CONTACT, "What did Emil Ford say?"),
        (SUPPORT, "What happens if we miss the second round?"),
    ],
)
def test_a_whole_question_takes_nothing_over(valley: Assistant, before: str, question: str) -> None:
    """A question that says all it asks is read and answered as if nothing had been said before; its pronoun means what it names itself."""
    after, alone = valley.converse([before, question]), valley.ask(question)
    assert after.answer.carried == ()
    assert (after.query.kind, after.query.slots, after.query.text) == (alone.query.kind, alone.query.slots, question)
    assert after.answer.text == alone.answer.text


@pytest.mark.parametrize(
    ("before", "question", "kind", "carried"),
    [
        (SUPPORT, "and the contact person?", Kind.CONTACT, [("place", "DK")]),
        (SUPPORT, "And who is the contact?", Kind.CONTACT, [("place", "DK")]),
        (CONTACT, "what's his position?", Kind.DEFINITION, [("person", "Ada Quay")]),
        (CONTACT, "Does she have an e-mail address?", Kind.CONTACT, [("person", "Ada Quay")]),
    ],
)
def test_a_name_is_taken_over(valley: Assistant, before: str, question: str, kind: Kind, carried: list[tuple[str, str]]) -> None:
    """A question that goes on, or that refers by a pronoun, is asked of the name in the turn before, which the standalone question tells."""
    turn = valley.converse([before, question])
    assert turn.query.kind is kind
    assert [(slot.name, slot.value) for slot in turn.answer.carried] == carried
    assert turn.query.text != question
    assert "Ada Quay, Head of Office" in turn.answer.text


@pytest.mark.parametrize("question", ["What about Portugal?", "no, I meant Portugal", "and Portugal?"])
@pytest.mark.parametrize(("before", "kind"), [(SUPPORT, Kind.SUPPORT), (CONTACT, Kind.CONTACT)])
def test_the_old_question_is_asked_of_a_new_name(valley: Assistant, before: str, kind: Kind, question: str) -> None:
    """Another place, named alone or as a correction, takes over the question and not the place."""
    turn = valley.converse([before, question])
    assert (turn.query.kind, turn.query.values("place")) == (kind, ("PT",))
    assert turn.query.text == before.replace("Denmark", "Portugal")
    assert "Ivo Novak, Chair" in turn.answer.text


@pytest.mark.parametrize(
    ("questions", "dropped", "standalone", "left"),
    [
        ((SUPPORT, "And the contact person?"), SlotKey("place", "DK"), "And the contact person?", []),
        ((SUPPORT, "And now?"), SlotKey("place", "DK"), "Who supports us (And now)?", []),
        (
            ("Who supports us in Denmark and Portugal?", "And the contact person?"),
            SlotKey("place", "DK"),
            "And the contact person (Portugal)?",
            ["PT"],
        ),
        (("Who supports us in Flanders?", "And the contact person?"), SlotKey("region", "Flanders"), "And the contact person?", []),
        (("What is the e-mail address in Denmark?", "And in Portugal?"), SlotKey("attribute", "email"), "What is in Portugal?", []),
        (("Wer unterstützt uns in Dänemark?", "Und jetzt?"), SlotKey("place", "DK"), "Wer unterstützt uns (Und jetzt)?", []),
    ],
)
def test_what_is_dropped_stays_out(valley: Assistant, questions: tuple[str, str], dropped: SlotKey, standalone: str, left: list[str]) -> None:
    """A slot that is dropped is not taken over, nor what the same words say, nor anything in its place; the standalone question is without it."""
    whole = valley.converse(questions)
    assert dropped in [slot.key for slot in whole.answer.carried]
    turn = valley.converse(questions, dropped=[dropped])
    assert turn.query.text == standalone
    assert [slot.value for slot in turn.answer.carried] == left
    assert turn.query.kind is whole.query.kind


def test_dropping_the_place_asks_back(valley: Assistant) -> None:
    """Where a question can't be answered without what was dropped, it is asked back; what follows doesn't lean on it either."""
    first = valley.ask(SUPPORT)
    again = valley.ask("And the contact person?", turns=[first], dropped=[SlotKey("place", "DK")])
    assert again.answer.status is Status.CLARIFY
    after = valley.ask("Who is the contact?", turns=[first, again])
    assert after.answer.carried == ()


def test_only_what_is_taken_over_can_be_dropped(valley: Assistant) -> None:
    """Dropping what a question names itself, or what nobody named, changes nothing."""
    alone = valley.ask(CONTACT, dropped=[SlotKey("place", "DK"), SlotKey("place", "PT")])
    assert (alone.query.values("place"), alone.answer.text) == (("DK",), valley.ask(CONTACT).answer.text)


@pytest.mark.parametrize("question", ["why was it stopped?", "and where does it stand?"])
def test_a_topic_is_taken_over(valley: Assistant, question: str) -> None:
    """Where nothing was named, what the turn before was about goes along, is marked as carried, and can be dropped."""
    turn = valley.converse(["Tell me about the wooden footbridge", question])
    (topic,) = turn.answer.carried
    assert (topic.name, topic.value) == ("topic", "wooden footbridge")
    assert "wooden footbridge" in turn.query.text
    assert valley.converse(["Tell me about the wooden footbridge", question], dropped=[topic.key]).answer.carried == ()


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        ("Who is in charge of the river walk project?", "and who pays for it?", "and who pays for the river walk project?"),
        ("Who is in charge of the river walk project?", "what is its budget?", "what is the river walk project's budget?"),
        ("Who is in charge of the river walk project?", "who stands in for him?", "who stands in for him (about the river walk project)?"),
        ("Did the choir get rooms at the brewery?", "why is it loud?", "why is it loud (about the choir, rooms at the brewery)?"),
    ],
)
def test_a_topic_reads_naturally(valley: Assistant, before: str, question: str, standalone: str) -> None:
    """What was spoken of stands in the place of the pronoun, as it was called, or in brackets where several things may be meant or none fits."""
    turn = valley.converse([before, question])
    assert turn.query.text == standalone
    (topic,) = (slot for slot in turn.query.slots if slot.name == "topic")
    assert all(word in turn.query.search_text for word in topic.value.split())


def test_what_follows_from_a_known_phase_is_on_topic(valley: Assistant) -> None:
    """A question about a phase that the documents know is refused as not in them, not as foreign to them."""
    assert valley.ask("Is lunch served during the second round?").answer.status is Status.NOT_IN_DOCUMENTS


def test_a_size_in_a_message_that_goes_on_is_of_what_was_asked_before(valley: Assistant) -> None:
    """It isn't asked how many live there."""
    query = valley.converse(["How much does a visit cost for a town of 90,000?", "and for a small village with 900 inhabitants?"]).query
    assert query.kind is Kind.QUANTITY
    assert query.text == "How much does a visit cost for a town of 900?"
    assert query.values("attribute") == ("money",)


def test_the_phase_stays_that_of_the_thing_that_is_meant(valley: Assistant) -> None:
    """It is the one that was named before, for "such a project" and then for "it"."""
    query = valley.converse(["What is the deadline of phase 2?", "How long does such a project last?", "Can it be prolonged?"]).query
    assert query.values("phase") == ("2",)


@pytest.mark.parametrize(
    ("before", "question", "standalone", "kind"),
    [
        (
            "We dislike the noise. How long do we have to complain?",
            "And if the bill is wrong?",
            "How long do we have to complain (And if the bill is wrong)?",
            Kind.DURATION,
        ),
        ("How long can we keep a tent?", "And if we bring it back late?", None, Kind.OTHER),
        ("How long can we keep a tent?", "And if we are late, what does that cost?", None, Kind.OTHER),
    ],
)
def test_the_old_question_is_asked_of_another_case(valley: Assistant, before: str, question: str, standalone: str | None, kind: Kind) -> None:
    """A case that is only told is one of which the same is asked; what comes of the same thing, or of a question of its own, isn't."""
    query = valley.converse([before, question]).query
    assert query.kind is kind
    assert standalone in {query.text, None}


def test_who_is_asked_after_when(valley: Assistant) -> None:
    """A message that asks who doesn't ask the old question again; "that one" is the thing, and not the place that it is in."""
    query = valley.converse(["When is the bridge course in Porto?", "And who is teaching that one?"]).query
    assert query.kind is Kind.DEFINITION
    assert query.text == "And who is teaching the bridge course in Porto?"
