"""What documents in other languages than English go on with: exceptions, answers to their own questions, changes, reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "de.md": """# Stadtbücherei Hellern: Regeln

## Ausleihe

Medien werden für vier Wochen ausgeliehen. Ausgenommen sind Zeitschriften, die nach einer Woche zurück sein müssen. Ein Ausweis kostet 12 Euro.

## Mitglieder

Wer Mitglied wird, darf an sechs Sitzungen teilnehmen. Der Saal wurde 2024 gesperrt, weil das Dach undicht war. Die Lesung mit Ina Marx findet am
14. Mai 2026 um 19 Uhr im Saal statt.
""",
    "aushang.md": """# Aushang vom 3. April 2026

Die Lesung mit Ina Marx am 14. Mai 2026 ist verschoben. Sie findet nun am 28. Mai 2026 statt. Die Karten bleiben gültig.
""",
    "fr.md": """# Ateliers du fleuve 2026

## Atelier de Nantes

L'atelier de Nantes a lieu le 12 juin 2026 dans la salle Estuaire. Les inscriptions sont ouvertes jusqu'au 20 mai 2026. La participation est gratuite.

## Atelier de Tours

L'atelier de Tours a lieu le 3 juillet 2026. Les inscriptions sont ouvertes jusqu'au 8 juin 2026.

## Règles

L'accès à la salle est réservé aux membres. Exception : le lundi, tout le monde peut entrer. Les chiens ne sont pas admis.
""",
    "nl.txt": """WARM THUIS IN DE POLDER

WIE ZIJN WIJ?
Coördinator: Femke Roodzant, femke@warm.example
Planning van de bezoeken: Anton Bleijsma, 0555 730 412
Ruilactie: Sjoerd Wiericke (geen spreekuur, mail ruil@warm.example)
Wij zoeken nog zes coaches in de polder.

WIE MAG MEEDOEN
Iedereen vanaf 18 jaar met een adres in een van de vier gemeenten kan lid worden.

VEEL GEVRAAGD
Moet mijn verhuurder toestemming geven? Voor het bezoek niet. Voor het boren in kozijnen wel.
Waarom krijg ik zonder stadspas geen nieuw apparaat? Omdat de provincie het geld
alleen geeft voor huishoudens met een laag inkomen.
""",
    "it.csv": """Comune;Sportello;Referente;Telefono;Email;Servizi
Castelfumo;Sportello Lavoro;Teresa Ambrosetti;0555 612 045;;curriculum e tirocini
Castelfumo;Sportello Migranti;Salim Berrouane;;migranti@valdorsa.example;permessi di soggiorno
Pontevaro;Sportello Casa;Lidia Scaramellini;0555 617 130;casa@valdorsa.example;contratti di affitto
""",
    "ribera.md": """# Contacto de la Red Ribera

La Red Ribera une a 37 municipios. La secretaría común está en Castrobelo y atiende en español de lunes a viernes por la mañana.

Facturas: Rosa Elgueta, facturas@ribera.example
""",
    "pl.md": """# Regulamin kąpieliska

## Wstęp

Wstęp na kąpielisko kosztuje 14 zł za dzień. Nie dotyczy to mieszkańców gminy, którzy płacą 6 zł. Psy nie mogą wchodzić na plażę.

## Turniej

Zapisy na turniej szachowy trwają do 4 maja 2026 r. Termin ten został przedłużony do 11 maja 2026 r.
""",
}
"""Made up."""


@pytest.fixture(scope="module")
def town(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents."""
    return knowing(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "rule", "exception"),
    [
        ("Wie lange darf ich Medien ausleihen?", "vier Wochen", "Ausgenommen sind Zeitschriften"),
        ("L'accès à la salle est-il réservé aux membres ?", "réservé aux membres", "Exception : le lundi"),
        ("Ile kosztuje wstęp na kąpielisko?", "14 zł", "Nie dotyczy to mieszkańców"),
    ],
)
def test_a_rule_is_given_with_its_exception(town: Assistant, question: str, rule: str, exception: str) -> None:
    """The sentence after a rule that says for whom it doesn't hold is shown with it."""
    text = town.ask(question).answer.text
    assert rule in text
    assert exception in text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Moet mijn verhuurder toestemming geven?", "Voor het bezoek niet."),
        ("Waarom krijg ik zonder stadspas geen nieuw apparaat?", "Omdat de provincie"),
    ],
)
def test_a_documents_own_question_is_shown_with_its_answer(town: Assistant, question: str, answer: str) -> None:
    """A sentence that asks answers nothing; the one after it does."""
    assert answer in town.ask(question).answer.text


@pytest.mark.parametrize(
    ("question", "now"),
    [("Wann ist die Lesung mit Ina Marx?", "28. Mai 2026"), ("Do kiedy trwają zapisy na turniej szachowy?", "11 maja 2026")],
)
def test_what_has_been_changed_is_said(town: Assistant, question: str, now: str) -> None:
    """What a notice or the next sentence says of the value that is given elsewhere is shown, and the old value isn't put first."""
    found = town.ask(question).answer
    assert found.status is Status.ANSWERED
    assert now in found.text
    assert not found.statements[0].text.startswith(("14. Mai", "4 maja"))


def test_both_halves_of_a_question_for_a_day_are_of_one_thing(town: Assistant) -> None:
    """Until when one can apply is told with whether one still can: the second half says nothing of its own."""
    text = town.ask("Peut-on encore s'inscrire à l'atelier de Nantes, et jusqu'à quand ?").answer.text
    assert "20 mai 2026" in text
    assert "8 juin" not in text


@pytest.mark.parametrize("question", ["Hoeveel leden heeft de vereniging?", "Heb je het telefoonnummer van Sjoerd Wiericke van de ruilactie?"])
def test_numbers_of_others_are_not_given(town: Assistant, question: str) -> None:
    """A number counts what stands right by it, and one on another line is somebody else's."""
    found = town.ask(question).answer
    assert found.status is not Status.ANSWERED
    assert "0555" not in found.text


@pytest.mark.parametrize(
    ("question", "given", "withheld"),
    [
        ("mi serve il telefono dello sportello migranti di Castelfumo", "Salim Berrouane", "0555 612 045"),
        ("mi serve il telefono dello sportello lavoro di Castelfumo", "0555 612 045", "Salim"),
    ],
)
def test_of_several_contacts_of_a_place_the_one_asked_for_is_given(town: Assistant, question: str, given: str, withheld: str) -> None:
    """Where one town has several, the record tells whose contact is asked for."""
    text = town.ask(question).answer.text
    assert given in text
    assert withheld not in text


@pytest.mark.parametrize(
    ("question", "reason"),
    [("Warum ist der Saal gesperrt?", "weil das Dach undicht war"), ("Warum wurde der Ausweis gegenüber früher so viel teurer?", None)],
)
def test_why_is_answered_with_a_reason(town: Assistant, question: str, reason: str | None) -> None:
    """What gives no reason, and holds little of what is asked about, doesn't answer why."""
    found = town.ask(question).answer
    assert (found.status is Status.ANSWERED) == (reason is not None)
    assert (reason or "") in found.text


def test_a_name_in_a_title_is_no_town(town: Assistant) -> None:
    """Ribera is a town of Italy too; whom the Italian documents name isn't the contact of the network that is called so."""
    text = town.ask("a chi mando una fattura per la rete Ribera? mi serve la mail").answer.text
    assert "valdorsa" not in text
