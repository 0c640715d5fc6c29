"""Organisations of a directory: which one a question means, who holds an office there, and whose sentence says "they"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status, Turn

DIRECTORY = """# Support for municipalities

## Portugal: Rede de Águas Locais (RAL)

RAL helps Portuguese municipalities to keep their water clean.

Contact person: Inês Valadares, Secretary General

## Spain: Liga de Municipios del Agua (LMA)

LMA supports Spanish municipalities in saving water. It trains the staff of waterworks.

Contact person: Marta Olmedo, President

## Slovakia: Rada pre vodu (RPV)

RPV is a council of waterworks. They coordinate the national water agenda and have drawn up an action plan.

Contact person:

## Lithuania: Vandens tinklas (VT)

Aims: to bring together municipalities, waterworks, researchers and citizens for cleaner rivers.

Contact person: Rasa Kavaliauskė
"""


@pytest.fixture(scope="module")
def directory(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a directory."""
    return knowing({"directory.md": DIRECTORY})


@pytest.mark.parametrize(
    ("question", "language", "names"),
    [
        ("Quem apoia os municípios em Portugal?", "pt", "Rede de Águas Locais"),
        ("¿Quién apoya a los municipios en Lituania?", "es", "Vandens tinklas"),
        ("Who helps municipalities in Spain?", "en", "Liga de Municipios"),
    ],
)
def test_an_everyday_word_names_no_organisation(directory: Assistant, question: str, language: str, names: str) -> None:
    """A word of somebody's name that is an everyday one in the question's language doesn't mean them, whatever country is named."""
    found = directory.ask(question, language=language).answer
    assert found.status is Status.ANSWERED
    assert names in found.text
    assert sum(name in found.text for name in ("Rede de", "Liga de", "Vandens", "Rada")) == 1


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is the secretary general of RAL?", "Inês Valadares"),
        ("Who is the contact person at RAL?", "Inês Valadares"),
        ("I am the mayor of Faro. Whom do I ask at RAL?", "Inês Valadares"),
        ("Who is president of LMA?", "Marta Olmedo"),
    ],
)
def test_who_holds_an_office_is_named(directory: Assistant, question: str, name: str) -> None:
    """Whoever holds the office that is asked for is named, and the contact where whom to ask is asked, whatever office that one holds."""
    found = directory.ask(question).answer
    assert found.status is Status.ANSWERED
    assert name in found.text


@pytest.mark.parametrize("question", ["Who is the president of RAL?", "Who chairs the board of RAL?", "Who is the treasurer of LMA?"])
def test_who_holds_another_office_is_only_near(directory: Assistant, question: str) -> None:
    """A contact who holds another office than the one asked for is no answer, though near to one."""
    found = directory.ask(question).answer
    assert found.status is Status.NOT_IN_DOCUMENTS
    assert {citation.role.value for citation in found.citations} == {"related"}


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        (("We are from Slovakia.", "Who coordinates the national water agenda in our country?"), "Rada pre vodu"),
        (("Is there a Lithuanian network where waterworks and researchers come together?",), "Vandens tinklas"),
        (("Who has drawn up an action plan for the water agenda?",), "Rada pre vodu"),
    ],
)
def test_whose_sentence_it_is_stands_before_it(directory: Assistant, turns: tuple[str, ...], name: str) -> None:
    """Where a sentence names nobody, or says "they", the organisation of its entry is named with it."""
    found = directory.converse(turns).answer
    assert found.status is Status.ANSWERED
    assert name in found.text


@pytest.mark.parametrize(
    ("question", "number", "named"),
    [
        ("How many organisations are there?", 4, "Office of Valley Affairs (OVA)"),
        ("How many bodies support towns in Denmark?", 1, "Guild of Danish Ports (GDP)"),
        ("How many countries are covered?", 4, "Portugal: Beekeepers' Union of Portugal (APIS)"),
    ],
)
def test_how_many_there_are_is_counted(valley: Assistant, question: str, number: int, named: str) -> None:
    """The number of a directory's entries is that of those which are listed, each with its proof."""
    lead, *listed = valley.ask(question).answer.statements
    assert lead.text == f"In all: {number}"
    assert (len(listed), len(lead.citations)) == (number, number)
    assert named in [statement.text for statement in listed]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wie viele Organisationen gibt es?", "Insgesamt: 4"),
        ("Combien de pays sont couverts ?", "Au total : 4"),
        ("Ile jest organizacji?", "Łącznie: 4"),
    ],
)
def test_how_many_there_are_is_counted_in_other_languages(valley: Assistant, question: str, said: str) -> None:
    """The number is said in the question's language."""
    assert valley.ask(question).answer.statements[0].text == said


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Welche Länder haben keinen Ansprechpartner?", ["Finnland", "Griechenland"]),
        ("Quels pays n'ont aucun contact ?", ["Finlande", "Grèce"]),
        ("Katere države nimajo kontaktne osebe?", ["Finska", "Grčija"]),
        ("Wer hat einen Ansprechpartner?", ["Guild of Danish Ports (GDP)", "Beekeepers' Union of Portugal (APIS)"]),
    ],
)
def test_who_has_a_contact_in_other_languages(valley: Assistant, question: str, named: list[str]) -> None:
    """Those that have a contact and those that have none are told apart in any language."""
    statements = valley.ask(question).answer.statements
    assert sorted(statement.text.partition(": ")[0] for statement in statements) == sorted(named)


