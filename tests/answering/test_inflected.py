"""Forms of a word in languages whose stems nobody has listed, and what is found by them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.answering.inflected import OwnForms, ends_in, is_inflected
from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "kontakti.md": """# Kontakti

## Sodelavci

| Ime | Področje | Telefon |
| --- | --- | --- |
| Barbara Ovsenik | računovodstvo, eRačuni | 04 555 20 09 |
| Gregor Slapnik | planinske poti, brvi | 04 555 20 03 |

## Izposoja

V pisarni si lahko izposodite tri električna kolesa (8 EUR na dan, varščina 50 EUR).
Za zamudo pri vračilu zaračunamo 25 EUR na dan.
""",
    "richtlinie.md": """# Richtlinie

## Wer einen Antrag stellen kann

Antragsberechtigt sind Mitgliedsgemeinden mit höchstens 12.000 Einwohnern. Privatpersonen wenden sich an das Gemeindeamt ihres Ortes.
Die Entscheidung fällt jeweils binnen zehn Wochen nach dem Einlangen in der Geschäftsstelle.

## Fahrzeuge

Die Werkstatt repariert Fahrräder und Anhänger.
""",
    "navette.md": """# Navette des Vallées

## Jours

Du lundi au vendredi : de 6h45 à 19h30. Le service ne fonctionne pas le dimanche ni les jours fériés.

## Objets trouvés

Les objets trouvés sont gardés six semaines à la mairie de Valpierre.
""",
}
"""Made up."""


@pytest.fixture(scope="module")
def valley(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above."""
    return knowing(DOCUMENTS)


@pytest.mark.parametrize(
    ("word", "term", "same"),
    [
        ("loka", "loki", True),
        ("racunovodstvo", "racunovodstvu", True),
        ("umbauten", "umbau", True),
        ("organisaatioissa", "organisaatio", True),
        ("most", "mosti", True),
        ("oceni", "ocenjuje", False),
        ("gora", "gost", False),
    ],
)
def test_forms_are_told_by_their_beginning(word: str, term: str, same: bool) -> None:  # noqa: FBT001 - what is due
    """Two forms of a word begin alike, and short ones differ in their last vowels alone."""
    assert is_inflected(word, term) is same


def test_a_compound_is_one_of_what_it_ends_in() -> None:
    """The last part of a German compound says what it is; of a word that merely holds the same letters it says nothing."""
    assert ends_in("mitgliedsgemeinden", "gemeinde")
    assert not ends_in("gemeindeamtsblatt", "gemeinde")


def test_a_word_is_known_as_it_is_written() -> None:
    """Where the English stemmer has cut a word short, its other forms are found by the word itself."""
    assert OwnForms({"mitglied": "mitg"}, "de").stems("Mitglieder zahlen nichts", "de")[0] == "mitg"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kdo dela v računovodstvu?", "Barbara Ovsenik"),
        ("koliko stane izposoja elektricnega kolesa za en dan", "8 EUR na dan"),
        ("est-ce que je peux prendre la navette un dimanche ?", "ne fonctionne pas le dimanche"),
    ],
)
def test_the_sentence_of_the_words_is_found_by_other_forms(valley: Assistant, question: str, said: str) -> None:
    """What ranks a sentence in the question's own language is its words in any form, and not how an English model embeds it."""
    answer = valley.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text


@pytest.mark.parametrize("question", ["à quelle heure ferme la mairie de Valpierre ?", "Wie wird das Wetter morgen in Valpierre?", "Kdo je župan?"])
def test_what_no_sentence_holds_is_refused(valley: Assistant, question: str) -> None:
    """An hour that nothing gives, and what only shares a place's name, are not answered with what is near."""
    assert valley.ask(question).answer.status is not Status.ANSWERED


def test_names_alone_tell_no_value_of_a_third_language(valley: Assistant) -> None:
    """Of a text that is neither in the question's language nor in English a value isn't taken for what is asked of a name that both have."""
    assert valley.ask("Wie viel kostet die Bestellung der Navette des Vallées höchstens?").answer.status is not Status.ANSWERED
