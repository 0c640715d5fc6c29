"""The steps of answering that read facts, each on made-up documents."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.assistant import Assistant
from townhall.model import BROKEN_OFF, Answer, Status
from townhall.settings import Settings

Ask = Callable[[str], Answer]
SERIES = ["Money & funds", "Measuring", "Bridges and roads"]
TOWNS = ["Town of Birk", "Town of Elm", "Town of Larch"]
CHANGED = "has changed"


@pytest.fixture
def ask(valley: Assistant) -> Ask:
    """Return ``ask("question")``: its answer from the made-up documents."""
    return lambda question: valley.ask(question).answer


def told(answer: Answer) -> list[str]:
    """Return the statements of an answer that is one."""
    assert answer.status is Status.ANSWERED, answer.reason
    return [statement.text for statement in answer.statements]


def lead(answer: Answer) -> str:
    """Return what an answer begins with: the thing that was asked for."""
    assert answer.status is Status.ANSWERED, answer.reason
    assert answer.statements[0].lead
    return answer.statements[0].text


@pytest.mark.parametrize(
    ("question", "words"),
    [("What did Cy Vale say?", "We learned a great deal"), ("What did the Director of the Valley Office say?", "answers within two days")],
)
def test_what_a_person_said_is_the_sentence(ask: Ask, question: str, words: str) -> None:
    """Asked what a person said, named or by the role, the answer is the sentence that quotes the person and no other."""
    (sentence,) = told(ask(question))
    assert words in sentence


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("Who is the CIO of Lower Brook?", "Dora Brook, CIO of Lower Brook"),
        ("Who is the mayor of Upper Vale?", "Cy Vale, Mayor of Upper Vale"),
        ("Who is Emil Ford?", "Emil Ford, Director of the Valley Office"),
    ],
)
def test_who_holds_a_role_is_named_first(ask: Ask, question: str, person: str) -> None:
    """Asked who somebody is, by role or by name, the answer begins with name and role."""
    assert lead(ask(question)) == person


@pytest.mark.parametrize("question", ["What did the mayor say?", "What does the woman from Upper Vale say?", "what did the Mayor of upper vale say"])
def test_a_person_is_known_by_what_the_role_says(ask: Ask, question: str) -> None:
    """A quoted person is meant by the title or the place that the role names."""
    (sentence,) = told(ask(question))
    assert "said Cy Vale" in sentence


def test_another_town_s_mayor_is_not_quoted(ask: Ask) -> None:
    """A mayor of a place that no role names is nobody who is quoted."""
    assert ask("What did the mayor of Lisbon say?").status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize("question", ["Which persons are quoted?", "Who is quoted in the documents?", "Which towns speak about their experience?"])
def test_all_who_are_quoted_are_listed(ask: Ask, question: str) -> None:
    """Asked for everybody who is quoted, the answer names each with the role, and no contact."""
    assert told(ask(question)) == [
        "Cy Vale, Mayor of Upper Vale",
        "Dora Brook, CIO of Lower Brook",
        "Emil Ford, Director of the Valley Office",
    ]


@pytest.mark.parametrize(
    ("question", "headings"),
    [
        ("List the subgroups", SERIES),
        ("What are the subgroups?", SERIES),
        ("Which towns, such as Elm and Larch, are examples?", TOWNS),
        ("Which places are there beside Town of Elm and Town of Larch?", TOWNS),
    ],
)
def test_a_series_of_headings_is_a_list(ask: Ask, question: str, headings: list[str]) -> None:
    """Headings that stand together are listed in full and alone: those that speak of the noun, or of which the question gives two."""
    assert told(ask(question)) == headings


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How many towns does the League of Lake Towns unite?", "40 towns inland"),
        ("How many towns does the League of Lake Towns advise?", "25 towns along the coast"),
        ("How many members does the Guild of Danish Ports have?", "145"),
    ],
)
def test_the_clause_tells_which_number(ask: Ask, question: str, number: str) -> None:
    """Of several numbers of the same thing in a sentence that of the clause that is asked for leads; so does one that its noun precedes."""
    assert lead(ask(question)) == number


def test_a_number_of_something_else_is_refused(ask: Ask) -> None:
    """Where the thing to be counted is spoken of, a number that counts another thing is no answer, nor shown as a lead."""
    answer = ask("How many volunteers does the League of Lake Towns have?")
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert "no number" in (answer.reason or "")
    assert not any(statement.lead for statement in answer.statements)


def test_a_part_is_not_taken_for_all(ask: Ask) -> None:
    """How many towns a country has isn't told by the number that an association of it unites: that is shown as the nearest thing alone."""
    answer = ask("How many towns does Finland have?")
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert any("40 towns inland" in statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    "question",
    ["Is the desk useful for a village with 300 people?", "we're a town of 12 thousand inhabitants, are we the kind of town it is meant for?"],
)
def test_a_size_is_answered_by_the_condition(ask: Ask, question: str) -> None:
    """Whoever tells the size of the town is shown the sentence that limits it."""
    assert told(ask(question)) == ["The call is open to towns with fewer than 9,000 inhabitants, and any valley town may apply."]


