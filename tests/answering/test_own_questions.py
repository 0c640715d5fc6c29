"""What people ask of documents in their own language: lists, follow-ups, reasons, and matters that the documents leave out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status, Turn

DOCUMENTS = {
    "veneet.md": """# Venepaikat 2026 – Kivirannan kunta

## Hakeminen

Venepaikkaa haetaan 1.–31. maaliskuuta sähköisellä lomakkeella. Hakemukseen on liitettävä kuva veneestä ja vakuutustodistus.

## Käyttö

Kausi alkaa 15. toukokuuta ja päättyy 30. syyskuuta. Paikkaa ei saa vuokrata edelleen.

Itälaituri on pois käytöstä koko kesän, sillä jäät vaurioittivat sitä keväällä. Satamamestari Risto Alhola, puhelin 055 500 1177.
""",
    "referat.txt": """SKOVLUND BYLAUG
Referat af bestyrelsesmøde den 12. februar 2026

1. Stien ved søen
Arbejdet på stien begynder den 7. april og skal være færdigt senest den 29. maj 2026.
Imens er stien langs søen spærret. Cyklister må bruge Møllevej.

2. Fællesspisning
Fællesspisningen er hver første torsdag i måneden kl. 18. Man skal tilmelde sig senest mandagen før.
""",
    "savanoriai.txt": """ŠALTINIŲ SENIŪNIJA
Savanorių programa „Gera kaimynystė“

Išlaidos
Kelionės išlaidas apmokame, jei pateikiate bilietus iki kito mėnesio 5 dienos. Maistas neapmokamas.

Susitikimai
Savanoriai renkasi kas antrą trečiadienį 17 val. bibliotekoje. Iš anksto registruotis nereikia.
""",
    "vyzva.md": """# Výzva Zelené dvory 2026

Nadační fond Lipka vyhlašuje výzvu na výsadbu keřů ve dvorech obcí.

## Kdo může žádat

- obce,
- spolky, které působí alespoň jeden rok.

## Co přiložit k žádosti

1. plán výsadby,
2. souhlas vlastníka pozemku,
3. rozpočet.

## Jak žádost podat

Žádost se podává na webu fondu. Žádosti zaslané poštou nepřijímáme.

## Hlasování

Nejlevnější nabídka byla vyřazena, protože neobsahovala záruku. Volně pobíhající psi do dvora nesmějí.
""",
    "edital.md": """# Edital Largo Aberto

Apoio às associações culturais do concelho.

## Quem pode concorrer

Podem concorrer associações com sede no concelho.

## Resultados

Os resultados da 1.ª fase são divulgados em 29 de maio de 2026. Os resultados da 2.ª fase são divulgados em 6 de novembro de 2026.

## Candidatura

A candidatura é acompanhada de:

- plano de atividades
- relatório e contas
- três orçamentos de fornecedores

Se faltar algum documento, a entidade tem cinco dias úteis para o entregar.

## Despesas

A compra de viaturas não é elegível.
""",
    "simhall.md": """# Granviks simhall

Granviks simhall ligger vid Strömgatan 11. Här finns sex banor och en bastu.

## Priser

En vuxen betalar 85 kr. Handduk kan hyras för 30 kr. Tiokort är giltiga i 24 månader.

## Ställen där bilen stannar

Bilen med böcker stannar en halvtimme på varje plats.
Norra torget: tisdag 21 april kl. 17.00
Hamnen: onsdag 22 april kl. 18.15
""",
    "fonds.md": """# Fonds « Vie de quartier » – Ville de Montbrac

Le fonds soutient les projets d'habitants.

## Qui peut demander

Les associations dont le siège est à Montbrac peuvent demander. Les commerces sont exclus.

## Atelier

Un atelier d'aide a lieu le 24 février à 18 h à la Maison des associations.

## Recrutement

Le poste de jardinier est vacant. Onze candidatures ont été reçues, quatre personnes seront entendues.

## Hausse des cotisations

Mme Roy estime que les cotisations sont trop basses. Décision : point reporté à la réunion de juin.
""",
    "ovoda.md": """# Óvodai hírek 2026

A kisbereki Napsugár Óvoda minden gyermeket szeretettel vár, aki betöltötte a harmadik életévét.

## Szünetek

Az óvoda július 13. és augusztus 7. között zárva tart, mert felújítják a konyhát.
""",
    "ordnung.md": """# Gartenordnung am Moorgraben

Dauerndes Wohnen in der Laube ist untersagt; gelegentliches Übernachten ist erlaubt.

## Arbeit

