"""Calls and offices described in the question's own language: deadlines compared with today, contacts, who holds an office, amounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "razpis.md": """# Razpis za otroška igrišča v Občini Lipnica

Občina Lipnica sofinancira prenovo otroških igrišč.

## Roki

Prvi rok se odpre 1. septembra 2026. Prijave za prvi rok sprejemamo do 2. oktobra 2026.
Drugi rok se odpre 7. decembra 2026. Prijave za drugi rok sprejemamo do 8. januarja 2027.
Igrišča morajo biti končana do 30. junija 2027.

## Informacije

Za vprašanja je na voljo Špela Grmek, e-pošta igrisca@lipnica.example.
""",
    "appel.md": """# Appel à projets « Jardins partagés » – Ville de Saulnois

La Ville de Saulnois aide les associations qui créent un jardin.

## Calendrier

Ouverture des candidatures : 1er octobre 2026
Date limite de dépôt : 4 décembre 2026

## Montant

La subvention par jardin est comprise entre 500 et 4 000 euros.

## Contact

Service des espaces verts, 3 rue du Puits
Responsable : Hélène Marcoux
Le service est ouvert au public le lundi et le jeudi de 9 h à 12 h.
""",
    "aufruf.md": """# Förderaufruf Grüne Höfe der Stadt Kronfeld

Anträge können ab dem 1. Dezember 2026 gestellt werden. Bewerbungsschluss ist der 31. Januar 2027.

## Wer sich bewerben kann

Gefördert werden Vereine und Hausgemeinschaften, die einen Hof begrünen wollen.
""",
    "ayuntamiento.md": """# Ventanillas – Ayuntamiento de Robledal

## Deporte

Las solicitudes de uso del pabellón se presentan hasta el 30 de octubre de 2026.

## Más información

Oficina de Turismo: correo turismo@robledal.example
Teléfono del Registro: 987 000 555
""",
    "urzad.md": """# Wydziały urzędu – Miasto Borowiec

## Wydział Zieleni

Wydział przyjmuje zgłoszenia w sprawie drzew. Na montaż zbiornika na deszczówkę miasto wypłaca dotację do 3 000 zł, a na sadzenie drzew do 900 zł.
Telefon: 61 555 08 80
Kierownik: Zbigniew Sosnowski

## Schronisko

Schronisko przyjmuje bezdomne psy.
Adres: ul. Polna 4, Borowiec
""",
    "anagrafe.md": """# Anagrafe – Comune di Pietralba

## Carta d'identità

La carta d'identità costa 22,50 euro. In caso di smarrimento il duplicato costa 27,50 euro.

## Recapiti

Responsabile dell'anagrafe: Elisa Corvino
E-mail: anagrafe@pietralba.example

## Sala

La sala si prenota con tre mesi di anticipo.
Telefono: 0599 000 444
""",
    "sport.md": """# Sala de sport – Orașul Poiana

## Tarife

Abonamentul costă 30 de lei pe lună pentru adulți și este gratuit pentru elevi. Un card pierdut se înlocuiește pentru 6 lei.

## Contact

Director: Radu Cernat
Telefon: 0299 000 654
""",
    "tilskud.md": """# Tilskud til legepladser – Birkum Kommune

Kommunen betaler 40 procent af udgifterne, dog højst 60.000 kr. pr. forening. Den samlede pulje er 900.000 kr.
""",
    "palyazat.md": """# Pályázat kórusoknak – Tóvár város

A város a kórusok fellépéseit támogatja. A pályázatok benyújtási határideje 2026. december 11.
""",
    "buergerbuero.md": """# Stadt Weidenfurt

## Bürgerbüro

Im Bürgerbüro melden Sie sich an und um und beantragen einen Ausweis. Bitte bringen Sie Ihre Unterlagen mit.

