"""Questions for a yes or a no whose premise the documents contradict."""

from __future__ import annotations

import pytest

from townhall.assistant import Assistant
from townhall.model import Role, Status


@pytest.mark.parametrize(
    ("question", "instead"),
    [
        ("Is Ada Quay the contact for the Beekeepers' Union of Portugal?", "Ada Quay, Head of Office is the contact of Guild of Danish Ports (GDP)."),
        (
            "Is Ada Quay the contact for the Beekeepers' Union of Portugal?",
            "Ivo Novak, Chair is the contact of Beekeepers' Union of Portugal (APIS).",
        ),
        ("Does Ada Quay work for the League of Lake Towns?", "Ada Quay, Head of Office is the contact of Guild of Danish Ports (GDP)."),
        (
            "Ist Ada Quay die Ansprechpartnerin der League of Lake Towns?",
            "Ada Quay, Head of Office ist Ansprechperson der Organisation Guild of Danish",
        ),
        ("Is the League of Lake Towns in Greece?", "The League of Lake Towns lends boats to towns at lakes in Finland."),
        ("Does the OVA repair bridges in Finland?", "The OVA repairs the bridges of all valleys in Greece."),
        ("Can a Danish town join the League of Lake Towns?", "The League of Lake Towns lends boats to towns at lakes in Finland."),
        ("Is Dora Brook the mayor of Lower Brook?", "Dora Brook, CIO of Lower Brook"),
    ],
)
def test_a_false_premise_is_refused_with_what_is_said_instead(valley: Assistant, question: str, instead: str) -> None:
    """It is not answered by a quote that reads like a yes: what the documents say stands beside a refusal, marked as not the answer."""
    answer = valley.ask(question).answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert any(statement.text.startswith(instead) for statement in answer.statements), answer.text
    assert {citation.role for citation in answer.citations} == {Role.RELATED}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Is Ada Quay the contact for the Guild of Danish Ports?", "Ada Quay is the contact of"),
        ("Does the League of Lake Towns help towns in Finland?", "lends boats to towns at lakes in Finland"),
        ("Does the Guild of Danish Ports help Danish harbour towns?", "helps harbour towns with sea charts"),
        ("Is Cy Vale the mayor of Upper Vale?", "Cy Vale, Mayor of Upper Vale"),
        ("Is there a round 2?", "Round 2 requires applications by 4 June 2032"),
    ],
)
def test_a_true_premise_is_answered(valley: Assistant, question: str, said: str) -> None:
    """Where the facts agree with the question, it is answered as ever."""
    answer = valley.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text


def test_a_phase_that_there_is_not(valley: Assistant) -> None:
    """A phase that the documents don't number is told with those that they do."""
    answer = valley.ask("Will there be a third round?").answer
    assert (answer.status, answer.reason) == (Status.NOT_IN_DOCUMENTS, "The documents don't mention phase 3; they know 1 and 2.")


@pytest.mark.parametrize("question", ["Is Aarhus in Greece?", "Is Aarhus in Denmark?", "Liegt Aarhus in Griechenland?"])
def test_where_a_city_lies(valley: Assistant, question: str) -> None:
    """The documents don't say it, and a note does."""
    answer = valley.ask(question).answer
    assert (answer.status, answer.citations) == (Status.NOT_IN_DOCUMENTS, ())
    assert any("rhus" in note for note in answer.notes)


def test_what_decides_comes_first(real_assistant: Assistant) -> None:
    """Of several sentences the one that decides between a yes and a no stands first, wherever it stands in its passage."""
    answer = real_assistant.ask("Would we have to rip out all our old IT before getting an urban data platform?").answer
    places = [citation.start for citation in answer.citations]
    assert "integrated with existing IT legacy systems" in answer.citations[0].quote
    assert places[0] > min(places)