Arbeitseinsätze 2026: 28. März, 25. April und 17. Oktober, jeweils 9 bis 12 Uhr. Treffpunkt ist der Schuppen.

## Ausstellung

Die Ausstellung über Bienen beginnt am 3. Mai 2026. Sie endet am 30. Juni 2026.
""",
    "protokol.md": """# Protokół zarządu

Przewodnicząca otworzyła posiedzenie i powitała wszystkich obecnych członków zarządu.

## Zakup łodzi

Decyzji nie podjęto. Punkt odłożono na następne posiedzenie, do czasu odpowiedzi powiatu.
""",
}


@pytest.fixture(scope="module")
def towns(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over documents in ten languages."""
    return knowing(DOCUMENTS)


def last_of(assistant: Assistant, *questions: str) -> Turn:
    """Return the last turn of a conversation."""
    turns: tuple[Turn, ...] = ()
    for question in questions:
        turns = (*turns, assistant.ask(question, turns=turns, today=date(2026, 3, 12)))
    return turns[-1]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("Que papéis é preciso juntar à candidatura?", ["plano de atividades", "relatório e contas", "três orçamentos"]),
        ("co všechno se přikládá k žádosti o keře?", ["plán výsadby", "souhlas vlastníka", "rozpočet"]),
        ("Vilka ställen stannar bilen med böcker på?", ["Norra torget", "Hamnen"]),
    ],
)
def test_a_list_that_is_asked_for_is_given_whole(towns: Assistant, question: str, items: list[str]) -> None:
    """Who asks which things gets the whole list, whether its items are bullets, numbered, or lines with a label."""
    answer = towns.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert [item for item in items if item not in answer.text] == []


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("milloin kausi alkaa?", "ja milloin se loppuu?", "30. syyskuuta"),
        ("hvornår er stien færdig?", "og hvor skal cyklisterne køre imens?", "Møllevej"),
        ("ar savanoriams apmoka keliones?", "o maistą?", "neapmokamas"),
        ("quando saem os resultados da 1ª fase do largo aberto?", "e os da segunda?", "6 de novembro de 2026"),
        ("Wann beginnt die Ausstellung über Bienen?", "und bis wann geht sie?", "30. Juni 2026"),
        ("meddig van zárva az óvoda?", "és miért?", "konyhát"),
    ],
)
def test_a_follow_up_is_of_what_was_asked_before(towns: Assistant, first: str, then: str, said: str) -> None:
    """A follow-up that goes on, refers or names but a number is answered of the thing before, by the sentence that says what it adds."""
    answer = last_of(towns, first, then).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.statements[0].text + answer.statements[-1].text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("miksi itälaituri on suljettu?", "jäät vaurioittivat"),
        ("proc nevybrali tu nejlevnejsi nabidku? usetrili by 30 tisic", "záruku"),
        ("dlaczego zarzad nie zdecydowal o kupnie łodzi", "odpowiedzi powiatu"),
    ],
)
def test_a_reason_is_known_by_its_language(towns: Assistant, question: str, said: str) -> None:
    """A sentence that gives a reason in its language answers why; where one only says that it is so, the next one is shown with it."""
    answer = towns.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("mitä venepaikkahakemukseen pitää liittää?", "vakuutustodistus"),
        ("muzu zadost poslat postou?", "nepřijímáme"),
        ("podemos comprar uma carrinha em segunda mão com o apoio do largo aberto?", "viaturas"),
        ("alors, la hausse des cotisations, c'est décidé ou pas ?", "reporté"),
        ("je tiens une boulangerie, puis-je demander l'aide du fonds ?", "exclus"),
        ("hur länge gäller tiokort?", "24 månader"),
        ("wann sind die arbeitseinsätze?", "17. Oktober"),
    ],
)
def test_other_words_for_the_same_are_known(towns: Assistant, question: str, said: str) -> None:
    """What documents word otherwise is found: by parts of compounds, by what one hands in, by words that stand for the same, by the heading."""
    answer = towns.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "vad kostar det att parkera vid granviks simhall",
        "à quelle heure ferme la Maison des associations ?",
        "wann öffnet das Vereinsheim am Moorgraben?",
        "combien de projets ont été soutenus en 2025 ?",
        "comment s'appellent les candidats retenus pour le poste de jardinier ?",
        "kuka on kivirannan kunnanjohtaja?",
        "hvad hedder borgmesteren i Skovlund?",
    ],
)
def test_what_shares_but_the_title_is_no_answer(towns: Assistant, question: str) -> None:
    """A section that has of a question only what its whole document is called doesn't answer another matter."""
    assert towns.ask(question).answer.status in {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}
