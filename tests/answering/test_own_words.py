"""Documents and questions in the same language, and no judge that reads it: what answers is told by words, structure and data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest

from townhall import library
from townhall.assistant import Assistant
from townhall.model import Status
from townhall.settings import Settings

DOCUMENTS = {
    "stellen.md": """# Wer Gemeinden hilft

## Umweltbüro Birkenau

Das Umweltbüro Birkenau berät Gemeinden bei der Pflege von Bächen und Teichen. Im Jahr 2025 hat es 18 Gemeinden besucht.

- Ansprechpartnerin: Mag. Edda Kranich
- Telefon: 05522 31-40

## Stiftung Grüne Höfe

Die Stiftung Grüne Höfe bezahlt die Entsiegelung von Schulhöfen. Anträge nimmt sie bis zum 31. März und bis zum 30. September entgegen.

- Ansprechpartner: Jonas Ufer
- Telefon: 05522 77-10
- E-Mail: hof@gruene.example

## Verein Lesefreunde

Der Verein Lesefreunde leiht Bücherkisten aus. Anfragen gehen an kiste@lesen.example.
""",
    "dvorana.txt": """DVORANA OB POTOKU
Pravila in cenik

1. CENIK

Najem za društva: 12 evrov na uro
Najem za podjetja: 48 evrov na uro
Izgubljen ključ: 1.200 evrov

2. PRAVILA

V dvorani ni dovoljeno kaditi. Psi nimajo vstopa. Sobota: 9.00 – 22.00. Prijave za tečaj plesa se zbirajo do 20. januarja 2027.
""",
    "appels.md": """# Appels ouverts

## 1. « Haies vives » – Fondation Marsault

La Fondation Marsault finance la plantation de haies. L'an dernier, elle a reçu trente dossiers.

- **Montant maximal :** 25 000 €
- **Contact :** Lucie Ormeau, haies@marsault.example

## 2. « Vieux puits » – Fondation Aigremont

La Fondation Aigremont restaure les puits.

- **Montant maximal :** 9 000 €
- **Contact :** Basile Marchais

## Dossier

Le conseil lit les dossiers. Les pièces demandées sont les suivantes :

- un plan ;
- trois devis.
""",
    "enti.csv": """Ente;Ambito;Scadenza;Referente;Telefono;Email
Fondazione Ponte Vecchio;restauro di ponti;31 gennaio 2027;Bice Santarosa;0577 555 11;bice@ponte.example
Consorzio Boschi Alti;sentieri e boschi;30 settembre 2026;Remo Vallata;0577 555 22;
""",
}
"""Made up: two things of each kind stand side by side."""


@pytest.fixture(scope="module")
def town(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above."""
    return knowing(DOCUMENTS, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wer ist die Ansprechpartnerin beim Umweltbüro Birkenau?", "Mag. Edda Kranich, 05522 31-40"),
        ("Chi è il referente della Fondazione Ponte Vecchio?", "Bice Santarosa"),
        ("Kdo je kontaktna oseba Fondazione Ponte Vecchia?", "Bice Santarosa"),
        ("Wer hilft unserer Gemeinde mit dem Schulhof?", "Stiftung Grüne Höfe"),
        ("chi ci aiuta con i sentieri?", "Consorzio Boschi Alti"),
        ("Bis wann kann man bei der Stiftung Grüne Höfe Anträge stellen?", "31. März"),
        ("Combien de dossiers a-t-elle reçus, la Fondation Marsault ?", "trente dossiers"),
        ("Koliko stane najem za društva?", "12 evrov"),
        ("Ali lahko pes vstopi v dvorano?", "Psi nimajo vstopa"),
        ("Do kdaj se je mogoče prijaviti na tečaj plesa?", "20. januarja 2027"),
    ],
)
def test_the_sentence_with_the_words_answers(town: Assistant, question: str, said: str) -> None:
    """Labels, names in another case, inflected words, days without a year and numbers in words are read in the documents' language."""
    answer = town.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Mitglieder hat die Stiftung Grüne Höfe?",
        "Wer ist der Ansprechpartner beim Verein Waldfreunde Birkenau?",
        "Koliko stane najem športne dvorane za koncert?",
        "Combien d'habitants compte la Fondation Marsault ?",
        "Quanto costa il parcheggio?",
        "Hoe hoog is het jaarbudget van Stiftung Grüne Höfe?",
        "Qual è l'email del Consorzio Boschi Alti?",
    ],
)
def test_what_is_of_something_else_is_no_answer(town: Assistant, question: str) -> None:
    """A value of another thing, and a contact of another body that shares a word of its name, are not given for what is asked."""
    assert town.ask(question).answer.status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Koliko stane izgubljen ključ?", "Izgubljen ključ: 1.200 evrov"),
        ("Quel est le montant maximal de Haies vives ?", "25 000 €"),
    ],
)
def test_little_is_shown_beside_the_answer(town: Assistant, question: str, text: str) -> None:
    """A sentence that holds none of the question's words isn't shown, however near it stands."""
    answer = town.ask(question).answer
    assert text in answer.text
    assert all(text in citation.quote for citation in answer.citations)