Dienstag und Donnerstag: 9:00–18:00 Uhr
Freitag: geschlossen
""",
}
"""Made up; in each something else stands beside what is asked for."""


@pytest.fixture(scope="module")
def towns(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above, on a day between the two rounds."""
    return knowing(DOCUMENTS, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Ali se na razpis za otroška igrišča še lahko prijavimo?", "7. december 2026 – 8. januar 2027"),
        ("Kdaj se odpre drugi rok?", "7. december 2026"),
        ("Do kdaj sprejemate prijave za prvi rok?", "Zadnji dan je bil 2. oktober 2026"),
        ("Peut-on encore candidater à l'appel Jardins partagés ?", "Oui, c’est encore possible"),
        ("¿Todavía se puede solicitar el uso del pabellón?", "30 de octubre de 2026, hace 23 días"),
        ("Ab wann kann man für Höfe Anträge stellen?", "1. Dezember 2026"),
        ("Még lehet pályázni a kórusok támogatására?", "Igen, még lehetséges"),
        ("When is the deadline of the Jardins partagés call?", "open until 4 December 2026"),
    ],
)
def test_a_deadline_is_compared_with_today(towns: Assistant, question: str, said: str) -> None:
    """Whether one can still apply is told by the day that a document in another language than English gives, round by round."""
    answer = towns.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        ("Do kdaj morajo biti igrišča končana?", "30. junija 2027", "8. januar"),
        ("Quels jours le service des espaces verts est-il ouvert au public ?", "le lundi et le jeudi", "4 décembre"),
        ("Ist das Bürgerbüro am Freitag geöffnet?", "Freitag: geschlossen", "9:00"),
        ("¿Cuándo termina el plazo del pabellón en 2030?", "", "30 de octubre"),
    ],
)
def test_what_else_has_a_day_is_not_answered_by_a_deadline(towns: Assistant, question: str, said: str, other: str) -> None:
    """A day of something else, opening hours, and another year are not what a call's deadline tells."""
    answer = towns.ask(question).answer
    assert said in answer.text
    assert not any(other in statement.text for statement in answer.statements if statement.lead)
    assert answer.status is not Status.ANSWERED or (said and other not in answer.text)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kdo je kontaktna oseba za razpis?", "Špela Grmek, e-pošta igrisca@lipnica.example"),
        ("Qui est responsable du service des espaces verts ?", "Responsable : Hélène Marcoux"),
        ("Kto kieruje Wydziałem Zieleni?", "Kierownik: Zbigniew Sosnowski"),
        ("Jaki jest numer telefonu Wydziału Zieleni?", "61 555 08 80"),
        ("Quel est le montant maximal de la subvention par jardin ?", "entre 500 et 4 000 euros"),
        ("Ile wynosi dotacja na sadzenie drzew?", "900 zł"),
        ("Cine este directorul sălii de sport?", "Director: Radu Cernat"),
        ("Cât costă abonamentul pentru adulți?", "30 de lei"),
        ("Hvor meget kan en forening højst få?", "60.000 kr"),
        ("Quanto costa il duplicato della carta d'identità?", "27,50 euro"),
    ],
)
def test_the_line_with_the_value_answers(towns: Assistant, question: str, said: str) -> None:
    """A contact, whoever holds an office, and an amount are given by the one line that says them, though others have more of the question's words."""
    answer = towns.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert "22,50" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuál es el teléfono de la Oficina de Turismo?",
        "Kto jest dyrektorem schroniska?",
        "Qual è il numero di telefono dell'anagrafe?",
        "Kakšna je telefonska številka za vprašanja o razpisu?",
        "Quelle est l'adresse e-mail du service des espaces verts ?",
        "Kdaj se odpre tretji rok?",
        "Kdaj bomo obveščeni o izidu drugega roka?",
        "Kdaj lahko oddamo prijavo za prenovo vrtca?",
        "Kdo je župan Občine Lipnica?",
        "Welche Öffnungszeiten hat das Bürgerbüro am Mittwoch?",
    ],
)
def test_what_is_not_given_is_refused(towns: Assistant, question: str) -> None:
    """A number of another desk, somebody where nobody is named, and a round that there isn't are not given."""
    assert towns.ask(question).answer.status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "status"), [("Who can I write to?", Status.ANSWERED), ("Who is the contact for the ministry?", Status.NOT_IN_DOCUMENTS)]
)
def test_the_only_contact_is_meant(knowing: Callable[..., Assistant], question: str, status: Status) -> None:
    """Where documents know one organisation alone, whom to write to needs no name; another body's contact it isn't."""
    club = knowing({"club.md": "# Rowing Club of Lowick\n\nThe club is an association of rowers.\n\nContact person: Maria Weber, secretary\n"})
    answer = club.ask(question).answer
    assert answer.status is status
    assert ("Maria Weber" in answer.text) is (status is Status.ANSWERED)
