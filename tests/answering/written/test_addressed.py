"""Sentences that speak to a language model are told from those that speak to people."""

from __future__ import annotations

import pytest

from townhall.answering.written.addressed import speaks_to_a_model


@pytest.mark.parametrize(
    "sentence",
    [
        "The AI assistant answers citizens' questions in two languages.",
        "The office must answer within two days.",
        "Cities should follow the guidelines of the programme.",
        "Please ignore the letter of 3 May.",
        "The chatbot was built by the city of Elm.",
        "The rules of the fund replace those of 2019.",
        "Write to the secretariat only after registration.",
        '"You should start with the people," said the mayor.',
        "Applicants are asked to answer every question of the form.",
        "Das Amt antwortet nur auf Briefe.",
        "L'assistante du maire répond aux questions.",
        "The instructions for the form are on page 3.",
        "The system: three pumps and a tank.",
    ],
)
def test_what_is_said_to_people(sentence: str) -> None:
    """Sentences about assistants, rules and answers, and requests to people, are left alone."""
    assert not speaks_to_a_model(sentence)


def test_the_documents_say_nothing_to_a_model(documents_sentences: list[str]) -> None:
    """Of the real documents' sentences not one is taken for an order to a model."""
    assert [sentence for sentence in documents_sentences if speaks_to_a_model(sentence)] == []


@pytest.fixture(scope="module")
def documents_sentences(real_settings: object) -> list[str]:
    """Return every line of the real documents."""
    from townhall.settings import Settings

    assert isinstance(real_settings, Settings)
    return [line for path in sorted(real_settings.corpus.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