@pytest.mark.parametrize("question", ["Is Denmark covered?", "Is Aarhus covered?"])
def test_whether_a_country_is_covered(valley: Assistant, question: str) -> None:
    """A country that has an entry is shown with it."""
    assert "Guild of Danish Ports" in valley.ask(question).answer.statements[0].text


def test_the_contacts_of_those_before(valley: Assistant) -> None:
    """The contact of each is that of each organisation of the place, and of nobody else."""
    answer = valley.ask("Which organisations help towns in Denmark, and who is the contact person of each?").answer
    assert "Ada Quay" in answer.text
    assert len([card for card in answer.cards if card.kind == "organisation"]) == 1
    assert all((citation.heading or "").startswith("Guild of Danish Ports") for citation in answer.citations)


MEMBERS = """Country,Member,Name in English,Contact person,Role,E-mail,Class,What it does
Finland,Suoliitto (SUL),Bog League,Aino Räme,Head,aino@sul.example,D,Keeps maps of mires.
Finland,Åkärr Öforum (ÅÖF),Bog Forum,Not yet appointed,,post@aof.example,B,Repairs duckboards.
Ireland,Cumann na Móna (CNM),Turf Society,Niamh Gilhooly,Manager,niamh@cnm.example,D,Runs a museum of spades.
Estonia,Rabakogu (RK),Mire Assembly,,,info@rk.example,A,Plants cranberries.
"""


@pytest.fixture(scope="module")
def members(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a table of members, grouped by country."""
    return knowing({"members.csv": MEMBERS})


@pytest.mark.parametrize(
    ("turns", "status", "says", "never"),
    [
        (["contact CNM"], Status.ANSWERED, "Niamh Gilhooly", "Aino"),
        (["whos the contact person at RK in estonia"], Status.NOT_IN_DOCUMENTS, "Rabakogu (RK)", "Niamh"),
        (["contact RK"], Status.NOT_IN_DOCUMENTS, "info@rk.example", "Niamh"),
        (["Who is the contact of ÅÖF?", "is there at least an e-mail?"], Status.ANSWERED, "post@aof.example", "aino@"),
        (["Who runs the Turf Society?", "and her e-mail address?"], Status.ANSWERED, "niamh@cnm.example", "aino@"),
        (["What does the SUL do?"], Status.ANSWERED, "Keeps maps of mires", "Member:"),
        (["Which member do you have in Estonia?", "what do they do?"], Status.ANSWERED, "Plants cranberries", "duckboards"),
        (["members in finland"], Status.ANSWERED, "Åkärr Öforum", "Rabakogu"),
        (["is there a member in finland", "and in Norway?"], Status.NOT_IN_DOCUMENTS, "Norway", "Suoliitto"),
    ],
)
def test_members_of_a_table_are_asked_for_by_their_own_names(members: Assistant, turns: list[str], status: Status, says: str, never: str) -> None:
    """A row is its member's entry, whatever country it stands under: by acronym and by translated name, with its own contact or none."""
    history: tuple[Turn, ...] = ()
    for message in turns:
        history = (*history, members.ask(message, turns=history))
    answer = history[-1].answer
    assert answer.status is status, answer.text
    assert says in answer.text
    assert never not in answer.text


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Which organisations deal with the national water agenda?", {"Slovakia: Rada pre vodu (RPV)"}),
        ("List the bodies that train divers", set()),
        ("list the councils that coordinate an agenda", {"Slovakia: Rada pre vodu (RPV)"}),
    ],
)
def test_organisations_are_listed_by_what_they_do(directory: Assistant, question: str, named: set[str]) -> None:
    """Of a directory those are listed whose entry says in one sentence all that is asked about, and never all of them."""
    answer = directory.ask(question).answer
    shown = {card.fields["name"].value for card in answer.cards if card.kind == "organisation"}
    assert shown == named


@pytest.mark.parametrize("question", ["Which countries have no organisation?", "which countries are not covered"])
def test_countries_that_have_none_are_not_those_that_have(valley: Assistant, question: str) -> None:
    """Which countries a directory leaves out it doesn't say."""
    assert valley.ask(question).answer.status is Status.NOT_IN_DOCUMENTS


def test_the_countries_of_a_language_are_offered_first(real_assistant: Assistant) -> None:
    """Where it is asked back which country is meant, then in the order of their names."""
    answer = real_assistant.ask("Kdo podpira mesta?").answer
    assert answer.status is Status.CLARIFY
    assert ["Slovenija" in answer.next[0], "Belgija" in answer.next[1]] == [True, True]


def test_of_countries_held_against_each_other_it_is_told_where_nobody_helps(real_assistant: Assistant) -> None:
    """Who supports cities in the one, and that nobody is named for the other."""
    answer = real_assistant.ask("Compare Slovenia and Austria").answer
    assert answer.status is Status.PARTIAL
    assert "Association of Urban Municipalities of Slovenia" in answer.text
    assert answer.reason
    assert "Austria" in answer.reason
