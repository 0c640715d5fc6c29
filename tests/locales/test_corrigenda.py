"""What corrigenda correct, by the words of each language."""

from __future__ import annotations

import pytest

from townhall.locales.corrigenda import corrections_in


@pytest.mark.parametrize(
    ("language", "text", "old", "new"),
    [
        ("en", 'For "17 March 2026, 15:00" read "31 March 2026, 15:00".', "17 March 2026, 15:00", "31 March 2026, 15:00"),
        ("en", "On page 4, for: three partners; read: four partners.", "three partners", "four partners"),
        ("de", "Seite 3: Anstatt „17. März 2026“ muss es heißen: „31. März 2026“.", "17. März 2026", "31. März 2026"),
        ("fr", "Au lieu de : « 17 mars 2026 », lire : « 31 mars 2026 ».", "17 mars 2026", "31 mars 2026"),
        ("es", "Donde dice: «17 de marzo», debe decir: «31 de marzo».", "17 de marzo", "31 de marzo"),
        ("it", "Anziché: «17 marzo 2026», leggasi: «31 marzo 2026».", "17 marzo 2026", "31 marzo 2026"),
        ("sl", "Namesto »17. marca 2026« se pravilno glasi »31. marca 2026«.", "17. marca 2026", "31. marca 2026"),
        ("de", "Statt: 17. März 2027 muss es heißen: 31. März 2027.", "17. März 2027", "31. März 2027"),
        ("fr", "Au lieu de : « l’échéance du 17 mars », lire : « l’échéance du 31 mars ».", "l’échéance du 17 mars", "l’échéance du 31 mars"),
        ("pl", "Zamiast: „17 marca” powinno być: „31 marca”.", "17 marca", "31 marca"),
    ],
)
def test_both_sides_are_told(language: str, text: str, old: str, new: str) -> None:
    """What was printed and what holds are found in quotation marks, or after colons."""
    (found,) = {(text[slice(*one.old)].strip(), text[slice(*one.new)].strip()) for one in corrections_in(text, language)}
    assert found == (old, new)


@pytest.mark.parametrize("text", ["We wait for the day to read the book.", 'For "lunch" we meet at noon.', "Instead of a fee, read the notice."])
def test_other_sentences_correct_nothing(text: str) -> None:
    """The words alone, far from each other or without what they are of, are no correction."""
    assert not list(corrections_in(text, "en"))


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_blanks_are_not_tried_in_every_way(language: str) -> None:
    """A form's line with thousands of blanks is read at once: the patterns give up after a few."""
    text = "This application is for:" + " " * 20_000 + "the mayor; statt:" + " " * 20_000 + "au lieu de :" + " " * 20_000
    assert not list(corrections_in(text, language))
