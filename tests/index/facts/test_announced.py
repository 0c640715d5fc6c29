"""Deadlines of documents in the languages of the Union other than English."""

from __future__ import annotations

import pytest

from townhall.chunking import outline
from townhall.index.facts import extract_facts
from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer
from townhall.locales.lexicon import LANGUAGES
from townhall.model import Document, FactKind
from townhall.settings import Settings

DUE = {
    "bg": "Крайният срок за кандидатстване е 15 януари 2031 г.",
    "cs": "Žádosti přijímáme do 15. ledna 2031.",
    "da": "Ansøgningsfristen er den 15. januar 2031.",
    "de": "Bewerbungsschluss ist der 15. Januar 2031.",
    "el": "Η προθεσμία υποβολής αιτήσεων λήγει στις 15 Ιανουαρίου 2031.",
    "es": "Las solicitudes se presentarán hasta el 15 de enero de 2031.",
    "et": "Taotluste esitamise tähtaeg on 15. jaanuar 2031.",
    "fi": "Hakemukset on jätettävä 15. tammikuuta 2031 mennessä.",
    "fr": "Date limite de dépôt : 15 janvier 2031",
    "ga": "Is é 15 Eanáir 2031 an spriocdháta. An spriocdháta: 15 Eanáir 2031",
    "hr": "Prijave se podnose najkasnije do 15. siječnja 2031.",
    "hu": "A pályázatok benyújtási határideje 2031. január 15.",
    "it": "Le domande devono pervenire entro il 15 gennaio 2031.",
    "lt": "Paraiškos priimamos iki 2031 m. sausio 15 d.",
    "lv": "Pieteikumu iesniegšanas termiņš ir 2031. gada 15. janvāris.",
    "mt": "Id-data tal-għeluq hija l-15 ta’ Jannar 2031.",
    "nl": "De uiterste indieningsdatum is 15 januari 2031.",
    "pl": "Termin składania wniosków upływa 15 stycznia 2031 r.",
    "pt": "As candidaturas podem ser apresentadas até 15 de janeiro de 2031.",
    "ro": "Cererile se depun până la 15 ianuarie 2031.",
    "sk": "Žiadosti možno podávať najneskôr do 15. januára 2031.",
    "sl": "Prijave sprejemamo do 15. januarja 2031.",
    "sv": "Ansökan ska lämnas in senast den 15 januari 2031.",
}
"""By language, how a call says until when one can apply."""
NOT_DUE = {
    "bg": "Резултатите от кандидатстването ще бъдат обявени до 15 януари 2031 г.",
    "cs": "Výsledky žádostí zveřejníme do 15. ledna 2031.",
    "de": "Über die Anträge wird bis zum 15. Januar 2031 entschieden. Die Ergebnisse der Bewerbungen folgen bis 15. Januar 2031.",
    "es": "La resolución de las solicitudes se publicará antes del 15 de enero de 2031.",
    "fr": "Les résultats des candidatures seront publiés au plus tard le 15 janvier 2031.",
    "hr": "Rezultati prijava objavit će se do 15. siječnja 2031.",
    "it": "Gli esiti delle domande saranno pubblicati entro il 15 gennaio 2031.",
    "nl": "De gemeente neemt een besluit over de aanvragen voor 15 januari 2031.",
    "pl": "Wyniki naboru wniosków zostaną ogłoszone do 15 stycznia 2031 r.",
    "pt": "Os resultados das candidaturas serão publicados até 15 de janeiro de 2031.",
    "sl": "O izidu prijav bodo društva obveščena do 15. januarja 2031.",
    "sv": "Beslut om ansökan meddelas senast den 15 januari 2031.",
}
"""How it says by when something else is done; a report, a work, and a year of founding are none either."""
OPENING = {
    "cs": "Příjem žádostí bude zahájen 1. října 2030.",
    "da": "Ansøgningsrunden åbner den 1. oktober 2030.",
    "de": "Anträge können ab dem 1. Oktober 2030 gestellt werden.",
    "el": "Η υποβολή αιτήσεων ξεκινά την 1 Οκτωβρίου 2030.",
    "es": "El plazo se abre el 1 de octubre de 2030.",
    "fi": "Haku avautuu 1. lokakuuta 2030.",
    "fr": "Ouverture des candidatures : 1er octobre 2030",
    "hr": "Prijave se zaprimaju od 1. listopada 2030.",
    "it": "Le domande si possono presentare dal 1 ottobre 2030.",
    "lt": "Paraiškos priimamos nuo 2030 m. spalio 1 d.",
    "nl": "U kunt aanvragen vanaf 1 oktober 2030.",
    "pl": "Wnioski można składać od 1 października 2030 r.",
    "pt": "As candidaturas abrem a 1 de outubro de 2030.",
    "ro": "Depunerea cererilor începe la 1 octombrie 2030.",
    "sk": "Žiadosti možno podávať od 1. októbra 2030.",
    "sl": "Razpis se odpre 1. oktobra 2030.",
    "sv": "Ansökan öppnar den 1 oktober 2030.",
}
PHASED = {
    "bg": "Крайният срок на първия етап е 15 април 2031 г., 16:00 ч. Крайният срок на втория етап е 1 октомври 2031 г., 16:00 ч.",
    "el": "Η προθεσμία της πρώτης φάσης είναι η 15η Απριλίου 2031. Η προθεσμία της δεύτερης φάσης είναι η 1η Οκτωβρίου 2031.",
    "fi": "Ensimmäisen haun määräaika on 15.4.2031 klo 15. Toisen haun määräaika on 1.10.2031 klo 15.",
    "hu": "Az első szakasz határideje 2031. április 15., 12:00 óra. A második szakasz határideje 2031. október 1., 12:00 óra.",
    "ro": "Termenul primei etape este 15 aprilie 2031. Termenul etapei a doua este 1 octombrie 2031.",
}
"""How it gives a day for each of two phases, maybe without a word for those who apply."""


