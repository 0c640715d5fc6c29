"""The product's own sentences: complete in every language, right in their plurals, and understood where they are questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from townhall.assistant import Assistant
from townhall.locales.lexicon import LANGUAGES
from townhall.locales.messages import EUROPEAN, _table, messages
from townhall.model import Kind, Query, Status

COUNTED = range(10_001)
"""Whole numbers that show every plural form; CLDR's cycles are at most a hundred long, and "many" begins at a million in some languages."""
NAMED = {"place", "organisation"}
PLACEHOLDER = re.compile(r"\{(\w*)\}")


@cache
def sentences(language: str) -> dict[str, str | dict[str, str]]:
    """Return every text of a language by its full key; a plural is one table."""

    def walk(table: dict[str, Any], path: str) -> Iterator[tuple[str, str | dict[str, str]]]:
        for name, value in table.items():
            key = f"{path}.{name}" if path else name
            if isinstance(value, dict) and "one" not in value:
                yield from walk(value, key)
            else:
                yield key, value

    return dict(walk(_table("messages", language), ""))


def forms(text: str | dict[str, str]) -> list[str]:
    """Return a text, or a plural's texts."""
    return list(text.values()) if isinstance(text, dict) else [text]


def understood(assistant: Assistant, question: str, *, after: str | None = None) -> tuple[Query, list[str | None]]:
    """Return how a question is read, in a conversation if there is one ``after`` which it comes, and the names found in it."""
    turns = [assistant.ask(after)] if after else []
    query = assistant.context(question, turns=turns).query
    return query, [slot.value for slot in query.slots if slot.name in NAMED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence(language: str) -> None:
    """No language lacks a text that English has, has one that English hasn't, or leaves one empty."""
    assert sentences(language).keys() == sentences("en").keys()
    assert all(form.strip() for text in sentences(language).values() for form in forms(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_takes_the_same_values(language: str) -> None:
    """A text, and each form of a plural, has the placeholders of its English text: no more, no fewer."""
    for key, text in sentences(language).items():
        wanted = sorted(PLACEHOLDER.findall(forms(sentences("en")[key])[0]))
        for form in forms(text):
            assert sorted(PLACEHOLDER.findall(form)) == wanted, f"{key}: {form}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_the_forms_that_whole_numbers_need(language: str) -> None:
    """A plural has exactly the categories that CLDR gives to whole numbers in the language."""
    from babel import Locale

    locale = Locale(language, EUROPEAN.get(language))
    needed = {locale.plural_form(n) for n in (*COUNTED, 1_000_000, 2_000_000)}
    plurals = {key: text for key, text in sentences(language).items() if isinstance(text, dict)}
    assert plurals.keys() == {"days.left", "days.ago"}
    for key, text in plurals.items():
        assert text.keys() == needed, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_days_can_be_said(language: str) -> None:
    """Days are said with their number, whatever plural it takes."""
    for n in (0, 1, 2, 3, 5, 11, 20, 21, 101, 1_000_000):
        for key in ("days.left", "days.ago"):
            assert messages(language).number(n) in messages(language).say(key, n=n)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_voice_is_calm(language: str) -> None:
    """No exclamation mark, no doubled or stray spaces."""
    for key, text in sentences(language).items():
        for form in forms(text):
            assert "!" not in form, key
            assert form == form.strip(), key
            assert "  " not in form, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_never_doubles_the_full_stop(language: str) -> None:
    """Where dates end with a full stop ("24. ožujka 2025."), no sentence puts another one after it."""
    say = messages(language)
    day = say.date(date(2025, 3, 24))
    spans = {"label": "Phase 2", "date": day, "left": say.say("days.left", n=5), "ago": say.say("days.ago", n=5)}
    for key, text in sentences(language).items():
        if isinstance(text, str) and "{date}" in text:
            said = say.say(key, **spans)
            assert not any(left == right == "." for left, right in pairwise(said)), f"{key}: {said}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_offered_questions_about_a_country_are_understood(language: str, real_assistant: Assistant) -> None:
    """Who supports cities, and who is the contact, in every country of the documents: right kind, country and language."""
    say = messages(language)
    for country in ("SI", "MT", "BE", *real_assistant.context("?").names.countries):
        for key, kind in (("next.ask_support", Kind.SUPPORT), ("next.ask_contact", Kind.CONTACT)):
            question = say.say(key, country=say.country(country))
            query, names = understood(real_assistant, question)
            assert (query.kind, names, query.language) == (kind, [country], language), question


@pytest.mark.parametrize("language", LANGUAGES)
def test_offered_questions_about_everything_are_understood(language: str, real_assistant: Assistant) -> None:
    """The deadlines and the countries covered: asked for, found, and of no one place."""
    for key, kind in (("next.ask_deadline", Kind.DEADLINE), ("next.ask_countries", Kind.LIST)):
        question = messages(language).say(key)
        query, names = understood(real_assistant, question)
        assert (query.kind, names, query.language) == (kind, [], language), question
        assert real_assistant.ask(question).answer.status is Status.ANSWERED, question


@pytest.mark.parametrize("language", LANGUAGES)
def test_offered_questions_about_an_organisation_are_understood(language: str, real_assistant: Assistant) -> None:
    """What an organisation is, though its English name is most of the question."""
    for fact in real_assistant.context("?").names.europe_wide:
        name = fact.get("name")
        question = messages(language).say("next.ask_about", organisation=name)
        query, names = understood(real_assistant, question)
        assert (query.kind, names, query.language) == (Kind.DEFINITION, [name], language), question


@pytest.mark.parametrize("language", LANGUAGES)
def test_offered_questions_keep_their_meaning_in_a_conversation(language: str, real_assistant: Assistant) -> None:
    """After another question, one that is clicked takes nothing over from it."""
    say = messages(language)
    organisation = real_assistant.context("?").names.europe_wide[0].get("name")
    offered: tuple[tuple[str, Kind, list[str | None]], ...] = (
        (say.say("next.ask_support", country=say.country("MT")), Kind.SUPPORT, ["MT"]),
        (say.say("next.ask_contact", country=say.country("MT")), Kind.CONTACT, ["MT"]),
        (say.say("next.ask_about", organisation=organisation), Kind.DEFINITION, [organisation]),
        (say.say("next.ask_deadline"), Kind.DEADLINE, []),
        (say.say("next.ask_countries"), Kind.LIST, []),
    )
    for before in (say.say("next.ask_contact", country=say.country("HR")), say.say("next.ask_deadline")):
        for question, kind, wanted in offered:
            query, names = understood(real_assistant, question, after=before)
            assert (query.kind, names, query.language) == (kind, wanted, language), f"{before} {question}"
