"""Slips that are mended, and words that are none."""

from __future__ import annotations

import pytest
from understanding import Understand


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("Who suports cities in Slovenia?", "supports"),
        ("Who supports cities in Slovennia?", "slovenia"),
        ("Who is the contcat person in Slovenia?", "contact"),
        ("who wuld help us in slovenia?", "who would help"),
        ("whch body helps us in slovenia?", "which body"),
    ],
)
def test_slips_are_mended(understand: Understand, question: str, mended: str) -> None:
    """A misspelt word that is near one known word alone is read as that; the question stays as it was asked."""
    query = understand(question)
    assert mended in query.text.lower()
    assert query.asked == question


@pytest.mark.parametrize("question", ["kdo podpira mesta v slovneiji", "Kdo podpira mesta v Slovenji?", "qui soutient les villes en slovnéie"])
def test_slips_are_mended_in_forms_of_names(understand: Understand, question: str) -> None:
    """Letters in another order are a slip, not another form; of two words of which one is the other's beginning, neither is nearer."""
    assert understand(question).values("place") == ("SI",)


@pytest.mark.parametrize("question", ["Koliko stane nova osebna izkaznica?", "Wo beantragt man die Verlängerung der Fristen?"])
def test_forms_of_words_are_no_slips_in_other_languages(understand: Understand, question: str) -> None:
    """Where no list says which words a language has, one that differs from a known one in its ending is another form of it, and stays."""
    assert understand(question).text == question


@pytest.mark.parametrize("word", ["halving", "bridged", "weighs"])
def test_forms_of_everyday_words_are_no_slips(understand: Understand, word: str) -> None:
    """A form of an everyday word is left as it is, though the word list holds another form and another word is near."""
    assert word in understand(f"Who answers for {word} the energy?").text