def test_what_is_asked_anew_of_another_name_is_asked_of_all_of_it(town: Assistant) -> None:
    """A heading's number is no part of the name in it, so that all of the old name is replaced by the new one."""
    turn = town.converse(["Quel est le montant maximal de Haies vives ?", "Et pour Vieux puits ?"])
    assert "9 000 €" in turn.answer.text
    assert "25 000" not in turn.answer.text


def test_a_sentence_that_ends_with_a_colon_comes_with_its_items(town: Assistant) -> None:
    """Where the best sentence only leads up to items, these are the answer."""
    assert town.ask("Quelles sont les pièces demandées ?").answer.text.count("- ") == 2


def test_everyone_who_helps_is_listed_where_there_is_no_country_to_choose(town: Assistant) -> None:
    """Who supports towns is every organisation, where they are not of several countries and nothing is said of what for."""
    answer = town.ask("Welche Stellen unterstützen Gemeinden?").answer
    assert {"Umweltbüro Birkenau", "Stiftung Grüne Höfe", "Fondazione Ponte Vecchio"} <= {card.fields["name"].value for card in answer.cards}


def test_neither_of_two_days_is_put_first(town: Assistant) -> None:
    """Where something is due on either of two days of the year, one by itself would be half an answer."""
    answer = town.ask("Bis wann nimmt die Stiftung Grüne Höfe Anträge entgegen?").answer
    assert "31. März und bis zum 30. September" in answer.text
    assert not any(statement.lead for statement in answer.statements)


@pytest.fixture(scope="module")
def stations(pytestconfig: pytest.Config, prepare: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return an assistant that knows a workbook of prices and of the stations where they are paid, one of which has no telephone."""
    folder = tmp_path_factory.mktemp("stations")
    (folder / "corpus").mkdir()
    name = "Jateasemat_hinnasto_2026.xlsx"
    copyfile(pytestconfig.rootpath / "evals" / "corpora" / "tavola" / name, folder / "corpus" / name)
    prepare(folder / "index")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    library.ingest(settings)
    return Assistant(settings)


@pytest.mark.parametrize(("town", "number"), [("Kesälahden", None), ("Rääkkylän", "0312")])
def test_what_a_row_leaves_blank_is_not_given_by_another(stations: Assistant, town: str, number: str | None) -> None:
    """The row that is named has no telephone; its neighbours' aren't its own."""
    answer = stations.ask(f"Mikä on {town} jäteaseman puhelinnumero?").answer
    assert (answer.status is Status.ANSWERED) is (number is not None)
    assert [found for found in ("0310", "0312", "0315") if found in answer.text] == ([number] if number else [])
