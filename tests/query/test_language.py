"""The language of a question, told by its words: the product's own sentences in 24 languages are the measure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest
from understanding import Understand

from townhall.locales.detector import LanguageDetector
from townhall.locales.lexicon import LANGUAGES
from townhall.locales.words import tokens_of
from townhall.model import Kind
from townhall.query.language import Guess, detect_language
from townhall.settings import Settings

ENOUGH = 4
"""Words from which a sentence should tell its language by itself."""


@pytest.fixture(scope="module")
def guess(real_settings: Settings) -> Callable[..., Guess]:
    """Return ``guess("Who?", before="fi")``: what is thought of a text's language."""
    detector = LanguageDetector(real_settings.index)
    return lambda text, before=None: detect_language(text, tokens_of(text), detector, before=before)


@pytest.fixture(scope="module")
def detected(guess: Callable[..., Guess]) -> Callable[..., str]:
    """Return ``detected("Who?", before="fi")``: the language of a text."""
    return lambda text, before=None: guess(text, before).language


def said(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield every sentence of a table of messages, without what is filled in."""
    for value in table.values():
        if isinstance(value, dict):
            yield from said(value)
        else:
            yield " ".join(re.sub(r"\{\w+\}", "", value).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_sentences(language: str, detected: Callable[..., str]) -> None:
    """Of the product's own sentences of four words or more, at most one in each language is taken for another's."""
    text = files("townhall.locales").joinpath("messages", f"{language}.toml").read_text(encoding="utf-8")
    sentences = [sentence for sentence in said(tomllib.loads(text)) if len(tokens_of(sentence)) >= ENOUGH]
    assert len(sentences) > 30
    wrong = [(sentence, found) for sentence in sentences if (found := detected(sentence)) != language]
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("text", ["123", "2024-06-17", "🏛️ 1", "q", "ß", "\u0301", "ﷺ", "मेरा", "東京"])
def test_what_says_nothing(text: str, detected: Callable[..., str]) -> None:
    """Characters of which no language is known are answered in the conversation's language, or in one of the 24."""
    assert detected(text) in LANGUAGES
    assert detected(text, "fi") == "fi"


@pytest.mark.parametrize("text", ["123", "", "???"])
def test_without_words_it_is_english(text: str, detected: Callable[..., str]) -> None:
    """A first question without a word is answered in English."""
    assert detected(text) == "en"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["Malta?", "Slovenia", "phase 2"])
def test_few_words_keep_the_conversation(language: str, text: str, detected: Callable[..., str]) -> None:
    """Up to three words say too little to leave the conversation's language."""
    assert detected(text, language) == language


def test_a_conversation_may_change_its_language(detected: Callable[..., str]) -> None:
    """A whole question in another language is answered in that one."""
    assert detected("Wer unterstützt die Städte in Slowenien?", "en") == "de"
    assert detected("Who supports the cities in Slovenia?", "mt") == "en"


@pytest.mark.parametrize("text", ["Wie is onze contactpersoon in Nederland?", "Wie is de contactpersoon in Zweden?"])
def test_a_compound_is_no_english_word(text: str, detected: Callable[..., str]) -> None:
    """A word that begins like an English one and goes on in another language doesn't make a question English."""
    assert detected(text) == "nl"


def test_names_and_shorthand_are_no_other_language(detected: Callable[..., str]) -> None:
    """English questions full of foreign names stay English."""
    for text in ("malta contact name?", "contact romania ncc", "the nfc festival thing in noord-brabant, what killed it"):
        assert detected(text) == "en"


@pytest.mark.parametrize("text", ["asdf qwer", "deadlne fase 2?", "fase 2?", "qwertz", "frist?", "info", "gratis", "VEFRESH", "123", "???"])
def test_what_may_be_of_any_language(text: str, guess: Callable[..., Guess]) -> None:
    """Few words that several languages share, or none knows, are no sure sign of one."""
    assert not guess(text).sure
    assert guess(text, before="fi").sure


@pytest.mark.parametrize(
    "text", ["Wer hilft?", "scadenza?", "kto pomoże?", "ki segít", "Ποιος βοηθά;", "who knows", "Kdo podpira mesta v Sloveniji?"]
)
def test_few_words_may_be_enough(text: str, guess: Callable[..., Guess]) -> None:
    """Words that one language alone knows tell it, however few they are."""
    assert guess(text).sure


@pytest.mark.parametrize(("text", "language"), [("ile gmin reprezentuje", "pl"), ("ile gmin ma", "pl"), ("wie viele mitglieder hat", "de")])
def test_a_lexicon_tells_what_says_little_to_a_detector(text: str, language: str, guess: Callable[..., Guess]) -> None:
    """A few words in small letters that one lexicon knows, and hardly another, are of its language, whatever their letters look like."""
    assert guess(text) == Guess(language, sure=True)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who supports us in Slovenia?", "en"),
        ("Wer unterstützt uns in Slowenien?", "de"),
        ("Qui nous soutient en Slovénie ?", "fr"),
        ("Kdo podpira mesta v Sloveniji?", "sl"),
        ("Ποιος υποστηρίζει τις πόλεις στην Κύπρο;", "el"),
        ("Кой подкрепя градовете в България?", "bg"),
        ("", "en"),
        ("???", "en"),
    ],
)
def test_a_question_has_a_language(understand: Understand, question: str, language: str) -> None:
    """The question's language is recognised; nothing to recognise is English."""
    assert understand(question).language == language


def test_a_question_of_no_language_is_answered_in_the_askers(understand: Understand) -> None:
    """What several languages share is read in one of them, and answered in English or in the language of whoever asks."""
    query = understand("deadlne fase 2?")
    assert (query.language, query.kind, query.values("phase")) == ("en", Kind.DEADLINE, ("2",))
