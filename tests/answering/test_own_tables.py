"""Tables, price lists and times in other languages than English, asked for in these."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

GARDEN = """# Kleingartenverein Am Bach

## Kosten

| Posten | Betrag |
| --- | --- |
| Mitgliedsbeitrag je Jahr | 64 € |
| Wassergrundgebühr je Jahr | 31 € |
| Aufnahmegebühr, einmalig | 150 € |
| Eintrag in die Warteliste | 20 € |

## Hecken

| Was | Höchsthöhe | Abstand zum Nachbarn |
| --- | --- | --- |
| Außenhecke | 1,60 m | 0,20 m |
| Obstbaum | 4,00 m | 3,00 m |

Die Jahresrechnung ist im März zu bezahlen. Der Vorstand trifft sich jeden Monat im Vereinsheim am Bach und berät über die Parzellen.
"""
TREES = """# Výzva Stromy do ulic

Nadační fond vyhlašuje výzvu na výsadbu stromů ve městech a obcích.

## Kolik peněz je k dispozici

| Žadatel | Nejnižší příspěvek | Nejvyšší příspěvek | Vlastní podíl |
| --- | --- | --- | --- |
| Obec | 30 000 Kč | 180 000 Kč | 30 % |
| Škola | 10 000 Kč | 60 000 Kč | 10 % |
| Spolek | 15 000 Kč | 85 000 Kč | 15 % |

Příspěvek nelze použít na kácení stromů ani na nákup techniky.
"""
POOL = """Granviks simhall

Välkommen till simhallen i Granvik. Hallen ligger vid torget och har en bassäng och en bastu.

Priser

Vuxen: 80 kr
Barn 3-12 år: 40 kr
Pensionär: 55 kr
Hyra av handduk: 25 kr

Öppettider

Måndag: 7-20
Tisdag: 12-20
Lördag: 9-15
"""
COURSES = """# Biblioteca de Ribera

La biblioteca ofrece talleres gratuitos para personas mayores y para jóvenes de la comarca. Hay que inscribirse en el mostrador de la planta baja.

## Talleres

| Taller | Fecha | Lugar | Plazas |
| --- | --- | --- | --- |
| Fotografía con el móvil | 14 de mayo de 2026 | Sala Roja | 12 |
| Firma electrónica | 21 de mayo de 2026 | Sala Azul | 8 |
| Banca en línea | 4 de junio de 2026 | Sala Roja | 10 |
"""
CORPUS = {"garten.md": GARDEN, "vyzva.md": TREES, "simhall.txt": POOL, "talleres.md": COURSES}


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """An assistant with a document each in German, Czech, Swedish and Spanish."""
    return knowing(CORPUS)


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Was kostet der Eintrag in die Warteliste?", "20 €"),
        ("Wie hoch ist die Aufnahmegebühr?", "150 €"),
        ("Welche Höchsthöhe hat die Außenhecke?", "1,60 m"),
        ("Welchen Abstand zum Nachbarn braucht ein Obstbaum?", "3,00 m"),
        ("Jaký je nejvyšší příspěvek pro školu?", "60 000 Kč"),
        ("Jaký vlastní podíl musí mít spolek?", "15 %"),
        ("Vad kostar det för en pensionär?", "55 kr"),
        ("Vad kostar det att hyra en handduk?", "25 kr"),
        ("¿Cuántas plazas tiene el taller de firma electrónica?", "8"),
        ("¿Cuándo es el taller de banca en línea?", "4 de junio de 2026"),
    ],
)
def test_cell(assistant: Assistant, question: str, lead: str) -> None:
    """The cell that a question asks for, by the words of its own language for the row and for the column, or for money and days."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == lead
    assert len(answer.statements) > 1


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("Was kostet der Mitgliedsbeitrag für Fördermitglieder?", "64 €"),
        ("Vad kostar det för studenter?", "80 kr"),
        ("Jaký je nejvyšší příspěvek pro nemocnici?", "60 000"),
        ("¿Cuándo es el taller de cocina?", "junio"),
    ],
)
def test_another_row(assistant: Assistant, question: str, wrong: str) -> None:
    """What no row is of gets no row's value."""
    answer = assistant.ask(question).answer
    assert answer.status is not Status.ANSWERED or wrong not in answer.text