@pytest.fixture(scope="module")
def gazetteer(real_settings: Settings) -> Gazetteer:
    """Return what facts are read with."""
    return Gazetteer(ensure_gazetteer(real_settings.index))


def read(gazetteer: Gazetteer, text: str, language: str) -> list[dict[str, str | None]]:
    """Return the deadlines of a text: each one's day, the day that it opens, and its phase."""
    document = Document("call.txt", text, "", "Title", language=language)
    found = extract_facts([(document, outline(text, "call.txt"))], gazetteer)
    return [{key: fact.get(key) for key in ("date", "from", "phase")} for fact in found if fact.kind is FactKind.DEADLINE]


def test_every_language_is_here() -> None:
    """A sentence stands here for each language but English."""
    assert set(DUE) == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("language", sorted(DUE))
def test_what_one_applies_by_is_a_deadline(gazetteer: Gazetteer, language: str) -> None:
    """The day until which applications are taken is a deadline, in whatever language that is said."""
    assert "2031-01-15" in [fact["date"] for fact in read(gazetteer, f"{DUE[language]}\n", language)]


@pytest.mark.parametrize("language", sorted(NOT_DUE))
def test_what_else_is_done_by_a_day_is_no_deadline(gazetteer: Gazetteer, language: str) -> None:
    """A day by which applications are decided on is none that one can apply by, though the same words stand around it."""
    assert read(gazetteer, f"{NOT_DUE[language]}\n", language) == []


@pytest.mark.parametrize("language", sorted(OPENING))
def test_a_deadline_has_the_day_from_which_one_can_apply(gazetteer: Gazetteer, language: str) -> None:
    """The day that another sentence of the section gives for the beginning is no deadline, and belongs to the one that is."""
    found = read(gazetteer, f"{OPENING[language]}\n{DUE[language]}\n", language)
    assert [(fact["date"], fact["from"]) for fact in found] == [("2031-01-15", "2030-10-01")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "sl",
            """Prvi rok se odpre 1. marca 2030. Prijave za prvi rok sprejemamo do 2. aprila 2030.
Drugi rok se odpre 3. maja 2030. Prijave za drugi rok sprejemamo do 4. junija 2030.
""",
        ),
        (
            "de",
            """Phase 1 startet am 1. März 2030. Bewerbungsfrist für Phase 1 ist der 2. April 2030.
Phase 2 startet am 3. Mai 2030. Bewerbungsfrist für Phase 2 ist der 4. Juni 2030.
""",
        ),
        (
            "fr",
            """Première vague : ouverture le 1er mars 2030, date limite le 2 avril 2030.
Deuxième vague : ouverture le 3 mai 2030, date limite le 4 juin 2030.
""",
        ),
    ],
)
def test_each_round_has_its_own_days(gazetteer: Gazetteer, language: str, text: str) -> None:
    """Where rounds are numbered, each deadline has its round and the day on which that opens."""
    assert read(gazetteer, f"{text}\n", language) == [
        {"date": "2030-04-02", "from": "2030-03-01", "phase": "1"},
        {"date": "2030-06-04", "from": "2030-05-03", "phase": "2"},
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Anträge können vom 1. Oktober 2030 bis zum 15. Januar 2031 gestellt werden."),
        ("es", "El plazo de presentación de solicitudes comienza el 1 de octubre de 2030 y termina el 15 de enero de 2031."),
        ("pl", "Nabór wniosków trwa od 1 października 2030 r. do 15 stycznia 2031 r."),
        ("it", "Le domande si presentano dal 1 ottobre 2030 al 15 gennaio 2031."),
    ],
)
def test_a_period_for_applications_has_both_ends(gazetteer: Gazetteer, language: str, text: str) -> None:
    """Where both ends of the time to apply stand in a sentence, the second is the deadline and the first its opening."""
    found = read(gazetteer, f"{text}\n", language)
    assert [(fact["date"], fact["from"]) for fact in found] == [("2031-01-15", "2030-10-01")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das Museum wurde am 15. Januar 2001 eröffnet und bis zum 3. Mai 2003 erweitert."),
        ("pl", "Biblioteka działa od 15 stycznia 2001 r. Remont potrwa do 3 maja 2031 r."),
        ("nl", "De brug is tot 3 mei 2031 afgesloten."),
        ("fr", "Les travaux dureront jusqu'au 3 mai 2031."),
        ("sl", "Razstava je na ogled do 3. maja 2031."),
    ],
)
def test_days_of_other_things_are_no_deadlines(gazetteer: Gazetteer, language: str, text: str) -> None:
    """A preposition before a day doesn't make it a deadline where nobody applies for anything."""
    assert read(gazetteer, f"{text}\n", language) == []


@pytest.mark.parametrize("language", sorted(PHASED))
def test_each_phase_has_its_own_deadline(gazetteer: Gazetteer, language: str) -> None:
    """A day is of the phase that is spoken of between it and the day before it."""
    found = read(gazetteer, f"{PHASED[language]}\n", language)
    assert [(fact["date"], fact["phase"]) for fact in found] == [("2031-04-15", "1"), ("2031-10-01", "2")]