def test_one_of_two_details_is_a_part_of_the_answer(ask: Ask) -> None:
    """Where an address is known and a telephone number is not, the address is given, and what is missing is said."""
    answer = ask("What are the phone number and the e-mail address of the Beekeepers?")
    assert answer.status is Status.PARTIAL
    assert "ivo@bees.example" in answer.text
    assert "telephone" in (answer.reason or "")


def test_when_an_organisation_was_founded(ask: Ask) -> None:
    """The date of founding comes from the named organisation's entry; another's is not taken for it."""
    assert lead(ask("When was the Guild of Danish Ports founded?")) == "1987"
    assert ask("When was the League of Lake Towns founded?").status is Status.NOT_IN_DOCUMENTS


def test_who_can_apply_is_told_by_the_call(ask: Ask) -> None:
    """Who may apply is answered by the sentences of the call that say for whom it is."""
    assert told(ask("Who can apply?")) == ["The call is open to towns with fewer than 9,000 inhabitants, and any valley town may apply."]


def test_who_has_a_contact_and_who_has_none(ask: Ask) -> None:
    """Every organisation is either among those with a named contact or among those without: a blank field and no field alike."""
    assert told(ask("Which organisations have a contact person?")) == [
        "Guild of Danish Ports (GDP): Ada Quay, Head of Office",
        "Beekeepers' Union of Portugal (APIS): Ivo Novak, Chair",
    ]
    assert told(ask("Which countries have no contact person?")) == ["Finland: League of Lake Towns (LOLT)", "Greece: Office of Valley Affairs (OVA)"]
    assert told(ask("Which organisations have no contact person?")) == ["League of Lake Towns (LOLT)", "Office of Valley Affairs (OVA)"]


def test_an_entry_without_text_has_a_contact(ask: Ask) -> None:
    """An organisation whose entry is a heading and a field on one line is found by its country, with its contact."""
    assert told(ask("Who supports us in Portugal?")) == ["Beekeepers' Union of Portugal (APIS)", "Contact: Ivo Novak, Chair"]
    assert lead(ask("What is the e-mail address of the Beekeepers?")) == "Ivo Novak, Chair, ivo@bees.example"


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("Who supports us in Greece?", "northern val"),
        ("How many arches has the Office of Valley Affairs measured?", "northern val"),
        ("Who supports us in Denmark?", "for mayo"),
    ],
    ids=["entry", "fact", "before-a-field"],
)
def test_a_sentence_that_breaks_off_is_marked(ask: Ask, question: str, end: str) -> None:
    """A sentence without its end is shown with dots, which are not in the quote, and its citation says that it is incomplete; no other does."""
    answer = ask(question)
    (broken,) = [citation for citation in answer.citations if not citation.complete]
    (statement,) = [statement for statement in answer.statements if statement.text.endswith(BROKEN_OFF)]
    assert broken.quote.endswith(end)
    assert (statement.text, statement.citations) == (broken.quote + BROKEN_OFF, (broken.n,))
    assert any("breaks off" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "Who supports us in Denmark?",
        "Who supports us in Portugal and Greece?",
        "Who is the contact of the Beekeepers?",
        "Which organisations have a contact person?",
        "List the organisations",
        "List the unions",
        "List the deadlines",
        "What does the OVA do?",
    ],
)
def test_a_card_says_only_what_is_cited(ask: Ask, question: str) -> None:
    """Every field of a card that has a value refers to a citation, whose quote holds what the documents say of it."""
    answer = ask(question)
    quotes = {citation.n: citation.quote for citation in answer.citations}
    fields = [(key, field) for card in answer.cards for key, field in card.fields.items() if field.value is not None]
    assert fields
    assert [key for key, field in fields if field.citation not in quotes] == []
    verbatim = {"name", "acronym", "contact", "role", "email", "organisation"}
    assert [field for key, field in fields if key in verbatim and (field.value or "") not in quotes[field.citation or 0]] == []


@pytest.fixture
def copied(valley_settings: Settings, tmp_path: Path) -> Settings:
    """Return settings of a copy of the made-up documents and their index."""
    shutil.copytree(valley_settings.corpus, tmp_path / "corpus")
    shutil.copytree(valley_settings.index, tmp_path / "index")
    return valley_settings.model_copy(update={"corpus": tmp_path / "corpus", "index": tmp_path / "index"})


def changed(assistant: Assistant, question: str) -> bool:
    """Tell whether an answer, which must be one, notes that a quoted document has changed."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    return any(CHANGED in note for note in answer.notes)


def test_a_change_of_a_quoted_document_is_noted(copied: Settings) -> None:
    """An answer that quotes a document that was changed or removed since it was read says so, without a restart; others don't."""
    assistant = Assistant(copied)
    support, call, series = "Who supports us in Denmark?", "Who can apply?", "List the subgroups"
    assert [changed(assistant, question) for question in (support, call, series)] == [False, False, False]
    directory = copied.corpus / "directory.txt"
    before = directory.read_bytes()
    directory.write_bytes(before + b"\n")
    (copied.corpus / "overview.txt").unlink()
    assert [changed(assistant, question) for question in (support, call, series)] == [True, False, True]
    directory.write_bytes(before)
    assert not changed(assistant, support)


def test_an_index_without_its_corpus_notes_nothing(copied: Settings) -> None:
    """Where the corpus as a whole isn't there, an index serves without saying that its documents have changed."""
    shutil.rmtree(copied.corpus)
    assert not changed(Assistant(copied), "Who supports us in Denmark?")
