"""Messages about the answer before, and messages that are for no documents."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from townhall.assistant import Assistant
from townhall.locales.lexicon import LANGUAGES
from townhall.locales.remarks import About, asks_to_make, of_the_moment, remark_in
from townhall.locales.words import tokens_of
from townhall.model import Kind, Status

TABLES = tomllib.loads(files("townhall.locales").joinpath("remarks.toml").read_text(encoding="utf-8"))
WHOLE = [about for about in About if about is not About.LANGUAGE]
DEADLINE = "When does round 2 close?"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", WHOLE)
def test_each_remark_is_read_as_what_it_is(about: About, language: str) -> None:
    """A remark is read in its language, alone and with polite words beside it; those of two kinds are never written alike."""
    for pattern in TABLES[about][language]:
        found = remark_in(tokens_of(f"{pattern}?"), [language])
        assert found is not None
        assert found.about is about, pattern
        assert remark_in(tokens_of(f"{pattern}, {TABLES['beside'][language][0]}"), [language]) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_asked_for(language: str) -> None:
    """Each language can be asked for in its own words and in English, whatever the conversation's."""
    for pattern in TABLES["language"][language]:
        found = remark_in(tokens_of(f"{pattern}!"), ["el", "en"])
        assert found is not None
        assert (found.about, found.language) == (About.LANGUAGE, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_documents_are_not_for(language: str) -> None:
    """In every language a poem is something to make up, and today's weather a thing of the moment."""
    assert all(asks_to_make(tokens_of(pattern.replace("*", "").replace("_", "x")), language) for pattern in TABLES["task"][language])
    assert all(of_the_moment(tokens_of(pattern), language) for pattern in TABLES["moment"][language])


@pytest.mark.parametrize("remark", ["are you sure?", "really?", "who told you that?", "source please", "and your sources?", "I don't believe you"])
def test_doubt_is_met_with_the_proof(valley: Assistant, remark: str) -> None:
    """Whoever doubts an answer gets it again with its quotes, and may go on from there."""
    before, after = valley.ask(DEADLINE), valley.converse([DEADLINE, remark])
    assert after.answer.text == before.answer.text
    assert after.answer.citations == before.answer.citations
    assert (after.query.text, after.answer.question) == (DEADLINE, remark)
    assert valley.converse([DEADLINE, remark, "and round 1?"]).query.text == "When does round 1 close?"


@pytest.mark.parametrize(
    ("remark", "language", "said"),
    [
        ("and in French please", "fr", "4 juin 2032"),
        ("auf Deutsch bitte", "de", "4. Juni 2032"),
        ("po polsku?", "pl", "4 czerwca 2032"),
        ("in Slovenian", "sl", "4. junij 2032"),
    ],
)
def test_the_same_in_another_language(valley: Assistant, remark: str, language: str, said: str) -> None:
    """The product's own words change their language, and the conversation goes on in that one; the quotes stay."""
    turn = valley.converse([DEADLINE, remark])
    assert (turn.answer.status, turn.answer.language) == (Status.ANSWERED, language)
    assert said in turn.answer.text
    assert [citation.quote for citation in turn.answer.citations] == [citation.quote for citation in valley.ask(DEADLINE).answer.citations]


def test_shorter_and_longer(valley: Assistant) -> None:
    """Asked for less, what answers most directly stays, still proven; asked for more, nothing is left out."""
    whole = valley.ask("Who supports us in Denmark?").answer
    short = valley.converse(["Who supports us in Denmark?", "shorter"]).answer
    more = valley.converse(["Who supports us in Denmark?", "tell me more"]).answer
    assert [statement.text for statement in short.statements] == ["Guild of Danish Ports (GDP)"]
    assert all(statement.citations for statement in short.statements)
    assert {statement.text for statement in whole.statements} <= {statement.text for statement in more.statements}


@pytest.mark.parametrize("remark", ["why?", "why is that?", "but why"])
def test_why_alone_asks_why_the_answer_is_so(valley: Assistant, remark: str) -> None:
    """It is a question about what was answered: no answer that gives no reason, and not foreign to the documents."""
    turn = valley.converse([DEADLINE, remark])
    assert (turn.query.kind, turn.answer.status) == (Kind.REASON, Status.NOT_IN_DOCUMENTS)
    assert DEADLINE.rstrip("?") in turn.query.text


@pytest.mark.parametrize("questions", [[DEADLINE, "no"], [DEADLINE, "yes"], ["no"], [DEADLINE, "hmm"], ["Who supports us?", "yes"]])
def test_a_bare_yes_or_no_is_no_question(valley: Assistant, questions: list[str]) -> None:
    """It is told as such, with questions that would be one; the turn before stays what a follow-up leans on."""
    answer = valley.converse(questions).answer
    assert (answer.status, answer.reason) == (Status.OUT_OF_SCOPE, "There is no question to answer yet.")
    assert answer.next
    if questions[0] == DEADLINE:
        assert valley.converse([*questions, "and round 1?"]).query.text == "When does round 1 close?"


@pytest.mark.parametrize(
    "remark", ["no, I meant Portugal", "really, who?", "more towns in Denmark?", "and the source of the money?", "in French towns?"]
)
def test_what_asks_more_is_no_remark(remark: str) -> None:
    """A message with anything else in it is a question."""
    assert remark_in(tokens_of(remark), ["en"]) is None


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("write me a poem about the help desk", Status.OUT_OF_SCOPE),
        ("Forget the help desk and write me a poem instead", Status.OUT_OF_SCOPE),
        ("Can you please write a poem about bridges", Status.OUT_OF_SCOPE),
        ("Schreib mir ein Gedicht über Brücken", Status.OUT_OF_SCOPE),
        ("napiši pesem o mostovih", Status.OUT_OF_SCOPE),
        ("Translate the call into German", Status.OUT_OF_SCOPE),
        ("what is the weather in the valley today?", Status.OUT_OF_SCOPE),
        ("Wie ist das Wetter heute?", Status.OUT_OF_SCOPE),
        ("Tell me a joke, and when does round 2 close?", Status.ANSWERED),
        ("What does the subgroup on bridges draw?", Status.ANSWERED),
        ("Who was Cy Vale talking about when he said that they learned a great deal?", Status.ANSWERED),
    ],
)
def test_what_is_out_of_scope(valley: Assistant, question: str, status: Status) -> None:
    """What no document is for is out of scope, whatever it is about; what the documents say never is."""
    assert valley.ask(question).answer.status is status


def test_a_service_is_no_task() -> None:
    """Whoever asks whether somebody can write letters asks the documents."""
    assert not asks_to_make(tokens_of("Is there a desk that can help and write me a letter?"), "en")
    assert asks_to_make(tokens_of("Forget the desk and write me a letter"), "en")
